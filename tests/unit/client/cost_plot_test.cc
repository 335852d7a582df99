#include "client/cost_plot.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Two straight pieces from 0 to 100 that jump from $1 to $3 at 51, and a model
// without a price.
constexpr char kTwoPieces[] = R"(
  curves {
    model: "providers/acme/models/big"
    pieces {
      from_value: 0 to_value: 50
      cost_at_start { currency_code: "USD" }
      cost_at_end { currency_code: "USD" units: 1 }
    }
    pieces {
      from_value: 51 to_value: 100
      cost_at_start { currency_code: "USD" units: 3 }
      cost_at_end { currency_code: "USD" units: 4 }
    }
  }
  curves {
    model: "providers/acme/models/<none>"
    error { code: 9 message: "no price & no hope" }
  }
  from_value: 0
  to_value: 100
)";

v1::TraceCostsResponse Parse(const std::string& text) {
  v1::TraceCostsResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &response));
  return response;
}

TEST(TickStep, IsTheSmallestRoundStepThatLeavesFewEnough) {
  EXPECT_EQ(TickStep(8, 8), 1);
  EXPECT_EQ(TickStep(9, 8), 2);
  EXPECT_EQ(TickStep(17, 8), 5);
  EXPECT_EQ(TickStep(41, 8), 10);
  EXPECT_EQ(TickStep(1'000'000, 8), 200'000);
}

TEST(EscapeXml, EscapesMarkupAndReplacesWhatXmlDoesNotAllow) {
  EXPECT_EQ(EscapeXml("a<b>&\"c\"\x01"), "a&lt;b&gt;&amp;&quot;c&quot;?");
}

// x: 830 pixels from 100 for 100 tokens, 8.30 each. y: 380 pixels up from 460
// for $4, 95 each.
TEST(CostPlot, DrawsAJumpAsAJump) {
  const auto svg =
      CostPlot(Parse(kTwoPieces), v1::COST_AXIS_INPUT_TOKENS, {"T", "S"});
  ASSERT_THAT(svg, IsOk());
  EXPECT_THAT(*svg, HasSubstr("<path class=\"cost\" d=\"M100.00 460.00L515.00 "
                              "365.00M523.30 175.00L930.00 80.00\""));
  EXPECT_THAT(*svg, HasSubstr("<path class=\"jump\" d=\"M523.30 365.00L523.30 "
                              "175.00\""));
}

TEST(CostPlot, LabelsItsAxesInMoneyAndTokens) {
  const auto svg =
      CostPlot(Parse(kTwoPieces), v1::COST_AXIS_INPUT_TOKENS, {"T", "S"});
  ASSERT_THAT(svg, IsOk());
  EXPECT_THAT(*svg, AllOf(HasSubstr(">$0.50<"), HasSubstr(">$4.00<"),
                          HasSubstr(">100<"), Not(HasSubstr(">$4.50<"))));
}

TEST(CostPlot, SaysInTheLegendWhyAModelHasNoLine) {
  const auto svg =
      CostPlot(Parse(kTwoPieces), v1::COST_AXIS_INPUT_TOKENS, {"T", "S"});
  ASSERT_THAT(svg, IsOk());
  EXPECT_THAT(*svg, HasSubstr("acme/&lt;none&gt;: no price &amp; no hope"));
}

TEST(CostPlot, RefusesTwoCurrencies) {
  auto response = Parse(kTwoPieces);
  *response.mutable_curves(1) = response.curves(0);
  for (auto& piece : *response.mutable_curves(1)->mutable_pieces()) {
    piece.mutable_cost_at_start()->set_currency_code("EUR");
  }
  EXPECT_THAT(
      CostPlot(response, v1::COST_AXIS_INPUT_TOKENS, {}),
      FailsWith(absl::StatusCode::kFailedPrecondition, "CURRENCY_MISMATCH"));
}

TEST(CostPlot, SaysWhyNoModelHasALine) {
  auto response = Parse(kTwoPieces);
  response.mutable_curves()->DeleteSubrange(0, 1);
  const auto svg = CostPlot(response, v1::COST_AXIS_INPUT_TOKENS, {});
  EXPECT_EQ(svg.status().message(), "no price & no hope");
}

TEST(CostPlot, DrawsWhatIsFreeAndASinglePoint) {
  auto response = Parse(kTwoPieces);
  response.mutable_curves()->DeleteSubrange(1, 1);
  auto* curve = response.mutable_curves(0);
  curve->mutable_pieces()->DeleteSubrange(1, 1);
  curve->mutable_pieces(0)->set_to_value(0);
  curve->mutable_pieces(0)->mutable_cost_at_end()->set_units(0);
  response.set_to_value(0);
  const auto svg = CostPlot(response, v1::COST_AXIS_CACHE_SHARE, {});
  ASSERT_THAT(svg, IsOk());
  EXPECT_THAT(*svg, HasSubstr("M100.00 460.00L100.00 460.00"));
}

}  // namespace
}  // namespace ratecard
