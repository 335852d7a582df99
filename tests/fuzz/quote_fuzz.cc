// Quotes: any bytes as a token are refused or are the one token of a quote, and
// a quote made of them comes back from its token, which no change survives.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/utf8.h"
#include "service/quote/quote_bytes.h"
#include "service/quote/quote_token.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

const KeyRing& TheRing() {
  static const auto* const ring = new KeyRing(
      KeyRing::Parse(absl::StrCat("now signing ", std::string(64, '1'),
                                  "\nthen accepted ", std::string(64, '2'),
                                  "\ngone retired\n"))
          .value());
  return *ring;
}

void CheckRefusal(const absl::Status& status) {
  RATECARD_CHECK(absl::IsInvalidArgument(status) ||
                 absl::IsFailedPrecondition(status));
  RATECARD_CHECK(!DetailOf(status).reason.empty());
}

void CheckOpen(absl::string_view token) {
  const absl::StatusOr<OpenedQuote> opened = OpenQuote(token, TheRing());
  if (!opened.ok()) {
    CheckRefusal(opened.status());
  }
}

// `content` behind a signature that is right: what comes after it is found
// right holds too.
void CheckSigned(absl::string_view content) {
  const std::string bytes = absl::StrCat("\x01\x03now", content);
  const std::string mac =
      TheRing().signing().mac->Sign({kQuoteDomain, bytes}).value();
  CheckOpen(absl::WebSafeBase64Escape(absl::StrCat(bytes, mac)));
}

void CheckSealed(const Quote& quote, ByteSource choices) {
  const absl::StatusOr<std::string> token = SealQuote(quote, TheRing());
  if (!token.ok()) {
    CheckRefusal(token.status());
    return;
  }
  RATECARD_CHECK(token->size() <= kMaxTokenBytes);
  const absl::StatusOr<OpenedQuote> opened = OpenQuote(*token, TheRing());
  RATECARD_CHECK(opened.ok());
  RATECARD_CHECK(QuoteToBytes(opened->quote) == QuoteToBytes(quote));
  for (int i = 0; i < 8; ++i) {
    std::string changed = *token;
    char& c = changed[choices.Below(changed.size())];
    const auto other = static_cast<char>(choices.Byte());
    const bool same = c == other;
    c = other;
    RATECARD_CHECK(OpenQuote(changed, TheRing()).ok() == same);
  }
}

// What passes has nothing that ends a line or moves a cursor.
void CheckReferenceOf(absl::string_view bytes) {
  size_t bad = 0;
  if (CheckReference(bytes).ok()) {
    RATECARD_CHECK(bytes.size() <= kMaxReferenceBytes && IsUtf8(bytes, &bad));
    for (const char c : bytes) {
      RATECARD_CHECK(!absl::ascii_iscntrl(static_cast<unsigned char>(c)));
    }
  }
}

void Try(absl::string_view bytes) {
  CheckOpen(bytes);
  CheckSigned(bytes);
  const std::optional<Quote> quote = QuoteFromBytes(bytes);
  if (quote.has_value()) {
    RATECARD_CHECK(QuoteToBytes(*quote) == bytes);
    CheckSealed(*quote, ByteSource(bytes));
  }
  Quote made;
  ByteSource source(bytes);
  made.strict = source.Below(2) == 0;
  made.allow_partial = source.Below(2) == 0;
  made.total.units = source.Byte();
  made.usage.Set(static_cast<UsageField>(source.Below(kUsageFieldCount)),
                 source.Byte());
  made.create_time = made.expire_time = absl::FromUnixSeconds(source.Byte());
  made.reference = std::string(source.rest());
  CheckSealed(made, source);
  CheckReferenceOf(bytes);
  const absl::StatusOr<KeyRing> ring = KeyRing::Parse(bytes);
  RATECARD_CHECK(ring.ok() ||
                 DetailOf(ring.status()).reason == "INVALID_QUOTE_KEYS");
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::Try({reinterpret_cast<const char*>(data), size});
  return 0;
}
