// The client that answers by itself.

#ifndef RATECARD_CLIENT_LIBRARY_LOCAL_CLIENT_H_
#define RATECARD_CLIENT_LIBRARY_LOCAL_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "ratecard/client.h"
#include "service/api/call_context.h"
#include "service/api/catalog_handler.h"
#include "service/api/compare_handler.h"
#include "service/api/estimate_handler.h"
#include "service/api/explain_handler.h"
#include "service/api/quote_handler.h"
#include "service/api/usage_handler.h"
#include "service/catalog/store.h"
#include "service/quote/key_store.h"

namespace ratecard {

// The handlers, and what they answer from. Thread-safe.
struct LocalService {
  LocalService(std::shared_ptr<const Catalog> catalog, std::string origin,
               std::shared_ptr<const KeyRing> keys);

  CatalogStore store;
  KeyStore quote_keys;
  EstimateHandler estimates;
  UsageHandler usage;
  QuoteHandler quotes;
  CatalogHandler catalog;
  CompareHandler comparisons;
  ExplainHandler explain;
};

class LocalClient final : public Client {
 public:
  explicit LocalClient(std::shared_ptr<const LocalService> service);

  // Also reads payloads of any length, piece by piece.
  const UsageHandler& usage() const { return service_->usage; }

 private:
  using Answer = std::function<absl::Status(const CallContext&,
                                            const google::protobuf::Message&,
                                            google::protobuf::Message*)>;

  template <typename Handler, typename Request, typename Response>
  void Add(const Handler* handler,
           absl::Status (Handler::*method)(const CallContext&, const Request&,
                                           Response*) const);

  absl::Status Invoke(const google::protobuf::Message& request,
                      google::protobuf::Message* response,
                      const CallOptions& options) const override;
  void InvokeAsync(const google::protobuf::Message& request,
                   google::protobuf::Message* response,
                   const CallOptions& options,
                   std::function<void(absl::Status)> done) const override;
  std::unique_ptr<EstimateStream> OpenStream(
      const CallOptions& options) const override;
  std::unique_ptr<CatalogWatch> OpenWatch(
      const v1::WatchCatalogRequest& request,
      const CallOptions& options) const override;

  // Of streams too, which may outlive this.
  const std::shared_ptr<const LocalService> service_;
  // By the type of the request.
  absl::flat_hash_map<const google::protobuf::Descriptor*, Answer> answers_;
};

// Errors: as Client::Local.
absl::StatusOr<std::unique_ptr<LocalClient>> MakeLocalClient(
    const LocalOptions& options);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_LOCAL_CLIENT_H_
