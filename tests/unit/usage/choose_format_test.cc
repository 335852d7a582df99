// Which format a response is read with.

#include "service/usage/choose_format.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/usage/usage_fixture.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

constexpr char kChat[] = R"({"model": "big", "usage": {"in": 1, "out": 2}})";
constexpr char kMessage[] =
    R"({"model": "two", "usage": {"fresh": 1, "out": 2}})";
// Both, by what they require.
constexpr char kBoth[] = R"("usage": {"in": 1, "fresh": 1, "out": 2}})";

class ChooseFormatTest : public UsageFixture {};

TEST_F(ChooseFormatTest, TheGivenProvidersFormatIsNotDetected) {
  provider = "acme";
  api = "chat";
  ASSERT_THAT(Read(kChat), IsOk());
  EXPECT_EQ(choice.format->id, "chat");
  EXPECT_EQ(choice.provider->id, "acme");
  EXPECT_FALSE(choice.detected);
}

TEST_F(ChooseFormatTest, AnApiHasOtherNames) {
  provider = "acme";
  api = "completions";
  ASSERT_THAT(Read(kChat), IsOk());
  EXPECT_EQ(choice.format->id, "chat");
}

TEST_F(ChooseFormatTest, ProvidersHaveSharedFormatsToo) {
  provider = "other";
  ASSERT_THAT(Read(kChat), IsOk());
  EXPECT_EQ(choice.format->id, "chat");
  EXPECT_EQ(choice.format->provider->id, "acme");
  EXPECT_EQ(choice.provider->id, "other");
  EXPECT_TRUE(choice.detected);
}

TEST_F(ChooseFormatTest, OwnFormatsGoBeforeSharedOnes) {
  provider = "other";
  ASSERT_THAT(Read(absl::StrCat(R"({"model": "two", )", kBoth)), IsOk());
  EXPECT_EQ(choice.format->id, "message");
}

TEST_F(ChooseFormatTest, AFormatThatIsNotSharedIsItsProvidersAlone) {
  provider = "acme";
  EXPECT_THAT(Read(kMessage), FailsWith(kPrecondition, "USAGE_MISSING"));
}

TEST_F(ChooseFormatTest, AnUnknownApiIsRefusedWithThoseThereAre) {
  provider = "other";
  api = "turns";
  const absl::Status status = Read(kMessage);
  EXPECT_THAT(status,
              FailsWith(absl::StatusCode::kInvalidArgument, "UNKNOWN_API"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("chat, labelled, message"));
}

TEST_F(ChooseFormatTest, WithoutAProviderTheModelSaysWhose) {
  ASSERT_THAT(Read(kMessage), IsOk());
  EXPECT_EQ(choice.format->id, "message");
  EXPECT_EQ(choice.provider->id, "other");
  EXPECT_TRUE(choice.detected);
  EXPECT_FALSE(choice.marked);
}

TEST_F(ChooseFormatTest, WithoutAProviderMarksSayWhose) {
  ASSERT_THAT(Read(R"({"model": "big", "other_mark": {},
      "usage": {"fresh": 1, "out": 2}})"),
              IsOk());
  EXPECT_EQ(choice.provider->id, "other");
  EXPECT_TRUE(choice.marked);
}

TEST_F(ChooseFormatTest, MarksSayWhoseASharedFormatIs) {
  ASSERT_THAT(Read(R"({"model": "big", "other_mark": {},
      "usage": {"in": 1, "out": 2}})"),
              IsOk());
  EXPECT_EQ(choice.format->id, "chat");
  EXPECT_EQ(choice.provider->id, "other");
}

TEST_F(ChooseFormatTest, AFormThatTheModelsOwnProviderHasNotSaysWhose) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"fresh": 1, "out": 2}})"),
              IsOk());
  EXPECT_EQ(choice.format->id, "message");
  EXPECT_EQ(choice.provider->id, "other");
  EXPECT_TRUE(choice.marked);
}

TEST_F(ChooseFormatTest, WithoutAModelASharedFormatGoesFirst) {
  ASSERT_THAT(Read(R"({"in": 1, "out": 2})"), IsOk());
  EXPECT_EQ(choice.format->id, "chat");
  EXPECT_EQ(choice.provider->id, "acme");
}

TEST_F(ChooseFormatTest, TwoThatFitAreRefused) {
  provider = "acme";
  const absl::Status status = Read(
      R"({"model": "big", "usage": {"in": 1, "out": 2}, "turn": {"in": 1}})");
  EXPECT_THAT(status, FailsWith(kPrecondition, "FORMAT_AMBIGUOUS"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("acme/chat, acme/turns"));
}

TEST_F(ChooseFormatTest, WhatRequiresMoreGoesFirst) {
  provider = "acme";
  ASSERT_THAT(Read(R"({"model": "big", "turn": {"in": 1, "seconds": 2}})"),
              IsOk());
  EXPECT_EQ(choice.format->id, "talks");
}

TEST_F(ChooseFormatTest, WhatAResponseSaysOfItselfDecides) {
  provider = "acme";
  ASSERT_THAT(Read(R"({"model": "big", "object": "chat",
      "usage": {"in": 1, "out": 2}, "turn": {"in": 1}})"),
              IsOk());
  EXPECT_EQ(choice.format->id, "chat");
}

TEST_F(ChooseFormatTest, AResponseWithoutUsageIsItsOwnError) {
  const absl::Status status =
      Read(R"({"object": "chat", "model": "big", "choices": []})");
  EXPECT_THAT(status, FailsWith(kPrecondition, "USAGE_MISSING"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("usage.in, usage.out is not there"));
  EXPECT_THAT(Read(R"({"object": "chat", "model": "big", "usage": null})"),
              FailsWith(kPrecondition, "USAGE_MISSING"));
  EXPECT_THAT(Read(R"({"object": "chat", "usage": {"in": 1}})"),
              FailsWith(kPrecondition, "USAGE_MISSING"));
}

TEST_F(ChooseFormatTest, WhatMustBeAbsentDecidesToo) {
  provider = "acme";
  EXPECT_THAT(Read(R"({"model": "big", "not_chat": 0,
      "usage": {"in": 1, "out": 2}})"),
              FailsWith(kPrecondition, "FORMAT_UNKNOWN"));
}

TEST_F(ChooseFormatTest, WhatIsNoResponseIsUnknown) {
  EXPECT_THAT(Read("{}"), FailsWith(kPrecondition, "FORMAT_UNKNOWN"));
  EXPECT_THAT(Read(R"({"hello": "world"})"),
              FailsWith(kPrecondition, "FORMAT_UNKNOWN"));
  EXPECT_THAT(Read(R"({"object": "list", "usage": {"in": 1, "out": 2}})"),
              FailsWith(kPrecondition, "FORMAT_UNKNOWN"));
}

}  // namespace
}  // namespace ratecard
