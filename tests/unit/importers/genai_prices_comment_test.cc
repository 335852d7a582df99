#include "service/catalog/importers/genai_prices_comment.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(GenaiComment, FindsDaysAsPeopleWriteThem) {
  const GenaiComment comment(
      "The alias moved to OCR 3 on December 18, 2025, OCR 4 on June 23, 2026. "
      "Introductory rates apply through 2026-12-31. It was Venice ($0.12) when "
      "checked on 2026-06-09; the page first listed it on 2026-10-29. See "
      "https://acme.com/2026-01-01-news and 2026-02-30.");
  EXPECT_TRUE(comment.DocumentsChangeOn(absl::CivilDay(2025, 12, 18)));
  EXPECT_TRUE(comment.DocumentsChangeOn(absl::CivilDay(2026, 6, 23)));
  EXPECT_TRUE(comment.DocumentsChangeOn(absl::CivilDay(2027, 1, 1)));
  EXPECT_FALSE(comment.DocumentsChangeOn(absl::CivilDay(2026, 6, 9)));
  EXPECT_FALSE(comment.DocumentsChangeOn(absl::CivilDay(2026, 10, 29)));
  EXPECT_FALSE(comment.DocumentsChangeOn(absl::CivilDay(2026, 3, 2)));
}

}  // namespace
}  // namespace ratecard
