// Prices of many responses, a line each, and what they add up to.

#ifndef RATECARD_CLIENT_PRICE_LEDGER_H_
#define RATECARD_CLIENT_PRICE_LEDGER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "client/style.h"
#include "client/totals.h"
#include "client/warning_tally.h"
#include "ratecard/v1/usage_service.pb.h"

namespace ratecard {

// Takes memory for each model and kind of warning, not for each response.
class PriceLedger {
 public:
  explicit PriceLedger(const Style& style) : style_(style) {}

  // Titles of the lines that follow.
  std::string Titles(bool with_cost) const;

  // The line about a response at line `line` of the input, which is counted.
  std::string Add(int64_t line, const v1::PriceUsageResponse& response);
  std::string Add(int64_t line, const v1::ExtractUsageResponse& response);
  // `message` says why it is refused.
  std::string AddRefused(int64_t line, absl::string_view message);

  // Totals by model and currency, warnings by kind, and how many there were.
  std::string Summary() const;

  int64_t refused() const { return refused_; }
  // Nothing was added.
  bool empty() const { return accepted_ + refused_ == 0; }

 private:
  Total* Count(const std::string& model, const std::string& currency,
               const v1::Usage& usage);

  Style style_;
  Totals totals_{{"MODEL"}};
  WarningTally warnings_;
  int64_t accepted_ = 0;
  int64_t refused_ = 0;
  bool priced_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_LEDGER_H_
