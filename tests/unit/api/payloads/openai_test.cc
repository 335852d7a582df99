// Chat completions of OpenAI and Azure. Prices in USD per 1M tokens, input /
// cached input / output, in November 2026:
//   gpt-5.4           2.50 / 0.25 / 15     model-prices openai/gpt-5.4;
//                                          litellm.model_prices.json["gpt-5.4"]
//   gpt-6.1-terra     1 / 0.05 / 5, written to the cache 1.25
//                                          genai-prices openai/gpt-6.1-terra
//   gpt-audio-1.5     2.50 / - / 10, audio 32 in, 64 out
//                                          litellm.model_prices.json["gpt-audio-1.5"]
//   gpt-5-search-api  1.25 / 0.125 / 10, a search 0.01
//                                          genai-prices openai/gpt-5-search-api

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

class OpenAiChatPayload : public PayloadFixture {};

constexpr char kPlain[] = R"json({
  "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
  "object": "chat.completion",
  "created": 1795176000,
  "model": "gpt-5.4-2026-03-05",
  "choices": [
    {
      "index": 0,
      "message": {
        "role": "assistant",
        "content": "Hello! How can I assist you today?",
        "refusal": null,
        "annotations": []
      },
      "logprobs": null,
      "finish_reason": "stop"
    }
  ],
  "usage": {
    "prompt_tokens": 19,
    "completion_tokens": 10,
    "total_tokens": 29,
    "prompt_tokens_details": {
      "cached_tokens": 0,
      "audio_tokens": 0
    },
    "completion_tokens_details": {
      "reasoning_tokens": 0,
      "audio_tokens": 0,
      "accepted_prediction_tokens": 0,
      "rejected_prediction_tokens": 0
    }
  },
  "service_tier": "default",
  "system_fingerprint": null
})json";

TEST_F(OpenAiChatPayload, SaysAllThatThePriceNeeds) {
  const auto priced = Price(kPlain);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 19 cache_read_tokens: 0 audio_input_tokens: 0 "
            "output_tokens: 10 reasoning_tokens: 0 audio_output_tokens: 0");
  // 19 x 2.50 + 10 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001975");
  EXPECT_EQ(priced->estimate().model(), "providers/openai/models/gpt-5.4");
  EXPECT_EQ(priced->estimate().as_of().seconds(), 1795176000);
  EXPECT_EQ(priced->extracted().provider(), "openai");
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_TRUE(priced->extracted().detected());
  EXPECT_EQ(priced->extracted().model(), "gpt-5.4-2026-03-05");
  EXPECT_EQ(priced->extracted().service_tier(), "standard");
  EXPECT_EQ(priced->extracted().create_time().seconds(), 1795176000);
  EXPECT_EQ(priced->extracted().response_id(),
            "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT");
  EXPECT_EQ(priced->extracted().documents(), 1);
  EXPECT_FALSE(priced->extracted().has_reported_cost());
  EXPECT_FALSE(priced->has_difference());
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  EXPECT_THAT(priced->estimate().warnings(), IsEmpty());
}

TEST_F(OpenAiChatPayload, NeedsNoDetectionWhereProviderAndApiAreNamed) {
  const auto priced =
      Price(kPlain, R"(provider: "openai" api: "completions" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_FALSE(priced->extracted().detected());
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001975");
}

TEST_F(OpenAiChatPayload, SaysWhereEachQuantityWas) {
  const auto priced = Price(kPlain);
  ASSERT_THAT(priced, IsOk());
  const auto& quantities = priced->extracted().quantities();
  ASSERT_FALSE(quantities.empty());
  EXPECT_EQ(quantities[0].path(), "usage.prompt_tokens");
  EXPECT_EQ(quantities[0].quantity(), 19);
  EXPECT_THAT(quantities[0].fields(), testing::ElementsAre("input_tokens"));
}

TEST_F(OpenAiChatPayload, OpenAiInputIncludesCachedTokens) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-CachedPrefix0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-5.4",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "Paris.", "refusal": null}}],
    "usage": {
      "prompt_tokens": 2006,
      "completion_tokens": 300,
      "total_tokens": 2306,
      "prompt_tokens_details": {"cached_tokens": 1920},
      "completion_tokens_details": {"reasoning_tokens": 0}
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 2006 cache_read_tokens: 1920 output_tokens: 300 "
            "reasoning_tokens: 0");
  // 86 x 2.50 + 1,920 x 0.25 + 300 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.005195");
}

TEST_F(OpenAiChatPayload, WrittenTokensAreOfTheInputToo) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-CacheWrite0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-6.1-terra",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "Done."}}],
    "usage": {
      "prompt_tokens": 10000,
      "completion_tokens": 200,
      "total_tokens": 10200,
      "prompt_tokens_details": {
        "cached_tokens": 4000, "cache_write_tokens": 5000,
        "text_tokens": 10000}
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 10000 cache_read_tokens: 4000 "
            "cache_write_tokens: 5000 output_tokens: 200");
  // 1,000 x 1 + 4,000 x 0.05 + 5,000 x 1.25 + 200 x 5.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00845");
}

TEST_F(OpenAiChatPayload, ReasoningIsPartOfTheCompletion) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-Reasoning0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-5.4",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "42"}}],
    "usage": {
      "prompt_tokens": 82,
      "completion_tokens": 1024,
      "total_tokens": 1106,
      "prompt_tokens_details": {"cached_tokens": 0},
      "completion_tokens_details": {
        "reasoning_tokens": 832, "audio_tokens": 0, "text_tokens": 192,
        "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 7}
    },
    "service_tier": "default"
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 82 cache_read_tokens: 0 output_tokens: 1024 "
            "reasoning_tokens: 832 audio_output_tokens: 0");
  // 82 x 2.50 + 1,024 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.015565");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
}

TEST_F(OpenAiChatPayload, AudioHasPricesOfItsOwn) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-Audio0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-audio-1.5",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": null, "audio":
            {"id": "audio_abc", "expires_at": 1795179600, "data": "UklGRg==",
             "transcript": "Yes."}}}],
    "usage": {
      "prompt_tokens": 60,
      "completion_tokens": 200,
      "total_tokens": 260,
      "prompt_tokens_details": {
        "cached_tokens": 0, "audio_tokens": 40, "text_tokens": 20,
        "image_tokens": 0},
      "completion_tokens_details": {
        "reasoning_tokens": 0, "audio_tokens": 150, "text_tokens": 50}
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 60 cache_read_tokens: 0 audio_input_tokens: 40 "
            "image_input_tokens: 0 output_tokens: 200 reasoning_tokens: 0 "
            "audio_output_tokens: 150");
  // 20 x 2.50 + 40 x 32 + 50 x 10 + 150 x 64.
  EXPECT_EQ(Text(priced->estimate().total()), "0.01143");
}

TEST_F(OpenAiChatPayload, ImagesAreBilledAsInput) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-Image0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-5.4",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "A boardwalk through a meadow."}}],
    "usage": {
      "prompt_tokens": 1120,
      "completion_tokens": 46,
      "total_tokens": 1166,
      "prompt_tokens_details": {"image_tokens": 1105, "text_tokens": 15}
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1120 image_input_tokens: 1105 output_tokens: 46");
  // 1,120 x 2.50 + 46 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00349");
}

TEST_F(OpenAiChatPayload, SeveralChoicesWithToolsAreOneResponse) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-Tools0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-5.4",
    "choices": [
      {"index": 0, "finish_reason": "tool_calls", "logprobs": null, "message":
        {"role": "assistant", "content": null, "tool_calls": [
          {"id": "call_abc123", "type": "function", "function":
            {"name": "get_current_weather",
             "arguments": "{\n\"location\": \"Boston, MA\"\n}"}}]}},
      {"index": 1, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "It is cold."}}],
    "usage": {
      "prompt_tokens": 82, "completion_tokens": 17, "total_tokens": 99}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 82 output_tokens: 17");
  // 82 x 2.50 + 17 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00046");
}

constexpr char kStream[] =
    R"(data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aK9"}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x"}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1795176000,"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[],"usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}

data: [DONE]

)";

TEST_F(OpenAiChatPayload, StreamCostsWhatTheWholeResponseDoes) {
  const auto priced = Price(kStream);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 19 cache_read_tokens: 0 audio_input_tokens: 0 "
            "output_tokens: 10 reasoning_tokens: 0 audio_output_tokens: 0");
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001975");
  EXPECT_EQ(priced->extracted().documents(), 4);
  EXPECT_EQ(priced->extracted().response_id(), "chatcmpl-123");
  EXPECT_EQ(priced->extracted().service_tier(), "standard");
}

TEST_F(OpenAiChatPayload, StreamWithoutUsageIsRefused) {
  const std::string stream = kStream;
  // What the API sends unless it is asked for usage.
  EXPECT_EQ(ReasonOf(stream.substr(0, stream.rfind("data: {"))),
            "USAGE_MISSING");
}

TEST_F(OpenAiChatPayload, LineOfABatchOutputFile) {
  const auto priced = Price(R"json({
    "id": "batch_req_wnaDys", "custom_id": "request-2",
    "response": {"status_code": 200, "request_id": "req_c187b3", "body": {
      "id": "chatcmpl-9758Iw", "object": "chat.completion",
      "created": 1795176000, "model": "gpt-5.4",
      "choices": [{"index": 0, "finish_reason": "stop", "message":
          {"role": "assistant", "content": "2 + 2 equals 4."}}],
      "usage": {"prompt_tokens": 24, "completion_tokens": 15,
                "total_tokens": 39},
      "service_tier": "default", "system_fingerprint": null}},
    "error": null
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().service_tier(), "batch");
  EXPECT_EQ(priced->extracted().response_id(), "chatcmpl-9758Iw");
  EXPECT_EQ(priced->estimate().service_tier(), "batch");
  EXPECT_EQ(priced->extracted().quantities(0).path(),
            "response.body.usage.prompt_tokens");
  // 24 x 1.25 + 15 x 7.50, half of each.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001425");
}

// `service_tier` replaces the one of the plain response.
std::string InServiceTier(const std::string& service_tier) {
  std::string payload = kPlain;
  const std::string standard = "\"default\"";
  return payload.replace(payload.find(standard), standard.size(),
                         '"' + service_tier + '"');
}

TEST_F(OpenAiChatPayload, FlexAndPriorityHavePricesOfTheirOwn) {
  const auto flex = Price(InServiceTier("flex"));
  ASSERT_THAT(flex, IsOk());
  EXPECT_EQ(flex->estimate().service_tier(), "flex");
  // 19 x 1.25 + 10 x 7.50.
  EXPECT_EQ(Text(flex->estimate().total()), "0.00009875");

  const auto priority = Price(InServiceTier("priority"));
  ASSERT_THAT(priority, IsOk());
  EXPECT_EQ(priority->estimate().service_tier(), "priority");
  // 19 x 5 + 10 x 30.
  EXPECT_EQ(Text(priority->estimate().total()), "0.000395");

  const auto by_default = Price(InServiceTier("auto"));
  ASSERT_THAT(by_default, IsOk());
  EXPECT_EQ(by_default->estimate().service_tier(), "standard");
}

TEST_F(OpenAiChatPayload, ServiceTierWithoutPricesIsNotStandard) {
  EXPECT_EQ(ReasonOf(InServiceTier("scale")), "SERVICE_TIER_NOT_OFFERED");
}

TEST_F(OpenAiChatPayload, RequestGoesBeforeTheResponse) {
  const auto priced =
      Price(kPlain,
            R"(service_tier: "flex" as_of { seconds: 1795000000 }
         model: "openai/gpt-6.1-terra")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->estimate().as_of().seconds(), 1795000000);
  // 19 x 0.50 + 10 x 2.50.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0000345");
  EXPECT_EQ(priced->extracted().model(), "gpt-5.4-2026-03-05");
}

TEST_F(OpenAiChatPayload, SearchModelsBillASearchBesideTheTokens) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-Search0001",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-5-search-api-2025-10-14",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "It opened in 1889.", "annotations":
          [{"type": "url_citation", "url_citation":
            {"start_index": 0, "end_index": 4, "title": "t",
             "url": "https://example.com"}}]}}],
    "usage": {
      "prompt_tokens": 13, "completion_tokens": 500, "total_tokens": 513}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 13 output_tokens: 500 web_searches: 1");
  // 13 x 1.25 + 500 x 10, per million, + 1 x 0.01.
  EXPECT_EQ(Text(priced->estimate().total()), "0.01501625");
}

TEST_F(OpenAiChatPayload, OlderCompletionsAreReadLikewise) {
  const auto priced = Price(R"json({
    "id": "cmpl-uqkvlQyYK7bGYrRHQ0eXlWi7",
    "object": "text_completion",
    "created": 1770000000,
    "model": "gpt-3.5-turbo-instruct",
    "system_fingerprint": "fp_44709d6fcb",
    "choices": [{"text": "\n\nThis is indeed a test", "index": 0,
                 "logprobs": null, "finish_reason": "length"}],
    "usage": {
      "prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
  })json");
  ASSERT_THAT(priced, IsOk());
  // 5 x 1.50 + 7 x 2. Source: genai-prices openai/gpt-3.5-turbo-instruct.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0000215");
}

TEST_F(OpenAiChatPayload, UsageObjectAloneIsEnough) {
  const auto priced = Price(
      R"json({"prompt_tokens": 82, "completion_tokens": 17,
              "total_tokens": 99,
              "prompt_tokens_details": {"cached_tokens": 64}})json",
      R"(provider: "openai" model: "gpt-5.4"
         as_of { seconds: 1795176000 })");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_EQ(priced->extracted().model(), "");
  EXPECT_EQ(priced->extracted().quantities(0).path(), "prompt_tokens");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 82 cache_read_tokens: 64 output_tokens: 17");
  // 18 x 2.50 + 64 x 0.25 + 17 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000316");
}

TEST_F(OpenAiChatPayload, MissingAndNullFieldsAreUnknown) {
  const auto priced = Price(R"json({
    "id": null, "created": 1795176000, "model": "gpt-5.4",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {}}],
    "usage": {
      "prompt_tokens": 82, "completion_tokens": 17, "total_tokens": null,
      "prompt_tokens_details": {"cached_tokens": null, "audio_tokens": null},
      "completion_tokens_details": null}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 82 output_tokens: 17");
  EXPECT_EQ(Text(priced->estimate().total()), "0.00046");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
}

TEST_F(OpenAiChatPayload, ResponseWithoutATimeIsPricedAsOfNow) {
  const auto priced = Price(R"json({
    "object": "chat.completion", "model": "gpt-5.4", "choices": [],
    "usage": {"prompt_tokens": 82, "completion_tokens": 17}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_THAT(CodesOf(priced->estimate().warnings()),
              Contains(v1::WARNING_CODE_TIME_ASSUMED));
  EXPECT_EQ(Text(priced->estimate().total()), "0.00046");
}

class AzureChatPayload : public PayloadFixture {};

TEST_F(AzureChatPayload, ContentFilterResultsAreNoUsage) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-6v7mkQj980V1yBec6ETrKPRqFjNw9",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gpt-5.4-2026-03-05",
    "prompt_filter_results": [{"prompt_index": 0, "content_filter_results":
        {"hate": {"filtered": false, "severity": "safe"}}}],
    "choices": [{"index": 0, "finish_reason": "stop",
        "content_filter_results": {"hate": {"filtered": false,
                                            "severity": "safe"}},
        "message": {"role": "assistant", "content": "Yes."}}],
    "usage": {
      "prompt_tokens": 1009, "completion_tokens": 31, "total_tokens": 1040,
      "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": 512},
      "completion_tokens_details": {"reasoning_tokens": 0}},
    "service_tier": "default"
  })json",
                            R"(provider: "azure")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "azure");
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_EQ(priced->estimate().model(),
            "providers/azure/models/gpt-5.4-2026-03-05");
  // 497 x 2.50 + 512 x 0.25 + 31 x 15.
  // Source: litellm.model_prices.json["azure/gpt-5.4-2026-03-05"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0018355");
}

TEST_F(AzureChatPayload, DataZoneIsOfTheRequest) {
  const auto priced = Price(kPlain, R"(provider: "azure" region: "eu")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->estimate().region(), "eu");
  // 19 x 2.75 + 10 x 16.50.
  // Source: litellm.model_prices.json["azure/eu/gpt-5.4"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.00021725");
}

}  // namespace
}  // namespace ratecard
