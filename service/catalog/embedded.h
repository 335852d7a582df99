// The catalog that is linked into the binary.

#ifndef RATECARD_SERVICE_CATALOG_EMBEDDED_H_
#define RATECARD_SERVICE_CATALOG_EMBEDDED_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// The catalog of service/catalog/data/, built anew at each call.
//
// Errors: FAILED_PRECONDITION EMBEDDED_CATALOG_UNUSABLE if a time zone that it
// needs is missing on this machine, or the binary is damaged so that it cannot
// be read.
absl::StatusOr<std::shared_ptr<const Catalog>> LoadEmbeddedCatalog();

// Its bytes, as CompileSnapshot made them.
absl::string_view EmbeddedSnapshot();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_EMBEDDED_H_
