#include "client/price_ledger.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/format.h"
#include "client/refusal.h"
#include "client/table.h"

namespace ratecard {
namespace {

// Columns keep their widths from line to line: what is still to come is not
// known.
constexpr size_t kLineWidth = kLineNumberWidth;
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

}  // namespace

std::string PriceLedger::Titles(bool with_cost) const {
  return style_.Bold(absl::StrCat(
             Right("LINE", kLineWidth), "  ", Left("MODEL", kModelWidth), "  ",
             Left("TIER", kTierWidth), "  ", Right("INPUT", kCountWidth), "  ",
             Right("CACHED", kCountWidth), "  ", Right("OUTPUT", kCountWidth),
             with_cost ? "  COST" : "")) +
         "\n";
}

Total* PriceLedger::Count(const std::string& model, const std::string& currency,
                          const v1::Usage& usage) {
  ++accepted_;
  Total* const total = totals_.Find({model}, currency);
  total->input_tokens += usage.input_tokens();
  total->cached_tokens += usage.cache_read_tokens();
  total->output_tokens += usage.output_tokens();
  return total;
}

std::string PriceLedger::Add(int64_t line,
                             const v1::PriceUsageResponse& response) {
  const v1::Estimate& estimate = response.estimate();
  const google::type::Money& cost = estimate.total();
  const v1::Usage& usage = response.extracted().usage();
  const std::string model = ModelName(estimate.model());
  Count(model, cost.currency_code(), usage)->Add(cost, estimate.incomplete());
  priced_ = true;
  warnings_.Add(line, estimate.warnings());
  return Row(line, model, estimate.service_tier(), usage,
             absl::StrCat(FormatAmount(cost),
                          estimate.incomplete() ? " (incomplete)" : ""));
}

std::string PriceLedger::Add(int64_t line,
                             const v1::ExtractUsageResponse& response) {
  const v1::ExtractedUsage& extracted = response.extracted();
  ++Count(extracted.model(), "", extracted.usage())->items;
  warnings_.Add(line, response.warnings());
  return Row(line, extracted.model(), extracted.service_tier(),
             extracted.usage(), "");
}

std::string PriceLedger::AddRefused(int64_t line, absl::string_view message) {
  ++refused_;
  return RefusedLine(line, message, style_);
}

std::string PriceLedger::Summary() const {
  const std::string totals = totals_.Text(style_, "RESPONSES", false);
  const std::string warnings = warnings_.Text(style_);
  return absl::StrCat("\n", totals, totals.empty() ? "" : "\n", warnings,
                      warnings.empty() ? "" : "\n",
                      accepted_ == 0 || priced_ ? "priced " : "read ",
                      FormatCount(accepted_), ", refused ",
                      FormatCount(refused_), "\n");
}

}  // namespace ratecard
