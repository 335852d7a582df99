// What changed between two catalogs.
//
//   const CatalogDiff diff = DiffCatalogs(before, after);
//   if (!diff.providers.empty()) …

#ifndef RATECARD_SERVICE_CATALOG_DIFF_CATALOG_DIFF_H_
#define RATECARD_SERVICE_CATALOG_DIFF_CATALOG_DIFF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/diff/fact_diff.h"
#include "service/catalog/diff/name_diff.h"
#include "service/catalog/diff/price_diff.h"

namespace ratecard {

// Of a model that only one catalog has nothing is compared but its aliases.
struct ModelDiff {
  ModelPair model;
  // Of a removed one: the model of which its id is an alias now. Empty: none.
  std::string successor;
  PriceDiff prices;
  std::vector<FieldChange> fields;
  std::vector<AliasChange> aliases;

  bool added() const { return model.before == nullptr; }
  bool removed() const { return model.after == nullptr; }
  bool renamed() const {
    return !added() && !removed() &&
           model.before->model_id() != model.after->model_id();
  }
  // Whether lists have it no more, and had it before.
  bool no_longer_listed() const;
};

struct ProviderDiff {
  // Null where a catalog has it not.
  const v1::Provider* before = nullptr;
  const v1::Provider* after = nullptr;
  std::vector<FieldChange> fields;
  std::vector<ModelDiff> models;  // those that differ, by id

  const std::string& id() const {
    return (after != nullptr ? after : before)->provider_id();
  }
};

struct CatalogDiff {
  // What ended by then is past: the day after the last one on which a source of
  // either catalog was read, 00:00 UTC.
  absl::Time today = absl::InfinitePast();
  std::vector<ProviderDiff> providers;  // those that differ, by id
};

// Compares what catalogs say, not who says it: sources, their dates and what
// they disagree on are no change. Providers must be valid and as Materialize
// leaves them, and outlive the result, which depends on nothing else.
CatalogDiff DiffCatalogs(const std::vector<v1::Provider>& before,
                         const std::vector<v1::Provider>& after);

struct DiffCounts {
  int64_t providers = 0;  // that differ, these among them:
  int64_t providers_added = 0;
  int64_t providers_removed = 0;
  int64_t models_added = 0;
  int64_t models_removed = 0;
  // The others have a model before and after; each is counted at everything
  // that applies to it.
  int64_t no_longer_listed = 0;
  int64_t renamed = 0;
  int64_t prices_changed = 0;
  int64_t past_prices_changed = 0;
  int64_t facts_changed = 0;  // fields other than the above, and aliases
};

DiffCounts CountsOf(const CatalogDiff& diff);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_DIFF_CATALOG_DIFF_H_
