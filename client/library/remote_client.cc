#include "client/library/remote_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/library/channel.h"
#include "client/library/remote_call.h"
#include "client/library/remote_streams.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

using google::protobuf::Message;

// Every method has a request of its own, in the file of its service:
// `/ratecard.v1.EstimateService/EstimateCost`.
std::string PathOf(const Message& request) {
  const google::protobuf::Descriptor* const type = request.GetDescriptor();
  const google::protobuf::FileDescriptor* const file = type->file();
  for (int i = 0; i < file->service_count(); ++i) {
    const google::protobuf::ServiceDescriptor* const service = file->service(i);
    for (int j = 0; j < service->method_count(); ++j) {
      if (service->method(j)->input_type() == type) {
        return absl::StrCat("/", service->full_name(), "/",
                            service->method(j)->name());
      }
    }
  }
  return "";  // a server says UNIMPLEMENTED
}

// Keeps what calls gRPC's callbacks until the process ends. It would end with
// the last channel, and cannot where one of its own callbacks lets go of that:
// gRPC 1.51 goes on using what it has freed.
void KeepCallbacks() {
  struct Kept {
    std::shared_ptr<grpc::Channel> channel = grpc::CreateChannel("", nullptr);
    grpc::GenericStub stub{channel};
    grpc::ClientContext context;
    grpc::Slice nothing;
    grpc::ByteBuffer request{&nothing, 1};
    grpc::ByteBuffer response;
  };
  // Its call fails at once, as its channel leads nowhere.
  // Emitted though nobody reads it: by it checks for leaks see what is kept.
  [[gnu::used]] static const Kept* const kept = [] {
    auto* const made = new Kept;  // NOLINT(cppcoreguidelines-owning-memory)
    made->stub.UnaryCall(&made->context, "/", grpc::StubOptions(),
                         &made->request, &made->response,
                         [](const grpc::Status& /*status*/) {});
    return made;
  }();
}

class RemoteClient final : public Client {
 public:
  RemoteClient(std::string target, std::shared_ptr<grpc::Channel> channel,
               const ConnectOptions& options)
      : target_(std::make_shared<const RemoteTarget>(RemoteTarget{
            std::move(target), options.wait_for_ready, options.token})),
        timeout_(options.timeout),
        channel_(std::move(channel)),
        stub_(channel_) {}

 private:
  using Stub = grpc::TemplatedGenericStub<Message, Message>;

  std::unique_ptr<RemoteCall> Begin(absl::Duration timeout,
                                    const CallOptions& options) const {
    return std::make_unique<RemoteCall>(target_, timeout, options);
  }

  absl::Status Invoke(const Message& request, Message* response,
                      const CallOptions& options) const override {
    const std::unique_ptr<RemoteCall> call = Begin(timeout_, options);
    RATECARD_RETURN_IF_ERROR(call->refusal());
    grpc::CompletionQueue queue;
    const auto reader = stub_.PrepareUnaryCall(call->context(), PathOf(request),
                                               request, &queue);
    reader->StartCall();
    grpc::Status status;
    reader->Finish(response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    queue.Shutdown();
    return call->ToStatus(status);
  }

  void InvokeAsync(const Message& request, Message* response,
                   const CallOptions& options,
                   std::function<void(absl::Status)> done) const override {
    const std::shared_ptr<RemoteCall> call = Begin(timeout_, options);
    if (!call->refusal().ok()) {
      done(call->refusal());
      return;
    }
    KeepCallbacks();
    // gRPC may use the request until the end.
    const std::shared_ptr<Message> copy(request.New());
    copy->CopyFrom(request);
    stub_.UnaryCall(
        call->context(), PathOf(request), grpc::StubOptions(), copy.get(),
        response,
        [call, copy, done = std::move(done)](const grpc::Status& status) {
          done(call->ToStatus(status));
        });
  }

  std::unique_ptr<EstimateStream> OpenStream(
      const CallOptions& options) const override {
    return MakeRemoteStream(channel_, Begin(absl::InfiniteDuration(), options));
  }
  std::unique_ptr<CatalogWatch> OpenWatch(
      const v1::WatchCatalogRequest& request,
      const CallOptions& options) const override {
    return MakeRemoteWatch(channel_, request,
                           Begin(absl::InfiniteDuration(), options));
  }

  const std::shared_ptr<const RemoteTarget> target_;
  const absl::Duration timeout_;
  const std::shared_ptr<grpc::Channel> channel_;
  mutable Stub stub_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> MakeRemoteClient(
    const std::string& target, const ConnectOptions& options) {
  RATECARD_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                            MakeChannel(target, options));
  return std::make_unique<RemoteClient>(target, std::move(channel), options);
}

}  // namespace ratecard
