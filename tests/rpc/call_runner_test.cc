#include "service/rpc/call_runner.h"

#include <atomic>
#include <cstdint>

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
        runner_.Run(runner_.OnStarted(0), deadline, cancelled_, context_,
                    [&](const CallContext& /*call*/) {
                      handled = true;
                      return absl::OkStatus();
                    });
    EXPECT_EQ(status.error_code(), handled
                                       ? grpc::StatusCode::OK
                                       : grpc::StatusCode::DEADLINE_EXCEEDED);
    return handled;
  }

  static gpr_timespec In(int64_t seconds, gpr_clock_type clock) {
    return gpr_time_add(gpr_now(clock),
                        gpr_time_from_seconds(seconds, GPR_TIMESPAN));
  }

  std::atomic<bool> cancelled_ = false;
  grpc::ServerContext context_;
  CallRunner runner_{{{"ratecard.v1.EstimateService", "EstimateCost"}}, {}};
};

TEST_F(CallRunnerTest, HandlesCallsInTime) {
  for (const gpr_clock_type clock : {GPR_CLOCK_MONOTONIC, GPR_CLOCK_REALTIME}) {
    EXPECT_TRUE(Handles(In(60, clock)));
    EXPECT_TRUE(Handles(gpr_inf_future(clock)));
  }
}

// 11,000 years are about the 99,999,999 hours that `grpc-timeout` can say.
TEST_F(CallRunnerTest, HandlesCallsWhoseDeadlineIsCenturiesAway) {
  constexpr int64_t kYear = int64_t{365} * 24 * 60 * 60;
  for (const gpr_clock_type clock : {GPR_CLOCK_MONOTONIC, GPR_CLOCK_REALTIME}) {
    for (const int64_t years : {290, 300, 1'000, 11'000}) {
      EXPECT_TRUE(Handles(In(years * kYear, clock))) << years << " years";
    }
  }
}

TEST_F(CallRunnerTest, DoesNotHandleCallsWhoseDeadlinePassedWhileTheyWaited) {
  for (const gpr_clock_type clock : {GPR_CLOCK_MONOTONIC, GPR_CLOCK_REALTIME}) {
    EXPECT_FALSE(Handles(In(-1, clock)));
  }
}

TEST_F(CallRunnerTest, DoesNotHandleCallsThatWereCancelledWhileTheyWaited) {
  cancelled_ = true;
  const grpc::Status status =
      runner_.Run(runner_.OnStarted(0), gpr_inf_future(GPR_CLOCK_MONOTONIC),
                  cancelled_, context_, [&](const CallContext& /*call*/) {
                    ADD_FAILURE() << "is handled";
                    return absl::OkStatus();
                  });
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(CallRunnerTest, TellsHandlersThatTheirCallIsCancelled) {
  const grpc::Status status =
      runner_.Run(runner_.OnStarted(0), gpr_inf_future(GPR_CLOCK_MONOTONIC),
                  cancelled_, context_, [&](const CallContext& call) {
                    EXPECT_TRUE(call.StillWanted().ok());
                    cancelled_ = true;
                    return call.StillWanted();
                  });
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace ratecard
