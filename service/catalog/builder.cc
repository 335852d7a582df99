#include "service/catalog/builder.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/name_index.h"
#include "service/catalog/provider_prices.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/usage_plan_builder.h"

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

void BuildLimits(const v1::Model& proto, Limits* limits) {
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

absl::Status BuildProvider(v1::Provider* proto, Provider* provider) {
  provider->id = proto->provider_id();
  provider->home_makers.assign(proto->home_makers().begin(),
                               proto->home_makers().end());
  for (const v1::Region& region : proto->regions()) {
    provider->regions.Add(region.region_id(),
                          {region.contains().begin(), region.contains().end()});
  }
  for (const v1::Source& source : proto->sources()) {
    RATECARD_ASSIGN_OR_RETURN(
        const absl::Time checked,
        TimeOr(source.checked_date(), absl::InfiniteFuture()));
    provider->sources.push_back({source.source_id(), checked});
  }
  proto->set_name(absl::StrCat("providers/", provider->id));
  provider->proto = proto;
  return absl::OkStatus();
}

// All but names and prices.
absl::Status BuildModel(const v1::Model& proto, const Provider& provider,
                        Model* model) {
  model->id = proto.model_id();
  model->resource_name =
      absl::StrCat("providers/", provider.id, "/models/", model->id);
  model->maker = proto.maker();
  model->product_line = proto.product_line();
  model->currency = proto.currency_code();
  model->provider = &provider;
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
      const absl::Time released,
      TimeOr(lifecycle.release_date(), absl::InfinitePast()));
  RATECARD_ASSIGN_OR_RETURN(
      const absl::Time deprecated,
      TimeOr(lifecycle.deprecation_date(), absl::InfiniteFuture()));
  RATECARD_ASSIGN_OR_RETURN(
      const absl::Time retired,
      TimeOr(lifecycle.retirement_date(), absl::InfiniteFuture()));
  RATECARD_ASSIGN_OR_RETURN(
      const absl::Time last_listed,
      TimeOr(lifecycle.last_listed_date(), absl::InfiniteFuture()));
  model->lifecycle = {absl::ToUnixSeconds(released),
                      absl::ToUnixSeconds(deprecated),
                      absl::ToUnixSeconds(retired),
                      absl::ToUnixSeconds(last_listed + absl::Hours(24))};
  return absl::OkStatus();
}

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
  std::vector<std::unique_ptr<const ProviderPrices>> prices;  // likewise
  std::shared_ptr<const std::string> snapshot;
};

// Adds to `models`, which must have room for them. `proto` is for reading each:
// one for all, so that what it allocated serves the next.
absl::Status BuildModels(const std::vector<PackedModel>& packed,
                         const Provider& provider, const PriceReader* prices,
                         v1::Model* proto, std::vector<Model>* models,
                         NameIndex* names) {
  for (const PackedModel& from : packed) {
    PackedModel facts;
    facts.facts = from.facts;
    RATECARD_RETURN_IF_ERROR(ParseModel(facts, proto));
    const bool first = models->empty();
    Model& model = models->emplace_back();
    model.index = static_cast<uint32_t>(models->size() - 1);
    model.packed = from;
    model.prices = LazyPriceBook(prices, from.prices);
    RATECARD_RETURN_IF_ERROR(BuildModel(*proto, provider, &model));
    if (!first && (&model)[-1].resource_name >= model.resource_name) {
      return Invalid(model.resource_name, "out of order");
    }
    RATECARD_RETURN_IF_ERROR(AddNames(*proto, &model, names));
  }
  return absl::OkStatus();
}

// Prices are read later: what a machine may lack for that is known now.
absl::Status CheckTimeZones(const std::vector<absl::string_view>& zones) {
  for (const absl::string_view zone : zones) {
    const std::string problem = TimeZoneProblem(zone);
    if (!problem.empty()) {
      return Invalid("time zone",
                     absl::StrCat("'", Shortened(zone), "' ", problem));
    }
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
    PackedCatalog packed, std::string revision,
    std::shared_ptr<const std::string> snapshot) {
  RATECARD_RETURN_IF_ERROR(CheckTimeZones(packed.time_zones));
  std::shared_ptr<Catalog> catalog(new Catalog);
  auto owned = std::make_shared<Owned>();
  owned->snapshot = std::move(snapshot);
  std::vector<PackedProvider>& from = packed.providers;
  std::sort(from.begin(), from.end(),
            [](const PackedProvider& a, const PackedProvider& b) {
              return a.proto.provider_id() < b.proto.provider_id();
            });
  auto names = std::make_unique<NameIndex>();
  UsagePlanBuilder usage_plan;
  size_t models = 0;
  // Sized once: pointers to what they hold are taken from here on.
  catalog->providers_.resize(from.size());
  owned->providers.reserve(from.size());
  for (size_t i = 0; i < from.size(); ++i) {
    v1::Provider* proto =
        &owned->providers.emplace_back(std::move(from[i].proto));
    Provider* provider = &catalog->providers_[i];
    RATECARD_RETURN_IF_ERROR(BuildProvider(proto, provider));
    RATECARD_RETURN_IF_ERROR(AddProviderNames(*provider, names.get()));
    for (const v1::UsageFormat& format : proto->usage_formats()) {
      RATECARD_RETURN_IF_ERROR(usage_plan.Add(format, provider));
    }
    RATECARD_ASSIGN_OR_RETURN(auto prices, ProviderPrices::Make(*proto));
    owned->prices.push_back(std::move(prices));
    models += from[i].models.size();
  }
  catalog->models_.reserve(models);
  v1::Model proto;
  for (const size_t i : OrderOfNames(catalog->providers_)) {
    RATECARD_RETURN_IF_ERROR(BuildModels(from[i].models, catalog->providers_[i],
                                         owned->prices[i].get(), &proto,
                                         &catalog->models_, names.get()));
  }
  names->Finish();
  catalog->usage_plan_ = usage_plan.Finish();
  catalog->counts_.providers = static_cast<int>(catalog->providers_.size());
  catalog->counts_.models = static_cast<int>(catalog->models_.size());
  catalog->counts_.schedules = static_cast<int>(packed.schedules);
  catalog->counts_.names = names->size();
  catalog->names_ = std::move(names);
  catalog->revision_ = std::move(revision);
  catalog->owned_ = std::move(owned);
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

}  // namespace ratecard
