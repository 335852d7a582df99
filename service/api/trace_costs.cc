#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/api/convert.h"
#include "service/api/crossover_proto.h"
#include "service/api/explain_handler.h"
#include "service/api/priced_name.h"
#include "service/api/status_proto.h"
#include "service/api/usage_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/compare/piecewise_cost.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

using F = UsageField;

constexpr int kMaxModels = 20;
// Where no model has a published limit.
constexpr int64_t kUsualTokens = 1'000'000;

absl::Status CheckModels(const v1::TraceCostsRequest& request) {
  if (request.models().empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "MODELS_REQUIRED",
                 "no model is named")
        .Field("models", "must have at least one name");
  }
  if (request.models_size() > kMaxModels) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY_MODELS",
                 absl::StrCat("models has ", request.models_size(),
                              " entries, more than ", kMaxModels))
        .Field("models", absl::StrCat("at most ", kMaxModels));
  }
  return absl::OkStatus();
}

Error InvalidShare(absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_SHARE",
               absl::StrCat("cache_share_ppm ", problem))
      .Field("cache_share_ppm", problem);
}

absl::StatusOr<CostAxis> ReadAxis(const v1::TraceCostsRequest& request,
                                  const Usage& usage, const TokenCells& cells) {
  if (request.has_cache_share_ppm()) {
    RATECARD_RETURN_IF_ERROR(
        CheckShare(request.cache_share_ppm(), "cache_share_ppm"));
    if (usage.HasAny({F::kCacheReadTokens, F::kCachedAudioInputTokens,
                      F::kCachedImageInputTokens,
                      F::kCachedVideoInputTokens})) {
      return InvalidShare("cannot stand beside cache reads in the usage");
    }
  }
  switch (request.axis()) {
    case v1::COST_AXIS_UNSPECIFIED:
    case v1::COST_AXIS_INPUT_TOKENS:
      if (request.has_cache_share_ppm()) {
        return CostAxis::OfInputWithShare(cells, request.cache_share_ppm());
      }
      return CostAxis::OfInput(cells);
    case v1::COST_AXIS_CACHE_SHARE:
      if (request.has_cache_share_ppm()) {
        return InvalidShare("is what varies on this axis");
      }
      return CostAxis::OfShare(cells);
    default:
      return Error(absl::StatusCode::kInvalidArgument, "INVALID_AXIS",
                   absl::StrCat("axis ", request.axis(),
                                " is not known to this version"))
          .Field("axis", "must be INPUT_TOKENS or CACHE_SHARE");
  }
}

bool IsLength(const v1::TraceCostsRequest& request) {
  return request.axis() != v1::COST_AXIS_CACHE_SHARE;
}

struct Range {
  int64_t first = 0;
  int64_t last = 0;
};

Error InvalidRange(absl::string_view field, int64_t value, int64_t low,
                   int64_t high) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_RANGE",
               absl::StrCat(field, " is ", value, "; the rest of the request ",
                            "allows ", low, " to ", high))
      .Field(field, absl::StrCat("must be from ", low, " to ", high));
}

// The longest input on any of `names`.
int64_t LongestOfAll(const std::vector<PricedName>& names, const Usage& usage,
                     const TokenCells& cells) {
  int64_t longest = -1;
  for (const PricedName& name : names) {
    longest =
        std::max(longest, LongestInput(name.model->limits, usage, cells, -1));
  }
  return longest < 0 ? kUsualTokens : longest;
}

absl::StatusOr<Range> ReadRange(const v1::TraceCostsRequest& request,
                                const CostAxis& axis, int64_t usual_last) {
  if (axis.first() > axis.last()) {
    return InvalidShare("leaves no room for the rest of the usage");
  }
  Range range{axis.first(), std::clamp(usual_last, axis.first(), axis.last())};
  if (request.has_from_value()) {
    range.first = request.from_value();
    if (range.first < axis.first() || range.first > axis.last()) {
      return InvalidRange("from_value", range.first, axis.first(), axis.last());
    }
    range.last = std::max(range.first, range.last);
  }
  if (request.has_to_value()) {
    range.last = request.to_value();
    if (range.last < range.first || range.last > axis.last()) {
      return InvalidRange("to_value", range.last, range.first, axis.last());
    }
  }
  return range;
}

absl::Status AddPieces(const std::vector<CostPiece>& pieces, int64_t scale,
                       const std::string& currency, v1::CostCurve* out) {
  for (const CostPiece& piece : pieces) {
    v1::CostPiece* proto = out->add_pieces();
    proto->set_from_value(piece.first);
    proto->set_to_value(piece.last);
    RATECARD_ASSIGN_OR_RETURN(const Money start,
                              RoundCost(piece.first_cost, scale));
    ToProto(start, currency, proto->mutable_cost_at_start());
    RATECARD_ASSIGN_OR_RETURN(const Money end,
                              RoundCost(piece.last_cost, scale));
    ToProto(end, currency, proto->mutable_cost_at_end());
  }
  return absl::OkStatus();
}

// The curve of one model, within its limits.
absl::Status AddCurve(const PricedName& name, const Usage& usage,
                      const TokenCells& cells, const CostAxis& axis,
                      Range range, bool is_length, v1::CostCurve* out) {
  if (is_length) {
    range.last = std::min(
        range.last, LongestInput(name.model->limits, usage, cells, range.last));
    if (range.last < range.first) {
      return Error(absl::StatusCode::kFailedPrecondition, "DOES_NOT_FIT",
                   "no input length of the range is within the model's limits "
                   "beside the rest of the usage");
    }
  }
  RATECARD_ASSIGN_OR_RETURN(const std::vector<CostPiece> pieces,
                            TraceCost(*name.model, usage, name.options, axis,
                                      range.first, range.last));
  return AddPieces(pieces, axis.scale(), name.model->currency, out);
}

absl::StatusOr<PricedName> ReadName(const v1::TraceCostsRequest& request,
                                    int index, const Catalog& catalog,
                                    absl::Time as_of, Observer* observer) {
  absl::StatusOr<Resolution> found =
      ResolveObserved(catalog, request.models(index), "", as_of, observer);
  if (!found.ok()) {
    return AtElement(std::move(found).status(),
                     absl::StrCat("models[", index, "]"));
  }
  return ReadPricedName(*found, request.service_tier(), request.region(), as_of,
                        request.strict());
}

}  // namespace

absl::Status ExplainHandler::TraceCosts(
    const CallContext& call, const v1::TraceCostsRequest& request,
    v1::TraceCostsResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_RETURN_IF_ERROR(CheckModels(request));
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of, AsOf(request, call.now));
  std::vector<PricedName> names;
  for (int i = 0; i < request.models_size(); ++i) {
    RATECARD_ASSIGN_OR_RETURN(names.emplace_back(),
                              ReadName(request, i, *catalog, as_of, observer_));
  }
  absl::StatusOr<Usage> usage = UsageFromProto(request.usage());
  if (!usage.ok()) {
    return WithFieldPrefix(std::move(usage).status(), "usage.");
  }
  // Without a usage, only the input that the axis adds is priced.
  if (!usage->empty()) {
    RATECARD_RETURN_IF_ERROR(CheckUsage(*usage));
  }
  const absl::StatusOr<TokenCells> cells = FillCells(*usage);
  if (!cells.ok()) {
    return WithFieldPrefix(cells.status(), "usage.");
  }
  RATECARD_ASSIGN_OR_RETURN(const CostAxis axis,
                            ReadAxis(request, *usage, *cells));
  const bool is_length = IsLength(request);
  RATECARD_ASSIGN_OR_RETURN(
      const Range range,
      ReadRange(request, axis,
                is_length ? LongestOfAll(names, *usage, *cells) : axis.last()));
  for (const PricedName& name : names) {
    RATECARD_RETURN_IF_ERROR(call.StillWanted());
    v1::CostCurve* curve = response->add_curves();
    curve->set_model(name.model->resource_name);
    if (const absl::Status status =
            AddCurve(name, *usage, *cells, axis, range, is_length, curve);
        !status.ok()) {
      curve->clear_pieces();
      *curve->mutable_error() = ToStatusProto(status);
    }
  }
  response->set_from_value(range.first);
  response->set_to_value(range.last);
  ToProto(as_of, response->mutable_as_of());
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

}  // namespace ratecard
