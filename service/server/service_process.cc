#include "service/server/service_process.h"

#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/time/clock.h"
#include "service/base/status_macros.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/server/log.h"
#include "service/server/services.h"

namespace ratecard {
namespace {

constexpr char kEmbedded[] = "embedded";

RpcServerOptions RpcOptions(const ServerConfig& config) {
  RpcServerOptions options;
  options.address = config.grpc_address;
  options.completion_queues = config.completion_queues;
  options.max_receive_message_bytes = config.max_receive_message_bytes;
  options.max_calls_per_connection = config.max_calls_per_connection;
  return options;
}

void LogCall(const CallReport& report) {
  Log(report.fault_of_server ? Severity::kError : Severity::kInfo, "call")
      .With("grpc_service", report.method.service)
      .With("grpc_method", report.method.method)
      .With("peer", report.peer)
      .With("duration_us", absl::ToInt64Microseconds(report.duration))
      .With(report.status);
}

CallRunnerOptions RunnerOptions(const ServerConfig& config) {
  CallRunnerOptions options;
  options.report = LogCall;
  options.report_all = config.log_calls;
  options.max_streams = config.max_streams;
  return options;
}

}  // namespace

ServiceProcess::ServiceProcess(const ServerConfig& config,
                               std::shared_ptr<const Catalog> catalog,
                               std::shared_ptr<const KeyRing> quote_keys)
    : config_(config),
      store_(std::move(catalog),
             {config.catalog_dir.empty() ? kEmbedded : config.catalog_dir,
              absl::Now()}),
      quote_keys_(std::move(quote_keys)),
      observer_(config.max_model_series),
      catalog_metrics_(&store_),
      quote_key_metrics_(&quote_keys_),
      catalog_handler_(&store_, &observer_),
      estimate_handler_(&store_, &observer_, config.price_stale_after),
      usage_handler_(&store_, &estimate_handler_, &observer_),
      quote_handler_(&store_, &estimate_handler_, &quote_keys_, &observer_),
      compare_handler_(&store_, &observer_, config.price_stale_after),
      explain_handler_(&store_, &estimate_handler_, &observer_,
                       config.price_stale_after),
      rpc_(RpcOptions(config), RunnerOptions(config),
           BindServices(&catalog_handler_, &estimate_handler_, &usage_handler_,
                        &quote_handler_, &compare_handler_, &explain_handler_)),
      http_(&registry_) {
  registry_.Add(&rpc_.metrics());
  observer_.AddTo(&registry_);
  registry_.Add(&catalog_metrics_);
  registry_.Add(&quote_key_metrics_);
  registry_.Add(&process_metrics_);
}

absl::StatusOr<std::unique_ptr<ServiceProcess>> ServiceProcess::Start(
    const ServerConfig& config) {
  std::shared_ptr<const Catalog> catalog;
  if (config.catalog_dir.empty()) {
    RATECARD_ASSIGN_OR_RETURN(catalog, LoadEmbeddedCatalog());
  } else {
    RATECARD_ASSIGN_OR_RETURN(catalog,
                              LoadCatalogDirectories(config.catalog_dir));
  }
  QuoteKeyFile keys;
  if (!config.quote_keys.empty()) {
    RATECARD_ASSIGN_OR_RETURN(keys, ReadQuoteKeyFile(config.quote_keys));
    LogQuoteKeys("quote_keys_loaded", config.quote_keys, keys);
    LogIfExposed(config.quote_keys, keys);
  }
  auto process = absl::WrapUnique(
      new ServiceProcess(config, std::move(catalog), std::move(keys.ring)));
  RATECARD_RETURN_IF_ERROR(process->Listen());
  return process;
}

absl::Status ServiceProcess::Listen() {
  if (!config_.http_address.empty()) {
    RATECARD_RETURN_IF_ERROR(http_.Start(config_.http_address));
  }
  RATECARD_RETURN_IF_ERROR(rpc_.Start());
  // Not before it serves: what this takes is only of use to some calls.
  preparation_ = std::thread([this] { Prepare(store_.Current()); });
  if (!config_.catalog_dir.empty()) {
    catalog_reloader_ = std::make_unique<CatalogReloader>(
        config_.catalog_dir, config_.catalog_reload_interval, &store_,
        &catalog_metrics_,
        [this](const std::shared_ptr<const Catalog>& next) { Prepare(next); },
        [this] { rpc_.Wake(); });
  }
  if (!config_.quote_keys.empty()) {
    quote_key_reloader_ = std::make_unique<QuoteKeyReloader>(
        config_.quote_keys, config_.quote_keys_reload_interval, &quote_keys_,
        &quote_key_metrics_);
  }
  http_.SetReady(true);
  const auto [catalog, origin] = store_.CurrentWithOrigin();
  Log(Severity::kInfo, "serving")
      .With("grpc_address", rpc_.address())
      .With("http_address", http_.address())
      .With("catalog_revision", catalog->revision())
      .With("catalog_origin", origin.origin)
      .With("models", int64_t{catalog->counts().models})
      .With("pid", int64_t{getpid()});
  return absl::OkStatus();
}

ServiceProcess::~ServiceProcess() {
  if (preparation_.joinable()) {
    preparation_.join();
  }
}

void ServiceProcess::Prepare(const std::shared_ptr<const Catalog>& catalog) {
  compare_handler_.Prepare(catalog, absl::Now());
  catalog->PrepareSuggestions();
}

void ServiceProcess::Reload() {
  if (quote_key_reloader_ != nullptr) {
    quote_key_reloader_->Request();
  }
  if (catalog_reloader_ != nullptr) {
    catalog_reloader_->Request();
  } else if (quote_key_reloader_ == nullptr) {
    Log(Severity::kWarning, "catalog_fixed")
        .With("message",
              "there is no --catalog_dir to read again: the catalog is part of "
              "the program");
  }
}

void ServiceProcess::Drain() {
  const absl::Time start = absl::Now();
  Log(Severity::kInfo, "draining")
      .With("drain_timeout", absl::FormatDuration(config_.drain_timeout));
  http_.SetReady(false);
  const bool all_finished = rpc_.Shutdown(config_.drain_timeout);
  Log(all_finished ? Severity::kInfo : Severity::kWarning, "drained")
      .With("all_calls_finished", all_finished)
      .With("duration_us", absl::ToInt64Microseconds(absl::Now() - start));
}

}  // namespace ratecard
