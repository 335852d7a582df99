// For rpc_bench: answers EstimateService as ratecardd does, and on SIGUSR1
// begins, or ends, to swap two compiled snapshots of the embedded catalog every
// 100 ms. Each has memory of its own, and both are loaded before: what loading
// costs is no part of this.
//
//   swapping_server
//
// Prints its address on a line and serves until it is ended.

#include <signal.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "service/api/estimate_handler.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/catalog/store.h"
#include "service/rpc/method_table.h"
#include "service/rpc/rpc_server.h"
#include "service/server/metrics_observer.h"

namespace ratecard {
namespace {

constexpr timespec kBetweenSwaps = {0, 100'000'000};
constexpr size_t kMaxModelSeries = 10'000;

sigset_t Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGUSR1);
  return set;
}

// Until SIGTERM.
void SwapOnSignal(std::shared_ptr<const Catalog> other, CatalogStore* store) {
  const sigset_t set = Signals();
  bool swapping = false;
  int received = 0;
  while (received != SIGTERM) {
    received = sigtimedwait(&set, nullptr, &kBetweenSwaps);
    if (received == SIGUSR1) {
      swapping = !swapping;
    } else if (swapping) {
      std::shared_ptr<const Catalog> current = store->Current();
      store->Replace(std::move(other), {"swapped", absl::Now()});
      other = std::move(current);
    }
  }
}

MethodTable Methods(const EstimateHandler* estimate) {
  using EH = EstimateHandler;
  MethodTable methods;
  methods.Add<v1::EstimateService>(Role::kQuote)
      .Unary("EstimateCost", estimate, &EH::EstimateCost)
      .Unary("BatchEstimateCosts", estimate, &EH::BatchEstimateCosts)
      .Bidi("StreamEstimateCosts", estimate, &EH::StreamEstimateCosts)
      .Unary("CheckContextFit", estimate, &EH::CheckContextFit)
      .Unary("EstimateWorkload", estimate, &EH::EstimateWorkload);
  return methods;
}

absl::Status Serve() {
  const std::string copy(EmbeddedSnapshot());
  const auto first = LoadEmbeddedCatalog();
  const auto second = LoadTrustedSnapshot(copy);
  if (!first.ok() || !second.ok()) {
    return first.ok() ? second.status() : first.status();
  }
  CatalogStore store(*first, {"embedded", absl::Now()});
  MetricsObserver observer(kMaxModelSeries);
  const EstimateHandler handler(&store, &observer);
  RpcServerOptions options;
  options.address = "127.0.0.1:0";
  RpcServer server(options, {}, Methods(&handler));
  absl::Status status = server.Start();
  if (status.ok()) {
    std::fprintf(stderr, "{\"grpc_address\":\"%s\"}\n",
                 server.address().c_str());
    SwapOnSignal(*second, &store);
  }
  return status;
}

}  // namespace
}  // namespace ratecard

int main() {
  // Before any thread starts, so that all of them leave them to sigtimedwait.
  const sigset_t set = ratecard::Signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  const absl::Status status = ratecard::Serve();
  if (!status.ok()) {
    std::fprintf(stderr, "swapping_server: %s\n", status.ToString().c_str());
  }
  return status.ok() ? 0 : 1;
}
