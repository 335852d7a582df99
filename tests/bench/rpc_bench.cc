// Server CPU per EstimateCost, and per item of StreamEstimateCosts, against an
// empty RPC of the same server design, in interleaved slices of one run; start
// to first call; resident memory.
//
//   rpc_bench RATECARDD EMPTY_SERVER [SLICES]
//
// Servers run on processor 0, the load on processor 1. Figures are medians over
// pairs of slices, with the 95% confidence interval of each.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "tests/bench/load_generator.h"
#include "tests/bench/paired_slices.h"
#include "tests/bench/server_under_test.h"
#include "tests/bench/stream_load.h"

namespace ratecard {
namespace {

constexpr char kMethod[] = "/ratecard.v1.EstimateService/EstimateCost";
constexpr int kServerCpu = 0;
constexpr int kClientCpu = 1;
constexpr char kStreamMethod[] =
    "/ratecard.v1.EstimateService/StreamEstimateCosts";
constexpr int kConnections = 4;
constexpr int kCallsPerConnection = 4;
constexpr int kManyCallsPerConnection = 25;
constexpr int kItemsInFlight = 256;
constexpr size_t kFixedRequestBytes = 55;
constexpr size_t kFixedReplyBytes = 218;

v1::EstimateCostRequest TypicalRequest() {
  v1::EstimateCostRequest request;
  request.set_model("gpt-5.2-codex");
  request.mutable_usage()->set_input_tokens(120'000);
  request.mutable_usage()->set_cache_read_tokens(80'000);
  request.mutable_usage()->set_output_tokens(8'000);
  return request;
}

// A request of 55 bytes and a reply of 218, mostly one string.
std::string FixedRequest() {
  v1::EstimateCostRequest request;
  request.set_model(std::string(kFixedRequestBytes - 2, 'm'));
  return request.SerializeAsString();
}
std::string FixedReply() {
  v1::EstimateCostResponse response;
  response.mutable_estimate()->set_model(
      std::string(kFixedReplyBytes - 6, 'm'));
  return response.SerializeAsString();
}

std::string WriteFile(const std::string& name, const std::string& bytes) {
  const std::string path = absl::StrCat("/tmp/rpc_bench.", getpid(), ".", name);
  std::ofstream(path) << bytes;
  return path;
}

struct Slice {
  double cpu_us_per_call = 0;
  double calls_per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
};

template <typename Load>
Slice Measure(const ServerUnderTest& server, Load* load) {
  const int64_t before_ns = server.CpuNanos();
  const LoadResult result = load->Run(absl::Milliseconds(400));
  const int64_t cpu_ns = server.CpuNanos() - before_ns;
  if (result.failures > 0) {
    std::fprintf(stderr, "%lld calls failed\n",
                 static_cast<long long>(result.failures));  // NOLINT
    std::abort();
  }
  const auto calls = static_cast<double>(result.calls);
  const auto quantile_us = [&](double q) {
    const size_t count = result.latencies_ns.size();
    const auto at = static_cast<size_t>(q * static_cast<double>(count - 1));
    return count == 0 ? 0 : static_cast<double>(result.latencies_ns[at]) / 1e3;
  };
  return {static_cast<double>(cpu_ns) / 1e3 / calls, calls / result.seconds,
          quantile_us(0.5), quantile_us(0.99)};
}

// A in slices beside B, the first of each pair alternating.
template <typename Load>
void Compare(const std::string& title, const ServerUnderTest& a, Load* load_a,
             const ServerUnderTest& b, Load* load_b, int slices) {
  Measure(a, load_a);  // warm-up
  Measure(b, load_b);
  std::vector<double> cpu, rate, cpu_a, cpu_b, rate_a, p50, p99;
  for (int i = 0; i < slices; ++i) {
    const bool a_first = i % 2 == 0;
    Slice slice_a;
    Slice slice_b;
    if (a_first) {
      slice_a = Measure(a, load_a);
    }
    slice_b = Measure(b, load_b);
    if (!a_first) {
      slice_a = Measure(a, load_a);
    }
    cpu.push_back(slice_a.cpu_us_per_call / slice_b.cpu_us_per_call);
    rate.push_back(slice_a.calls_per_second / slice_b.calls_per_second);
    cpu_a.push_back(slice_a.cpu_us_per_call);
    cpu_b.push_back(slice_b.cpu_us_per_call);
    rate_a.push_back(slice_a.calls_per_second);
    p50.push_back(slice_a.p50_us);
    p99.push_back(slice_a.p99_us);
  }
  std::printf("%s, %d pairs of slices\n", title.c_str(), slices);
  PrintMedian("server CPU, ratio", MedianOf(cpu));
  PrintMedian("answers per second, ratio", MedianOf(rate));
  PrintMedian("server CPU, us", MedianOf(cpu_a));
  PrintMedian("server CPU of the reference, us", MedianOf(cpu_b));
  PrintMedian("answers per second", MedianOf(rate_a));
  if (MedianOf(p99).value > 0) {
    PrintMedian("p50, us", MedianOf(p50));
    PrintMedian("p99, us", MedianOf(p99));
  }
}

std::vector<std::string> RatecarddCommand(const std::string& ratecardd) {
  return {ratecardd, "--grpc_address=127.0.0.1:0",
          "--http_address=127.0.0.1:0"};
}

void MeasureStart(const std::string& ratecardd, const std::string& request) {
  std::vector<double> ms;
  for (int i = 0; i < 11; ++i) {
    const absl::Time start = absl::Now();
    const ServerUnderTest server(RatecarddCommand(ratecardd), kServerCpu);
    LoadGenerator load(server.address(), kMethod, request, 1, 1);
    load.CallOnce();
    ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::printf("Start\n");
  PrintMedian("start to first call answered, ms", MedianOf(ms));
}

void MeasureMemory(const std::string& ratecardd, const std::string& request) {
  const ServerUnderTest server(RatecarddCommand(ratecardd), kServerCpu);
  LoadGenerator load(server.address(), kMethod, request, kConnections,
                     kCallsPerConnection);
  int64_t calls = 0;
  while (calls < 10'000) {
    calls += load.Run(absl::Milliseconds(50)).calls;
  }
  std::printf("Memory\n  resident after %lld calls, MiB %19.1f\n",
              static_cast<long long>(calls),  // NOLINT(google-runtime-int)
              static_cast<double>(server.ResidentKib()) / 1024);
}

int Main(const std::string& ratecardd, const std::string& empty_server,
         int slices) {
  PinTo(kClientCpu);
  const std::string request = TypicalRequest().SerializeAsString();
  MeasureStart(ratecardd, request);
  MeasureMemory(ratecardd, request);

  const ServerUnderTest real(RatecarddCommand(ratecardd), kServerCpu);
  LoadGenerator real_load(real.address(), kMethod, request, kConnections,
                          kCallsPerConnection);
  const std::string reply = real_load.CallOnce();
  std::printf("Messages: %zu bytes in, %zu bytes out\n", request.size(),
              reply.size());
  const std::string same_file = WriteFile("same", reply);
  const std::string fixed_file = WriteFile("fixed", FixedReply());
  const ServerUnderTest same({empty_server, same_file}, kServerCpu);
  const ServerUnderTest fixed({empty_server, fixed_file}, kServerCpu);
  std::remove(same_file.c_str());
  std::remove(fixed_file.c_str());
  for (const int calls : {kCallsPerConnection, kManyCallsPerConnection}) {
    LoadGenerator load(real.address(), kMethod, request, kConnections, calls);
    LoadGenerator same_load(same.address(), kMethod, request, kConnections,
                            calls);
    LoadGenerator fixed_load(fixed.address(), kMethod, FixedRequest(),
                             kConnections, calls);
    const std::string in_flight =
        absl::StrCat(kConnections * calls, " calls in flight");
    Compare(absl::StrCat("EstimateCost, ", in_flight,
                         ", against an empty RPC of the same shapes"),
            real, &load, same, &same_load, slices);
    Compare(absl::StrCat("EstimateCost, ", in_flight,
                         ", against an empty RPC, 55 bytes in, 218 out"),
            real, &load, fixed, &fixed_load, slices);
  }
  v1::StreamEstimateCostsRequest item;
  item.set_item_id("12345678");
  *item.mutable_request() = TypicalRequest();
  StreamLoad stream(real.address(), kStreamMethod, item.SerializeAsString(),
                    kItemsInFlight);
  StreamLoad same_stream(same.address(), kStreamMethod,
                         item.SerializeAsString(), kItemsInFlight);
  Compare("StreamEstimateCosts, one stream, against an echo of the same shapes",
          real, &stream, same, &same_stream, slices);
  return 0;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: rpc_bench RATECARDD EMPTY_SERVER [SLICES]\n");
    return 2;
  }
  return ratecard::Main(argv[1], argv[2], argc > 3 ? std::atoi(argv[3]) : 24);
}
