// A small catalog with one of everything that EstimateService looks at.

#ifndef RATECARD_TESTS_UNIT_API_ESTIMATE_FIXTURE_H_
#define RATECARD_TESTS_UNIT_API_ESTIMATE_FIXTURE_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/api/convert.h"
#include "service/api/estimate_handler.h"
#include "service/api/observer.h"
#include "service/catalog/loader.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {

inline constexpr char kEstimateAcme[] = R"(
  provider_id: "acme"
  display_name: "Acme"
  home_makers: "acme"
  currency_code: "USD"
  regions { region_id: "us" contains: "us-east-1" }
  regions { region_id: "us-east-1" }
  regions { region_id: "eu" }
  holiday_calendars {
    calendar_id: "de"
    dates: "2026-10-03"
    covers_through: "2026-12-31"
    source_id: "list"
  }
  sources { source_id: "list" title: "Prices" checked_date: "2026-06-01" }
  sources { source_id: "fees" title: "Fees" checked_date: "2026-06-15" }
  models {
    model_id: "big" display_name: "Big" maker: "acme" source_id: "list"
    aliases { alias_id: "us-big" region: "us" }
    aliases { alias_id: "big-batch" service_tier: "batch" }
    limits { context_window_tokens: 400000 max_output_tokens: 128000 }
    input_modalities: [MODALITY_TEXT, MODALITY_AUDIO]
    output_modalities: MODALITY_TEXT
    lifecycle { release_date: "2026-01-01" deprecation_date: "2026-09-01" }
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_CACHE_READ_TOKENS price: "0.2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" }
      rates { meter: METER_WEB_SEARCHES price: "10" source_id: "fees" }
      rates {
        meter: METER_OUTPUT_IMAGES price: "0.17"
        parameters { key: "quality" value: "high" }
      }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch"
      inherits: "standard" adjustments { factor: "0.5" }
    }
    price_schedules {
      schedule_id: "us" region: "us"
      inherits: "standard" adjustments { factor: "1.1" }
    }
  }
  models {
    model_id: "regional" display_name: "Regional" maker: "acme"
    source_id: "list"
    price_schedules {
      schedule_id: "us" region: "us"
      rates { meter: METER_INPUT_TOKENS price: "2" }
    }
  }
  models {
    model_id: "past" display_name: "Past" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "old" end_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "2" }
    }
  }
  models {
    model_id: "costly" display_name: "Costly" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_SESSIONS price: "1000000" }
      rates { meter: METER_INPUT_TOKENS price: "1000000" }
    }
  }
  models {
    model_id: "unpriced" display_name: "Unpriced" maker: "acme"
    source_id: "list"
    limits { context_window_tokens: 1000 }
  }
  models {
    model_id: "twin" display_name: "Twin" maker: "other" source_id: "list"
  }
  models {
    model_id: "night" display_name: "Night" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "day"
      rates { meter: METER_INPUT_TOKENS price: "6" }
    }
    price_schedules {
      schedule_id: "night"
      daily_windows {
        time_zone: "Europe/Berlin" start: "22:00" end: "06:00"
        weekdays: [WEEKDAY_FRIDAY, WEEKDAY_SATURDAY]
        except_holidays: "de"
      }
      rates { meter: METER_INPUT_TOKENS price: "3" }
    }
  }
)";

inline constexpr char kEstimateReseller[] = R"(
  provider_id: "reseller"
  display_name: "Reseller"
  currency_code: "EUR"
  sources { source_id: "list" title: "Prices" checked_date: "2026-06-01" }
  models {
    model_id: "twin" display_name: "Twin" maker: "other" source_id: "list"
  }
  models {
    model_id: "abroad" display_name: "Abroad" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "0.0004" }
    }
  }
)";

// Counts how often a name is looked up.
class Resolutions : public Observer {
 public:
  void OnResolution(const Resolution*, const absl::Status&) override {
    ++count;
  }
  void OnEstimate(const Model&, absl::string_view, const absl::Status&,
                  const Estimate&, const Money&) override {}
  void OnFit(FitVerdict) override {}
  void OnUsage(absl::string_view, absl::string_view, const absl::Status&,
               int64_t) override {}
  void OnQuoteCreated() override {}
  void OnQuoteVerified(const absl::Status&) override {}

  int count = 0;
};

class EstimateFixture : public testing::Test {
 protected:
  static const CatalogStore& Store() {
    static const auto* const store = [] {
      auto catalog = LoadCatalog({{"acme.textproto", kEstimateAcme},
                                  {"reseller.textproto", kEstimateReseller}});
      if (!catalog.ok()) {
        std::cerr << catalog.status() << std::endl;
        std::abort();
      }
      return new CatalogStore(*std::move(catalog), {"test", absl::UnixEpoch()});
    }();
    return *store;
  }

  template <typename Request>
  static Request Parse(const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    return request;
  }

  absl::StatusOr<v1::Estimate> Cost(const std::string& text) const {
    v1::EstimateCostResponse response;
    const absl::Status status = handler_.EstimateCost(
        call_, Parse<v1::EstimateCostRequest>(text), &response);
    if (!status.ok()) {
      return status;
    }
    return response.estimate();
  }

  absl::StatusOr<v1::CheckContextFitResponse> CheckFit(
      const std::string& text) const {
    v1::CheckContextFitResponse response;
    const absl::Status status = handler_.CheckContextFit(
        call_, Parse<v1::CheckContextFitRequest>(text), &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  absl::StatusOr<v1::EstimateWorkloadResponse> Workload(
      const std::string& text) const {
    return Workload(Parse<v1::EstimateWorkloadRequest>(text));
  }
  absl::StatusOr<v1::EstimateWorkloadResponse> Workload(
      const v1::EstimateWorkloadRequest& request) const {
    v1::EstimateWorkloadResponse response;
    const absl::Status status =
        handler_.EstimateWorkload(call_, request, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  static std::string Text(const google::type::Money& money) {
    return FormatMoney(MoneyFromProto(money)) + " " + money.currency_code();
  }

  EstimateHandler handler_{&Store(), nullptr};
  CallContext call_{TimeOf("2026-07-01T12:00:00Z")};
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_ESTIMATE_FIXTURE_H_
