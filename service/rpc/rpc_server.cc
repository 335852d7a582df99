#include "service/rpc/rpc_server.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "grpc/grpc.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/alarm.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// Calls of each method that a queue waits for at a time. Further ones wait
// inside gRPC, which drops those that are cancelled meanwhile.
constexpr int kListenersPerMethod = 8;

// How long a caller has to read what a stream could not send when the server
// stops.
constexpr absl::Duration kPatienceWithReaders = absl::Seconds(1);

// How long connections may outlive the last call when the server stops.
constexpr absl::Duration kPatienceWithWatches = absl::Seconds(1);

// `address` with its port replaced, if it has one.
std::string WithPort(const std::string& address, int port) {
  if (absl::StartsWith(address, "unix")) {
    return address;
  }
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
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

}  // namespace

// A completion queue with its thread.
class RpcServer::Queue {
 public:
  explicit Queue(std::unique_ptr<grpc::ServerCompletionQueue> queue)
      : queue_(std::move(queue)) {}

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
      pools_.push_back(make_pool(runner, queue_.get(), &live_));
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
  void Cut() { cut_.Post(queue_.get()); }

  // Waits until no call is in progress nor can come any more; only after the
  // server began to shut down. Returns whether that was before `deadline`.
  bool AwaitIdle(absl::Time deadline) {
    return idle_.WaitForNotificationWithDeadline(deadline) &&
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
      if (live_ == 0 && !idle_.HasBeenNotified()) {
        idle_since_ = absl::Now();
        idle_.Notify();
      }
    }
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

  void CutPools() {
    for (const std::unique_ptr<CallPool>& pool : pools_) {
      if (pool->Cut() > 0) {
        cut_any_ = true;
      }
    }
  }

  // A call of a function, made by the thread of the queue.
  class Signal final : public Completion {
   public:
    Signal(Queue* to, void (Queue::*function)())
        : to_(to), function_(function) {}

    // Posts that overtake the thread are one.
    void Post(grpc::ServerCompletionQueue* queue) {
      if (!posted_.exchange(true)) {
        alarm_.Set(queue, gpr_now(GPR_CLOCK_MONOTONIC),
                   static_cast<Completion*>(this));
      }
    }

    void Complete(bool /*ok*/) override {
      posted_ = false;
      (to_->*function_)();
    }

   private:
    Queue* to_;
    void (Queue::*function_)();
    std::atomic<bool> posted_ = false;
    grpc::Alarm alarm_;
  };

  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  int live_ = 0;           // used by the thread only
  absl::Time idle_since_;  // set before it notifies
  std::atomic<bool> cut_any_ = false;
  absl::Notification idle_;
  std::vector<std::unique_ptr<CallPool>> pools_;
  Signal wake_{this, &Queue::WakePools};
  Signal drain_{this, &Queue::DrainPools};
  Signal cut_{this, &Queue::CutPools};
  std::thread thread_;
};

RpcServer::RpcServer(RpcServerOptions options, CallRunnerOptions runner_options,
                     MethodTable methods)
    : options_(std::move(options)),
      methods_(std::move(methods)),
      runner_(methods_.names(), std::move(runner_options)) {}

RpcServer::~RpcServer() { Shutdown(absl::ZeroDuration()); }

absl::Status RpcServer::Start() {
  RATECARD_RETURN_IF_ERROR(methods_.Check());
  grpc::EnableDefaultHealthCheckService(true);
  // gRPC serves it without the descriptors by which reflection describes it.
  google::protobuf::LinkMessageReflection<
      grpc::health::v1::HealthCheckRequest>();
  // Both are then of every server of the process.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<WithoutPlugins>(!options_.reflection,
                                                     !options_.channelz));
  int port = 0;
  builder.AddListeningPort(options_.address, CredentialsOf(options_), &port);
  // By default a second server could take the same port, unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options_.max_calls_per_connection);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, options_.channelz);
  builder.SetMaxReceiveMessageSize(options_.max_receive_message_bytes);
  // Reflection is synchronous: one thread is enough to wait for it.
  using SyncOption = grpc::ServerBuilder::SyncServerOption;
  builder.SetSyncServerOption(SyncOption::NUM_CQS, 1);
  builder.SetSyncServerOption(SyncOption::MIN_POLLERS, 1);
  builder.SetSyncServerOption(SyncOption::MAX_POLLERS, 1);
  for (const std::unique_ptr<grpc::Service>& service : methods_.services()) {
    builder.RegisterService(service.get());
  }
  for (int i = 0; i < options_.completion_queues; ++i) {
    queues_.push_back(std::make_unique<Queue>(builder.AddCompletionQueue()));
  }
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    queues_.clear();
    return absl::UnavailableError(
        absl::StrCat("cannot listen for gRPC on ", options_.address,
                     ": the address is in use or not available"));
  }
  bound_address_ = WithPort(options_.address, port);
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Start(methods_.make_pools(), &runner_);
  }
  SetServing(true);
  return absl::OkStatus();
}

void RpcServer::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  for (const MethodTable::ServiceDescriptor* service : methods_.descriptors()) {
    health->SetServingStatus(service->full_name(), serving);
  }
  health->SetServingStatus(serving);
}

void RpcServer::Wake() {
  const std::lock_guard lock(wake_mutex_);
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Wake();
  }
}

bool RpcServer::Shutdown(absl::Duration drain) {
  if (server_ == nullptr) {
    return true;
  }
  SetServing(false);
  for (const std::unique_ptr<Queue>& queue : queues_) {
    queue->Drain();
  }
  const absl::Time deadline = absl::Now() + drain;
  absl::Notification closed;
  std::thread shutdown([&] {
    server_->Shutdown(absl::ToChronoTime(deadline));
    closed.Notify();
  });
  const auto all_idle = [this](absl::Time until) {
    return std::all_of(
        queues_.begin(), queues_.end(),
        [until](const auto& queue) { return queue->AwaitIdle(until); });
  };
  if (!all_idle(std::min(deadline, absl::Now() + kPatienceWithReaders))) {
    for (const std::unique_ptr<Queue>& queue : queues_) {
      queue->Cut();
    }
  }
  bool all_finished = all_idle(deadline);
  if (!all_finished) {
    runner_.GiveUp();
    all_idle(absl::InfiniteFuture());
  }
  for (const std::unique_ptr<Queue>& queue : queues_) {
    all_finished = all_finished && !queue->cut_any();
  }
  // Clients close their connections now, except those that watch health or use
  // reflection, which have been told and would stay for as long as they like.
  if (!closed.WaitForNotificationWithTimeout(kPatienceWithWatches)) {
    grpc_server_cancel_all_calls(server_->c_server());
  }
  shutdown.join();
  {
    const std::lock_guard lock(wake_mutex_);
    queues_.clear();
  }
  server_.reset();
  return all_finished;
}

}  // namespace ratecard
