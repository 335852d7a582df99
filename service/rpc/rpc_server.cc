#include "service/rpc/rpc_server.h"

#include <algorithm>
#include <atomic>
#include <climits>
#include <initializer_list>
#include <thread>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpc/compression.h"
#include "grpc/grpc.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "service/base/monotonic_clock.h"
#include "service/base/status_macros.h"
#include "service/rpc/completion.h"
#include "service/rpc/memory_guard.h"
#include "service/rpc/queue_load.h"
#include "service/rpc/queue_signal.h"

namespace ratecard {
namespace {

// Calls of each method that a queue waits for at a time. Further ones wait
// inside gRPC, which drops those that are cancelled meanwhile.
constexpr int kListenersPerMethod = 8;

// How long connections may outlive the last call when the server stops, if
// their peers take nothing of what they were sent.
constexpr absl::Duration kPatienceWithPeers = absl::Seconds(1);

// What of a drain is left for other calls once streams have had their share.
constexpr absl::Duration kShareOfCalls = absl::Seconds(1);

// How often to look whether a stop goes on.
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(10);

int Milliseconds(absl::Duration duration) {
  // gRPC takes INT_MAX for never.
  return static_cast<int>(
      std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, INT_MAX));
}

// Takes services back that gRPC adds to every server.
class WithoutPlugins final : public grpc::ServerBuilderOption {
 public:
  WithoutPlugins(bool reflection, bool channelz)
      : reflection_(reflection), channelz_(channelz) {}

  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}

  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->erase(
        std::remove_if(plugins->begin(), plugins->end(),
                       [this](const auto& plugin) {
                         const std::string name = plugin->name();
                         return (reflection_ &&
                                 name == "proto_server_reflection") ||
                                (channelz_ && name == "channelz_service");
                       }),
        plugins->end());
  }

 private:
  const bool reflection_;
  const bool channelz_;
};

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(
    const RpcServerOptions& options) {
  return options.credentials != nullptr ? options.credentials
                                        : grpc::InsecureServerCredentials();
}

// A thread of a queue that takes longer to respond has more than enough to do.
constexpr absl::Duration kInTime = absl::Milliseconds(5);

// At its own bound gRPC keeps everybody waiting. So it is one that a server
// hardly gets to, as the listener hangs up on whom it is due before.
constexpr int64_t kMostBetweenLooks = int64_t{200} << 20;

}  // namespace

// A completion queue with its thread.
class RpcServer::Queue {
 public:
  Queue(std::unique_ptr<grpc::ServerCompletionQueue> queue, size_t number,
        absl::Duration patience, ServerLoad* load)
      : patience_(patience),
        queue_(std::move(queue)),
        load_(queue_.get(), number, load) {}

  ~Queue() {
    queue_->Shutdown();
    if (thread_.joinable()) {
      thread_.join();
    } else {
      Run();
    }
  }

  void Start(const std::vector<MethodTable::MakePool>& make_pools,
             CallRunner* runner) {
    for (const MethodTable::MakePool& make_pool : make_pools) {
      pools_.push_back(make_pool(runner, queue_.get(), &load_));
    }
    thread_ = std::thread([this] {
      for (const std::unique_ptr<CallPool>& pool : pools_) {
        for (int i = 0; i < kListenersPerMethod; ++i) {
          pool->Listen();
        }
      }
      Run();
    });
  }

  // All from any thread, between Start and destruction.
  void Wake() { wake_.Post(queue_.get()); }
  void Drain() { drain_.Post(queue_.get()); }
  void CutStalled() { cut_.Post(queue_.get()); }

  // Has the thread respond when it gets to it, and waits for that, until a time
  // of the monotonic clock. Returns whether it did. Both from one thread.
  void Probe() {
    {
      const absl::MutexLock lock(&mutex_);
      responded_ = false;
    }
    probe_.Post(queue_.get());
  }
  bool AwaitResponse(absl::Duration until) {
    const absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&responded_),
                                   until - MonotonicNow());
  }

  // Waits until no call is in progress nor can come any more; only after the
  // server began to shut down. Returns whether that was before `deadline`.
  bool AwaitIdle(absl::Duration deadline) {
    return idle_.WaitForNotificationWithTimeout(deadline - MonotonicNow()) &&
           idle_since_ <= deadline;
  }

  // Whether calls were cut short. Once it is idle.
  bool cut_any() const { return cut_any_; }

 private:
  void Run() {
    void* tag = nullptr;
    bool ok = false;
    while (queue_->Next(&tag, &ok)) {
      static_cast<Completion*>(tag)->Complete(ok);
      // While the server runs, calls are always waited for.
      if (load_.live() == 0 && !idle_.HasBeenNotified()) {
        idle_since_ = MonotonicNow();
        idle_.Notify();
      }
    }
  }

  void Respond() {
    const absl::MutexLock lock(&mutex_);
    responded_ = true;
  }

  void WakePools() {
    for (const std::unique_ptr<CallPool>& pool : pools_) {
      pool->Wake();
    }
  }

  void DrainPools() {
    for (const std::unique_ptr<CallPool>& pool : pools_) {
      pool->Drain();
    }
  }

  void CutStalledOfPools() {
    for (const std::unique_ptr<CallPool>& pool : pools_) {
      if (pool->CutStalled(patience_) > 0) {
        cut_any_ = true;
      }
    }
  }

  const absl::Duration patience_;  // with stalled streams
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  QueueLoad load_;             // used by the thread only
  absl::Duration idle_since_;  // set before it notifies
  std::atomic<bool> cut_any_ = false;
  absl::Notification idle_;
  std::vector<std::unique_ptr<CallPool>> pools_;
  absl::Mutex mutex_;
  bool responded_ ABSL_GUARDED_BY(mutex_) = false;
  QueueSignal probe_{[this] { Respond(); }};
  QueueSignal wake_{[this] { WakePools(); }};
  QueueSignal drain_{[this] { DrainPools(); }};
  QueueSignal cut_{[this] { CutStalledOfPools(); }};
  std::thread thread_;
};

RpcServer::RpcServer(RpcServerOptions options, CallRunnerOptions runner_options,
                     MethodTable methods)
    : options_(std::move(options)),
      methods_(std::move(methods)),
      runner_(methods_.names(), std::move(runner_options)),
      load_(
          options_.load, static_cast<size_t>(options_.completion_queues),
          [this] { return Connections(); }, options_.on_cut_off) {}

RpcServer::~RpcServer() { Shutdown(absl::ZeroDuration()); }

absl::Status RpcServer::Start() {
  RATECARD_RETURN_IF_ERROR(methods_.Check());
  // Debian's Abseil looks for deadlocks at each lock, which is a few percent of
  // a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc::EnableDefaultHealthCheckService(true);
  // gRPC serves it without the descriptors by which reflection describes it.
  google::protobuf::LinkMessageReflection<
      grpc::health::v1::HealthCheckRequest>();
  // Both are then of every server of the process.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  RATECARD_ASSIGN_OR_RETURN(
      std::unique_ptr<ConnectionListener> listener,
      ConnectionListener::Listen(
          options_.address,
          {options_.max_connections, options_.max_connections_per_second},
          MemoryGuard(options_.max_memory_bytes), options_.on_cut_off,
          [this] { return IsLate(); }));
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<WithoutPlugins>(!options_.reflection,
                                                     !options_.channelz));
  using Experimental = grpc::ServerBuilder::experimental_type;
  std::unique_ptr<ConnectionListener::Acceptor> acceptor =
      builder.experimental().AddExternalConnectionAcceptor(
          Experimental::ExternalConnectionType::FROM_FD,
          CredentialsOf(options_));
  SetChannelArguments(&builder);
  // Reflection is synchronous: one thread is enough to wait for it.
  using SyncOption = grpc::ServerBuilder::SyncServerOption;
  builder.SetSyncServerOption(SyncOption::NUM_CQS, 1);
  builder.SetSyncServerOption(SyncOption::MIN_POLLERS, 1);
  builder.SetSyncServerOption(SyncOption::MAX_POLLERS, 1);
  for (const std::unique_ptr<grpc::Service>& service : methods_.services()) {
    builder.RegisterService(service.get());
  }
  for (int i = 0; i < options_.completion_queues; ++i) {
    queues_.push_back(
        std::make_unique<Queue>(builder.AddCompletionQueue(), queues_.size(),
                                options_.patience_with_readers, &load_));
  }
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    queues_.clear();
    return absl::InternalError("gRPC does not start; its log says why");
  }
  bound_address_ = listener->address();
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Start(methods_.make_pools(), &runner_);
  }
  SetServing(true);
  listener->Start(std::move(acceptor));
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
  return absl::OkStatus();
}

void RpcServer::SetChannelArguments(grpc::ServerBuilder* builder) const {
  const ConnectionLimits& limits = options_.connection;
  builder->SetMaxReceiveMessageSize(options_.max_receive_message_bytes);
  if (options_.max_memory_bytes > 0) {
    builder->SetResourceQuota(grpc::ResourceQuota("calls").Resize(
        static_cast<size_t>(options_.max_memory_bytes + kMostBetweenLooks)));
  }
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, int>>{
           {GRPC_ARG_MAX_CONCURRENT_STREAMS, options_.max_calls_per_connection},
           {GRPC_ARG_ENABLE_CHANNELZ, options_.channelz},
           {GRPC_ARG_MAX_METADATA_SIZE, limits.max_metadata_bytes},
           // Only what is not compressed: gRPC knows how large a message is,
           // and whether it may be, only once all of it is in memory.
           {GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET,
            1 << GRPC_COMPRESS_NONE},
           {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
            Milliseconds(limits.handshake_timeout)},
           {GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(limits.keepalive_time)},
           {GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
            Milliseconds(limits.keepalive_timeout)},
           // A peer is to be asked for a sign of life between calls too.
           {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
           {GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0},
           {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
            Milliseconds(limits.min_ping_interval)},
           {GRPC_ARG_HTTP2_MAX_PING_STRIKES, limits.max_ping_strikes},
           {GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(limits.max_idle)},
           {GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(limits.max_age)},
           {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
            Milliseconds(limits.max_age_grace)},
       }) {
    builder->AddChannelArgument(name, value);
  }
}

ServerLoad::Connections RpcServer::Connections() const {
  const std::lock_guard lock(mutex_);
  return listener_ == nullptr ? ServerLoad::Connections()
                              : ServerLoad::Connections{
                                    listener_->connections(),
                                    listener_->refused(), listener_->hung_up()};
}

bool RpcServer::IsLate() const {
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Probe();
  }
  const absl::Duration until = MonotonicNow() + kInTime;
  return !std::all_of(
      queues_.begin(), queues_.end(),
      [until](const auto& queue) { return queue->AwaitResponse(until); });
}

void RpcServer::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  for (const MethodTable::ServiceDescriptor* service : methods_.descriptors()) {
    health->SetServingStatus(service->full_name(), serving);
  }
  health->SetServingStatus(serving);
}

void RpcServer::Wake() {
  const std::lock_guard lock(mutex_);
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Wake();
  }
}

void RpcServer::StopServing() {
  if (server_ != nullptr) {
    SetServing(false);
  }
}

bool RpcServer::Shutdown(absl::Duration drain) {
  if (server_ == nullptr) {
    return true;
  }
  const absl::Duration deadline = MonotonicNow() + drain;
  StopServing();
  listener_->Stop();
  runner_.CloseToStreams();
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Drain();
  }
  // After GOAWAY, gRPC closes a connection with its last call, and what the
  // peer has not read by then may be lost. Before, it first makes sure by a
  // ping that everything was read.
  AwaitStreams(deadline - std::min(kShareOfCalls, drain / 2));
  absl::Notification closed;
  std::thread shutdown([&] {
    server_->Shutdown(
        absl::ToChronoTime(absl::Now() + (deadline - MonotonicNow())));
    closed.Notify();
  });
  bool all_finished = AwaitCalls(deadline);
  if (!all_finished) {
    runner_.GiveUp();
    AwaitCalls(absl::InfiniteDuration());
  }
  for (const std::unique_ptr<Queue>& queue : queues_) {
    all_finished = all_finished && !queue->cut_any();
  }
  // Clients close their connections now, except those that watch health or use
  // reflection, which have been told and would stay for as long as they like.
  AwaitPeers(closed, deadline);
  if (!closed.HasBeenNotified()) {
    grpc_server_cancel_all_calls(server_->c_server());
  }
  shutdown.join();
  {
    const std::lock_guard lock(mutex_);
    queues_.clear();
  }
  server_.reset();
  return all_finished;
}

void RpcServer::AwaitStreams(absl::Duration deadline) {
  while (runner_.open_streams() > 0 && MonotonicNow() < deadline) {
    CutStalledStreams();
    absl::SleepFor(kBetweenLooks);
  }
}

bool RpcServer::AwaitCalls(absl::Duration deadline) {
  const auto all_idle = [this](absl::Duration until) {
    return std::all_of(
        queues_.begin(), queues_.end(),
        [until](const auto& queue) { return queue->AwaitIdle(until); });
  };
  while (!all_idle(std::min(deadline, MonotonicNow() + kBetweenLooks))) {
    if (MonotonicNow() >= deadline) {
      return false;
    }
    CutStalledStreams();
  }
  return true;
}

void RpcServer::AwaitPeers(const absl::Notification& closed,
                           absl::Duration deadline) {
  int64_t unconfirmed = listener_->UnconfirmedBytes();
  absl::Duration progress = MonotonicNow();
  while (!closed.WaitForNotificationWithTimeout(kBetweenLooks)) {
    const absl::Duration now = MonotonicNow();
    const int64_t left = listener_->UnconfirmedBytes();
    if (std::exchange(unconfirmed, left) != left && now < deadline) {
      progress = now;
    }
    if (now - progress > kPatienceWithPeers) {
      return;
    }
  }
}

void RpcServer::CutStalledStreams() {
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->CutStalled();
  }
}

}  // namespace ratecard
