#include "service/catalog/importers/models_dev_prices.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/importers/schedule_draft.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

constexpr char kStandard[] = "standard";
// `context_over_200k`, as lists had it before `tiers`.
constexpr int64_t kOver200k = 200'001;

struct CostKey {
  const char* key;
  v1::Meter meter;
  bool part_of_another;  // see ZeroRule
};

// All are per million tokens, as our token meters.
constexpr CostKey kCostKeys[] = {
    {"input", v1::METER_INPUT_TOKENS, false},
    {"output", v1::METER_OUTPUT_TOKENS, false},
    {"reasoning", v1::METER_REASONING_TOKENS, true},
    {"cache_read", v1::METER_CACHE_READ_TOKENS, true},
    {"cache_write", v1::METER_CACHE_WRITE_5M_TOKENS, true},
    {"input_audio", v1::METER_AUDIO_INPUT_TOKENS, true},
    {"output_audio", v1::METER_AUDIO_OUTPUT_TOKENS, true},
};

bool Has(const google::protobuf::RepeatedField<int>& values, int value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Reads one `cost` object.
class CostReader {
 public:
  CostReader(ZeroMeaning zero, const v1::Model& model)
      : zero_(zero), model_(model) {}

  ScheduleDraft Read(ObjectReader* cost) {
    for (const CostKey& item : kCostKeys) {
      const auto price = Price(cost, item, item.part_of_another);
      if (price.has_value()) {
        draft_.SetPrice({item.meter, {}}, *price);
      }
    }
    for (ObjectReader& tier : cost->Objects("tiers")) {
      if (const std::optional<int64_t> min = ReadThreshold(&tier)) {
        ReadTier(*min, &tier);
        tier.ReportRest();
      }
    }
    if (std::optional<ObjectReader> tier = cost->Object("context_over_200k")) {
      ReadTier(kOver200k, &*tier);
      tier->ReportRest();
    }
    cost->ReportRest();
    BillAudioAsText(model_.input_modalities(), v1::METER_AUDIO_INPUT_TOKENS,
                    v1::METER_INPUT_TOKENS);
    BillAudioAsText(model_.output_modalities(), v1::METER_AUDIO_OUTPUT_TOKENS,
                    v1::METER_OUTPUT_TOKENS);
    return draft_;
  }

 private:
  std::optional<DraftPrice> Price(ObjectReader* cost, const CostKey& item,
                                  bool part_of_another) {
    return ReadDraftPrice(cost, item.key, PriceScale(),
                          {zero_, part_of_another});
  }

  // The first number of input tokens to which the tier applies. `size` is the
  // last one to which it does not, except that a few entries give the first
  // one: all limits are round, so 200001 is meant as it is.
  static std::optional<int64_t> ReadThreshold(ObjectReader* tier) {
    std::optional<ObjectReader> bounds = tier->Object("tier");
    if (!bounds.has_value()) {
      tier->Report(ImportFinding::kBadValue, "tier", "a tier without bounds");
      return std::nullopt;
    }
    const std::string type = bounds->String("type").value_or("context");
    if (type != "context") {
      bounds->Report(ImportFinding::kBadValue, "type", type.substr(0, 40));
      return std::nullopt;
    }
    const std::optional<int64_t> size = ReadTokens(&*bounds, "size");
    bounds->ReportRest();
    if (!size.has_value()) {
      bounds->Report(ImportFinding::kBadValue, "size", "a tier without size");
      return std::nullopt;
    }
    return *size % 10 == 1 ? *size : *size + 1;
  }

  void ReadTier(int64_t min, ObjectReader* tier) {
    for (const CostKey& item : kCostKeys) {
      const PricedThing thing{item.meter, {}};
      // Nothing to be part of where there is a price below.
      const bool part =
          item.part_of_another && draft_.FindPrice(thing) == nullptr;
      const auto price = Price(tier, item, part);
      if (price.has_value() &&
          !draft_.SetTier(thing, ScheduleDraft::Threshold::kInputTokens, min,
                          *price)) {
        tier->Report(ImportFinding::kBadValue, item.key,
                     absl::StrCat("another price from ", min, " tokens on"));
      }
    }
  }

  // The list gives audio prices only where audio is billed separately.
  void BillAudioAsText(const google::protobuf::RepeatedField<int>& modalities,
                       v1::Meter audio, v1::Meter text) {
    if (Has(modalities, v1::MODALITY_AUDIO) &&
        draft_.FindPrice({text, {}}) != nullptr) {
      draft_.SetBilledAs({audio, {}}, text);
    }
  }

  const ZeroMeaning zero_;
  const v1::Model& model_;
  ScheduleDraft draft_;
};

void AddSchedule(const std::string& tier, const ScheduleDraft& draft,
                 v1::Model* model) {
  if (draft.empty()) {
    return;
  }
  v1::PriceSchedule* schedule = model->add_price_schedules();
  schedule->set_schedule_id(tier);
  if (tier != kStandard) {
    schedule->set_service_tier(tier);
  }
  draft.AddRatesTo(schedule);
}

ScheduleDraft PlanPrices() {
  ScheduleDraft draft;
  const DraftPrice included{v1::METER_STATE_INCLUDED_IN_PLAN, {}};
  draft.SetPrice({v1::METER_INPUT_TOKENS, {}}, included);
  draft.SetPrice({v1::METER_OUTPUT_TOKENS, {}}, included);
  return draft;
}

// The service tier of a mode: what its requests carry as `service_tier`, which
// is what the provider calls it, else the name of the mode.
std::string ReadServiceTier(const std::string& name, ObjectReader* mode) {
  std::string tier = absl::AsciiStrToLower(name);
  if (std::optional<ObjectReader> call = mode->Object("provider")) {
    if (std::optional<ObjectReader> body = call->Object("body")) {
      tier = body->String("service_tier").value_or(tier);
      body->Ignore({"speed"});
      body->ReportRest();
    }
    call->Ignore({"headers", "npm", "api", "shape"});
    call->ReportRest();
  }
  return tier;
}

void ReadMode(const std::string& name, ZeroMeaning zero, ObjectReader* mode,
              v1::Model* model) {
  const std::string tier = ReadServiceTier(name, mode);
  std::optional<ObjectReader> cost = mode->Object("cost");
  mode->ReportRest();
  const auto& schedules = model->price_schedules();
  const bool is_taken = std::any_of(
      schedules.begin(), schedules.end(),
      [&tier](const auto& other) { return other.schedule_id() == tier; });
  if (!IdProblem(tier).empty() || tier == kStandard || is_taken) {
    mode->Report(ImportFinding::kBadValue, "cost",
                 absl::StrCat("no service tier of its own: ",
                              absl::string_view(tier).substr(0, 40)));
  } else if (!cost.has_value()) {
    mode->Report(ImportFinding::kLeftOut, "cost", "a mode without prices");
  } else {
    AddSchedule(tier, CostReader(zero, *model).Read(&*cost), model);
  }
}

}  // namespace

void ReadModelsDevPrices(ObjectReader* entry, ZeroMeaning zero,
                         v1::Model* model) {
  if (std::optional<ObjectReader> cost = entry->Object("cost")) {
    AddSchedule(kStandard, CostReader(zero, *model).Read(&*cost), model);
  } else if (zero == ZeroMeaning::kIncludedInPlan) {
    AddSchedule(kStandard, PlanPrices(), model);
  }
  std::optional<ObjectReader> experimental = entry->Object("experimental");
  if (!experimental.has_value()) {
    return;
  }
  if (std::optional<ObjectReader> modes = experimental->Object("modes")) {
    for (const auto* member : modes->Rest()) {
      if (std::optional<ObjectReader> mode = modes->Object(member->first)) {
        ReadMode(member->first, zero, &*mode, model);
      }
    }
  }
  experimental->ReportRest();
}

}  // namespace ratecard
