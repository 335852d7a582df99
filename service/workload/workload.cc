#include "service/workload/workload.h"

#include <limits>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/request_fit.h"
#include "service/money/wide_amount.h"

namespace ratecard {
namespace {

using F = UsageField;

constexpr int64_t kSecondsPerMonth = int64_t{30} * 24 * 60 * 60;

Error InvalidShare(absl::string_view field, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_SHARE",
               absl::StrCat(field, " ", problem))
      .Field(field, problem);
}

absl::Status CheckClass(const WorkloadClass& in) {
  if (in.requests_per_period < 0) {
    return Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
                 absl::StrCat("requests_per_period is ", in.requests_per_period,
                              "; must be at least 0"))
        .Field("requests_per_period", "must be at least 0");
  }
  if (in.batch_share_ppm < 0 || in.batch_share_ppm > kPpm) {
    return InvalidShare("batch_share_ppm", "must be from 0 to 1000000");
  }
  if (in.cache_share_ppm < 0 || in.cache_share_ppm > kPpm) {
    return InvalidShare("cache_share_ppm", "must be from 0 to 1000000");
  }
  if (in.batch_share_ppm > 0 && in.options.service_tier != kStandardTier) {
    return InvalidShare("batch_share_ppm",
                        absl::StrCat("is of requests of the standard tier, but "
                                     "the class has service tier '",
                                     in.options.service_tier, "'"));
  }
  if (in.cache_share_ppm > 0 &&
      in.usage.HasAny({F::kCacheReadTokens, F::kCachedAudioInputTokens,
                       F::kCachedImageInputTokens,
                       F::kCachedVideoInputTokens})) {
    return InvalidShare("cache_share_ppm",
                        "cannot stand beside cache reads in the usage");
  }
  return CheckUsage(in.usage);
}

// `usage` with every token quantity in millionths and `share_ppm` of its input
// read from cache.
absl::StatusOr<Usage> InMillionths(const Usage& usage, const TokenCells& cells,
                                   int64_t share_ppm) {
  if (absl::int128(cells.input_tokens) * kPpm >
          std::numeric_limits<int64_t>::max() ||
      absl::int128(cells.output_tokens) * kPpm >
          std::numeric_limits<int64_t>::max()) {
    return Error(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE",
                 "with a cache share, a request has at most 9223372036854 "
                 "input and as many output tokens")
        .Field("usage.input_tokens", "must be at most 9223372036854");
  }
  Usage scaled;
  for (int i = 0; i < kUsageFieldCount; ++i) {
    const auto field = static_cast<F>(i);
    if (usage.Has(field) && field != F::kWebSearches && field != F::kRequests) {
      scaled.Set(field, usage.Get(field) * kPpm);
    }
  }
  int64_t uncached = cells.input_tokens * kPpm;
  cells.ForEach([&](Meter meter, int64_t tokens) {
    if (IsInputToken(meter) && CacheStateOf(meter) != CacheState::kUncached) {
      uncached -= tokens * kPpm;
    }
  });
  const int64_t read = cells.input_tokens * share_ppm;
  if (read > uncached) {
    return InvalidShare("cache_share_ppm",
                        "leaves no room for the cache writes in the usage");
  }
  scaled.Set(F::kInputTokens, cells.input_tokens * kPpm);
  scaled.Set(F::kCacheReadTokens, read);
  return scaled;
}

// Adds `share` (in ppm) of one request in one service tier to `mean`, in
// millionths of its cost where tokens are in millionths.
absl::Status AddRequest(const CountedClass& counted, const Model& model,
                        const EstimateOptions& options, int64_t share,
                        WideAmount* mean, WorkloadClassCost* out) {
  Estimate estimate;
  RATECARD_RETURN_IF_ERROR(PriceCells(model, counted.priced_cells,
                                      counted.scale, counted.in.usage, options,
                                      &estimate));
  for (const EstimateLine& line : estimate.lines) {
    mean->Add(line.amount, IsToken(line.meter) ? share : share * counted.scale);
  }
  out->incomplete |= estimate.incomplete;
  out->daily_windows |= estimate.daily_windows;
  out->warnings.AddAll(estimate.warnings);
  return absl::OkStatus();
}

// From a sum of shares to the mean of a request.
void DivideShares(const CountedClass& counted, WideAmount* sum) {
  sum->Divide(kPpm);
  sum->Divide(counted.scale);
}

absl::Status RoundCosts(const WideAmount& mean, int64_t requests,
                        int64_t period_seconds, WorkloadClassCost* out) {
  RATECARD_ASSIGN_OR_RETURN(out->per_request, mean.Round());
  WideAmount period = mean;
  period.Multiply(requests);
  RATECARD_ASSIGN_OR_RETURN(out->per_period, period.Round());
  WideAmount month = period;
  month.Multiply(kSecondsPerMonth);
  month.Divide(period_seconds);
  RATECARD_ASSIGN_OR_RETURN(out->per_month, month.Round());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CountedClass> CountClass(WorkloadClass workload_class) {
  CountedClass counted;
  counted.in = std::move(workload_class);
  const WorkloadClass& in = counted.in;
  RATECARD_RETURN_IF_ERROR(CheckClass(in));
  absl::StatusOr<TokenCells> cells = FillCells(in.usage);
  if (!cells.ok()) {
    return WithFieldPrefix(cells.status(), "usage.");
  }
  counted.cells = *cells;
  if (in.cache_share_ppm != 0) {
    RATECARD_ASSIGN_OR_RETURN(
        const Usage scaled, InMillionths(in.usage, *cells, in.cache_share_ppm));
    counted.scale = kPpm;
    cells = FillCells(scaled);
    if (!cells.ok()) {
      return WithFieldPrefix(cells.status(), "usage.");
    }
  }
  counted.priced_cells = *cells;
  return counted;
}

absl::StatusOr<WorkloadClassCost> PriceCountedClass(
    const CountedClass& counted, const Model& model,
    const EstimateOptions& options, int64_t period_seconds) {
  WorkloadClassCost out;
  WideAmount mean;
  // A share of nothing needs no price.
  for (const auto& [tier, share] : counted.Shares()) {
    if (share > 0) {
      EstimateOptions in_tier = options;
      in_tier.service_tier = tier;
      RATECARD_RETURN_IF_ERROR(
          AddRequest(counted, model, in_tier, share, &mean, &out));
    }
  }
  DivideShares(counted, &mean);
  if (out.daily_windows) {
    out.warnings.Add(WarningCode::kDailyWindow);
  }
  const WorkloadClass& in = counted.in;
  RATECARD_RETURN_IF_ERROR(
      RoundCosts(mean, in.requests_per_period, period_seconds, &out));
  out.fit = FitOf(model.limits, in.usage, counted.cells.input_tokens,
                  counted.cells.output_tokens);
  if (out.fit.has_value() && out.fit->verdict == FitVerdict::kDoesNotFit) {
    out.warnings.Add(WarningCode::kDoesNotFit);
  }
  return out;
}

ClassTotal TotalOfClass(const CountedClass& counted, const Model& model,
                        const EstimateOptions& options) {
  ClassTotal out;
  WideAmount cost;
  for (const auto& [tier, share] : counted.Shares()) {
    if (share > 0) {
      EstimateOptions in_tier = options;
      in_tier.service_tier = tier;
      const Total total =
          TotalOfCells(model, counted.priced_cells, counted.scale,
                       counted.in.usage, in_tier);
      if (total.lack != TotalLack::kNone) {
        out.lack = total.lack;
        return out;
      }
      cost.Add(total.tokens, share);
      cost.Add(total.counts, share * counted.scale);
      out.included_in_plan |= total.included_in_plan;
    }
  }
  DivideShares(counted, &cost);
  cost.Multiply(counted.in.requests_per_period);
  const absl::StatusOr<Money> rounded = cost.Round();
  if (!rounded.ok()) {
    out.lack = TotalLack::kOutOfRange;
    return out;
  }
  out.per_period = *rounded;
  return out;
}

absl::StatusOr<WorkloadClassCost> PriceWorkloadClass(
    const WorkloadClass& workload_class, int64_t period_seconds) {
  RATECARD_ASSIGN_OR_RETURN(const CountedClass counted,
                            CountClass(workload_class));
  return PriceCountedClass(counted, *workload_class.model,
                           workload_class.options, period_seconds);
}

}  // namespace ratecard
