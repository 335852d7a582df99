#include "client/estimate_json.h"

#include "client/error_report.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

v1::Estimate Parse(const std::string& text) {
  v1::Estimate estimate;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &estimate));
  return estimate;
}

std::string Json(const v1::Estimate& estimate) {
  EstimateJson json;
  std::string out;
  json.Append(estimate, &out);
  return out;
}

constexpr char kEstimate[] = R"(
  model: "providers/openai/models/gpt-5.2"
  total { currency_code: "USD" units: 12 nanos: 196000000 }
  input_cost { currency_code: "USD" units: -1 nanos: -5 }
  output_cost { currency_code: "USD" }
  cache_cost { }
  tools_cost { currency_code: "USD" units: 3 }
  other_cost { currency_code: "USD" nanos: 7 }
  cache_savings { currency_code: "USD" nanos: -7 }
  incomplete: true
  service_tier: "batch"
  region: "us-east-1"
  as_of { seconds: 1782864000 nanos: 250000000 }
  catalog_revision: "abc"
  warnings { code: WARNING_CODE_PRICE_STALE message: "checked \"long\" ago" }
  warnings { }
)";

TEST(EstimateJson, IsWhatProtobufWrites) {
  for (const std::string text : {"", "total { units: 1 }", kEstimate}) {
    const v1::Estimate estimate = Parse(text);
    EXPECT_EQ(Json(estimate), *ToJsonLine(estimate));
  }
}

TEST(EstimateJson, EscapesAsProtobufDoes) {
  for (int c = 1; c < 128; ++c) {
    v1::Estimate estimate;
    estimate.set_region(std::string("a") + static_cast<char>(c) + "é\u2028");
    EXPECT_EQ(Json(estimate), *ToJsonLine(estimate)) << c;
    estimate.set_region(std::string("a") + static_cast<char>(c));
    EXPECT_EQ(Json(estimate), *ToJsonLine(estimate)) << c;
  }
}

TEST(EstimateJson, OfAFullViewIsWhatProtobufWrites) {
  v1::Estimate estimate = Parse(kEstimate);
  estimate.add_lines()->set_quantity(5);
  EXPECT_EQ(Json(estimate), *ToJsonLine(estimate));
}

// A code of a newer server.
TEST(EstimateJson, HasTheNumberOfAWarningThatItDoesNotKnow) {
  v1::Estimate estimate;
  estimate.add_warnings()->set_code(static_cast<v1::WarningCode>(999));
  EXPECT_EQ(Json(estimate), *ToJsonLine(estimate));
}

TEST(EstimateJson, KeepsTimesApart) {
  EstimateJson json;
  for (const int64_t seconds : {0, 1, 1, 0}) {
    v1::Estimate estimate;
    estimate.mutable_as_of()->set_seconds(seconds);
    std::string out;
    json.Append(estimate, &out);
    EXPECT_EQ(out, *ToJsonLine(estimate));
  }
}

}  // namespace
}  // namespace ratecard
