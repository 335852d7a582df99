// What the sources of a catalog disagree on, for people and for scripts.

#ifndef RATECARD_CLIENT_CONFLICTS_H_
#define RATECARD_CLIENT_CONFLICTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/style.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// A value that was taken, and one that was not.
struct Conflict {
  std::string model;          // resource name
  std::string currency_code;  // of a price
  // The value taken and its source are filled in where the model says them.
  v1::Disagreement disagreement;
};

// Whether it is about prices, or about when and where they hold.
bool IsAboutPrices(const v1::Disagreement& disagreement);

// The disagreements of a model, in its order.
std::vector<Conflict> ConflictsOf(const v1::Model& model);

// The largest difference of price first, currency by currency, dollars first:
// amounts of several are not compared. Then those without one, by model.
void SortConflicts(std::vector<Conflict>* conflicts);

// The first `shown` of them, and how many there are.
std::string ConflictsText(const std::vector<Conflict>& conflicts, size_t shown,
                          const Style& style);

// All those of one model in the same words, without its name. Empty: none.
std::string DisagreementsText(const v1::Model& model);

// ConflictsText for scripts: `conflicts`, each with `model`, `currency_code`
// and the `disagreement`, then `total_size`, `models` and `about_prices`.
absl::StatusOr<std::string> ConflictsJson(
    const std::vector<Conflict>& conflicts, size_t shown);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_CONFLICTS_H_
