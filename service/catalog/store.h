// The catalog in use, and its replacement.

#ifndef RATECARD_SERVICE_CATALOG_STORE_H_
#define RATECARD_SERVICE_CATALOG_STORE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// Where the catalog in use came from.
struct CatalogOrigin {
  std::string origin;  // `embedded` or the directory
  absl::Time load_time;
};

// Thread-safe. Replacing never waits for readers; a reader keeps the catalog
// that it took for as long as it holds it.
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
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Catalog> catalog_ ABSL_GUARDED_BY(mutex_);
  CatalogOrigin origin_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_STORE_H_
