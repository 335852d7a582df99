// One catalog layer out of many price lists.

#ifndef RATECARD_SERVICE_CATALOG_BUILD_CATALOG_BUILD_H_
#define RATECARD_SERVICE_CATALOG_BUILD_CATALOG_BUILD_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/import.h"

namespace ratecard {

// A state of a price list.
struct PriceList {
  std::string name;  // for messages
  const ImportFormat* format = nullptr;
  std::string checked_date;  // YYYY-MM-DD: when it was read
  std::string text;
};

// What a list has under its own names, and what became of it.
struct PriceListCounts {
  int providers = 0;
  int priced = 0;
  int64_t unknown_keys = 0;
  // Its values beside which the result has another one.
  int conflicts = 0;
  // Of each model: provider and id.
  std::vector<std::pair<std::string, std::string>> names;
};

// Whether any of its prices is known.
bool IsPriced(const v1::Model& model);

struct CatalogBuild {
  // In order of id.
  std::vector<v1::Provider> providers;
  std::vector<PriceListCounts> lists;  // as given
};

// Imports `lists` and merges them, in this order of trust for prices:
// OpenRouter's list of itself, model-prices (dated, each price with its page),
// genai-prices (checked by people), LiteLLM, models.dev; and in this one for
// all else: models.dev, LiteLLM, OpenRouter, genai-prices, model-prices. What
// was read over 60 days before another list that has the provider is the past:
// it fills in what is missing, and a model that only such lists have is marked
// with the last day on which one had it. Of several states of one list the
// older ones give the past of its prices.
//
// `curated` says which providers and regions the names in lists mean; their
// models are not in the result. It must be valid. The result depends on nothing
// but the arguments, not on the order of `lists` either.
//
// Errors (INVALID_ARGUMENT): those of ImportList, with the name of the list
// before them; DUPLICATE_LIST for two states of a list on one day;
// INVALID_CATALOG if the result would not load.
absl::StatusOr<CatalogBuild> BuildCatalog(
    absl::Span<const v1::Provider> curated, absl::Span<const PriceList> lists);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILD_CATALOG_BUILD_H_
