// ratecardd beside an empty RPC of the same server design and beside itself, in
// interleaved slices of one run.
//
//   rpc_bench RATECARDD [SLICES [PART]]
//
//   start     from start to first call answered
//   memory    resident after 10,000 calls
//   unary     server CPU of EstimateCost, against an empty RPC of the same
//             shapes, and one of a fixed shape
//   stream    the same of an item of StreamEstimateCosts, against an echo
//   p99       of EstimateCost at half of saturation, against an empty RPC at
//   the
//             same rate
//   observed  server CPU with metrics and log on, against ratecardd_unobserved
//   swaps     p99 at half of saturation while catalogs are swapped every 100
//   ms,
//             against none swapped
//
// The other servers are taken from beside rpc_bench. Servers run on processor
// 0, the load on processor 1. Figures are medians over pairs of slices, with
// the 95% confidence interval of each.

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
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
// A slice whose processor others took for a while has a p99 of milliseconds: it
// takes many to see past those.
constexpr int kLatencyPairsPerPair = 6;
constexpr absl::Duration kLatencySlice = absl::Milliseconds(250);
constexpr absl::Duration kSaturationSlice = absl::Milliseconds(100);
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
  std::string path = absl::StrCat("/tmp/rpc_bench.", getpid(), ".", name);
  std::ofstream(path) << bytes;
  return path;
}

struct Setup {
  std::string ratecardd;
  std::string folder;  // of the other servers, with a slash
  int slices = 0;
  std::string request;
  std::string same_reply_file;
  std::string fixed_reply_file;

  std::vector<std::string> RatecarddCommand() const {
    return {ratecardd, "--grpc_address=127.0.0.1:0",
            "--http_address=127.0.0.1:0"};
  }
  std::vector<std::string> EmptyCommand(const std::string& reply_file) const {
    return {folder + "empty_server", reply_file};
  }
};

struct Slice {
  double cpu_us_per_call = 0;
  double calls_per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
};

template <typename Load>
Slice Measure(const ServerUnderTest& server, Load* load,
              absl::Duration duration = absl::Milliseconds(400)) {
  const int64_t before_ns = server.CpuNanos();
  const LoadResult result = load->Run(duration);
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

// One slice of each, A first in every other pair.
template <typename A, typename B>
std::pair<Slice, Slice> MeasurePair(int pair, A measure_a, B measure_b) {
  std::pair<Slice, Slice> slices;
  if (pair % 2 == 0) {
    slices.first = measure_a();
  }
  slices.second = measure_b();
  if (pair % 2 != 0) {
    slices.first = measure_a();
  }
  return slices;
}

// A in slices beside B.
template <typename Load>
void Compare(const std::string& title, const ServerUnderTest& a, Load* load_a,
             const ServerUnderTest& b, Load* load_b, int slices) {
  Measure(a, load_a);  // warm-up
  Measure(b, load_b);
  std::vector<double> cpu, rate, cpu_a, cpu_b, rate_a, p50, p99;
  for (int i = 0; i < slices; ++i) {
    const auto [slice_a, slice_b] = MeasurePair(
        i, [&] { return Measure(a, load_a); },
        [&] { return Measure(b, load_b); });
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

// Calls sent at a fixed rate, whatever the server answers.
struct OpenLoad {
  LoadGenerator* generator;
  double calls_per_second;

  LoadResult Run(absl::Duration duration) {
    return generator->RunOpen(calls_per_second, duration);
  }
};

// Latencies of A beside those of B, both at half of the rate at which
// `saturated` takes calls: found anew for each pair, as the speed of the
// machine changes. The load takes more CPU for a call than the server and is
// the first to have none left.
void CompareLatencies(const std::string& title,
                      const ServerUnderTest& saturated, LoadGenerator* load,
                      const std::function<Slice(double)>& a,
                      const std::function<Slice(double)>& b, int pairs) {
  Measure(saturated, load);  // warm-up
  a(1'000);
  b(1'000);
  std::vector<double> p50, p99, p50_a, p99_a, p99_b, rate, busy;
  for (int i = 0; i < pairs; ++i) {
    const Slice most = Measure(saturated, load, kSaturationSlice);
    const double half = most.calls_per_second / 2;
    const auto [slice_a, slice_b] = MeasurePair(
        i, [&] { return a(half); }, [&] { return b(half); });
    p50.push_back(slice_a.p50_us / slice_b.p50_us);
    p99.push_back(slice_a.p99_us / slice_b.p99_us);
    p50_a.push_back(slice_a.p50_us);
    p99_a.push_back(slice_a.p99_us);
    p99_b.push_back(slice_b.p99_us);
    rate.push_back(half);
    busy.push_back(most.cpu_us_per_call * most.calls_per_second / 1e6);
  }
  std::printf("%s, %d pairs of slices\n", title.c_str(), pairs);
  PrintMedian("p99, ratio", MedianOf(p99));
  PrintMedian("p50, ratio", MedianOf(p50));
  PrintMedian("p99, us", MedianOf(p99_a));
  PrintMedian("p99 of the reference, us", MedianOf(p99_b));
  PrintMedian("p50, us", MedianOf(p50_a));
  PrintMedian("calls per second: half of saturation", MedianOf(rate));
  PrintMedian("server CPU at saturation, share of one", MedianOf(busy));
}

void MeasureStart(const Setup& setup) {
  std::vector<double> ms;
  for (int i = 0; i < 11; ++i) {
    const absl::Time start = absl::Now();
    const ServerUnderTest server(setup.RatecarddCommand(), kServerCpu);
    LoadGenerator load(server.address(), kMethod, setup.request, 1, 1);
    load.CallOnce();
    ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::printf("Start\n");
  PrintMedian("start to first call answered, ms", MedianOf(ms));
}

void MeasureMemory(const Setup& setup) {
  const ServerUnderTest server(setup.RatecarddCommand(), kServerCpu);
  LoadGenerator load(server.address(), kMethod, setup.request, kConnections,
                     kCallsPerConnection);
  int64_t calls = 0;
  while (calls < 10'000) {
    calls += load.Run(absl::Milliseconds(50)).calls;
  }
  std::printf("Memory\n  resident after %lld calls, MiB %19.1f\n",
              static_cast<long long>(calls),  // NOLINT(google-runtime-int)
              static_cast<double>(server.ResidentKib()) / 1024);
}

void CompareUnary(const Setup& setup) {
  const ServerUnderTest real(setup.RatecarddCommand(), kServerCpu);
  const ServerUnderTest same(setup.EmptyCommand(setup.same_reply_file),
                             kServerCpu);
  const ServerUnderTest fixed(setup.EmptyCommand(setup.fixed_reply_file),
                              kServerCpu);
  for (const int calls : {kCallsPerConnection, kManyCallsPerConnection}) {
    LoadGenerator load(real.address(), kMethod, setup.request, kConnections,
                       calls);
    LoadGenerator same_load(same.address(), kMethod, setup.request,
                            kConnections, calls);
    LoadGenerator fixed_load(fixed.address(), kMethod, FixedRequest(),
                             kConnections, calls);
    const std::string in_flight =
        absl::StrCat(kConnections * calls, " calls in flight");
    Compare(absl::StrCat("EstimateCost, ", in_flight,
                         ", against an empty RPC of the same shapes"),
            real, &load, same, &same_load, setup.slices);
    Compare(absl::StrCat("EstimateCost, ", in_flight,
                         ", against an empty RPC, 55 bytes in, 218 out"),
            real, &load, fixed, &fixed_load, setup.slices);
  }
}

void CompareStream(const Setup& setup) {
  const ServerUnderTest real(setup.RatecarddCommand(), kServerCpu);
  const ServerUnderTest same(setup.EmptyCommand(setup.same_reply_file),
                             kServerCpu);
  v1::StreamEstimateCostsRequest item;
  item.set_item_id("12345678");
  *item.mutable_request() = TypicalRequest();
  StreamLoad stream(real.address(), kStreamMethod, item.SerializeAsString(),
                    kItemsInFlight);
  StreamLoad same_stream(same.address(), kStreamMethod,
                         item.SerializeAsString(), kItemsInFlight);
  Compare("StreamEstimateCosts, one stream, against an echo of the same shapes",
          real, &stream, same, &same_stream, setup.slices);
}

void CompareP99(const Setup& setup) {
  const ServerUnderTest real(setup.RatecarddCommand(), kServerCpu);
  const ServerUnderTest same(setup.EmptyCommand(setup.same_reply_file),
                             kServerCpu);
  LoadGenerator load(real.address(), kMethod, setup.request, kConnections,
                     kManyCallsPerConnection);
  LoadGenerator same_load(same.address(), kMethod, setup.request, kConnections,
                          kManyCallsPerConnection);
  const auto at_rate = [](const ServerUnderTest& server, LoadGenerator* of) {
    return [&server, of](double calls_per_second) {
      OpenLoad open{of, calls_per_second};
      return Measure(server, &open, kLatencySlice);
    };
  };
  CompareLatencies(
      "EstimateCost at half of saturation, against an empty RPC of the same "
      "shapes",
      real, &load, at_rate(real, &load), at_rate(same, &same_load),
      setup.slices * kLatencyPairsPerPair);
}

// Without the log of calls, as is the default, and with it. That goes into a
// pipe, which the processor of the load empties. The reference still reads the
// clock at the end of a call.
void CompareObserved(const Setup& setup) {
  std::vector<std::string> command = setup.RatecarddCommand();
  command[0] = setup.folder + "ratecardd_unobserved";
  const ServerUnderTest off(command, kServerCpu);
  LoadGenerator off_load(off.address(), kMethod, setup.request, kConnections,
                         kManyCallsPerConnection);
  for (const std::string flag : {"--nolog_calls", "--log_calls"}) {
    command = setup.RatecarddCommand();
    command.push_back(flag);
    const ServerUnderTest on(command, kServerCpu);
    LoadGenerator load(on.address(), kMethod, setup.request, kConnections,
                       kManyCallsPerConnection);
    Compare(absl::StrCat("EstimateCost, metrics and ", flag,
                         ", against no metrics and no log of calls"),
            on, &load, off, &off_load, setup.slices);
  }
}

void CompareSwaps(const Setup& setup) {
  const ServerUnderTest server({setup.folder + "swapping_server"}, kServerCpu);
  LoadGenerator load(server.address(), kMethod, setup.request, kConnections,
                     kManyCallsPerConnection);
  const auto fixed = [&](double calls_per_second) {
    OpenLoad open{&load, calls_per_second};
    return Measure(server, &open, kLatencySlice);
  };
  const auto swapped = [&](double calls_per_second) {
    server.Signal(SIGUSR1);
    const Slice slice = fixed(calls_per_second);
    server.Signal(SIGUSR1);
    return slice;
  };
  CompareLatencies(
      "EstimateCost at half of saturation, catalogs swapped every 100 ms, "
      "against none swapped",
      server, &load, swapped, fixed, setup.slices * kLatencyPairsPerPair);
}

struct Part {
  const char* name;
  void (*run)(const Setup& setup);
};
constexpr Part kParts[] = {
    {"start", MeasureStart}, {"memory", MeasureMemory},
    {"unary", CompareUnary}, {"stream", CompareStream},
    {"p99", CompareP99},     {"observed", CompareObserved},
    {"swaps", CompareSwaps},
};

std::string ReplyTo(const Setup& setup) {
  const ServerUnderTest server(setup.RatecarddCommand(), kServerCpu);
  return LoadGenerator(server.address(), kMethod, setup.request, 1, 1)
      .CallOnce();
}

// The part with that name, or all.
int Main(Setup setup, absl::string_view only) {
  PinTo(kClientCpu);
  setup.request = TypicalRequest().SerializeAsString();
  const std::string reply = ReplyTo(setup);
  std::printf("Messages: %zu bytes in, %zu bytes out\n", setup.request.size(),
              reply.size());
  setup.same_reply_file = WriteFile("same", reply);
  setup.fixed_reply_file = WriteFile("fixed", FixedReply());
  bool found = false;
  for (const Part& part : kParts) {
    if (only.empty() || only == part.name) {
      found = true;
      part.run(setup);
      std::fflush(stdout);
    }
  }
  std::remove(setup.same_reply_file.c_str());
  std::remove(setup.fixed_reply_file.c_str());
  if (!found) {
    std::fprintf(stderr, "rpc_bench: no part by that name\n");
  }
  return found ? 0 : 2;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: rpc_bench RATECARDD [SLICES [PART]]\n");
    return 2;
  }
  const std::string self = argv[0];
  ratecard::Setup setup;
  setup.ratecardd = argv[1];
  setup.folder = self.substr(0, self.rfind('/') + 1);
  setup.slices = argc > 2 ? std::atoi(argv[2]) : 24;
  return ratecard::Main(std::move(setup), argc > 3 ? argv[3] : "");
}
