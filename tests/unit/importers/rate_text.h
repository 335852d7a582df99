// The rates of an imported model as a test reads them.

#ifndef RATECARD_TESTS_UNIT_IMPORTERS_RATE_TEXT_H_
#define RATECARD_TESTS_UNIT_IMPORTERS_RATE_TEXT_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/catalog/importers/import.h"
#include "service/catalog/loader.h"

namespace ratecard {

// The import of a list in JSON, of which LoadCatalog takes every provider.
inline Import ImportText(absl::string_view format, absl::string_view json) {
  absl::StatusOr<Import> import =
      ImportList(*FindImportFormat(format), json, {"2026-11-01"});
  if (!import.ok()) {
    ADD_FAILURE() << import.status();
    return Import();
  }
  std::vector<CatalogFile> files;
  for (const v1::Provider& provider : import->providers) {
    files.push_back({provider.provider_id(), ""});
    google::protobuf::TextFormat::PrintToString(provider, &files.back().text);
  }
  const auto catalog = LoadCatalog(files);
  EXPECT_TRUE(catalog.ok()) << catalog.status();
  return *std::move(import);
}

// The model of that id, of whichever provider.
inline v1::Model ModelOf(const Import& import, absl::string_view id) {
  for (const v1::Provider& provider : import.providers) {
    for (const v1::Model& model : provider.models()) {
      if (model.model_id() == id) {
        return model;
      }
    }
  }
  ADD_FAILURE() << "no model " << id;
  return v1::Model();
}

template <typename Priced>
std::string PriceText(const Priced& priced) {
  return priced.state() == v1::METER_STATE_UNSPECIFIED
             ? priced.price()
             : v1::MeterState_Name(priced.state()).substr(12);
}

// `1.25`, `FREE`, `1.25 200001:2.5`, `as INPUT_TOKENS`; empty if there is no
// such rate.
inline std::string RateText(const v1::Model& model, absl::string_view schedule,
                            v1::Meter meter) {
  for (const v1::PriceSchedule& each : model.price_schedules()) {
    if (each.schedule_id() != schedule) {
      continue;
    }
    for (const v1::Rate& rate : each.rates()) {
      if (rate.meter() != meter) {
        continue;
      }
      if (rate.billed_as() != v1::METER_UNSPECIFIED) {
        return absl::StrCat("as ", v1::Meter_Name(rate.billed_as()).substr(6));
      }
      std::string text = PriceText(rate);
      for (const v1::RateTier& tier : rate.tiers()) {
        absl::StrAppend(&text, " ", tier.min_input_tokens(), ":",
                        PriceText(tier));
      }
      return text;
    }
  }
  return "";
}

// How often a finding was reported about a key, whatever the remark.
inline int64_t CountOf(const Import& import, ImportFinding finding,
                       absl::string_view key) {
  int64_t count = 0;
  for (const auto& [found, times] : import.report.findings()) {
    count += std::get<0>(found) == finding && std::get<1>(found) == key
                 ? times.count
                 : 0;
  }
  return count;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_IMPORTERS_RATE_TEXT_H_
