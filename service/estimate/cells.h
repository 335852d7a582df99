// From inclusive totals to the cells that are billed.

#ifndef RATECARD_SERVICE_ESTIMATE_CELLS_H_
#define RATECARD_SERVICE_ESTIMATE_CELLS_H_

#include <array>
#include <cstdint>

#include "absl/numeric/bits.h"
#include "absl/status/statusor.h"
#include "service/pricing/meter.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Tokens by meter: disjoint, and together the totals.
class TokenCells {
 public:
  TokenCells() {}  // NOLINT(modernize-use-equals-default): that sets all to 0

  int64_t input_tokens = 0;
  int64_t output_tokens = 0;
  // Which tokens of a modality are cached was a choice.
  bool overlap_assumed = false;

  // Requires IsToken(meter).
  int64_t operator[](Meter meter) const {
    return (used_ >> Index(meter) & 1u) == 0
               ? 0
               : tokens_[static_cast<size_t>(Index(meter))];
  }
  // Requires a cell that is not set yet.
  void Set(Meter meter, int64_t tokens) {
    if (tokens != 0) {
      tokens_[static_cast<size_t>(Index(meter))] = tokens;
      used_ |= 1u << Index(meter);
    }
  }

  // Calls `visit(meter, tokens)` for each cell that is not 0, by meter.
  template <typename Visitor>
  void ForEach(const Visitor& visit) const {
    for (uint32_t rest = used_; rest != 0; rest &= rest - 1) {
      const auto meter = static_cast<Meter>(absl::countr_zero(rest));
      visit(meter, tokens_[static_cast<size_t>(Index(meter))]);
    }
  }

 private:
  static constexpr size_t kSize = static_cast<size_t>(Meter::kVideoOutput) + 1;

  // By Index(meter); those of `used_` only, as setting all to 0 takes longer
  // than all else.
  std::array<int64_t, kSize> tokens_;  // NOLINT(*-member-init)
  uint32_t used_ = 0;                  // bit Index(meter): not 0
};

// Splits `usage` into cells.
//
// Errors (INVALID_ARGUMENT), naming the fields: NEGATIVE_QUANTITY;
// PART_EXCEEDS_WHOLE; USAGE_AMBIGUOUS if modalities and cache states are given
// without `input_tokens`. OUT_OF_RANGE QUANTITY_OUT_OF_RANGE if a sum exceeds
// 64 bits. Thread-safe, does not allocate on success.
absl::StatusOr<TokenCells> FillCells(const Usage& usage);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_CELLS_H_
