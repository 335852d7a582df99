#include "client/explain_flags.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::Not;

TEST(ParseShare, TakesPercentages) {
  EXPECT_THAT(ParseShare("80%"), IsOkAndHolds(800'000));
  EXPECT_THAT(ParseShare("0%"), IsOkAndHolds(0));
  EXPECT_THAT(ParseShare("100%"), IsOkAndHolds(1'000'000));
  EXPECT_THAT(ParseShare("33.3333%"), IsOkAndHolds(333'333));
}

// 0.8 could be meant as 80% or as 0.8%.
TEST(ParseShare, RefusesWhatMayMeanSomethingElse) {
  for (const char* text :
       {"", "%", "0.8", "80", "-1%", "100.0001%", "33.33333%", "8 %", "x%"}) {
    EXPECT_THAT(ParseShare(text), Not(IsOk())) << text;
  }
}

}  // namespace
}  // namespace ratecard
