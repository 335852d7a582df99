// Names that a mistyped name may have been meant to be.

#ifndef RATECARD_SERVICE_CATALOG_NEAREST_H_
#define RATECARD_SERVICE_CATALOG_NEAREST_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ratecard {

// Edits from `a` to `b` (optimal string alignment: insertions, deletions,
// substitutions, swaps of neighbours), or `limit + 1` if more than `limit`.
// Requires at most 128 bytes of each. Thread-safe, does not allocate.
size_t EditDistance(absl::string_view a, absl::string_view b, size_t limit);

// Up to `count` of `names`, best first: fewest edits (insertions, deletions,
// substitutions, swaps of neighbours, whatever the case), at most about a third
// of the length. Names that merely begin with the typed one follow. Only the
// first 128 bytes of `typed` count. Thread-safe.
std::vector<std::string> NearestNames(absl::string_view typed,
                                      absl::Span<const absl::string_view> names,
                                      size_t count);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NEAREST_H_
