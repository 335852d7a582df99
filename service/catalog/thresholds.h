// Length thresholds that a service tier must take over from the standard one.
//
// A tier that lacks a threshold on total input or output tokens which the
// standard tier has on the same meter has no price above it, unless it is flat.

#ifndef RATECARD_SERVICE_CATALOG_THRESHOLDS_H_
#define RATECARD_SERVICE_CATALOG_THRESHOLDS_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// A threshold of a rate.
struct LengthThreshold {
  v1::RateTier::ThresholdCase kind = v1::RateTier::THRESHOLD_NOT_SET;
  int64_t min = 0;

  friend bool operator==(const LengthThreshold& a, const LengthThreshold& b) {
    return a.kind == b.kind && a.min == b.min;
  }
  friend bool operator<(const LengthThreshold& a, const LengthThreshold& b) {
    return std::tie(a.kind, a.min) < std::tie(b.kind, b.min);
  }
};

// The rates of one standard schedule that have length thresholds. The rates
// must outlive it.
class StandardThresholds {
 public:
  // All rates of the schedule, written out.
  explicit StandardThresholds(const std::vector<const v1::Rate*>& rates);

  bool empty() const { return by_key_.empty(); }

  // The thresholds that the same meter has here and `rate` lacks though it has
  // a price just below; ascending.
  std::vector<LengthThreshold> MissingIn(const v1::Rate& rate) const;

  // Whether `rate` has thresholds, and of another kind than here, so that those
  // it lacks cannot be added.
  bool Clashes(const v1::Rate& rate) const;

 private:
  const v1::Rate* Find(const v1::Rate& rate) const;

  absl::flat_hash_map<std::string, const v1::Rate*> by_key_;
};

// Makes `rate` UNPRICED from each of `missing` up to its next tier. A rate with
// tiers of another kind becomes UNPRICED as a whole.
void AddUnpricedTiers(const std::vector<LengthThreshold>& missing,
                      v1::Rate* rate);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_THRESHOLDS_H_
