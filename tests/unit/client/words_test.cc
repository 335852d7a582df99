#include "client/enum_names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ratecard/v1/meter.pb.h"
#include "ratecard/v1/resolution.pb.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

TEST(EnumName, LeavesOutThePrefixOfTheType) {
  EXPECT_EQ(EnumName(v1::MODALITY_IMAGE), "image");
  EXPECT_EQ(EnumName(v1::METER_CACHE_WRITE_5M_TOKENS), "cache_write_5m_tokens");
  EXPECT_EQ(EnumWords(v1::RESOLUTION_SCOPE_HOME_PROVIDERS), "home providers");
}

// A newer server may send values that this build has no name for.
TEST(EnumName, ShowsAnUnknownNumberInDigits) {
  EXPECT_EQ(EnumName(static_cast<v1::Modality>(99)), "99");
}

TEST(ParseEnumName, TakesEitherCaseAndDashes) {
  EXPECT_THAT(ParseEnumName(v1::Meter_descriptor(), "Web-Searches"),
              IsOkAndHolds(static_cast<int>(v1::METER_WEB_SEARCHES)));
}

TEST(ParseEnumName, ListsWhatThereIs) {
  EXPECT_EQ(
      ParseEnumName(v1::Modality_descriptor(), "smell").status().message(),
      "'smell' is not a modality; one of: text, audio, image, video, "
      "document, embedding");
  EXPECT_EQ(
      ParseEnumName(v1::Modality_descriptor(), "vidoe").status().message(),
      "'vidoe' is not a modality; nearest: video");
}

}  // namespace
}  // namespace ratecard
