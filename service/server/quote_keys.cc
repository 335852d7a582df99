#include "service/server/quote_keys.h"

#include <utility>

#include "service/metrics/families.h"
#include "service/server/log.h"

namespace ratecard {

QuoteKeyMetrics::QuoteKeyMetrics(const KeyStore* store)
    : store_(store),
      reloads_("ratecard_quote_keys", "the file of quote keys") {}

std::vector<prometheus::MetricFamily> QuoteKeyMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families = reloads_.Collect();
  const std::shared_ptr<const KeyRing> ring = store_->Current();
  if (ring == nullptr) {
    return families;
  }
  const FamilyInfo info = {"ratecard_quote_key_info",
                           "Keys of quotes in use; always 1.",
                           {"key_id", "state"}};
  prometheus::MetricFamily family =
      MakeFamily(info, prometheus::MetricType::Gauge);
  for (const QuoteKey& key : ring->keys()) {
    AddSeries(info, {key.id, std::string(NameOf(key.state))}, &family)
        .gauge.value = 1;
  }
  families.push_back(std::move(family));
  return families;
}

void LogQuoteKeys(absl::string_view event, const std::string& path,
                  const QuoteKeyFile& file) {
  std::vector<std::string> accepted;
  std::vector<std::string> retired;
  for (const QuoteKey& key : file.ring->keys()) {
    if (key.state == KeyState::kAccepted) {
      accepted.push_back(key.id);
    } else if (key.state == KeyState::kRetired) {
      retired.push_back(key.id);
    }
  }
  Log(Severity::kInfo, event)
      .With("origin", path)
      .With("signing", file.ring->signing().id)
      .With("accepted", accepted)
      .With("retired", retired);
}

void LogIfExposed(const std::string& path, const QuoteKeyFile& file) {
  if (file.exposed) {
    Log(Severity::kWarning, "quote_keys_exposed")
        .With("origin", path)
        .With("message",
              "others than its owner may read or write the file, and with it "
              "make quotes; chmod 600 keeps them out");
  }
}

QuoteKeyReloader::QuoteKeyReloader(std::string path, absl::Duration interval,
                                   KeyStore* store, QuoteKeyMetrics* metrics)
    : path_(std::move(path)),
      store_(store),
      metrics_(metrics),
      thread_(
          interval, [this](bool requested) { return Reload(requested); },
          [this](const absl::Status& status) { TellRefusal(status); }) {}

absl::Status QuoteKeyReloader::Reload(bool requested) {
  const absl::StatusOr<QuoteKeyFile> file = ReadQuoteKeyFile(path_);
  if (!file.ok()) {
    metrics_->OnReload(ReloadResult::kFailure);
    return file.status();
  }
  // In intervals once, until it changes.
  if (requested || !was_exposed_) {
    LogIfExposed(path_, *file);
  }
  was_exposed_ = file->exposed;
  if (file->ring->fingerprint() == store_->Current()->fingerprint()) {
    metrics_->OnReload(ReloadResult::kUnchanged);
    Log(requested ? Severity::kInfo : Severity::kDebug, "quote_keys_unchanged")
        .With("origin", path_);
    return absl::OkStatus();
  }
  store_->Replace(file->ring);
  metrics_->OnReload(ReloadResult::kSuccess);
  LogQuoteKeys("quote_keys_reloaded", path_, *file);
  return absl::OkStatus();
}

void QuoteKeyReloader::TellRefusal(const absl::Status& status) const {
  Log(Severity::kError, "quote_keys_refused")
      .With("origin", path_)
      .With("serving_signing", store_->Current()->signing().id)
      .With(status);
}

}  // namespace ratecard
