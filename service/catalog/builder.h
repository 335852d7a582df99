// From a valid snapshot to an immutable catalog.

#ifndef RATECARD_SERVICE_CATALOG_BUILDER_H_
#define RATECARD_SERVICE_CATALOG_BUILDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/catalog/catalog.h"
#include "service/catalog/snapshot.h"

namespace ratecard {

class CatalogBuilder {
 public:
  // Builds from providers that passed validation and whose schedules are
  // written out (see materialize.h), with their models in order of id; fills in
  // the resource names of providers, so that replies can send their protos as
  // they are. `snapshot` holds the bytes of the models; null if they outlive
  // the catalog.
  //
  // Errors: INVALID_ARGUMENT INVALID_CATALOG where a proto could not have
  // passed validation, DATA_LOSS INVALID_SNAPSHOT where one cannot be read.
  // Safe for any content.
  static absl::StatusOr<std::shared_ptr<const Catalog>> Build(
      PackedCatalog packed, std::string revision,
      std::shared_ptr<const std::string> snapshot);
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILDER_H_
