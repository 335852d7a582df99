// A difference of catalogs, for people and for scripts.

#ifndef RATECARD_CLIENT_CATALOG_DIFF_TEXT_H_
#define RATECARD_CLIENT_CATALOG_DIFF_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/style.h"
#include "service/catalog/diff/catalog_diff.h"

namespace ratecard {

// By provider, a line for each change: prices, models that came and went, facts
// and aliases, in this order. Then the counts. `no differences` if there are
// none.
std::string CatalogDiffText(const CatalogDiff& diff, const Style& style);

// The same as one object: `providers`, each with what changed, and counts.
absl::StatusOr<std::string> CatalogDiffJson(const CatalogDiff& diff);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_CATALOG_DIFF_TEXT_H_
