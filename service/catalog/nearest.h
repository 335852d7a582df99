// Names that a mistyped name may have been meant to be.

#ifndef RATECARD_SERVICE_CATALOG_NEAREST_H_
#define RATECARD_SERVICE_CATALOG_NEAREST_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ratecard {

// Edits from one string to others: optimal string alignment, which is
// insertions, deletions, substitutions, and swaps of neighbours. Thread-safe,
// does not allocate.
class EditCounter {
 public:
  static constexpr size_t kMaxBytes = 128;

  // Requires at most kMaxBytes.
  explicit EditCounter(absl::string_view from);

  // The edits to `to`, or `limit + 1` if more than `limit`. Takes about a
  // nanosecond for each byte of `to`.
  size_t To(absl::string_view to, size_t limit) const;

 private:
  template <typename Word>
  size_t Count(absl::string_view to, size_t limit) const;

  size_t size_;
  // By byte: the places where it stands in `from`, a bit each.
  std::array<absl::uint128, 256> places_ = {};
};

// Up to `count` of `names`, best first: fewest edits (insertions, deletions,
// substitutions, swaps of neighbours, whatever the case), at most about a third
// of the length. Names that merely begin with the typed one follow. Only the
// first EditCounter::kMaxBytes of `typed` count. Thread-safe.
std::vector<std::string> NearestNames(absl::string_view typed,
                                      absl::Span<const absl::string_view> names,
                                      size_t count);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NEAREST_H_
