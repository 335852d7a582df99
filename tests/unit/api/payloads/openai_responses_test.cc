// Responses of OpenAI. Prices in USD per 1M tokens, input / cached input /
// output, in November 2026:
//   gpt-5.4        2.50 / 0.25 / 15, 10 per 1,000 web searches, 2.50 per 1,000
//                  file searches
//                  model-prices openai/gpt-5.4; genai-prices openai/gpt-5.4
//   gpt-6.1-terra  1 / 0.05 / 5, written to the cache 1.25, for 12 hours 2.50
//                  genai-prices openai/gpt-6.1-terra

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using ::testing::IsEmpty;

class OpenAiResponsesPayload : public PayloadFixture {};

TEST_F(OpenAiResponsesPayload, SaysAllThatThePriceNeeds) {
  const auto priced = Price(R"json({
    "id": "resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b",
    "object": "response",
    "created_at": 1795176000,
    "status": "completed",
    "completed_at": 1795176003,
    "error": null,
    "incomplete_details": null,
    "instructions": null,
    "max_output_tokens": null,
    "model": "gpt-5.4-2026-03-05",
    "output": [
      {"type": "message", "id": "msg_67ccd2bf17f0819081ff3bb2cf6508e6",
       "status": "completed", "role": "assistant", "content": [
         {"type": "output_text", "text": "Once upon a time.",
          "annotations": []}]}],
    "parallel_tool_calls": true,
    "previous_response_id": null,
    "reasoning": {"effort": null, "summary": null},
    "service_tier": "default",
    "store": true,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
    "usage": {
      "input_tokens": 36,
      "input_tokens_details": {"cached_tokens": 0},
      "output_tokens": 87,
      "output_tokens_details": {"reasoning_tokens": 0},
      "total_tokens": 123
    },
    "user": null,
    "metadata": {}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 36 cache_read_tokens: 0 output_tokens: 87 "
            "reasoning_tokens: 0");
  // 36 x 2.50 + 87 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.001395");
  EXPECT_EQ(priced->estimate().model(), "providers/openai/models/gpt-5.4");
  EXPECT_EQ(priced->estimate().as_of().seconds(), 1795176000);
  EXPECT_EQ(priced->extracted().provider(), "openai");
  EXPECT_EQ(priced->extracted().api(), "responses");
  EXPECT_EQ(priced->extracted().service_tier(), "standard");
  EXPECT_EQ(priced->extracted().response_id(),
            "resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b");
  EXPECT_THAT(priced->estimate().warnings(), IsEmpty());
}

TEST_F(OpenAiResponsesPayload, WrittenTokensAreTwelveHoursOrTheDefault) {
  const auto priced = Price(R"json({
    "id": "resp_0a1b", "object": "response", "created_at": 1795176000,
    "status": "completed", "model": "gpt-6.1-terra", "output": [],
    "prompt_cache_options": {"mode": "explicit", "ttl": "12h"},
    "usage": {
      "input_tokens": 20000,
      "input_tokens_details": {
        "cached_tokens": 8000,
        "cache_write_tokens": 6000,
        "cache_write_tokens_details": {
          "ttl_30m_tokens": 4000, "ttl_12h_tokens": 2000}},
      "output_tokens": 1000,
      "output_tokens_details": {"reasoning_tokens": 640},
      "total_tokens": 21000
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 20000 cache_read_tokens: 8000 "
            "cache_write_tokens: 6000 cache_write_12h_tokens: 2000 "
            "output_tokens: 1000 reasoning_tokens: 640");
  // 6,000 x 1 + 8,000 x 0.05 + 4,000 x 1.25 + 2,000 x 2.50 + 1,000 x 5.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0214");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
}

constexpr char kWithTools[] = R"json({
  "id": "resp_search", "object": "response", "created_at": 1795176000,
  "status": "completed", "model": "gpt-5.4",
  "output": [
    {"type": "reasoning", "id": "rs_1", "summary": []},
    {"type": "web_search_call", "id": "ws_1", "status": "completed",
     "action": {"type": "search", "query": "Eiffel Tower height",
                "queries": ["Eiffel Tower height", "tour Eiffel hauteur"]}},
    {"type": "web_search_call", "id": "ws_2", "status": "completed",
     "action": {"type": "open_page", "url": "https://example.com"}},
    {"type": "web_search_call", "id": "ws_3", "status": "completed",
     "action": {"type": "find_in_page", "url": "https://example.com",
                "pattern": "metres"}},
    {"type": "web_search_call", "id": "ws_4", "status": "completed",
     "action": {"type": "search", "query": "Eiffel Tower opening"}},
    {"type": "file_search_call", "id": "fs_1", "status": "completed",
     "queries": ["tower", "height"], "results": null},
    {"type": "function_call", "id": "fc_1", "call_id": "call_1",
     "name": "f", "arguments": "{}", "status": "completed"},
    {"type": "message", "id": "msg_1", "status": "completed",
     "role": "assistant", "content": [
       {"type": "output_text", "text": "330 metres.", "annotations": []}]}],
  "usage": {
    "input_tokens": 3000,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 400,
    "output_tokens_details": {"reasoning_tokens": 128},
    "total_tokens": 3400
  }
})json";

TEST_F(OpenAiResponsesPayload, WebSearchIsBilledByCallAndPagesAreNot) {
  const auto priced = Price(kWithTools);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 3000 cache_read_tokens: 0 output_tokens: 400 "
            "reasoning_tokens: 128 web_searches: 2 quantities { "
            "meter: METER_FILE_SEARCHES quantity: 1 }");
  // 3,000 x 2.50 + 400 x 15, per million, + 2 x 0.01 + 1 x 0.0025.
  EXPECT_EQ(Text(priced->estimate().total()), "0.036");
  EXPECT_EQ(Text(priced->estimate().tools_cost()), "0.0225");
}

TEST_F(OpenAiResponsesPayload, ImagesThatAreMadeOnTheWayAreNotFree) {
  std::string payload = kWithTools;
  const std::string call = "{\"type\": \"function_call\"";
  payload.insert(payload.find(call),
                 R"({"type": "image_generation_call", "id": "ig_1",
                     "status": "completed", "result": "aGk="}, )");
  EXPECT_EQ(ReasonOf(payload), "METER_UNPRICED");
  const auto priced = Price(payload, "allow_partial: true");
  ASSERT_THAT(priced, IsOk());
  EXPECT_TRUE(priced->estimate().incomplete());
  EXPECT_EQ(Text(priced->estimate().total()), "0.036");
}

TEST_F(OpenAiResponsesPayload, ContainersAreNotFree) {
  std::string payload = kWithTools;
  const std::string call = "{\"type\": \"function_call\"";
  const std::string code = R"({"type": "code_interpreter_call", "id": "ci_1",
                               "container_id": "cntr_1", "code": "1 + 1",
                               "outputs": null, "status": "completed"}, )";
  payload.insert(payload.find(call), code + code);
  EXPECT_EQ(ReasonOf(payload), "METER_UNPRICED");
  const auto extracted = Extract(payload);
  ASSERT_THAT(extracted, IsOk());
  EXPECT_THAT(UsageText(extracted->extracted()),
              testing::HasSubstr("meter: METER_SESSIONS quantity: 1"));
}

constexpr char kCreated[] =
    R"(event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_s","object":"response","created_at":1795176000,"status":"in_progress","error":null,"incomplete_details":null,"model":"gpt-5.4","output":[],"service_tier":"auto","usage":null}}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hi"}

)";

TEST_F(OpenAiResponsesPayload, StreamIsPricedByItsLastEvent) {
  const auto priced = Price(std::string(kCreated) +
                            R"(event: response.completed
data: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_s","object":"response","created_at":1795176000,"status":"completed","error":null,"model":"gpt-5.4","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi there!","annotations":[]}]}],"service_tier":"default","usage":{"input_tokens":37,"input_tokens_details":{"cached_tokens":0},"output_tokens":11,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":48}}}

)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 37 cache_read_tokens: 0 output_tokens: 11 "
            "reasoning_tokens: 0");
  // 37 x 2.50 + 11 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0002575");
  EXPECT_EQ(priced->extracted().documents(), 4);
  EXPECT_EQ(priced->extracted().response_id(), "resp_s");
  EXPECT_EQ(priced->extracted().service_tier(), "standard");
  EXPECT_EQ(priced->extracted().quantities(0).path(),
            "response.usage.input_tokens");
}

TEST_F(OpenAiResponsesPayload, StreamThatEndsTooEarlyStillSaysItsUsage) {
  const auto priced = Price(std::string(kCreated) +
                            R"(event: response.incomplete
data: {"type":"response.incomplete","sequence_number":3,"response":{"id":"resp_s","object":"response","created_at":1795176000,"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"model":"gpt-5.4","output":[],"service_tier":"flex","usage":{"input_tokens":37,"input_tokens_details":{"cached_tokens":0},"output_tokens":1024,"output_tokens_details":{"reasoning_tokens":1024},"total_tokens":1061}}}

)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->estimate().service_tier(), "flex");
  // 37 x 1.25 + 1,024 x 7.50.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00772625");
}

TEST_F(OpenAiResponsesPayload, CutShortStreamHasNoUsage) {
  EXPECT_EQ(ReasonOf(kCreated), "USAGE_MISSING");
}

TEST_F(OpenAiResponsesPayload, FailedResponseHasNoUsage) {
  EXPECT_EQ(ReasonOf(R"json({
    "id": "resp_f", "object": "response", "created_at": 1795176000,
    "status": "failed", "error": {"code": "server_error", "message": "no"},
    "model": "gpt-5.4", "output": [], "usage": null
  })json"),
            "USAGE_MISSING");
}

TEST_F(OpenAiResponsesPayload, LineOfABatchOutputFile) {
  const auto priced = Price(R"json({
    "id": "batch_req_1", "custom_id": "r-1", "error": null,
    "response": {"status_code": 200, "request_id": "req_1", "body": {
      "id": "resp_b", "object": "response", "created_at": 1795176000,
      "status": "completed", "model": "gpt-5.4", "output": [],
      "service_tier": "default",
      "usage": {
        "input_tokens": 1000,
        "input_tokens_details": {"cached_tokens": 512},
        "output_tokens": 100,
        "output_tokens_details": {"reasoning_tokens": 64},
        "total_tokens": 1100}}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().service_tier(), "batch");
  EXPECT_EQ(priced->extracted().response_id(), "resp_b");
  // 488 x 1.25 + 512 x 0.13 + 100 x 7.50.
  // Source: litellm.model_prices.json["gpt-5.4"]:
  // cache_read_input_token_cost_batches = 1.3e-07
  EXPECT_EQ(Text(priced->estimate().total()), "0.00142656");
}

TEST_F(OpenAiResponsesPayload, UsageObjectAloneIsEnough) {
  const auto priced = Price(
      R"json({"input_tokens": 37,
              "input_tokens_details": {"cached_tokens": 0},
              "output_tokens": 11,
              "output_tokens_details": {"reasoning_tokens": 0},
              "total_tokens": 48})json",
      R"(provider: "openai" model: "gpt-5.4"
         as_of { seconds: 1795176000 })");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "responses");
  EXPECT_EQ(Text(priced->estimate().total()), "0.0002575");
}

TEST_F(OpenAiResponsesPayload, DetailsMayBeMissing) {
  const auto priced = Price(R"json({
    "id": "resp_n", "object": "response", "created_at": 1795176000.0,
    "status": "completed", "model": "gpt-5.4", "service_tier": null,
    "usage": {
      "input_tokens": 37, "input_tokens_details": {"cached_tokens": 0},
      "output_tokens": 11, "output_tokens_details": null,
      "total_tokens": 48}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 37 cache_read_tokens: 0 output_tokens: 11");
  EXPECT_EQ(priced->extracted().service_tier(), "");
  EXPECT_EQ(Text(priced->estimate().total()), "0.0002575");
}

// As of servers that are compatible but count no details.
TEST_F(OpenAiResponsesPayload, DetailsAreNotRequired) {
  const auto priced = Price(R"json({
    "id": "resp_o", "object": "response", "created_at": 1795176000,
    "status": "completed", "model": "gpt-5.4", "output": [],
    "usage": {"input_tokens": 37, "output_tokens": 11, "total_tokens": 48}
  })json",
                            R"(provider: "azure")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "responses");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 37 output_tokens: 11");
  EXPECT_EQ(Text(priced->estimate().total()), "0.0002575");
}

TEST_F(OpenAiResponsesPayload, CompactionIsAResponseToo) {
  const auto priced = Price(R"json({
    "id": "resp_c", "object": "response.compaction",
    "created_at": 1795176000, "output": [],
    "usage": {
      "input_tokens": 139, "input_tokens_details": {"cached_tokens": 0},
      "output_tokens": 438,
      "output_tokens_details": {"reasoning_tokens": 64},
      "total_tokens": 577}
  })json",
                            R"(provider: "openai" model: "gpt-5.4")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "responses");
  // 139 x 2.50 + 438 x 15.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0069175");
}

TEST_F(OpenAiResponsesPayload, ProvidersWithoutOneOfTheirOwnShareTheFormat) {
  // Source: litellm.model_prices.json["azure/gpt-5.4"].
  const auto priced = Price(kWithTools, R"(provider: "azure")");
  EXPECT_THAT(priced.status().message(), testing::HasSubstr("web_searches"));
  EXPECT_EQ(ReasonOf(kWithTools, R"(provider: "azure")"), "METER_UNPRICED");
}

TEST_F(OpenAiResponsesPayload, UsageOfAnthropicIsNotMistakenForIt) {
  const auto extracted = Extract(
      R"json({"input_tokens": 10, "cache_creation_input_tokens": 0,
              "cache_read_input_tokens": 90, "output_tokens": 5})json",
      R"(provider: "google-vertex")");
  ASSERT_THAT(extracted, IsOk());
  EXPECT_EQ(extracted->extracted().api(), "messages");
}

TEST_F(OpenAiResponsesPayload, SeveralResponsesInOnePayloadAreRefused) {
  const std::string response =
      R"({"id": "resp_1", "object": "response",)"
      R"("created_at": 1795176000, "model": "gpt-5.4",)"
      R"("usage": {"input_tokens": 1,)"
      R"("input_tokens_details": {"cached_tokens": 0},)"
      R"("output_tokens": 1, "total_tokens": 2}})";
  std::string second = response;
  second.replace(second.find("resp_1"), 6, "resp_2");
  EXPECT_EQ(ReasonOf(response + "\n" + second + "\n"), "SEVERAL_RESPONSES");
}

}  // namespace
}  // namespace ratecard
