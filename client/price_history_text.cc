#include "client/price_history_text.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/model_prices.h"
#include "client/table.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// `200,000 in`: a tier from 200,001 input tokens. Empty: the base price.
std::string AboveText(const Threshold& threshold) {
  const auto& [kind, min] = threshold;
  return kind == v1::RateTier::THRESHOLD_NOT_SET
             ? ""
             : absl::StrCat(FormatCount(min - 1),
                            kind == v1::RateTier::kMinInputTokens    ? " in"
                            : kind == v1::RateTier::kMinOutputTokens ? " out"
                                                                     : "");
}

// The price from `threshold` on, which is that of the tier below where the rate
// has none there.
std::string PriceFrom(const v1::Rate* rate, const Threshold& threshold,
                      const std::string& currency) {
  std::string price = PriceText(rate, currency);
  if (rate == nullptr) {
    return price;
  }
  for (const v1::RateTier& tier : rate->tiers()) {
    const auto [kind, min] = ThresholdOf(tier);
    if (kind == threshold.first && min <= threshold.second) {
      price = PriceText(tier, currency);
    }
  }
  return price;
}

// The meters that the history shows.
constexpr v1::Meter kMainMeters[] = {v1::METER_INPUT_TOKENS,
                                     v1::METER_CACHE_READ_TOKENS,
                                     v1::METER_OUTPUT_TOKENS};

// None, then those of the tiers.
std::set<Threshold> ThresholdsOf(const v1::PriceSchedule& schedule) {
  std::set<Threshold> thresholds = {{v1::RateTier::THRESHOLD_NOT_SET, 0}};
  for (const v1::Meter meter : kMainMeters) {
    if (const v1::Rate* rate = FindRate(schedule, meter)) {
      for (const v1::RateTier& tier : rate->tiers()) {
        thresholds.insert(ThresholdOf(tier));
      }
    }
  }
  return thresholds;
}

// The cells ABOVE to OUTPUT of each row of a schedule.
using PriceRows = std::vector<std::vector<std::string>>;

PriceRows PriceRowsOf(const v1::PriceSchedule& schedule,
                      const std::string& currency) {
  PriceRows rows;
  for (const Threshold& threshold : ThresholdsOf(schedule)) {
    std::vector<std::string>& cells = rows.emplace_back();
    cells.push_back(AboveText(threshold));
    for (const v1::Meter meter : kMainMeters) {
      cells.push_back(
          PriceFrom(FindRate(schedule, meter), threshold, currency));
    }
  }
  return rows;
}

// `cache_write_1h_tokens $6.00, $12.00 above 200,000 in` of each other rate.
std::set<std::string> OtherRates(const v1::PriceSchedule& schedule,
                                 const std::string& currency) {
  std::set<std::string> texts;
  for (const v1::Rate& rate : schedule.rates()) {
    std::string text =
        absl::StrCat(EnumName(rate.meter()), " ", PriceText(&rate, currency));
    for (const v1::RateTier& tier : rate.tiers()) {
      absl::StrAppend(&text, ", ", PriceText(tier, currency), " above ",
                      AboveText(ThresholdOf(tier)));
    }
    if (std::find(std::begin(kMainMeters), std::end(kMainMeters),
                  rate.meter()) == std::end(kMainMeters) &&
        rate.billed_as() == v1::METER_UNSPECIFIED) {
      texts.insert(std::move(text));
    }
  }
  return texts;
}

// Of schedules that look alike, what tells this one from the others.
std::string DifferenceText(
    const v1::PriceSchedule& schedule,
    const std::vector<const v1::PriceSchedule*>& schedules,
    const std::string& currency) {
  const PriceRows rows = PriceRowsOf(schedule, currency);
  std::set<std::string> different;
  for (const v1::PriceSchedule* other : schedules) {
    if (other == &schedule ||
        other->service_tier() != schedule.service_tier() ||
        other->region() != schedule.region() ||
        PriceRowsOf(*other, currency) != rows) {
      continue;
    }
    const std::set<std::string> known = OtherRates(*other, currency);
    for (const std::string& text : OtherRates(schedule, currency)) {
      if (known.count(text) == 0) {
        different.insert(text);
      }
    }
  }
  return absl::StrJoin(different, "; ");
}

}  // namespace

std::string BasisText(v1::DateBasis basis, absl::Time start, absl::Time now) {
  return start == absl::InfinitePast() || basis == v1::DATE_BASIS_UNSPECIFIED
             ? ""
         : start > now ? "announced"
                       : EnumName(basis);
}

void SortForHistory(std::vector<const v1::PriceSchedule*>* schedules) {
  const auto key = [](const v1::PriceSchedule* schedule) {
    const absl::string_view tier = TierOf(*schedule);
    return std::make_tuple(tier != kStandardTier, tier,
                           absl::string_view(schedule->region()),
                           absl::string_view(schedule->start_time()),
                           schedule->daily_windows_size() > 0);
  };
  std::stable_sort(
      schedules->begin(), schedules->end(),
      [&key](const auto* a, const auto* b) { return key(a) < key(b); });
}

std::string PriceHistoryText(
    const std::vector<const v1::PriceSchedule*>& schedules,
    const std::string& currency, absl::Time now, const Style& style) {
  Table table({{"FROM"},
               {"UNTIL"},
               {"TIER"},
               {"REGION"},
               {"ABOVE"},
               {"INPUT/1M", Align::kPoint},
               {"CACHED/1M", Align::kPoint},
               {"OUTPUT/1M", Align::kPoint},
               {"OTHER"},
               {"START"},
               {"HOURS"},
               {"SOURCE"}});
  for (const v1::PriceSchedule* schedule : schedules) {
    const absl::Time start =
        CatalogTimeOr(schedule->start_time(), absl::InfinitePast());
    const v1::DateBasis basis =
        schedule->start_basis() == v1::DATE_BASIS_UNSPECIFIED
            ? v1::DATE_BASIS_DOCUMENTED
            : schedule->start_basis();
    const std::string other = OtherPricesText(*schedule, currency);
    for (const std::vector<std::string>& prices :
         PriceRowsOf(*schedule, currency)) {
      std::vector<std::string> cells = {
          schedule->start_time(), schedule->end_time(),
          schedule->service_tier(), schedule->region()};
      cells.insert(cells.end(), prices.begin(), prices.end());
      cells.insert(
          cells.end(),
          {other.empty() ? DifferenceText(*schedule, schedules, currency)
                         : other,
           BasisText(basis, start, now), WindowsText(*schedule),
           schedule->source_id()});
      table.AddRow(std::move(cells));
    }
  }
  return table.empty() ? ""
                       : absl::StrCat("\n", style.Bold("Price history"), "\n",
                                      table.Render(style));
}

}  // namespace ratecard
