#include "client/library/remote_streams.h"

#include <utility>

#include "grpcpp/support/sync_stream.h"
#include "ratecard/v1/catalog_service.grpc.pb.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"

namespace ratecard {
namespace {

class RemoteStream final : public EstimateStream {
 public:
  RemoteStream(std::shared_ptr<grpc::Channel> channel,
               std::unique_ptr<RemoteCall> call)
      : channel_(std::move(channel)),
        call_(std::move(call)),
        writes_ended_(!call_->refusal().ok()),
        reads_ended_(writes_ended_),
        finished_(writes_ended_),
        status_(call_->refusal()) {
    if (!finished_) {
      stream_ = v1::EstimateService::NewStub(channel_)->StreamEstimateCosts(
          call_->context());
    }
  }
  ~RemoteStream() override { static_cast<void>(Finish()); }

  bool Write(const v1::StreamEstimateCostsRequest& request) override {
    if (writes_ended_) {
      return false;
    }
    broken_ = !stream_->Write(request);
    writes_ended_ = broken_;
    return !broken_;
  }

  void WritesDone() override {
    if (!writes_ended_) {
      writes_ended_ = true;
      stream_->WritesDone();
    }
  }

  bool Read(v1::StreamEstimateCostsResponse* response) override {
    reads_ended_ = reads_ended_ || !stream_->Read(response);
    return !reads_ended_;
  }

  absl::Status Finish() override {
    if (finished_) {
      return status_;
    }
    finished_ = true;
    if (!reads_ended_ && !broken_) {
      Cancel();
    }
    // gRPC says how a call ended once all that came before was read.
    v1::StreamEstimateCostsResponse unread;
    while (Read(&unread)) {
    }
    writes_ended_ = true;
    status_ = call_->ToStatus(stream_->Finish());
    return status_;
  }

  void Cancel() override { call_->context()->TryCancel(); }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<RemoteCall> call_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamEstimateCostsRequest,
                                           v1::StreamEstimateCostsResponse>>
      stream_;           // null if the call was refused
  bool writes_ended_;    // these two, used by the writer
  bool broken_ = false;  // a request could not be sent
  bool reads_ended_;     // used by the reader
  bool finished_;
  absl::Status status_;  // once finished
};

class RemoteWatch final : public CatalogWatch {
 public:
  RemoteWatch(std::shared_ptr<grpc::Channel> channel,
              const v1::WatchCatalogRequest& request,
              std::unique_ptr<RemoteCall> call)
      : channel_(std::move(channel)),
        call_(std::move(call)),
        ended_(!call_->refusal().ok()),
        finished_(ended_),
        status_(call_->refusal()) {
    if (!finished_) {
      reader_ = v1::CatalogService::NewStub(channel_)->WatchCatalog(
          call_->context(), request);
    }
  }
  ~RemoteWatch() override { static_cast<void>(Finish()); }

  bool Read(v1::WatchCatalogResponse* response) override {
    ended_ = ended_ || !reader_->Read(response);
    return !ended_;
  }

  absl::Status Finish() override {
    if (finished_) {
      return status_;
    }
    finished_ = true;
    if (!ended_) {
      Cancel();
    }
    v1::WatchCatalogResponse unread;
    while (Read(&unread)) {
    }
    status_ = call_->ToStatus(reader_->Finish());
    return status_;
  }

  void Cancel() override { call_->context()->TryCancel(); }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<RemoteCall> call_;
  // Null if the call was refused.
  std::unique_ptr<grpc::ClientReader<v1::WatchCatalogResponse>> reader_;
  bool ended_;
  bool finished_;
  absl::Status status_;  // once finished
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
