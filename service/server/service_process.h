// The parts of ratecardd, put together.

#ifndef RATECARD_SERVICE_SERVER_SERVICE_PROCESS_H_
#define RATECARD_SERVICE_SERVER_SERVICE_PROCESS_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "service/access/access.h"
#include "service/api/catalog_handler.h"
#include "service/api/compare_handler.h"
#include "service/api/estimate_handler.h"
#include "service/api/explain_handler.h"
#include "service/api/quote_handler.h"
#include "service/api/usage_handler.h"
#include "service/catalog/store.h"
#include "service/metrics/process_metrics.h"
#include "service/metrics/registry.h"
#include "service/quote/key_file.h"
#include "service/quote/key_store.h"
#include "service/rpc/rpc_server.h"
#include "service/server/access_metrics.h"
#include "service/server/call_log.h"
#include "service/server/catalog_metrics.h"
#include "service/server/catalog_reloader.h"
#include "service/server/config.h"
#include "service/server/http_server.h"
#include "service/server/metrics_observer.h"
#include "service/server/price_metrics.h"
#include "service/server/quote_keys.h"
#include "service/server/reload_metrics.h"
#include "service/server/tls.h"

namespace ratecard {

// Used by one thread.
class ServiceProcess {
 public:
  // Reads the catalog, the keys of quotes and the files of TLS, and listens.
  // Returns the process once it serves.
  //
  // Errors: those of LoadEmbeddedCatalog, LoadCatalogDirectories,
  // ReadQuoteKeyFile, Tls::Load, PriceMetrics::Check, RpcServer::Start and
  // HttpServer::Start. Of several files that cannot be read it logs all but the
  // last, which is returned.
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(
      const ServerConfig& config);

  ~ServiceProcess();

  // Takes over from `next`, which is valid, what can change while it serves,
  // and logs what changed and what would need a restart. One that names
  // other models to export than before, which the catalog in use does not know,
  // could not start, and is refused.
  // Callers are kept if it has none: a file that is cut short does not open the
  // server to everyone. That counts as a reload that failed.
  void TakeConfig(ServerConfig next);

  // Logs why the configuration is left as it is.
  void RefuseConfig(const std::vector<std::string>& mistakes);

  // Reads the files of the catalog, of the keys of quotes and of TLS again, in
  // the background.
  void Reload();

  // Says that it is not serving; after shutdown.balancer_delay, stops taking
  // calls and finishes those in progress, within shutdown.drain_timeout.
  void Drain();

 private:
  ServiceProcess(const ServerConfig& config,
                 std::shared_ptr<const Catalog> catalog,
                 std::shared_ptr<const KeyRing> quote_keys,
                 std::unique_ptr<Tls> tls);

  // Errors: those of PriceMetrics::Check for observability.exported_models.
  absl::Status CheckModels(const ServerConfig& config) const;
  absl::Status Listen();
  // Makes ready what the first calls on `catalog` would else wait for. From any
  // thread.
  void Prepare(const std::shared_ptr<const Catalog>& catalog);

  ServerConfig config_;
  const std::unique_ptr<Tls> tls_;  // null: plain text
  CatalogStore store_;
  KeyStore quote_keys_;
  MetricsObserver observer_;
  Access access_;
  const AccessMetrics access_metrics_;
  CallLog call_log_;
  PriceMetrics price_metrics_;
  ReloadMetrics config_metrics_;
  CatalogMetrics catalog_metrics_;
  QuoteKeyMetrics quote_key_metrics_;
  ProcessMetrics process_metrics_;
  const CatalogHandler catalog_handler_;
  const EstimateHandler estimate_handler_;
  const UsageHandler usage_handler_;
  const QuoteHandler quote_handler_;
  const CompareHandler compare_handler_;
  const ExplainHandler explain_handler_;
  Registry registry_;
  RpcServer rpc_;
  HttpServer http_;
  // Null without such files.
  std::unique_ptr<CatalogReloader> catalog_reloader_;
  std::unique_ptr<QuoteKeyReloader> quote_key_reloader_;
  std::thread preparation_;  // of the catalog that it starts with
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_SERVICE_PROCESS_H_
