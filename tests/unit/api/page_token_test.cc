#include "service/api/page_token.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;

const PagePosition kFirst{0, absl::FromUnixSeconds(1'800'000'000)};

auto IsRefused() {
  return AllOf(
      FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN"),
      NamesField("page_token"));
}

TEST(PageSize, IsFiftyUnlessGiven) {
  EXPECT_THAT(PageSize(0), IsOkAndHolds(50));
  EXPECT_THAT(PageSize(1), IsOkAndHolds(1));
  EXPECT_THAT(PageSize(1'000), IsOkAndHolds(1'000));
}

// AIP-158: a page size above the maximum is brought down to it.
TEST(PageSize, IsAThousandAtMost) {
  EXPECT_THAT(PageSize(1'001), IsOkAndHolds(1'000));
  EXPECT_THAT(PageSize(INT32_MAX), IsOkAndHolds(1'000));
}

TEST(PageSize, IsRefusedBelowZero) {
  for (const int32_t size : {-1, INT32_MIN}) {
    EXPECT_THAT(PageSize(size),
                AllOf(FailsWith(absl::StatusCode::kInvalidArgument,
                                "INVALID_PAGE_SIZE"),
                      NamesField("page_size")));
  }
}

TEST(PageToken, LeadsBackToItsPosition) {
  const absl::Time times[] = {
      absl::FromUnixNanos(1'785'600'000'123'456'789),
      absl::FromUnixSeconds(-62'135'596'800),
      absl::FromUnixSeconds(253'402'300'799) + absl::Nanoseconds(999'999'999),
  };
  for (const absl::Time as_of : times) {
    const std::string token = EncodePageToken({150, as_of}, "list");
    const absl::StatusOr<PagePosition> position =
        DecodePageToken(token, "list", kFirst);
    ASSERT_THAT(position, IsOk());
    EXPECT_EQ(position->offset, 150);
    EXPECT_EQ(position->as_of, as_of);
  }
}

TEST(PageToken, EmptyIsTheFirstPage) {
  const absl::StatusOr<PagePosition> position =
      DecodePageToken("", "list", kFirst);
  ASSERT_THAT(position, IsOk());
  EXPECT_EQ(position->offset, 0);
  EXPECT_EQ(position->as_of, kFirst.as_of);
}

TEST(PageToken, ServesNoOtherList) {
  const std::string token = EncodePageToken(kFirst, "list");
  EXPECT_THAT(DecodePageToken(token, "lists", kFirst), IsRefused());
  EXPECT_THAT(DecodePageToken(token, "", kFirst), IsRefused());
}

TEST(PageToken, IsRefusedIfAnyBitOfItIsChanged) {
  std::string bytes;
  ASSERT_TRUE(
      absl::WebSafeBase64Unescape(EncodePageToken(kFirst, "list"), &bytes));
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(
        DecodePageToken(absl::WebSafeBase64Escape(changed), "list", kFirst),
        IsRefused())
        << bit;
  }
}

TEST(PageToken, OtherTextIsRefused) {
  const std::string token = EncodePageToken(kFirst, "list");
  for (const std::string& text :
       {std::string("x"), std::string("not base64!"), token + "AAAA",
        token.substr(0, token.size() - 4), std::string(100'000, 'A'),
        std::string("\0\xff", 2)}) {
    EXPECT_THAT(DecodePageToken(text, "list", kFirst), IsRefused());
  }
}

}  // namespace
}  // namespace ratecard
