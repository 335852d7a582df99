#include "service/server/reload_metrics.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "service/metrics/registry.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReloadMetricsTest : public testing::Test {
 protected:
  ReloadMetricsTest() { registry_.Add(&metrics_); }

  // Whether the last one was good.
  bool Successful() const {
    const std::string text = registry_.Expose();
    const std::string name = "\nx_last_reload_successful ";
    return text.at(text.find(name) + name.size()) == '1';
  }

  ReloadMetrics metrics_{"x", "the file"};
  Registry registry_;
};

TEST_F(ReloadMetricsTest, ShowNoTimeBeforeTheFirst) {
  EXPECT_TRUE(Successful());
  EXPECT_THAT(registry_.Expose(), Not(HasSubstr("timestamp")));
  EXPECT_THAT(registry_.Expose(),
              HasSubstr("x_reloads_total{result=\"failure\"} 0\n"));
}

TEST_F(ReloadMetricsTest, ShowWhatCameOfEachAndOfTheLast) {
  const double start = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  metrics_.OnReload(ReloadResult::kSuccess);
  EXPECT_TRUE(Successful());
  metrics_.OnReload(ReloadResult::kFailure);
  metrics_.OnReload(ReloadResult::kFailure);
  EXPECT_FALSE(Successful());
  for (const prometheus::MetricFamily& family : metrics_.Collect()) {
    if (family.name == "x_last_reload_timestamp_seconds") {
      // Shown in whole microseconds.
      EXPECT_GE(family.metric.at(0).gauge.value, start - 2e-6);
    }
  }
  EXPECT_THAT(registry_.Expose(),
              HasSubstr("\nx_last_reload_timestamp_seconds "));
  metrics_.OnReload(ReloadResult::kUnchanged);
  EXPECT_TRUE(Successful());
  const std::string text = registry_.Expose();
  for (const auto& [result, count] :
       {std::pair{"success", 1}, {"unchanged", 1}, {"failure", 2}}) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("x_reloads_total{result=\"",
                                             result, "\"} ", count, "\n")));
  }
}

}  // namespace
}  // namespace ratecard
