// Models with every kind of tier, at small thresholds, and brute force.

#ifndef RATECARD_TESTS_UNIT_COMPARE_PIECEWISE_FIXTURE_H_
#define RATECARD_TESTS_UNIT_COMPARE_PIECEWISE_FIXTURE_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/catalog/catalog.h"
#include "service/catalog/loader.h"
#include "service/compare/piecewise_cost.h"
#include "service/estimate/total.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {

inline constexpr char kTiers[] = R"(
  provider_id: "acme" display_name: "Acme" home_makers: "acme"
  currency_code: "USD"
  sources { source_id: "list" title: "Prices" checked_date: "2026-06-01" }
  models {
    model_id: "plain" display_name: "P" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_CACHE_READ_TOKENS price: "0.1" }
      rates { meter: METER_CACHE_WRITE_5M_TOKENS price: "1.25" }
      rates { meter: METER_OUTPUT_TOKENS price: "10" }
    }
  }
  models {
    model_id: "dear-input" display_name: "D" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "5" }
    }
  }
  models {
    model_id: "long" display_name: "L" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates {
        meter: METER_INPUT_TOKENS price: "0.7"
        tiers { min_input_tokens: 101 price: "1.4" }
        tiers { min_input_tokens: 301 price: "0.9" }
      }
      rates {
        meter: METER_CACHE_READ_TOKENS price: "0.3"
        tiers { min_input_tokens: 201 price: "0.35" }
      }
      rates {
        meter: METER_OUTPUT_TOKENS price: "10"
        tiers { min_input_tokens: 101 price: "15" }
      }
    }
  }
  models {
    model_id: "slices" display_name: "S" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates {
        meter: METER_INPUT_TOKENS price: "3" tier_mode: TIER_MODE_GRADUATED
        tiers { min_quantity: 51 price: "1" }
        tiers { min_quantity: 151 price: "0.5" }
      }
      rates {
        meter: METER_CACHE_READ_TOKENS price: "1"
        tier_mode: TIER_MODE_GRADUATED
        tiers { min_quantity: 20 price: "0.1" }
      }
      rates { meter: METER_OUTPUT_TOKENS price: "1" }
    }
  }
  models {
    model_id: "many" display_name: "M" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates {
        meter: METER_INPUT_TOKENS price: "2"
        tiers { min_quantity: 80 price: "1" }
      }
      rates {
        meter: METER_CACHE_READ_TOKENS price: "1"
        tiers { min_quantity: 30 price: "0.2" }
      }
      rates { meter: METER_OUTPUT_TOKENS price: "1" }
      rates { meter: METER_REQUESTS price: "0.03" }
    }
  }
  models {
    model_id: "gap" display_name: "G" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates {
        meter: METER_INPUT_TOKENS price: "1"
        tiers { min_input_tokens: 120 state: METER_STATE_UNPRICED }
        tiers { min_input_tokens: 180 price: "4" }
      }
      rates { meter: METER_OUTPUT_TOKENS price: "1" }
    }
  }
  models {
    model_id: "wordy" display_name: "W" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates {
        meter: METER_OUTPUT_TOKENS price: "10"
        tiers { min_output_tokens: 1001 price: "20" }
      }
    }
  }
  models {
    model_id: "changing" display_name: "C" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "2025" end_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "4" }
    }
    price_schedules {
      schedule_id: "2026" start_time: "2026-01-01" end_time: "2026-06-01"
      rates { meter: METER_INPUT_TOKENS price: "2" }
    }
    price_schedules {
      schedule_id: "with-output" start_time: "2026-06-01"
      end_time: "2027-01-01"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "3" }
    }
    price_schedules {
      schedule_id: "2027" start_time: "2027-01-01"
      rates { meter: METER_INPUT_TOKENS price: "1" }
    }
  }
  models {
    model_id: "gift" display_name: "F" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS state: METER_STATE_FREE }
      rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_FREE }
    }
  }
)";

class PiecewiseFixture : public testing::Test {
 protected:
  static const Catalog& Tiers() {
    static const auto* const catalog = [] {
      auto loaded = LoadCatalog({{"acme.textproto", kTiers}});
      if (!loaded.ok()) {
        std::cerr << loaded.status() << std::endl;
        std::abort();
      }
      return new std::shared_ptr<const Catalog>(*std::move(loaded));
    }();
    return **catalog;
  }

  static const Model& ModelOf(const std::string& id) {
    return **Tiers().GetModel("providers/acme/models/" + id);
  }

  static Usage UsageOf(int64_t read, int64_t written, int64_t output) {
    Usage usage;
    usage.Set(UsageField::kInputTokens, read + written);
    usage.Set(UsageField::kCacheReadTokens, read);
    usage.Set(UsageField::kCacheWriteTokens, written);
    usage.Set(UsageField::kOutputTokens, output);
    return usage;
  }

  // What the estimate of the usage at that length says; unset if it has none.
  std::optional<absl::int128> Estimated(const Model& model, const Usage& usage,
                                        int64_t length) const {
    Usage at = usage;
    at.Set(UsageField::kInputTokens, length);
    Estimate estimate;
    if (!PriceUsage(model, at, options_, &estimate).ok()) {
      return std::nullopt;
    }
    return estimate.total.numerator();
  }

  static std::optional<absl::int128> On(const std::vector<CostPiece>& pieces,
                                        int64_t x) {
    for (const CostPiece& piece : pieces) {
      if (piece.first <= x && x <= piece.last) {
        return piece.CostAt(x);
      }
    }
    return std::nullopt;
  }

  std::vector<CostPiece> Trace(const Model& model, const Usage& usage,
                               const CostAxis& axis, int64_t last) const {
    return TraceCost(model, usage, options_, axis, axis.first(), last)
        .value_or(std::vector<CostPiece>());
  }

  EstimateOptions options_ = [] {
    EstimateOptions options;
    options.as_of = TimeOf("2026-07-01T12:00:00Z");
    return options;
  }();
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_COMPARE_PIECEWISE_FIXTURE_H_
