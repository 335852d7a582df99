// Names of one call that are not in the catalog.

#ifndef RATECARD_SERVICE_API_UNKNOWN_NAMES_H_
#define RATECARD_SERVICE_API_UNKNOWN_NAMES_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// The nearest names of no more than these are looked for in a call, which takes
// about a tenth of a millisecond for each.
inline constexpr size_t kMaxSearchedNames = 100;

// Keeps what was found near a name for when the call has it again. Used by one
// call, on one catalog.
class UnknownNames {
 public:
  // As Catalog::Resolve. Errors of names beyond the first kMaxSearchedNames are
  // without the nearest.
  absl::StatusOr<Resolution> Resolve(const Catalog& catalog,
                                     absl::string_view name,
                                     absl::string_view provider,
                                     absl::Time as_of);

 private:
  // By name and provider; errors do not depend on the time.
  absl::flat_hash_map<std::pair<std::string, std::string>, absl::Status>
      searched_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_UNKNOWN_NAMES_H_
