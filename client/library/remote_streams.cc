#include "client/library/remote_streams.h"

#include <utility>

#include "grpcpp/support/sync_stream.h"
#include "ratecard/v1/catalog_service.grpc.pb.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"

namespace ratecard {
namespace {

// A call whose messages are read until it ends, or one that was refused.
template <typename Rpc, typename Response>
class Reads {
 public:
  // `begin` begins the call of a context.
  template <typename Begin>
  Reads(std::unique_ptr<RemoteCall> call, const Begin& begin)
      : call_(std::move(call)),
        rpc_(call_->refusal().ok() ? begin(call_->context()) : nullptr),
        ended_(refused()),
        finished_(refused()),
        status_(call_->refusal()) {}

  bool refused() const { return rpc_ == nullptr; }
  Rpc* operator->() const { return rpc_.get(); }

  bool Read(Response* response) {
    ended_ = ended_ || !rpc_->Read(response);
    return !ended_;
  }

  // How the call ended. If `cut_short`, one that goes on is cancelled first.
  absl::Status Finish(bool cut_short) {
    if (finished_) {
      return status_;
    }
    finished_ = true;
    if (!ended_ && cut_short) {
      Cancel();
    }
    // gRPC says how a call ended once all that came before was read.
    Response unread;
    while (Read(&unread)) {
    }
    status_ = call_->ToStatus(rpc_->Finish());
    return status_;
  }

  void Cancel() { call_->context()->TryCancel(); }

 private:
  const std::unique_ptr<RemoteCall> call_;
  const std::unique_ptr<Rpc> rpc_;  // null if the call was refused
  bool ended_;                      // used by the reader
  bool finished_;
  absl::Status status_;  // once finished
};

class RemoteStream final : public EstimateStream {
 public:
  RemoteStream(std::shared_ptr<grpc::Channel> channel,
               std::unique_ptr<RemoteCall> call)
      : channel_(std::move(channel)),
        reads_(std::move(call),
               [this](grpc::ClientContext* context) {
                 return v1::EstimateService::NewStub(channel_)
                     ->StreamEstimateCosts(context);
               }),
        writes_ended_(reads_.refused()) {}
  ~RemoteStream() override { static_cast<void>(Finish()); }

  bool Write(const v1::StreamEstimateCostsRequest& request) override {
    if (writes_ended_) {
      return false;
    }
    broken_ = !reads_->Write(request);
    writes_ended_ = broken_;
    return !broken_;
  }

  void WritesDone() override {
    if (!writes_ended_) {
      writes_ended_ = true;
      reads_->WritesDone();
    }
  }

  bool Read(v1::StreamEstimateCostsResponse* response) override {
    return reads_.Read(response);
  }

  absl::Status Finish() override {
    writes_ended_ = true;
    return reads_.Finish(/*cut_short=*/!broken_);
  }

  void Cancel() override { reads_.Cancel(); }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  Reads<grpc::ClientReaderWriter<v1::StreamEstimateCostsRequest,
                                 v1::StreamEstimateCostsResponse>,
        v1::StreamEstimateCostsResponse>
      reads_;
  bool writes_ended_;    // these two, used by the writer
  bool broken_ = false;  // a request could not be sent
};

class RemoteWatch final : public CatalogWatch {
 public:
  RemoteWatch(std::shared_ptr<grpc::Channel> channel,
              const v1::WatchCatalogRequest& request,
              std::unique_ptr<RemoteCall> call)
      : channel_(std::move(channel)),
        reads_(std::move(call), [&](grpc::ClientContext* context) {
          return v1::CatalogService::NewStub(channel_)->WatchCatalog(context,
                                                                     request);
        }) {}
  ~RemoteWatch() override { static_cast<void>(Finish()); }

  bool Read(v1::WatchCatalogResponse* response) override {
    return reads_.Read(response);
  }
  absl::Status Finish() override { return reads_.Finish(/*cut_short=*/true); }
  void Cancel() override { reads_.Cancel(); }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  Reads<grpc::ClientReader<v1::WatchCatalogResponse>, v1::WatchCatalogResponse>
      reads_;
};

}  // namespace

std::unique_ptr<EstimateStream> MakeRemoteStream(
    std::shared_ptr<grpc::Channel> channel, std::unique_ptr<RemoteCall> call) {
  return std::make_unique<RemoteStream>(std::move(channel), std::move(call));
}

std::unique_ptr<CatalogWatch> MakeRemoteWatch(
    std::shared_ptr<grpc::Channel> channel,
    const v1::WatchCatalogRequest& request, std::unique_ptr<RemoteCall> call) {
  return std::make_unique<RemoteWatch>(std::move(channel), request,
                                       std::move(call));
}

}  // namespace ratecard
