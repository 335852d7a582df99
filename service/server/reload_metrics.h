// What came of reading files again.

#ifndef RATECARD_SERVICE_SERVER_RELOAD_METRICS_H_
#define RATECARD_SERVICE_SERVER_RELOAD_METRICS_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "prometheus/collectable.h"
#include "service/metrics/fixed_counters.h"

namespace ratecard {

// What is there now was taken over, is what was there before, or was refused.
enum class ReloadResult : uint8_t { kSuccess, kUnchanged, kFailure };

// `<prefix>_reloads_total` by result, `<prefix>_last_reload_successful`, which
// is 1 until a reload fails, and after the first reload
// `<prefix>_last_reload_timestamp_seconds`. Thread-safe.
class ReloadMetrics : public prometheus::Collectable {
 public:
  // `what` is read again: `the catalog directory`.
  ReloadMetrics(std::string prefix, const std::string& what);

  void OnReload(ReloadResult result);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const std::string prefix_;
  const std::string what_;
  FixedCounters reloads_;
  std::atomic<bool> failed_ = false;      // the last one
  std::atomic<int64_t> last_micros_ = 0;  // since unix epoch; 0: none yet
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_RELOAD_METRICS_H_
