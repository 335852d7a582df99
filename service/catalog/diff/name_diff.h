// Which models of two catalogs are the same, and what else they are called.

#ifndef RATECARD_SERVICE_CATALOG_DIFF_NAME_DIFF_H_
#define RATECARD_SERVICE_CATALOG_DIFF_NAME_DIFF_H_

#include <map>
#include <string>
#include <vector>

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/diff/price_diff.h"

namespace ratecard {

// A model of two states of a provider; null where one of them has it not.
struct ModelPair {
  const v1::Model* before = nullptr;
  const v1::Model* after = nullptr;

  // The id that it has, or had last.
  const std::string& id() const {
    return (after != nullptr ? after : before)->model_id();
  }
};

// All models of both, by id. Those of one state only are the same model under
// another id where that is an alias of the other, or differs in case alone. The
// providers must outlive the pairs.
std::vector<ModelPair> PairModels(const v1::Provider& before,
                                  const v1::Provider& after);

struct AliasChange {
  std::string alias_id;
  Presence presence = Presence::kBoth;
  // What is said of it, if anything: `snapshot until 2026-07-01, batch`.
  std::string before;
  std::string after;
  // Of an added one: the model that it meant and no longer means.
  std::string moved_from;
};

// By ModelPair::id, aliases by id. What has moved is a change of the model that
// it means now.
std::map<std::string, std::vector<AliasChange>> DiffAliases(
    const std::vector<ModelPair>& models);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_DIFF_NAME_DIFF_H_
