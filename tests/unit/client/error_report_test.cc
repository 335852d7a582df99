#include "client/error_report.h"

#include "client/command.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

const FlagOfField& Flags() {
  static const FlagOfField* const flags =
      new FlagOfField{{"usage.input_tokens", "--input"},
                      {"usage.audio_input_tokens", "--audio-input"},
                      {"usage.quantities", "--quantity"},
                      {"filter.max_input_price", "--max-input-price"},
                      {"region", "--region"}};
  return *flags;
}

std::string TextOf(absl::string_view reason, absl::string_view message) {
  return ErrorText(Error(absl::StatusCode::kInvalidArgument, reason, message),
                   Flags(), Style());
}

TEST(ErrorText, NamesFlagsInPlaceOfFields) {
  EXPECT_EQ(TextOf("PART_EXCEEDS_WHOLE",
                   "audio_input_tokens is 9, more than usage.input_tokens"),
            "ratecard: --audio-input is 9, more than --input\n");
  EXPECT_EQ(TextOf("INVALID_QUANTITY", "quantities[0] counts tokens"),
            "ratecard: --quantity counts tokens\n");
  EXPECT_EQ(TextOf("INVALID_FILTER", "filter.max_input_price must be decimal"),
            "ratecard: --max-input-price must be decimal\n");
}

TEST(ErrorText, LeavesPlainWordsAndLongerNamesAlone) {
  EXPECT_EQ(TextOf("UNKNOWN_REGION", "openai has no region 'mars'"),
            "ratecard: openai has no region 'mars'\n");
  EXPECT_EQ(TextOf("X", "max_input_tokens and input_tokens_x"),
            "ratecard: max_input_tokens and input_tokens_x\n");
}

// Meters have the names of fields: `no price for --audio-input` would be wrong.
TEST(ErrorText, LeavesMetersAlone) {
  EXPECT_EQ(TextOf("METER_UNPRICED", "no price for audio_input_tokens"),
            "ratecard: no price for audio_input_tokens\n");
}

TEST(ErrorText, ShowsTheFlagForAQuantityThatHasAPrice) {
  const absl::Status status =
      Error(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED",
            "web_searches of p/m is priced by context: low, very high; give "
            "these as parameters in quantities")
          .With("priced_by", "web_searches context=very high");
  EXPECT_EQ(ErrorText(status, Flags(), Style()),
            "ratecard: web_searches of p/m is priced by context: low, very "
            "high; give these as parameters in --quantity, as in --quantity "
            "web_searches:context=very high=1\n");
  // In a file it is a field.
  EXPECT_EQ(ErrorText(status, {}, Style()),
            "ratecard: web_searches of p/m is priced by context: low, very "
            "high; give these as parameters in quantities\n");
}

TEST(ErrorText, AddsTheNearestNamesOnce) {
  const auto text = [](absl::string_view message) {
    return ErrorText(
        Error(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND", message)
            .With("nearest", "a,b"),
        Flags(), Style());
  };
  EXPECT_EQ(text("no model 'x'"), "ratecard: no model 'x'; nearest: a, b\n");
  EXPECT_EQ(text("no model 'x'; nearest: a, b"),
            "ratecard: no model 'x'; nearest: a, b\n");
}

TEST(ErrorText, NamesTheFlagThatMakesANameCertain) {
  const absl::Status status =
      Error(absl::StatusCode::kFailedPrecondition, "MODEL_AMBIGUOUS",
            "'m' means 3 models: a/m, b/m and 1 more; give the provider")
          .With("candidates", "a/m,b/m,c/m");
  EXPECT_EQ(ErrorText(status, {{"provider", "--provider"}}, Style()),
            "ratecard: 'm' means 3 models: a/m, b/m and 1 more; give "
            "--provider\n");
  // In a file it is a field.
  EXPECT_EQ(ErrorText(status, {}, Style()),
            "ratecard: 'm' means 3 models: a/m, b/m and 1 more; give the "
            "provider\n");
}

TEST(ErrorText, ShowsNoControlCharacters) {
  EXPECT_EQ(TextOf("X", "a\x1b[2Jb\nc"), "ratecard: a?[2Jb\nc\n");
}

TEST(ErrorText, ShowsNoBytesThatAreNotUtf8) {
  const absl::Status status = absl::NotFoundError("cannot read \xff");
  EXPECT_EQ(ErrorText(status, Flags(), Style()), "ratecard: cannot read ?\n");
  EXPECT_THAT(ErrorJson(status), HasSubstr("\"cannot read ?\""));
}

TEST(ErrorJson, IsARpcStatus) {
  const std::string json = ErrorJson(
      Error(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND", "no model 'x'"));
  EXPECT_THAT(json, HasSubstr("\"code\": 5"));
  EXPECT_THAT(json, HasSubstr("\"reason\": \"MODEL_NOT_FOUND\""));
}

TEST(ExitCode, TellsUsageAndUnreachableFromTheRest) {
  EXPECT_EQ(ExitCodeOf(UsageError("x"), false), kExitUsage);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("x"), false), kExitUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("x"), false),
            kExitUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("x"), false), kExitError);
}

// `--input 1 --cached 2`: only the API sees it, but it needs no catalog to.
TEST(ExitCode, OfARequestThatContradictsItselfIsThatOfACommandLine) {
  const absl::Status refused =
      Error(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE", "x")
          .Field("usage.cache_read_tokens", "x");
  EXPECT_EQ(ExitCodeOf(refused, false), kExitUsage);
  EXPECT_EQ(ExitCodeOf(refused, true), kExitError);
  EXPECT_EQ(ExitCodeOf(Error(absl::StatusCode::kFailedPrecondition,
                             "SERVICE_TIER_NOT_OFFERED", "x")
                           .Field("service_tier", "x"),
                       false),
            kExitError);
}

}  // namespace
}  // namespace ratecard
