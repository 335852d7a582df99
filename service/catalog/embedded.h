// The catalog that is linked into the binary.

#ifndef RATECARD_SERVICE_CATALOG_EMBEDDED_H_
#define RATECARD_SERVICE_CATALOG_EMBEDDED_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// The snapshot compiled from service/catalog/data/.
absl::string_view EmbeddedSnapshot();

// The catalog in it, built anew at each call.
std::shared_ptr<const Catalog> LoadEmbeddedCatalog();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_EMBEDDED_H_
