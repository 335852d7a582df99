#include "service/server/call_log.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/test/server_context_test_spouse.h"
#include "service/server/log.h"

namespace ratecard {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::Duration kSecond = absl::Seconds(1);

class CallLogTest : public testing::Test {
 protected:
  CallLogTest() { testing::internal::CaptureStderr(); }
  ~CallLogTest() override {
    log_.reset();
    testing::internal::GetCapturedStderr();
    SetLogLevel(Severity::kInfo);
  }

  void Answered() { Write(absl::OkStatus(), false); }
  void Failed() { Write(absl::InternalError("broken"), false); }
  void Refused() { Write(absl::PermissionDeniedError("not you"), true); }

  // Since it was last asked.
  static std::vector<std::string> Lines() {
    const std::string text = testing::internal::GetCapturedStderr();
    testing::internal::CaptureStderr();
    return absl::StrSplit(text, '\n', absl::SkipEmpty());
  }

  double Dropped() const {
    return log_->Collect().at(0).metric.at(0).counter.value;
  }

  grpc::ServerContext context_;
  absl::Duration now_ = absl::Hours(1);
  std::unique_ptr<CallLog> log_ = std::make_unique<CallLog>(2);

 private:
  void Write(const absl::Status& status, bool refused) {
    const MethodName method = {"ratecard.v1.EstimateService", "EstimateCost"};
    log_->Write(
        {method, context_, "billing", refused, status,
         status.code() == absl::StatusCode::kInternal, absl::Microseconds(7)},
        now_);
  }
};

auto Call(const std::string& code) {
  return HasSubstr(absl::StrCat("\"code\":\"", code, "\""));
}

auto DroppedLines(int count) {
  return AllOf(HasSubstr("\"event\":\"call_lines_dropped\""),
               HasSubstr(absl::StrCat("\"count\":", count, "}")));
}

TEST_F(CallLogTest, WritesSoManyLinesASecondAndSaysHowManyItLeftOut) {
  for (int i = 0; i < 6; ++i) {
    Answered();
  }
  EXPECT_THAT(Lines(), ElementsAre(Call("OK"), Call("OK"), DroppedLines(1)));
  EXPECT_EQ(Dropped(), 4);
  now_ += kSecond;
  Answered();
  EXPECT_THAT(Lines(), ElementsAre(DroppedLines(3), Call("OK")));
  now_ += kSecond;
  Answered();
  EXPECT_THAT(Lines(), ElementsAre(Call("OK")));
}

TEST_F(CallLogTest, SaysAtTheEndWhatItLeftOutLast) {
  for (int i = 0; i < 6; ++i) {
    Answered();
  }
  Lines();
  log_.reset();
  EXPECT_THAT(Lines(), ElementsAre(DroppedLines(3)));
}

TEST_F(CallLogTest, KeepsRoomForFaultsOfTheServer) {
  for (int i = 0; i < 3; ++i) {
    Answered();
  }
  Lines();
  for (int i = 0; i < 3; ++i) {
    Failed();
  }
  EXPECT_THAT(Lines(), ElementsAre(Call("INTERNAL"), Call("INTERNAL")));
  EXPECT_EQ(Dropped(), 2);
}

TEST_F(CallLogTest, SaysWhoIsCutOffAndLeavesOutWhatIsTooMuch) {
  for (int i = 0; i < 4; ++i) {
    log_->WriteCutOff("memory", "ipv4:192.0.2.1:51234", now_);
  }
  const auto cut_off = AllOf(HasSubstr("\"event\":\"caller_cut_off\""),
                             HasSubstr("\"reason\":\"memory\""),
                             HasSubstr("\"peer\":\"ipv4:192.0.2.1:51234\""));
  EXPECT_THAT(Lines(), ElementsAre(cut_off, cut_off, DroppedLines(1)));
  EXPECT_EQ(Dropped(), 2);
}

TEST_F(CallLogTest, KeepsRoomForRefusals) {
  for (int i = 0; i < 3; ++i) {
    Answered();
  }
  Lines();
  for (int i = 0; i < 9; ++i) {
    Refused();
  }
  const auto refused = HasSubstr("\"event\":\"call_refused\"");
  EXPECT_THAT(Lines(), ElementsAre(refused, refused));
  EXPECT_EQ(Dropped(), 1 + 7);
}

TEST_F(CallLogTest, LeavesOutRefusalsOverHttpButNothingThatAdministers) {
  Access::Decision decision;
  for (int i = 0; i < 3; ++i) {
    log_->WriteHttp("/-/reload", Role::kAdministerCatalog, "192.0.2.1",
                    decision, now_);
  }
  const auto admin = AllOf(HasSubstr("\"event\":\"admin_call\""),
                           HasSubstr("\"http_path\":\"/-/reload\""),
                           HasSubstr("\"peer\":\"192.0.2.1\""));
  EXPECT_THAT(Lines(), ElementsAre(admin, admin, admin));
  decision.status = absl::UnauthenticatedError("who?");
  for (int i = 0; i < 9; ++i) {
    log_->WriteHttp("/metrics", Role::kScrapeMetrics, "192.0.2.1", decision,
                    now_);
  }
  const auto refused = AllOf(HasSubstr("\"event\":\"call_refused\""),
                             HasSubstr("\"http_path\":\"/metrics\""));
  EXPECT_THAT(Lines(), ElementsAre(refused, refused, DroppedLines(1)));
  EXPECT_EQ(Dropped(), 7);
}

TEST_F(CallLogTest, CountsNoLinesThatNobodyWants) {
  SetLogLevel(Severity::kWarning);
  for (int i = 0; i < 9; ++i) {
    Answered();
  }
  EXPECT_THAT(Lines(), IsEmpty());
  EXPECT_EQ(Dropped(), 0);
}

TEST_F(CallLogTest, SaysWhatTheCallIsPartOf) {
  grpc::testing::ServerContextTestSpouse spouse(&context_);
  spouse.AddClientMetadata(
      "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  spouse.AddClientMetadata("x-request-id", "order/17");
  Answered();
  EXPECT_THAT(
      Lines(),
      ElementsAre(
          AllOf(HasSubstr("\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\""),
                HasSubstr("\"span_id\":\"00f067aa0ba902b7\""),
                HasSubstr("\"request_id\":\"order/17\""))));
}

// The recommendation has one `traceparent`, and of two it is not known which
// counts.
TEST_F(CallLogTest, TakesNoHeaderThatComesTwice) {
  grpc::testing::ServerContextTestSpouse spouse(&context_);
  for (const char* span : {"00f067aa0ba902b7", "b7ad6b7169203331"}) {
    spouse.AddClientMetadata(
        "traceparent",
        absl::StrCat("00-4bf92f3577b34da6a3ce929d0e0e4736-", span, "-01"));
    spouse.AddClientMetadata("x-request-id", span);
  }
  Failed();
  EXPECT_THAT(Lines(), ElementsAre(AllOf(Not(HasSubstr("trace_id")),
                                         Not(HasSubstr("00f067aa0ba902b7")),
                                         Not(HasSubstr("b7ad6b7169203331")),
                                         HasSubstr("\"request_id\":\""))));
}

}  // namespace
}  // namespace ratecard
