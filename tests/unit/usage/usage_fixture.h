// Payloads read with the rules of usage_catalog.h.

#ifndef RATECARD_TESTS_UNIT_USAGE_USAGE_FIXTURE_H_
#define RATECARD_TESTS_UNIT_USAGE_USAGE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "service/base/status_macros.h"
#include "service/usage/choose_format.h"
#include "service/usage/extract.h"
#include "service/usage/response_reader.h"
#include "tests/unit/pricing/time_of.h"
#include "tests/unit/usage/usage_catalog.h"

namespace ratecard {

class UsageFixture : public testing::Test {
 protected:
  // What the test asks for beside the documents.
  std::string provider;
  std::string api;
  std::string model;

  // What came of it.
  FormatChoice choice;
  std::unique_ptr<Extraction> extraction;

  // Reads `documents` as one response.
  absl::Status ReadEvents(const std::vector<std::string>& documents) {
    extraction = std::make_unique<Extraction>();
    reader_.Start(&catalog_->usage_plan());
    for (const std::string& document : documents) {
      RATECARD_ASSIGN_OR_RETURN(const bool same, Add(document));
      if (!same) {
        return absl::InternalError("another response begins");
      }
    }
    FormatQuestion question;
    if (!provider.empty()) {
      RATECARD_ASSIGN_OR_RETURN(question.provider,
                                catalog_->ResolveProvider(provider));
    }
    question.api = api;
    question.model = model;
    question.as_of = TimeOf("2026-11-01T00:00:00Z");
    RATECARD_ASSIGN_OR_RETURN(
        choice, ChooseFormat(*catalog_, reader_.values(), question));
    return Extract(*choice.format, reader_.values(), model,
                   documents.size() > 1, extraction.get());
  }
  absl::Status Read(const std::string& document) {
    return ReadEvents({document});
  }

  // The document with padding behind it.
  absl::StatusOr<bool> Add(const std::string& document, bool events = true) {
    const std::string padded =
        absl::StrCat(document, std::string(kDocumentPadding, '}'));
    return reader_.Add(absl::string_view(padded).substr(0, document.size()),
                       events);
  }

  // `input_tokens=3 output_tokens=4`.
  std::string UsageText() const {
    std::string text;
    for (int i = 0; i < kUsageFieldCount; ++i) {
      const auto field = static_cast<UsageField>(i);
      if (extraction->usage.Has(field)) {
        absl::StrAppend(&text, text.empty() ? "" : " ", NameOf(field), "=",
                        extraction->usage.Get(field));
      }
    }
    for (const MeterQuantity& quantity : extraction->usage.quantities) {
      absl::StrAppend(&text, " ", InfoOf(quantity.meter).name, "=",
                      quantity.quantity);
      for (const auto& [key, value] : quantity.parameters) {
        absl::StrAppend(&text, "[", key, "=", value, "]");
      }
    }
    return text;
  }

  const std::shared_ptr<const Catalog> catalog_ = UsageCatalog();
  ResponseReader reader_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_USAGE_USAGE_FIXTURE_H_
