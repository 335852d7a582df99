#include "service/server/catalog_reloader.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "service/catalog/loader.h"
#include "service/server/log.h"

namespace ratecard {
CatalogReloader::CatalogReloader(std::string directory, absl::Duration interval,
                                 CatalogStore* store, CatalogMetrics* metrics,
                                 std::function<void()> on_replaced)
    : directory_(std::move(directory)),
      store_(store),
      metrics_(metrics),
      on_replaced_(std::move(on_replaced)),
      thread_(interval, [this](bool requested) { Reload(requested); }) {}

void CatalogReloader::Reload(bool requested) {
  const absl::Time start = absl::Now();
  absl::StatusOr<std::shared_ptr<const Catalog>> loaded =
      LoadCatalogDirectories(directory_);
  if (!loaded.ok()) {
    Refuse(loaded.status(), requested);
    return;
  }
  last_refusal_ = absl::OkStatus();
  const std::shared_ptr<const Catalog> old = store_->Current();
  const std::shared_ptr<const Catalog> catalog = *std::move(loaded);
  if (catalog->revision() == old->revision()) {
    metrics_->OnReload(CatalogMetrics::kUnchanged);
    Log(requested ? Severity::kInfo : Severity::kDebug, "catalog_unchanged")
        .With("revision", catalog->revision());
    return;
  }
  store_->Replace(catalog, {directory_, absl::Now()});
  on_replaced_();
  metrics_->OnReload(CatalogMetrics::kSuccess);
  Log(Severity::kInfo, "catalog_reloaded")
      .With("origin", directory_)
      .With("revision", catalog->revision())
      .With("previous_revision", old->revision())
      .With("providers", int64_t{catalog->counts().providers})
      .With("models", int64_t{catalog->counts().models})
      .With("duration_us", absl::ToInt64Microseconds(absl::Now() - start));
}

void CatalogReloader::Refuse(const absl::Status& status, bool requested) {
  metrics_->OnReload(CatalogMetrics::kFailure);
  // In intervals, the same mistakes are told once.
  if (requested || status != last_refusal_) {
    Log(Severity::kError, "catalog_refused")
        .With("origin", directory_)
        .With("serving_revision", store_->Current()->revision())
        .With(status);
  }
  last_refusal_ = status;
}

}  // namespace ratecard
