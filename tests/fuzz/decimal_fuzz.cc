// Decimal strings: what is parsed is written back the same, and the reverse.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

void CheckText(absl::string_view text, int64_t max_nanos) {
  const absl::StatusOr<int64_t> nanos = ParseNanos(text, max_nanos);
  if (!nanos.ok()) {
    RATECARD_CHECK(absl::IsInvalidArgument(nanos.status()));
    RATECARD_CHECK(!DetailOf(nanos.status()).reason.empty());
    return;
  }
  RATECARD_CHECK(*nanos >= 0 && *nanos <= max_nanos);
  const std::string written = FormatNanos(*nanos);
  // One digit more: `.5` is written `0.5`.
  RATECARD_CHECK(written.size() <= text.size() + 1);
  RATECARD_CHECK(ParseNanos(written, max_nanos).value_or(-1) == *nanos);
}

void CheckNumber(int64_t nanos) {
  RATECARD_CHECK(ParseNanos(FormatNanos(nanos), kMax).value_or(-1) == nanos);
}

void CheckProduct(int64_t a, int64_t b) {
  bool inexact = false;
  const int64_t product = MultiplyNanos(a, b, &inexact);
  RATECARD_CHECK(product >= 0);
  RATECARD_CHECK(MultiplyNanos(b, a, &inexact) == product);
  bool one_inexact = false;
  RATECARD_CHECK(MultiplyNanos(a, kNanosPerUnit, &one_inexact) == a);
  RATECARD_CHECK(!one_inexact);
}

int64_t NumberAt(const uint8_t* data) {
  int64_t number;
  std::memcpy(&number, data, sizeof(number));
  return number & kMax;
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using ratecard::NumberAt;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  ratecard::CheckText(text, ratecard::kMax);
  ratecard::CheckText(text, ratecard::kMaxPriceNanos);
  if (size >= 2 * sizeof(int64_t)) {
    const int64_t a = NumberAt(data);
    const int64_t b = NumberAt(data + sizeof(int64_t));
    ratecard::CheckNumber(a);
    constexpr int64_t kMaxFactor = 1000 * ratecard::kNanosPerUnit;
    ratecard::CheckProduct(a % (ratecard::kMaxPriceNanos + 1),
                           b % (kMaxFactor + 1));
  }
  return 0;
}
