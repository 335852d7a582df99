// The paths whose instructions count_instructions.py counts, each run so many
// times within CountedPath.
//
//   counted_paths core|unary|batch

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "service/api/estimate_handler.h"
#include "service/catalog/embedded.h"
#include "service/catalog/store.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"

namespace ratecard {
namespace {

constexpr int kTimes = 1'000;
constexpr char kModel[] = "gpt-5.2-codex";

const CallContext kCall{absl::FromUnixSeconds(1'795'300'000)};

void CheckOk(const absl::Status& status) {
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::abort();
  }
}

v1::EstimateCostRequest TypicalRequest() {
  v1::EstimateCostRequest request;
  request.set_model(kModel);
  request.mutable_usage()->set_input_tokens(120'000);
  request.mutable_usage()->set_cache_read_tokens(80'000);
  request.mutable_usage()->set_output_tokens(8'000);
  return request;
}

// Name → model → lines → rounded total.
std::function<void()> CorePath(const CatalogStore& store) {
  Usage usage;
  usage.Set(UsageField::kInputTokens, 120'000);
  usage.Set(UsageField::kCacheReadTokens, 80'000);
  usage.Set(UsageField::kOutputTokens, 8'000);
  return [catalog = store.Current(), usage] {
    EstimateOptions options;
    options.as_of = kCall.now;
    Estimate estimate;
    for (int i = 0; i < kTimes; ++i) {
      const auto found = catalog->Resolve(kModel, "", options.as_of);
      CheckOk(found.status());
      CheckOk(PriceUsage(*found->model, usage, options, &estimate));
      CheckOk(Round(estimate.total).status());
    }
  };
}

// The bytes of a request → those of its response.
template <typename Request, typename Response, typename Handle>
std::function<void()> BytesPath(const Request& request, int times,
                                Handle handle) {
  return [bytes = request.SerializeAsString(), times, handle] {
    google::protobuf::Arena arena;
    std::string reply;
    for (int i = 0; i < times; ++i) {
      auto* in = google::protobuf::Arena::CreateMessage<Request>(&arena);
      auto* out = google::protobuf::Arena::CreateMessage<Response>(&arena);
      if (!in->ParseFromString(bytes)) {
        std::abort();
      }
      CheckOk(handle(*in, out));
      out->SerializeToString(&reply);
      arena.Reset();
    }
  };
}

}  // namespace
}  // namespace ratecard

// By its name the counting is switched on and off.
extern "C" __attribute__((noinline)) void CountedPath(
    const std::function<void()>& path) {
  path();
}

namespace ratecard {
namespace {

int Run(const std::string& path) {
  const CatalogStore store(LoadEmbeddedCatalog().value(),
                           {"embedded", kCall.now});
  const EstimateHandler handler(&store, nullptr);
  v1::BatchEstimateCostsRequest batch;
  for (int i = 0; i < kTimes; ++i) {
    *batch.add_requests() = TypicalRequest();
  }
  const std::map<std::string, std::function<void()>> paths = {
      {"core", CorePath(store)},
      {"unary", BytesPath<v1::EstimateCostRequest, v1::EstimateCostResponse>(
                    TypicalRequest(), kTimes,
                    [&](const auto& request, auto* response) {
                      return handler.EstimateCost(kCall, request, response);
                    })},
      {"batch",
       BytesPath<v1::BatchEstimateCostsRequest, v1::BatchEstimateCostsResponse>(
           batch, 1,
           [&](const auto& request, auto* response) {
             return handler.BatchEstimateCosts(kCall, request, response);
           })},
  };
  const auto found = paths.find(path);
  if (found == paths.end()) {
    std::fprintf(stderr, "counted_paths: no path '%s'\n", path.c_str());
    return 2;
  }
  found->second();  // what is done once is done before
  CountedPath(found->second);
  std::printf("%d\n", kTimes);
  return 0;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: counted_paths core|unary|batch\n");
    return 2;
  }
  return ratecard::Run(argv[1]);
}
