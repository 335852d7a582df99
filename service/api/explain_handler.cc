#include "service/api/explain_handler.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/api/convert.h"
#include "service/api/crossover_proto.h"
#include "service/api/priced_name.h"
#include "service/api/status_proto.h"
#include "service/api/usage_proto.h"
#include "service/api/warnings.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/compare/alternatives.h"
#include "service/compare/break_even.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

// Most entries of each list of an ExplainCostRequest.
constexpr int kMaxAlternatives = 100;

absl::Status CheckSize(int size, absl::string_view field) {
  if (size <= kMaxAlternatives) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY_ALTERNATIVES",
               absl::StrCat(field, " has ", size, " entries, more than ",
                            kMaxAlternatives))
      .Field(field, absl::StrCat("at most ", kMaxAlternatives));
}

// What there is to look at, of a request.
absl::StatusOr<AlternativeLists> ReadLists(
    const v1::ExplainCostRequest& request) {
  for (const auto& [size, field] :
       {std::pair{request.cache_shares_ppm_size(), "cache_shares_ppm"},
        std::pair{request.service_tiers_size(), "service_tiers"},
        std::pair{request.regions_size(), "regions"},
        std::pair{request.as_of_times_size(), "as_of_times"},
        std::pair{request.other_models_size(), "other_models"}}) {
    RATECARD_RETURN_IF_ERROR(CheckSize(size, field));
  }
  AlternativeLists lists;
  for (int i = 0; i < request.cache_shares_ppm_size(); ++i) {
    RATECARD_RETURN_IF_ERROR(
        CheckShare(request.cache_shares_ppm(i),
                   absl::StrCat("cache_shares_ppm[", i, "]")));
    lists.cache_shares_ppm.push_back(request.cache_shares_ppm(i));
  }
  if (request.has_crossover_cache_share_ppm()) {
    RATECARD_RETURN_IF_ERROR(CheckShare(request.crossover_cache_share_ppm(),
                                        "crossover_cache_share_ppm"));
  }
  lists.service_tiers.assign(request.service_tiers().begin(),
                             request.service_tiers().end());
  lists.regions.assign(request.regions().begin(), request.regions().end());
  for (int i = 0; i < request.as_of_times_size(); ++i) {
    absl::StatusOr<absl::Time> time = TimeFromProto(request.as_of_times(i));
    if (!time.ok()) {
      return AtElement(std::move(time).status(),
                       absl::StrCat("as_of_times[", i, "]"));
    }
    lists.as_of.push_back(*time);
  }
  return lists;
}

void SetChanged(const Alternative& in, v1::CostAlternative* out) {
  switch (in.kind) {
    case AlternativeKind::kCacheShare:
      out->set_cache_share_ppm(static_cast<int32_t>(in.cache_share_ppm));
      break;
    case AlternativeKind::kServiceTier:
      out->set_service_tier(in.service_tier);
      break;
    case AlternativeKind::kRegion:
      out->set_region(in.region);
      break;
    case AlternativeKind::kAsOf:
      ToProto(in.as_of, out->mutable_as_of());
      break;
    case AlternativeKind::kBelowTier:
      if (in.input_tokens.has_value()) {
        out->set_input_tokens(*in.input_tokens);
      } else {
        out->set_output_tokens(in.output_tokens.value_or(0));
      }
      break;
    default:
      break;
  }
}

void AddAlternative(const Alternative& in, const ExplainedCost& cost,
                    v1::ExplainCostResponse* response) {
  v1::CostAlternative* out = response->add_alternatives();
  out->set_kind(static_cast<v1::AlternativeKind>(in.kind));
  SetChanged(in, out);
  if (!in.status.ok()) {
    *out->mutable_error() = ToStatusProto(in.status);
    return;
  }
  ToProto(in.total, cost.model.currency, out->mutable_total());
  if (!cost.estimate.incomplete) {
    ToProto(in.difference, cost.model.currency, out->mutable_difference());
  }
  AppendWarnings(in.warnings, cost.model, out->mutable_warnings());
}

void AddBreakEvens(const Estimate& estimate,
                   v1::ExplainCostResponse* response) {
  const TierTotals totals{estimate.input_tokens, estimate.output_tokens};
  for (const CacheBreakEven& in :
       CacheBreakEvens(estimate.schedule->rates, totals)) {
    v1::CacheBreakEven* out = response->add_cache_break_evens();
    out->set_meter(static_cast<v1::Meter>(in.write));
    out->set_write_price_nanos(in.prices.write);
    out->set_read_price_nanos(in.prices.read);
    out->set_input_price_nanos(in.prices.input);
    if (!in.status.ok()) {
      *out->mutable_error() = ToStatusProto(in.status);
    } else if (in.rereads.has_value()) {
      out->set_reread_count(*in.rereads);
    }
  }
}

}  // namespace

absl::StatusOr<PricedName> ExplainHandler::Price(
    const Catalog& catalog, const CallContext& call,
    const v1::EstimateCostRequest& request, v1::Estimate* estimate) const {
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of, AsOf(request, call.now));
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(catalog, request.model(), request.provider(), as_of,
                      observer_, call.unknown_names));
  RATECARD_RETURN_IF_ERROR(estimates_->EstimateFound(
      catalog, found, as_of, request, nullptr, estimate));
  RATECARD_ASSIGN_OR_RETURN(
      PricedName name,
      ReadPricedName(found, request.service_tier(), request.region(), as_of,
                     request.strict()));
  name.options.allow_partial = request.allow_partial();
  name.options.stale_after = stale_after_;
  return name;
}

absl::Status ExplainHandler::ExplainCost(
    const CallContext& call, const v1::ExplainCostRequest& request,
    v1::ExplainCostResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const AlternativeLists lists, ReadLists(request));
  v1::EstimateCostRequest explained = request.request();
  explained.set_view(v1::ESTIMATE_VIEW_FULL);
  const absl::StatusOr<PricedName> priced =
      Price(*catalog, call, explained, response->mutable_estimate());
  if (!priced.ok()) {
    return WithFieldPrefix(priced.status(), "request.");
  }
  const PricedName& name = *priced;
  RATECARD_ASSIGN_OR_RETURN(const Usage usage,
                            UsageFromProto(explained.usage()));
  Estimate estimate;
  RATECARD_RETURN_IF_ERROR(
      PriceUsage(*name.model, usage, name.options, &estimate));
  const ExplainedCost cost{*name.model, usage, name.options, estimate,
                           MoneyFromProto(response->estimate().total())};
  RATECARD_ASSIGN_OR_RETURN(const std::vector<Alternative> alternatives,
                            Alternatives(cost, lists));
  for (const Alternative& alternative : alternatives) {
    AddAlternative(alternative, cost, response);
  }
  AddBreakEvens(estimate, response);
  return AddCrossovers(request, *catalog, name, usage, observer_, response);
}

}  // namespace ratecard
