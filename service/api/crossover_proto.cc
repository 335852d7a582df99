#include "service/api/crossover_proto.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/api/convert.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/compare/piecewise_cost.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

// Lengths to look at where neither model has a published limit.
constexpr int64_t kUnlimitedTokens = 10'000'000;

// Compares one pair of models on one axis.
class Comparison {
 public:
  Comparison(const PricedName& explained, const Usage& usage,
             const TokenCells& cells, const CostAxis& axis)
      : explained_(explained), usage_(usage), cells_(cells), axis_(axis) {}

  absl::Status AddRanges(const PricedName& other,
                         v1::CostCrossover* out) const {
    if (other.model->currency != explained_.model->currency) {
      return Error(absl::StatusCode::kFailedPrecondition, "CURRENCY_MISMATCH",
                   absl::StrCat("priced in ", other.model->currency,
                                ", the explained model in ",
                                explained_.model->currency));
    }
    const int64_t last = std::min(axis_.last(), CommonLength(*other.model));
    if (last < axis_.first()) {
      return Error(absl::StatusCode::kFailedPrecondition, "NO_COMMON_LENGTH",
                   "no input length is within the limits of both models "
                   "beside the rest of the usage");
    }
    RATECARD_ASSIGN_OR_RETURN(
        const std::vector<CostPiece> first,
        TraceCost(*explained_.model, usage_, explained_.options, axis_,
                  axis_.first(), last));
    RATECARD_ASSIGN_OR_RETURN(const std::vector<CostPiece> second,
                              TraceCost(*other.model, usage_, other.options,
                                        axis_, axis_.first(), last));
    for (const CheaperRange& range : CompareCurves(first, second)) {
      RATECARD_RETURN_IF_ERROR(AddRange(range, out->add_ranges()));
    }
    return absl::OkStatus();
  }

 private:
  // The longest input on both models.
  int64_t CommonLength(const Model& other) const {
    const int64_t first =
        LongestInput(explained_.model->limits, usage_, cells_, kMaxAxisTokens);
    const int64_t second =
        LongestInput(other.limits, usage_, cells_, kMaxAxisTokens);
    const int64_t common = std::min(first, second);
    return common == kMaxAxisTokens ? kUnlimitedTokens : common;
  }

  absl::Status AddRange(const CheaperRange& range,
                        v1::CrossoverRange* out) const {
    const std::string& currency = explained_.model->currency;
    out->set_from_input_tokens(range.first);
    out->set_to_input_tokens(range.last);
    out->set_cheaper(static_cast<v1::CheaperModel>(range.cheaper));
    RATECARD_ASSIGN_OR_RETURN(const Money first,
                              RoundCost(range.first_cost, axis_.scale()));
    ToProto(first, currency, out->mutable_cost_at_start());
    RATECARD_ASSIGN_OR_RETURN(const Money second,
                              RoundCost(range.second_cost, axis_.scale()));
    ToProto(second, currency, out->mutable_other_cost_at_start());
    return absl::OkStatus();
  }

  const PricedName& explained_;
  const Usage& usage_;
  const TokenCells& cells_;
  const CostAxis& axis_;
};

absl::StatusOr<PricedName> ReadOther(const v1::ExplainCostRequest& request,
                                     int index, const Catalog& catalog,
                                     absl::Time as_of, Observer* observer) {
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(catalog, request.other_models(index), "", as_of,
                      observer));
  // The region is that of its own name: another provider has regions of its
  // own.
  return ReadPricedName(found, request.request().service_tier(), "", as_of,
                        request.request().strict());
}

}  // namespace

absl::Status CheckShare(int64_t share_ppm, absl::string_view field) {
  if (0 <= share_ppm && share_ppm <= kPpm) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_SHARE",
               absl::StrCat(field, " is ", share_ppm,
                            "; shares are from 0 to 1000000"))
      .Field(field, "must be from 0 to 1000000");
}

absl::Status AddCrossovers(const v1::ExplainCostRequest& request,
                           const Catalog& catalog, const PricedName& explained,
                           const Usage& usage, Observer* observer,
                           v1::ExplainCostResponse* response) {
  if (request.other_models().empty()) {
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(const TokenCells cells, FillCells(usage));
  absl::StatusOr<CostAxis> axis = CostAxis::OfInput(cells);
  if (request.has_crossover_cache_share_ppm()) {
    axis =
        CostAxis::OfInputWithShare(cells, request.crossover_cache_share_ppm());
  }
  if (!axis.ok()) {
    return WithFieldPrefix(std::move(axis).status(), "request.");
  }
  const Comparison comparison(explained, usage, cells, *axis);
  for (int i = 0; i < request.other_models_size(); ++i) {
    absl::StatusOr<PricedName> other =
        ReadOther(request, i, catalog, explained.options.as_of, observer);
    if (!other.ok()) {
      return AtElement(std::move(other).status(),
                       absl::StrCat("other_models[", i, "]"));
    }
    v1::CostCrossover* out = response->add_crossovers();
    out->set_other_model(other->model->resource_name);
    if (const absl::Status status = comparison.AddRanges(*other, out);
        !status.ok()) {
      *out->mutable_error() = ToStatusProto(status);
    }
  }
  return absl::OkStatus();
}

}  // namespace ratecard
