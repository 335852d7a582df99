// Responses of the Messages API, as its reference shows them.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// 2026-11-20T12:00:00Z
constexpr char kAsOf[] = "as_of { seconds: 1795176000 }";

// Prices of claude-opus-5-5: 4 in, 0.2 read, 5 written for 5 minutes, 8 for 1
// hour, 20 out per 1,000,000 tokens; 10 per 1,000 searches. Source: LiteLLM
// 2026-11; https://platform.claude.com/docs/en/about-claude/pricing
class AnthropicMessagesPayload : public PayloadFixture {};

TEST_F(AnthropicMessagesPayload, Plain) {
  const auto response = Price(R"json({
    "id": "msg_01XFDUDYJgAACzvnptvVoYEL",
    "type": "message",
    "role": "assistant",
    "content": [{"type": "text", "text": "Hello!"}],
    "model": "claude-opus-5-5",
    "stop_reason": "end_turn",
    "stop_sequence": null,
    "usage": {
      "input_tokens": 12,
      "output_tokens": 6
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::ExtractedUsage& extracted = response->extracted();
  EXPECT_EQ(UsageText(extracted), "input_tokens: 12 output_tokens: 6");
  // (12 x 4 + 6 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000168");
  EXPECT_EQ(extracted.provider(), "anthropic");
  EXPECT_EQ(extracted.api(), "messages");
  EXPECT_TRUE(extracted.detected());
  EXPECT_EQ(extracted.model(), "claude-opus-5-5");
  EXPECT_EQ(extracted.response_id(), "msg_01XFDUDYJgAACzvnptvVoYEL");
  EXPECT_EQ(extracted.documents(), 1);
  EXPECT_FALSE(extracted.has_create_time());
  EXPECT_THAT(CodesOf(response->estimate().warnings()), IsEmpty());
}

TEST_F(AnthropicMessagesPayload, TimeIsAssumedSinceNoResponseSaysIt) {
  const auto response = Price(R"json({
    "type": "message", "model": "claude-opus-5-5",
    "usage": {"input_tokens": 12, "output_tokens": 6}
  })json");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(CodesOf(response->estimate().warnings()),
              ElementsAre(v1::WARNING_CODE_TIME_ASSUMED));
}

TEST_F(AnthropicMessagesPayload, AnthropicInputExcludesCachedTokens) {
  const auto response = Price(R"json({
    "id": "msg_013Zva2CMHLNnjNjJKqJ2EF",
    "type": "message",
    "role": "assistant",
    "model": "claude-opus-5-5",
    "content": [
      {"type": "thinking", "thinking": "", "signature": "EqQBCgIYAh"},
      {"type": "text", "text": "The treaty says so."}
    ],
    "stop_reason": "end_turn",
    "usage": {
      "input_tokens": 50,
      "cache_creation_input_tokens": 0,
      "cache_read_input_tokens": 100000,
      "cache_creation": {
        "ephemeral_5m_input_tokens": 0,
        "ephemeral_1h_input_tokens": 0
      },
      "output_tokens": 500,
      "output_tokens_details": {"thinking_tokens": 200},
      "service_tier": "standard",
      "inference_geo": "global",
      "server_tool_use": null
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 100050 cache_read_tokens: 100000 "
            "cache_write_tokens: 0 cache_write_5m_tokens: 0 "
            "cache_write_1h_tokens: 0 output_tokens: 500 "
            "reasoning_tokens: 200");
  // (50 x 4 + 100,000 x 0.2 + 500 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0302");
  EXPECT_EQ(response->extracted().service_tier(), "standard");
  EXPECT_EQ(response->extracted().region(), "");
  EXPECT_THAT(CodesOf(response->estimate().warnings()), IsEmpty());
}

TEST_F(AnthropicMessagesPayload,
       AnthropicCacheCreationObjectStandsBesideItsSum) {
  const auto response = Price(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 21,
      "cache_creation_input_tokens": 3000,
      "cache_read_input_tokens": 0,
      "cache_creation": {
        "ephemeral_5m_input_tokens": 1000,
        "ephemeral_1h_input_tokens": 2000
      },
      "output_tokens": 10
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 3021 cache_read_tokens: 0 cache_write_tokens: 3000 "
            "cache_write_5m_tokens: 1000 cache_write_1h_tokens: 2000 "
            "output_tokens: 10");
  // (21 x 4 + 1,000 x 5 + 2,000 x 8 + 10 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.021284");
  bool found = false;
  for (const auto& quantity : response->extracted().quantities()) {
    if (quantity.path() == "usage.cache_creation.ephemeral_1h_input_tokens") {
      found = true;
      EXPECT_EQ(quantity.quantity(), 2000);
      EXPECT_THAT(quantity.fields(), ElementsAre("cache_write_1h_tokens"));
    }
  }
  EXPECT_TRUE(found);
}

// What the object leaves over is written for 5 minutes.
TEST_F(AnthropicMessagesPayload, WritesWithoutALifetime) {
  const auto response = Price(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 2095,
      "cache_creation_input_tokens": 2051,
      "cache_read_input_tokens": 2051,
      "cache_creation": {
        "ephemeral_5m_input_tokens": 0,
        "ephemeral_1h_input_tokens": 0
      },
      "output_tokens": 503,
      "service_tier": "standard"
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (2,095 x 4 + 2,051 x 0.2 + 2,051 x 5 + 503 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0291052");
}

TEST_F(AnthropicMessagesPayload, MoreWritesByLifetimeThanWrites) {
  EXPECT_EQ(ReasonOf(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 9000,
      "cache_creation_input_tokens": 100,
      "cache_creation": {"ephemeral_5m_input_tokens": 500},
      "output_tokens": 10
    }
  })json",
                     kAsOf),
            "USAGE_INCONSISTENT");
}

TEST_F(AnthropicMessagesPayload, MoreThinkingThanOutput) {
  EXPECT_EQ(ReasonOf(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 9,
      "output_tokens": 10,
      "output_tokens_details": {"thinking_tokens": 11}
    }
  })json",
                     kAsOf),
            "USAGE_INCONSISTENT");
}

TEST_F(AnthropicMessagesPayload, UsageAlone) {
  const auto response = Price(
      R"json({"input_tokens": 2095, "cache_creation_input_tokens": null,
                    "cache_read_input_tokens": null, "output_tokens": 503})json",
      absl::StrCat("model: 'claude-opus-5-5' provider: 'anthropic' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 2095 output_tokens: 503");
  // (2,095 x 4 + 503 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.01844");
  EXPECT_EQ(response->extracted().api(), "messages");
}

// They have the same two counts.
TEST_F(AnthropicMessagesPayload, UsageOfOpenAiResponsesIsAnother) {
  const auto response = Extract(R"json({
    "input_tokens": 36,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 87,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 123
  })json");
  if (response.ok()) {
    EXPECT_NE(response->extracted().api(), "messages");
  }
}

TEST_F(AnthropicMessagesPayload, AnthropicStreamCountsAreRunningTotals) {
  const auto response = Price(R"sse(event: message_start
data: {"type":"message_start","message":{"id":"msg_01G","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":2679,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":3}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

event: ping
data: {"type": "ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I'll check the weather."}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":10682,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":510,"server_tool_use":{"web_search_requests":1}}}

event: message_stop
data: {"type":"message_stop"}

)sse",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 10682 cache_read_tokens: 0 cache_write_tokens: 0 "
            "output_tokens: 510 web_searches: 1");
  // (10,682 x 4 + 510 x 20) / 1,000,000 + 1 x 10 / 1,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.062928");
  EXPECT_EQ(response->extracted().documents(), 7);
  EXPECT_EQ(response->extracted().response_id(), "msg_01G");
  EXPECT_EQ(response->extracted().model(), "claude-opus-5-5");
}

// message_delta need not repeat the input, nor the lifetimes of writes.
TEST_F(AnthropicMessagesPayload, StreamWhoseLastEventSaysOutputOnly) {
  const auto response = Price(R"sse(event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","model":"claude-opus-5-5","usage":{"input_tokens":25,"cache_creation_input_tokens":400,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":400},"output_tokens":1,"service_tier":"standard"}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}

)sse",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 425 cache_read_tokens: 0 cache_write_tokens: 400 "
            "cache_write_5m_tokens: 0 cache_write_1h_tokens: 400 "
            "output_tokens: 15");
  // (25 x 4 + 400 x 8 + 15 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0036");
}

// Server tools write more to the cache after the stream has begun.
TEST_F(AnthropicMessagesPayload, StreamWhoseWritesGrow) {
  const auto response = Price(R"sse(event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","model":"claude-opus-5-5","usage":{"input_tokens":25,"cache_creation_input_tokens":400,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":400,"ephemeral_1h_input_tokens":0},"output_tokens":1}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":30,"cache_creation_input_tokens":1000,"cache_read_input_tokens":400,"output_tokens":15}}

)sse",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (30 x 4 + 400 x 0.2 + 1,000 x 5 + 15 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0055");
}

TEST_F(AnthropicMessagesPayload, CutShortStream) {
  EXPECT_EQ(ReasonOf(R"sse(event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","model":"claude-opus-5-5","usage":{"input_tokens":25,"output_tokens":1}}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}

)sse",
                     kAsOf),
            "STREAM_INCOMPLETE");
}

TEST_F(AnthropicMessagesPayload, AnthropicWebSearchIsBilledByRequest) {
  const auto response = Price(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 1000,
      "cache_read_input_tokens": 0,
      "output_tokens": 500,
      "server_tool_use": {"web_search_requests": 3, "web_fetch_requests": 2}
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1000 cache_read_tokens: 0 output_tokens: 500 "
            "web_searches: 3");
  // (1,000 x 4 + 500 x 20) / 1,000,000 + 3 x 10 / 1,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.044");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

// Twice the price, and in the US a tenth more.
TEST_F(AnthropicMessagesPayload, FastInTheUs) {
  const auto response = Price(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 1000,
      "output_tokens": 100,
      "service_tier": "standard",
      "speed": "fast",
      "inference_geo": "us"
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 8.8 + 100 x 44) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0132");
  EXPECT_EQ(response->extracted().service_tier(), "fast");
  EXPECT_EQ(response->extracted().region(), "us");
}

TEST_F(AnthropicMessagesPayload, StandardSpeedOfAnOlderModel) {
  const auto response = Price(R"json({
    "type": "message",
    "model": "claude-haiku-4-5-20251001",
    "usage": {
      "input_tokens": 1000,
      "output_tokens": 100,
      "service_tier": "standard",
      "speed": "standard",
      "inference_geo": "not_available"
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 1 + 100 x 5) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0015");
  EXPECT_EQ(response->extracted().service_tier(), "standard");
  EXPECT_EQ(response->extracted().region(), "");
}

// Tokens of committed capacity have no published price.
TEST_F(AnthropicMessagesPayload, PriorityIsNotTakenForStandard) {
  const std::string payload = R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {"input_tokens": 1000, "output_tokens": 100,
              "service_tier": "priority"}
  })json";
  EXPECT_EQ(ReasonOf(payload, kAsOf), "SERVICE_TIER_NOT_OFFERED");
  const auto standard =
      Price(payload, absl::StrCat("service_tier: 'standard' ", kAsOf));
  ASSERT_TRUE(standard.ok()) << standard.status();
  // (1,000 x 4 + 100 x 20) / 1,000,000.
  EXPECT_EQ(Text(standard->estimate().total()), "0.006");
}

TEST_F(AnthropicMessagesPayload, LineOfABatchesResults) {
  const auto response = Price(
      R"json({"custom_id":"my-second-request","result":{"type":"succeeded","message":{"id":"msg_014VwiXbi91y3JMjcpyGBHX5","type":"message","role":"assistant","model":"claude-opus-5-5","content":[{"type":"text","text":"Hello again!"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":36}}}})json",
      kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (11 x 2 + 36 x 10) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000382");
  EXPECT_EQ(response->extracted().service_tier(), "batch");
}

// The totals leave compactions out.
TEST_F(AnthropicMessagesPayload, CompactionComesOnTop) {
  const auto response = Price(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {
      "input_tokens": 23000,
      "output_tokens": 1000,
      "iterations": [
        {"type": "compaction", "input_tokens": 180000,
         "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
         "output_tokens": 3500},
        {"type": "message", "input_tokens": 23000,
         "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
         "output_tokens": 1000}
      ]
    }
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 203000 cache_read_tokens: 0 cache_write_tokens: 0 "
            "output_tokens: 4500");
  // (203,000 x 4 + 4,500 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.902");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

// They are billed at the advisor's prices.
TEST_F(AnthropicMessagesPayload, TokensOfAnAdvisorAreReported) {
  const std::string payload = R"json({
    "type": "message",
    "model": "claude-sonnet-5-5",
    "usage": {
      "input_tokens": 1760,
      "cache_read_input_tokens": 412,
      "cache_creation_input_tokens": 0,
      "output_tokens": 531,
      "iterations": [
        {"type": "message", "input_tokens": 412, "cache_read_input_tokens": 0,
         "cache_creation_input_tokens": 0, "output_tokens": 89},
        {"type": "advisor_message", "model": "claude-opus-5-5",
         "input_tokens": 823, "cache_read_input_tokens": 0,
         "cache_creation_input_tokens": 0, "output_tokens": 1612},
        {"type": "message", "input_tokens": 1348,
         "cache_read_input_tokens": 412, "cache_creation_input_tokens": 0,
         "output_tokens": 442}
      ]
    }
  })json";
  const auto response = Price(payload, kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // claude-sonnet-5-5 since 2026-10-07: 2 in, 0.1 read, 10 out.
  // (1,760 x 2 + 412 x 0.1 + 531 x 10) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0088712");
  EXPECT_THAT(response->extracted().unknown_paths(),
              Contains("usage.iterations[].output_tokens"));
  EXPECT_THAT(CodesOf(response->estimate().warnings()),
              Contains(v1::WARNING_CODE_USAGE_FIELD_UNKNOWN));
  EXPECT_EQ(ReasonOf(payload, absl::StrCat("strict: true ", kAsOf)),
            "USAGE_FIELD_UNKNOWN");
}

TEST_F(AnthropicMessagesPayload, WithoutOutput) {
  EXPECT_EQ(ReasonOf(R"json({
    "type": "message",
    "model": "claude-opus-5-5",
    "usage": {"input_tokens": 1000, "output_tokens": null}
  })json",
                     kAsOf),
            "USAGE_MISSING");
}

TEST_F(AnthropicMessagesPayload, OthersServeItToo) {
  for (const char* provider : {"deepseek", "google-vertex", "azure", "zai"}) {
    const auto response = Extract(
        R"json({"type": "message", "model": "some-model",
                "usage": {"input_tokens": 1, "output_tokens": 2}})json",
        absl::StrCat("provider: '", provider, "'"));
    ASSERT_TRUE(response.ok()) << provider << response.status();
    EXPECT_EQ(response->extracted().provider(), provider);
    EXPECT_EQ(response->extracted().api(), "messages");
  }
}

// By the model: the one of the response, or else of the request.
TEST_F(AnthropicMessagesPayload, DetectionWithoutProvider) {
  const auto home = Extract(
      R"json({"type": "message", "model": "claude-opus-5-5",
              "usage": {"input_tokens": 1, "output_tokens": 2}})json");
  ASSERT_TRUE(home.ok()) << home.status();
  EXPECT_EQ(home->extracted().provider(), "anthropic");
  EXPECT_TRUE(home->extracted().detected());

  const auto bedrock = Extract(
      R"json({"type": "message", "model": "claude-opus-5-5",
              "usage": {"input_tokens": 1, "output_tokens": 2}})json",
      "model: 'us.anthropic.claude-opus-5-5'");
  ASSERT_TRUE(bedrock.ok()) << bedrock.status();
  EXPECT_EQ(bedrock->extracted().provider(), "aws-bedrock");
  EXPECT_TRUE(bedrock->extracted().detected());
}

}  // namespace
}  // namespace ratecard
