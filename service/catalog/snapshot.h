// The binary form of a catalog.
//
// A line of magic with the version, the revision, time zones that its daily
// windows need, the number of its schedules, and providers in order of id, each
// behind its length. The models of a provider follow it in three runs: what
// every start reads, prices, and what only replies show. So a start reads a
// small part of the bytes, one after the other. The revision is a hash of all
// that follows it.

#ifndef RATECARD_SERVICE_CATALOG_SNAPSHOT_H_
#define RATECARD_SERVICE_CATALOG_SNAPSHOT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/model.h"

namespace ratecard {

using ProviderProtos = google::protobuf::RepeatedPtrField<v1::Provider>;

// Views are into the snapshot.
struct PackedProvider {
  v1::Provider proto;  // without models
  std::vector<PackedModel> models;
};
struct PackedCatalog {
  std::vector<absl::string_view> time_zones;
  uint32_t schedules = 0;
  std::vector<PackedProvider> providers;
};

// The packed form of `providers`, which must be written out and, like the
// models of each, in order of id. Equal content gives equal bytes.
std::string PackSnapshot(ProviderProtos providers);

// The revision of a snapshot that PackSnapshot made: the first 32 hexadecimal
// digits of a SHA-256.
absl::string_view RevisionOf(absl::string_view snapshot);

// Whether the content is what the revision says. Any bytes are safe to pass.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT.
absl::Status CheckRevision(absl::string_view snapshot);

// What is in a snapshot. Models are not read, and nothing is checked but that
// the bytes have this form.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT. Any bytes are safe to pass.
absl::StatusOr<PackedCatalog> UnpackSnapshot(absl::string_view snapshot);

// A model's message, without its name.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT. Any bytes are safe to pass.
absl::Status ParseModel(const PackedModel& packed, v1::Model* proto);

// The same of its price schedules alone: a fraction of the work. Reuses what
// `*proto` holds.
absl::Status ParsePrices(const PackedModel& packed, v1::Model* proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_SNAPSHOT_H_
