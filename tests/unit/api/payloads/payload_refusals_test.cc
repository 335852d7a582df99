// What payloads are refused for, and what they are warned of, whatever the
// provider: with the usage of OpenAI's chat completions.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/status_proto.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using ::testing::Contains;
using ::testing::Not;

class PayloadRefusals : public PayloadFixture {
 protected:
  // A response with that usage.
  static std::string WithUsage(const std::string& usage) {
    return R"({"id": "chatcmpl-1", "object": "chat.completion",)"
           R"( "created": 1795176000, "model": "gpt-5.4", "choices":)"
           R"( [{"index": 0, "finish_reason": "stop", "message": {}}],)"
           R"( "usage": )" +
           usage + "}";
  }

  // One that has `count` prompt tokens.
  static std::string WithCount(const std::string& count) {
    return WithUsage(R"({"completion_tokens": 0, "prompt_tokens": )" + count +
                     "}");
  }
};

TEST_F(PayloadRefusals, CountsMayBeWrittenInAnyWay) {
  for (const char* count : {"12", "12.0", "\"12\"", "1.2e1", "120e-1"}) {
    const auto extracted = Extract(WithCount(count));
    ASSERT_THAT(extracted, IsOk()) << count;
    EXPECT_EQ(UsageText(extracted->extracted()),
              "input_tokens: 12 output_tokens: 0")
        << count;
  }
}

TEST_F(PayloadRefusals, CountsAreWholeAndNotNegative) {
  for (const char* count : {"1.5", "-1", "true", "\"x\"", "1e30",
                            "9223372036854775808", "[12]", "{\"value\": 12}"}) {
    EXPECT_EQ(ReasonOf(WithCount(count)), "INVALID_COUNT") << count;
  }
}

TEST_F(PayloadRefusals, InvalidCountNamesItsPath) {
  const auto extracted = Extract(WithCount("1.5"));
  EXPECT_THAT(extracted.status().message(),
              testing::HasSubstr("usage.prompt_tokens"));
}

TEST_F(PayloadRefusals, TopLevelTotalDoesNotFit) {
  // As of servers that leave reasoning out of the completion.
  EXPECT_EQ(ReasonOf(WithUsage(R"({"prompt_tokens": 20, "total_tokens": 130,
                                   "completion_tokens": 10})")),
            "USAGE_INCONSISTENT");
  EXPECT_EQ(ReasonOf(WithUsage(R"({"prompt_tokens": 20, "total_tokens": 29,
                                   "completion_tokens": 10})")),
            "USAGE_INCONSISTENT");
}

TEST_F(PayloadRefusals, PartsDoNotExceedTheirWhole) {
  EXPECT_EQ(ReasonOf(WithUsage(R"({"prompt_tokens": 20, "total_tokens": 30,
                                   "completion_tokens": 10,
                                   "prompt_tokens_details":
                                     {"cached_tokens": 21}})")),
            "USAGE_INCONSISTENT");
  EXPECT_EQ(ReasonOf(WithUsage(R"({"prompt_tokens": 20, "total_tokens": 30,
                                   "completion_tokens": 10,
                                   "completion_tokens_details":
                                     {"reasoning_tokens": 11}})")),
            "USAGE_INCONSISTENT");
}

TEST_F(PayloadRefusals, UnknownUsageFieldIsWarnedOf) {
  const std::string payload =
      WithUsage(R"({"prompt_tokens": 19, "completion_tokens": 10,
                    "total_tokens": 29, "tool_credits": 3,
                    "prompt_tokens_details": {"hologram_tokens": 4},
                    "note": "not a number", "more": {"deep": [1, 2]}})");
  const auto priced = Price(payload);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001975");
  EXPECT_THAT(
      priced->extracted().unknown_paths(),
      testing::IsSupersetOf({"usage.tool_credits",
                             "usage.prompt_tokens_details.hologram_tokens"}));
  EXPECT_THAT(priced->extracted().unknown_paths(), Not(Contains("usage.note")));
  EXPECT_THAT(CodesOf(priced->estimate().warnings()),
              Contains(v1::WARNING_CODE_USAGE_FIELD_UNKNOWN));

  EXPECT_EQ(ReasonOf(payload, "strict: true"), "USAGE_FIELD_UNKNOWN");
}

TEST_F(PayloadRefusals, ErrorsFitIntoHeadersWhateverIsUnknown) {
  std::string usage = R"({"prompt_tokens": 19, "completion_tokens": 10)";
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&usage, ", \"new_", i, "\": ");
    for (int depth = 0; depth < 50; ++depth) {
      absl::StrAppend(&usage, "{\"", std::string(80, 'x'), "\": ");
    }
    absl::StrAppend(&usage, 1, std::string(50, '}'));
  }
  const auto priced = Price(WithUsage(usage + "}"), "strict: true");
  EXPECT_EQ(DetailOf(priced.status()).reason, "USAGE_FIELD_UNKNOWN");
  EXPECT_THAT(std::string(priced.status().message()),
              testing::EndsWith(" and 59 more"));
  EXPECT_LT(ToStatusProto(priced.status()).ByteSizeLong(), 8192u);
}

TEST_F(PayloadRefusals, TopLevelCachedTokensAreNotCountedTwice) {
  const auto both =
      Extract(WithUsage(R"({"prompt_tokens": 20, "completion_tokens": 10,
                    "total_tokens": 30, "cached_tokens": 8,
                    "prompt_tokens_details": {"cached_tokens": 8}})"));
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(UsageText(both->extracted()),
            "input_tokens: 20 cache_read_tokens: 8 output_tokens: 10");
  const auto one =
      Extract(WithUsage(R"({"prompt_tokens": 20, "completion_tokens": 10,
                    "total_tokens": 30, "cached_tokens": 8})"));
  ASSERT_THAT(one, IsOk());
  EXPECT_EQ(UsageText(one->extracted()), UsageText(both->extracted()));
}

TEST_F(PayloadRefusals, ResponseWithoutUsageIsNoZero) {
  for (const char* usage :
       {"null", "{}", R"({"total_tokens": 5})", R"({"prompt_tokens": 5})",
        R"({"prompt_tokens": 5,
                                "completion_tokens": null})"}) {
    EXPECT_EQ(ReasonOf(WithUsage(usage)), "USAGE_MISSING") << usage;
  }
  const auto priced = Price(WithUsage("null"));
  EXPECT_THAT(DetailOf(priced.status()).metadata,
              Contains(testing::Pair(
                  "missing", testing::HasSubstr("usage.prompt_tokens"))));
}

TEST_F(PayloadRefusals, AnErrorIsNoResponse) {
  EXPECT_EQ(ReasonOf(R"json({"error": {"message": "Incorrect API key",
                             "type": "invalid_request_error", "param": null,
                             "code": "invalid_api_key"}})json"),
            "FORMAT_UNKNOWN");
}

TEST_F(PayloadRefusals, CutShortStream) {
  // Some servers report usage in every event; the last one is missing.
  constexpr char kEvents[] =
      R"(data: {"id":"c-1","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","choices":[{"index":0,"delta":{"content":"H"},"finish_reason":null}],"usage":{"prompt_tokens":19,"completion_tokens":1,"total_tokens":20}}

data: {"id":"c-1","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","choices":[{"index":0,"delta":{"content":"i"},"finish_reason":null}],"usage":{"prompt_tokens":19,"completion_tokens":2,"total_tokens":21}}

)";
  EXPECT_EQ(ReasonOf(kEvents), "STREAM_INCOMPLETE");

  const auto whole = Price(
      std::string(kEvents) +
      R"(data: {"id":"c-1","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":19,"completion_tokens":3,"total_tokens":22}}

data: [DONE]

)");
  ASSERT_THAT(whole, IsOk());
  // Running totals: the last ones hold.
  EXPECT_EQ(UsageText(whole->extracted()), "input_tokens: 19 output_tokens: 3");
}

TEST_F(PayloadRefusals, KeysAreUnique) {
  EXPECT_EQ(ReasonOf(WithUsage(R"({"prompt_tokens": 19, "prompt_tokens": 1,
                                   "completion_tokens": 10})")),
            "INVALID_JSON");
}

TEST_F(PayloadRefusals, WhatIsNoJson) {
  for (const char* payload :
       {"{", "{\"usage\": }", "hello", "[1, 2]", "\"usage\"", "\xff\xfe"}) {
    EXPECT_EQ(ReasonOf(payload), "INVALID_JSON") << payload;
  }
  EXPECT_EQ(ReasonOf(""), "PAYLOAD_REQUIRED");
}

TEST_F(PayloadRefusals, ApiAndProviderMustExist) {
  const std::string payload =
      WithUsage(R"({"prompt_tokens": 19, "completion_tokens": 10})");
  EXPECT_EQ(ReasonOf(payload, R"(provider: "openai" api: "chatt")"),
            "UNKNOWN_API");
  EXPECT_EQ(ReasonOf(payload, R"(provider: "openay" api: "chat")"),
            "PROVIDER_NOT_FOUND");
}

TEST_F(PayloadRefusals, ModelThatNobodyKnowsIsNotPriced) {
  std::string payload =
      WithUsage(R"({"prompt_tokens": 19, "completion_tokens": 10})");
  payload.replace(payload.find("gpt-5.4"), 7, "gpt-5.4-x");
  EXPECT_EQ(ReasonOf(payload), "MODEL_NOT_FOUND");
  // Its usage can be read all the same.
  EXPECT_THAT(Extract(payload), IsOk());
}

}  // namespace
}  // namespace ratecard
