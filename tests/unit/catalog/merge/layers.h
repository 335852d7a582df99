// Layers of a catalog as short texts, and what merging makes of them.

#ifndef RATECARD_TESTS_UNIT_CATALOG_MERGE_LAYERS_H_
#define RATECARD_TESTS_UNIT_CATALOG_MERGE_LAYERS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/catalog/materialize.h"
#include "service/catalog/merge/layer_merge.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/validate_provider.h"

namespace ratecard {

inline v1::Provider ProviderFrom(const std::string& text) {
  v1::Provider provider;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &provider))
      << text;
  WriteOutRates(&provider);
  return provider;
}

// The n-th most trusted layer: provider `p` in dollars, read on 2026-11-01.
// Models that name no source have `source`.
inline CatalogLayer LayerOf(const std::string& source, const std::string& text,
                            int fact_rank = 0) {
  v1::Provider provider;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("provider_id: 'p' display_name: 'P' currency_code: 'USD' "
                   "sources { source_id: '",
                   source, "' checked_date: '2026-11-01' } ", text),
      &provider))
      << text;
  for (v1::Model& model : *provider.mutable_models()) {
    if (model.source_id().empty()) {
      model.set_source_id(source);
    }
  }
  WriteOutRates(&provider);
  CatalogLayer layer;
  layer.providers.push_back(std::move(provider));
  layer.fact_rank = fact_rank;
  return layer;
}

// The one provider, valid.
inline v1::Provider Merged(std::vector<CatalogLayer> layers) {
  std::vector<v1::Provider> merged = MergeLayers(std::move(layers));
  EXPECT_EQ(merged.size(), 1U);
  const absl::Status status = CheckProviders(merged);
  EXPECT_TRUE(status.ok()) << status;
  return merged.front();
}

inline v1::Model ModelOf(const v1::Provider& provider, const std::string& id) {
  for (const v1::Model& model : provider.models()) {
    if (model.model_id() == id) {
      return model;
    }
  }
  ADD_FAILURE() << "no model " << id << " in " << provider.DebugString();
  return v1::Model();
}

// Model `m` of the provider with this said of it by each layer, most trusted
// first; their sources are `a`, `b`, `c` …
inline v1::Model MergedModel(const std::vector<std::string>& texts) {
  std::vector<CatalogLayer> layers;
  for (const std::string& text : texts) {
    const int rank = static_cast<int>(layers.size());
    layers.push_back(
        LayerOf(std::string(1, static_cast<char>('a' + rank)),
                absl::StrCat("models { model_id: 'm' ", text, " }"), rank));
  }
  return ModelOf(Merged(std::move(layers)), "m");
}

inline std::string Standard(const std::string& rates) {
  return absl::StrCat("price_schedules { schedule_id: 'standard' ", rates,
                      " }");
}

inline std::string Rate(const std::string& meter, const std::string& price) {
  return absl::StrCat("rates { meter: METER_", meter, " price: '", price,
                      "' } ");
}

inline std::string InOut(const std::string& in, const std::string& out) {
  return absl::StrCat(Rate("INPUT_TOKENS", in), Rate("OUTPUT_TOKENS", out));
}

// A calendar `cn` with one holiday, and a model that costs twice as much from
// 9:00 to 12:00 on other days.
inline std::string OffHolidays(const std::string& model_id,
                               const std::string& holiday,
                               const std::string& source) {
  return absl::StrCat(
      "holiday_calendars { calendar_id: 'cn' dates: '", holiday,
      "' covers_through: '2026-12-31' source_id: '", source,
      "' } models { model_id: '", model_id, "' ",
      Standard(Rate("INPUT_TOKENS", "1")),
      " price_schedules { schedule_id: 'peak' daily_windows { time_zone: "
      "'Asia/Shanghai' start: '09:00' end: '12:00' except_holidays: 'cn' } ",
      Rate("INPUT_TOKENS", "2"), " } } ");
}

// The calendar that the schedule with daily windows leaves out.
inline std::string CalendarOf(const v1::Model& model) {
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    if (!schedule.daily_windows().empty()) {
      return schedule.daily_windows(0).except_holidays();
    }
  }
  ADD_FAILURE() << "no daily windows in " << model.DebugString();
  return "";
}

// `2; 4 from 200001 input tokens`, of the schedule that has no end, or that
// ends on a day; empty if there is none.
inline std::string PriceOf(const v1::Model& model, v1::Meter meter,
                           const std::string& tier = "standard",
                           const std::string& region = "",
                           const std::string& end = "") {
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    if (schedule.service_tier() != tier || schedule.region() != region ||
        schedule.end_time() != end) {
      continue;
    }
    for (const v1::Rate& rate : schedule.rates()) {
      if (rate.meter() == meter) {
        return PriceText(rate);
      }
    }
  }
  return "";
}

inline std::string InputOf(const v1::Model& model,
                           const std::string& tier = "standard",
                           const std::string& region = "") {
  return PriceOf(model, v1::METER_INPUT_TOKENS, tier, region);
}

inline std::string OutputOf(const v1::Model& model,
                            const std::string& tier = "standard",
                            const std::string& region = "") {
  return PriceOf(model, v1::METER_OUTPUT_TOKENS, tier, region);
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_CATALOG_MERGE_LAYERS_H_
