#include "service/rpc/call_runner.h"

#include "grpc/support/time.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

class CallRunnerTest : public testing::Test {
 protected:
  // Whether a call with the deadline is handled.
  bool Handles(gpr_timespec deadline) {
    bool handled = false;
    const grpc::Status status =
        runner_.Run(0, deadline, context_, [&](const CallContext& /*call*/) {
          handled = true;
          return absl::OkStatus();
        });
    EXPECT_EQ(status.error_code(), handled
                                       ? grpc::StatusCode::OK
                                       : grpc::StatusCode::DEADLINE_EXCEEDED);
    return handled;
  }

  static gpr_timespec In(int seconds, gpr_clock_type clock) {
    return gpr_time_add(gpr_now(clock),
                        gpr_time_from_seconds(seconds, GPR_TIMESPAN));
  }

  grpc::ServerContext context_;
  CallRunner runner_{{{"ratecard.v1.EstimateService", "EstimateCost"}}, {}};
};

TEST_F(CallRunnerTest, HandlesCallsInTime) {
  for (const gpr_clock_type clock : {GPR_CLOCK_MONOTONIC, GPR_CLOCK_REALTIME}) {
    EXPECT_TRUE(Handles(In(60, clock)));
    EXPECT_TRUE(Handles(gpr_inf_future(clock)));
  }
}

TEST_F(CallRunnerTest, DoesNotHandleCallsWhoseDeadlinePassedWhileTheyWaited) {
  for (const gpr_clock_type clock : {GPR_CLOCK_MONOTONIC, GPR_CLOCK_REALTIME}) {
    EXPECT_FALSE(Handles(In(-1, clock)));
  }
}

}  // namespace
}  // namespace ratecard
