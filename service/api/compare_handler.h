// ComparisonService: request → reply or status. No gRPC: the server, the CLI's
// offline mode, fuzzers and tests call the same code.

#ifndef RATECARD_SERVICE_API_COMPARE_HANDLER_H_
#define RATECARD_SERVICE_API_COMPARE_HANDLER_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ratecard/v1/comparison_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/estimate_handler.h"
#include "service/api/observer.h"
#include "service/catalog/store.h"
#include "service/compare/table.h"

namespace ratecard {

// Thread-safe. Errors are as the proto documents, with details as DetailOf
// gives them.
class CompareHandler {
 public:
  // `store` must outlive the handler; `observer` may be null, else likewise.
  // Prices checked longer ago than `stale_after` are warned of.
  CompareHandler(const CatalogStore* store, Observer* observer,
                 absl::Duration stale_after = kDefaultStaleAfter)
      : store_(store), observer_(observer), stale_after_(stale_after) {}

  // Reads what comparisons on `catalog` look at of all models, which takes some
  // microseconds for each, and else the first call on it has to. What is wrong
  // with it, that call says.
  void Prepare(const std::shared_ptr<const Catalog>& catalog,
               absl::Time now) const;

  absl::Status CompareModels(const CallContext& call,
                             const v1::CompareModelsRequest& request,
                             v1::CompareModelsResponse* response) const;

 private:
  const CatalogStore* store_;
  Observer* observer_;
  absl::Duration stale_after_;
  mutable ComparisonTables tables_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_COMPARE_HANDLER_H_
