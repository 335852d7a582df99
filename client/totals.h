// Sums over many estimates, by whatever they are grouped by.
//
//   Totals totals({"MODEL"});
//   totals.Find({"openai/gpt-5"}, "USD")->Add(cost, false);

#ifndef RATECARD_CLIENT_TOTALS_H_
#define RATECARD_CLIENT_TOTALS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/style.h"
#include "google/type/money.pb.h"

namespace ratecard {

// Most groups, and bytes of all their values: what keeps the memory bounded.
inline constexpr size_t kMaxGroups = 100'000;
inline constexpr size_t kMaxGroupBytes = 16 << 20;

// Sums are exact: no file is long enough for 128 bits to overflow.
struct Total {
  int64_t items = 0;
  absl::int128 input_tokens = 0;
  absl::int128 cached_tokens = 0;
  absl::int128 output_tokens = 0;
  absl::int128 nanos = 0;   // 1e-9 of the currency
  bool incomplete = false;  // of one of them at least

  // One more item, without its tokens.
  void Add(const google::type::Money& cost, bool cost_is_incomplete);
  void Add(const Total& other);
};

// An amount in 1e-9 as a decimal string: `1.5`.
std::string DecimalOf(absl::int128 nanos);

// Never adds up different currencies. Not thread-safe.
class Totals {
 public:
  // `columns`: titles of what it groups by.
  explicit Totals(std::vector<std::string> columns)
      : columns_(std::move(columns)) {}

  // The total of a group, empty at first; `values` are those of the columns.
  // Valid as long as this is.
  Total* Find(const std::vector<absl::string_view>& values,
              absl::string_view currency);

  // Errors: RESOURCE_EXHAUSTED TOO_MANY_GROUPS, above kMaxGroups or
  // kMaxGroupBytes.
  absl::Status CheckSize() const;

  struct Group {
    std::vector<std::string> values;
    std::string currency;
    Total total;
  };

  // By value, then currency.
  std::vector<const Group*> Groups() const;

  // A row for each group; with `with_sums` and several of them, also one for
  // each currency. `noun`: title of what is counted. Groups without a currency
  // have no cost. Empty if there are none.
  std::string Text(const Style& style, absl::string_view noun,
                   bool with_sums) const;

 private:
  std::vector<std::string> columns_;
  // By values and currency, each with its length in front.
  absl::node_hash_map<std::string, Group> groups_;
  std::string key_;
  size_t bytes_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_TOTALS_H_
