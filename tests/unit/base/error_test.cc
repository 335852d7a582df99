#include "service/base/error.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/base/status_macros.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

absl::Status Sample() {
  return Error(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE",
               "5 is more than 3")
      .Field("part", "must not exceed whole")
      .Field("whole", "must contain its parts")
      .With("part", "5")
      .With("whole", "3");
}

TEST(Error, CarriesEverythingItWasGiven) {
  const absl::Status status = Sample();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "5 is more than 3");
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, "PART_EXCEEDS_WHOLE");
  EXPECT_THAT(detail.fields,
              ElementsAre(Pair("part", "must not exceed whole"),
                          Pair("whole", "must contain its parts")));
  EXPECT_THAT(detail.metadata,
              ElementsAre(Pair("part", "5"), Pair("whole", "3")));
}

TEST(Error, BecomesAStatusOrToo) {
  const absl::StatusOr<int> result =
      Error(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND", "none");
  EXPECT_THAT(result,
              FailsWith(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND"));
}

// The text may be a caller's: lengths are written, not separators.
TEST(Error, KeepsAnyBytesInItsParts) {
  const std::string bytes("a\0b\n\"\xff{}|,:", 11);
  const std::string longer(100'000, 'x');
  const absl::Status status =
      Error(absl::StatusCode::kInternal, "ANY_BYTES", bytes)
          .Field(bytes, longer)
          .Field("", "")
          .With(longer, bytes);
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, "ANY_BYTES");
  EXPECT_THAT(detail.fields, ElementsAre(Pair(bytes, longer), Pair("", "")));
  EXPECT_THAT(detail.metadata, ElementsAre(Pair(longer, bytes)));
}

TEST(DetailOf, IsEmptyForAStatusWithoutDetails) {
  for (const absl::Status& status :
       {absl::OkStatus(), absl::InternalError("plain")}) {
    const ErrorDetail detail = DetailOf(status);
    EXPECT_EQ(detail.reason, "");
    EXPECT_THAT(detail.fields, IsEmpty());
    EXPECT_THAT(detail.metadata, IsEmpty());
  }
}

TEST(WithDetail, ReplacesWhatWasThere) {
  ErrorDetail detail;
  detail.reason = "OTHER";
  detail.fields.emplace_back("only", "this");
  const absl::Status status = WithDetail(Sample(), detail);
  EXPECT_EQ(status.message(), "5 is more than 3");
  EXPECT_EQ(DetailOf(status).reason, "OTHER");
  EXPECT_THAT(DetailOf(status).fields, ElementsAre(Pair("only", "this")));
  EXPECT_THAT(DetailOf(status).metadata, IsEmpty());
}

TEST(WithSubject, GoesBeforeTheMessageAndLeavesTheRest) {
  const absl::Status status = WithSubject(Sample(), "a.json");
  EXPECT_EQ(status.message(), "a.json: 5 is more than 3");
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument,
                                "PART_EXCEEDS_WHOLE"));
  EXPECT_EQ(DetailOf(status).fields, DetailOf(Sample()).fields);
  EXPECT_EQ(DetailOf(status).metadata, DetailOf(Sample()).metadata);
}

TEST(WithFieldPrefix, GoesBeforeEveryPathAndLeavesTheRest) {
  const absl::Status status =
      WithFieldPrefix(WithFieldPrefix(Sample(), "usage."), "classes[3].");
  EXPECT_EQ(status.message(), "5 is more than 3");
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument,
                                "PART_EXCEEDS_WHOLE"));
  EXPECT_THAT(
      DetailOf(status).fields,
      ElementsAre(Pair("classes[3].usage.part", "must not exceed whole"),
                  Pair("classes[3].usage.whole", "must contain its parts")));
  EXPECT_THAT(DetailOf(status).metadata,
              ElementsAre(Pair("part", "5"), Pair("whole", "3")));
}

TEST(WithFieldPrefix, LeavesAStatusWithoutFieldsAlone) {
  EXPECT_THAT(WithFieldPrefix(absl::OkStatus(), "usage."), IsOk());
  const absl::Status plain = absl::InternalError("plain");
  EXPECT_EQ(WithFieldPrefix(plain, "usage."), plain);
  const absl::Status reason =
      Error(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED", "none");
  EXPECT_EQ(WithFieldPrefix(reason, "usage."), reason);
}

absl::StatusOr<int> Doubled(absl::StatusOr<int> in, int* evaluations) {
  RATECARD_ASSIGN_OR_RETURN(const int value, (++*evaluations, std::move(in)));
  return 2 * value;
}

TEST(StatusMacros, EvaluateOnceAndReturnEarly) {
  int evaluations = 0;
  EXPECT_THAT(Doubled(21, &evaluations), IsOkAndHolds(42));
  EXPECT_EQ(evaluations, 1);
  EXPECT_THAT(
      Doubled(Sample(), &evaluations),
      FailsWith(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE"));
  EXPECT_EQ(evaluations, 2);
  const auto reached = [](const absl::Status& status, bool* end) {
    RATECARD_RETURN_IF_ERROR(status);
    *end = true;
    return absl::OkStatus();
  };
  bool end = false;
  EXPECT_EQ(reached(Sample(), &end), Sample());
  EXPECT_FALSE(end);
  EXPECT_THAT(reached(absl::OkStatus(), &end), IsOk());
  EXPECT_TRUE(end);
}

}  // namespace
}  // namespace ratecard
