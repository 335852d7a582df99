#include "client/totals.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "client/format.h"
#include "client/table.h"
#include "service/base/error.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

std::string CostText(const Total& total, absl::string_view currency) {
  return currency.empty()
             ? ""
             : absl::StrCat(FormatDecimal(DecimalOf(total.nanos), currency),
                            total.incomplete ? " (incomplete)" : "");
}

// The cells behind those of the group.
std::vector<std::string> Counts(const Total& total,
                                absl::string_view currency) {
  return {FormatCount(total.items), FormatCount(total.input_tokens),
          FormatCount(total.cached_tokens), FormatCount(total.output_tokens),
          CostText(total, currency)};
}

}  // namespace

void Total::Add(const google::type::Money& cost, bool cost_is_incomplete) {
  ++items;
  nanos += absl::int128(cost.units()) * kNanosPerUnit + cost.nanos();
  incomplete = incomplete || cost_is_incomplete;
}

void Total::Add(const Total& other) {
  items += other.items;
  input_tokens += other.input_tokens;
  cached_tokens += other.cached_tokens;
  output_tokens += other.output_tokens;
  nanos += other.nanos;
  incomplete = incomplete || other.incomplete;
}

std::string DecimalOf(absl::int128 nanos) {
  const bool negative = nanos < 0;
  absl::uint128 rest = static_cast<absl::uint128>(negative ? -nanos : nanos);
  std::string digits;
  for (int places = 0; rest > 0 || places <= 9; ++places) {
    if (places == 9) {
      digits.push_back('.');
    }
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  const size_t end = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, digits[end] == '.' ? end + 1 : end);
  if (negative) {
    digits.push_back('-');
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Total* Totals::Find(const std::vector<absl::string_view>& values,
                    absl::string_view currency) {
  key_.clear();
  for (const absl::string_view value : values) {
    absl::StrAppend(&key_, value.size(), ":", value);
  }
  absl::StrAppend(&key_, currency);
  const auto [at, is_new] = groups_.try_emplace(key_);
  if (is_new) {
    for (const absl::string_view value : values) {
      at->second.values.emplace_back(value);
    }
    at->second.currency = std::string(currency);
    bytes_ += 2 * key_.size();
  }
  return &at->second.total;
}

absl::Status Totals::CheckSize() const {
  if (groups_.size() <= kMaxGroups && bytes_ <= kMaxGroupBytes) {
    return absl::OkStatus();
  }
  return Error(
      absl::StatusCode::kResourceExhausted, "TOO_MANY_GROUPS",
      absl::StrCat("there are more groups than can be kept (",
                   FormatCount(kMaxGroups), ", or ", kMaxGroupBytes >> 20,
                   " MiB of their names): group by columns with "
                   "fewer values"));
}

std::vector<const Totals::Group*> Totals::Groups() const {
  std::vector<const Group*> groups;
  groups.reserve(groups_.size());
  for (const auto& [key, group] : groups_) {
    groups.push_back(&group);
  }
  std::sort(groups.begin(), groups.end(), [](const Group* a, const Group* b) {
    return std::tie(a->values, a->currency) < std::tie(b->values, b->currency);
  });
  return groups;
}

std::string Totals::Text(const Style& style, absl::string_view noun,
                         bool with_sums) const {
  std::vector<Column> columns;
  for (const std::string& title : columns_) {
    columns.push_back({title});
  }
  columns.push_back({std::string(noun), Align::kRight});
  for (const char* title : {"INPUT", "CACHED", "OUTPUT"}) {
    columns.push_back({title, Align::kRight});
  }
  columns.push_back({"COST", Align::kPoint});
  Table table(std::move(columns));
  std::map<std::string, Total> sums;
  for (const Group* group : Groups()) {
    std::vector<std::string> cells = group->values;
    for (std::string& count : Counts(group->total, group->currency)) {
      cells.push_back(std::move(count));
    }
    table.AddRow(std::move(cells));
    sums[group->currency].Add(group->total);
  }
  // Without columns each group is the sum of its currency.
  if (with_sums && groups_.size() > 1 && !columns_.empty()) {
    table.AddRow({});
    for (const auto& [currency, sum] : sums) {
      std::vector<std::string> cells(columns_.size());
      cells.front() = "total";
      for (std::string& count : Counts(sum, currency)) {
        cells.push_back(std::move(count));
      }
      table.AddRow(std::move(cells), true);
    }
  }
  return table.empty() ? "" : table.Render(style);
}

}  // namespace ratecard
