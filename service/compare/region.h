// Where a model is priced.

#ifndef RATECARD_SERVICE_COMPARE_REGION_H_
#define RATECARD_SERVICE_COMPARE_REGION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/catalog/model.h"
#include "service/compare/job.h"

namespace ratecard {

// Names of regions in and out of which a job may be done.
struct RegionLists {
  const std::vector<std::string>& allowed;  // empty: all
  const std::vector<std::string>& denied;

  bool any() const { return !allowed.empty() || !denied.empty(); }

  // Whether a region, or global prices (empty), is within an allowed one, and
  // neither within nor around a denied one.
  bool Pass(const RegionMap& regions, absl::string_view region) const;
};

struct PlacedCost {
  Placement placement;
  JobCost cost;
};

// What `job` costs on `model` at `asked`. Where that names no region, at global
// prices; if there are none or the lists refuse them, in the cheapest region
// that passes, the first by name of equal ones.
PlacedCost CostInRegion(const Job& job, const Model& model,
                        const Placement& asked, const RegionLists& lists);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_REGION_H_
