#include "service/quote/presented_request.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/error.h"
#include "service/base/utf8.h"
#include "service/quote/usage_difference.h"

namespace ratecard {
namespace {

// `input_tokens is 1000001, 1000000 was quoted`.
std::string TextOf(const UsageDifference& one) {
  return absl::StrCat(one.what, " is ", one.given, ", ",
                      one.quoted == kNotGiven ? "none" : one.quoted,
                      " was quoted");
}

std::string TextOf(absl::string_view text) {
  return text.empty() ? kNotGiven : absl::StrCat("'", Shortened(text), "'");
}

// Differences in the order of CheckPresented.
class Differences {
 public:
  void AddText(absl::string_view reason, absl::string_view field,
               absl::string_view quoted,
               std::optional<absl::string_view> given) {
    if (given.has_value() && *given != quoted) {
      const std::string name(field);
      Add(reason, {name, name, TextOf(quoted), TextOf(*given)}, "");
    }
  }
  void AddUsage(const Usage& quoted, const Usage& given) {
    for (const UsageDifference& one : DifferencesOf(quoted, given)) {
      Add("QUOTE_USAGE_MISMATCH", one, "usage.");
    }
  }

  absl::Status ToStatus() const {
    if (all_.empty()) {
      return absl::OkStatus();
    }
    const size_t named = std::min(all_.size(), kMaxNamedDifferences);
    std::vector<std::string> texts;
    for (size_t i = 0; i < named; ++i) {
      texts.push_back(all_[i].text);
    }
    if (named < all_.size()) {
      texts.push_back(absl::StrCat(all_.size() - named, " more"));
    }
    Error error(absl::StatusCode::kFailedPrecondition, reason_,
                absl::StrCat("what is to be billed is not what was quoted: ",
                             absl::StrJoin(texts, "; ")));
    for (size_t i = 0; i < named; ++i) {
      error.Field(all_[i].field, texts[i]);
    }
    return error;
  }

 private:
  struct One {
    std::string field;
    std::string text;
  };

  void Add(absl::string_view reason, const UsageDifference& one,
           absl::string_view prefix) {
    if (all_.empty()) {
      reason_ = reason;
    }
    all_.push_back({absl::StrCat(prefix, one.field), TextOf(one)});
  }

  absl::string_view reason_;  // of the first
  std::vector<One> all_;
};

}  // namespace

absl::Status CheckPresented(const Quote& quote,
                            const PresentedRequest& presented) {
  Differences found;
  found.AddText("QUOTE_MODEL_MISMATCH", "model", quote.model, presented.model);
  found.AddText("QUOTE_SERVICE_TIER_MISMATCH", "service_tier",
                quote.service_tier, presented.service_tier);
  found.AddText("QUOTE_REGION_MISMATCH", "region", quote.region,
                presented.region);
  if (presented.usage.has_value()) {
    found.AddUsage(quote.usage, *presented.usage);
  }
  found.AddText("QUOTE_REFERENCE_MISMATCH", "reference", quote.reference,
                presented.reference);
  return found.ToStatus();
}

}  // namespace ratecard
