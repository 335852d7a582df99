// The reference for rpc_bench: the same server design, the same messages, and
// nothing between request and reply. Answers EstimateCost and
// StreamEstimateCosts.
//
//   empty_server REPLY_FILE    a serialized EstimateCostResponse
//
// Prints its address on a line and serves until it is ended.

#include <signal.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "service/rpc/method_table.h"
#include "service/rpc/rpc_server.h"

namespace ratecard {
namespace {

int Serve(const std::string& reply_file) {
  std::stringstream bytes;
  bytes << std::ifstream(reply_file).rdbuf();
  v1::EstimateCostResponse reply;
  if (!reply.ParseFromString(bytes.str())) {
    std::fprintf(stderr, "empty_server: %s is no EstimateCostResponse\n",
                 reply_file.c_str());
    return 1;
  }
  MethodTable methods;
  const auto nothing = [](auto&&...) { return absl::OkStatus(); };
  methods.Add<v1::EstimateService>(Role::kQuote)
      .Unary<v1::EstimateCostRequest, v1::EstimateCostResponse>(
          "EstimateCost",
          [&](auto&&, auto&&, v1::EstimateCostResponse* response) {
            *response = reply;
            return absl::OkStatus();
          })
      .Unary<v1::BatchEstimateCostsRequest, v1::BatchEstimateCostsResponse>(
          "BatchEstimateCosts", nothing)
      .Bidi<v1::StreamEstimateCostsRequest, v1::StreamEstimateCostsResponse>(
          "StreamEstimateCosts",
          [&](auto&&, const v1::StreamEstimateCostsRequest& request,
              v1::StreamEstimateCostsResponse* response) {
            response->set_item_id(request.item_id());
            *response->mutable_estimate() = reply.estimate();
          })
      .Unary<v1::CheckContextFitRequest, v1::CheckContextFitResponse>(
          "CheckContextFit", nothing)
      .Unary<v1::EstimateWorkloadRequest, v1::EstimateWorkloadResponse>(
          "EstimateWorkload", nothing);
  RpcServerOptions options;
  options.address = "127.0.0.1:0";
  RpcServer server(options, {}, std::move(methods));
  if (const absl::Status status = server.Start(); !status.ok()) {
    std::fprintf(stderr, "empty_server: %s\n", status.ToString().c_str());
    return 1;
  }
  std::fprintf(stderr, "{\"grpc_address\":\"%s\"}\n", server.address().c_str());
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  int received = 0;
  sigwait(&set, &received);
  return 0;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: empty_server REPLY_FILE\n");
    return 2;
  }
  // Before any thread starts, so that all of them leave it to sigwait.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return ratecard::Serve(argv[1]);
}
