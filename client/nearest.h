// What somebody may have meant.

#ifndef RATECARD_CLIENT_NEAREST_H_
#define RATECARD_CLIENT_NEAREST_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace ratecard {

// Those of `names` that are few edits from `word` (insert, delete, replace or
// swap of two neighbours; at most a third of its length and at least one), best
// first, at most three.
std::vector<std::string> Nearest(absl::string_view word,
                                 const std::vector<std::string>& names);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_NEAREST_H_
