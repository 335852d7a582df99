// Responses of Perplexity's API, as its reference shows them. Prices in USD per
// 1M tokens, in the order input, cached input, output, are those of November
// 2026 unless `created` says otherwise; each test names the list that has them.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

class PerplexityPayload : public PayloadFixture {};

// 1 September 2026, before the models were retired.
TEST_F(PerplexityPayload, RequestsAreBilledByTheSizeOfTheSearchContext) {
  const auto priced = Price(R"json({
    "id": "6a0b6e4a-5a2f-4f2e-8a3b-5a2f4f2e8a3b",
    "model": "sonar-pro", "created": 1788264000,
    "object": "chat.completion",
    "usage": {
      "prompt_tokens": 7, "completion_tokens": 374, "total_tokens": 381,
      "search_context_size": "high",
      "cost": {"input_tokens_cost": 0.000021, "output_tokens_cost": 0.00561,
               "request_cost": 0.014, "total_cost": 0.019631}},
    "citations": ["https://example.com"],
    "search_results": [{"title": "t", "url": "https://example.com",
                        "date": "2026-08-01"}],
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "..."}}]
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 7 output_tokens: 374 quantities { "
            "meter: METER_REQUESTS quantity: 1 parameters { "
            "key: \"search_context_size\" value: \"high\" } }");
  EXPECT_EQ(priced->extracted().provider(), "perplexity");
  // 7 x 3 + 374 x 15, per million, + 1 x 14 / 1,000.
  // Source: genai-prices perplexity/sonar-pro;
  // litellm.model_prices.json["perplexity/sonar-pro"]:
  // search_context_cost_per_query
  EXPECT_EQ(Text(priced->estimate().total()), "0.019631");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(PerplexityPayload, DeepResearchBillsCitationsReasoningAndSearches) {
  const auto priced = Price(R"json({
    "id": "be1c3f1e", "model": "sonar-deep-research", "created": 1788264000,
    "object": "chat.completion",
    "usage": {
      "prompt_tokens": 33, "completion_tokens": 7163, "total_tokens": 7196,
      "citation_tokens": 20016, "num_search_queries": 18,
      "reasoning_tokens": 73997,
      "cost": {"input_tokens_cost": 0.000066,
               "output_tokens_cost": 0.057304,
               "citation_tokens_cost": 0.040032,
               "reasoning_tokens_cost": 0.221991,
               "search_queries_cost": 0.09, "total_cost": 0.409393}},
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "..."}}]
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 20049 output_tokens: 81160 "
            "reasoning_tokens: 73997 web_searches: 18");
  // (33 + 20,016) x 2 + 7,163 x 8 + 73,997 x 3, per million, + 18 x 0.005.
  // Source: genai-prices perplexity/sonar-deep-research.
  EXPECT_EQ(Text(priced->estimate().total()), "0.409393");
  EXPECT_EQ(Text(priced->difference()), "0");
}

// The agent API, after the others were retired.
constexpr char kAgent[] = R"json({
  "id": "resp_1", "object": "response", "created_at": 1795176000,
  "status": "completed", "model": "openai/gpt-5.4", "output": [],
  "usage": {
    "input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100,
    "input_tokens_details": {"cache_read_input_tokens": 400,
                             "cache_creation_input_tokens": 0},
    "cost": {"currency": "USD", "input_cost": 0.0016, "output_cost": 0.0015,
             "total_cost": 0.0031}}
})json";

TEST_F(PerplexityPayload, AgentHasItsOwnNamesOfDetails) {
  const auto priced = Price(kAgent, R"(provider: "perplexity" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 400 "
            "cache_write_tokens: 0 output_tokens: 100");
  // 600 x 2.50 + 400 x 0.25 + 100 x 15.
  // Source: genai-prices perplexity/openai/gpt-5.4.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0031");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(PerplexityPayload, AgentsToolsAreNotFree) {
  std::string payload = kAgent;
  const std::string before = "\"cost\": {\"currency\"";
  const size_t at = payload.find(before);
  EXPECT_EQ(ReasonOf(std::string(payload).insert(at,
                                                 R"("tool_calls_details":
                            {"search_web": {"invocation": 2}}, )"),
                     R"(provider: "perplexity")"),
            "METER_UNPRICED");
  EXPECT_EQ(ReasonOf(std::string(payload).insert(at,
                                                 R"("tool_calls_details":
                            {"fetch_url": {"invocation": 2}}, )"),
                     R"(provider: "perplexity" strict: true)"),
            "USAGE_FIELD_UNKNOWN");
}

}  // namespace
}  // namespace ratecard
