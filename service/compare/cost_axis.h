// A request of which one thing grows: its input or the share of it that is read
// from a cache.

#ifndef RATECARD_SERVICE_COMPARE_COST_AXIS_H_
#define RATECARD_SERVICE_COMPARE_COST_AXIS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "service/estimate/cells.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

// Longest input on an axis. Every quantity on it, in millionths, is then far
// inside 64 bits.
inline constexpr int64_t kMaxAxisTokens = 1'000'000'000;

// The tokens of a request, each cell linear in x, a whole number. Immutable;
// thread-safe.
class CostAxis {
 public:
  // x is all input tokens: it varies by uncached text, all else is as in
  // `cells`.
  static CostAxis OfInput(const TokenCells& cells);

  // The same with `share_ppm` of the input read from cache, text all of it, in
  // place of what `cells` have read.
  //
  // Errors: OUT_OF_RANGE QUANTITY_OUT_OF_RANGE if what does not vary is more
  // than fits in millionths. Requires a share from 0 to 1,000,000.
  static absl::StatusOr<CostAxis> OfInputWithShare(const TokenCells& cells,
                                                   int64_t share_ppm);

  // x is the share of the input read from cache, in parts per million, text all
  // of it, in place of what `cells` have read. Errors: as above.
  static absl::StatusOr<CostAxis> OfShare(const TokenCells& cells);

  // The values of x that are possible: first > last if none is.
  int64_t first() const { return first_; }
  int64_t last() const { return last_; }

  // Quantities are in 1/scale of a token.
  int64_t scale() const { return scale_; }
  // Requires first() <= x <= last().
  TokenCells At(int64_t x) const;

  // Ascending values in (first, last], such that of what `rates` bill by token
  // everything is linear between each and the next.
  std::vector<int64_t> Breaks(const RateTable& rates, int64_t first,
                              int64_t last) const;

 private:
  // at_0 + per_x × x.
  struct Linear {
    absl::int128 at_0 = 0;
    int64_t per_x = 0;

    int64_t At(int64_t x) const {
      return static_cast<int64_t>(at_0 + absl::int128(per_x) * x);
    }
  };

  CostAxis() = default;
  static absl::StatusOr<CostAxis> InMillionths(const TokenCells& cells);
  // Where the quantity is more than `level` on one side and not on the other.
  void AddBreaks(const Linear& quantity, absl::int128 level, int64_t first,
                 int64_t last, std::vector<int64_t>* breaks) const;

  int64_t scale_ = 1;
  TokenCells fixed_;      // neither uncached nor read text
  int64_t fixed_in_ = 0;  // input tokens of it
  Linear uncached_;       // text
  Linear read_;           // text
  Linear input_;          // all
  int64_t first_ = 0;
  int64_t last_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_COST_AXIS_H_
