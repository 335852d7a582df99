// Prices of many responses, a line each, and what they add up to.

#ifndef RATECARD_CLIENT_PRICE_LEDGER_H_
#define RATECARD_CLIENT_PRICE_LEDGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "client/style.h"
#include "google/protobuf/repeated_field.h"
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
  std::string Totals() const;

  int64_t refused() const { return refused_; }
  // Nothing was added.
  bool empty() const { return accepted_ + refused_ == 0; }

 private:
  struct Total {
    int64_t responses = 0;
    absl::int128 input_tokens = 0;
    absl::int128 cached_tokens = 0;
    absl::int128 output_tokens = 0;
    absl::int128 nanos = 0;
    bool incomplete = false;
  };
  struct Warned {
    int64_t line = 0;  // the first
    std::string message;
    int64_t count = 0;
  };
  using ModelAndCurrency = std::pair<std::string, std::string>;

  Total* Count(const std::string& model, const std::string& currency,
               const v1::Usage& usage);
  void Warn(int64_t line,
            const google::protobuf::RepeatedPtrField<v1::Warning>& warnings);
  std::string WarningsText() const;

  Style style_;
  std::map<ModelAndCurrency, Total> totals_;
  std::map<int, Warned> warnings_;  // by code
  int64_t accepted_ = 0;
  int64_t refused_ = 0;
  bool priced_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_LEDGER_H_
