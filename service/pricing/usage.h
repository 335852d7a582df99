// What one request used. Mirrors ratecard.v1.Usage, whose comments say what
// each field counts and what contains what.

#ifndef RATECARD_SERVICE_PRICING_USAGE_H_
#define RATECARD_SERVICE_PRICING_USAGE_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/pricing/meter.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

enum class UsageField : uint8_t {
  kInputTokens,
  kCacheReadTokens,
  kCacheWriteTokens,
  kCacheWrite5mTokens,
  kCacheWrite1hTokens,
  kCacheWrite12hTokens,
  kAudioInputTokens,
  kImageInputTokens,
  kVideoInputTokens,
  kCachedAudioInputTokens,
  kCachedImageInputTokens,
  kCachedVideoInputTokens,
  kOutputTokens,
  kReasoningTokens,
  kAudioOutputTokens,
  kImageOutputTokens,
  kVideoOutputTokens,
  kWebSearches,
  kRequests,
};
inline constexpr int kUsageFieldCount =
    static_cast<int>(UsageField::kRequests) + 1;

// `input_tokens` …: the same in the API, CSV and JSON.
absl::string_view NameOf(UsageField field);

// The field of that name; none if there is none.
std::optional<UsageField> UsageFieldOf(absl::string_view name);

// A counted thing that is not a token.
struct MeterQuantity {
  Meter meter = Meter::kUnspecified;
  int64_t quantity = 0;
  Parameters parameters;  // sorted by key
};

// A set of fields.
class UsageFields {
 public:
  constexpr UsageFields(std::initializer_list<UsageField> fields) : bits_(0) {
    for (const UsageField field : fields) {
      bits_ |= 1u << static_cast<unsigned>(field);
    }
  }
  constexpr uint32_t bits() const { return bits_; }

 private:
  uint32_t bits_;
};

class Usage {
 public:
  void Set(UsageField field, int64_t quantity) {
    values_[At(field)] = quantity;
    set_ |= Mask(field);
  }
  bool Has(UsageField field) const { return (set_ & Mask(field)) != 0; }
  // 0 if it is not set.
  int64_t Get(UsageField field) const { return values_[At(field)]; }

  // Whether any of `fields` is set.
  bool HasAny(UsageFields fields) const { return (set_ & fields.bits()) != 0; }

  // Whether nothing but `fields` is set, of the fields.
  bool HasOnly(UsageFields fields) const {
    return (set_ & ~fields.bits()) == 0;
  }

  // Whether a quantity that is set is negative.
  bool AnyNegative() const {
    int64_t signs = 0;
    for (const int64_t value : values_) {
      signs |= value;
    }
    return signs < 0;
  }

  // Nothing is set, not even to 0.
  bool empty() const { return set_ == 0 && quantities.empty(); }

  std::vector<MeterQuantity> quantities;

 private:
  static constexpr size_t At(UsageField field) {
    return static_cast<size_t>(field);
  }
  static constexpr uint32_t Mask(UsageField field) { return 1u << At(field); }

  std::array<int64_t, kUsageFieldCount> values_{};
  uint32_t set_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_PRICING_USAGE_H_
