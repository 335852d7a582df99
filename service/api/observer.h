// What handlers tell about the answers they give, for metrics.

#ifndef RATECARD_SERVICE_API_OBSERVER_H_
#define RATECARD_SERVICE_API_OBSERVER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/api/unknown_names.h"
#include "service/catalog/catalog.h"
#include "service/estimate/estimate.h"
#include "service/fit/fit.h"
#include "service/money/amount.h"

namespace ratecard {

// Called on the thread of the call, after the answer is known. Arguments live
// for the duration of the call only. Implementations are thread-safe.
class Observer {
 public:
  virtual ~Observer() = default;

  // A name was looked up: `found` is null if it was not found or ambiguous, and
  // `status` says why.
  virtual void OnResolution(const Resolution* found,
                            const absl::Status& status) = 0;

  // An estimate was made (`status` OK; `total` rounded) or refused after its
  // model was found (`total` is zero and `estimate` has no meaning).
  // `service_tier` may be a caller's word.
  virtual void OnEstimate(const Model& model, absl::string_view service_tier,
                          const absl::Status& status, const Estimate& estimate,
                          const Money& total) = 0;

  virtual void OnFit(FitVerdict verdict) = 0;

  // The usage in a response was read, or `status` says why not. `provider` and
  // `api` say whose rules; both are empty if its form is not known.
  // `unknown_fields`: numbers in it that no rule knows.
  virtual void OnUsage(absl::string_view provider, absl::string_view api,
                       const absl::Status& status, int64_t unknown_fields) = 0;

  virtual void OnQuoteCreated() = 0;

  // A quote was found to hold, or `status` says why not.
  virtual void OnQuoteVerified(const absl::Status& status) = 0;
};

// What `model` means at `as_of`, as Catalog::Resolve says, or `unknown_names`
// unless they are null. `observer` is told of it unless it is null.
absl::StatusOr<Resolution> ResolveObserved(
    const Catalog& catalog, absl::string_view model, absl::string_view provider,
    absl::Time as_of, Observer* observer,
    UnknownNames* unknown_names = nullptr);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_OBSERVER_H_
