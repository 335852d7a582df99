#include "service/catalog/catalog.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/name_errors.h"
#include "service/catalog/name_index.h"

namespace ratecard {
namespace {

constexpr absl::string_view kProviderPrefix = "providers/";
constexpr absl::string_view kModelInfix = "/models/";

// What a search among some providers found. More than one model: ambiguous.
struct Hits {
  Resolution first;
  std::vector<const Model*> all;  // filled from the second model on

  bool none() const { return first.model == nullptr; }

  void Add(const Resolution& hit) {
    if (none()) {
      first = hit;
    } else if (hit.model != first.model) {
      if (all.empty()) {
        all.push_back(first.model);
      }
      if (std::find(all.begin(), all.end(), hit.model) == all.end()) {
        all.push_back(hit.model);
      }
    }
  }
};

// `*resolution` is new.
void SetResolution(const NameEntry& entry, ResolutionScope scope,
                   Resolution* resolution) {
  resolution->model = entry.model;
  resolution->rule = entry.rule;
  resolution->scope = scope;
  if (entry.rule != ResolutionRule::kExactId) {
    resolution->matched = entry.name();
  }
  if (entry.conditions != nullptr) {
    resolution->region = entry.conditions->region;
    resolution->service_tier = entry.conditions->service_tier;
  }
}

// Made where it is returned: a copy of what was just written takes longer than
// the search.
absl::StatusOr<Resolution> Resolved(const NameEntry& entry,
                                    ResolutionScope scope) {
  absl::StatusOr<Resolution> resolution(absl::in_place);
  SetResolution(entry, scope, &*resolution);
  return resolution;
}

// Ids among `entries` that `in_scope` takes, else aliases in force.
template <typename InScope>
Hits FindNames(absl::Span<const NameEntry> entries, absl::Time as_of,
               ResolutionScope scope, const InScope& in_scope) {
  Hits hits;
  for (const NameEntry& entry : entries) {
    if (entry.rule != ResolutionRule::kExactId && !hits.none() &&
        hits.first.rule == ResolutionRule::kExactId) {
      break;
    }
    if (in_scope(entry) && entry.InForce(as_of)) {
      Resolution hit;
      SetResolution(entry, scope, &hit);
      hits.Add(hit);
    }
  }
  return hits;
}

// The meaning that nearly every name has: one alone at its maker's own
// provider. Null if there is none, or more than one.
const NameEntry* OnlyAtHome(absl::Span<const NameEntry> entries,
                            absl::Time as_of) {
  const NameEntry* only = nullptr;
  for (const NameEntry& entry : entries) {
    if (entry.home && !entry.plan_only && entry.InForce(as_of)) {
      if (only != nullptr) {
        return nullptr;
      }
      only = &entry;
    }
  }
  return only;
}

// `*region`, or `other` where that lies within it or it is empty; false if
// neither contains the other.
bool Narrow(const RegionMap& regions, absl::string_view other,
            absl::string_view* region) {
  if (other.empty() || (!region->empty() && regions.Contains(other, *region))) {
    return true;
  }
  if (!region->empty() && !regions.Contains(*region, other)) {
    return false;
  }
  *region = other;
  return true;
}

// False if `*tier` is another already.
bool SetTier(absl::string_view other, absl::string_view* tier) {
  if (!other.empty() && !tier->empty() && *tier != other) {
    return false;
  }
  *tier = other.empty() ? *tier : other;
  return true;
}

// Models that a declared form of `provider` makes of `name`.
void FindPatterns(const NameIndex& names, const Provider& provider,
                  absl::string_view name, absl::Time as_of,
                  ResolutionScope scope, Hits* hits) {
  for (const PatternEntry& entry : names.PatternsOf(&provider)) {
    entry.pattern.Match(name, [&](const PatternMatch& match) {
      const absl::string_view region =
          match.region.empty() ? absl::string_view(entry.region)
                               : provider.regions.Find(match.region);
      if (region.empty() && !match.region.empty()) {
        return false;
      }
      Hits inner = FindNames(names.Find(match.model), as_of, scope,
                             [&](const NameEntry& candidate) {
                               return candidate.model->provider == &provider;
                             });
      if (inner.none() || !inner.all.empty()) {
        return false;
      }
      Resolution found = inner.first;
      found.rule = ResolutionRule::kPattern;
      found.matched = entry.pattern.text();
      if (!Narrow(provider.regions, region, &found.region) ||
          !SetTier(entry.service_tier, &found.service_tier)) {
        return false;
      }
      hits->Add(found);
      return true;
    });
    if (!hits->none()) {
      return;
    }
  }
}

Hits FindAt(const NameIndex& names, const Provider& provider,
            absl::string_view name, absl::Time as_of, ResolutionScope scope) {
  Hits hits =
      FindNames(names.Find(name), as_of, scope, [&](const NameEntry& entry) {
        return entry.model->provider == &provider;
      });
  if (hits.none()) {
    FindPatterns(names, provider, name, as_of, scope, &hits);
  }
  return hits;
}

absl::StatusOr<Resolution> Single(const Hits& hits, absl::string_view name) {
  if (hits.all.empty()) {
    return hits.first;
  }
  return ModelAmbiguous(name, hits.all);
}

Error InvalidName(absl::string_view name, absl::string_view form) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_NAME",
               absl::StrCat("'", name.substr(0, 128), "' is not of the form ",
                            form))
      .Field("name", absl::StrCat("must be of the form ", form));
}

// `providers/{provider}/models/{model}` in its two parts.
bool SplitResourceName(absl::string_view name, absl::string_view* provider,
                       absl::string_view* model) {
  if (!absl::ConsumePrefix(&name, kProviderPrefix)) {
    return false;
  }
  const size_t infix = name.find(kModelInfix);
  if (infix == absl::string_view::npos) {
    return false;
  }
  *provider = name.substr(0, infix);
  *model = name.substr(infix + kModelInfix.size());
  return !provider->empty() && !model->empty() &&
         !absl::StrContains(*provider, '/');
}

}  // namespace

Catalog::Catalog() = default;
Catalog::~Catalog() = default;

void Catalog::PrepareSuggestions() const { names_->PrepareNearest(); }

absl::StatusOr<const Provider*> Catalog::ResolveProvider(
    absl::string_view provider, Suggestions suggestions) const {
  const Provider* found = names_->FindProviderOrUrl(provider);
  if (found == nullptr) {
    return ProviderNotFound(*names_, provider, "provider", suggestions);
  }
  return found;
}

absl::StatusOr<Resolution> Catalog::Resolve(absl::string_view name,
                                            absl::string_view provider,
                                            absl::Time as_of,
                                            Suggestions suggestions) const {
  if (name.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "MODEL_REQUIRED",
                 "no model is given")
        .Field("model", "must be the name of a model");
  }
  const Provider* given = nullptr;
  if (!provider.empty()) {
    RATECARD_ASSIGN_OR_RETURN(given, ResolveProvider(provider, suggestions));
  }
  const size_t slash = name.find('/');
  absl::string_view named_provider;
  absl::string_view rest;
  if (slash != absl::string_view::npos &&
      SplitResourceName(name, &named_provider, &rest)) {
    return ResolveResourceName(name, named_provider, rest, given, as_of,
                               suggestions);
  }
  const Provider* prefix = slash == absl::string_view::npos
                               ? nullptr
                               : names_->FindProvider(name.substr(0, slash));
  if (given != nullptr) {
    Hits hits =
        FindAt(*names_, *given, name, as_of, ResolutionScope::kGivenProvider);
    if (hits.none() && prefix == given) {
      hits = FindAt(*names_, *given, name.substr(slash + 1), as_of,
                    ResolutionScope::kGivenProvider);
    }
    if (hits.none()) {
      return ModelNotFound(*names_, name, given, "model", suggestions);
    }
    return Single(hits, name);
  }
  if (prefix != nullptr) {
    const Hits hits = FindAt(*names_, *prefix, name.substr(slash + 1), as_of,
                             ResolutionScope::kProviderPrefix);
    if (!hits.none()) {
      return Single(hits, name);
    }
  }
  return ResolveAnywhere(name, as_of, suggestions);
}

absl::StatusOr<Resolution> Catalog::ResolveResourceName(
    absl::string_view name, absl::string_view provider_id,
    absl::string_view model_id, const Provider* given, absl::Time as_of,
    Suggestions suggestions) const {
  const Provider* provider = names_->FindProvider(provider_id);
  if (provider == nullptr) {
    return ProviderNotFound(*names_, provider_id, "model", suggestions);
  }
  if (given != nullptr && given != provider) {
    return Error(absl::StatusCode::kInvalidArgument, "NAME_CONTRADICTED",
                 absl::StrCat("the model's name says provider '", provider->id,
                              "', the request says '", given->id, "'"))
        .Field("provider", "must agree with the model's name");
  }
  Hits hits = FindNames(names_->Find(model_id), as_of,
                        given != nullptr ? ResolutionScope::kGivenProvider
                                         : ResolutionScope::kProviderPrefix,
                        [&](const NameEntry& entry) {
                          return entry.model->provider == provider &&
                                 entry.rule == ResolutionRule::kExactId;
                        });
  if (hits.none()) {
    return ModelNotFound(*names_, model_id, provider, "model", suggestions);
  }
  hits.first.rule = ResolutionRule::kResourceName;
  return Single(hits, name);
}

absl::StatusOr<Resolution> Catalog::ResolveAnywhere(
    absl::string_view name, absl::Time as_of, Suggestions suggestions) const {
  const absl::Span<const NameEntry> entries = names_->Find(name);
  if (const NameEntry* only = OnlyAtHome(entries, as_of)) {
    return Resolved(*only, ResolutionScope::kHomeProviders);
  }
  for (const bool home : {true, false}) {
    const ResolutionScope scope = home ? ResolutionScope::kHomeProviders
                                       : ResolutionScope::kOtherProviders;
    Hits hits =
        FindNames(entries, as_of, scope, [home](const NameEntry& entry) {
          return entry.home == home && !entry.plan_only;
        });
    if (hits.none()) {
      for (const Provider& provider : providers_) {
        Hits at;
        FindPatterns(*names_, provider, name, as_of, scope, &at);
        if (!at.none() && !at.first.model->plan_only &&
            provider.IsHomeOf(at.first.model->maker) == home) {
          hits.Add(at.first);
        }
      }
    }
    if (!hits.none()) {
      return Single(hits, name);
    }
  }
  return ModelNotFound(*names_, name, nullptr, "model", suggestions);
}

std::vector<Resolution> Catalog::Candidates(absl::string_view name,
                                            absl::Time as_of) const {
  std::vector<Resolution> found;
  const size_t slash = name.find('/');
  const Provider* prefix = slash == absl::string_view::npos
                               ? nullptr
                               : names_->FindProvider(name.substr(0, slash));
  for (const Provider& provider : providers_) {
    Hits hits = FindAt(*names_, provider, name, as_of,
                       ResolutionScope::kOtherProviders);
    if (hits.none() && prefix == &provider) {
      hits = FindAt(*names_, provider, name.substr(slash + 1), as_of,
                    ResolutionScope::kProviderPrefix);
    } else if (!hits.none() && provider.IsHomeOf(hits.first.model->maker)) {
      hits.first.scope = ResolutionScope::kHomeProviders;
    }
    if (!hits.none()) {
      found.push_back(hits.first);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Resolution& a, const Resolution& b) {
              return a.model->resource_name < b.model->resource_name;
            });
  return found;
}

absl::StatusOr<const Provider*> Catalog::GetProvider(
    absl::string_view name) const {
  absl::string_view id = name;
  if (!absl::ConsumePrefix(&id, kProviderPrefix) || id.empty() ||
      absl::StrContains(id, '/')) {
    return InvalidName(name, "providers/{provider}");
  }
  const Provider* provider = names_->FindProvider(id);
  if (provider == nullptr || provider->id != id) {
    return ProviderNotFound(*names_, id, "name", Suggestions::kNearest);
  }
  return provider;
}

absl::StatusOr<const Model*> Catalog::GetModel(absl::string_view name) const {
  absl::string_view provider_id;
  absl::string_view model_id;
  if (!SplitResourceName(name, &provider_id, &model_id)) {
    return InvalidName(name, "providers/{provider}/models/{model}");
  }
  RATECARD_ASSIGN_OR_RETURN(
      const Provider* provider,
      GetProvider(absl::StrCat(kProviderPrefix, provider_id)));
  for (const NameEntry& entry : names_->Find(model_id)) {
    if (entry.model->provider == provider &&
        entry.rule == ResolutionRule::kExactId) {
      return entry.model;
    }
  }
  return ModelNotFound(*names_, model_id, provider, "name",
                       Suggestions::kNearest);
}

}  // namespace ratecard
