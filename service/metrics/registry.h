// Everything that a scrape shows.

#ifndef RATECARD_SERVICE_METRICS_REGISTRY_H_
#define RATECARD_SERVICE_METRICS_REGISTRY_H_

#include <string>
#include <vector>

#include "prometheus/collectable.h"

namespace ratecard {

// Thread-safe once everything is added.
class Registry {
 public:
  // `collectable` must outlive the registry.
  void Add(const prometheus::Collectable* collectable) {
    collectables_.push_back(collectable);
  }

  // Prometheus text format, version 0.0.4. Families without series are left
  // out.
  std::string Expose() const;

 private:
  std::vector<const prometheus::Collectable*> collectables_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_REGISTRY_H_
