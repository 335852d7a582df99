#include "service/api/quote_handler.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/api/convert.h"
#include "service/api/serving.h"
#include "service/api/status_proto.h"
#include "service/api/usage_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/estimate/estimate.h"
#include "service/quote/quote_token.h"
#include "service/quote/usage_difference.h"

namespace ratecard {
namespace {

// Differences of usages that an error names: it travels in headers.
constexpr size_t kMostDifferences = 8;

absl::StatusOr<absl::Duration> LifetimeOf(
    const v1::CreateQuoteRequest& request) {
  if (!request.has_ttl()) {
    return kDefaultQuoteLifetime;
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

// What an estimate says of a quote.
Quote QuoteOf(const v1::Estimate& estimate) {
  Quote quote;
  quote.model = estimate.model();
  quote.service_tier = estimate.service_tier();
  quote.currency = estimate.total().currency_code();
  quote.total = MoneyFromProto(estimate.total());
  quote.incomplete = estimate.incomplete();
  quote.catalog_revision = estimate.catalog_revision();
  quote.as_of = FromProto(estimate.as_of());
  return quote;
}

void FillQuote(const Quote& quote, absl::string_view key_id, v1::Quote* proto) {
  proto->set_model(quote.model);
  proto->set_service_tier(quote.service_tier);
  proto->set_region(quote.region);
  ToProto(quote.usage, proto->mutable_usage());
  ToProto(quote.total, quote.currency, proto->mutable_total());
  proto->set_incomplete(quote.incomplete);
  proto->set_catalog_revision(quote.catalog_revision);
  ToProto(quote.as_of, proto->mutable_as_of());
  ToProto(quote.create_time, proto->mutable_create_time());
  ToProto(quote.expire_time, proto->mutable_expire_time());
  proto->set_reference(quote.reference);
  proto->set_key_id(std::string(key_id));
}

Error Mismatch(absl::string_view reason, absl::string_view field,
               absl::string_view quoted, absl::string_view given) {
  const std::string shown = Shortened(given);
  return Error(absl::StatusCode::kFailedPrecondition, reason,
               absl::StrCat("the quote is for ", field, " '", quoted,
                            "', not for '", shown, "'"))
      .Field(field, absl::StrCat("'", quoted, "' was quoted"))
      .With("quoted", quoted)
      .With("given", shown);
}

// Nothing given is not compared.
absl::Status CheckText(absl::string_view reason, absl::string_view field,
                       absl::string_view quoted, absl::string_view given) {
  if (given.empty() || given == quoted) {
    return absl::OkStatus();
  }
  return Mismatch(reason, field, quoted, given);
}

absl::Status CheckUsageSame(const Usage& quoted, const Usage& given) {
  const std::vector<UsageDifference> differences = DifferencesOf(quoted, given);
  if (differences.empty()) {
    return absl::OkStatus();
  }
  std::vector<std::string> texts;
  const size_t shown = std::min(differences.size(), kMostDifferences);
  for (size_t i = 0; i < shown; ++i) {
    const UsageDifference& one = differences[i];
    texts.push_back(absl::StrCat(one.what, " is ", one.given, ", ", one.quoted,
                                 " was quoted"));
  }
  if (shown < differences.size()) {
    texts.push_back(absl::StrCat(differences.size() - shown, " more"));
  }
  Error error(absl::StatusCode::kFailedPrecondition, "QUOTE_USAGE_MISMATCH",
              absl::StrCat("the quote is for another usage: ",
                           absl::StrJoin(texts, "; ")));
  for (size_t i = 0; i < shown; ++i) {
    error.Field(absl::StrCat("usage.", differences[i].field), texts[i]);
  }
  return error;
}

absl::Status PriceNow(const Catalog& catalog, const CallContext& call,
                      const Quote& quote, v1::CurrentCost* current) {
  RATECARD_ASSIGN_OR_RETURN(const Model* model, catalog.GetModel(quote.model));
  EstimateOptions options;
  options.as_of = call.now;
  options.service_tier = quote.service_tier;
  options.region = quote.region;
  options.region_of_name = quote.region_of_name;
  options.allow_partial = quote.incomplete;
  Estimate estimate;
  RATECARD_RETURN_IF_ERROR(PriceUsage(*model, quote.usage, options, &estimate));
  RATECARD_ASSIGN_OR_RETURN(const Money total, Round(estimate.total));
  ToProto(total, model->currency, current->mutable_total());
  if (model->currency == quote.currency) {
    RATECARD_ASSIGN_OR_RETURN(const Money difference,
                              Subtract(total, quote.total));
    ToProto(difference, model->currency, current->mutable_difference());
  }
  return absl::OkStatus();
}

}  // namespace

QuoteHandler::QuoteHandler(const CatalogStore* store,
                           const EstimateHandler* estimates,
                           const KeyStore* keys, Observer* observer)
    : store_(store), estimates_(estimates), keys_(keys), observer_(observer) {}

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
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const v1::EstimateCostRequest& asked = request.request();
  absl::StatusOr<Usage> usage = UsageFromProto(asked.usage());
  if (!usage.ok()) {
    return WithFieldPrefix(usage.status(), "request.usage.");
  }
  v1::Estimate& estimate = *response->mutable_estimate();
  RATECARD_RETURN_IF_ERROR(WithFieldPrefix(
      estimates_->EstimateOn(*catalog, call, asked, &*usage, &estimate),
      "request."));
  Quote quote = QuoteOf(estimate);
  quote.create_time = WholeNanos(call.now);
  quote.expire_time = quote.create_time + ttl;
  quote.usage = *std::move(usage);
  quote.reference = request.reference();
  // The estimate shows the region of the price only.
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      catalog->Resolve(asked.model(), asked.provider(), quote.as_of));
  RATECARD_ASSIGN_OR_RETURN(
      const Serving serving,
      ServingOf(found, asked.service_tier(), asked.region()));
  quote.region = std::string(serving.region);
  quote.region_of_name = serving.region_of_name;
  v1::Quote& made = *response->mutable_quote();
  RATECARD_ASSIGN_OR_RETURN(*made.mutable_token(), SealQuote(quote, *ring));
  FillQuote(quote, ring->signing().id, &made);
  return absl::OkStatus();
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
  RATECARD_RETURN_IF_ERROR(CheckSame(*catalog, call, request, quote));
  FillQuote(quote, opened.key_id, response->mutable_quote());
  v1::CurrentCost& current = *response->mutable_current();
  current.set_catalog_revision(catalog->revision());
  const absl::Status priced = PriceNow(*catalog, call, quote, &current);
  if (!priced.ok()) {
    *current.mutable_error() = ToStatusProto(priced);
  }
  return absl::OkStatus();
}

absl::Status QuoteHandler::CheckSame(const Catalog& catalog,
                                     const CallContext& call,
                                     const v1::VerifyQuoteRequest& request,
                                     const Quote& quote) const {
  absl::string_view tier = request.service_tier();
  absl::string_view region = request.region();
  if (!request.model().empty() || !request.provider().empty()) {
    RATECARD_ASSIGN_OR_RETURN(
        const Resolution found,
        ResolveObserved(catalog, request.model(), request.provider(), call.now,
                        observer_));
    RATECARD_RETURN_IF_ERROR(CheckText("QUOTE_MODEL_MISMATCH", "model",
                                       quote.model,
                                       found.model->resource_name));
    if (tier.empty()) {
      tier = found.service_tier;
    } else {
      RATECARD_ASSIGN_OR_RETURN(tier, ServiceTierOf(found, tier));
    }
    RATECARD_ASSIGN_OR_RETURN(region, RegionOf(found, region));
  }
  RATECARD_RETURN_IF_ERROR(CheckText("QUOTE_SERVICE_TIER_MISMATCH",
                                     "service_tier", quote.service_tier, tier));
  RATECARD_RETURN_IF_ERROR(
      CheckText("QUOTE_REGION_MISMATCH", "region", quote.region, region));
  if (request.has_usage()) {
    const absl::StatusOr<Usage> usage = UsageFromProto(request.usage());
    if (!usage.ok()) {
      return WithFieldPrefix(usage.status(), "usage.");
    }
    RATECARD_RETURN_IF_ERROR(CheckUsageSame(quote.usage, *usage));
  }
  return CheckText("QUOTE_REFERENCE_MISMATCH", "reference", quote.reference,
                   request.reference());
}

}  // namespace ratecard
