// Catalog files as text.

#ifndef RATECARD_SERVICE_CATALOG_CATALOG_TEXT_H_
#define RATECARD_SERVICE_CATALOG_CATALOG_TEXT_H_

#include <string>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// A catalog file that says what `provider` says, for people to review: what
// loading fills in is left out, and small messages stand on one line. Equal
// content gives equal bytes. `comment` comes first, each line behind a `#`.
std::string CatalogFileText(v1::Provider provider, const std::string& comment);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_CATALOG_TEXT_H_
