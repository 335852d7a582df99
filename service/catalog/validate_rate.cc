#include "service/catalog/validate_rate.h"

#include <bitset>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/written_out.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/pricing/meter.h"

namespace ratecard {
namespace {

constexpr int kMaxParameters = 8;
constexpr size_t kMaxParameterValue = 128;

int64_t ThresholdOf(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return tier.min_input_tokens();
    case v1::RateTier::kMinOutputTokens:
      return tier.min_output_tokens();
    case v1::RateTier::kMinQuantity:
      return tier.min_quantity();
    case v1::RateTier::THRESHOLD_NOT_SET:
      break;
  }
  return 0;
}

const char* ThresholdField(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return "min_input_tokens";
    case v1::RateTier::kMinOutputTokens:
      return "min_output_tokens";
    default:
      return "min_quantity";
  }
}

class RateValidator {
 public:
  RateValidator(const v1::Rate& rate, const Location& at,
                Validation* validation)
      : rate_(rate), at_(at), validation_(validation) {}

  void Run() {
    if (!IsMeter(rate_.meter())) {
      validation_->Report(at_, "meter",
                          rate_.meter() == v1::METER_UNSPECIFIED
                              ? "no meter is given"
                              : "is not a known meter");
    }
    if (rate_.billed_as() != v1::METER_UNSPECIFIED) {
      CheckBilledAs();
    } else if (rate_.price().empty() && rate_.tiers().empty() &&
               rate_.state() == v1::METER_STATE_UNSPECIFIED) {
      validation_->Report(at_, "has neither price, state, tiers nor billed_as");
    } else {
      CheckPriced(rate_, at_, !rate_.tiers().empty());
    }
    CheckTiers();
    CheckParameters();
    CheckAllowance();
    validation_->CheckSource(at_, rate_.source_id());
  }

 private:
  // What rates and tiers have in common. With `may_lack` neither price nor
  // state is needed.
  template <typename Priced>
  void CheckPriced(const Priced& priced, const Location& at, bool may_lack) {
    if (!v1::MeterState_IsValid(priced.state())) {
      validation_->Report(at, "state", "is not a known state");
      return;
    }
    const bool can_cost = priced.state() == v1::METER_STATE_UNSPECIFIED ||
                          priced.state() == v1::METER_STATE_PRICED;
    if (priced.price().empty()) {
      if (priced.state() == v1::METER_STATE_PRICED) {
        validation_->Report(at, "state", "says PRICED, but no price is given");
      } else if (can_cost && !may_lack) {
        validation_->Report(at, "has neither price nor state");
      }
    } else if (!can_cost) {
      validation_->Report(at, "price",
                          absl::StrCat("a price stands beside the state ",
                                       v1::MeterState_Name(priced.state()),
                                       ", which takes none"));
    } else if (const std::string problem = PriceProblem(priced.price());
               !problem.empty()) {
      validation_->Report(at, "price", problem);
    }
    if (priced.inexact() && priced.price().empty()) {
      validation_->Report(at, "inexact", "stands without a price");
    }
  }

  void CheckBilledAs() {
    if (!v1::Meter_IsValid(rate_.billed_as())) {
      validation_->Report(at_, "billed_as", "is not a known meter");
    } else if (rate_.billed_as() == rate_.meter()) {
      validation_->Report(at_, "billed_as", "names the rate's own meter");
    }
    if (!rate_.price().empty() || !rate_.tiers().empty() ||
        rate_.state() != v1::METER_STATE_UNSPECIFIED) {
      validation_->Report(at_, "billed_as",
                          "stands beside a price, state or tiers");
    }
  }

  void CheckTiers() {
    if (!v1::TierMode_IsValid(rate_.tier_mode())) {
      validation_->Report(at_, "tier_mode", "is not a known mode");
    } else if (rate_.tier_mode() != v1::TIER_MODE_UNSPECIFIED &&
               rate_.tiers().empty()) {
      validation_->Report(at_, "tier_mode", "is given without tiers");
    }
    if (rate_.tiers_size() > kMaxTiers) {
      validation_->Report(at_.Field("tiers", kMaxTiers),
                          absl::StrCat("more than ", kMaxTiers, " tiers"));
      return;
    }
    for (int i = 0; i < rate_.tiers_size(); ++i) {
      CheckTier(i);
    }
  }

  void CheckTier(int i) {
    const v1::RateTier& tier = rate_.tiers(i);
    const Location at = at_.Field("tiers", i);
    CheckPriced(tier, at, /*may_lack=*/false);
    if (tier.threshold_case() == v1::RateTier::THRESHOLD_NOT_SET) {
      validation_->Report(at, "has no threshold");
      return;
    }
    const char* const field = ThresholdField(tier);
    if (ThresholdOf(tier) <= 0) {
      validation_->Report(at, field,
                          absl::StrCat(ThresholdOf(tier), " is not above 0"));
    }
    if (rate_.tier_mode() == v1::TIER_MODE_GRADUATED &&
        tier.threshold_case() != v1::RateTier::kMinQuantity) {
      validation_->Report(at, field,
                          "TIER_MODE_GRADUATED goes with min_quantity only");
    }
    if (i == 0) {
      return;
    }
    const v1::RateTier& before = rate_.tiers(i - 1);
    if (before.threshold_case() == v1::RateTier::THRESHOLD_NOT_SET) {
      return;
    }
    if (before.threshold_case() != tier.threshold_case()) {
      validation_->Report(
          at, field,
          absl::StrCat("the tiers of a rate are of one kind, and the one "
                       "before has ",
                       ThresholdField(before)));
    } else if (ThresholdOf(before) == ThresholdOf(tier)) {
      validation_->Report(
          at, field,
          absl::StrCat("the threshold ", ThresholdOf(tier), " is repeated"));
    } else if (ThresholdOf(before) > ThresholdOf(tier)) {
      validation_->Report(at, field,
                          absl::StrCat("tiers ascend, and ", ThresholdOf(tier),
                                       " comes after ", ThresholdOf(before)));
    }
  }

  void CheckParameters() {
    if (!rate_.parameters().empty() && v1::Meter_IsValid(rate_.meter()) &&
        IsToken(static_cast<Meter>(rate_.meter()))) {
      validation_->Report(at_.Field("parameters", 0),
                          "stands on tokens, which are counted without");
      return;
    }
    if (rate_.parameters_size() > kMaxParameters) {
      validation_->Report(
          at_.Field("parameters", kMaxParameters),
          absl::StrCat("more than ", kMaxParameters, " parameters"));
      return;
    }
    for (int i = 0; i < rate_.parameters_size(); ++i) {
      const v1::MeterParameter& parameter = rate_.parameters(i);
      const Location at = at_.Field("parameters", i);
      validation_->CheckText(at, "key", parameter.key(),
                             ParameterKeyProblem(parameter.key()));
      validation_->CheckText(
          at, "value", parameter.value(),
          parameter.value().empty()
              ? "is empty"
              : TextProblem(parameter.value(), kMaxParameterValue));
      for (int j = 0; j < i; ++j) {
        if (rate_.parameters(j).key() == parameter.key()) {
          validation_->CheckText(at, "key", parameter.key(), "is repeated");
          break;
        }
      }
    }
  }

  void CheckAllowance() {
    if (!rate_.has_free_allowance()) {
      return;
    }
    const v1::FreeAllowance& allowance = rate_.free_allowance();
    const Location at = at_.Field("free_allowance");
    if (allowance.quantity() <= 0) {
      validation_->Report(
          at, "quantity",
          absl::StrCat(allowance.quantity(), " is not above 0"));
    }
    if (allowance.period() != "day" && allowance.period() != "month") {
      validation_->CheckText(at, "period", allowance.period(),
                             "is neither 'day' nor 'month'");
    }
    validation_->CheckText(at, "shared_by", allowance.shared_by(),
                           TextProblem(allowance.shared_by(), kMaxLabel));
  }

  const v1::Rate& rate_;
  const Location& at_;
  Validation* const validation_;
};

}  // namespace

bool IsMeter(int meter) {
  return meter != v1::METER_UNSPECIFIED && v1::Meter_IsValid(meter);
}

std::string PriceProblem(const std::string& price) {
  const absl::StatusOr<int64_t> nanos = ParseNanos(price, kMaxPriceNanos);
  if (nanos.ok()) {
    return *nanos > 0 ? ""
                      : "a price of 0 is written as state: METER_STATE_FREE or "
                        "METER_STATE_INCLUDED_IN_PLAN, without a price";
  }
  if (price.find_first_not_of("0123456789.-") != std::string::npos) {
    return absl::StrCat(Quoted(price), " is not a decimal such as 1.75");
  }
  if (absl::StartsWith(price, "-")) {
    return absl::StrCat(Quoted(price), " is negative");
  }
  return std::string(nanos.status().message());
}

void ValidateRates(const v1::PriceSchedule& schedule, const Location& at,
                   Validation* validation) {
  std::bitset<v1::Meter_ARRAYSIZE> plain;
  absl::flat_hash_set<std::string> with_parameters;
  for (int i = 0; i < schedule.rates_size(); ++i) {
    const v1::Rate& rate = schedule.rates(i);
    const Location rate_at = at.Field("rates", i);
    RateValidator(rate, rate_at, validation).Run();
    if (!v1::Meter_IsValid(rate.meter()) ||
        rate.parameters_size() > kMaxParameters) {
      continue;
    }
    const auto meter = static_cast<size_t>(rate.meter());
    bool repeated = false;
    if (rate.parameters().empty()) {
      repeated = plain[meter];
      plain.set(meter);
    } else {
      repeated = !with_parameters.insert(RateKey(rate)).second;
    }
    if (repeated && meter != 0) {
      validation->Report(rate_at, absl::StrCat("a second rate of ",
                                               v1::Meter_Name(rate.meter()),
                                               " with the same parameters"));
    }
  }
}

}  // namespace ratecard
