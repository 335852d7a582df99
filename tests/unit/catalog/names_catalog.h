// Providers with every form of name.

#ifndef RATECARD_TESTS_UNIT_CATALOG_NAMES_CATALOG_H_
#define RATECARD_TESTS_UNIT_CATALOG_NAMES_CATALOG_H_

#include <cstdlib>
#include <iostream>
#include <memory>

#include "service/catalog/loader.h"

namespace ratecard {

// Two homes of the maker acme, two resellers, and a plan.
inline constexpr char kAcmeNames[] = R"(
  provider_id: "acme"
  display_name: "Acme"
  aliases: ["acme_ai", "acme-cloud"]
  home_makers: "acme"
  api_hosts: ["api.acme.example", "*.cloud.acme.example/v1"]
  currency_code: "USD"
  regions { region_id: "us" contains: "us-east-1" }
  regions { region_id: "us-east-1" }
  regions { region_id: "eu" }
  name_patterns { pattern: "models/{model}" }
  name_patterns { pattern: "{region}.{model}" }
  name_patterns { pattern: "{model}-v{digits}:0" }
  name_patterns { pattern: "fast-eu:{model}" region: "eu" service_tier: "fast" }
  name_patterns { pattern: "arn:{segment}:{region}:{segment}:m/{model}" }
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models {
    model_id: "big" display_name: "Big" maker: "acme" source_id: "list"
    aliases { alias_id: "big-2025-12-18" kind: ALIAS_KIND_SNAPSHOT }
    aliases { alias_id: "the-big" kind: ALIAS_KIND_ALIAS }
    aliases {
      alias_id: "big-latest" kind: ALIAS_KIND_LATEST end_time: "2026-07-01"
    }
    aliases { alias_id: "eu-big" region: "eu" }
    aliases { alias_id: "us-big" region: "us" }
    aliases { alias_id: "east-big" region: "us-east-1" }
    aliases { alias_id: "big-batch" service_tier: "batch" }
  }
  models {
    model_id: "bigger" display_name: "Bigger" maker: "acme" source_id: "list"
    aliases {
      alias_id: "big-latest" kind: ALIAS_KIND_LATEST start_time: "2026-07-01"
    }
  }
  models {
    model_id: "vendor/odd:free" display_name: "Odd" maker: "acme"
    source_id: "list"
  }
  models {
    model_id: "guest" display_name: "Guest" maker: "elsewhere"
    source_id: "list"
  }
  models {
    model_id: "twin" display_name: "Twin" maker: "acme" source_id: "list"
  }
  models {
    model_id: "chosen" display_name: "Chosen" maker: "acme" source_id: "list"
  }
)";

inline constexpr char kAcmeWestNames[] = R"(
  provider_id: "acme-west"
  display_name: "Acme West"
  home_makers: "acme"
  api_hosts: "api.acme.example/west"
  currency_code: "USD"
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models {
    model_id: "twin" display_name: "Twin" maker: "acme" source_id: "list"
  }
  models {
    model_id: "other" display_name: "Other" maker: "acme" source_id: "list"
    aliases { alias_id: "chosen" }
  }
)";

inline constexpr char kResellerNames[] = R"(
  provider_id: "reseller"
  display_name: "Reseller"
  api_hosts: "reseller.example"
  currency_code: "USD"
  name_patterns { pattern: "r/{model}" }
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models {
    model_id: "big" display_name: "Big" maker: "acme" source_id: "list"
  }
  models {
    model_id: "acme/bigger" display_name: "Bigger" maker: "acme"
    source_id: "list"
  }
  models {
    model_id: "acme/exotic" display_name: "Exotic" maker: "acme"
    source_id: "list"
  }
  models {
    model_id: "only-here" display_name: "Only" maker: "acme" source_id: "list"
  }
  models {
    model_id: "dup" display_name: "Dup" maker: "acme" source_id: "list"
  }
  models {
    model_id: "half-plan" display_name: "Half" maker: "zhi" source_id: "list"
  }
)";

inline constexpr char kOtherNames[] = R"(
  provider_id: "other-reseller"
  display_name: "Other reseller"
  currency_code: "USD"
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models {
    model_id: "some-dup" display_name: "Dup" maker: "acme" source_id: "list"
    aliases { alias_id: "dup-alias" }
    aliases { alias_id: "only-later" start_time: "2026-07-01" }
  }
  models {
    model_id: "dup" display_name: "Dup" maker: "acme" source_id: "list"
  }
)";

inline constexpr char kPlanNames[] = R"(
  provider_id: "plan"
  display_name: "Plan"
  home_makers: "zhi"
  currency_code: "USD"
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models {
    model_id: "half-plan" display_name: "Half" maker: "zhi" plan_only: true
    source_id: "list"
  }
  models {
    model_id: "planned" display_name: "Planned" maker: "zhi" plan_only: true
    source_id: "list"
  }
)";

inline std::shared_ptr<const Catalog> NamesCatalog() {
  auto catalog = LoadCatalog({{"acme.textproto", kAcmeNames},
                              {"acme-west.textproto", kAcmeWestNames},
                              {"reseller.textproto", kResellerNames},
                              {"other.textproto", kOtherNames},
                              {"plan.textproto", kPlanNames}});
  if (!catalog.ok()) {
    std::cerr << catalog.status() << std::endl;
    std::abort();
  }
  return *std::move(catalog);
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_CATALOG_NAMES_CATALOG_H_
