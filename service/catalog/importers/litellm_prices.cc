#include "service/catalog/importers/litellm_prices.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

// No factor that is published comes near; products of two stay exact.
constexpr int64_t kMaxFactor = 100;
constexpr int64_t kThousandthsPerUnit = 1000;

// Reads what an entry prices in other forms than price keys.
class EntryReader {
 public:
  EntryReader(const LiteLlmPricing& pricing, ObjectReader* entry,
              LiteLlmPrices* prices)
      : pricing_(pricing), entry_(entry), prices_(prices) {}

  void Run() {
    // First what the entry says of itself, so that its ranges cannot win.
    ReadLiteLlmRates(pricing_, 0, false, entry_, prices_);
    ReadRanges();
    ReadOffPeak();
    ReadSearches();
    ReadFreeSearches();
    ReadProviderSpecific();
    ReadUplift("regional_processing_uplift_multiplier_eu", "eu");
    ReadUplift("regional_processing_uplift_multiplier_us", "us");
    ReadUplift("regional_endpoint_uplift_multiplier", "regional");
  }

 private:
  void ReadRanges() {
    std::string last_end;
    for (ObjectReader& range : entry_->Objects("tiered_pricing")) {
      if (const Json* results = range.Value("max_results_range")) {
        ReadResults(*results, &range);
      } else {
        ReadRange(&last_end, &range);
      }
      range.ReportRest();
    }
  }

  // Prices of a search that returns so many results.
  void ReadResults(const Json& results, ObjectReader* range) {
    const std::vector<Json>& bounds = results.items;
    if (bounds.size() != 2 || !WholeNumber(bounds[0].text).has_value() ||
        !WholeNumber(bounds[1].text).has_value()) {
      range->Report(ImportFinding::kBadValue, "max_results_range",
                    Brief(results));
      return;
    }
    LiteLlmPricing pricing = pricing_;
    pricing.parameters.emplace_back(
        "max_results", absl::StrCat(*WholeNumber(bounds[0].text), "-",
                                    *WholeNumber(bounds[1].text)));
    std::sort(pricing.parameters.begin(), pricing.parameters.end());
    ReadLiteLlmRates(pricing, 0, false, range, prices_);
  }

  // Prices of a request with so many input tokens. A bound that two ranges
  // share belongs to the lower one.
  void ReadRange(std::string* last_end, ObjectReader* range) {
    const Json* bounds = range->Value("range");
    if (bounds == nullptr || bounds->items.size() != 2) {
      range->Report(ImportFinding::kBadValue, "range",
                    bounds == nullptr ? "missing" : Brief(*bounds));
      return;
    }
    const std::optional<int64_t> begin = WholeNumber(bounds->items[0].text);
    const std::optional<int64_t> end = WholeNumber(bounds->items[1].text);
    if (!begin.has_value() || !end.has_value() || *begin < 0 ||
        *begin >= *end) {
      range->Report(ImportFinding::kBadValue, "range", Brief(*bounds));
      return;
    }
    const bool shared = absl::StrCat(*begin) == *last_end;
    *last_end = absl::StrCat(*end);
    ReadLiteLlmRates(pricing_, *begin + (shared ? 1 : 0), false, range,
                     prices_);
  }

  void ReadOffPeak() {
    std::optional<ObjectReader> off_peak = entry_->Object("off_peak_pricing");
    if (!off_peak.has_value()) {
      return;
    }
    const auto windows = ReadLiteLlmWindows(&*off_peak);
    if (!windows.has_value()) {
      return;
    }
    const auto same = [](const v1::DailyWindow& a, const v1::DailyWindow& b) {
      return a.SerializeAsString() == b.SerializeAsString();
    };
    std::vector<v1::DailyWindow>& known = prices_->off_peak_windows;
    if (!known.empty() && !std::equal(known.begin(), known.end(),
                                      windows->begin(), windows->end(), same)) {
      entry_->Report(ImportFinding::kBadValue, "off_peak_pricing",
                     "contradicts the windows that were taken");
      return;
    }
    known = *windows;
    ReadLiteLlmRates(pricing_, 0, true, &*off_peak, prices_);
    off_peak->ReportRest();
  }

  void ReadSearches() {
    constexpr absl::string_view kName = "search_context_cost_per_query";
    std::optional<ObjectReader> searches = entry_->Object(kName);
    if (!searches.has_value()) {
      return;
    }
    constexpr std::array<absl::string_view, 3> kSizes = {"low", "medium",
                                                         "high"};
    std::vector<const Json*> numbers;
    numbers.reserve(kSizes.size());
    for (const absl::string_view size : kSizes) {
      numbers.push_back(
          searches->Value(absl::StrCat("search_context_size_", size)));
    }
    const bool one_price =
        std::all_of(numbers.begin(), numbers.end(), [&](const Json* number) {
          return number != nullptr && numbers[0] != nullptr &&
                 number->text == numbers[0]->text;
        });
    for (size_t i = 0; i < kSizes.size() && (i == 0 || !one_price); ++i) {
      if (numbers[i] == nullptr) {
        continue;
      }
      LiteLlmPricing pricing = pricing_;
      pricing.mode = "search";
      if (!one_price) {
        pricing.parameters.emplace_back("search_context_size", kSizes[i]);
      }
      ReadOne(pricing, kName, "input_cost_per_query", *numbers[i]);
    }
    searches->ReportRest();
  }

  // Reads `value` as if the entry had it under the price key `as`.
  void ReadOne(const LiteLlmPricing& pricing, absl::string_view name,
               absl::string_view as, const Json& value) {
    Json json;
    json.kind = Json::Kind::kObject;
    json.members.emplace_back(as, value);
    ObjectReader reader(json, std::string(name),
                        absl::StrCat(entry_->path(), ".", name),
                        entry_->report());
    ReadLiteLlmRates(pricing, 0, false, &reader, prices_);
  }

  void ReadFreeSearches() {
    if (const Json* unit = entry_->Value("web_search_billing_unit");
        unit != nullptr && unit->text != "per_query") {
      entry_->Report(ImportFinding::kLeftOut, "web_search_billing_unit",
                     Brief(*unit));
    }
    std::optional<ObjectReader> free = entry_->Object("search_free_requests");
    if (!free.has_value()) {
      return;
    }
    v1::FreeAllowance allowance;
    allowance.set_quantity(free->Integer("count").value_or(0));
    allowance.set_period(free->String("period").value_or(""));
    allowance.set_shared_by(
        free->String("shared_group").value_or("").substr(0, 100));
    free->ReportRest();
    if (allowance.quantity() <= 0 ||
        (allowance.period() != "day" && allowance.period() != "month")) {
      entry_->Report(ImportFinding::kBadValue, "search_free_requests",
                     "not so many a day or month");
    } else if (!prices_->free_searches.has_value()) {
      prices_->free_searches = allowance;
    } else if (prices_->free_searches->SerializeAsString() !=
               allowance.SerializeAsString()) {
      entry_->Report(ImportFinding::kBadValue, "search_free_requests",
                     "contradicts the allowance that was taken");
    }
  }

  void ReadProviderSpecific() {
    std::optional<ObjectReader> specific =
        entry_->Object("provider_specific_entry");
    if (!specific.has_value()) {
      return;
    }
    specific->Ignore({"dashscope_video_reference_input",
                      "volcengine_video_frames", "bedrock_invocation_schema"});
    if (specific->Value("minimax_free_input_images") != nullptr) {
      specific->Report(ImportFinding::kLeftOut, "minimax_free_input_images",
                       "free units in each request");
    }
    for (const auto* member : specific->Rest()) {
      const std::string& key = member->first;
      const bool region =
          key.size() == 2 && std::all_of(key.begin(), key.end(), [](char c) {
            return c >= 'a' && c <= 'z';
          });
      if (region || key == "fast") {
        AddUplift(&*specific, key, region ? "" : key, region ? key : "");
      }
    }
    specific->ReportRest();
  }

  void ReadUplift(absl::string_view key, absl::string_view region) {
    if (entry_->Value(key) != nullptr) {
      AddUplift(entry_, key, "", region);
    }
  }

  void AddUplift(ObjectReader* reader, absl::string_view key,
                 absl::string_view service_tier, absl::string_view region) {
    const Json& value = *reader->Value(key);
    const absl::StatusOr<ImportedPrice> factor =
        ImportPrice(value.text, {kThousandthsPerUnit, 1});
    const int64_t nanos = factor.ok() ? factor->nanos : 0;
    constexpr int64_t kNanos = 1'000'000'000;
    if (nanos == 0 || nanos % kNanos != 0 ||
        nanos / kNanos > kMaxFactor * kThousandthsPerUnit) {
      reader->Report(ImportFinding::kBadValue, key, Brief(value));
      return;
    }
    const LiteLlmUplift uplift{std::string(service_tier),
                               std::string(region),
                               {nanos / kNanos, kThousandthsPerUnit}};
    for (const LiteLlmUplift& known : prices_->uplifts) {
      if (known.service_tier == uplift.service_tier &&
          known.region == uplift.region) {
        if (known.factor.multiply != uplift.factor.multiply) {
          reader->Report(ImportFinding::kBadValue, key,
                         "contradicts the factor that was taken");
        }
        return;
      }
    }
    prices_->uplifts.push_back(uplift);
  }

  const LiteLlmPricing& pricing_;
  ObjectReader* const entry_;
  LiteLlmPrices* const prices_;
};

}  // namespace

void ReadLiteLlmPrices(const LiteLlmPricing& pricing, ObjectReader* entry,
                       LiteLlmPrices* prices) {
  EntryReader(pricing, entry, prices).Run();
}

}  // namespace ratecard
