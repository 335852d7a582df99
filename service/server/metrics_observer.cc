#include "service/server/metrics_observer.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Places in SubjectCounters' families.
constexpr size_t kEstimates = 0;
constexpr size_t kCost = 1;
constexpr size_t kQuantity = 2;
constexpr size_t kSavings = 3;
constexpr size_t kSurcharges = 4;

constexpr size_t kResponses = 0;
constexpr size_t kUnknownFields = 1;

constexpr absl::string_view kUnknown = "unknown";

// Bounded by the catalog, too.
constexpr size_t kMaxApiSeries = 2'000;

enum ResolutionSeries : size_t {
  kExactId,
  kAlias,
  kSnapshot,
  kPattern,
  kResourceName,
  kNotFound,
  kAmbiguous,
  kInvalid,
};

ResolutionSeries SeriesOf(ResolutionRule rule) {
  switch (rule) {
    case ResolutionRule::kExactId:
      return kExactId;
    case ResolutionRule::kAlias:
      return kAlias;
    case ResolutionRule::kSnapshot:
      return kSnapshot;
    case ResolutionRule::kPattern:
      return kPattern;
    case ResolutionRule::kResourceName:
      return kResourceName;
    case ResolutionRule::kUnspecified:
      break;
  }
  return kInvalid;
}

ResolutionSeries SeriesOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kNotFound:
      return kNotFound;
    case absl::StatusCode::kFailedPrecondition:
      return kAmbiguous;
    default:
      return kInvalid;
  }
}

// What verifying a quote may come to; behind them `refused`, for what is wrong
// with the request beside its token.
constexpr absl::string_view kQuoteResults[] = {"ok",
                                               "malformed",
                                               "version_unknown",
                                               "key_unknown",
                                               "key_retired",
                                               "signature_invalid",
                                               "expired",
                                               "not_yet_valid",
                                               "model_mismatch",
                                               "service_tier_mismatch",
                                               "region_mismatch",
                                               "usage_mismatch",
                                               "reference_mismatch"};

std::vector<LabelValues> QuoteSeries() {
  std::vector<LabelValues> series;
  for (const absl::string_view result : kQuoteResults) {
    series.push_back({std::string(result)});
  }
  series.push_back({"refused"});
  return series;
}

// The series of a status, `QUOTE_EXPIRED` being `expired`.
size_t QuoteSeriesOf(const absl::Status& status) {
  std::string result =
      status.ok() ? "ok" : absl::AsciiStrToLower(DetailOf(status).reason);
  const auto* const found =
      std::find(std::begin(kQuoteResults), std::end(kQuoteResults),
                absl::StripPrefix(result, "quote_"));
  return static_cast<size_t>(found - std::begin(kQuoteResults));
}

// The catalog's own spelling of the tier.
absl::string_view CataloguedTier(const Model& model, absl::string_view tier) {
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    if (schedule.service_tier == tier) {
      return schedule.service_tier;
    }
  }
  return kUnknown;
}

}  // namespace

MetricsObserver::MetricsObserver(size_t max_model_series)
    : models_({"provider", "model"},
              {{{"ratecard_estimates_total",
                 "Estimates of single requests, by outcome: ok, incomplete or "
                 "the reason of the error.",
                 {"service_tier", "outcome"}}},
               {{"ratecard_estimated_cost_total",
                 "Sum of the totals of all estimates, in units of the "
                 "currency.",
                 {"service_tier", "currency"}},
                kNanosPerUnit},
               {{"ratecard_estimated_quantity_total",
                 "Sum of the quantities in all estimates, in the meter's own "
                 "unit.",
                 {"meter"}}},
               {{"ratecard_cache_savings_total",
                 "Sum of what the cached tokens of all estimates would have "
                 "cost more uncached, in units of the currency; where they "
                 "cost more, nothing.",
                 {"currency"}},
                kUnitDenominator * kNanosPerUnit},
               {{"ratecard_cache_surcharges_total",
                 "Sum of what the cached tokens of all estimates would have "
                 "cost less uncached, in units of the currency; where they "
                 "cost less, nothing.",
                 {"currency"}},
                kUnitDenominator * kNanosPerUnit}},
              max_model_series),
      apis_(
          {"provider", "api"},
          {{{"ratecard_usage_responses_total",
             "Responses of providers whose usage was read, by outcome: ok or "
             "the reason of the error.",
             {"outcome"}}},
           {{"ratecard_usage_unknown_fields_total",
             "Numbers in the usage of responses that no rule knows: what they "
             "count is not in the price.",
             {}}}},
          kMaxApiSeries),
      fit_verdicts_({"ratecard_fit_verdicts_total",
                     "Answers to whether a request fits.",
                     {"verdict"}},
                    {{"fits"}, {"does_not_fit"}, {"unknown"}}),
      resolutions_({"ratecard_resolutions_total",
                    "Names of models looked up, by the rule that hit or by "
                    "why none did.",
                    {"outcome"}},
                   {{"exact_id"},
                    {"alias"},
                    {"snapshot"},
                    {"pattern"},
                    {"resource_name"},
                    {"not_found"},
                    {"ambiguous"},
                    {"invalid"}}),
      quotes_created_(
          {"ratecard_quotes_created_total", "Quotes that were signed.", {}},
          {{}}),
      quotes_verified_({"ratecard_quotes_verified_total",
                        "Quotes that were verified: ok, or why they do not "
                        "hold.",
                        {"result"}},
                       QuoteSeries()) {}

void MetricsObserver::AddTo(Registry* registry) const {
  registry->Add(&models_);
  registry->Add(&apis_);
  registry->Add(&fit_verdicts_);
  registry->Add(&resolutions_);
  registry->Add(&quotes_created_);
  registry->Add(&quotes_verified_);
}

void MetricsObserver::OnResolution(const Resolution* found,
                                   const absl::Status& status) {
  resolutions_.Add(found != nullptr ? SeriesOf(found->rule)
                                    : SeriesOf(status.code()));
}

void MetricsObserver::OnEstimate(const Model& model,
                                 absl::string_view service_tier,
                                 const absl::Status& status,
                                 const Estimate& estimate, const Money& total) {
  const SubjectCounters::Subject subject(model.provider->id, model.id);
  const absl::string_view tier = CataloguedTier(model, service_tier);
  if (!status.ok()) {
    const std::string reason = absl::AsciiStrToLower(DetailOf(status).reason);
    models_.Add(subject, {{kEstimates, {tier, reason}, 1}});
    return;
  }
  absl::InlinedVector<SubjectCounters::Increment, 10> increments;
  increments.push_back(
      {kEstimates, {tier, estimate.incomplete ? "incomplete" : "ok"}, 1});
  increments.push_back(
      {kCost,
       {tier, model.currency},
       absl::int128(total.units) * kNanosPerUnit + total.nanos});
  if (estimate.cache_savings.has_value()) {
    const absl::int128 saved = estimate.cache_savings->numerator();
    if (saved > 0) {
      increments.push_back({kSavings, {model.currency, ""}, saved});
    } else if (saved < 0) {
      increments.push_back({kSurcharges, {model.currency, ""}, -saved});
    }
  }
  for (const EstimateLine& line : estimate.lines) {
    increments.push_back(
        {kQuantity, {InfoOf(line.meter).name, ""}, line.quantity});
  }
  models_.Add(subject, increments);
}

void MetricsObserver::OnFit(FitVerdict verdict) {
  switch (verdict) {
    case FitVerdict::kFits:
      fit_verdicts_.Add(0);
      return;
    case FitVerdict::kDoesNotFit:
      fit_verdicts_.Add(1);
      return;
    case FitVerdict::kUnknown:
    case FitVerdict::kUnspecified:
      fit_verdicts_.Add(2);
      return;
  }
}

void MetricsObserver::OnUsage(absl::string_view provider, absl::string_view api,
                              const absl::Status& status,
                              int64_t unknown_fields) {
  const SubjectCounters::Subject subject(provider.empty() ? kUnknown : provider,
                                         api.empty() ? kUnknown : api);
  const std::string outcome =
      status.ok() ? "ok" : absl::AsciiStrToLower(DetailOf(status).reason);
  apis_.Add(subject, {{kResponses, {outcome, ""}, 1}});
  if (unknown_fields > 0) {
    apis_.Add(subject, {{kUnknownFields, {"", ""}, unknown_fields}});
  }
}

void MetricsObserver::OnQuoteCreated() { quotes_created_.Add(0); }

void MetricsObserver::OnQuoteVerified(const absl::Status& status) {
  quotes_verified_.Add(QuoteSeriesOf(status));
}

}  // namespace ratecard
