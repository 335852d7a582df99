#include "client/price_ledger.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::PriceUsageResponse Response(const std::string& model,
                                const std::string& total) {
  v1::PriceUsageResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(extracted { usage { input_tokens: 1200 output_tokens: 34 } }
         estimate {
           service_tier: "standard"
           warnings { code: WARNING_CODE_TIME_ASSUMED message: "now" }
           model: "providers/openai/models/)" +
          model + "\" total {" + total + "} }",
      &response));
  return response;
}

TEST(PriceLedger, HasALineForEachResponse) {
  PriceLedger ledger((Style()));
  const std::string line =
      ledger.Add(12, Response("gpt-5.2", "currency_code: 'USD' nanos: 5000"));
  EXPECT_EQ(line,
            "     12  openai/gpt-5.2                        standard       "
            "1,200           -          34  $0.000005\n");
  EXPECT_EQ(ledger.refused(), 0);
}

TEST(PriceLedger, AddsUpByModelAndCurrency) {
  PriceLedger ledger((Style()));
  const std::string most = "currency_code: 'USD' nanos: 600000000";
  ledger.Add(1, Response("a", most));
  ledger.Add(2, Response("b", most));
  ledger.Add(3, Response("a", most));
  ledger.Add(4, Response("a", "currency_code: 'CNY' units: 2"));
  const std::string totals = ledger.Summary();
  EXPECT_THAT(totals, HasSubstr("openai/a          2  2,400       0      68"));
  EXPECT_THAT(totals, HasSubstr("$1.20\n"));
  EXPECT_THAT(totals, HasSubstr("$0.60\n"));
  EXPECT_THAT(totals, HasSubstr("CNY 2.00\n"));
  EXPECT_THAT(totals, HasSubstr("priced 4, refused 0\n"));
}

TEST(PriceLedger, CountsThoseThatAreRefused) {
  PriceLedger ledger((Style()));
  EXPECT_EQ(ledger.AddRefused(3, "no usage in it"),
            "      3  refused: no usage in it\n");
  EXPECT_EQ(ledger.refused(), 1);
  EXPECT_THAT(ledger.Summary(), HasSubstr("priced 0, refused 1\n"));
}

TEST(PriceLedger, SaysAWarningOnceWithItsFirstLine) {
  PriceLedger ledger((Style()));
  for (int64_t line = 5; line < 8; ++line) {
    ledger.Add(line, Response("a", "currency_code: 'USD'"));
  }
  EXPECT_THAT(ledger.Summary(),
              HasSubstr("warning: line 5: now (and 2 more like it)\n"));
}

TEST(PriceLedger, OfUsageAloneHasNoCost) {
  PriceLedger ledger((Style()));
  v1::ExtractUsageResponse response;
  response.mutable_extracted()->set_model("gpt-5.2");
  ledger.Add(1, response);
  EXPECT_THAT(ledger.Summary(), HasSubstr("read 1, refused 0\n"));
  EXPECT_THAT(ledger.Summary(), Not(HasSubstr("COST")));
}

}  // namespace
}  // namespace ratecard
