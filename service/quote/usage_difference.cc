#include "service/quote/usage_difference.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

auto KeyOf(const MeterQuantity& quantity) {
  return std::tie(InfoOf(quantity.meter).name, quantity.parameters);
}

// `output_images:quality=high`, as the CLI takes them.
std::string NameOf(const MeterQuantity& quantity) {
  std::string name(InfoOf(quantity.meter).name);
  char separator = ':';
  for (const auto& [key, value] : quantity.parameters) {
    absl::StrAppend(&name, std::string(1, separator), key, "=", value);
    separator = ',';
  }
  return Shortened(name);
}

std::string TextOf(const Usage& usage, UsageField field) {
  return usage.Has(field) ? absl::StrCat(usage.Get(field)) : kNotGiven;
}

UsageDifference DifferenceOf(const MeterQuantity* quoted,
                             const MeterQuantity* given) {
  const auto text = [](const MeterQuantity* quantity) {
    return quantity == nullptr ? std::string(kNotGiven)
                               : absl::StrCat(quantity->quantity);
  };
  return {"quantities", NameOf(quoted == nullptr ? *given : *quoted),
          text(quoted), text(given)};
}

}  // namespace

std::vector<const MeterQuantity*> InOrder(const Usage& usage) {
  std::vector<const MeterQuantity*> quantities;
  quantities.reserve(usage.quantities.size());
  for (const MeterQuantity& quantity : usage.quantities) {
    quantities.push_back(&quantity);
  }
  std::sort(quantities.begin(), quantities.end(),
            [](const MeterQuantity* a, const MeterQuantity* b) {
              return KeyOf(*a) < KeyOf(*b);
            });
  return quantities;
}

std::vector<UsageDifference> DifferencesOf(const Usage& quoted,
                                           const Usage& given) {
  std::vector<UsageDifference> differences;
  for (int i = 0; i < kUsageFieldCount; ++i) {
    const auto field = static_cast<UsageField>(i);
    if (quoted.Has(field) != given.Has(field) ||
        quoted.Get(field) != given.Get(field)) {
      const std::string name(NameOf(field));
      differences.push_back(
          {name, name, TextOf(quoted, field), TextOf(given, field)});
    }
  }
  const std::vector<const MeterQuantity*> a = InOrder(quoted);
  const std::vector<const MeterQuantity*> b = InOrder(given);
  auto at_a = a.begin();
  auto at_b = b.begin();
  while (at_a != a.end() || at_b != b.end()) {
    const bool only_a =
        at_b == b.end() || (at_a != a.end() && KeyOf(**at_a) < KeyOf(**at_b));
    const bool only_b =
        !only_a && (at_a == a.end() || KeyOf(**at_b) < KeyOf(**at_a));
    const MeterQuantity* in_a = only_b ? nullptr : *at_a++;
    const MeterQuantity* in_b = only_a ? nullptr : *at_b++;
    if (in_a == nullptr || in_b == nullptr ||
        in_a->quantity != in_b->quantity) {
      differences.push_back(DifferenceOf(in_a, in_b));
    }
  }
  return differences;
}

}  // namespace ratecard
