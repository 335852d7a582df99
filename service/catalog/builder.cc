#include "service/catalog/builder.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/name_index.h"
#include "service/catalog/period.h"
#include "service/catalog/rate_builder.h"
#include "service/catalog/text.h"

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

  absl::Status BuildModel(const v1::Model& proto, Model* model) const {
    model->id = proto.model_id();
    model->resource_name =
        absl::StrCat("providers/", provider_->id, "/models/", model->id);
    model->maker = proto.maker();
    model->product_line = proto.product_line();
    model->currency = proto.currency_code();
    model->provider = provider_;
    model->plan_only = proto.plan_only();
    for (const int capability : proto.capabilities()) {
      if (v1::Capability_IsValid(capability)) {
        model->capabilities |= uint32_t{1} << capability;
      }
    }
    BuildLimits(proto, &model->limits);
    const v1::Lifecycle& lifecycle = proto.lifecycle();
    model->replaced_by = lifecycle.replaced_by();
    RATECARD_ASSIGN_OR_RETURN(
        model->lifecycle.released,
        TimeOr(lifecycle.release_date(), absl::InfinitePast()));
    RATECARD_ASSIGN_OR_RETURN(
        model->lifecycle.deprecated,
        TimeOr(lifecycle.deprecation_date(), absl::InfiniteFuture()));
    RATECARD_ASSIGN_OR_RETURN(
        model->lifecycle.retired,
        TimeOr(lifecycle.retirement_date(), absl::InfiniteFuture()));
    const std::vector<std::optional<Period>> periods = EffectivePeriods(proto);
    std::vector<PriceSchedule> schedules(periods.size());
    for (size_t i = 0; i < periods.size(); ++i) {
      const v1::PriceSchedule& from =
          proto.price_schedules(static_cast<int>(i));
      if (!periods[i].has_value()) {
        return Invalid(from.schedule_id(), "a time of it cannot be read");
      }
      schedules[i].start = periods[i]->start;
      schedules[i].end = periods[i]->end;
      RATECARD_RETURN_IF_ERROR(BuildSchedule(proto, from, &schedules[i]));
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

  v1::Provider* proto_;
  Provider* provider_;
  absl::flat_hash_map<std::string, uint16_t> sources_;
  absl::flat_hash_map<std::string, std::shared_ptr<const HolidayCalendar>>
      calendars_;
};

// Fills `model->names`, and adds to `names` what the model is called by.
absl::Status AddNames(const v1::Model& proto, Model* model, NameIndex* names) {
  // Whole before any view into it is taken.
  model->names = absl::StrCat(model->id, "\n", proto.display_name());
  const size_t before_aliases = model->names.size();
  for (const v1::Alias& alias : proto.aliases()) {
    absl::StrAppend(&model->names, "\n", alias.alias_id());
  }
  const absl::string_view text = model->names;
  names->AddName(model, ResolutionRule::kExactId,
                 text.substr(0, model->id.size()));
  size_t begin = before_aliases;
  for (const v1::Alias& alias : proto.aliases()) {
    NameConditions conditions;
    conditions.region = alias.region();
    conditions.service_tier = alias.service_tier();
    RATECARD_ASSIGN_OR_RETURN(conditions.start,
                              TimeOr(alias.start_time(), absl::InfinitePast()));
    RATECARD_ASSIGN_OR_RETURN(conditions.end,
                              TimeOr(alias.end_time(), absl::InfiniteFuture()));
    names->AddName(
        model,
        alias.kind() == v1::ALIAS_KIND_SNAPSHOT ? ResolutionRule::kSnapshot
                                                : ResolutionRule::kAlias,
        text.substr(begin + 1, alias.alias_id().size()), std::move(conditions));
    begin += 1 + alias.alias_id().size();
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

// What the views and pointers of a catalog's objects lead to.
struct Owned {
  std::vector<v1::Provider> providers;  // in order of id, without models
  std::shared_ptr<const std::string> snapshot;
};

// Adds to `models`, which must have room for them. `proto` is for reading each:
// one for all, so that what it allocated serves the next.
absl::Status BuildModels(const std::vector<PackedModel>& packed,
                         const ProviderBuilder& builder, v1::Model* proto,
                         std::vector<Model>* models, NameIndex* names) {
  for (const PackedModel& from : packed) {
    RATECARD_RETURN_IF_ERROR(ParseModel({from.facts, {}}, proto));
    const bool first = models->empty();
    Model& model = models->emplace_back();
    model.index = static_cast<uint32_t>(models->size() - 1);
    model.packed = from;
    RATECARD_RETURN_IF_ERROR(builder.BuildModel(*proto, &model));
    if (!first && (&model)[-1].resource_name >= model.resource_name) {
      return Invalid(model.resource_name, "out of order");
    }
    RATECARD_RETURN_IF_ERROR(AddNames(*proto, &model, names));
  }
  return absl::OkStatus();
}

// Places in `providers`, in order of what their models' resource names begin
// with: of `a` and `a-b` the latter comes first, as `-` precedes `/`.
std::vector<size_t> OrderOfNames(const std::vector<Provider>& providers) {
  std::vector<size_t> order(providers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return absl::StrCat(providers[a].id, "/") <
           absl::StrCat(providers[b].id, "/");
  });
  return order;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalog>> CatalogBuilder::Build(
    std::vector<PackedProvider> packed, std::string revision,
    std::shared_ptr<const std::string> snapshot) {
  std::shared_ptr<Catalog> catalog(new Catalog);
  auto owned = std::make_shared<Owned>();
  owned->snapshot = std::move(snapshot);
  std::sort(packed.begin(), packed.end(),
            [](const PackedProvider& a, const PackedProvider& b) {
              return a.proto.provider_id() < b.proto.provider_id();
            });
  auto names = std::make_unique<NameIndex>();
  std::vector<ProviderBuilder> builders;
  size_t models = 0;
  // Sized once: pointers to what they hold are taken from here on.
  catalog->providers_.resize(packed.size());
  owned->providers.reserve(packed.size());
  for (size_t i = 0; i < packed.size(); ++i) {
    v1::Provider* proto =
        &owned->providers.emplace_back(std::move(packed[i].proto));
    Provider* provider = &catalog->providers_[i];
    builders.emplace_back(proto, provider);
    RATECARD_RETURN_IF_ERROR(builders.back().BuildProvider());
    RATECARD_RETURN_IF_ERROR(AddProviderNames(*provider, names.get()));
    models += packed[i].models.size();
  }
  catalog->models_.reserve(models);
  v1::Model proto;
  for (const size_t i : OrderOfNames(catalog->providers_)) {
    RATECARD_RETURN_IF_ERROR(BuildModels(packed[i].models, builders[i], &proto,
                                         &catalog->models_, names.get()));
  }
  names->Finish();
  catalog->counts_.providers = static_cast<int>(catalog->providers_.size());
  catalog->counts_.models = static_cast<int>(catalog->models_.size());
  for (const Model& model : catalog->models_) {
    catalog->counts_.schedules +=
        static_cast<int>(model.prices.schedules().size());
  }
  catalog->counts_.names = names->size();
  catalog->names_ = std::move(names);
  catalog->revision_ = std::move(revision);
  catalog->owned_ = std::move(owned);
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

}  // namespace ratecard
