// From the prices that LiteLLM's entries have to whole schedules.

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "service/catalog/importers/litellm_prices.h"

namespace ratecard {
namespace {

// As many as a model may have.
constexpr size_t kMaxSchedules = 200;

// Fees of tools, which the list gives once for all service tiers.
bool IsToolFee(v1::Meter meter) {
  return meter == v1::METER_WEB_SEARCHES || meter == v1::METER_FILE_SEARCHES ||
         meter == v1::METER_MAPS_QUERIES || meter == v1::METER_SESSIONS;
}

class ScheduleWriter {
 public:
  ScheduleWriter(LiteLlmPrices prices, const std::string& path,
                 ImportReport* report)
      : prices_(std::move(prices)), path_(path), report_(report) {}

  void AddTo(v1::Model* model) {
    ShareFees();
    CompleteOffPeak();
    AddUplifts();
    for (const auto& [slot, rates] : prices_.schedules) {
      if (static_cast<size_t>(model->price_schedules_size()) == kMaxSchedules) {
        report_->Add(ImportFinding::kBadValue, "", "more than 200 schedules",
                     path_);
        return;
      }
      Write(slot, rates, model->add_price_schedules());
    }
  }

 private:
  void ShareFees() {
    for (auto& [slot, rates] : prices_.schedules) {
      const auto standard =
          prices_.schedules.find({"standard", slot.region, false});
      if (slot.off_peak || standard == prices_.schedules.end()) {
        continue;
      }
      for (const auto& [place, price] : standard->second) {
        if (IsToolFee(place.thing.meter)) {
          rates.try_emplace(place, price);
        }
      }
    }
  }

  // What has no price off peak costs what it always costs.
  void CompleteOffPeak() {
    for (auto& [slot, rates] : prices_.schedules) {
      const auto always =
          prices_.schedules.find({slot.service_tier, slot.region, false});
      if (!slot.off_peak || always == prices_.schedules.end()) {
        continue;
      }
      std::set<PricedThing> own;
      for (const auto& [place, price] : rates) {
        own.insert(place.thing);
      }
      for (const auto& [place, price] : always->second) {
        if (own.count(place.thing) == 0) {
          rates.try_emplace(place, price);
        }
      }
    }
  }

  // Tiers first: a region raises them too.
  void AddUplifts() {
    for (const bool regional : {false, true}) {
      std::map<LiteLlmSlot, LiteLlmRates> raised;
      for (const LiteLlmUplift& uplift : prices_.uplifts) {
        if (!uplift.region.empty() != regional) {
          continue;
        }
        for (const auto& [slot, rates] : prices_.schedules) {
          if (raised.size() < kMaxSchedules &&
              (regional ? slot.region.empty()
                        : slot.service_tier == "standard")) {
            LiteLlmSlot target = slot;
            (regional ? target.region : target.service_tier) =
                regional ? uplift.region : uplift.service_tier;
            raised.try_emplace(target, Raised(rates, uplift.factor));
          }
        }
      }
      // Prices that the list has go before those that follow from others.
      for (auto& [slot, rates] : raised) {
        if (!prices_.schedules.try_emplace(slot, rates).second) {
          report_->Add(ImportFinding::kLeftOut, "uplift",
                       "the schedule has prices of its own", path_);
        }
      }
    }
  }

  LiteLlmRates Raised(LiteLlmRates rates, const PriceScale& factor) {
    for (auto it = rates.begin(); it != rates.end();) {
      LiteLlmPrice& price = it->second;
      if (IsTokenMeter(it->first.thing.meter) &&
          price.price.state == v1::METER_STATE_PRICED) {
        price.scale.multiply *= factor.multiply;
        price.scale.divide *= factor.divide;
        const absl::StatusOr<ImportedPrice> raised =
            ImportPrice(price.number, price.scale);
        if (!raised.ok()) {
          report_->Add(ImportFinding::kBadValue, "uplift",
                       raised.status().message(), path_);
          it = rates.erase(it);
          continue;
        }
        if (raised->rounded) {
          report_->Add(ImportFinding::kRounded, "uplift", "", path_);
        }
        price.price.price = *raised;
      }
      ++it;
    }
    return rates;
  }

  void Write(const LiteLlmSlot& slot, const LiteLlmRates& rates,
             v1::PriceSchedule* schedule) const {
    std::string id = slot.service_tier;
    if (!slot.region.empty()) {
      absl::StrAppend(&id, "-", slot.region);
    }
    if (slot.off_peak) {
      absl::StrAppend(&id, "-off-peak");
      *schedule->mutable_daily_windows() = {prices_.off_peak_windows.begin(),
                                            prices_.off_peak_windows.end()};
    }
    schedule->set_schedule_id(id);
    schedule->set_service_tier(slot.service_tier);
    schedule->set_region(slot.region);
    ScheduleDraft draft;
    for (const auto& [place, price] : rates) {
      if (place.min_input_tokens == 0) {
        draft.SetPrice(place.thing, price.price);
      } else {
        draft.SetTier(place.thing, ScheduleDraft::Threshold::kInputTokens,
                      place.min_input_tokens, price.price);
      }
    }
    // A service tier says by an equal price that it is flat.
    draft.AddRatesTo(schedule, slot.service_tier != "standard");
    if (prices_.free_searches.has_value()) {
      for (v1::Rate& rate : *schedule->mutable_rates()) {
        if (rate.meter() == v1::METER_WEB_SEARCHES) {
          *rate.mutable_free_allowance() = *prices_.free_searches;
        }
      }
    }
  }

  LiteLlmPrices prices_;
  const std::string& path_;
  ImportReport* const report_;
};

}  // namespace

bool IsTokenMeter(v1::Meter meter) {
  return meter >= v1::METER_INPUT_TOKENS &&
         meter <= v1::METER_VIDEO_OUTPUT_TOKENS;
}

void AddLiteLlmSchedules(LiteLlmPrices prices, const std::string& path,
                         v1::Model* model, ImportReport* report) {
  ScheduleWriter(std::move(prices), path, report).AddTo(model);
}

}  // namespace ratecard
