// Numbers in JSON, exactly as they are written.

#ifndef RATECARD_SERVICE_USAGE_COUNT_H_
#define RATECARD_SERVICE_USAGE_COUNT_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "service/money/amount.h"

namespace ratecard {

// A count, or what is wrong with it.
struct Count {
  int64_t value = 0;
  const char* problem = nullptr;  // to follow the path; null: none
};

// `text` × `units`, which is 1 to 1,000,000: `12`, `12.0`, `1.2e1` are 12. A
// result that is negative, has a fraction or is beyond 64 bits is a problem,
// and so is what is no number. Thread-safe, does not allocate.
Count ParseCount(absl::string_view text, int64_t units = 1);

// `text` ÷ `per_unit`, which is above 0, rounded half to even to nanos; none if
// it is no number, or more than Money can hold. Thread-safe, does not allocate.
std::optional<Money> ParseCost(absl::string_view text, int64_t per_unit);

// Whether `text` is a JSON number.
bool IsNumber(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_COUNT_H_
