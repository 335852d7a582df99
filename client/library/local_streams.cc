#include "client/library/local_streams.h"

#include <deque>
#include <utility>

#include "absl/time/clock.h"
#include "client/library/call_options.h"
#include "client/library/local_call.h"

namespace ratecard {
namespace {

class LocalStream final : public EstimateStream {
 public:
  LocalStream(std::shared_ptr<const LocalService> service,
              const CallOptions& options)
      : service_(std::move(service)), call_(options) {}

  // The writer's thread does the work.
  bool Write(const v1::StreamEstimateCostsRequest& request) override {
    const auto has_room = [this] {
      return unread_.size() < kMaxUnreadResponses;
    };
    {
      const absl::MutexLock lock(&call_.mutex());
      if (writes_done_ || !call_.Await(has_room)) {
        return false;
      }
    }
    v1::StreamEstimateCostsResponse response;
    service_->estimates.StreamEstimateCosts({absl::Now()}, request, &response);
    const absl::MutexLock lock(&call_.mutex());
    unread_.push_back(std::move(response));
    return true;
  }

  void WritesDone() override {
    const absl::MutexLock lock(&call_.mutex());
    writes_done_ = true;
  }

  bool Read(v1::StreamEstimateCostsResponse* response) override {
    const auto has_more = [this] { return !unread_.empty() || writes_done_; };
    {
      const absl::MutexLock lock(&call_.mutex());
      if (!call_.Await(has_more)) {
        return false;
      }
      if (!unread_.empty()) {
        *response = std::move(unread_.front());
        unread_.pop_front();
        return true;
      }
    }
    call_.End(absl::OkStatus());
    return false;
  }

  absl::Status Finish() override { return call_.Finish(); }
  void Cancel() override { call_.End(Cancelled()); }

 private:
  const std::shared_ptr<const LocalService> service_;
  LocalCall call_;
  // Guarded by the mutex of the call.
  std::deque<v1::StreamEstimateCostsResponse> unread_;
  bool writes_done_ = false;
};

class LocalWatch final : public CatalogWatch {
 public:
  LocalWatch(std::shared_ptr<const LocalService> service,
             v1::WatchCatalogRequest request, const CallOptions& options)
      : service_(std::move(service)),
        request_(std::move(request)),
        call_(options) {}

  bool Read(v1::WatchCatalogResponse* response) override {
    const absl::MutexLock lock(&call_.mutex());
    const bool has_news = !std::exchange(has_read_, true) &&
                          service_->catalog.WatchCatalog(
                              {absl::Now()}, request_, nullptr, response);
    return call_.Await([has_news] { return has_news; });
  }

  absl::Status Finish() override { return call_.Finish(); }
  void Cancel() override { call_.End(Cancelled()); }

 private:
  const std::shared_ptr<const LocalService> service_;
  const v1::WatchCatalogRequest request_;
  LocalCall call_;
  bool has_read_ = false;  // guarded by the mutex of the call
};

}  // namespace

std::unique_ptr<EstimateStream> MakeLocalStream(
    std::shared_ptr<const LocalService> service, const CallOptions& options) {
  return std::make_unique<LocalStream>(std::move(service), options);
}

std::unique_ptr<CatalogWatch> MakeLocalWatch(
    std::shared_ptr<const LocalService> service,
    const v1::WatchCatalogRequest& request, const CallOptions& options) {
  return std::make_unique<LocalWatch>(std::move(service), request, options);
}

}  // namespace ratecard
