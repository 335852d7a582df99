#include "service/quote/quote_token.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/quote/quote_bytes.h"

namespace ratecard {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeaderBytes = 2;  // version and size of the key id

Error Refused(absl::StatusCode code, absl::string_view reason,
              absl::string_view problem) {
  return Error(code, reason, absl::StrCat("the token ", problem))
      .Field("token", problem);
}

Error Malformed(absl::string_view problem) {
  return Refused(absl::StatusCode::kInvalidArgument, "QUOTE_MALFORMED",
                 absl::StrCat(problem, "; give the token of a quote as it is"));
}

Error VersionUnknown(absl::string_view problem) {
  return Refused(absl::StatusCode::kInvalidArgument, "QUOTE_VERSION_UNKNOWN",
                 absl::StrCat(problem, ", which this version does not know"));
}

// The bytes of a token, which is the only form that they have as text.
absl::Status Decode(absl::string_view token, std::string* bytes) {
  if (token.empty()) {
    return Malformed("is empty");
  }
  if (token.size() > kMaxTokenBytes) {
    return Malformed(absl::StrCat("has ", token.size(),
                                  " characters, more than ", kMaxTokenBytes));
  }
  if (!absl::WebSafeBase64Unescape(token, bytes) ||
      absl::WebSafeBase64Escape(*bytes) != token) {
    return Malformed("is not URL-safe base64 without padding");
  }
  return absl::OkStatus();
}

// The key that a token names, which is one to verify with.
absl::StatusOr<const QuoteKey*> KeyFor(absl::string_view id,
                                       const KeyRing& ring) {
  if (!IsKeyId(id)) {
    return Malformed("has no key id");
  }
  const QuoteKey* key = ring.Find(id);
  if (key == nullptr) {
    return Refused(absl::StatusCode::kFailedPrecondition, "QUOTE_KEY_UNKNOWN",
                   absl::StrCat("is by key ", id, ", which is not known here"))
        .With("key_id", id);
  }
  if (!key->mac.has_value()) {
    return Refused(absl::StatusCode::kFailedPrecondition, "QUOTE_KEY_RETIRED",
                   absl::StrCat("is by key ", id,
                                ", which is retired; ask for a new quote"))
        .With("key_id", id);
  }
  return key;
}

}  // namespace

absl::StatusOr<std::string> SealQuote(const Quote& quote, const KeyRing& ring) {
  const QuoteKey& key = ring.signing();
  std::string bytes(1, kVersion);
  bytes.push_back(static_cast<char>(key.id.size()));
  absl::StrAppend(&bytes, key.id, QuoteToBytes(quote));
  RATECARD_ASSIGN_OR_RETURN(const std::string mac,
                            key.mac->Sign({kQuoteDomain, bytes}));
  bytes += mac;
  std::string token = absl::WebSafeBase64Escape(bytes);
  if (token.size() > kMaxTokenBytes) {
    return Error(absl::StatusCode::kInvalidArgument, "QUOTE_TOO_LARGE",
                 absl::StrCat("the token would take ", token.size(),
                              " characters, more than ", kMaxTokenBytes,
                              "; give fewer quantities, or shorter parameters "
                              "and reference"))
        .Field("usage.quantities", "too much to carry in a token");
  }
  return token;
}

absl::StatusOr<OpenedQuote> OpenQuote(absl::string_view token,
                                      const KeyRing& ring) {
  std::string decoded;
  RATECARD_RETURN_IF_ERROR(Decode(token, &decoded));
  const absl::string_view bytes = decoded;
  if (bytes.size() < kHeaderBytes + kMacBytes) {
    return Malformed("is cut off");
  }
  if (bytes[0] != kVersion) {
    return VersionUnknown(
        absl::StrCat("is of version ", static_cast<unsigned char>(bytes[0])));
  }
  const absl::string_view mac = bytes.substr(bytes.size() - kMacBytes);
  const absl::string_view is_signed = bytes.substr(0, bytes.size() - kMacBytes);
  const size_t id_size = static_cast<unsigned char>(bytes[1]);
  if (id_size > is_signed.size() - kHeaderBytes) {
    return Malformed("is cut off");
  }
  OpenedQuote opened;
  opened.key_id = std::string(is_signed.substr(kHeaderBytes, id_size));
  RATECARD_ASSIGN_OR_RETURN(const QuoteKey* key, KeyFor(opened.key_id, ring));
  RATECARD_ASSIGN_OR_RETURN(const bool right,
                            key->mac->Verify({kQuoteDomain, is_signed}, mac));
  if (!right) {
    return Refused(
        absl::StatusCode::kInvalidArgument, "QUOTE_SIGNATURE_INVALID",
        "has been changed, or was not made with the key that it names");
  }
  std::optional<Quote> quote =
      QuoteFromBytes(is_signed.substr(kHeaderBytes + id_size));
  if (!quote.has_value()) {
    return VersionUnknown("carries something");
  }
  opened.quote = *std::move(quote);
  return opened;
}

}  // namespace ratecard
