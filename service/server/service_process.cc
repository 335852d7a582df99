#include "service/server/service_process.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/monotonic_clock.h"
#include "service/base/status_macros.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/server/access_config.h"
#include "service/server/descriptors.h"
#include "service/server/log.h"
#include "service/server/notify.h"
#include "service/server/services.h"

namespace ratecard {
namespace {

constexpr char kEmbedded[] = "embedded";

// A time of which 0 stands for no bound.
absl::Duration OrNever(const std::string& text) {
  const absl::Duration duration = DurationOf(text);
  return duration == absl::ZeroDuration() ? absl::InfiniteDuration() : duration;
}

ConnectionLimits LimitsOfConnections(const config::v1::Limits& limits) {
  ConnectionLimits connection;
  connection.max_metadata_bytes = limits.max_metadata_bytes();
  connection.handshake_timeout = DurationOf(limits.handshake_timeout());
  connection.keepalive_time = DurationOf(limits.keepalive_time());
  connection.keepalive_timeout = DurationOf(limits.keepalive_timeout());
  connection.min_ping_interval = DurationOf(limits.min_ping_interval());
  connection.max_ping_strikes = limits.max_ping_strikes();
  connection.max_idle = OrNever(limits.max_connection_idle());
  connection.max_age = OrNever(limits.max_connection_age());
  connection.max_age_grace = OrNever(limits.max_connection_age_grace());
  return connection;
}

LoadLimits LimitsOfLoad(const config::v1::Limits& limits) {
  LoadLimits load;
  load.max_calls_in_flight = limits.max_calls_in_flight();
  load.max_queue_delay = DurationOf(limits.max_queue_delay());
  load.max_untaken_bytes = limits.max_untaken_bytes();
  load.max_answer_time = OrNever(limits.max_deadline());
  return load;
}

RpcServerOptions RpcOptions(const ServerConfig& config, const Tls* tls,
                            CallLog* call_log) {
  RpcServerOptions options;
  options.address = config.listen().grpc_address();
  if (tls != nullptr) {
    options.credentials = tls->Credentials();
  }
  options.completion_queues = config.listen().completion_queues();
  options.max_receive_message_bytes =
      config.limits().max_receive_message_bytes();
  const config::v1::Reflection reflection = config.listen().reflection();
  options.reflection = reflection == config::v1::REFLECTION_ON ||
                       (reflection == config::v1::REFLECTION_WITHOUT_CALLERS &&
                        config.access().callers().empty());
  options.channelz = config.listen().channelz();
  options.max_calls_per_connection = config.limits().max_calls_per_connection();
  options.max_connections =
      std::min(config.limits().max_connections(), MostConnections());
  options.max_connections_per_second =
      config.limits().max_connections_per_second();
  options.max_memory_bytes = config.limits().max_memory_bytes();
  options.connection = LimitsOfConnections(config.limits());
  options.patience_with_readers =
      DurationOf(config.shutdown().reader_patience());
  options.load = LimitsOfLoad(config.limits());
  options.on_cut_off = [call_log](absl::string_view why,
                                  absl::string_view peer) {
    call_log->WriteCutOff(why, peer, MonotonicNow());
  };
  return options;
}

std::vector<std::string> ExportedModels(const ServerConfig& config) {
  const auto& models = config.observability().exported_models();
  return {models.begin(), models.end()};
}

absl::Duration StaleAfter(const ServerConfig& config) {
  return DurationOf(config.estimates().price_stale_after());
}

CallRunnerOptions RunnerOptions(const ServerConfig& config, Access* access,
                                CallLog* call_log) {
  CallRunnerOptions options;
  options.report = [call_log](const CallReport& report) {
    call_log->Write(report, MonotonicNow());
  };
  options.access = access;
  options.max_streams = config.limits().max_streams();
  options.require_deadline = config.limits().require_deadline();
  options.max_deadline = OrNever(config.limits().max_deadline());
  return options;
}

}  // namespace

ServiceProcess::ServiceProcess(const ServerConfig& config,
                               std::shared_ptr<const Catalog> catalog,
                               std::shared_ptr<const KeyRing> quote_keys,
                               std::unique_ptr<Tls> tls)
    : config_(config),
      tls_(std::move(tls)),
      store_(
          std::move(catalog),
          {config.catalog().dir().empty() ? kEmbedded : config.catalog().dir(),
           absl::Now()}),
      quote_keys_(std::move(quote_keys)),
      observer_(static_cast<size_t>(config.observability().max_model_series())),
      access_(AccessSpecOf(config.access())),
      access_metrics_(&access_),
      call_log_(config.observability().max_call_lines_per_second()),
      price_metrics_(&store_, ExportedModels(config)),
      config_metrics_("ratecard_config", "the configuration"),
      catalog_metrics_(&store_),
      quote_key_metrics_(&quote_keys_),
      catalog_handler_(&store_, &observer_),
      estimate_handler_(&store_, &observer_, StaleAfter(config)),
      usage_handler_(&store_, &estimate_handler_, &observer_),
      quote_handler_(&store_, &estimate_handler_, &quote_keys_, &observer_),
      compare_handler_(&store_, &observer_, StaleAfter(config)),
      explain_handler_(&store_, &estimate_handler_, &observer_,
                       StaleAfter(config)),
      rpc_(RpcOptions(config, tls_.get(), &call_log_),
           RunnerOptions(config, &access_, &call_log_),
           BindServices(&catalog_handler_, &estimate_handler_, &usage_handler_,
                        &quote_handler_, &compare_handler_, &explain_handler_)),
      http_(&registry_, &access_, &call_log_, [] { kill(getpid(), SIGHUP); }) {
  registry_.Add(&rpc_.metrics());
  registry_.Add(&rpc_.load());
  observer_.AddTo(&registry_);
  registry_.Add(&access_metrics_);
  registry_.Add(&call_log_);
  registry_.Add(&price_metrics_);
  registry_.Add(&config_metrics_);
  registry_.Add(&catalog_metrics_);
  registry_.Add(&quote_key_metrics_);
  registry_.Add(&process_metrics_);
  if (tls_ != nullptr) {
    registry_.Add(tls_.get());
  }
}

absl::StatusOr<std::unique_ptr<ServiceProcess>> ServiceProcess::Start(
    const ServerConfig& config) {
  // All of them, whatever is wrong with the first.
  absl::StatusOr<std::shared_ptr<const Catalog>> catalog =
      config.catalog().dir().empty()
          ? LoadEmbeddedCatalog()
          : LoadCatalogDirectories(config.catalog().dir());
  absl::StatusOr<QuoteKeyFile> keys = QuoteKeyFile();
  if (!config.quotes().keys().empty()) {
    keys = ReadQuoteKeyFile(config.quotes().keys());
  }
  absl::StatusOr<std::unique_ptr<Tls>> tls = std::unique_ptr<Tls>();
  if (!config.listen().tls().certificate_file().empty()) {
    tls = Tls::Load(config.listen().tls());
  }
  absl::Status failure;
  for (const absl::Status& next :
       {catalog.status(), keys.status(), tls.status()}) {
    if (!next.ok() && !failure.ok()) {
      Log(Severity::kError, "start_failed").With(failure);
    }
    failure = next.ok() ? failure : next;
  }
  RATECARD_RETURN_IF_ERROR(failure);
  if (!config.quotes().keys().empty()) {
    LogQuoteKeys("quote_keys_loaded", config.quotes().keys(), *keys);
    LogIfExposed(config.quotes().keys(), *keys);
  }
  auto process = absl::WrapUnique(new ServiceProcess(
      config, *std::move(catalog), std::move(keys->ring), *std::move(tls)));
  RATECARD_RETURN_IF_ERROR(process->Listen());
  return process;
}

absl::Status ServiceProcess::Listen() {
  RATECARD_RETURN_IF_ERROR(CheckModels(config_));
  rpc_.ReportAll(config_.observability().log_calls());
  if (!config_.listen().http_address().empty()) {
    RATECARD_RETURN_IF_ERROR(http_.Start(config_.listen().http_address()));
  }
  if (MostConnections() < config_.limits().max_connections()) {
    Log(Severity::kWarning, "few_file_descriptors")
        .With("max_connections", int64_t{MostConnections()})
        .With("message",
              "the process may have too few file descriptors for "
              "limits.max_connections: raise its limit (ulimit -n)");
  }
  RATECARD_RETURN_IF_ERROR(rpc_.Start());
  // Not before it serves: what this takes is only of use to some calls.
  preparation_ = std::thread([this] { Prepare(store_.Current()); });
  if (!config_.catalog().dir().empty()) {
    catalog_reloader_ = std::make_unique<CatalogReloader>(
        config_.catalog().dir(),
        DurationOf(config_.catalog().reload_interval()), &store_,
        &catalog_metrics_,
        [this](const std::shared_ptr<const Catalog>& next) { Prepare(next); },
        [this] {
          rpc_.Wake();
          price_metrics_.WarnIfIncomplete();
        });
  }
  if (!config_.quotes().keys().empty()) {
    quote_key_reloader_ = std::make_unique<QuoteKeyReloader>(
        config_.quotes().keys(),
        DurationOf(config_.quotes().keys_reload_interval()), &quote_keys_,
        &quote_key_metrics_);
  }
  price_metrics_.WarnIfIncomplete();
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

absl::Status ServiceProcess::CheckModels(const ServerConfig& config) const {
  const absl::Status known = price_metrics_.Check(ExportedModels(config));
  return known.ok() ? known
                    : WithSubject(known, "observability.exported_models");
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

void ServiceProcess::TakeConfig(ServerConfig next) {
  // A model that the catalog lost keeps nobody from taking a caller out.
  if (ExportedModels(next) != ExportedModels(config_)) {
    if (const absl::Status known = CheckModels(next); !known.ok()) {
      RefuseConfig({std::string(known.message())});
      return;
    }
  }
  const bool callers_lost =
      next.access().callers().empty() && access_.HasCallers();
  if (callers_lost) {
    *next.mutable_access() = config_.access();
    Log(Severity::kError, "callers_kept")
        .With("message",
              "the configuration has no callers any more, which would let "
              "everyone in; it may have been cut short. Only a restart does "
              "that");
  }
  const ConfigChanges changes = TakeReloadable(next, &config_);
  SetLogLevel(SeverityOf(config_.observability().log_level()));
  access_.Replace(AccessSpecOf(config_.access()));
  rpc_.Wake();  // streams whose caller may call no longer
  rpc_.ReportAll(config_.observability().log_calls());
  price_metrics_.SetModels(ExportedModels(config_));
  price_metrics_.WarnIfIncomplete();
  config_metrics_.OnReload(callers_lost            ? ReloadResult::kFailure
                           : changes.taken.empty() ? ReloadResult::kUnchanged
                                                   : ReloadResult::kSuccess);
  Log(changes.need_restart.empty() ? Severity::kInfo : Severity::kWarning,
      "config_reloaded")
      .With("changed", changes.taken)
      .With("need_restart", changes.need_restart);
}

void ServiceProcess::RefuseConfig(const std::vector<std::string>& mistakes) {
  config_metrics_.OnReload(ReloadResult::kFailure);
  Log(Severity::kError, "config_reload_failed").With("mistakes", mistakes);
}

void ServiceProcess::Reload() {
  if (quote_key_reloader_ != nullptr) {
    quote_key_reloader_->Request();
  }
  if (tls_ != nullptr) {
    tls_->Request();
  }
  if (catalog_reloader_ != nullptr) {
    catalog_reloader_->Request();
  } else if (quote_key_reloader_ == nullptr && tls_ == nullptr) {
    Log(Severity::kWarning, "catalog_fixed")
        .With("message",
              "there is no catalog.dir to read again: the catalog is part of "
              "the program");
  }
}

void ServiceProcess::Drain() {
  const absl::Time start = absl::Now();
  const absl::Duration timeout = DurationOf(config_.shutdown().drain_timeout());
  const absl::Duration delay = DurationOf(config_.shutdown().balancer_delay());
  NotifyStopping(delay + timeout);
  Log(Severity::kInfo, "draining")
      .With("balancer_delay", absl::FormatDuration(delay))
      .With("drain_timeout", absl::FormatDuration(timeout));
  http_.SetReady(false);
  rpc_.StopServing();
  absl::SleepFor(delay);
  const bool all_finished = rpc_.Shutdown(timeout);
  Log(all_finished ? Severity::kInfo : Severity::kWarning, "drained")
      .With("all_calls_finished", all_finished)
      .With("duration_us", absl::ToInt64Microseconds(absl::Now() - start));
}

}  // namespace ratecard
