// One catalog out of several layers: curated facts over imported ones, private
// models over public ones, one list over another.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_LAYER_MERGE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_LAYER_MERGE_H_

#include <vector>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Providers of one origin. Valid, with rates written out.
struct CatalogLayer {
  std::vector<v1::Provider> providers;
  // Place in the order of trust for what is no price; the lowest goes first.
  int fact_rank = 0;
  // See Statement.
  bool window_may_be_input_limit = false;
  bool knows_past = false;
  bool may_lack_tiers = false;
  bool has_one_output_price = false;
  // True if its aliases are known, not guessed: a model of a layer further down
  // that has such an alias for an id is the model with the alias.
  bool knows_aliases = false;
};

// Providers in order of id, each with all models that any layer has, in order
// of id. Layers come in order of trust. What belongs together:
// - providers with the same id;
// - models of a provider whose ids differ in case at most, or as
//   the aliases of today of `knows_aliases` say. The id is the most trusted
//   layer's, the others become aliases.
// An alias that is another model's id, or one of a more trusted layer, is
// dropped; so are aliases and hosts of providers that another one has. Sources
// and holiday calendars of the same id and another content are renamed. For
// prices, facts and disagreements see price_merge.h and fact_merge.h; today is
// the day after the last one on which any source was read. The result depends
// on nothing else, and is as if each model had been written by hand: not yet
// validated, thresholds not yet taken over.
std::vector<v1::Provider> MergeLayers(std::vector<CatalogLayer> layers);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_LAYER_MERGE_H_
