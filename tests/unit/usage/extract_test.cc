// What the rules of a format make of a response.

#include "service/usage/extract.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/usage/usage_fixture.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

class ExtractTest : public UsageFixture {};

TEST_F(ExtractTest, PartsOfInclusiveTotalsAddToNothingElse) {
  ASSERT_THAT(Read(R"({"model": "big", "object": "chat",
      "usage": {"in": 10, "out": 5, "details": {"cached": 4}}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=10 cache_read_tokens=4 output_tokens=5");
  EXPECT_THAT(extraction->unknown_paths, IsEmpty());
}

TEST_F(ExtractTest, PartsOutsideATotalAddToItToo) {
  ASSERT_THAT(Read(R"({"model": "two", "type": "message",
      "usage": {"fresh": 10, "out": 5, "cached": 4}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=14 cache_read_tokens=4 output_tokens=5");
}

TEST_F(ExtractTest, SaysWhichPathGaveWhat) {
  ASSERT_THAT(Read(R"({"model": "two",
      "usage": {"fresh": 10, "out": 5, "cached": 4}})"),
              IsOk());
  ASSERT_EQ(extraction->quantities.size(), 3);
  EXPECT_EQ(extraction->quantities[1].path, "usage.cached");
  EXPECT_EQ(extraction->quantities[1].quantity, 4);
  EXPECT_THAT(
      extraction->quantities[1].rule->fields,
      ElementsAre(UsageField::kInputTokens, UsageField::kCacheReadTokens));
}

TEST_F(ExtractTest, NullIsAbsent) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5,
      "details": null, "total": null}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=10 output_tokens=5");
}

TEST_F(ExtractTest, NumbersMayBeStringsAndFloats) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": "10", "out": 5.0}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=10 output_tokens=5");
}

TEST_F(ExtractTest, WhatIsNoCountIsRefusedWithItsPath) {
  for (const char* bad : {"-1", "1.5", "true", "\"x\"", "{}", "[]", "1e30"}) {
    const absl::Status status = Read(absl::StrCat(
        R"({"model": "big", "usage": {"in": 10, "out": )", bad, "}}"));
    EXPECT_THAT(status, FailsWith(kInvalid, "INVALID_COUNT")) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("usage.out")) << bad;
  }
}

TEST_F(ExtractTest, WhatIsNoCountMattersOnlyWhereItIsRead) {
  EXPECT_THAT(Read(R"({"model": "two", "usage": {"fresh": 1, "out": 2},
      "turn": {"in": -1}})"),
              IsOk());
}

TEST_F(ExtractTest, WhatIsNoCountIsRefusedBesideOneThatIs) {
  for (const char* no_count : {"{}", R"({"value": 1})", "[]", "[1]", "true"}) {
    const std::string element =
        absl::StrCat(R"({"kind": "AUDIO", "count": )", no_count, "}");
    constexpr char kCount[] = R"({"kind": "AUDIO", "count": 3})";
    for (const std::string& elements : {absl::StrCat(element, ",", kCount),
                                        absl::StrCat(kCount, ",", element)}) {
      EXPECT_THAT(
          Read(absl::StrCat(R"({"model": "big", "usage": {"in": 10, "out": 5,)",
                            R"("modalities": [)", elements, "]}}")),
          FailsWith(kInvalid, "INVALID_COUNT"))
          << elements;
    }
  }
}

TEST_F(ExtractTest, ElementsThatFulfilAConditionAddUp) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5,
      "modalities": [{"kind": "AUDIO", "count": 2},
                     {"count": 4, "kind": "TEXT"},
                     {"count": 1, "kind": "AUDIO"}]}})"),
              IsOk());
  EXPECT_EQ(UsageText(),
            "input_tokens=10 audio_input_tokens=3 output_tokens=5");
  EXPECT_THAT(extraction->unknown_paths, IsEmpty());
}

TEST_F(ExtractTest, ConditionsSeeThroughEscapes) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5,
      "modalities": [{"\u006bind": "A\u0055DIO", "count": 3}]}})"),
              IsOk());
  EXPECT_EQ(UsageText(),
            "input_tokens=10 audio_input_tokens=3 output_tokens=5");
}

TEST_F(ExtractTest, AKindOfElementThatNoRuleKnowsIsReported) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5,
      "modalities": [{"kind": "SMELL", "count": 2}]}})"),
              IsOk());
  EXPECT_THAT(extraction->unknown_paths,
              ElementsAre("usage.modalities[].count"));
}

TEST_F(ExtractTest, ElementsThatAreNoObjectsAreReportedWithTheirPath) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5,
      "modalities": [5, [6]]}})"),
              IsOk());
  EXPECT_THAT(extraction->unknown_paths,
              ElementsAre("usage.modalities[]", "usage.modalities[][]"));
}

TEST_F(ExtractTest, ManyUnknownNumbersHideNoOther) {
  std::string same = "0";
  std::string other;
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&same, ", ", i);
    absl::StrAppend(&other, R"("n)", i, R"(": 1, )");
  }
  ASSERT_THAT(Read(absl::StrCat(R"({"model": "big", "usage": {"in": 1,
      "out": 2, "list": [)",
                                same, R"(], "new": 1}})")),
              IsOk());
  EXPECT_THAT(extraction->unknown_paths,
              ElementsAre("usage.list[]", "usage.new"));
  ASSERT_THAT(Read(absl::StrCat(R"({"model": "big", "turn": {)", other,
                                R"("x": 1}, "usage": {"in": 1, "out": 2}})")),
              IsOk());
  EXPECT_THAT(extraction->unknown_paths, ElementsAre("and more"))
      << "what was dropped might be this format's";
}

TEST_F(ExtractTest, AllBelowAKindOfElementMayBeKnown) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5,
      "modalities": [{"kind": "VIDEO", "count": 2, "more": {"n": 1}},
                     {"kind": "TEXT", "count": 2, "more": {"n": 1}}]}})"),
              IsOk());
  EXPECT_THAT(extraction->unknown_paths,
              ElementsAre("usage.modalities[kind=TEXT].more.n"));
}

TEST_F(ExtractTest, ARuleMayHoldUnlessAPathIsThere) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5},
      "tool": {"searches": 3},
      "output": [{"type": "call", "action": {"type": "search"}}]})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=10 output_tokens=5 web_searches=3");
}

TEST_F(ExtractTest, NumbersThatNoRuleKnowsAreReported) {
  ASSERT_THAT(Read(R"({"model": "big", "created": 1790000000, "extra": 3,
      "usage": {"in": 10, "out": 5, "time": 0.5, "notes": {"a": {"b": 1}},
      "new": 7, "details": {"cached": 1, "deep": {"down": [{"n": 1}]}},
      "as_text": "12", "words": "many", "nothing": null}})"),
              IsOk());
  EXPECT_THAT(
      extraction->unknown_paths,
      ElementsAre("usage.new", "usage.details.deep.down[].n", "usage.as_text"));
}

TEST_F(ExtractTest, EscapedNumbersThatNoRuleKnowsAreReported) {
  ASSERT_THAT(Read(R"({"model": "big", "usage":
      {"in": 10, "out": 5, "new": "\u0031", "text": "\u0061"}})"),
              IsOk());
  EXPECT_THAT(extraction->unknown_paths, ElementsAre("usage.new"));
}

TEST_F(ExtractTest, WhatOnlyAnotherFormatKnowsIsReported) {
  ASSERT_THAT(
      Read(R"({"model": "big", "usage": {"in": 10, "out": 5, "cached": 4}})"),
      IsOk());
  EXPECT_THAT(extraction->unknown_paths, ElementsAre("usage.cached"));
}

TEST_F(ExtractTest, ItemsAreCounted) {
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 10, "out": 5},
      "output": [{"type": "call", "action": {"type": "search"}},
                 {"action": {"query": "x", "type": "search"}, "type": "call"},
                 {"type": "call", "action": {"type": "open"}},
                 {"type": "call", "action": "search"},
                 {"type": "call"}, {"type": "text"}, "call", null, 3]})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=10 output_tokens=5 web_searches=2");
}

TEST_F(ExtractTest, SecondsBecomeMilliseconds) {
  ASSERT_THAT(Read(R"({"model": "big",
      "usage": {"in": 0, "out": 0, "seconds": 3.25}})"),
              IsOk());
  EXPECT_EQ(UsageText(),
            "input_tokens=0 output_tokens=0 input_audio_milliseconds=3250");
}

TEST_F(ExtractTest, MetersHaveParameters) {
  ASSERT_THAT(Read(R"({"model": "big", "quality": "high",
      "usage": {"in": 0, "out": 0, "images": 2}})"),
              IsOk());
  EXPECT_EQ(UsageText(),
            "input_tokens=0 output_tokens=0 output_images=2[quality=high]");
}

TEST_F(ExtractTest, OnceCountsOneForSomeModelsOnly) {
  const std::string usage =
      R"("usage": {"fresh": 1, "out": 2, "grounded": 3}})";
  ASSERT_THAT(Read(absl::StrCat(R"({"model": "one", )", usage)), IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=1 output_tokens=2 web_searches=1");
  ASSERT_THAT(Read(absl::StrCat(R"({"model": "two", )", usage)), IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=1 output_tokens=2 web_searches=3");
}

TEST_F(ExtractTest, WhatIsTakenOffIsAtMostWhatIsThere) {
  ASSERT_THAT(Read(R"({"model": "two",
      "usage": {"fresh": 1, "out": 5, "not_out": 2}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=1 output_tokens=3");
  EXPECT_THAT(Read(R"({"model": "two",
      "usage": {"fresh": 1, "out": 5, "not_out": 6}})"),
              FailsWith(kInvalid, "USAGE_INCONSISTENT"));
}

TEST_F(ExtractTest, ASumThatIsNoneIsRefused) {
  EXPECT_THAT(
      Read(R"({"model": "big", "usage": {"in": 10, "out": 5, "total": 15}})"),
      IsOk());
  const absl::Status status =
      Read(R"({"model": "big", "usage": {"in": 10, "out": 5, "total": 16}})");
  EXPECT_THAT(status, FailsWith(kInvalid, "USAGE_INCONSISTENT"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("usage.total is 16, which is not the sum of usage.in "
                        "(10) and usage.out (5)"));
}

TEST_F(ExtractTest, FactsAreRead) {
  ASSERT_THAT(Read(R"({"id": "r-1", "model": "big", "created": 1790000000,
      "tier": "default",
      "usage": {"in": 1, "out": 2, "ticks": 37756000}})"),
              IsOk());
  EXPECT_EQ(extraction->model, "big");
  EXPECT_EQ(extraction->response_id, "r-1");
  EXPECT_EQ(extraction->service_tier, "standard");
  EXPECT_EQ(extraction->time, absl::FromUnixSeconds(1790000000));
  ASSERT_TRUE(extraction->reported_cost.has_value());
  EXPECT_EQ(FormatMoney(*extraction->reported_cost), "0.0037756");
}

TEST_F(ExtractTest, TimesMayBeText) {
  ASSERT_THAT(Read(R"({"model": "big", "created": "2026-09-21T00:00:00.5Z",
      "usage": {"in": 1, "out": 2}})"),
              IsOk());
  EXPECT_EQ(extraction->time,
            TimeOf("2026-09-21T00:00:00Z") + absl::Milliseconds(500));
}

TEST_F(ExtractTest, TimesThatAreNoneAreNotTaken) {
  for (const char* created : {"0", "-5", "1e300", "\"now\"", "true", "{}"}) {
    ASSERT_THAT(Read(absl::StrCat(R"({"model": "big", "created": )", created,
                                  R"(, "usage": {"in": 1, "out": 2}})")),
                IsOk())
        << created;
    EXPECT_EQ(extraction->time, std::nullopt) << created;
  }
}

TEST_F(ExtractTest, TiersMeanThemselvesOrNothing) {
  const std::string usage = R"("usage": {"in": 1, "out": 2}})";
  ASSERT_THAT(Read(absl::StrCat(R"({"model": "big", "tier": "flex",)", usage)),
              IsOk());
  EXPECT_EQ(extraction->service_tier, "flex");
  ASSERT_THAT(
      Read(absl::StrCat(R"({"model": "big", "tier": "unknown",)", usage)),
      IsOk());
  EXPECT_EQ(extraction->service_tier, "");
}

TEST_F(ExtractTest, AnEnvelopeMayFixTheTier) {
  ASSERT_THAT(Read(R"({"custom_id": "1", "response": {"status_code": 200,
      "body": {"model": "big", "tier": "default",
               "usage": {"in": 1, "out": 2}}}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=1 output_tokens=2");
  EXPECT_EQ(extraction->service_tier, "batch");
  EXPECT_EQ(extraction->quantities[0].path, "response.body.usage.in");
}

TEST_F(ExtractTest, UsageInTwoEnvelopesIsRefused) {
  EXPECT_THAT(Read(R"({"model": "big", "usage": {"out": 3},
      "response": {"body": {"usage": {"in": 7}}}})"),
              FailsWith(kInvalid, "USAGE_INCONSISTENT"));
}

TEST_F(ExtractTest, ABareUsageObjectIsAPayload) {
  model = "big";
  api = "chat";
  ASSERT_THAT(Read(R"({"in": 10, "out": 5, "details": {"cached": 4},
      "new": 1, "time": 3})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=10 cache_read_tokens=4 output_tokens=5");
  EXPECT_EQ(extraction->quantities[1].path, "details.cached");
  EXPECT_THAT(extraction->unknown_paths, ElementsAre("new"));
}

TEST_F(ExtractTest, ZerosMayBeLeftOut) {
  ASSERT_THAT(Read(R"({"turn": {"in": 3, "total": 3}})"), IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=3 output_tokens=0");
  EXPECT_THAT(Read(R"({"turn": {"in": 3, "total": 4}})"),
              FailsWith(kInvalid, "USAGE_INCONSISTENT"));
}

TEST_F(ExtractTest, InAStreamTheLastValueWins) {
  ASSERT_THAT(ReadEvents({R"({"type": "start", "message": {"model": "two",
                        "usage": {"fresh": 10, "cached": 4, "out": 1}}})",
                          R"({"type": "delta", "delta": {"text": "x"}})",
                          R"({"type": "delta", "delta": {"stop": "end"},
                        "usage": {"out": 7}})"}),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=14 cache_read_tokens=4 output_tokens=7");
  EXPECT_EQ(extraction->model, "two");
}

TEST_F(ExtractTest, AStreamWithoutItsEndIsRefused) {
  EXPECT_THAT(ReadEvents({R"({"type": "start", "message": {"model": "two",
                        "usage": {"fresh": 10, "out": 1}}})",
                          R"({"type": "delta", "delta": {"text": "x"}})"}),
              FailsWith(kPrecondition, "STREAM_INCOMPLETE"));
}

TEST_F(ExtractTest, OneEventOfAStreamIsNoResponse) {
  const std::string usage = R"("usage": {"in": 1, "out": 2}})";
  EXPECT_THAT(Read(absl::StrCat(R"({"model": "big",
                  "choices": [{"finish": null}], )",
                                usage)),
              FailsWith(kPrecondition, "STREAM_INCOMPLETE"));
  EXPECT_THAT(Read(absl::StrCat(R"({"model": "big", "choices": [], )", usage)),
              IsOk());
  EXPECT_THAT(Read(absl::StrCat(R"({"model": "big", )", usage)), IsOk());
}

TEST_F(ExtractTest, EventsThatReportTheirOwnAddUp) {
  ASSERT_THAT(ReadEvents({R"({"turn": {"in": 3, "out": 1, "total": 4}})",
                          R"({"turn": {"in": 5, "total": 5}})"}),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=8 output_tokens=1");
}

TEST_F(ExtractTest, ASumOfEventsNeedsACountInEachOfThem) {
  for (const char* no_count : {"-1", "1.5", "true", "{}", "1e30"}) {
    EXPECT_THAT(ReadEvents({absl::StrCat(R"({"turn": {"in": )", no_count, "}}"),
                            R"({"turn": {"in": 2}})"}),
                FailsWith(kInvalid, "INVALID_COUNT"))
        << no_count;
  }
}

TEST_F(ExtractTest, SumsBeyond64BitsAreRefused) {
  const std::string half = R"({"turn": {"in": 9223372036854775807}})";
  EXPECT_THAT(ReadEvents({half, half}), FailsWith(kInvalid, "INVALID_COUNT"));
  EXPECT_THAT(Read(R"({"model": "two", "usage": {"out": 1,
                  "fresh": 9223372036854775807, "cached": 1}})"),
              FailsWith(kInvalid, "INVALID_COUNT"));
  EXPECT_THAT(Read(R"({"model": "big", "usage": {"in": 1, "out": 1,
      "modalities": [{"kind": "AUDIO", "count": 9223372036854775807},
                     {"kind": "AUDIO", "count": 1}]}})"),
              FailsWith(kInvalid, "INVALID_COUNT"));
}

TEST_F(ExtractTest, AReaderForgetsTheResponseBefore) {
  ASSERT_THAT(Read(R"({"id": "a", "model": "big", "tier": "flex",
      "usage": {"in": 10, "out": 5, "details": {"cached": 4}}})"),
              IsOk());
  ASSERT_THAT(Read(R"({"model": "big", "usage": {"in": 1, "out": 2}})"),
              IsOk());
  EXPECT_EQ(UsageText(), "input_tokens=1 output_tokens=2");
  EXPECT_EQ(extraction->service_tier, "");
  EXPECT_EQ(extraction->response_id, "");
}

}  // namespace
}  // namespace ratecard
