// What a layer decided about other sources: disagreements written by hand.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_RULINGS_H_
#define RATECARD_SERVICE_CATALOG_MERGE_RULINGS_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Whether people wrote it; a merge says which value it took.
bool IsByHand(const v1::Disagreement& disagreement);

// Whether `model` rejects other values of a field, or of the message around it:
// `limits` are all limits. What it has no value for itself then stays unknown,
// and its capabilities are all that there are.
bool Rejects(const v1::Model& model, absl::string_view field);

// Service tiers that `model` says are not offered, whatever others have.
std::set<std::string> RejectedTiers(const v1::Model& model);

// Whether the reason of a ruling is that of a disagreement which a merge found:
// the same value of a field, or any price of the same source in the service
// tier and region and of the meter that the ruling names. It need name none of
// these: a ruling on `price_schedules.rates` then means all.
bool Settles(const v1::Disagreement& ruling, const v1::Disagreement& found);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_RULINGS_H_
