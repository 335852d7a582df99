// The rates of schedules with all that they inherit.

#ifndef RATECARD_SERVICE_CATALOG_WRITTEN_OUT_H_
#define RATECARD_SERVICE_CATALOG_WRITTEN_OUT_H_

#include <string>
#include <utility>
#include <vector>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

inline constexpr size_t kMaxRatesPerSchedule = 200;

// What distinguishes the rates of a schedule: meter and parameters, in whatever
// order these were given.
std::string RateKey(const v1::Rate& rate);

struct WrittenOutRate {
  v1::Rate rate;
  // Source if the rate names none. Empty: none at all.
  std::string default_source;
  bool inherited = false;
  // The schedule's adjustments took a price out of bounds, or to zero.
  bool bad_product = false;
};

struct WrittenOutSchedule {
  enum class Inheritance {
    kComplete,  // or nothing to inherit
    kDangling,  // no schedule has the id
    kCircular,  // it leads back here; said of one schedule of the circle
    kBroken,    // what it inherits from is one of these
  };
  Inheritance inheritance = Inheritance::kComplete;
  std::vector<WrittenOutRate> rates;
  // More than kMaxRatesPerSchedule; `rates` then stops there.
  bool too_many = false;
  // What adjusts nothing: adjustment and place in its `meters`, -1 if it lists
  // none.
  std::vector<std::pair<int, int>> idle;
};

// The schedules of `model`, in their order. Safe for models that did not pass
// validation: prices that cannot be read stay as they are.
std::vector<WrittenOutSchedule> WriteOut(const v1::Model& model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_WRITTEN_OUT_H_
