// Quotes of the small catalog, and the key that signs them.

#ifndef RATECARD_TESTS_UNIT_API_QUOTE_FIXTURE_H_
#define RATECARD_TESTS_UNIT_API_QUOTE_FIXTURE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/api/quote_handler.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {

inline std::shared_ptr<const KeyRing> Ring(const std::string& text) {
  return std::make_shared<const KeyRing>(KeyRing::Parse(text).value());
}

inline std::string Key(const std::string& id, const std::string& state,
                       char digit) {
  return absl::StrCat(id, " ", state, " ", std::string(64, digit), "\n");
}

// 1,000,000 in at $2 and 500,000 out at $8 per million: $2 + $4 = $6.
inline constexpr char kBig[] =
    "request { model: 'big' usage { input_tokens: 1000000 "
    "output_tokens: 500000 } } ";

class QuoteFixture : public EstimateFixture {
 protected:
  absl::StatusOr<v1::CreateQuoteResponse> Create(
      const std::string& text) const {
    v1::CreateQuoteResponse response;
    const absl::Status status = quotes_.CreateQuote(
        call_, Parse<v1::CreateQuoteRequest>(text), &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  std::string Token(const std::string& text) const {
    const auto response = Create(text);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->quote().token() : "";
  }

  // `text` is a VerifyQuoteRequest without its token.
  absl::StatusOr<v1::VerifyQuoteResponse> Verify(
      const std::string& token, const std::string& text = "") const {
    auto request = Parse<v1::VerifyQuoteRequest>(text);
    request.set_token(token);
    v1::VerifyQuoteResponse response;
    const absl::Status status = quotes_.VerifyQuote(call_, request, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  KeyStore keys_{Ring(Key("k1", "signing", '1'))};
  QuoteHandler quotes_{&Store(), &handler_, &keys_, nullptr};
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_QUOTE_FIXTURE_H_
