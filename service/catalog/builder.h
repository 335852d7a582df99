// From valid protos to an immutable catalog.

#ifndef RATECARD_SERVICE_CATALOG_BUILDER_H_
#define RATECARD_SERVICE_CATALOG_BUILDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// Providers, owned together.
using ProviderProtos = google::protobuf::RepeatedPtrField<v1::Provider>;

class CatalogBuilder {
 public:
  // Builds from providers that passed validation and whose schedules are
  // written out (see materialize.h); fills in resource names and defaults, so
  // that replies can send the protos as they are.
  //
  // Errors: INVALID_ARGUMENT INVALID_CATALOG where a proto could not have
  // passed validation. Safe for any content.
  static absl::StatusOr<std::shared_ptr<const Catalog>> Build(
      std::shared_ptr<ProviderProtos> providers, std::string revision);
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILDER_H_
