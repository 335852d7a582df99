// Nanoseconds of a quote, and of an estimate of the same request to compare
// with.
//
//   build/bench/tests/bench/quote_bench --benchmark_repetitions=9
//
// `by_estimate` is how many times the time of EstimateCost it takes, both
// measured in turns within one run.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "service/api/quote_handler.h"
#include "service/catalog/embedded.h"

namespace ratecard {
namespace {

constexpr int kSliceCalls = 1'000;

void CheckOk(const absl::Status& status) {
  if (!status.ok()) {
    std::abort();
  }
}

struct Service {
  CatalogStore store{LoadEmbeddedCatalog().value(),
                     {"embedded", absl::UnixEpoch()}};
  KeyStore keys{std::make_shared<const KeyRing>(
      KeyRing::Parse(absl::StrCat("key signing ", std::string(64, '1')))
          .value())};
  EstimateHandler estimates{&store, nullptr};
  QuoteHandler quotes{&store, &estimates, &keys, nullptr};
  CallContext call{absl::FromUnixSeconds(1'770'000'000)};
};

v1::CreateQuoteRequest TypicalRequest() {
  v1::CreateQuoteRequest request;
  request.mutable_request()->set_model("gpt-5.2-codex");
  v1::Usage& usage = *request.mutable_request()->mutable_usage();
  usage.set_input_tokens(120'000);
  usage.set_cache_read_tokens(80'000);
  usage.set_output_tokens(8'000);
  request.set_reference("order-17");
  return request;
}

double SecondsOf(const std::function<void()>& call) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kSliceCalls; ++i) {
    call();
  }
  const std::chrono::duration<double> passed =
      std::chrono::steady_clock::now() - start;
  return passed.count();
}

// The median of the ratios of neighbouring slices.
void Compare(benchmark::State& state, const Service& service,
             const std::function<void()>& call) {
  const v1::EstimateCostRequest request = TypicalRequest().request();
  const auto estimate = [&service, &request] {
    v1::EstimateCostResponse response;
    CheckOk(service.estimates.EstimateCost(service.call, request, &response));
  };
  std::vector<double> ratios;
  for (auto _ : state) {
    const double seconds = SecondsOf(call);
    ratios.push_back(seconds / SecondsOf(estimate));
    state.SetIterationTime(seconds / kSliceCalls);
  }
  std::sort(ratios.begin(), ratios.end());
  state.counters["by_estimate"] = ratios[ratios.size() / 2];
}

void BM_CreateQuote(benchmark::State& state) {
  const Service service;
  const v1::CreateQuoteRequest request = TypicalRequest();
  Compare(state, service, [&] {
    v1::CreateQuoteResponse response;
    CheckOk(service.quotes.CreateQuote(service.call, request, &response));
  });
}
BENCHMARK(BM_CreateQuote)->UseManualTime()->Iterations(50);

void BM_VerifyQuote(benchmark::State& state) {
  const Service service;
  v1::CreateQuoteResponse created;
  CheckOk(service.quotes.CreateQuote(service.call, TypicalRequest(), &created));
  v1::VerifyQuoteRequest request;
  request.set_token(created.quote().token());
  request.set_model("gpt-5.2-codex");
  *request.mutable_usage() = TypicalRequest().request().usage();
  Compare(state, service, [&] {
    v1::VerifyQuoteResponse response;
    CheckOk(service.quotes.VerifyQuote(service.call, request, &response));
  });
}
BENCHMARK(BM_VerifyQuote)->UseManualTime()->Iterations(50);

}  // namespace
}  // namespace ratecard

BENCHMARK_MAIN();
