// The keys of quotes while the server runs.

#ifndef RATECARD_SERVICE_SERVER_QUOTE_KEYS_H_
#define RATECARD_SERVICE_SERVER_QUOTE_KEYS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "prometheus/collectable.h"
#include "service/quote/key_file.h"
#include "service/quote/key_store.h"
#include "service/server/reload_metrics.h"
#include "service/server/reload_thread.h"

namespace ratecard {

// ReloadMetrics of `ratecard_quote_keys`, and `ratecard_quote_key_info`.
// Thread-safe.
class QuoteKeyMetrics : public prometheus::Collectable {
 public:
  // `store` must outlive the metrics.
  explicit QuoteKeyMetrics(const KeyStore* store);

  void OnReload(ReloadResult result) { reloads_.OnReload(result); }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const KeyStore* store_;
  ReloadMetrics reloads_;
};

// Logs which keys a file has, by id.
void LogQuoteKeys(absl::string_view event, const std::string& path,
                  const QuoteKeyFile& file);

// Warns of a file that others may read.
void LogIfExposed(const std::string& path, const QuoteKeyFile& file);

// Reads the file again, at request and in intervals, on a thread of its own.
// One with mistakes is refused as a whole and the old keys keep serving. Who
// may read it is looked at every time, also if its text is what it was.
class QuoteKeyReloader {
 public:
  // An `interval` of 0: at request only. `store` holds what the file had.
  // Pointers must outlive the reloader.
  QuoteKeyReloader(std::string path, absl::Duration interval, KeyStore* store,
                   QuoteKeyMetrics* metrics);
  QuoteKeyReloader(const QuoteKeyReloader&) = delete;
  QuoteKeyReloader& operator=(const QuoteKeyReloader&) = delete;

  // Returns at once. Requests made during a reload lead to one more.
  void Request() { thread_.Request(); }

 private:
  absl::Status Reload(bool requested);  // as ReloadThread has it
  void TellRefusal(const absl::Status& status) const;

  const std::string path_;
  KeyStore* const store_;
  QuoteKeyMetrics* const metrics_;
  bool was_exposed_ = false;  // used by the thread only
  ReloadThread thread_;       // the first to end, as it uses all of the above
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_QUOTE_KEYS_H_
