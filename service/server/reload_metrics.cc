#include "service/server/reload_metrics.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/metrics/families.h"

namespace ratecard {
namespace {

constexpr double kMicrosPerSecond = 1e6;

}  // namespace

ReloadMetrics::ReloadMetrics(std::string prefix, const std::string& what)
    : prefix_(std::move(prefix)),
      what_(what),
      reloads_({absl::StrCat(prefix_, "_reloads_total"),
                absl::StrCat("Times that ", what, " was read again."),
                {"result"}},
               {{"success"}, {"unchanged"}, {"failure"}}) {}

void ReloadMetrics::OnReload(ReloadResult result) {
  reloads_.Add(static_cast<size_t>(result));
  failed_.store(result == ReloadResult::kFailure, std::memory_order_relaxed);
  last_micros_.store(absl::GetCurrentTimeNanos() / 1'000,
                     std::memory_order_relaxed);
}

std::vector<prometheus::MetricFamily> ReloadMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families = reloads_.Collect();
  families.push_back(
      Gauge({absl::StrCat(prefix_, "_last_reload_successful"),
             absl::StrCat("Whether what was there when ", what_,
                          " was last read was good; 1 from the start."),
             {}},
            failed_.load(std::memory_order_relaxed) ? 0 : 1));
  const int64_t last_micros = last_micros_.load(std::memory_order_relaxed);
  if (last_micros != 0) {
    families.push_back(
        Gauge({absl::StrCat(prefix_, "_last_reload_timestamp_seconds"),
               absl::StrCat("When ", what_,
                            " was last read again, whatever came of it, in "
                            "seconds since unix epoch."),
               {}},
              static_cast<double>(last_micros) / kMicrosPerSecond));
  }
  return families;
}

}  // namespace ratecard
