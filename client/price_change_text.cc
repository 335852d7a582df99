#include "client/price_change_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/model_prices.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr char kArrow[] = " → ";
constexpr char kNone[] = "none";

// Parts that are priced per the same unit, and what is priced otherwise.
class PriceParts {
 public:
  // `unit` is empty where no number is in `text`.
  void Add(const std::string& text, const std::string& unit) {
    if (!runs_.empty() && runs_.back().unit == unit) {
      absl::StrAppend(&runs_.back().text, ", ", text);
    } else {
      runs_.push_back({text, unit});
    }
  }

  std::string Render() const {
    return absl::StrJoin(runs_, "; ", [](std::string* out, const Run& run) {
      absl::StrAppend(out, run.text, run.unit.empty() ? "" : " per ", run.unit);
    });
  }

 private:
  struct Run {
    std::string text;
    std::string unit;
  };
  std::vector<Run> runs_;
};

template <typename Priced>
std::string PointText(const Priced& point, absl::string_view currency) {
  switch (point.state()) {
    case v1::METER_STATE_FREE:
      return "free";
    case v1::METER_STATE_INCLUDED_IN_PLAN:
      return "in plan";
    case v1::METER_STATE_UNPRICED:
      return "unpriced";
    default:
      return point.price().empty() ? "unpriced"
                                   : FormatDecimal(point.price(), currency);
  }
}

// ` (-20%)`, rounded half away from zero; empty if either is no number above 0,
// or they are the same.
template <typename Priced>
std::string PercentText(const Priced& before, const Priced& after) {
  const auto nanos = [](const Priced& point) {
    return ParseNanos(point.price(), kMaxPriceNanos).value_or(0);
  };
  const int64_t old_nanos = nanos(before);
  const int64_t change = nanos(after) - old_nanos;
  if (old_nanos == 0 || nanos(after) == 0 || change == 0) {
    return "";
  }
  const int64_t percent = (std::abs(change) * 100 + old_nanos / 2) / old_nanos;
  return absl::StrCat(" (", percent == 0 ? "under " : "",
                      change < 0 ? "-" : "+",
                      FormatCount(std::max<int64_t>(percent, 1)), "%)");
}

std::string ThresholdText(const v1::RateTier& tier) {
  return tier.has_min_input_tokens()
             ? FormatCount(tier.min_input_tokens(), "input tokens")
         : tier.has_min_output_tokens()
             ? FormatCount(tier.min_output_tokens(), "output tokens")
             : absl::StrCat("the first ", FormatCount(tier.min_quantity()));
}

// What else is said of a rate, beside prices.
std::vector<std::string> TermsOf(const v1::Rate& rate) {
  std::vector<std::string> terms;
  if (rate.tier_mode() == v1::TIER_MODE_GRADUATED) {
    terms.emplace_back("each slice at its own price");
  }
  if (rate.has_free_allowance()) {
    terms.push_back(absl::StrCat(FormatCount(rate.free_allowance().quantity()),
                                 " free per ", rate.free_allowance().period()));
  }
  return terms;
}

std::string BaseText(const v1::Rate& rate, absl::string_view currency,
                     const std::vector<std::string>& remarks) {
  return absl::StrCat(rate.billed_as() != v1::METER_UNSPECIFIED
                          ? absl::StrCat("as ", EnumName(rate.billed_as()))
                          : PointText(rate, currency),
                      remarks.empty() ? "" : " (", absl::StrJoin(remarks, ", "),
                      remarks.empty() ? "" : ")");
}

// `$1.25 ($2.50 from 200,001 input tokens)`.
std::string RateText(const v1::Rate& rate, absl::string_view currency) {
  std::vector<std::string> remarks;
  for (const v1::RateTier& tier : rate.tiers()) {
    remarks.push_back(
        absl::StrCat(PointText(tier, currency), " from ", ThresholdText(tier)));
  }
  for (std::string& term : TermsOf(rate)) {
    remarks.push_back(std::move(term));
  }
  return BaseText(rate, currency, remarks);
}

// `input`, `output_images quality=high`.
std::string MeterText(const v1::Rate& rate) {
  std::string text(absl::StripSuffix(EnumName(rate.meter()), "_tokens"));
  for (const v1::MeterParameter& parameter : rate.parameters()) {
    absl::StrAppend(&text, " ", parameter.key(), "=", parameter.value());
  }
  return text;
}

bool HasNumber(const v1::Rate& rate) {
  return !rate.price().empty() || !rate.tiers().empty();
}

// `input $1.25, output $10.00 per 1M tokens; from 200,001 input tokens: input
// $2.50, output $15.00`.
std::string WholeText(const std::vector<const v1::Rate*>& rates,
                      absl::string_view currency) {
  PriceParts base;
  std::vector<std::pair<std::string, PriceParts>> above;
  for (const v1::Rate* rate : rates) {
    base.Add(absl::StrCat(MeterText(*rate), " ",
                          BaseText(*rate, currency, TermsOf(*rate))),
             HasNumber(*rate) ? UnitText(rate->meter()) : "");
    for (const v1::RateTier& tier : rate->tiers()) {
      const std::string threshold = ThresholdText(tier);
      auto it = std::find_if(
          above.begin(), above.end(),
          [&threshold](const auto& one) { return one.first == threshold; });
      if (it == above.end()) {
        it = above.insert(above.end(), {threshold, PriceParts()});
      }
      it->second.Add(
          absl::StrCat(MeterText(*rate), " ", PointText(tier, currency)), "");
    }
  }
  std::string text = base.Render();
  for (const auto& [threshold, parts] : above) {
    absl::StrAppend(&text, "; from ", threshold, ": ", parts.Render());
  }
  return text;
}

// Whether they differ in numbers alone, so that it is enough to name those that
// do.
bool SameShape(const v1::Rate& a, const v1::Rate& b) {
  return a.tiers_size() > 0 && a.billed_as() == b.billed_as() &&
         a.tier_mode() == b.tier_mode() &&
         a.free_allowance().SerializeAsString() ==
             b.free_allowance().SerializeAsString() &&
         std::equal(a.tiers().begin(), a.tiers().end(), b.tiers().begin(),
                    b.tiers().end(),
                    [](const v1::RateTier& x, const v1::RateTier& y) {
                      return ThresholdText(x) == ThresholdText(y);
                    });
}

// How to say it.
struct Terms {
  absl::string_view old_currency;
  absl::string_view new_currency;
  bool percent;
};

// Each price that differs of two rates of the same shape.
std::string PointsText(const v1::Rate& before, const v1::Rate& after,
                       const Terms& terms) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& where, const auto& a, const auto& b) {
    const std::string old_text = PointText(a, terms.old_currency);
    const std::string new_text = PointText(b, terms.new_currency);
    if (old_text != new_text) {
      parts.push_back(absl::StrCat(where, old_text, kArrow, new_text,
                                   terms.percent ? PercentText(a, b) : ""));
    }
  };
  add("", before, after);
  for (int i = 0; i < before.tiers_size(); ++i) {
    add(absl::StrCat("from ", ThresholdText(before.tiers(i)), " "),
        before.tiers(i), after.tiers(i));
  }
  return absl::StrJoin(parts, " and ");
}

std::string ChangedText(const RateChange& rate, const Terms& terms) {
  const bool both = rate.before.has_value() && rate.after.has_value();
  if (both && SameShape(*rate.before, *rate.after)) {
    return PointsText(*rate.before, *rate.after, terms);
  }
  const std::string after = rate.after.has_value()
                                ? RateText(*rate.after, terms.new_currency)
                                : kNone;
  return absl::StrCat(rate.before.has_value()
                          ? RateText(*rate.before, terms.old_currency)
                          : kNone,
                      kArrow, after,
                      both && terms.percent && rate.before->tiers().empty() &&
                              rate.after->tiers().empty()
                          ? PercentText(*rate.before, *rate.after)
                          : "");
}

std::string UnitOf(const RateChange& rate) {
  const bool number = (rate.before.has_value() && HasNumber(*rate.before)) ||
                      (rate.after.has_value() && HasNumber(*rate.after));
  return number ? UnitText((rate.after.has_value() ? *rate.after : *rate.before)
                               .meter())
                : "";
}

std::string RatesText(const PriceChange& change, const Terms& terms) {
  if (change.presence != Presence::kBoth) {
    const bool added = change.presence == Presence::kAdded;
    std::vector<const v1::Rate*> rates;
    for (const RateChange& rate : change.rates) {
      rates.push_back(added ? &*rate.after : &*rate.before);
    }
    return WholeText(rates, added ? terms.new_currency : terms.old_currency);
  }
  PriceParts list;
  for (const RateChange& rate : change.rates) {
    const v1::Rate& any = rate.after.has_value() ? *rate.after : *rate.before;
    list.Add(absl::StrCat(MeterText(any), " ", ChangedText(rate, terms)),
             UnitOf(rate));
  }
  return list.Render();
}

// `batch in us, mon-fri Asia/Shanghai 09:00-12:00`.
std::string WhereText(const v1::PriceSchedule& where) {
  std::vector<std::string> parts;
  if (where.service_tier() != kStandardTier) {
    parts.push_back(where.service_tier());
  }
  if (!where.region().empty()) {
    parts.push_back(absl::StrCat("in ", where.region()));
  }
  std::string text = absl::StrJoin(parts, " ");
  const std::string windows = WindowsText(where);
  return absl::StrCat(text, text.empty() || windows.empty() ? "" : ", ",
                      windows);
}

// The schedule whose prices say most of a model: global before regional, all
// day before part of it.
const v1::PriceSchedule* StandardSchedule(const v1::Model& model,
                                          absl::Time time) {
  const v1::PriceSchedule* best = nullptr;
  const auto rank = [](const v1::PriceSchedule& schedule) {
    return std::make_pair(!schedule.region().empty(),
                          !schedule.daily_windows().empty());
  };
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    if (schedule.service_tier() == kStandardTier && InForce(schedule, time) &&
        (best == nullptr || rank(schedule) < rank(*best))) {
      best = &schedule;
    }
  }
  return best;
}

}  // namespace

std::string PriceChangeText(const PriceChange& change,
                            absl::string_view currency_before,
                            absl::string_view currency_after,
                            Percentages percentages) {
  v1::PriceSchedule where = change.where;
  if (change.windows_before.has_value()) {
    where.clear_daily_windows();  // named below
  }
  std::string text = WhereText(where);
  absl::StrAppend(&text, text.empty() ? "" : ": ");
  if (change.presence != Presence::kBoth) {
    absl::StrAppend(
        &text, change.presence == Presence::kAdded ? "new, " : "gone, was ");
  }
  if (change.windows_before.has_value()) {
    absl::StrAppend(&text, "windows ", WindowsText(*change.windows_before),
                    kArrow, WindowsText(change.where),
                    change.rates.empty() ? "" : "; ");
  }
  absl::StrAppend(&text,
                  RatesText(change, {currency_before, currency_after,
                                     percentages == Percentages::kShown}));
  if (!change.where.start_time().empty()) {
    absl::StrAppend(&text, " from ", change.where.start_time());
  }
  if (!change.where.end_time().empty()) {
    absl::StrAppend(&text, " until ", change.where.end_time());
  }
  return text;
}

std::string StandardPricesText(const v1::Model& model, absl::Time time) {
  const v1::PriceSchedule* schedule = StandardSchedule(model, time);
  std::vector<const v1::Rate*> rates;
  if (schedule != nullptr) {
    for (const v1::Rate& rate : schedule->rates()) {
      rates.push_back(&rate);
    }
  }
  std::set<std::string> others;
  for (const v1::PriceSchedule& other : model.price_schedules()) {
    if (other.service_tier() != kStandardTier && InForce(other, time)) {
      others.insert(other.service_tier());
    }
  }
  return absl::StrCat(
      rates.empty() ? "no standard price"
                    : WholeText(rates, model.currency_code()),
      schedule == nullptr || schedule->region().empty() ? "" : " in ",
      schedule == nullptr ? "" : schedule->region(),
      others.empty() ? "" : "; also ", absl::StrJoin(others, ", "));
}

}  // namespace ratecard
