// The catalog in use, and its replacement.

#ifndef RATECARD_SERVICE_CATALOG_STORE_H_
#define RATECARD_SERVICE_CATALOG_STORE_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// Where the catalog in use came from.
struct CatalogOrigin {
  std::string origin;  // `embedded` or the directory
  absl::Time load_time;
};

// Thread-safe. A reader keeps the catalog that it took for as long as it holds
// it, and waits for others at most while they copy a pointer; replacing does
// not wait for what readers do with theirs.
class CatalogStore {
 public:
  // `catalog` must not be null.
  CatalogStore(std::shared_ptr<const Catalog> catalog, CatalogOrigin origin);

  std::shared_ptr<const Catalog> Current() const;

  // The current catalog and its origin, of one moment.
  std::pair<std::shared_ptr<const Catalog>, CatalogOrigin> CurrentWithOrigin()
      const;

  void Replace(std::shared_ptr<const Catalog> catalog, CatalogOrigin origin);

 private:
  // Taken by every call: where nobody else holds it, Debian's absl::Mutex takes
  // four times as long as this one. Guards both members below.
  mutable std::mutex mutex_;
  std::shared_ptr<const Catalog> catalog_;
  CatalogOrigin origin_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_STORE_H_
