#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/importers/litellm_key.h"
#include "service/catalog/importers/litellm_prices.h"

namespace ratecard {
namespace {

bool MakesImages(const LiteLlmPricing& pricing) {
  return pricing.mode == "image_generation" || pricing.mode == "image_edit";
}

// Reads the prices of one object.
class RateReader {
 public:
  RateReader(const LiteLlmPricing& pricing, int64_t min_input_tokens,
             bool off_peak, ObjectReader* object, LiteLlmPrices* prices)
      : pricing_(pricing),
        min_input_tokens_(min_input_tokens),
        off_peak_(off_peak),
        object_(object),
        prices_(prices) {}

  void Run() {
    struct Found {
      const std::pair<std::string, Json>* member;
      LiteLlmKey key;
    };
    std::vector<Found> found;
    for (const auto* member : object_->Rest()) {
      std::optional<LiteLlmKey> key = ParseLiteLlmKey(member->first);
      if (key.has_value()) {
        object_->Value(member->first);
        found.push_back({member, *std::move(key)});
        has_output_price_ |= absl::StartsWith(member->first, "output_cost") &&
                             !IsZero(member->second);
      }
    }
    // A zero says least: it is no price where the list has one.
    for (const bool zeros : {false, true}) {
      for (const Found& one : found) {
        if (!one.member->second.is_null() &&
            IsZero(one.member->second) == zeros) {
          Read(one.member->first, one.member->second, one.key);
        }
      }
    }
  }

 private:
  static bool IsZero(const Json& value) {
    const auto price = ImportPrice(value.text, {1, 1});
    return price.ok() && price->nanos == 0;
  }

  void Read(const std::string& name, const Json& value, const LiteLlmKey& key) {
    if (key.unit == LiteLlmUnit::kNone) {
      object_->Report(ImportFinding::kLeftOut, name, key.left_out);
      return;
    }
    const v1::Meter meter = MeterOf(name, key);
    if (meter == v1::METER_UNSPECIFIED) {
      return;
    }
    LiteLlmPlace place;
    place.thing.meter = meter;
    // Tokens are counted without parameters.
    if (!IsTokenMeter(meter)) {
      place.thing.parameters = pricing_.parameters;
    }
    if (!AddParameter(key, &place.thing.parameters)) {
      object_->Report(ImportFinding::kBadValue, name,
                      absl::StrCat("a second ", key.parameter));
      return;
    }
    if (key.min_input_tokens > 0 && min_input_tokens_ > 0) {
      object_->Report(ImportFinding::kBadValue, name, "a tier within a tier");
      return;
    }
    place.min_input_tokens = std::max(key.min_input_tokens, min_input_tokens_);
    Set(name, value, place, key);
  }

  // False if there is one already: an entry for one size of images that has
  // prices by size.
  static bool AddParameter(
      const LiteLlmKey& key,
      std::vector<std::pair<std::string, std::string>>* parameters) {
    if (key.parameter.empty()) {
      return true;
    }
    for (const auto& parameter : *parameters) {
      if (parameter.first == key.parameter) {
        return false;
      }
    }
    parameters->emplace_back(key.parameter, key.parameter_value);
    std::sort(parameters->begin(), parameters->end());
    return true;
  }

  v1::Meter MeterOf(const std::string& name, const LiteLlmKey& key) {
    const bool made = MakesImages(pricing_) && !has_output_price_;
    switch (key.unit) {
      case LiteLlmUnit::kMeter:
        return key.meter;
      case LiteLlmUnit::kInputSecond:
        return v1::METER_INPUT_AUDIO_MILLISECONDS;
      case LiteLlmUnit::kOutputSecond:
        // Of a transcription the seconds are those of the audio given.
        return pricing_.mode == "audio_transcription"
                   ? v1::METER_INPUT_AUDIO_MILLISECONDS
               : pricing_.mode == "video_generation"
                   ? v1::METER_OUTPUT_VIDEO_MILLISECONDS
                   : v1::METER_OUTPUT_AUDIO_MILLISECONDS;
      case LiteLlmUnit::kInputImage:
        // Where nothing else is priced, the image that is made.
        return made ? v1::METER_OUTPUT_IMAGES : v1::METER_INPUT_IMAGES;
      case LiteLlmUnit::kOutputImage:
        if (pricing_.makes_no_images) {
          object_->Report(ImportFinding::kLeftOut, name,
                          "price of images of a model that makes none");
          return v1::METER_UNSPECIFIED;
        }
        return v1::METER_OUTPUT_IMAGES;
      case LiteLlmUnit::kInputPixel:
        return made ? v1::METER_OUTPUT_PIXELS : v1::METER_INPUT_PIXELS;
      case LiteLlmUnit::kOutputPixel:
        return v1::METER_OUTPUT_PIXELS;
      case LiteLlmUnit::kQuery:
        return MeterOfQuery();
      case LiteLlmUnit::kNone:
        break;
    }
    return v1::METER_UNSPECIFIED;
  }

  v1::Meter MeterOfQuery() const {
    return pricing_.mode == "rerank"         ? v1::METER_RERANK_UNITS
           : pricing_.mode == "search"       ? v1::METER_WEB_SEARCHES
           : pricing_.mode == "vector_store" ? v1::METER_FILE_SEARCHES
                                             : v1::METER_REQUESTS;
  }

  void Set(const std::string& name, const Json& value,
           const LiteLlmPlace& place, const LiteLlmKey& key) {
    absl::StatusOr<ImportedPrice> price =
        absl::InvalidArgumentError("is no number");
    if (value.is_number() || value.is_string()) {
      price = ImportPrice(value.text, key.scale);
    }
    if (!price.ok()) {
      object_->Report(
          ImportFinding::kBadValue, name,
          absl::StrCat(Brief(value), " ", price.status().message()));
      return;
    }
    LiteLlmPrice made;
    made.price.price = *price;
    made.number = value.text;
    made.scale = key.scale;
    if (price->nanos == 0) {
      made.price.state = pricing_.zero;
      if (pricing_.zero == v1::METER_STATE_UNPRICED) {
        object_->Report(ImportFinding::kLeftOut, name,
                        "zero price, not said to be free");
      }
    }
    if (price->noise_removed) {
      object_->Report(ImportFinding::kNoiseRemoved, name, "");
    }
    if (price->rounded) {
      object_->Report(ImportFinding::kRounded, name, "");
    }
    Place({key.service_tier, pricing_.region, off_peak_}, place, made, name);
  }

  void Place(const LiteLlmSlot& slot, const LiteLlmPlace& place,
             const LiteLlmPrice& price, const std::string& name) {
    LiteLlmRates& rates = prices_->schedules[slot];
    const auto [it, is_new] = rates.try_emplace(place, price);
    LiteLlmPrice& old = it->second;
    const auto unpriced = v1::METER_STATE_UNPRICED;
    if (is_new || old.price == price.price || price.price.state == unpriced) {
      return;
    }
    if (old.price.state == unpriced) {
      old = price;
      return;
    }
    object_->Report(ImportFinding::kBadValue, name,
                    absl::StrCat(price.number, " contradicts ", old.number,
                                 ", which was taken"));
  }

  const LiteLlmPricing& pricing_;
  const int64_t min_input_tokens_;
  const bool off_peak_;
  ObjectReader* const object_;
  LiteLlmPrices* const prices_;
  bool has_output_price_ = false;
};

}  // namespace

void ReadLiteLlmRates(const LiteLlmPricing& pricing, int64_t min_input_tokens,
                      bool off_peak, ObjectReader* object,
                      LiteLlmPrices* prices) {
  RateReader(pricing, min_input_tokens, off_peak, object, prices).Run();
}

}  // namespace ratecard
