#include "client/price_ledger.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/format.h"
#include "client/table.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr int64_t kNanosPerUnit = 1'000'000'000;

// Columns keep their widths from line to line: what is still to come is not
// known.
constexpr size_t kLineWidth = 7;
constexpr size_t kModelWidth = 36;
constexpr size_t kTierWidth = 8;
constexpr size_t kCountWidth = 10;

std::string Left(absl::string_view text, size_t width) {
  const std::string shown = Printable(text);
  const size_t taken = Width(shown);
  return absl::StrCat(shown,
                      std::string(taken < width ? width - taken : 0, ' '));
}

std::string Right(absl::string_view text, size_t width) {
  const size_t taken = Width(text);
  return absl::StrCat(std::string(taken < width ? width - taken : 0, ' '),
                      text);
}

std::string TokensText(bool has, int64_t tokens) {
  return has ? FormatCount(tokens) : "-";
}

std::string Row(int64_t line, absl::string_view model, absl::string_view tier,
                const v1::Usage& usage, absl::string_view cost) {
  std::vector<std::string> cells = {
      Right(absl::StrCat(line), kLineWidth),
      Left(model, kModelWidth),
      Left(tier, kTierWidth),
      Right(TokensText(usage.has_input_tokens(), usage.input_tokens()),
            kCountWidth),
      Right(
          TokensText(usage.has_cache_read_tokens(), usage.cache_read_tokens()),
          kCountWidth),
      Right(TokensText(usage.has_output_tokens(), usage.output_tokens()),
            kCountWidth)};
  if (!cost.empty()) {
    cells.emplace_back(cost);
  }
  return absl::StrCat(absl::StrJoin(cells, "  "), "\n");
}

int64_t Clamped(absl::int128 count) {
  const absl::int128 most = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(std::min(count, most));
}

std::string AmountText(absl::int128 nanos, const std::string& currency) {
  const absl::int128 units = nanos / kNanosPerUnit;
  if (units > std::numeric_limits<int64_t>::max()) {
    return "more than can be said";
  }
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(static_cast<int64_t>(units));
  money.set_nanos(static_cast<int32_t>(nanos % kNanosPerUnit));
  return FormatAmount(money);
}

}  // namespace

std::string PriceLedger::Titles(bool with_cost) const {
  return style_.Bold(absl::StrCat(
             Right("LINE", kLineWidth), "  ", Left("MODEL", kModelWidth), "  ",
             Left("TIER", kTierWidth), "  ", Right("INPUT", kCountWidth), "  ",
             Right("CACHED", kCountWidth), "  ", Right("OUTPUT", kCountWidth),
             with_cost ? "  COST" : "")) +
         "\n";
}

PriceLedger::Total* PriceLedger::Count(const std::string& model,
                                       const std::string& currency,
                                       const v1::Usage& usage) {
  ++accepted_;
  Total& total = totals_[{model, currency}];
  ++total.responses;
  total.input_tokens += usage.input_tokens();
  total.cached_tokens += usage.cache_read_tokens();
  total.output_tokens += usage.output_tokens();
  return &total;
}

std::string PriceLedger::Add(int64_t line,
                             const v1::PriceUsageResponse& response) {
  const v1::Estimate& estimate = response.estimate();
  const google::type::Money& cost = estimate.total();
  const v1::Usage& usage = response.extracted().usage();
  const std::string model = ModelName(estimate.model());
  Total* const total = Count(model, cost.currency_code(), usage);
  total->nanos += absl::int128(cost.units()) * kNanosPerUnit + cost.nanos();
  total->incomplete = total->incomplete || estimate.incomplete();
  priced_ = true;
  Warn(line, estimate.warnings());
  return Row(line, model, estimate.service_tier(), usage,
             absl::StrCat(FormatAmount(cost),
                          estimate.incomplete() ? " (incomplete)" : ""));
}

std::string PriceLedger::Add(int64_t line,
                             const v1::ExtractUsageResponse& response) {
  const v1::ExtractedUsage& extracted = response.extracted();
  Count(extracted.model(), "", extracted.usage());
  Warn(line, response.warnings());
  return Row(line, extracted.model(), extracted.service_tier(),
             extracted.usage(), "");
}

std::string PriceLedger::AddRefused(int64_t line, absl::string_view message) {
  ++refused_;
  return absl::StrCat(Right(absl::StrCat(line), kLineWidth), "  ",
                      style_.Red("refused:"), " ",
                      Printable(ReplaceNonUtf8(message)), "\n");
}

void PriceLedger::Warn(
    int64_t line,
    const google::protobuf::RepeatedPtrField<v1::Warning>& warnings) {
  for (const v1::Warning& warning : warnings) {
    Warned& warned = warnings_[warning.code()];
    if (warned.count++ == 0) {
      warned.line = line;
      warned.message = warning.message();
    }
  }
}

std::string PriceLedger::WarningsText() const {
  std::string out;
  for (const auto& [code, warned] : warnings_) {
    absl::StrAppend(&out, style_.Yellow("warning:"), " line ", warned.line,
                    ": ", Printable(warned.message),
                    warned.count == 1
                        ? ""
                        : absl::StrCat(" (and ", FormatCount(warned.count - 1),
                                       " more like it)"),
                    "\n");
  }
  return out;
}

std::string PriceLedger::Totals() const {
  Table table({{"MODEL"},
               {"RESPONSES", Align::kRight},
               {"INPUT", Align::kRight},
               {"CACHED", Align::kRight},
               {"OUTPUT", Align::kRight},
               {"COST", Align::kPoint}});
  for (const auto& [key, total] : totals_) {
    table.AddRow({key.first, FormatCount(total.responses),
                  FormatCount(Clamped(total.input_tokens)),
                  FormatCount(Clamped(total.cached_tokens)),
                  FormatCount(Clamped(total.output_tokens)),
                  key.second.empty()
                      ? ""
                      : absl::StrCat(AmountText(total.nanos, key.second),
                                     total.incomplete ? " (incomplete)" : "")});
  }
  const std::string warnings = WarningsText();
  return absl::StrCat(
      "\n", table.empty() ? "" : absl::StrCat(table.Render(style_), "\n"),
      warnings, warnings.empty() ? "" : "\n",
      accepted_ == 0 || priced_ ? "priced " : "read ", FormatCount(accepted_),
      ", refused ", FormatCount(refused_), "\n");
}

}  // namespace ratecard
