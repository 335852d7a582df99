#include "service/catalog/build/list_layer.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/build/combine_models.h"
#include "service/catalog/build/makers.h"
#include "service/catalog/materialize.h"
#include "service/catalog/merge/rename_source.h"

namespace ratecard {
namespace {

// genai-prices' word, in the place of a region, for the price of all regions
// but `global`, which is that of the bare id.
constexpr absl::string_view kNoRegion = "regional";

// LiteLLM's label for models that Microsoft sells beside those of OpenAI, and a
// second one for these.
constexpr absl::string_view kFoundryLabel = "azure_ai";

bool GoesFirst(const std::string& label, const std::string& model_id) {
  const std::string maker = MakerOf(model_id);
  return label == kFoundryLabel && !maker.empty() && maker != "openai";
}

// Makes a model that a list has under an id with a region in it one in that
// region.
void MoveToRegion(const std::string& region, v1::Model* model) {
  for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
    if (schedule.region().empty()) {
      schedule.set_region(region);
    }
  }
  for (v1::Alias& alias : *model->mutable_aliases()) {
    if (alias.region().empty()) {
      alias.set_region(region);
    }
  }
}

// Whether it means the same model wherever and whenever it is used.
bool IsSpelling(const v1::Alias& alias) {
  return alias.kind() == v1::ALIAS_KIND_ALIAS && alias.region().empty() &&
         alias.service_tier().empty() && alias.start_time().empty() &&
         alias.end_time().empty();
}

// One provider of the catalog, out of all that a list has of it.
class ProviderCollector {
 public:
  ProviderCollector(const std::string& id, const KnownNames& names)
      : names_(names) {
    provider_.set_provider_id(id);
  }

  void Add(v1::Provider from) {
    WriteOutRates(&from);
    AddSourcesAndCalendars(&from, &provider_);
    AddIdentity(from);
    for (v1::Model& model : *from.mutable_models()) {
      Entry entry;
      entry.name = absl::StrCat(from.provider_id(), "/", model.model_id());
      const auto [name, region] =
          names_.SplitRegion(provider_.provider_id(), model.model_id());
      const std::string id = names_.ModelId(provider_.provider_id(), name);
      if (!region.empty()) {
        MoveToRegion(region, &model);
      }
      model.set_model_id(id);
      PlaceAliases(&model);
      NoteRegions(model);
      model.set_maker(MakerName(model.maker()));
      entry.model = std::move(model);
      const auto [it, is_new] =
          entries_.try_emplace(absl::AsciiStrToLower(id), entry);
      if (!is_new) {
        if (GoesFirst(from.provider_id(), id)) {
          std::swap(entry, it->second);
        }
        CombineModels(entry.model, entry.name, &it->second.model);
      }
    }
  }

  v1::Provider Finish() && {
    for (auto& [key, entry] : entries_) {
      *provider_.add_models() = std::move(entry.model);
    }
    for (const std::string& region : regions_) {
      provider_.add_regions()->set_region_id(region);
    }
    return std::move(provider_);
  }

 private:
  struct Entry {
    std::string name;  // in the list
    v1::Model model;
  };

  void AddIdentity(const v1::Provider& from) {
    if (provider_.currency_code().empty()) {
      provider_.set_currency_code(from.currency_code());
    }
    if (provider_.display_name().empty() ||
        from.provider_id() == provider_.provider_id()) {
      provider_.set_display_name(from.display_name());
    }
    for (const std::string& alias : from.aliases()) {
      if (names_.ProviderId(alias) == alias) {
        provider_.add_aliases(alias);
      }
    }
    provider_.mutable_api_hosts()->MergeFrom(from.api_hosts());
    provider_.mutable_home_makers()->MergeFrom(from.home_makers());
  }

  // An alias with a region in it fixes that, as the pattern does by itself.
  void PlaceAliases(v1::Model* model) const {
    auto* aliases = model->mutable_aliases();
    for (v1::Alias& alias : *aliases) {
      const auto [id, region] =
          names_.SplitRegion(provider_.provider_id(), alias.alias_id());
      if (!region.empty() && alias.region().empty()) {
        alias.set_region(region);
      }
      if (!region.empty() && id == model->model_id()) {
        alias.clear_alias_id();
      }
    }
    aliases->erase(std::remove_if(aliases->begin(), aliases->end(),
                                  [](const v1::Alias& alias) {
                                    return alias.alias_id().empty();
                                  }),
                   aliases->end());
  }

  void NoteRegions(const v1::Model& model) {
    for (const v1::PriceSchedule& schedule : model.price_schedules()) {
      regions_.insert(schedule.region());
    }
    for (const v1::Alias& alias : model.aliases()) {
      regions_.insert(alias.region());
    }
    regions_.erase("");
  }

  const KnownNames& names_;
  v1::Provider provider_;
  std::map<std::string, Entry> entries_;  // by id in lower case
  std::set<std::string> regions_;
};

void MoveVertexModels(std::vector<v1::Provider>* list) {
  for (size_t i = 0; i < list->size(); ++i) {
    v1::Provider& google = (*list)[i];
    if (google.provider_id() != "google") {
      continue;
    }
    v1::Provider vertex = google;
    vertex.set_provider_id("google-vertex");
    vertex.clear_display_name();
    vertex.clear_api_hosts();
    const auto is_others = [](const v1::Model& model) {
      const std::string maker = MakerOf(model.model_id());
      return !maker.empty() && maker != "google";
    };
    auto* own = google.mutable_models();
    own->erase(std::remove_if(own->begin(), own->end(), is_others), own->end());
    auto* others = vertex.mutable_models();
    others->erase(std::remove_if(others->begin(), others->end(),
                                 [&](const v1::Model& model) {
                                   return !is_others(model);
                                 }),
                  others->end());
    if (!others->empty()) {
      list->push_back(std::move(vertex));
    }
    return;
  }
}

}  // namespace

KnownNames::KnownNames(absl::Span<const v1::Provider> curated) {
  for (const v1::Provider& provider : curated) {
    ids_.emplace(provider.provider_id(), provider.provider_id());
    for (const std::string& alias : provider.aliases()) {
      ids_.emplace(alias, provider.provider_id());
    }
    Forms& forms = forms_[provider.provider_id()];
    for (const v1::NamePattern& proto : provider.name_patterns()) {
      NamePattern pattern = NamePattern::Parse(proto.pattern()).value();
      if (absl::StrContains(pattern.text(), "{region}")) {
        forms.with_region.push_back(std::move(pattern));
      } else if (!absl::StrContains(pattern.text(), "{segment}")) {
        forms.of_model_alone.push_back(std::move(pattern));
      }
    }
    for (const v1::Region& region : provider.regions()) {
      forms.regions.push_back(region.region_id());
    }
    for (const v1::Model& model : provider.models()) {
      for (const v1::Alias& alias : model.aliases()) {
        if (IsSpelling(alias)) {
          forms.spellings.emplace(alias.alias_id(), model.model_id());
        }
      }
    }
  }
}

std::string KnownNames::ModelId(const std::string& provider,
                                const std::string& id) const {
  const auto it = forms_.find(provider);
  if (it == forms_.end()) {
    return id;
  }
  std::string found = id;
  for (const NamePattern& pattern : it->second.of_model_alone) {
    pattern.Match(id, [&](const PatternMatch& match) {
      found = std::string(match.model);
      return true;
    });
  }
  const auto spelling = it->second.spellings.find(found);
  return spelling == it->second.spellings.end() ? found : spelling->second;
}

std::string KnownNames::ProviderId(const std::string& label) const {
  const auto it = ids_.find(label);
  return it == ids_.end() ? label : it->second;
}

std::vector<std::string> KnownNames::RegionalProviders() const {
  std::vector<std::string> providers;
  for (const auto& [provider, forms] : forms_) {
    if (!forms.with_region.empty()) {
      providers.push_back(provider);
    }
  }
  return providers;
}

std::pair<std::string, std::string> KnownNames::SplitRegion(
    const std::string& provider, const std::string& id) const {
  std::pair<std::string, std::string> split{id, ""};
  const auto it = forms_.find(provider);
  if (it == forms_.end()) {
    return split;
  }
  for (const NamePattern& pattern : it->second.with_region) {
    const bool found = pattern.Match(id, [&](const PatternMatch& match) {
      if (match.region == kNoRegion) {
        split.first = std::string(match.model);
        return true;
      }
      const auto& regions = it->second.regions;
      if (std::find(regions.begin(), regions.end(), match.region) ==
          regions.end()) {
        return false;
      }
      split = {std::string(match.model), std::string(match.region)};
      return true;
    });
    if (found) {
      break;
    }
  }
  return split;
}

std::vector<v1::Provider> ToCatalogNames(std::vector<v1::Provider> list,
                                         const KnownNames& names) {
  // The provider's own id first, then the others that mean it.
  std::stable_sort(list.begin(), list.end(),
                   [&](const v1::Provider& a, const v1::Provider& b) {
                     const auto rank = [&](const v1::Provider& provider) {
                       const std::string& label = provider.provider_id();
                       return std::make_tuple(names.ProviderId(label) != label,
                                              label);
                     };
                     return rank(a) < rank(b);
                   });
  MoveVertexModels(&list);
  std::map<std::string, ProviderCollector> by_id;
  for (v1::Provider& provider : list) {
    const std::string id = names.ProviderId(provider.provider_id());
    by_id.try_emplace(id, id, names).first->second.Add(std::move(provider));
  }
  std::vector<v1::Provider> providers;
  providers.reserve(by_id.size());
  for (auto& [id, collector] : by_id) {
    providers.push_back(std::move(collector).Finish());
  }
  return providers;
}

void DropAliasesOfOthers(const KnownNames& names,
                         std::vector<v1::Provider>* providers) {
  std::set<std::pair<std::string, std::string>> ids;
  for (const v1::Provider& provider : *providers) {
    for (const v1::Model& model : provider.models()) {
      ids.emplace(provider.provider_id(), model.model_id());
    }
  }
  const std::vector<std::string> regional = names.RegionalProviders();
  const auto is_regional = [&](const std::string& alias) {
    return std::any_of(
        regional.begin(), regional.end(), [&](const std::string& provider) {
          const std::string id = names.SplitRegion(provider, alias).first;
          return id != alias && ids.count({provider, id}) > 0;
        });
  };
  for (v1::Provider& provider : *providers) {
    const std::string& provider_id = provider.provider_id();
    const auto is_others = [&](const v1::Alias& alias) {
      const std::string id = names.ModelId(provider_id, alias.alias_id());
      return is_regional(alias.alias_id()) ||
             (id != alias.alias_id() && ids.count({provider_id, id}) > 0);
    };
    for (v1::Model& model : *provider.mutable_models()) {
      auto* aliases = model.mutable_aliases();
      aliases->erase(
          std::remove_if(aliases->begin(), aliases->end(), is_others),
          aliases->end());
    }
  }
}

}  // namespace ratecard
