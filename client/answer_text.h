// Parts that several answers have in common.

#ifndef RATECARD_CLIENT_ANSWER_TEXT_H_
#define RATECARD_CLIENT_ANSWER_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/style.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/catalog.pb.h"
#include "ratecard/v1/estimate.pb.h"
#include "ratecard/v1/fit.pb.h"
#include "ratecard/v1/resolution.pb.h"

namespace ratecard {

// `fits`, `does not fit`, `fit unknown`, in their colours.
std::string VerdictText(v1::FitVerdict verdict, const Style& style);

// Violations, limits, what is left, and advice: the lines below a verdict.
std::string FitText(const v1::ContextFit& fit, const Style& style);

// Limits in one line: `window 400,000, input 272,000, output 128,000`.
std::string LimitsText(const v1::Limits& limits);

// One line each. Empty if there are none.
std::string WarningsText(
    const google::protobuf::RepeatedPtrField<v1::Warning>& warnings,
    const Style& style);

// How a name came to mean its model, in a few words: `snapshot
// gpt-5.2-codex-2025-12-18, home providers`. Empty if the model's own id or
// resource name was given.
std::string ResolutionText(const v1::NameResolution& resolution);

// A paragraph for each: title, address, licence, date.
std::string SourcesText(
    const google::protobuf::RepeatedPtrField<v1::Source>& sources,
    const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ANSWER_TEXT_H_
