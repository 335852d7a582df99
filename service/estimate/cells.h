// From inclusive totals to the cells that are billed.

#ifndef RATECARD_SERVICE_ESTIMATE_CELLS_H_
#define RATECARD_SERVICE_ESTIMATE_CELLS_H_

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "service/estimate/usage.h"
#include "service/pricing/meter.h"

namespace ratecard {

// Tokens by meter: disjoint, and together the totals.
struct TokenCells {
  std::array<int64_t, kMeterCount> tokens{};  // by Index(meter); tokens only
  int64_t input_tokens = 0;
  int64_t output_tokens = 0;
  // Which tokens of a modality are cached was a choice.
  bool overlap_assumed = false;

  int64_t operator[](Meter meter) const {
    return tokens[static_cast<size_t>(Index(meter))];
  }
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
