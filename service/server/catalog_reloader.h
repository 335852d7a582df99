// Replaces the catalog while the server runs.

#ifndef RATECARD_SERVICE_SERVER_CATALOG_RELOADER_H_
#define RATECARD_SERVICE_SERVER_CATALOG_RELOADER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/catalog/store.h"
#include "service/server/catalog_metrics.h"
#include "service/server/reload_thread.h"

namespace ratecard {

// Reads a directory again, at request and in intervals, on a thread of its own.
// A catalog with mistakes is refused as a whole and the old one keeps serving.
class CatalogReloader {
 public:
  using Prepare = std::function<void(const std::shared_ptr<const Catalog>&)>;

  // An `interval` of 0: at request only. On the thread of the reloader,
  // `prepare` is called with a catalog before it replaces the other, and
  // `on_replaced` after it did. Pointers must outlive the reloader.
  CatalogReloader(std::string directory, absl::Duration interval,
                  CatalogStore* store, CatalogMetrics* metrics, Prepare prepare,
                  std::function<void()> on_replaced);
  CatalogReloader(const CatalogReloader&) = delete;
  CatalogReloader& operator=(const CatalogReloader&) = delete;

  // Returns at once. Requests made during a reload lead to one more.
  void Request() { thread_.Request(); }

 private:
  absl::Status Reload(bool requested);  // as ReloadThread has it
  void TellRefusal(const absl::Status& status) const;

  const std::string directory_;
  CatalogStore* const store_;
  CatalogMetrics* const metrics_;
  const Prepare prepare_;
  const std::function<void()> on_replaced_;
  ReloadThread thread_;  // the first to end, as it uses all of the above
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CATALOG_RELOADER_H_
