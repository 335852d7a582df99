#include "client/price_text.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

template <typename Response>
Response Parsed(const std::string& text) {
  Response response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &response));
  return response;
}

std::string Priced(const std::string& text) {
  return PriceText(Parsed<v1::PriceUsageResponse>(text), Style());
}

TEST(PriceText, SaysWhereTheResponseComesFrom) {
  EXPECT_THAT(Priced(R"(
    estimate { model: "providers/openai/models/gpt-5.2" }
    extracted {
      provider: "openai" api: "chat" detected: true
      model: "gpt-5.2-2025-12-11" service_tier: "flex" documents: 12
    })"),
              StartsWith("response    openai chat, detected\n"
                         "events      12\n"
                         "says model  gpt-5.2-2025-12-11\n"
                         "says tier   flex\n"
                         "\n"
                         "model     openai/gpt-5.2\n"));
}

TEST(PriceText, DoesNotSayDetectedOfWhatWasGiven) {
  EXPECT_THAT(Priced(R"(extracted { provider: "openai" api: "chat" })"),
              StartsWith("response  openai chat\n"));
}

TEST(PriceText, HasWhereEachQuantityWas) {
  EXPECT_THAT(Priced(R"(extracted {
        quantities {
          path: "usage.prompt_tokens" quantity: 1200 fields: "input_tokens"
        }
        quantities {
          path: "usage.cache" quantity: 30
          fields: "input_tokens" fields: "cache_read_tokens"
        }
        quantities { path: "usage.pages" quantity: 2 meter: METER_INPUT_PAGES }
      })"),
              HasSubstr("QUANTITY  FROM                 ADDS TO\n"
                        "   1,200  usage.prompt_tokens  input_tokens\n"
                        "      30  usage.cache          input_tokens, "
                        "cache_read_tokens\n"
                        "       2  usage.pages          input_pages\n"));
}

TEST(PriceText, NamesWhatNoRuleKnows) {
  EXPECT_THAT(Priced(R"(extracted {
                unknown_paths: "usage.a" unknown_paths: "usage.b"
              })"),
              HasSubstr("not known  usage.a, usage.b\n"));
}

std::string Reported(const std::string& difference) {
  return Priced(R"(
    extracted { reported_cost { currency_code: "USD" nanos: 12000000 } } )" +
                difference);
}

TEST(PriceText, ComparesTheReportedCost) {
  EXPECT_THAT(Reported(R"(difference { currency_code: "USD" nanos: 2000000 })"),
              HasSubstr("reported cost  $0.012, $0.002 less than estimated\n"));
  EXPECT_THAT(
      Reported(R"(difference { currency_code: "USD" nanos: -2000000 })"),
      HasSubstr("reported cost  $0.012, $0.002 more than estimated\n"));
  EXPECT_THAT(Reported(R"(difference { currency_code: "USD" })"),
              HasSubstr("reported cost  $0.012, as estimated\n"));
  EXPECT_THAT(Reported(""), HasSubstr("reported cost  $0.012\n"));
}

TEST(PriceText, WarnsOnce) {
  const std::string text = Priced(R"(
    estimate {
      warnings { code: WARNING_CODE_TIME_ASSUMED message: "prices of now" }
    })");
  EXPECT_THAT(text, HasSubstr("warning: prices of now\n"));
  EXPECT_EQ(text.find("warning:"), text.rfind("warning:"));
}

TEST(ExtractText, HasNoPrice) {
  const std::string text = ExtractText(Parsed<v1::ExtractUsageResponse>(R"(
    extracted {
      provider: "anthropic" api: "messages" model: "claude-opus-5-5"
      quantities {
        path: "usage.output_tokens" quantity: 7 fields: "output_tokens"
      }
    }
    warnings { message: "odd" }
    catalog_revision: "abc")"),
                                       Style());
  EXPECT_EQ(text,
            "response    anthropic messages\n"
            "says model  claude-opus-5-5\n"
            "\n"
            "QUANTITY  FROM                 ADDS TO\n"
            "       7  usage.output_tokens  output_tokens\n"
            "\n"
            "warning: odd\n"
            "\n"
            "catalog  abc\n");
  EXPECT_THAT(text, Not(HasSubstr("total")));
}

}  // namespace
}  // namespace ratecard
