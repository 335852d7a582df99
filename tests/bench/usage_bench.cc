// From a provider's response to its price: time, allocations, bytes per second.
//
//   build/bench/tests/bench/usage_bench --benchmark_repetitions=9
//
// The reference for one response is what simdjson takes to parse the same
// bytes.

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "service/api/usage_handler.h"
#include "service/catalog/embedded.h"
#include "service/estimate/estimate.h"
#include "service/usage/choose_format.h"
#include "service/usage/documents.h"
#include "service/usage/extract.h"
#include "service/usage/response_reader.h"
#include "simdjson.h"
#include "tests/bench/allocations_per_iteration.h"

namespace ratecard {
namespace {

constexpr size_t kTypicalSize = 2048;
constexpr size_t kTranscriptSize = 50 << 20;

const std::shared_ptr<const Catalog>& TheCatalog() {
  static const auto* const catalog =
      new std::shared_ptr<const Catalog>(LoadEmbeddedCatalog().value());
  return *catalog;
}

// A response whose text makes it `size` long.
std::string OpenAiResponse(size_t size) {
  const std::string begin =
      R"({"id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT", "object": )"
      R"("chat.completion", "created": 1795300000, "model": )"
      R"("gpt-5.2-codex", "choices": [{"index": 0, "message": {"role": )"
      R"("assistant", "content": ")";
  const std::string end =
      R"(", "refusal": null, "annotations": []}, "logprobs": null, )"
      R"("finish_reason": "stop"}], "usage": {"prompt_tokens": 12000, )"
      R"("completion_tokens": 800, "total_tokens": 12800, )"
      R"("prompt_tokens_details": {"cached_tokens": 8000, "audio_tokens": 0}, )"
      R"("completion_tokens_details": {"reasoning_tokens": 300, )"
      R"("audio_tokens": 0, "accepted_prediction_tokens": 0, )"
      R"("rejected_prediction_tokens": 0}}, "service_tier": "default"})";
  std::string text;
  while (begin.size() + text.size() + end.size() + 40 < size) {
    text += "The quick \\\"brown\\\" fox jumps.\\n ";
  }
  return absl::StrCat(begin, text, end);
}

// A stream of `size` bytes as the Messages API sends it.
std::string AnthropicStream(size_t size) {
  std::string stream =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":"
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
      "\"model\":\"claude-opus-5-5\",\"content\":[],\"stop_reason\":null,"
      "\"usage\":{\"input_tokens\":2000,\"cache_read_input_tokens\":9000,"
      "\"output_tokens\":1}}}\n\n";
  while (stream.size() < size) {
    absl::StrAppend(
        &stream,
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" and then "
        "the next few words\"}}\n\n");
  }
  absl::StrAppend(
      &stream,
      "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
      "{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":"
      "{\"output_tokens\":900}}\n\nevent: message_stop\ndata: "
      "{\"type\":\"message_stop\"}\n\n");
  return stream;
}

void Check(bool ok) {
  if (!ok) {
    std::abort();
  }
}

void BM_SimdjsonParse(benchmark::State& state) {
  const std::string json = OpenAiResponse(kTypicalSize);
  const simdjson::padded_string padded(json);
  simdjson::dom::parser parser;
  for (auto _ : state) {
    simdjson::dom::element element;
    Check(parser.parse(padded).get(element) == simdjson::SUCCESS);
    benchmark::DoNotOptimize(element);
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(json.size()));
}
BENCHMARK(BM_SimdjsonParse);

// Bytes → usage → model → lines → total, with the provider named or not.
void BM_ExtractAndPrice(benchmark::State& state) {
  const Catalog& catalog = *TheCatalog();
  const std::string json = OpenAiResponse(kTypicalSize);
  const std::string padded =
      absl::StrCat(json, std::string(kDocumentPadding, ' '));
  ResponseReader reader;
  FormatQuestion question;
  if (state.range(0) == 1) {
    question.provider = catalog.ResolveProvider("openai").value();
  }
  question.as_of = absl::FromUnixSeconds(1'795'300'000);
  Estimate estimate;
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    reader.Start(&catalog.usage_plan());
    Check(reader.Add(absl::string_view(padded).substr(0, json.size()), false)
              .ok());
    const auto choice = ChooseFormat(catalog, reader.values(), question);
    Check(choice.ok());
    Extraction extraction;
    Check(
        Extract(*choice->format, reader.values(), "", false, &extraction).ok());
    const auto found =
        catalog.Resolve(extraction.model, "openai", *extraction.time);
    Check(found.ok());
    EstimateOptions options;
    options.as_of = *extraction.time;
    options.service_tier = extraction.service_tier;
    Check(PriceUsage(*found->model, extraction.usage, options, &estimate).ok());
    benchmark::DoNotOptimize(Round(estimate.total));
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(json.size()));
}
BENCHMARK(BM_ExtractAndPrice)->ArgName("provider_named")->Arg(1)->Arg(0);

// The same through the API's handler: messages in, messages out.
void BM_Handler(benchmark::State& state) {
  const CatalogStore store(TheCatalog(), {"embedded", absl::UnixEpoch()});
  const EstimateHandler estimates(&store, nullptr);
  const UsageHandler usages(&store, &estimates, nullptr);
  const CallContext call{absl::FromUnixSeconds(1'795'300'000)};
  v1::PriceUsageRequest request;
  request.set_payload(OpenAiResponse(kTypicalSize));
  request.set_provider("openai");
  for (auto _ : state) {
    v1::PriceUsageResponse response;
    Check(usages.PriceUsage(call, request, &response).ok());
    benchmark::DoNotOptimize(response);
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(request.payload().size()));
}
BENCHMARK(BM_Handler);

// Documents of `input`, pushed in pieces as a file is read.
template <typename Visit>
void Split(const std::string& input, const Visit& visit) {
  constexpr size_t kPiece = 256 << 10;
  DocumentSplitter documents(1 << 20);
  for (size_t at = 0; at <= input.size(); at += kPiece) {
    if (at + kPiece > input.size()) {
      documents.Push(absl::string_view(input).substr(at));
      documents.Finish();
    } else {
      documents.Push(absl::string_view(input).substr(at, kPiece));
    }
    while (true) {
      const auto document = documents.Next();
      Check(document.ok());
      if (!document->has_value()) {
        break;
      }
      visit(**document);
    }
  }
  Check(documents.buffer_bytes() < (2 << 20));
}

// A transcript of 50 MB: the events of one stream.
void BM_Transcript(benchmark::State& state) {
  const Catalog& catalog = *TheCatalog();
  const std::string stream = AnthropicStream(kTranscriptSize);
  ResponseReader reader;
  FormatQuestion question;
  question.as_of = absl::FromUnixSeconds(1'795'300'000);
  for (auto _ : state) {
    reader.Start(&catalog.usage_plan());
    Split(stream, [&](const Document& document) {
      Check(reader.Add(document.json, true).value());
    });
    const auto choice = ChooseFormat(catalog, reader.values(), question);
    Check(choice.ok());
    Extraction extraction;
    Check(
        Extract(*choice->format, reader.values(), "", true, &extraction).ok());
    Check(extraction.usage.Get(UsageField::kOutputTokens) == 900);
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(stream.size()));
}
BENCHMARK(BM_Transcript)->Unit(benchmark::kMillisecond);

// 50 MB of responses, a line each, every one priced.
void BM_JsonLines(benchmark::State& state) {
  const Catalog& catalog = *TheCatalog();
  std::string lines;
  while (lines.size() < kTranscriptSize) {
    absl::StrAppend(&lines, OpenAiResponse(kTypicalSize), "\n");
  }
  const Provider* provider = catalog.ResolveProvider("openai").value();
  FormatQuestion question;
  question.provider = provider;
  question.as_of = absl::FromUnixSeconds(1'795'300'000);
  ResponseReader reader;
  Estimate estimate;
  for (auto _ : state) {
    Split(lines, [&](const Document& document) {
      reader.Start(&catalog.usage_plan());
      Check(reader.Add(document.json, true).value());
      const auto choice = ChooseFormat(catalog, reader.values(), question);
      Check(choice.ok());
      Extraction extraction;
      Check(Extract(*choice->format, reader.values(), "", false, &extraction)
                .ok());
      const auto found =
          catalog.Resolve(extraction.model, "openai", *extraction.time);
      EstimateOptions options;
      options.as_of = *extraction.time;
      Check(
          PriceUsage(*found->model, extraction.usage, options, &estimate).ok());
    });
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(lines.size()));
}
BENCHMARK(BM_JsonLines)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ratecard

BENCHMARK_MAIN();
