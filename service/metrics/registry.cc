#include "service/metrics/registry.h"

#include <utility>

#include "prometheus/text_serializer.h"

namespace ratecard {

std::string Registry::Expose() const {
  std::vector<prometheus::MetricFamily> families;
  for (const prometheus::Collectable* collectable : collectables_) {
    for (prometheus::MetricFamily& family : collectable->Collect()) {
      if (!family.metric.empty()) {
        families.push_back(std::move(family));
      }
    }
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace ratecard
