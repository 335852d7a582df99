#include "service/catalog/store.h"

namespace ratecard {

CatalogStore::CatalogStore(std::shared_ptr<const Catalog> catalog,
                           CatalogOrigin origin)
    : catalog_(std::move(catalog)), origin_(std::move(origin)) {}

std::shared_ptr<const Catalog> CatalogStore::Current() const {
  const std::lock_guard lock(mutex_);
  return catalog_;
}

std::pair<std::shared_ptr<const Catalog>, CatalogOrigin>
CatalogStore::CurrentWithOrigin() const {
  const std::lock_guard lock(mutex_);
  return {catalog_, origin_};
}

void CatalogStore::Replace(std::shared_ptr<const Catalog> catalog,
                           CatalogOrigin origin) {
  // The old catalog is let go outside the lock: its destruction takes time.
  {
    const std::lock_guard lock(mutex_);
    catalog_.swap(catalog);
    origin_ = std::move(origin);
  }
}

}  // namespace ratecard
