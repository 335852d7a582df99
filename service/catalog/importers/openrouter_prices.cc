#include "service/catalog/importers/openrouter_prices.h"

#include <limits>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {
namespace {

// All prices are of one: a token, an image, a request, a search.
constexpr PriceScale kTokens{1'000'000, 1};
constexpr PriceScale kThousands{1'000, 1};
constexpr PriceScale kOne{1, 1};

struct PriceKey {
  const char* key;
  v1::Meter meter;
  PriceScale scale;
  bool part_of_another;  // see ZeroRule
};

constexpr PriceKey kPriceKeys[] = {
    {"prompt", v1::METER_INPUT_TOKENS, kTokens, false},
    {"completion", v1::METER_OUTPUT_TOKENS, kTokens, false},
    {"internal_reasoning", v1::METER_REASONING_TOKENS, kTokens, true},
    {"input_cache_read", v1::METER_CACHE_READ_TOKENS, kTokens, true},
    {"input_cache_write", v1::METER_CACHE_WRITE_5M_TOKENS, kTokens, true},
    {"input_cache_write_1h", v1::METER_CACHE_WRITE_1H_TOKENS, kTokens, true},
    {"audio", v1::METER_AUDIO_INPUT_TOKENS, kTokens, true},
    {"input_audio_cache", v1::METER_AUDIO_CACHE_READ_TOKENS, kTokens, true},
    {"audio_output", v1::METER_AUDIO_OUTPUT_TOKENS, kTokens, true},
    {"image_token", v1::METER_IMAGE_INPUT_TOKENS, kTokens, true},
    {"image_output", v1::METER_IMAGE_OUTPUT_TOKENS, kTokens, true},
    {"request", v1::METER_REQUESTS, kThousands, true},
    {"web_search", v1::METER_WEB_SEARCHES, kThousands, true},
};
constexpr PriceKey kImageOfTokens = {"image", v1::METER_IMAGE_INPUT_TOKENS,
                                     kTokens, true};
constexpr PriceKey kWholeImage = {"image", v1::METER_INPUT_IMAGES, kOne, true};

class PriceReader {
 public:
  PriceReader(ZeroMeaning zero, ObjectReader* pricing)
      : zero_(zero), pricing_(pricing) {}

  ScheduleDraft Read() {
    for (const PriceKey& item : kPriceKeys) {
      Add(item);
    }
    AddImage();
    for (ObjectReader& over : pricing_->Objects("overrides")) {
      ReadOverride(&over);
    }
    const std::optional<std::string> discount = pricing_->Number("discount");
    if (discount.has_value() && WholeNumber(*discount) != 0) {
      pricing_->Report(ImportFinding::kLeftOut, "discount",
                       "share that is off for now, of prices given after it");
    }
    pricing_->ReportRest();
    return draft_;
  }

 private:
  std::optional<DraftPrice> Price(ObjectReader* from, const PriceKey& item,
                                  bool part_of_another) {
    const Json* value = from->Value(item.key);
    if (value != nullptr && WholeNumber(value->text) == -1) {
      from->Report(ImportFinding::kLeftOut, item.key,
                   "the price of whichever model it routes to");
      return part_of_another
                 ? std::nullopt
                 : std::optional(DraftPrice{v1::METER_STATE_UNPRICED, {}});
    }
    return ReadDraftPrice(from, item.key, item.scale, {zero_, part_of_another});
  }

  void Add(const PriceKey& item) {
    const auto price = Price(pricing_, item, item.part_of_another);
    if (price.has_value() && !draft_.SetPrice({item.meter, {}}, *price)) {
      pricing_->Report(ImportFinding::kBadValue, item.key,
                       "another price of the same");
    }
  }

  // `image` is the price of a whole image, except where it is what a token of
  // text costs, to the digit: no image costs as little, so it is that of an
  // image's tokens.
  void AddImage() {
    const Json* image = pricing_->Value("image");
    const Json* prompt = pricing_->Value("prompt");
    const bool as_text = image != nullptr && prompt != nullptr &&
                         !image->text.empty() && image->text == prompt->text;
    Add(as_text ? kImageOfTokens : kWholeImage);
  }

  // What some requests cost: those with more than `min_prompt_tokens`, or those
  // at a time of the day. Later overrides go before earlier ones.
  void ReadOverride(ObjectReader* over) {
    const auto more_than = over->Integer("min_prompt_tokens");
    const bool daily = over->Value("utc_start") != nullptr ||
                       over->Value("utc_end") != nullptr ||
                       over->Value("utc_days") != nullptr;
    if (daily || !more_than.has_value()) {
      over->Report(ImportFinding::kLeftOut, "", "prices of times of the day");
      return;
    }
    if (*more_than < 0 || *more_than >= std::numeric_limits<int64_t>::max()) {
      over->Report(ImportFinding::kBadValue, "min_prompt_tokens",
                   absl::StrCat(*more_than));
      return;
    }
    for (const PriceKey& item : kPriceKeys) {
      const PricedThing thing{item.meter, {}};
      const bool part =
          item.part_of_another && draft_.FindPrice(thing) == nullptr;
      const auto price = Price(over, item, part);
      if (price.has_value() &&
          !draft_.SetTier(thing, ScheduleDraft::Threshold::kInputTokens,
                          *more_than + 1, *price)) {
        over->Report(ImportFinding::kBadValue, item.key,
                     absl::StrCat("another price above ", *more_than));
      }
    }
    over->ReportRest();
  }

  const ZeroMeaning zero_;
  ObjectReader* const pricing_;
  ScheduleDraft draft_;
};

}  // namespace

void ReadOpenRouterPrices(ObjectReader* entry, v1::Model* model) {
  std::optional<ObjectReader> pricing = entry->Object("pricing");
  if (!pricing.has_value()) {
    return;
  }
  const ZeroMeaning zero = SaysFree(model->model_id(), model->display_name())
                               ? ZeroMeaning::kFree
                               : ZeroMeaning::kUnknown;
  const ScheduleDraft draft = PriceReader(zero, &*pricing).Read();
  if (!draft.empty()) {
    v1::PriceSchedule* schedule = model->add_price_schedules();
    schedule->set_schedule_id("standard");
    draft.AddRatesTo(schedule);
  }
}

}  // namespace ratecard
