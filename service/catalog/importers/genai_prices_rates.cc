#include "service/catalog/importers/genai_prices_rates.h"

#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace ratecard {
namespace {

constexpr size_t kMaxTiers = 64;

using Words = std::vector<absl::string_view>;

// The last word of a key: what is counted, and how many of it have the price.
struct Unit {
  enum class Kind { kTokens, kCharacters, kCount, kPages, kPixels, kTime };
  Kind kind = Kind::kCount;
  int64_t per = 1;  // of time, in milliseconds
};

// What a key is for.
struct Key {
  enum class Place { kUnknown, kNone, kMeter };
  Place place = Place::kUnknown;
  GenaiQuantity quantity;
  PriceScale scale;
};

std::optional<Unit> ParseUnit(absl::string_view word) {
  if (word == "hours") {
    return Unit{Unit::Kind::kTime, 3'600'000};
  }
  if (word == "minutes") {
    return Unit{Unit::Kind::kTime, 60'000};
  }
  if (word == "seconds") {
    return Unit{Unit::Kind::kTime, 1'000};
  }
  constexpr std::pair<absl::string_view, Unit::Kind> kCounted[] = {
      {"tok", Unit::Kind::kTokens},    {"chars", Unit::Kind::kCharacters},
      {"count", Unit::Kind::kCount},   {"pages", Unit::Kind::kPages},
      {"pixels", Unit::Kind::kPixels},
  };
  constexpr std::pair<absl::string_view, int64_t> kMultiples[] = {
      {"", 1}, {"k", 1'000}, {"m", 1'000'000}, {"g", 1'000'000'000}};
  for (const auto& [counted, kind] : kCounted) {
    for (const auto& [multiple, per] : kMultiples) {
      if (word == absl::StrCat(multiple, counted)) {
        return Unit{kind, per};
      }
    }
  }
  return std::nullopt;
}

// Takes the first word if it is `word`.
bool Consume(absl::string_view word, Words* words) {
  if (words->empty() || words->front() != word) {
    return false;
  }
  words->erase(words->begin());
  return true;
}

// Place of the first word, which it takes, in `choices`; their number if it is
// not among them.
template <size_t kCount>
size_t ConsumeOneOf(const std::array<absl::string_view, kCount>& choices,
                    Words* words) {
  for (size_t i = 0; i < kCount; ++i) {
    if (Consume(choices[i], words)) {
      return i;
    }
  }
  return kCount;
}

constexpr std::array<absl::string_view, 4> kModalities = {"text", "audio",
                                                          "image", "video"};

// What a key of a modality, or of all, prices: text is our name for the latter.
struct Modality {
  size_t place = 0;  // in kModalities
  bool given = false;
};

Modality ConsumeModality(Words* words) {
  const size_t place = ConsumeOneOf(kModalities, words);
  const bool given = place < kModalities.size();
  return {given ? place : 0, given};
}

Key MeterKey(v1::Meter meter, int breadth = 0) {
  Key key;
  key.place = Key::Place::kMeter;
  key.quantity = {{meter, {}}, breadth};
  return key;
}

Key WithoutPlace() {
  Key key;
  key.place = Key::Place::kNone;
  return key;
}

// `cache_read`, `cache_audio_write_1h`, without the first word.
Key ParseCached(Words words) {
  // By modality: read, then written for each lifetime.
  constexpr v1::Meter kCells[4][4] = {
      {v1::METER_CACHE_READ_TOKENS, v1::METER_CACHE_WRITE_5M_TOKENS,
       v1::METER_CACHE_WRITE_1H_TOKENS, v1::METER_CACHE_WRITE_12H_TOKENS},
      {v1::METER_AUDIO_CACHE_READ_TOKENS, v1::METER_AUDIO_CACHE_WRITE_5M_TOKENS,
       v1::METER_AUDIO_CACHE_WRITE_1H_TOKENS,
       v1::METER_AUDIO_CACHE_WRITE_12H_TOKENS},
      {v1::METER_IMAGE_CACHE_READ_TOKENS, v1::METER_IMAGE_CACHE_WRITE_5M_TOKENS,
       v1::METER_IMAGE_CACHE_WRITE_1H_TOKENS,
       v1::METER_IMAGE_CACHE_WRITE_12H_TOKENS},
      {v1::METER_VIDEO_CACHE_READ_TOKENS, v1::METER_VIDEO_CACHE_WRITE_5M_TOKENS,
       v1::METER_VIDEO_CACHE_WRITE_1H_TOKENS,
       v1::METER_VIDEO_CACHE_WRITE_12H_TOKENS},
  };
  constexpr std::array<absl::string_view, 3> kLifetimes = {"5m", "1h", "12h"};
  const Modality modality = ConsumeModality(&words);
  const int breadth = modality.given ? 0 : 2;
  const auto& cells = kCells[modality.place];
  if (Consume("read", &words)) {
    return words.empty() ? MeterKey(cells[0], breadth) : Key();
  }
  if (!Consume("write", &words)) {
    return {};
  }
  const size_t lifetime = ConsumeOneOf(kLifetimes, &words);
  if (!words.empty()) {
    return {};
  }
  return lifetime < kLifetimes.size() ? MeterKey(cells[1 + lifetime], breadth)
                                      : MeterKey(cells[1], breadth + 1);
}

// `input`, `output_image`, `output_reasoning`.
Key ParseUncached(Words words) {
  constexpr v1::Meter kInput[] = {
      v1::METER_INPUT_TOKENS, v1::METER_AUDIO_INPUT_TOKENS,
      v1::METER_IMAGE_INPUT_TOKENS, v1::METER_VIDEO_INPUT_TOKENS};
  constexpr v1::Meter kOutput[] = {
      v1::METER_OUTPUT_TOKENS, v1::METER_AUDIO_OUTPUT_TOKENS,
      v1::METER_IMAGE_OUTPUT_TOKENS, v1::METER_VIDEO_OUTPUT_TOKENS};
  const bool input = Consume("input", &words);
  if (!input && !Consume("output", &words)) {
    return {};
  }
  const Modality modality = ConsumeModality(&words);
  const int breadth = modality.given ? 0 : 1;
  if (words.empty()) {
    return MeterKey((input ? kInput : kOutput)[modality.place], breadth);
  }
  const absl::string_view use = words.front();
  if (words.size() > 1 || (input && use != "tool") ||
      (!input && use != "reasoning" && use != "citation")) {
    return {};
  }
  return use == "reasoning" && modality.place == 0
             ? MeterKey(v1::METER_REASONING_TOKENS, breadth)
             : WithoutPlace();
}

// What is counted by other units than tokens.
struct NamedQuantity {
  Unit::Kind kind;
  absl::string_view name;
  v1::Meter meter;  // none: no meter of ours counts it
  int64_t unit_quantity;
  int breadth = 0;
};

constexpr NamedQuantity kNamed[] = {
    {Unit::Kind::kCharacters, "input", v1::METER_INPUT_CHARACTERS, 1'000'000},
    {Unit::Kind::kCharacters, "output", v1::METER_OUTPUT_CHARACTERS, 1'000'000},
    {Unit::Kind::kPixels, "input", v1::METER_INPUT_PIXELS, 1'000'000},
    {Unit::Kind::kPixels, "output", v1::METER_OUTPUT_PIXELS, 1'000'000},
    {Unit::Kind::kPages, "input_document", v1::METER_INPUT_PAGES, 1'000},
    {Unit::Kind::kPages, "input_annotated_document", v1::METER_ANNOTATED_PAGES,
     1'000},
    {Unit::Kind::kTime, "audio", v1::METER_INPUT_AUDIO_MILLISECONDS, 60'000, 1},
    {Unit::Kind::kTime, "input_audio", v1::METER_INPUT_AUDIO_MILLISECONDS,
     60'000},
    {Unit::Kind::kTime, "output_audio", v1::METER_OUTPUT_AUDIO_MILLISECONDS,
     60'000},
    {Unit::Kind::kTime, "input_video", v1::METER_INPUT_VIDEO_MILLISECONDS,
     60'000},
    {Unit::Kind::kTime, "output_video", v1::METER_OUTPUT_VIDEO_MILLISECONDS,
     60'000},
    {Unit::Kind::kCount, "input_images", v1::METER_INPUT_IMAGES, 1},
    {Unit::Kind::kCount, "output_images", v1::METER_OUTPUT_IMAGES, 1},
    {Unit::Kind::kCount, "requests", v1::METER_REQUESTS, 1'000},
    {Unit::Kind::kCount, "web_searches", v1::METER_WEB_SEARCHES, 1'000},
    {Unit::Kind::kCount, "storage_searches", v1::METER_FILE_SEARCHES, 1'000},
    {Unit::Kind::kCount, "rerank_searches", v1::METER_RERANK_UNITS, 1'000},
    {Unit::Kind::kCount, "social_searches", v1::METER_UNSPECIFIED, 1},
    {Unit::Kind::kCount, "code_executions", v1::METER_UNSPECIFIED, 1},
    {Unit::Kind::kCount, "input_text_messages", v1::METER_UNSPECIFIED, 1},
};

Key ParseQuantity(Unit::Kind kind, Words words) {
  if (kind == Unit::Kind::kTokens) {
    Key key = Consume("cache", &words) ? ParseCached(std::move(words))
                                       : ParseUncached(std::move(words));
    key.scale.multiply = 1'000'000;
    return key;
  }
  const std::string name = absl::StrJoin(words, "_");
  for (const NamedQuantity& named : kNamed) {
    if (named.kind == kind && named.name == name) {
      Key key = named.meter == v1::METER_UNSPECIFIED
                    ? WithoutPlace()
                    : MeterKey(named.meter, named.breadth);
      key.scale.multiply = named.unit_quantity;
      return key;
    }
  }
  return {};
}

Key ParseKey(absl::string_view text) {
  Words words = absl::StrSplit(text, '_');
  const std::optional<Unit> unit = ParseUnit(words.back());
  words.pop_back();
  if (!unit.has_value()) {
    return {};
  }
  Key key = ParseQuantity(unit->kind, std::move(words));
  key.scale.divide = unit->per;
  return key;
}

class PricesReader {
 public:
  PricesReader(ObjectReader* prices, ZeroMeaning zero)
      : prices_(prices), zero_(zero) {}

  GenaiPrices Read() {
    for (const auto* member : prices_->Rest()) {
      const Key key = ParseKey(member->first);
      if (key.place == Key::Place::kMeter) {
        Add(member->first, key);
      } else if (key.place == Key::Place::kNone &&
                 prices_->Value(member->first) != nullptr) {
        prices_->Report(ImportFinding::kLeftOut, member->first,
                        "no meter counts it");
      }
    }
    prices_->ReportRest();
    ReportBreadth();
    return std::move(found_);
  }

 private:
  void Add(const std::string& name, const Key& key) {
    std::optional<GenaiPrice> price = ReadOne(name, key.scale);
    if (!price.has_value()) {
      return;
    }
    const auto [it, is_new] = found_.try_emplace(key.quantity, *price);
    const std::string& first = names_.emplace(key.quantity, name).first->second;
    if (!is_new && !(it->second == *price)) {
      prices_->Report(ImportFinding::kBadValue, name,
                      absl::StrCat("another price than that of ", first));
    }
  }

  std::optional<GenaiPrice> ReadOne(const std::string& name, PriceScale scale) {
    GenaiPrice price;
    const Json* value = prices_->Value(name);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_object()) {
      price.base = ReadDraftPrice(prices_, name, scale, {zero_});
    } else if (std::optional<ObjectReader> tiered = prices_->Object(name)) {
      price.base = ReadDraftPrice(&*tiered, "base", scale, {zero_});
      for (ObjectReader& tier : tiered->Objects("tiers")) {
        ReadTier(&tier, scale, &price);
      }
      tiered->ReportRest();
    }
    const bool found = price.base.has_value() || !price.tiers.empty();
    return found ? std::optional(std::move(price)) : std::nullopt;
  }

  void ReadTier(ObjectReader* tier, PriceScale scale, GenaiPrice* price) {
    const int64_t start = tier->Integer("start").value_or(-1);
    const std::optional<DraftPrice> read =
        ReadDraftPrice(tier, "price", scale, {zero_});
    tier->ReportRest();
    if (start < 0 || start == std::numeric_limits<int64_t>::max() ||
        price->tiers.size() == kMaxTiers) {
      tier->Report(ImportFinding::kBadValue, "start", "begins no tier");
    } else if (read.has_value() &&
               // A tier begins above its start.
               !price->tiers.emplace(start + 1, *read).second) {
      tier->Report(ImportFinding::kBadValue, "start",
                   absl::StrCat("a second one at ", start));
    }
  }

  // What a price for more than its meter says beyond that.
  void ReportBreadth() {
    for (auto it = found_.begin(); it != found_.end(); ++it) {
      const auto next = std::next(it);
      if (next != found_.end() && !(next->first.thing < it->first.thing) &&
          !(it->first.thing < next->first.thing) &&
          !(next->second == it->second)) {
        prices_->Report(ImportFinding::kLeftOut, names_[next->first],
                        absl::StrCat("beside ", names_[it->first]));
      }
      if (it->first.thing.meter == v1::METER_INPUT_AUDIO_MILLISECONDS &&
          it->first.breadth > 0 &&
          (it == found_.begin() ||
           std::prev(it)->first.thing < it->first.thing)) {
        prices_->Report(
            ImportFinding::kLeftOut, names_[it->first],
            "that it counts output too: taken as the price of input");
      }
    }
  }

  ObjectReader* const prices_;
  const ZeroMeaning zero_;
  GenaiPrices found_;
  std::map<GenaiQuantity, std::string> names_;
};

}  // namespace

GenaiPrices ReadGenaiPrices(ObjectReader prices, ZeroMeaning zero) {
  return PricesReader(&prices, zero).Read();
}

ScheduleDraft DraftGenaiPrices(const GenaiPrices& prices) {
  ScheduleDraft draft;
  const PricedThing* last = nullptr;
  for (const auto& [quantity, price] : prices) {
    if (last != nullptr && !(*last < quantity.thing)) {
      continue;
    }
    last = &quantity.thing;
    if (price.base.has_value()) {
      draft.SetPrice(quantity.thing, *price.base);
    }
    for (const auto& [min, tier] : price.tiers) {
      draft.SetTier(quantity.thing, ScheduleDraft::Threshold::kInputTokens, min,
                    tier);
    }
  }
  return draft;
}

}  // namespace ratecard
