#include "service/rpc/method_table.h"

#include "gtest/gtest.h"
#include "service/rpc/rpc_server.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// Its queues would wait for a last call for ever when it stops.
TEST(RpcServer, DoesNotStartWithoutMethods) {
  RpcServerOptions options;
  options.address = "127.0.0.1:0";
  RpcServer server(options, {}, MethodTable());
  EXPECT_EQ(server.Start().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace ratecard
