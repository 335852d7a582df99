// What metrics tell of a catalog that takes a look at every model.

#ifndef RATECARD_SERVICE_SERVER_CATALOG_SURVEY_H_
#define RATECARD_SERVICE_SERVER_CATALOG_SURVEY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "service/catalog/catalog.h"

namespace ratecard {

struct ProviderSurvey {
  std::string provider;
  // Values on which sources disagree: of prices, and of all else.
  int price_conflicts = 0;
  int other_conflicts = 0;
  // When a price became another: once for each model, service tier, region and
  // part of the day. Neither first nor last prices count. Ascending.
  std::vector<absl::Time> price_changes;

  // Changes from `start` to before `end`.
  size_t PriceChanges(absl::Time start, absl::Time end) const;
};

// One for each provider of the catalog, in its order. Takes some microseconds
// for each model.
std::vector<ProviderSurvey> Survey(const Catalog& catalog);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CATALOG_SURVEY_H_
