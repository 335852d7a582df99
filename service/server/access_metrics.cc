#include "service/server/access_metrics.h"

#include <memory>
#include <string>
#include <utility>

#include "service/metrics/families.h"

namespace ratecard {

std::vector<prometheus::MetricFamily> AccessMetrics::Collect() const {
  const FamilyInfo failures = {
      "ratecard_auth_failures_total",
      "Calls that were refused: for who makes them, for a role that the caller "
      "has not, or for how often it calls.",
      {"reason"}};
  prometheus::MetricFamily refused =
      MakeFamily(failures, prometheus::MetricType::Counter);
  for (size_t i = 0; i < kRefusals; ++i) {
    const auto reason = static_cast<Refusal>(i);
    AddSeries(failures, {std::string(NameOf(reason))}, &refused).counter.value =
        static_cast<double>(access_->refused(reason));
  }
  const FamilyInfo calls = {"ratecard_caller_calls_total",
                            "Calls that were let in, by who made them.",
                            {"caller"}};
  prometheus::MetricFamily admitted =
      MakeFamily(calls, prometheus::MetricType::Counter);
  const std::shared_ptr<const AccessPolicy> policy = access_->Current();
  for (const auto& caller : policy->callers()) {
    AddSeries(calls, {caller->spec.name}, &admitted).counter.value =
        static_cast<double>(caller->admitted->load(std::memory_order_relaxed));
  }
  return {std::move(refused), std::move(admitted)};
}

}  // namespace ratecard
