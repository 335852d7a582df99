// BatchEstimateCosts of 1,000 requests, bytes to bytes, against parsing,
// filling and serialising the same messages alone, on the same arena.
//
//   batch_bench [SLICES]

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "google/protobuf/arena.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "service/api/estimate_handler.h"
#include "service/catalog/embedded.h"
#include "service/catalog/store.h"
#include "tests/bench/paired_slices.h"

namespace ratecard {
namespace {

constexpr int kItems = 1'000;
constexpr int kBatchesPerSlice = 20;
constexpr size_t kArenaBytes = 4 << 20;

class BatchBench {
 public:
  BatchBench()
      : store_(*LoadEmbeddedCatalog(), {"embedded", absl::Now()}),
        handler_(&store_, nullptr),
        block_(kArenaBytes) {
    v1::BatchEstimateCostsRequest request = MakeRequest();
    request_ = request.SerializeAsString();
    const absl::Status status =
        handler_.BatchEstimateCosts({absl::Now()}, request, &expected_);
    if (!status.ok()) {
      std::abort();
    }
  }

  void Run(int slices) {
    std::printf("BatchEstimateCosts of %d: %zu bytes in, %zu out\n", kItems,
                request_.size(), expected_.ByteSizeLong());
    const PairedSlices measured = MeasurePairs(
        slices, 1e-6 * kItems * kBatchesPerSlice,
        [&] {
          Repeat([&](const v1::BatchEstimateCostsRequest& request,
                     v1::BatchEstimateCostsResponse* response) {
            static_cast<void>(
                handler_.BatchEstimateCosts({absl::Now()}, request, response));
          });
        },
        [&] {
          Repeat([&](const v1::BatchEstimateCostsRequest& /*request*/,
                     v1::BatchEstimateCostsResponse* response) {
            response->CopyFrom(expected_);
          });
        });
    PrintMedian("CPU, ratio", MedianOf(measured.ratio));
    PrintMedian("CPU of a batched estimate, us", MedianOf(measured.a));
    PrintMedian("CPU of its messages alone, us", MedianOf(measured.b));
  }

 private:
  // Models that have a price for the usage, evenly from all.
  v1::BatchEstimateCostsRequest MakeRequest() {
    v1::BatchEstimateCostsRequest batch;
    const auto catalog = store_.Current();
    const size_t models = catalog->models().size();
    for (size_t i = 0; batch.requests_size() < kItems; ++i) {
      v1::EstimateCostRequest request;
      request.set_model(catalog->models()[i * 7'919 % models].resource_name);
      request.mutable_usage()->set_input_tokens(120'000);
      request.mutable_usage()->set_cache_read_tokens(80'000);
      request.mutable_usage()->set_output_tokens(8'000);
      v1::EstimateCostResponse response;
      if (handler_.EstimateCost({absl::Now()}, request, &response).ok()) {
        *batch.add_requests() = request;
      }
    }
    return batch;
  }

  template <typename F>
  void Repeat(F fill) {
    google::protobuf::ArenaOptions options;
    options.initial_block = block_.data();
    options.initial_block_size = block_.size();
    google::protobuf::Arena arena(options);
    std::string reply;
    for (int i = 0; i < kBatchesPerSlice; ++i) {
      auto* request =
          google::protobuf::Arena::CreateMessage<v1::BatchEstimateCostsRequest>(
              &arena);
      auto* response = google::protobuf::Arena::CreateMessage<
          v1::BatchEstimateCostsResponse>(&arena);
      if (!request->ParseFromString(request_)) {
        std::abort();
      }
      fill(*request, response);
      response->SerializeToString(&reply);
      arena.Reset();
    }
  }

  CatalogStore store_;
  EstimateHandler handler_;
  std::vector<char> block_;
  std::string request_;
  v1::BatchEstimateCostsResponse expected_;
};

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  ratecard::BatchBench().Run(argc > 1 ? std::atoi(argv[1]) : 40);
}
