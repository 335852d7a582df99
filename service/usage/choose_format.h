// Of which provider's API a response is.

#ifndef RATECARD_SERVICE_USAGE_CHOOSE_FORMAT_H_
#define RATECARD_SERVICE_USAGE_CHOOSE_FORMAT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/catalog.h"
#include "service/usage/response_values.h"

namespace ratecard {

// What is known beside the response.
struct FormatQuestion {
  const Provider* provider = nullptr;  // null: to be found
  absl::string_view api;               // empty: to be found
  absl::string_view model;             // empty: the one that the response names
  absl::Time as_of;                    // at which names are looked up
};

struct FormatChoice {
  const PlannedFormat* format = nullptr;
  // Whose API it is: who declares the format if nothing says more.
  const Provider* provider = nullptr;
  bool detected = false;  // provider or API were found from the response
  bool marked = false;    // only this provider sends such a response
};

// Errors: INVALID_ARGUMENT UNKNOWN_API; FAILED_PRECONDITION USAGE_MISSING,
// FORMAT_UNKNOWN, FORMAT_AMBIGUOUS. Thread-safe; does not allocate on success
// if a format is the only one that fits.
absl::StatusOr<FormatChoice> ChooseFormat(const Catalog& catalog,
                                          const ResponseValues& values,
                                          const FormatQuestion& question);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_CHOOSE_FORMAT_H_
