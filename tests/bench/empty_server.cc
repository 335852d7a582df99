// The reference for rpc_bench: the same server design, the same messages, and
// nothing between request and reply.
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
  methods.Add<v1::EstimateService>()
      .Unary<v1::EstimateCostRequest, v1::EstimateCostResponse>(
          "EstimateCost",
          [&](auto&&, auto&&, v1::EstimateCostResponse* response) {
            *response = reply;
            return absl::OkStatus();
          })
      .Unary<v1::CheckContextFitRequest, v1::CheckContextFitResponse>(
          "CheckContextFit", [](auto&&...) { return absl::OkStatus(); })
      .Unary<v1::EstimateWorkloadRequest, v1::EstimateWorkloadResponse>(
          "EstimateWorkload", [](auto&&...) { return absl::OkStatus(); });
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
