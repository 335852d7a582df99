#include "service/quote/quote_token.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/quote/quote_bytes.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/quote/quote_samples.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::AllOf;
using testing::AnyOf;

auto IsRefused(StatusCode code, const std::string& reason) {
  return AllOf(FailsWith(code, reason), NamesField("token"));
}

auto IsMalformed() {
  return IsRefused(StatusCode::kInvalidArgument, "QUOTE_MALFORMED");
}

std::string BytesOf(const std::string& token) {
  std::string bytes;
  EXPECT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  return bytes;
}

// Signed as the header says: what a holder of the key `new` could make.
std::string Signed(const std::string& bytes) {
  const MacKey key = MacKey::Make(std::string(32, '\x11')).value();
  return absl::WebSafeBase64Escape(
      absl::StrCat(bytes, key.Sign({"ratecard.dev/quote/1\n", bytes}).value()));
}

TEST(QuoteToken, HasTheFormThatTheHeaderSays) {
  const absl::StatusOr<std::string> token =
      SealQuote(SampleQuote(), SampleRing());
  EXPECT_THAT(token, IsOkAndHolds(Signed(absl::StrCat(
                         "\x01\x03new", QuoteToBytes(SampleQuote())))));
}

// Worked out by Python's hmac and base64 from what the headers say of the form:
//
//   body = bytes(range(16)) + text("providers/acme/models/big") + … + b"…17"
//   signed = b"\x01\x03new" + body
//   code = hmac.new(b"\x11" * 32, b"ratecard.dev/quote/1\n" + signed, "sha256")
//   base64.urlsafe_b64encode(signed + code.digest()).rstrip(b"=")
//
// A token of another form than this one needs another version.
TEST(QuoteToken, IsToTheLetterWhatAnotherProgramMakesOfTheForm) {
  constexpr char kGolden[] =
      "AQNuZXcAAQIDBAUGBwgJCgsMDQ4PGXByb3ZpZGVycy9hY21lL21vZGVscy9iaWcIc3RhbmRh"
      "cmQAAIEgwKkHAAADVVNEAIC4uHIgMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWaA"
      "haikDQCIk6ikDQAIb3JkZXItMTck_6sSmqR1FYgl9Df2Ysy6pcXJt8NnFjOAXM2InxLvWw";
  EXPECT_THAT(SealQuote(SampleQuote(), SampleRing()), IsOkAndHolds(kGolden));
  const absl::StatusOr<OpenedQuote> opened = OpenQuote(kGolden, SampleRing());
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(QuoteToBytes(opened->quote), QuoteToBytes(SampleQuote()));
}

TEST(QuoteToken, OpensToWhatWasQuotedUnderAnyRingWithItsKey) {
  const std::string token = SealQuote(SampleQuote(), SampleRing()).value();
  const KeyRing rotated = KeyRing::Parse(KeyText("newer", "signing", '3') +
                                         KeyText("new", "accepted", '1'))
                              .value();
  const absl::StatusOr<OpenedQuote> opened = OpenQuote(token, rotated);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->key_id, "new");
  EXPECT_EQ(QuoteToBytes(opened->quote), QuoteToBytes(SampleQuote()));
}

TEST(QuoteToken, OpensForRandomQuotes) {
  const KeyRing ring = SampleRing();
  RandomQuotes quotes(4);
  int sealed = 0;
  for (int i = 0; i < 1'000; ++i) {
    const Quote quote = quotes.Next();
    const absl::StatusOr<std::string> token = SealQuote(quote, ring);
    if (!token.ok()) {
      EXPECT_THAT(token,
                  FailsWith(StatusCode::kInvalidArgument, "QUOTE_TOO_LARGE"));
      continue;
    }
    ++sealed;
    EXPECT_LE(token->size(), 4096u);
    const absl::StatusOr<OpenedQuote> opened = OpenQuote(*token, ring);
    ASSERT_THAT(opened, IsOk());
    EXPECT_EQ(QuoteToBytes(opened->quote), QuoteToBytes(quote));
  }
  EXPECT_GT(sealed, 500);
}

// 4,096 characters of base64 are 3,072 bytes, 37 of them header, id and code.
TEST(QuoteToken, TakesUpToFourKilobytes) {
  const KeyRing ring = SampleRing();
  Quote quote = SampleQuote();
  quote.model = std::string(1'000, 'm');  // whose length takes 2 bytes
  quote.model += std::string(3'072 - 37 - QuoteToBytes(quote).size(), 'm');
  const absl::StatusOr<std::string> token = SealQuote(quote, ring);
  ASSERT_THAT(token, IsOk());
  EXPECT_EQ(token->size(), 4'096u);
  EXPECT_THAT(OpenQuote(*token, ring), IsOk());
  quote.model += 'm';
  EXPECT_THAT(SealQuote(quote, ring),
              AllOf(FailsWith(StatusCode::kInvalidArgument, "QUOTE_TOO_LARGE"),
                    NamesField("usage.quantities")));
  EXPECT_THAT(OpenQuote(*token + "A", ring), IsMalformed());
}

TEST(QuoteToken, IsRefusedWithAnyBitOfItFlipped) {
  const KeyRing ring = SampleRing();
  const std::string bytes = BytesOf(SealQuote(SampleQuote(), ring).value());
  for (size_t i = 0; i < bytes.size() * 8; ++i) {
    std::string flipped = bytes;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ 1 << i % 8);
    const absl::Status status =
        OpenQuote(absl::WebSafeBase64Escape(flipped), ring).status();
    if (i >= 8 * 5) {  // behind version and key id, nothing is looked at
      EXPECT_THAT(status, IsRefused(StatusCode::kInvalidArgument,
                                    "QUOTE_SIGNATURE_INVALID"))
          << i;
    } else {
      EXPECT_FALSE(status.ok()) << i;
    }
  }
}

TEST(QuoteToken, IsRefusedWithAnyCharacterOfItChanged) {
  const KeyRing ring = SampleRing();
  const std::string token = SealQuote(SampleQuote(), ring).value();
  for (size_t i = 0; i < token.size(); ++i) {
    for (int c = 0; c < 256; ++c) {
      std::string changed = token;
      changed[i] = static_cast<char>(c);
      EXPECT_EQ(OpenQuote(changed, ring).ok(), changed == token)
          << i << " " << c;
    }
  }
}

TEST(QuoteToken, IsRefusedCutOffOrLengthened) {
  const KeyRing ring = SampleRing();
  const std::string token = SealQuote(SampleQuote(), ring).value();
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_FALSE(OpenQuote(token.substr(0, size), ring).ok()) << size;
  }
  EXPECT_THAT(OpenQuote("", ring), IsMalformed());
  EXPECT_THAT(OpenQuote("AQ", ring), IsMalformed());
  EXPECT_FALSE(OpenQuote(token + token, ring).ok());
}

// Base64 has several texts of the same bytes; only one is a token. Three
// lengths in a row leave 0, 2 and 4 bits over.
TEST(QuoteToken, HasOneTextOnly) {
  const KeyRing ring = SampleRing();
  Quote quote = SampleQuote();
  for (int i = 0; i < 3; ++i) {
    quote.reference += 'x';
    const std::string token = SealQuote(quote, ring).value();
    ASSERT_THAT(OpenQuote(token, ring), IsOk());
    for (const std::string& other :
         {token + "=", token + "==", token + "\n", " " + token, token + ".",
          token.substr(0, 9) + "\n" + token.substr(9)}) {
      EXPECT_THAT(OpenQuote(other, ring), IsMalformed()) << other;
    }
    std::string standard = token;
    for (char& c : standard) {
      c = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    EXPECT_EQ(OpenQuote(standard, ring).ok(), standard == token);
  }
}

TEST(QuoteToken, OfARetiredKeyIsRefusedByThatName) {
  const KeyRing gone = KeyRing::Parse(KeyText("gone", "signing", '4')).value();
  const absl::Status status =
      OpenQuote(SealQuote(SampleQuote(), gone).value(), SampleRing()).status();
  EXPECT_THAT(status,
              IsRefused(StatusCode::kFailedPrecondition, "QUOTE_KEY_RETIRED"));
  EXPECT_THAT(DetailOf(status).metadata,
              testing::ElementsAre(testing::Pair("key_id", "gone")));
}

TEST(QuoteToken, OfAnUnknownKeyIsRefusedByThatName) {
  const KeyRing other =
      KeyRing::Parse(KeyText("other", "signing", '1')).value();
  EXPECT_THAT(OpenQuote(SealQuote(SampleQuote(), other).value(), SampleRing()),
              IsRefused(StatusCode::kFailedPrecondition, "QUOTE_KEY_UNKNOWN"));
}

TEST(QuoteToken, OfAnotherSecretUnderTheSameIdIsForged) {
  const KeyRing forger = KeyRing::Parse(KeyText("new", "signing", '9')).value();
  EXPECT_THAT(
      OpenQuote(SealQuote(SampleQuote(), forger).value(), SampleRing()),
      IsRefused(StatusCode::kInvalidArgument, "QUOTE_SIGNATURE_INVALID"));
}

TEST(QuoteToken, OfAnotherVersionIsRefusedByThatName) {
  for (const char version : {'\0', '\x02', '\xff'}) {
    EXPECT_THAT(
        OpenQuote(Signed(absl::StrCat(std::string(1, version), "\x03new",
                                      QuoteToBytes(SampleQuote()))),
                  SampleRing()),
        IsRefused(StatusCode::kInvalidArgument, "QUOTE_VERSION_UNKNOWN"));
  }
}

// As one of a later version, with a field that this one does not know.
TEST(QuoteToken, WithContentThatIsNotKnownIsOfAnotherVersion) {
  EXPECT_THAT(
      OpenQuote(Signed(absl::StrCat("\x01\x03new", QuoteToBytes(SampleQuote()),
                                    "more")),
                SampleRing()),
      IsRefused(StatusCode::kInvalidArgument, "QUOTE_VERSION_UNKNOWN"));
}

// The size of the key id reaches into the code, and past the end.
TEST(QuoteToken, WithAKeyIdOfAnotherSizeIsRefused) {
  for (const int size : {0, 2, 4, 33, 200, 255}) {
    const std::string bytes =
        absl::StrCat("\x01", std::string(1, static_cast<char>(size)), "new",
                     QuoteToBytes(SampleQuote()));
    EXPECT_THAT(OpenQuote(Signed(bytes), SampleRing()).status(),
                AnyOf(IsMalformed(), IsRefused(StatusCode::kFailedPrecondition,
                                               "QUOTE_KEY_UNKNOWN")))
        << size;
  }
}

}  // namespace
}  // namespace ratecard
