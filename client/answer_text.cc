#include "client/answer_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/table.h"

namespace ratecard {
namespace {

std::string ViolationsText(const v1::ContextFit& fit, const Style& style) {
  Table table({{"LIMIT"},
               {"ALLOWED", Align::kRight},
               {"REQUESTED", Align::kRight},
               {"EXCESS", Align::kRight}});
  for (const v1::LimitViolation& violation : fit.violations()) {
    if (violation.modality() != v1::MODALITY_UNSPECIFIED) {
      table.AddRow(
          {EnumWords(violation.limit()), "no", EnumName(violation.modality())});
      continue;
    }
    table.AddRow({EnumWords(violation.limit()),
                  FormatCount(violation.allowed_tokens()),
                  FormatCount(violation.requested_tokens(), ""),
                  FormatCount(violation.excess_tokens(), "")});
  }
  return table.empty() ? "" : absl::StrCat(table.Render(style), "\n");
}

std::string SplitText(const v1::FitAdvice& advice) {
  std::string text = absl::StrCat(
      "split the input into ", FormatCount(advice.chunks()),
      " chunks of at most ", FormatCount(advice.chunk_tokens(), "tokens"));
  if (advice.overlap_tokens() > 0) {
    absl::StrAppend(&text, ", each repeating ",
                    FormatCount(advice.overlap_tokens()), " of the one before");
  }
  return text;
}

std::string AdviceText(const v1::FitAdvice& advice) {
  const std::string less_output =
      advice.cut_output_tokens() > 0
          ? absl::StrCat("ask for ", FormatCount(advice.cut_output_tokens()),
                         " fewer output ",
                         advice.cut_output_tokens() == 1 ? "token" : "tokens")
          : "";
  std::vector<std::string> either;
  if (advice.cut_input_tokens() > 0) {
    either.push_back(absl::StrCat(
        "cut ", FormatCount(advice.cut_input_tokens(), "input tokens")));
  }
  if (!less_output.empty() && !advice.needs_both_cuts()) {
    either.push_back(less_output);
  }
  if (advice.chunks() > 0) {
    either.push_back(SplitText(advice));
  }
  return absl::StrCat(advice.needs_both_cuts() ? less_output : "",
                      !advice.needs_both_cuts() ? ""
                      : either.size() > 1       ? ", and either "
                                                : ", and ",
                      absl::StrJoin(either, ", or "));
}

// Whether no cut of the input would make room for the output.
bool OutputAloneIsTooLong(const v1::ContextFit& fit) {
  const v1::FitAdvice& advice = fit.advice();
  if (advice.needs_both_cuts() ||
      (advice.has_cut_output_tokens() && !advice.has_cut_input_tokens())) {
    return true;
  }
  return std::any_of(fit.violations().begin(), fit.violations().end(),
                     [](const v1::LimitViolation& violation) {
                       return violation.limit() == v1::LIMIT_KIND_OUTPUT;
                     });
}

std::string InputRoomText(const v1::ContextFit& fit) {
  const int64_t room = fit.input_headroom_tokens();
  if (OutputAloneIsTooLong(fit)) {
    return "none beside so much output";
  }
  return room < 0
             ? absl::StrCat("none: ", FormatCount(room, "tokens").substr(1),
                            " too many")
             : absl::StrCat(FormatCount(room, "tokens"), " more");
}

}  // namespace

std::string VerdictText(v1::FitVerdict verdict, const Style& style) {
  switch (verdict) {
    case v1::FIT_VERDICT_FITS:
      return style.Green("fits");
    case v1::FIT_VERDICT_DOES_NOT_FIT:
      return style.Red("does not fit");
    default:
      return style.Yellow("fit unknown");
  }
}

std::string FitText(const v1::ContextFit& fit, const Style& style) {
  Facts facts;
  facts.Add("limits", LimitsText(fit.limits()));
  std::vector<std::string> missing;
  for (const int limit : fit.missing_limits()) {
    missing.push_back(EnumWords(static_cast<v1::LimitKind>(limit)));
  }
  facts.Add("not published", absl::StrJoin(missing, ", "));
  if (fit.has_window_used_ppm()) {
    facts.Add("window used", FormatShare(fit.window_used_ppm()));
  }
  if (fit.has_available_output_tokens()) {
    facts.Add("room for output",
              FormatCount(fit.available_output_tokens(), "tokens"));
  }
  if (fit.has_input_headroom_tokens()) {
    facts.Add("room for input", InputRoomText(fit));
  }
  if (fit.has_advice()) {
    facts.Add("to make it fit", AdviceText(fit.advice()));
  }
  return absl::StrCat(ViolationsText(fit, style), facts.Render());
}

std::string LimitsText(const v1::Limits& limits) {
  std::vector<std::string> parts;
  if (limits.has_context_window_tokens()) {
    parts.push_back(
        absl::StrCat("window ", FormatCount(limits.context_window_tokens()),
                     limits.output_outside_window() ? " (input only)" : ""));
  }
  if (limits.has_max_input_tokens()) {
    parts.push_back(
        absl::StrCat("input ", FormatCount(limits.max_input_tokens())));
  }
  if (limits.has_max_output_tokens()) {
    parts.push_back(
        absl::StrCat("output ", FormatCount(limits.max_output_tokens())));
  }
  return parts.empty() ? "none published" : absl::StrJoin(parts, ", ");
}

std::string WarningsText(
    const google::protobuf::RepeatedPtrField<v1::Warning>& warnings,
    const Style& style) {
  std::string out;
  for (const v1::Warning& warning : warnings) {
    absl::StrAppend(&out, style.Yellow("warning:"), " ",
                    Printable(warning.message()), "\n");
  }
  return out;
}

std::string ResolutionText(const v1::NameResolution& resolution) {
  if (resolution.rule() == v1::RESOLUTION_RULE_EXACT_ID ||
      resolution.rule() == v1::RESOLUTION_RULE_RESOURCE_NAME) {
    return "";
  }
  std::string text =
      absl::StrCat(EnumWords(resolution.rule()), " ", resolution.matched());
  if (!resolution.region().empty()) {
    absl::StrAppend(&text, ", region ", resolution.region());
  }
  if (!resolution.service_tier().empty()) {
    absl::StrAppend(&text, ", tier ", resolution.service_tier());
  }
  return text;
}

std::string SourcesText(
    const google::protobuf::RepeatedPtrField<v1::Source>& sources,
    const Style& style) {
  Facts facts;
  for (const v1::Source& source : sources) {
    std::vector<std::string> parts = {source.title()};
    for (const std::string& part : {source.url(), source.license()}) {
      if (!part.empty()) {
        parts.push_back(part);
      }
    }
    if (!source.checked_date().empty()) {
      parts.push_back(absl::StrCat("checked ", source.checked_date()));
    }
    facts.Add(source.source_id(), absl::StrJoin(parts, ", "));
  }
  return sources.empty()
             ? ""
             : absl::StrCat(style.Bold("Sources"), "\n", facts.Render());
}

}  // namespace ratecard
