// QuoteService: request → reply or status. No gRPC: the server, the CLI's
// offline mode, fuzzers and tests call the same code.

#ifndef RATECARD_SERVICE_API_QUOTE_HANDLER_H_
#define RATECARD_SERVICE_API_QUOTE_HANDLER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ratecard/v1/quote_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/estimate_handler.h"
#include "service/api/observer.h"
#include "service/catalog/store.h"
#include "service/quote/key_store.h"
#include "service/quote/presented_request.h"
#include "service/quote/quote.h"

namespace ratecard {

// Draws kQuoteIdBytes that no other quote has. Thread-safe.
using QuoteIdSource = absl::StatusOr<std::string> (*)();

// Random ones, by RandomBytes. A process that forks would give some twice.
absl::StatusOr<std::string> RandomQuoteId();

// Thread-safe. Errors are as the proto documents, with details as DetailOf
// gives them.
class QuoteHandler {
 public:
  // `store`, `estimates` and `keys` must outlive the handler; `observer` may be
  // null, else likewise.
  QuoteHandler(const CatalogStore* store, const EstimateHandler* estimates,
               const KeyStore* keys, Observer* observer,
               QuoteIdSource ids = &RandomQuoteId);

  absl::Status CreateQuote(const CallContext& call,
                           const v1::CreateQuoteRequest& request,
                           v1::CreateQuoteResponse* response) const;
  absl::Status VerifyQuote(const CallContext& call,
                           const v1::VerifyQuoteRequest& request,
                           v1::VerifyQuoteResponse* response) const;

 private:
  // Never null. Errors: FAILED_PRECONDITION QUOTES_DISABLED.
  absl::StatusOr<std::shared_ptr<const KeyRing>> Keys() const;
  absl::Status Create(const CallContext& call,
                      const v1::CreateQuoteRequest& request,
                      v1::CreateQuoteResponse* response) const;
  absl::Status Verify(const CallContext& call,
                      const v1::VerifyQuoteRequest& request,
                      v1::VerifyQuoteResponse* response) const;
  // What `request` costs now, without what CreateQuote adds. Paths of fields
  // are relative to it.
  absl::StatusOr<Quote> Price(const CallContext& call,
                              const v1::EstimateCostRequest& request,
                              v1::Estimate* estimate) const;
  // What `request`, which must outlive it, says is to be billed.
  absl::StatusOr<PresentedRequest> ReadPresented(
      const Catalog& catalog, const CallContext& call,
      const v1::VerifyQuoteRequest& request) const;

  const CatalogStore* store_;
  const EstimateHandler* estimates_;
  const KeyStore* keys_;
  Observer* observer_;
  QuoteIdSource ids_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_QUOTE_HANDLER_H_
