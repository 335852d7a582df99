#include "client/explain_text.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "client/enum_names.h"
#include "client/estimate_text.h"
#include "client/format.h"
#include "client/table.h"
#include "service/money/decimal.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

constexpr size_t kWidth = 80;

absl::int128 NanosOf(const google::type::Money& money) {
  return absl::int128(money.units()) * kNanosPerUnit + money.nanos();
}

std::string ChangeText(const v1::CostAlternative& alternative) {
  switch (alternative.kind()) {
    case v1::ALTERNATIVE_KIND_CACHE_SHARE:
      return absl::StrCat(FormatShare(alternative.cache_share_ppm()),
                          " of the input read from cache");
    case v1::ALTERNATIVE_KIND_NO_CACHE:
      return "no cache";
    case v1::ALTERNATIVE_KIND_SERVICE_TIER:
      return absl::StrCat("service tier ", alternative.service_tier());
    case v1::ALTERNATIVE_KIND_REGION:
      return alternative.region().empty()
                 ? "global prices"
                 : absl::StrCat("region ", alternative.region());
    case v1::ALTERNATIVE_KIND_AS_OF:
      return absl::StrCat("prices of ", FormatTime(alternative.as_of()));
    case v1::ALTERNATIVE_KIND_BELOW_TIER:
      return alternative.has_input_tokens()
                 ? absl::StrCat(
                       "input below the tier, ",
                       FormatCount(alternative.input_tokens(), "tokens"))
                 : absl::StrCat(
                       "output below the tier, ",
                       FormatCount(alternative.output_tokens(), "tokens"));
    default:
      return EnumWords(alternative.kind());
  }
}

// `+$0.10`, `-$0.086`, `same`.
std::string DifferenceText(const google::type::Money& difference) {
  const absl::int128 nanos = NanosOf(difference);
  if (nanos == 0) {
    return "same";
  }
  return absl::StrCat(nanos > 0 ? "+" : "", FormatAmount(difference));
}

// The difference as a share of the total that is explained, to a tenth of a
// percent; empty if that is nothing.
std::string PercentText(const google::type::Money& difference,
                        const google::type::Money& total) {
  const absl::int128 whole = NanosOf(total);
  const absl::int128 part = NanosOf(difference);
  if (whole == 0 || part == 0) {
    return "";
  }
  const absl::int128 size = part < 0 ? -part : part;
  const absl::int128 tenths = (size * 2'000 + whole) / (whole * 2);
  constexpr int64_t kTenthPpm = kPpm / 1'000;
  if (tenths > 1'000'000) {
    return "";
  }
  return absl::StrCat(part < 0 ? "-" : "+",
                      FormatShare(static_cast<int64_t>(tenths) * kTenthPpm));
}

// What the alternative has to be known for that the estimate has not.
std::string NotesText(const v1::CostAlternative& alternative,
                      const v1::Estimate& estimate) {
  std::vector<std::string> notes;
  for (const v1::Warning& warning : alternative.warnings()) {
    const bool common = std::any_of(
        estimate.warnings().begin(), estimate.warnings().end(),
        [&](const v1::Warning& one) { return one.code() == warning.code(); });
    if (!common) {
      notes.push_back(EnumWords(warning.code()));
    }
  }
  return absl::StrJoin(notes, ", ");
}

std::string AlternativesText(const v1::ExplainCostResponse& response,
                             const Style& style) {
  Table table({{"WITH ONE CHANGE"},
               {"TOTAL", Align::kPoint},
               {"DIFFERENCE", Align::kPoint},
               {"", Align::kRight},
               {"NOTES"}});
  std::string impossible;
  for (const v1::CostAlternative& one : response.alternatives()) {
    if (one.has_error()) {
      absl::StrAppend(
          &impossible,
          Wrap(absl::StrCat(Printable(ChangeText(one)), " is not possible: ",
                            Printable(one.error().message())),
               kWidth, 2),
          "\n");
      continue;
    }
    table.AddRow(
        {ChangeText(one), FormatAmount(one.total()),
         one.has_difference() ? DifferenceText(one.difference()) : "",
         one.has_difference()
             ? PercentText(one.difference(), response.estimate().total())
             : "",
         NotesText(one, response.estimate())});
  }
  std::string out = table.empty() ? "" : table.Render(style);
  if (!impossible.empty()) {
    absl::StrAppend(&out, out.empty() ? "" : "\n", impossible);
  }
  return out;
}

// `5 minutes` of METER_CACHE_WRITE_5M_TOKENS.
absl::string_view LifetimeOf(v1::Meter meter) {
  switch (meter) {
    case v1::METER_CACHE_WRITE_5M_TOKENS:
      return "5 minutes";
    case v1::METER_CACHE_WRITE_1H_TOKENS:
      return "1 hour";
    case v1::METER_CACHE_WRITE_12H_TOKENS:
      return "12 hours";
    default:
      return "a while";
  }
}

std::string PaysText(const v1::CacheBreakEven& one) {
  if (one.has_error()) {
    return absl::StrCat("cannot be said: ", Printable(one.error().message()));
  }
  if (!one.has_reread_count()) {
    return "never pays, as a read costs no less than uncached input";
  }
  switch (one.reread_count()) {
    case 0:
      return "pays at once, as writing costs no more than uncached input";
    case 1:
      return "pays from the first re-read on";
    default:
      return absl::StrCat("pays from ", FormatCount(one.reread_count()),
                          " re-reads on");
  }
}

std::string BreakEvensText(const v1::ExplainCostResponse& response) {
  const std::string& currency = response.estimate().total().currency_code();
  std::string out;
  for (const v1::CacheBreakEven& one : response.cache_break_evens()) {
    std::string text = absl::StrCat(
        "A cache write for ", LifetimeOf(one.meter()), " ", PaysText(one));
    if (!one.has_error()) {
      absl::StrAppend(
          &text, " (write ", FormatUnitPrice(one.write_price_nanos(), currency),
          ", read ", FormatUnitPrice(one.read_price_nanos(), currency),
          ", uncached ", FormatUnitPrice(one.input_price_nanos(), currency),
          " per 1M tokens)");
    }
    absl::StrAppend(&out, Wrap(absl::StrCat(text, "."), kWidth, 2), "\n");
  }
  return out;
}

std::string CheaperText(v1::CheaperModel cheaper, absl::string_view explained,
                        absl::string_view other) {
  switch (cheaper) {
    case v1::CHEAPER_MODEL_EXPLAINED:
      return std::string(explained);
    case v1::CHEAPER_MODEL_OTHER:
      return std::string(other);
    default:
      return "neither";
  }
}

// A sentence for one range, a table for several.
std::string CrossoverText(const v1::CostCrossover& one,
                          absl::string_view explained, const Style& style) {
  const std::string other = ModelName(one.other_model());
  if (one.has_error()) {
    return Wrap(absl::StrCat("Against ", other, " there is no comparison: ",
                             Printable(one.error().message()), "."),
                kWidth, 2) +
           "\n";
  }
  Table table({{"INPUT FROM", Align::kRight},
               {"TO", Align::kRight},
               {"CHEAPER"},
               {"COST AT FROM", Align::kPoint},
               {"OTHER'S", Align::kPoint}});
  for (const v1::CrossoverRange& range : one.ranges()) {
    table.AddRow({FormatCount(range.from_input_tokens()),
                  FormatCount(range.to_input_tokens()),
                  CheaperText(range.cheaper(), explained, other),
                  FormatAmount(range.cost_at_start()),
                  FormatAmount(range.other_cost_at_start())});
  }
  return absl::StrCat(
      Wrap(absl::StrCat("Against ", other,
                        ", by input length, all else as it is:"),
           kWidth, 2),
      "\n",
      table.empty() ? "At no length do both have a price.\n"
                    : table.Render(style));
}

}  // namespace

std::string ExplainText(const v1::ExplainCostResponse& response,
                        const Style& style) {
  std::string out = EstimateText(response.estimate(), style);
  const std::string alternatives = AlternativesText(response, style);
  if (!alternatives.empty()) {
    absl::StrAppend(&out, "\n", alternatives);
  }
  const std::string break_evens = BreakEvensText(response);
  if (!break_evens.empty()) {
    absl::StrAppend(&out, "\n", break_evens);
  }
  const std::string explained = ModelName(response.estimate().model());
  for (const v1::CostCrossover& one : response.crossovers()) {
    absl::StrAppend(&out, "\n", CrossoverText(one, explained, style));
  }
  return out;
}

}  // namespace ratecard
