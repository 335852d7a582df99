// The binary form of a catalog.
//
// A line of magic with the version, the revision, and providers in order of id,
// each behind its length. The revision is a hash of all that follows it.

#ifndef RATECARD_SERVICE_CATALOG_SNAPSHOT_H_
#define RATECARD_SERVICE_CATALOG_SNAPSHOT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/catalog/builder.h"

namespace ratecard {

// The packed form of `providers`, which must be written out and in order of id.
// Equal content gives equal bytes.
std::string PackSnapshot(const ProviderProtos& providers);

// The revision of a snapshot that PackSnapshot made: the first 32 hexadecimal
// digits of a SHA-256.
absl::string_view RevisionOf(absl::string_view snapshot);

// The providers in a snapshot, not yet validated.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT. Any bytes are safe to pass.
absl::StatusOr<std::shared_ptr<ProviderProtos>> UnpackSnapshot(
    absl::string_view snapshot);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_SNAPSHOT_H_
