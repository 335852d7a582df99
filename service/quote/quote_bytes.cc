#include "service/quote/quote_bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "service/quote/usage_difference.h"

namespace ratecard {
namespace {

// The bits of a usage's fields. New fields go to the end, so that tokens of
// before stay what they are.
constexpr std::array<UsageField, 19> kFields = {
    UsageField::kInputTokens,
    UsageField::kCacheReadTokens,
    UsageField::kCacheWriteTokens,
    UsageField::kCacheWrite5mTokens,
    UsageField::kCacheWrite1hTokens,
    UsageField::kCacheWrite12hTokens,
    UsageField::kAudioInputTokens,
    UsageField::kImageInputTokens,
    UsageField::kVideoInputTokens,
    UsageField::kCachedAudioInputTokens,
    UsageField::kCachedImageInputTokens,
    UsageField::kCachedVideoInputTokens,
    UsageField::kOutputTokens,
    UsageField::kReasoningTokens,
    UsageField::kAudioOutputTokens,
    UsageField::kImageOutputTokens,
    UsageField::kVideoOutputTokens,
    UsageField::kWebSearches,
    UsageField::kRequests,
};
static_assert(kFields.size() == kUsageFieldCount, "a field has no bit");

// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;
constexpr uint64_t kNanosPerSecond = 1'000'000'000;

constexpr uint64_t kIncomplete = 1;
constexpr uint64_t kRegionOfName = 2;
constexpr uint64_t kStrict = 4;
constexpr uint64_t kAllowPartial = 8;
constexpr uint64_t kAllFlags =
    kIncomplete | kRegionOfName | kStrict | kAllowPartial;

class Writer {
 public:
  void Number(uint64_t number) {
    for (; number >= 0x80; number >>= 7) {
      bytes_.push_back(static_cast<char>(number | 0x80));
    }
    bytes_.push_back(static_cast<char>(number));
  }
  void Bytes(absl::string_view bytes) {
    bytes_.append(bytes.data(), bytes.size());
  }
  void Count(int64_t count) { Number(static_cast<uint64_t>(count)); }
  void Text(absl::string_view text) {
    Number(text.size());
    Bytes(text);
  }
  void Time(absl::Time time) {
    const int64_t seconds = absl::ToUnixSeconds(time);
    Number(static_cast<uint64_t>(seconds) << 1 ^
           static_cast<uint64_t>(seconds >> 63));
    Count(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds)));
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Behind the first mistake, everything reads as 0 or empty.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

  // At most `max`.
  uint64_t Number(uint64_t max = std::numeric_limits<uint64_t>::max()) {
    uint64_t number = 0;
    for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) {
        return number <= max ? number : Fail();
      }
    }
    return Fail();
  }
  int64_t Count(int64_t max = std::numeric_limits<int64_t>::max()) {
    return static_cast<int64_t>(Number(static_cast<uint64_t>(max)));
  }
  std::string Bytes(size_t size) {
    if (size > rest_.size()) {
      Fail();
      return "";
    }
    std::string bytes(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return bytes;
  }
  std::string Text() { return Bytes(Number(rest_.size())); }
  absl::Time Time() {
    const uint64_t coded = Number();
    const auto seconds = static_cast<int64_t>(coded >> 1 ^ (~(coded & 1) + 1));
    if (seconds < kMinSeconds || seconds > kMaxSeconds) {
      Fail();
      return absl::UnixEpoch();
    }
    return absl::FromUnixSeconds(seconds) +
           absl::Nanoseconds(Count(kNanosPerSecond - 1));
  }
  uint64_t Fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

std::optional<Meter> MeterOf(absl::string_view name) {
  const auto found =
      std::find_if(kMeterInfo.begin(), kMeterInfo.end(),
                   [name](const MeterInfo& info) { return info.name == name; });
  if (found == kMeterInfo.end()) {
    return std::nullopt;
  }
  return static_cast<Meter>(found - kMeterInfo.begin());
}

void WriteUsage(const Usage& usage, Writer* out) {
  uint64_t given = 0;
  for (size_t i = 0; i < kFields.size(); ++i) {
    given |= uint64_t{usage.Has(kFields[i])} << i;
  }
  out->Number(given);
  for (const UsageField field : kFields) {
    if (usage.Has(field)) {
      out->Count(usage.Get(field));
    }
  }
  const std::vector<const MeterQuantity*> quantities = InOrder(usage);
  out->Number(quantities.size());
  for (const MeterQuantity* quantity : quantities) {
    out->Text(InfoOf(quantity->meter).name);
    out->Count(quantity->quantity);
    out->Number(quantity->parameters.size());
    for (const auto& [key, value] : quantity->parameters) {
      out->Text(key);
      out->Text(value);
    }
  }
}

MeterQuantity ReadQuantity(Reader* in) {
  MeterQuantity quantity;
  const std::optional<Meter> meter = MeterOf(in->Text());
  if (!meter.has_value()) {
    in->Fail();
  }
  quantity.meter = meter.value_or(Meter::kUnspecified);
  quantity.quantity = in->Count();
  for (uint64_t left = in->Number(); left > 0 && in->ok(); --left) {
    std::string key = in->Text();
    quantity.parameters.emplace_back(std::move(key), in->Text());
  }
  return quantity;
}

Usage ReadUsage(Reader* in) {
  Usage usage;
  const uint64_t given = in->Number((uint64_t{1} << kFields.size()) - 1);
  for (size_t i = 0; i < kFields.size(); ++i) {
    if ((given >> i & 1) != 0) {
      usage.Set(kFields[i], in->Count());
    }
  }
  for (uint64_t left = in->Number(); left > 0 && in->ok(); --left) {
    usage.quantities.push_back(ReadQuantity(in));
  }
  return usage;
}

}  // namespace

std::string QuoteToBytes(const Quote& quote) {
  Writer out;
  out.Bytes(quote.id);
  out.Text(quote.model);
  out.Text(quote.service_tier);
  out.Text(quote.region);
  out.Number((quote.incomplete ? kIncomplete : 0) |
             (quote.region_of_name ? kRegionOfName : 0) |
             (quote.strict ? kStrict : 0) |
             (quote.allow_partial ? kAllowPartial : 0));
  WriteUsage(quote.usage, &out);
  out.Text(quote.currency);
  out.Count(quote.total.units);
  out.Count(quote.total.nanos);
  out.Text(quote.catalog_revision);
  out.Time(quote.create_time);
  out.Time(quote.expire_time);
  out.Text(quote.reference);
  return out.Take();
}

std::optional<Quote> QuoteFromBytes(absl::string_view bytes) {
  Reader in(bytes);
  Quote quote;
  quote.id = in.Bytes(kQuoteIdBytes);
  quote.model = in.Text();
  quote.service_tier = in.Text();
  quote.region = in.Text();
  const uint64_t flags = in.Number(kAllFlags);
  quote.incomplete = (flags & kIncomplete) != 0;
  quote.region_of_name = (flags & kRegionOfName) != 0;
  quote.strict = (flags & kStrict) != 0;
  quote.allow_partial = (flags & kAllowPartial) != 0;
  quote.usage = ReadUsage(&in);
  quote.currency = in.Text();
  quote.total.units = in.Count();
  quote.total.nanos = static_cast<int32_t>(in.Count(kNanosPerSecond - 1));
  quote.catalog_revision = in.Text();
  quote.create_time = in.Time();
  quote.expire_time = in.Time();
  quote.reference = in.Text();
  // Longer forms of numbers, or another order, read as the same quote; only one
  // form is written.
  if (!in.ok() || !in.at_end() || QuoteToBytes(quote) != bytes) {
    return std::nullopt;
  }
  return quote;
}

}  // namespace ratecard
