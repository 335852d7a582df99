// A small catalog with one of everything that CatalogService looks at.

#ifndef RATECARD_TESTS_UNIT_API_CATALOG_FIXTURE_H_
#define RATECARD_TESTS_UNIT_API_CATALOG_FIXTURE_H_

#include <cstdlib>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "service/api/catalog_handler.h"
#include "service/catalog/loader.h"

namespace ratecard {

inline constexpr char kAcme[] = R"(
  provider_id: "acme"
  display_name: "Acme"
  home_makers: "acme"
  currency_code: "USD"
  regions { region_id: "eu" }
  regions { region_id: "us" contains: "us-east-1" }
  regions { region_id: "us-east-1" }
  sources { source_id: "list" title: "Acme prices" checked_date: "2026-06-01" }
  models {
    model_id: "big"
    display_name: "Acme BIG"
    maker: "acme"
    product_line: "general"
    aliases { alias_id: "big-latest" kind: ALIAS_KIND_LATEST }
    aliases { alias_id: "big-2025-01-01" kind: ALIAS_KIND_SNAPSHOT }
    limits {
      context_window_tokens: 400000
      max_input_tokens: 272000
      max_output_tokens: 128000
    }
    input_modalities: [MODALITY_TEXT, MODALITY_IMAGE]
    output_modalities: MODALITY_TEXT
    capabilities: [CAPABILITY_TOOL_USE, CAPABILITY_REASONING]
    lifecycle { release_date: "2025-01-01" }
    price_schedules {
      schedule_id: "2025"
      end_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "4" }
      rates { meter: METER_OUTPUT_TOKENS price: "16" }
    }
    price_schedules {
      schedule_id: "2026"
      start_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" }
    }
    price_schedules {
      schedule_id: "2026-batch"
      service_tier: "batch"
      start_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "4" }
    }
    card { rows { section: "architecture" key: "Layers" value: "12" } }
    source_id: "list"
  }
  models {
    model_id: "embed"
    display_name: "Acme Embed"
    maker: "acme"
    product_line: "vectors"
    limits { max_input_tokens: 8192 }
    input_modalities: MODALITY_TEXT
    output_modalities: MODALITY_EMBEDDING
    lifecycle { release_date: "2024-05-01" deprecation_date: "2026-03-01" }
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "0.1" }
    }
    source_id: "list"
  }
  models {
    model_id: "gift:free"
    display_name: "Acme Gift"
    maker: "acme"
    product_line: "general"
    limits { context_window_tokens: 32000 max_output_tokens: 4000 }
    input_modalities: MODALITY_TEXT
    output_modalities: MODALITY_TEXT
    capabilities: CAPABILITY_TOOL_USE
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS state: METER_STATE_FREE }
      rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_FREE }
    }
    source_id: "list"
  }
  models {
    model_id: "night"
    display_name: "Acme Night"
    maker: "acme"
    product_line: "general"
    limits { context_window_tokens: 400000 }
    lifecycle { release_date: "2027-01-01" }
    price_schedules {
      schedule_id: "day"
      rates { meter: METER_INPUT_TOKENS price: "6" }
      rates { meter: METER_OUTPUT_TOKENS price: "7" }
    }
    price_schedules {
      schedule_id: "night"
      daily_windows { time_zone: "UTC" start: "22:00" end: "06:00" }
      rates { meter: METER_INPUT_TOKENS price: "3" }
      rates { meter: METER_OUTPUT_TOKENS price: "3.5" }
    }
    source_id: "list"
  }
  models {
    model_id: "plan"
    display_name: "Acme Plan"
    maker: "acme"
    plan_only: true
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS state: METER_STATE_INCLUDED_IN_PLAN }
      rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_INCLUDED_IN_PLAN }
    }
    source_id: "list"
  }
  models {
    model_id: "unpriced"
    display_name: "Acme Unpriced"
    maker: "acme"
    source_id: "list"
  }
)";

inline constexpr char kReseller[] = R"(
  provider_id: "reseller"
  display_name: "Reseller"
  currency_code: "USD"
  regions { region_id: "eu" }
  regions { region_id: "us" }
  sources { source_id: "list" title: "Prices" checked_date: "2026-06-01" }
  models {
    model_id: "acme/big"
    display_name: "BIG by Acme"
    maker: "acme"
    aliases { alias_id: "big" }
    lifecycle { release_date: "2025-02-01" retirement_date: "2026-05-01" }
    price_schedules {
      schedule_id: "eu"
      region: "eu"
      rates { meter: METER_INPUT_TOKENS price: "3" }
      rates { meter: METER_OUTPUT_TOKENS price: "9" }
    }
    price_schedules {
      schedule_id: "us"
      region: "us"
      rates { meter: METER_INPUT_TOKENS price: "2.5" }
      rates { meter: METER_OUTPUT_TOKENS price: "12" }
    }
    source_id: "list"
  }
  models {
    model_id: "yuan"
    display_name: "Yuan"
    maker: "zhi"
    currency_code: "CNY"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "2" }
    }
    source_id: "list"
  }
)";

inline constexpr char kEmptyProvider[] = R"(
  provider_id: "zero"
  display_name: "Zero"
  currency_code: "USD"
)";

inline std::shared_ptr<const Catalog> Load(
    const std::vector<CatalogFile>& files) {
  const absl::StatusOr<std::shared_ptr<const Catalog>> catalog =
      LoadCatalog(files);
  if (!catalog.ok()) {
    ADD_FAILURE() << catalog.status();
    std::abort();
  }
  return *catalog;
}

class CatalogFixture : public testing::Test {
 protected:
  // 2026-07-01T12:00:00Z
  CallContext call_{absl::FromUnixSeconds(1'782'907'200)};
  CatalogStore store_{Load({{"acme.textproto", kAcme},
                            {"reseller.textproto", kReseller},
                            {"zero.textproto", kEmptyProvider}}),
                      {"embedded", call_.now}};
  CatalogHandler handler_{&store_, nullptr};
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_CATALOG_FIXTURE_H_
