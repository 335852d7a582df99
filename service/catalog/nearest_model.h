// Names of models that a mistyped one may have been meant to be.

#ifndef RATECARD_SERVICE_CATALOG_NEAREST_MODEL_H_
#define RATECARD_SERVICE_CATALOG_NEAREST_MODEL_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ratecard {

// A name, and whether the model's maker sells it under that name.
struct SoldName {
  absl::string_view name;
  bool home = false;
  const void* model = nullptr;  // null: not known; only compared
};

// Up to `count` of `names`, best first, each of another model as far as is
// known and names tell: of all spellings and dates of one, that of its maker or
// else the nearest.
//
// Near is what has the fewest edits once case, separators and prefixes of
// vendors are gone, with words in any order, or what has the typed words among
// its own. Equally near are first makers' names, then those that are sold most,
// which are repeated in `names`. Only the first 128 bytes of a name count. Some
// milliseconds for 60,000 names. Thread-safe.
std::vector<std::string> NearestModelNames(absl::string_view typed,
                                           absl::Span<const SoldName> names,
                                           size_t count);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NEAREST_MODEL_H_
