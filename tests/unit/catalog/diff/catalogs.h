// Small catalogs to compare.

#ifndef RATECARD_TESTS_UNIT_CATALOG_DIFF_CATALOGS_H_
#define RATECARD_TESTS_UNIT_CATALOG_DIFF_CATALOGS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/materialize.h"

namespace ratecard {

// A provider as the loader leaves it, read on 2026-10-31.
inline v1::Provider ProviderOf(const std::string& id, const std::string& text) {
  v1::Provider provider;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("provider_id: '", id,
                   "' currency_code: 'USD' sources { source_id: 's' "
                   "checked_date: '2026-10-31' } ",
                   text),
      &provider));
  Materialize(&provider);
  return provider;
}

inline v1::Provider ProviderOf(const std::string& text) {
  return ProviderOf("acme", text);
}

// The model `m` of such a provider.
inline v1::Model ModelOf(const std::string& text) {
  return ProviderOf(
             absl::StrCat("models { model_id: 'm' source_id: 's' ", text, " }"))
      .models(0);
}

// A schedule of that model.
inline std::string Schedule(const std::string& id, const std::string& text) {
  return absl::StrCat(" price_schedules { schedule_id: '", id, "' ", text,
                      " } ");
}

inline std::string Input(const std::string& price,
                         const std::string& more = "") {
  return absl::StrCat(" rates { meter: METER_INPUT_TOKENS price: '", price,
                      "' ", more, " } ");
}

inline std::string Output(const std::string& price) {
  return absl::StrCat(" rates { meter: METER_OUTPUT_TOKENS price: '", price,
                      "' } ");
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_CATALOG_DIFF_CATALOGS_H_
