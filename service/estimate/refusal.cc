#include "service/estimate/refusal.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

// Errors travel in headers, and a size may have many values.
constexpr size_t kMostValues = 12;

bool IsPriced(const Rate& rate) {
  return rate.billed_as != Meter::kUnspecified ||
         rate.state != MeterState::kUnpriced ||
         rate.tier_basis != TierBasis::kNone;
}

std::string Names(absl::Span<const Meter> meters, absl::string_view separator) {
  return absl::StrJoin(meters, separator, [](std::string* out, Meter meter) {
    out->append(InfoOf(meter).name.data(), InfoOf(meter).name.size());
  });
}

// By number.
std::vector<Meter> PricedMeters(const RateTable& rates) {
  std::vector<Meter> meters;
  for (int i = 1; i < kMeterCount; ++i) {
    const auto meter = static_cast<Meter>(i);
    if (std::any_of(rates.rates().begin(), rates.rates().end(),
                    [meter](const Rate& rate) {
                      return rate.meter == meter && IsPriced(rate);
                    })) {
      meters.push_back(meter);
    }
  }
  return meters;
}

// ` of acme/big in service tier 'standard'`.
std::string Where(const Model& model, absl::string_view service_tier) {
  return absl::StrCat(" of ", model.provider->id, "/", model.id,
                      " in service tier '", service_tier, "'");
}

// Rates of `meter` that have parameters and a price, the lowest first. None of
// tokens: a usage gives these no parameters.
std::vector<const Rate*> RatesByParameters(const RateTable& rates,
                                           Meter meter) {
  std::vector<const Rate*> found;
  for (const Rate& rate : rates.rates()) {
    if (rate.meter == meter && rate.has_parameters() && IsPriced(rate) &&
        !IsToken(meter)) {
      found.push_back(&rate);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Rate* a, const Rate* b) {
                     return a->price_nanos < b->price_nanos;
                   });
  return found;
}

// `quality: low, high; size: 1024x1024`.
std::string ParametersText(const std::vector<const Rate*>& rates) {
  std::map<std::string, std::vector<std::string>> values_of;
  for (const Rate* rate : rates) {
    for (const auto& [key, value] : rate->parameters()) {
      std::vector<std::string>& values = values_of[key];
      if (std::find(values.begin(), values.end(), value) == values.end()) {
        values.push_back(value);
      }
    }
  }
  std::vector<std::string> parts;
  for (const auto& [key, values] : values_of) {
    const size_t shown = std::min(values.size(), kMostValues);
    parts.push_back(absl::StrCat(
        key, ": ",
        absl::StrJoin(values.begin(),
                      values.begin() + static_cast<ptrdiff_t>(shown), ", "),
        shown < values.size()
            ? absl::StrCat(" and ", values.size() - shown, " more")
            : ""));
  }
  return absl::StrJoin(parts, "; ");
}

std::string PricedBy(const Rate& rate) {
  return absl::StrCat(
      InfoOf(rate.meter).name, " ",
      absl::StrJoin(rate.parameters(), ",", absl::PairFormatter("=")));
}

Error Refusal(absl::string_view reason, absl::string_view message,
              const RateTable& rates, absl::Span<const Meter> meters) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message)
      .With("meters", Names(meters, ","))
      .With("priced", Names(PricedMeters(rates), ","));
}

std::string NoPrice(absl::string_view problem, const std::string& where,
                    const RateTable& rates, absl::Span<const Meter> meters) {
  const std::vector<Meter> priced = PricedMeters(rates);
  return absl::StrCat(problem, " ", Names(meters, ", "), where,
                      "; it has prices for ",
                      priced.empty() ? "nothing" : Names(priced, ", "));
}

}  // namespace

absl::Status MetersUnpriced(const Model& model, absl::string_view service_tier,
                            const RateTable& rates,
                            absl::Span<const Meter> meters) {
  const std::string where = Where(model, service_tier);
  std::vector<Meter> without;
  std::vector<std::string> problems;
  std::string priced_by;
  for (const Meter meter : meters) {
    const std::vector<const Rate*> found = RatesByParameters(rates, meter);
    if (found.empty()) {
      without.push_back(meter);
      continue;
    }
    problems.push_back(absl::StrCat(InfoOf(meter).name, where, " is priced by ",
                                    ParametersText(found)));
    if (priced_by.empty()) {
      priced_by = PricedBy(*found.front());
    }
  }
  if (!problems.empty()) {
    problems.emplace_back("give these as parameters in quantities");
  }
  if (!without.empty()) {
    problems.insert(problems.begin(), NoPrice("no price is published for",
                                              where, rates, without));
  }
  Error error =
      Refusal("METER_UNPRICED", absl::StrJoin(problems, "; "), rates, meters);
  if (!priced_by.empty()) {
    error.With("priced_by", priced_by);
  }
  return error;
}

absl::Status RatesAssumed(const Model& model, absl::string_view service_tier,
                          const RateTable& rates,
                          absl::Span<const Meter> meters) {
  return Refusal("RATE_ASSUMED",
                 NoPrice("a price would have to be assumed for",
                         Where(model, service_tier), rates, meters),
                 rates, meters);
}

}  // namespace ratecard
