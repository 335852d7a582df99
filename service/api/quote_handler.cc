#include "service/api/quote_handler.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/api/convert.h"
#include "service/api/serving.h"
#include "service/api/status_proto.h"
#include "service/api/usage_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/cells.h"
#include "service/estimate/estimate.h"
#include "service/quote/quote_token.h"
#include "service/quote/random_bytes.h"

namespace ratecard {
namespace {

// OpenSSL takes as long for one as the rest of a quote does.
constexpr size_t kQuoteIdsDrawn = 64;

// Bound on the seconds of a google.protobuf.Duration: some 10,000 years.
constexpr int64_t kMaxDurationSeconds = 315'576'000'000;
constexpr int32_t kMaxDurationNanos = 999'999'999;

// Within its bounds, seconds and nanos of one sign, as Duration documents it.
bool IsDuration(const google::protobuf::Duration& proto) {
  const int64_t seconds = proto.seconds();
  const int32_t nanos = proto.nanos();
  return seconds >= -kMaxDurationSeconds && seconds <= kMaxDurationSeconds &&
         nanos >= -kMaxDurationNanos && nanos <= kMaxDurationNanos &&
         (seconds <= 0 || nanos >= 0) && (seconds >= 0 || nanos <= 0);
}

absl::StatusOr<absl::Duration> LifetimeOf(
    const v1::CreateQuoteRequest& request) {
  if (!request.has_ttl()) {
    return kDefaultQuoteLifetime;
  }
  if (!IsDuration(request.ttl())) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_TTL",
                 absl::StrCat("ttl is no Duration: its seconds are ",
                              request.ttl().seconds(), ", its nanos ",
                              request.ttl().nanos(),
                              "; nanos are -999,999,999 to 999,999,999 and of "
                              "the sign of the seconds"))
        .Field("ttl", "must be a Duration from 1 second to 30 days");
  }
  const absl::Duration ttl = absl::Seconds(request.ttl().seconds()) +
                             absl::Nanoseconds(request.ttl().nanos());
  RATECARD_RETURN_IF_ERROR(CheckLifetime(ttl));
  return ttl;
}

// `time` as a Timestamp holds it, so that token and reply say the same.
absl::Time WholeNanos(absl::Time time) {
  google::protobuf::Timestamp proto;
  ToProto(time, &proto);
  return FromProto(proto);
}

void FillQuote(const Quote& quote, absl::string_view key_id, v1::Quote* proto) {
  proto->set_model(quote.model);
  proto->set_service_tier(quote.service_tier);
  proto->set_region(quote.region);
  ToProto(quote.usage, proto->mutable_usage());
  ToProto(quote.total, quote.currency, proto->mutable_total());
  proto->set_incomplete(quote.incomplete);
  proto->set_catalog_revision(quote.catalog_revision);
  ToProto(quote.create_time, proto->mutable_create_time());
  ToProto(quote.expire_time, proto->mutable_expire_time());
  proto->set_reference(quote.reference);
  proto->set_key_id(std::string(key_id));
  proto->set_quote_id(absl::BytesToHexString(quote.id));
  proto->set_strict(quote.strict);
  proto->set_allow_partial(quote.allow_partial);
}

// Whether something is said of what is to be billed, for which the rest then
// has its defaults.
bool PresentsRequest(const v1::VerifyQuoteRequest& request) {
  return !request.model().empty() || !request.provider().empty() ||
         request.has_usage() || !request.service_tier().empty() ||
         !request.region().empty();
}

absl::Status PriceNow(const Catalog& catalog, const CallContext& call,
                      const Quote& quote, v1::CurrentCost* current) {
  RATECARD_ASSIGN_OR_RETURN(const Model* model, catalog.GetModel(quote.model));
  EstimateOptions options;
  options.as_of = call.now;
  options.service_tier = quote.service_tier;
  options.region = quote.region;
  options.region_of_name = quote.region_of_name;
  options.strict = quote.strict;
  options.allow_partial = quote.allow_partial;
  Estimate estimate;
  RATECARD_RETURN_IF_ERROR(PriceUsage(*model, quote.usage, options, &estimate));
  RATECARD_ASSIGN_OR_RETURN(const Money total, Round(estimate.total));
  ToProto(total, model->currency, current->mutable_total());
  current->set_incomplete(estimate.incomplete);
  // Of incomplete totals, nothing says that both leave out the same.
  if (model->currency == quote.currency && !estimate.incomplete &&
      !quote.incomplete) {
    RATECARD_ASSIGN_OR_RETURN(const Money difference,
                              Subtract(total, quote.total));
    ToProto(difference, model->currency, current->mutable_difference());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> RandomQuoteId() {
  thread_local std::string drawn;
  if (drawn.empty()) {
    RATECARD_ASSIGN_OR_RETURN(drawn,
                              RandomBytes(kQuoteIdsDrawn * kQuoteIdBytes));
  }
  std::string id = drawn.substr(drawn.size() - kQuoteIdBytes);
  drawn.resize(drawn.size() - kQuoteIdBytes);
  return id;
}

QuoteHandler::QuoteHandler(const CatalogStore* store,
                           const EstimateHandler* estimates,
                           const KeyStore* keys, Observer* observer,
                           QuoteIdSource ids)
    : store_(store),
      estimates_(estimates),
      keys_(keys),
      observer_(observer),
      ids_(ids) {}

absl::StatusOr<std::shared_ptr<const KeyRing>> QuoteHandler::Keys() const {
  std::shared_ptr<const KeyRing> ring = keys_->Current();
  if (ring == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "QUOTES_DISABLED",
                 "there are no keys to sign quotes with: ratecardd takes them "
                 "by --quote_keys=FILE, ratecard by --keys FILE; `ratecard "
                 "quote keygen --keys FILE` makes one");
  }
  return ring;
}

absl::Status QuoteHandler::CreateQuote(
    const CallContext& call, const v1::CreateQuoteRequest& request,
    v1::CreateQuoteResponse* response) const {
  RATECARD_RETURN_IF_ERROR(Create(call, request, response));
  if (observer_ != nullptr) {
    observer_->OnQuoteCreated();
  }
  return absl::OkStatus();
}

absl::Status QuoteHandler::Create(const CallContext& call,
                                  const v1::CreateQuoteRequest& request,
                                  v1::CreateQuoteResponse* response) const {
  RATECARD_ASSIGN_OR_RETURN(const std::shared_ptr<const KeyRing> ring, Keys());
  RATECARD_ASSIGN_OR_RETURN(const absl::Duration ttl, LifetimeOf(request));
  RATECARD_RETURN_IF_ERROR(CheckReference(request.reference()));
  absl::StatusOr<Quote> priced =
      Price(call, request.request(), response->mutable_estimate());
  if (!priced.ok()) {
    return WithFieldPrefix(priced.status(), "request.");
  }
  Quote quote = *std::move(priced);
  RATECARD_ASSIGN_OR_RETURN(quote.id, ids_());
  quote.create_time = WholeNanos(call.now);
  quote.expire_time = quote.create_time + ttl;
  quote.reference = request.reference();
  absl::StatusOr<std::string> token = SealQuote(quote, *ring);
  if (!token.ok()) {
    return WithFieldPrefix(token.status(), "request.");
  }
  v1::Quote& made = *response->mutable_quote();
  made.set_token(*std::move(token));
  FillQuote(quote, ring->signing().id, &made);
  return absl::OkStatus();
}

absl::StatusOr<Quote> QuoteHandler::Price(
    const CallContext& call, const v1::EstimateCostRequest& request,
    v1::Estimate* estimate) const {
  if (request.has_as_of()) {
    return Error(absl::StatusCode::kInvalidArgument, "AS_OF_NOT_NOW",
                 "a quote has the prices of the instant at which it is made; "
                 "leave as_of unset, and ask EstimateCost for another instant")
        .Field("as_of", "must be unset");
  }
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(*catalog, request.model(), request.provider(), call.now,
                      observer_));
  absl::StatusOr<Usage> usage = UsageFromProto(request.usage());
  if (!usage.ok()) {
    return WithFieldPrefix(usage.status(), "usage.");
  }
  RATECARD_RETURN_IF_ERROR(estimates_->EstimateFound(
      *catalog, found, call.now, request, &*usage, estimate));
  // The estimate shows the region of the price only.
  RATECARD_ASSIGN_OR_RETURN(
      const Serving serving,
      ServingOf(found, request.service_tier(), request.region()));
  Quote quote;
  quote.model = estimate->model();
  quote.service_tier = estimate->service_tier();
  quote.region = std::string(serving.region);
  quote.region_of_name = serving.region_of_name;
  quote.usage = *std::move(usage);
  quote.currency = estimate->total().currency_code();
  quote.total = MoneyFromProto(estimate->total());
  quote.incomplete = estimate->incomplete();
  quote.strict = request.strict();
  quote.allow_partial = request.allow_partial();
  quote.catalog_revision = estimate->catalog_revision();
  return quote;
}

absl::Status QuoteHandler::VerifyQuote(
    const CallContext& call, const v1::VerifyQuoteRequest& request,
    v1::VerifyQuoteResponse* response) const {
  absl::Status status = Verify(call, request, response);
  if (observer_ != nullptr) {
    observer_->OnQuoteVerified(status);
  }
  return status;
}

absl::Status QuoteHandler::Verify(const CallContext& call,
                                  const v1::VerifyQuoteRequest& request,
                                  v1::VerifyQuoteResponse* response) const {
  RATECARD_ASSIGN_OR_RETURN(const std::shared_ptr<const KeyRing> ring, Keys());
  RATECARD_ASSIGN_OR_RETURN(const OpenedQuote opened,
                            OpenQuote(request.token(), *ring));
  const Quote& quote = opened.quote;
  RATECARD_RETURN_IF_ERROR(CheckInForce(quote, call.now));
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const PresentedRequest presented,
                            ReadPresented(*catalog, call, request));
  RATECARD_RETURN_IF_ERROR(CheckPresented(quote, presented));
  FillQuote(quote, opened.key_id, response->mutable_quote());
  v1::CurrentCost& current = *response->mutable_current();
  current.set_catalog_revision(catalog->revision());
  const absl::Status priced = PriceNow(*catalog, call, quote, &current);
  if (!priced.ok()) {
    *current.mutable_error() = ToStatusProto(priced);
  }
  return absl::OkStatus();
}

absl::StatusOr<PresentedRequest> QuoteHandler::ReadPresented(
    const Catalog& catalog, const CallContext& call,
    const v1::VerifyQuoteRequest& request) const {
  PresentedRequest presented;
  if (!request.reference().empty()) {
    presented.reference = request.reference();
  }
  if (!PresentsRequest(request)) {
    return presented;
  }
  if (request.model().empty() && request.provider().empty()) {
    presented.service_tier = request.service_tier().empty()
                                 ? kStandardTier
                                 : absl::string_view(request.service_tier());
    presented.region = request.region();
  } else {
    RATECARD_ASSIGN_OR_RETURN(
        const Resolution found,
        ResolveObserved(catalog, request.model(), request.provider(), call.now,
                        observer_));
    RATECARD_ASSIGN_OR_RETURN(
        const Serving serving,
        ServingOf(found, request.service_tier(), request.region()));
    presented.model = found.model->resource_name;
    presented.service_tier = serving.service_tier;
    presented.region = serving.region;
  }
  if (request.has_usage()) {
    absl::StatusOr<Usage> usage = UsageFromProto(request.usage());
    if (!usage.ok()) {
      return WithFieldPrefix(usage.status(), "usage.");
    }
    if (!usage->empty()) {
      RATECARD_RETURN_IF_ERROR(CheckUsage(*usage));
      if (const auto cells = FillCells(*usage); !cells.ok()) {
        return WithFieldPrefix(cells.status(), "usage.");
      }
    }
    presented.usage = *std::move(usage);
  }
  return presented;
}

}  // namespace ratecard
