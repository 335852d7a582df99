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
                                 Prepare prepare,
                                 std::function<void()> on_replaced)
    : directory_(std::move(directory)),
      store_(store),
      metrics_(metrics),
      prepare_(std::move(prepare)),
      on_replaced_(std::move(on_replaced)),
      thread_(
          interval, [this](bool requested) { return Reload(requested); },
          [this](const absl::Status& status) { TellRefusal(status); }) {}

absl::Status CatalogReloader::Reload(bool requested) {
  const absl::Time start = absl::Now();
  absl::StatusOr<std::shared_ptr<const Catalog>> loaded =
      LoadCatalogDirectories(directory_);
  if (!loaded.ok()) {
    metrics_->OnReload(ReloadResult::kFailure);
    return loaded.status();
  }
  const std::shared_ptr<const Catalog> old = store_->Current();
  const std::shared_ptr<const Catalog> catalog = *std::move(loaded);
  if (catalog->revision() == old->revision()) {
    metrics_->OnReload(ReloadResult::kUnchanged);
    Log(requested ? Severity::kInfo : Severity::kDebug, "catalog_unchanged")
        .With("revision", catalog->revision());
    return absl::OkStatus();
  }
  prepare_(catalog);
  store_->Replace(catalog, {directory_, absl::Now()});
  on_replaced_();
  metrics_->OnReload(ReloadResult::kSuccess);
  Log(Severity::kInfo, "catalog_reloaded")
      .With("origin", directory_)
      .With("revision", catalog->revision())
      .With("previous_revision", old->revision())
      .With("providers", int64_t{catalog->counts().providers})
      .With("models", int64_t{catalog->counts().models})
      .With("duration_us", absl::ToInt64Microseconds(absl::Now() - start));
  return absl::OkStatus();
}

void CatalogReloader::TellRefusal(const absl::Status& status) const {
  Log(Severity::kError, "catalog_refused")
      .With("origin", directory_)
      .With("serving_revision", store_->Current()->revision())
      .With(status);
}

}  // namespace ratecard
