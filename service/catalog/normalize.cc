#include "service/catalog/normalize.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/time/time.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/written_out.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// Sorts by `key`, a function of an element.
template <typename Element, typename Key>
void SortBy(google::protobuf::RepeatedPtrField<Element>* elements,
            const Key& key) {
  std::stable_sort(
      elements->pointer_begin(), elements->pointer_end(),
      [&key](const Element* a, const Element* b) { return key(*a) < key(*b); });
}

void SortStrings(google::protobuf::RepeatedPtrField<std::string>* strings) {
  std::sort(strings->pointer_begin(), strings->pointer_end(),
            [](const std::string* a, const std::string* b) { return *a < *b; });
}

void Default(const std::string& value, std::string* field) {
  if (field->empty()) {
    *field = value;
  }
}

void NormalizeTime(std::string* text) {
  if (const auto time = ParseCatalogTime(*text); time.ok()) {
    *text = FormatCatalogTime(*time);
  }
}

absl::Time StartOf(const std::string& text) {
  return ParseCatalogTime(text).value_or(absl::InfinitePast());
}

// A price or factor without needless zeros.
void NormalizeDecimal(std::string* text) {
  if (const auto nanos = ParseNanos(*text, kMaxPriceNanos); nanos.ok()) {
    *text = FormatNanos(*nanos);
  }
}

template <typename Priced>
void NormalizePriced(Priced* priced, v1::MeterState without_price) {
  if (!priced->price().empty()) {
    NormalizeDecimal(priced->mutable_price());
    priced->set_state(v1::METER_STATE_PRICED);
  } else if (priced->state() == v1::METER_STATE_UNSPECIFIED) {
    priced->set_state(without_price);
  }
}

void NormalizeRate(v1::Rate* rate) {
  SortBy(rate->mutable_parameters(),
         [](const v1::MeterParameter& parameter) -> const std::string& {
           return parameter.key();
         });
  if (rate->billed_as() == v1::METER_UNSPECIFIED) {
    NormalizePriced(rate, v1::METER_STATE_UNPRICED);
  }
  for (v1::RateTier& tier : *rate->mutable_tiers()) {
    NormalizePriced(&tier, v1::METER_STATE_UNPRICED);
  }
  if (!rate->tiers().empty() &&
      rate->tier_mode() == v1::TIER_MODE_UNSPECIFIED) {
    rate->set_tier_mode(v1::TIER_MODE_WHOLE_REQUEST);
  }
}

void NormalizeSchedule(const v1::Model& model, v1::PriceSchedule* schedule) {
  Default(std::string(kStandardTier), schedule->mutable_service_tier());
  Default(model.source_id(), schedule->mutable_source_id());
  NormalizeTime(schedule->mutable_start_time());
  NormalizeTime(schedule->mutable_end_time());
  NormalizeTime(schedule->mutable_last_seen_time());
  if (!schedule->start_time().empty() &&
      schedule->start_basis() == v1::DATE_BASIS_UNSPECIFIED) {
    schedule->set_start_basis(v1::DATE_BASIS_DOCUMENTED);
  }
  for (v1::DailyWindow& window : *schedule->mutable_daily_windows()) {
    std::sort(window.mutable_weekdays()->begin(),
              window.mutable_weekdays()->end());
  }
  SortBy(schedule->mutable_daily_windows(), [](const v1::DailyWindow& window) {
    return std::make_tuple(window.start(), window.end(),
                           window.weekdays().empty() ? 0 : window.weekdays(0));
  });
  for (v1::Rate& rate : *schedule->mutable_rates()) {
    NormalizeRate(&rate);
  }
  SortBy(schedule->mutable_rates(), [](const v1::Rate& rate) {
    return std::make_tuple(static_cast<int>(rate.meter()), RateKey(rate));
  });
}

void NormalizeAlias(const v1::Model& model, v1::Alias* alias) {
  Default(model.source_id(), alias->mutable_source_id());
  NormalizeTime(alias->mutable_start_time());
  NormalizeTime(alias->mutable_end_time());
  if (alias->kind() == v1::ALIAS_KIND_UNSPECIFIED) {
    alias->set_kind(v1::ALIAS_KIND_ALIAS);
  }
}

// Rows and benchmarks stay in the order in which they are to be read.
void NormalizeCard(const v1::Model& model, v1::ModelCard* card) {
  for (v1::CardRow& row : *card->mutable_rows()) {
    Default(model.source_id(), row.mutable_source_id());
  }
  for (v1::BenchmarkResult& result : *card->mutable_benchmarks()) {
    Default(model.source_id(), result.mutable_source_id());
  }
}

void NormalizeModel(const v1::Provider& provider, v1::Model* model) {
  Default(provider.currency_code(), model->mutable_currency_code());
  for (v1::Alias& alias : *model->mutable_aliases()) {
    NormalizeAlias(*model, &alias);
  }
  SortBy(model->mutable_aliases(), [](const v1::Alias& alias) {
    return std::make_tuple(alias.alias_id(), StartOf(alias.start_time()));
  });
  for (auto* values :
       {model->mutable_input_modalities(), model->mutable_output_modalities(),
        model->mutable_capabilities()}) {
    std::sort(values->begin(), values->end());
  }
  for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
    NormalizeSchedule(*model, &schedule);
  }
  // The standard tier first, oldest prices first: the order of a history.
  SortBy(model->mutable_price_schedules(),
         [](const v1::PriceSchedule& schedule) {
           return std::make_tuple(schedule.service_tier() != kStandardTier,
                                  schedule.service_tier(), schedule.region(),
                                  StartOf(schedule.start_time()),
                                  schedule.schedule_id());
         });
  if (model->has_card()) {
    NormalizeCard(*model, model->mutable_card());
  }
  SortBy(model->mutable_field_sources(),
         [](const v1::FieldSource& source) -> const std::string& {
           return source.field();
         });
  SortBy(model->mutable_disagreements(), [](const v1::Disagreement& other) {
    return std::tie(other.field(), other.source_id(), other.value());
  });
}

}  // namespace

void Normalize(v1::Provider* provider) {
  SortStrings(provider->mutable_aliases());
  SortStrings(provider->mutable_home_makers());
  SortStrings(provider->mutable_api_hosts());
  for (v1::Region& region : *provider->mutable_regions()) {
    SortStrings(region.mutable_contains());
  }
  SortBy(provider->mutable_regions(),
         [](const v1::Region& region) -> const std::string& {
           return region.region_id();
         });
  SortBy(provider->mutable_holiday_calendars(),
         [](const v1::HolidayCalendar& calendar) -> const std::string& {
           return calendar.calendar_id();
         });
  SortBy(provider->mutable_sources(),
         [](const v1::Source& source) -> const std::string& {
           return source.source_id();
         });
  for (v1::Model& model : *provider->mutable_models()) {
    NormalizeModel(*provider, &model);
  }
  SortBy(provider->mutable_models(),
         [](const v1::Model& model) -> const std::string& {
           return model.model_id();
         });
}

}  // namespace ratecard
