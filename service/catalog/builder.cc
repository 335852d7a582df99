#include "service/catalog/builder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/name_index.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Validation refuses all of this with file and line; here it only has to be
// safe.
Error Invalid(absl::string_view where, absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG",
               absl::StrCat(where, ": ", what));
}

absl::StatusOr<absl::Time> TimeOr(const std::string& text, absl::Time open) {
  if (text.empty()) {
    return open;
  }
  return ParseCatalogTime(text);
}

MeterState StateOf(v1::MeterState state) {
  return state == v1::METER_STATE_UNSPECIFIED ? MeterState::kPriced
                                              : static_cast<MeterState>(state);
}

absl::StatusOr<int64_t> PriceOf(const std::string& price, MeterState state) {
  if (state != MeterState::kPriced) {
    return 0;
  }
  return ParseNanos(price, kMaxPriceNanos);
}

// Requires a rate with tiers.
TierBasis BasisOf(const v1::Rate& rate) {
  if (rate.tier_mode() == v1::TIER_MODE_GRADUATED) {
    return TierBasis::kGraduated;
  }
  switch (rate.tiers(0).threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return TierBasis::kInputTokens;
    case v1::RateTier::kMinOutputTokens:
      return TierBasis::kOutputTokens;
    default:
      return TierBasis::kQuantity;
  }
}

int64_t ThresholdOf(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return tier.min_input_tokens();
    case v1::RateTier::kMinOutputTokens:
      return tier.min_output_tokens();
    default:
      return tier.min_quantity();
  }
}

bool IsKnown(v1::Meter meter) {
  return v1::Meter_IsValid(meter) && meter != v1::METER_UNSPECIFIED;
}

// Builds the models of one provider.
class ProviderBuilder {
 public:
  ProviderBuilder(v1::Provider* proto, Provider* provider)
      : proto_(proto), provider_(provider) {}

  absl::Status BuildProvider() {
    provider_->id = proto_->provider_id();
    provider_->home_makers.assign(proto_->home_makers().begin(),
                                  proto_->home_makers().end());
    for (const v1::Region& region : proto_->regions()) {
      provider_->regions.Add(region.region_id(), {region.contains().begin(),
                                                  region.contains().end()});
    }
    for (const v1::Source& source : proto_->sources()) {
      sources_.emplace(source.source_id(),
                       static_cast<uint16_t>(provider_->sources.size()));
      RATECARD_ASSIGN_OR_RETURN(
          const absl::Time checked,
          TimeOr(source.checked_date(), absl::InfiniteFuture()));
      provider_->sources.push_back({source.source_id(), checked});
    }
    for (const v1::HolidayCalendar& calendar : proto_->holiday_calendars()) {
      RATECARD_RETURN_IF_ERROR(AddCalendar(calendar));
    }
    proto_->set_name(absl::StrCat("providers/", provider_->id));
    provider_->proto = proto_;
    return absl::OkStatus();
  }

  absl::Status BuildModel(v1::Model* proto, Model* model) const {
    model->id = proto->model_id();
    model->resource_name =
        absl::StrCat("providers/", provider_->id, "/models/", model->id);
    model->maker = proto->maker();
    model->currency = proto->currency_code();
    model->provider = provider_;
    model->plan_only = proto->plan_only();
    model->proto = proto;
    proto->set_name(model->resource_name);
    BuildLimits(*proto, &model->limits);
    const v1::Lifecycle& lifecycle = proto->lifecycle();
    RATECARD_ASSIGN_OR_RETURN(
        model->lifecycle.released,
        TimeOr(lifecycle.release_date(), absl::InfinitePast()));
    RATECARD_ASSIGN_OR_RETURN(
        model->lifecycle.deprecated,
        TimeOr(lifecycle.deprecation_date(), absl::InfiniteFuture()));
    RATECARD_ASSIGN_OR_RETURN(
        model->lifecycle.retired,
        TimeOr(lifecycle.retirement_date(), absl::InfiniteFuture()));
    const std::vector<std::optional<Period>> periods = EffectivePeriods(*proto);
    std::vector<PriceSchedule> schedules(periods.size());
    for (size_t i = 0; i < periods.size(); ++i) {
      const v1::PriceSchedule& from =
          proto->price_schedules(static_cast<int>(i));
      if (!periods[i].has_value()) {
        return Invalid(from.schedule_id(), "a time of it cannot be read");
      }
      schedules[i].start = periods[i]->start;
      schedules[i].end = periods[i]->end;
      RATECARD_RETURN_IF_ERROR(BuildSchedule(*proto, from, &schedules[i]));
    }
    model->prices = PriceBook(std::move(schedules));
    return absl::OkStatus();
  }

 private:
  absl::Status AddCalendar(const v1::HolidayCalendar& calendar) {
    auto built = std::make_shared<HolidayCalendar>();
    for (const std::string& date : calendar.dates()) {
      RATECARD_ASSIGN_OR_RETURN(const absl::CivilDay day,
                                ParseCatalogDate(date));
      built->days.push_back(day);
    }
    std::sort(built->days.begin(), built->days.end());
    RATECARD_ASSIGN_OR_RETURN(built->covers_through,
                              ParseCatalogDate(calendar.covers_through()));
    calendars_[calendar.calendar_id()] = std::move(built);
    return absl::OkStatus();
  }

  static void BuildLimits(const v1::Model& proto, Limits* limits) {
    const v1::Limits& from = proto.limits();
    if (from.has_context_window_tokens()) {
      limits->context_window = from.context_window_tokens();
    }
    if (from.has_max_input_tokens()) {
      limits->max_input = from.max_input_tokens();
    }
    if (from.has_max_output_tokens()) {
      limits->max_output = from.max_output_tokens();
    }
    limits->output_outside_window = from.output_outside_window();
    const auto set_of = [](const auto& modalities) {
      ModalitySet set = 0;
      for (const int modality : modalities) {
        if (v1::Modality_IsValid(modality)) {
          set = static_cast<ModalitySet>(set |
                                         Bit(static_cast<Modality>(modality)));
        }
      }
      return set;
    };
    limits->input_modalities = set_of(proto.input_modalities());
    limits->output_modalities = set_of(proto.output_modalities());
  }

  absl::StatusOr<uint16_t> SourceOf(const std::string& rate,
                                    const std::string& schedule,
                                    const std::string& model) const {
    const std::string& id = !rate.empty()       ? rate
                            : !schedule.empty() ? schedule
                                                : model;
    const auto it = sources_.find(id);
    if (it == sources_.end()) {
      return Invalid(provider_->id, absl::StrCat("unknown source '", id, "'"));
    }
    return it->second;
  }

  // All but the period.
  absl::Status BuildSchedule(const v1::Model& model,
                             const v1::PriceSchedule& proto,
                             PriceSchedule* schedule) const {
    schedule->id = proto.schedule_id();
    schedule->service_tier = proto.service_tier().empty()
                                 ? std::string(kStandardTier)
                                 : proto.service_tier();
    schedule->region = proto.region();
    if (proto.start_basis() == v1::DATE_BASIS_VERIFIED) {
      RATECARD_ASSIGN_OR_RETURN(
          schedule->verified_from,
          TimeOr(proto.start_time(), absl::InfinitePast()));
    }
    RATECARD_ASSIGN_OR_RETURN(
        schedule->last_seen,
        TimeOr(proto.last_seen_time(), absl::InfiniteFuture()));
    for (const v1::DailyWindow& window : proto.daily_windows()) {
      RATECARD_RETURN_IF_ERROR(AddWindow(window, schedule));
    }
    for (const v1::Rate& proto_rate : proto.rates()) {
      RATECARD_ASSIGN_OR_RETURN(Rate rate, BuildRate(proto_rate));
      RATECARD_ASSIGN_OR_RETURN(
          rate.source, SourceOf(proto_rate.source_id(), proto.source_id(),
                                model.source_id()));
      schedule->rates.Add(std::move(rate));
    }
    return absl::OkStatus();
  }

  absl::Status AddWindow(const v1::DailyWindow& proto,
                         PriceSchedule* schedule) const {
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(proto.time_zone(), &zone)) {
      return Invalid(
          schedule->id,
          absl::StrCat("time zone '", proto.time_zone(), "' cannot be loaded"));
    }
    RATECARD_ASSIGN_OR_RETURN(const int start, ParseMinuteOfDay(proto.start()));
    RATECARD_ASSIGN_OR_RETURN(const int end, ParseMinuteOfDay(proto.end()));
    uint8_t weekdays = 0;
    for (const int weekday : proto.weekdays()) {
      if (weekday >= 1 && weekday <= 7) {
        weekdays = static_cast<uint8_t>(weekdays | 1u << (weekday - 1));
      }
    }
    std::shared_ptr<const HolidayCalendar> calendar;
    if (!proto.except_holidays().empty()) {
      const auto it = calendars_.find(proto.except_holidays());
      if (it == calendars_.end()) {
        return Invalid(schedule->id, "unknown holiday calendar");
      }
      calendar = it->second;
    }
    schedule->windows.emplace_back(zone, start, end,
                                   weekdays == 0 ? 0x7f : weekdays, calendar);
    return absl::OkStatus();
  }

  static absl::StatusOr<Rate> BuildRate(const v1::Rate& proto) {
    if (!IsKnown(proto.meter()) ||
        (proto.billed_as() != v1::METER_UNSPECIFIED &&
         !IsKnown(proto.billed_as())) ||
        !v1::MeterState_IsValid(proto.state())) {
      return Invalid("rate", "unknown meter or state");
    }
    Rate rate;
    rate.meter = static_cast<Meter>(proto.meter());
    rate.billed_as = static_cast<Meter>(proto.billed_as());
    rate.state = StateOf(proto.state());
    // A rate with tiers alone has no price below them.
    if (rate.state == MeterState::kPriced && proto.price().empty() &&
        rate.billed_as == Meter::kUnspecified) {
      rate.state = MeterState::kUnpriced;
    }
    if (rate.billed_as == Meter::kUnspecified) {
      RATECARD_ASSIGN_OR_RETURN(rate.price_nanos,
                                PriceOf(proto.price(), rate.state));
    }
    rate.inexact = proto.inexact();
    rate.free_allowance = proto.has_free_allowance();
    std::vector<RateTier> tiers;
    for (const v1::RateTier& proto_tier : proto.tiers()) {
      RateTier tier;
      tier.min = ThresholdOf(proto_tier);
      tier.state = StateOf(proto_tier.state());
      tier.inexact = proto_tier.inexact();
      RATECARD_ASSIGN_OR_RETURN(tier.price_nanos,
                                PriceOf(proto_tier.price(), tier.state));
      tiers.push_back(tier);
    }
    if (!tiers.empty()) {
      rate.SetTiers(BasisOf(proto), std::move(tiers));
    }
    Parameters parameters;
    for (const v1::MeterParameter& parameter : proto.parameters()) {
      parameters.emplace_back(parameter.key(), parameter.value());
    }
    if (!parameters.empty()) {
      std::sort(parameters.begin(), parameters.end());
      rate.SetParameters(std::move(parameters));
    }
    return rate;
  }

  v1::Provider* proto_;
  Provider* provider_;
  absl::flat_hash_map<std::string, uint16_t> sources_;
  absl::flat_hash_map<std::string, std::shared_ptr<const HolidayCalendar>>
      calendars_;
};

absl::Status AddNames(const Model& model, NameIndex* names) {
  names->AddName(&model, ResolutionRule::kExactId, model.id);
  for (const v1::Alias& alias : model.proto->aliases()) {
    NameConditions conditions;
    conditions.region = alias.region();
    conditions.service_tier = alias.service_tier();
    RATECARD_ASSIGN_OR_RETURN(conditions.start,
                              TimeOr(alias.start_time(), absl::InfinitePast()));
    RATECARD_ASSIGN_OR_RETURN(conditions.end,
                              TimeOr(alias.end_time(), absl::InfiniteFuture()));
    names->AddName(&model,
                   alias.kind() == v1::ALIAS_KIND_SNAPSHOT
                       ? ResolutionRule::kSnapshot
                       : ResolutionRule::kAlias,
                   alias.alias_id(), std::move(conditions));
  }
  return absl::OkStatus();
}

absl::Status AddProviderNames(const Provider& provider, NameIndex* names) {
  const v1::Provider& proto = *provider.proto;
  std::vector<PatternEntry> patterns;
  for (const v1::NamePattern& from : proto.name_patterns()) {
    RATECARD_ASSIGN_OR_RETURN(NamePattern pattern,
                              NamePattern::Parse(from.pattern()));
    patterns.push_back(
        {std::move(pattern), from.region(), from.service_tier()});
  }
  const std::vector<std::string> aliases(proto.aliases().begin(),
                                         proto.aliases().end());
  const std::vector<std::string> hosts(proto.api_hosts().begin(),
                                       proto.api_hosts().end());
  names->AddProvider(&provider, aliases, hosts, std::move(patterns));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalog>> CatalogBuilder::Build(
    std::shared_ptr<ProviderProtos> providers, std::string revision) {
  std::shared_ptr<Catalog> catalog(new Catalog);
  // Models are kept apart, so that a reply can copy a provider without them.
  struct Owned {
    std::shared_ptr<ProviderProtos> providers;
    google::protobuf::RepeatedPtrField<v1::Model> models;
  };
  auto owned = std::make_shared<Owned>();
  owned->providers = std::move(providers);
  ProviderProtos& protos = *owned->providers;
  std::sort(protos.pointer_begin(), protos.pointer_end(),
            [](const v1::Provider* a, const v1::Provider* b) {
              return a->provider_id() < b->provider_id();
            });
  catalog->providers_.resize(static_cast<size_t>(protos.size()));
  for (int i = 0; i < protos.size(); ++i) {
    v1::Provider* proto = protos.Mutable(i);
    Provider* provider = &catalog->providers_[static_cast<size_t>(i)];
    ProviderBuilder builder(proto, provider);
    RATECARD_RETURN_IF_ERROR(builder.BuildProvider());
    for (v1::Model& model_proto : *proto->mutable_models()) {
      v1::Model* kept = owned->models.Add();
      kept->Swap(&model_proto);
      catalog->models_.emplace_back();
      RATECARD_RETURN_IF_ERROR(
          builder.BuildModel(kept, &catalog->models_.back()));
      catalog->counts_.schedules += kept->price_schedules_size();
    }
    proto->clear_models();
  }
  std::sort(catalog->models_.begin(), catalog->models_.end(),
            [](const Model& a, const Model& b) {
              return a.resource_name < b.resource_name;
            });
  auto names = std::make_unique<NameIndex>();
  for (const Provider& provider : catalog->providers_) {
    RATECARD_RETURN_IF_ERROR(AddProviderNames(provider, names.get()));
  }
  for (size_t i = 0; i < catalog->models_.size(); ++i) {
    catalog->models_[i].index = static_cast<uint32_t>(i);
    RATECARD_RETURN_IF_ERROR(AddNames(catalog->models_[i], names.get()));
  }
  names->Finish();
  catalog->counts_.providers = static_cast<int>(catalog->providers_.size());
  catalog->counts_.models = static_cast<int>(catalog->models_.size());
  catalog->counts_.names = names->size();
  catalog->names_ = std::move(names);
  catalog->revision_ = std::move(revision);
  catalog->protos_ = std::move(owned);
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

}  // namespace ratecard
