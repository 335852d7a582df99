#include "service/quote/presented_request.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/base/error.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/quote/quote_samples.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;

constexpr absl::StatusCode kPrecondition =
    absl::StatusCode::kFailedPrecondition;

TEST(CheckPresented, LetsPassWhatWasQuotedAndWhatIsNotSaid) {
  const Quote quote = SampleQuote();
  EXPECT_THAT(CheckPresented(quote, {}), IsOk());
  EXPECT_THAT(CheckPresented(quote, {quote.model, "standard", "", quote.usage,
                                     "order-17"}),
              IsOk());
}

TEST(CheckPresented, NamesEveryFieldThatDiffers) {
  PresentedRequest presented{"providers/acme/models/small", "batch", "us",
                             SampleQuote().usage, ""};
  presented.usage->Set(UsageField::kInputTokens, 120'001);
  presented.usage->Set(UsageField::kReasoningTokens, 0);
  const absl::Status status = CheckPresented(SampleQuote(), presented);
  EXPECT_THAT(status, FailsWith(kPrecondition, "QUOTE_MODEL_MISMATCH"));
  EXPECT_THAT(
      DetailOf(status).fields,
      ElementsAre(
          Pair("model",
               "model is 'providers/acme/models/small', "
               "'providers/acme/models/big' was quoted"),
          Pair("service_tier",
               "service_tier is 'batch', 'standard' was quoted"),
          Pair("region", "region is 'us', none was quoted"),
          Pair("usage.input_tokens",
               "input_tokens is 120001, 120000 was quoted"),
          Pair("usage.reasoning_tokens",
               "reasoning_tokens is 0, none was quoted"),
          Pair("reference", "reference is not given, 'order-17' was quoted")));
}

TEST(CheckPresented, HasTheReasonOfTheFirstDifference) {
  const Quote quote = SampleQuote();
  Usage usage;
  EXPECT_THAT(CheckPresented(quote, {{}, "batch", "us", usage, "x"}),
              FailsWith(kPrecondition, "QUOTE_SERVICE_TIER_MISMATCH"));
  EXPECT_THAT(CheckPresented(quote, {{}, {}, "us", usage, "x"}),
              FailsWith(kPrecondition, "QUOTE_REGION_MISMATCH"));
  EXPECT_THAT(CheckPresented(quote, {{}, {}, {}, usage, "x"}),
              FailsWith(kPrecondition, "QUOTE_USAGE_MISMATCH"));
  EXPECT_THAT(CheckPresented(quote, {{}, {}, {}, {}, "x"}),
              FailsWith(kPrecondition, "QUOTE_REFERENCE_MISMATCH"));
}

// A tier and a reference of 10,000 bytes, and 62 differences of the usage: two
// fields that were quoted and 60 that were not.
TEST(CheckPresented, StaysShortHoweverMuchDiffers) {
  const std::string long_text(10'000, 'x');
  PresentedRequest presented{{}, long_text, {}, Usage(), long_text};
  for (int i = 0; i < 60; ++i) {
    presented.usage->quantities.push_back(
        {Meter::kOutputImages, 1, {{"n", absl::StrCat(i)}}});
  }
  const absl::Status status = CheckPresented(SampleQuote(), presented);
  EXPECT_THAT(DetailOf(status).fields, SizeIs(8));
  // 1 + 62 + 1 - 8.
  EXPECT_THAT(std::string(status.message()), HasSubstr("; 56 more"));
  EXPECT_LT(status.message().size(), 2'000u);
}

}  // namespace
}  // namespace ratecard
