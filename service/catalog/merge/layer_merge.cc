#include "service/catalog/merge/layer_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/catalog/merge/disagreements.h"
#include "service/catalog/merge/fact_merge.h"
#include "service/catalog/merge/price_merge.h"
#include "service/catalog/merge/rename_source.h"
#include "service/catalog/merge/statement.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

std::string KeyOf(const std::string& model_id) {
  return absl::AsciiStrToLower(model_id);
}

// What one layer says of a provider.
struct ProviderStatement {
  const CatalogLayer* layer;
  v1::Provider* provider;
};

// Adds the messages of `from` whose id `to` does not have.
template <typename Messages, typename GetId>
void AddById(const Messages& from, const GetId& get_id, Messages* to) {
  std::set<std::string> ids;
  for (const auto& message : *to) {
    ids.insert(get_id(message));
  }
  for (const auto& message : from) {
    if (ids.insert(get_id(message)).second) {
      *to->Add() = message;
    }
  }
}

using Strings = google::protobuf::RepeatedPtrField<std::string>;

void AddStrings(const Strings& from, Strings* to) {
  AddById(
      from, [](const std::string& text) { return text; }, to);
}

// Merges one provider.
class ProviderMerger {
 public:
  // Statements most trusted first.
  ProviderMerger(std::vector<ProviderStatement> statements, absl::Time as_of)
      : statements_(std::move(statements)), as_of_(as_of) {}

  v1::Provider Run() {
    for (const ProviderStatement& statement : statements_) {
      AddSources(statement.provider);
      AddIdentity(*statement.provider);
    }
    FindModels();
    std::map<std::string, v1::Model> models;  // by key
    for (auto& [key, statements] : models_) {
      // What was goes last, however trusted.
      std::stable_partition(
          statements.begin(), statements.end(),
          [](const Statement& statement) { return statement.current(); });
      models.emplace(key, MergeModel(statements));
    }
    AddAliases(&models);
    std::set<std::string> ids;
    for (const auto& [key, model] : models) {
      ids.insert(model.model_id());
    }
    for (auto& [key, model] : models) {
      if (ids.count(model.lifecycle().replaced_by()) == 0 &&
          model.has_lifecycle()) {
        model.mutable_lifecycle()->clear_replaced_by();
      }
      *merged_.add_models() = std::move(model);
    }
    std::sort(merged_.mutable_models()->pointer_begin(),
              merged_.mutable_models()->pointer_end(),
              [](const v1::Model* a, const v1::Model* b) {
                return a->model_id() < b->model_id();
              });
    return std::move(merged_);
  }

 private:
  void AddSources(v1::Provider* provider) {
    std::map<std::string, const v1::Source*> known;
    for (const v1::Source& source : merged_.sources()) {
      known.emplace(source.source_id(), &source);
    }
    std::map<std::string, std::string> new_ids;
    for (const v1::Source& source : provider->sources()) {
      std::string id = source.source_id();
      const auto clashes = [&](const std::string& other) {
        const auto it = known.find(other);
        v1::Source renamed = source;
        renamed.set_source_id(other);
        return it != known.end() &&
               !google::protobuf::util::MessageDifferencer::Equals(*it->second,
                                                                   renamed);
      };
      for (int i = 2; clashes(id); ++i) {
        id = absl::StrCat(source.source_id(), "-", i);
      }
      if (id != source.source_id()) {
        new_ids.emplace(source.source_id(), id);
      }
    }
    RenameSources(new_ids, provider);
    AddById(
        provider->sources(),
        [](const v1::Source& source) { return source.source_id(); },
        merged_.mutable_sources());
  }

  void AddIdentity(const v1::Provider& from) {
    merged_.set_provider_id(from.provider_id());
    // A name that is the id is none.
    if (merged_.display_name().empty() &&
        from.display_name() != from.provider_id()) {
      merged_.set_display_name(from.display_name());
    }
    if (merged_.currency_code().empty()) {
      merged_.set_currency_code(from.currency_code());
    }
    AddStrings(from.aliases(), merged_.mutable_aliases());
    AddStrings(from.home_makers(), merged_.mutable_home_makers());
    AddStrings(from.api_hosts(), merged_.mutable_api_hosts());
    AddById(
        from.regions(),
        [](const v1::Region& region) { return region.region_id(); },
        merged_.mutable_regions());
    AddById(
        from.name_patterns(),
        [](const v1::NamePattern& pattern) { return pattern.pattern(); },
        merged_.mutable_name_patterns());
    AddById(
        from.holiday_calendars(),
        [](const v1::HolidayCalendar& c) { return c.calendar_id(); },
        merged_.mutable_holiday_calendars());
  }

  void FindModels() {
    std::map<std::string, std::string> key_of_alias;
    for (const ProviderStatement& statement : statements_) {
      std::set<std::string> said;  // by this layer
      std::vector<std::pair<std::string, const v1::Model*>> by_alias;
      const auto add = [&](const std::string& key, const v1::Model& model) {
        key_of_.emplace(&model, key);
        if (said.insert(key).second) {
          models_[key].push_back({&model, statement.layer->fact_rank,
                                  statement.layer->window_may_be_input_limit,
                                  statement.layer->knows_past});
        }
      };
      for (const v1::Model& model : statement.provider->models()) {
        const auto it = key_of_alias.find(KeyOf(model.model_id()));
        if (it == key_of_alias.end()) {
          add(KeyOf(model.model_id()), model);
        } else {
          by_alias.emplace_back(it->second, &model);
        }
      }
      // What a layer says under a model's own id goes before what it says under
      // an alias.
      for (const auto& [key, model] : by_alias) {
        add(key, *model);
      }
      if (statement.layer->knows_aliases) {
        AddKnownAliases(*statement.provider, &key_of_alias);
      }
    }
  }

  static void AddKnownAliases(
      const v1::Provider& provider,
      std::map<std::string, std::string>* key_of_alias) {
    for (const v1::Model& model : provider.models()) {
      for (const v1::Alias& alias : model.aliases()) {
        key_of_alias->emplace(KeyOf(alias.alias_id()), KeyOf(model.model_id()));
      }
    }
  }

  v1::Model MergeModel(const std::vector<Statement>& statements) const {
    const v1::Model& first = *statements.front().model;
    if (statements.size() == 1) {
      v1::Model only = first;
      only.clear_aliases();
      return only;
    }
    v1::Model merged;
    merged.set_model_id(first.model_id());
    // Of most that is no price; schedules name their own.
    merged.set_source_id(
        std::min_element(statements.begin(), statements.end(),
                         [](const Statement& a, const Statement& b) {
                           return std::make_tuple(!a.current(), a.fact_rank) <
                                  std::make_tuple(!b.current(), b.fact_rank);
                         })
            ->model->source_id());
    merged.set_currency_code(first.currency_code());
    for (const Statement& statement : statements) {
      merged.set_plan_only(merged.plan_only() || statement.model->plan_only());
    }
    MergePrices(statements, as_of_, &merged);
    MergeFacts(statements, &merged);
    RefreshDisagreements(as_of_, &merged);
    return merged;
  }

  // An alias is one of the most trusted layer that has it, and there of the
  // first model unless the layer knows its aliases: a name may have moved.
  void AddAliases(std::map<std::string, v1::Model>* models) const {
    std::set<std::string> taken;
    for (const auto& [key, model] : *models) {
      taken.insert(model.model_id());
    }
    for (const ProviderStatement& statement : statements_) {
      std::set<std::string> said;
      for (const v1::Model& from : statement.provider->models()) {
        v1::Model* model = &models->at(key_of_.at(&from));
        for (const v1::Alias& alias : from.aliases()) {
          if (taken.count(alias.alias_id()) == 0 &&
              !IsPrefixed(alias, *model) &&
              (said.insert(alias.alias_id()).second ||
               statement.layer->knows_aliases)) {
            *model->add_aliases() = alias;
          }
        }
        if (taken.count(from.model_id()) == 0 &&
            said.insert(from.model_id()).second) {
          v1::Alias* spelling = model->add_aliases();
          spelling->set_alias_id(from.model_id());
          spelling->set_source_id(from.source_id());
        }
      }
      taken.merge(said);
    }
  }

  // Whether it is no more than the id behind a name of the provider, which
  // resolves without it.
  bool IsPrefixed(const v1::Alias& alias, const v1::Model& model) const {
    absl::string_view name = alias.alias_id();
    if (!alias.region().empty() || !alias.service_tier().empty() ||
        !absl::ConsumeSuffix(&name, absl::StrCat("/", model.model_id()))) {
      return false;
    }
    return name == merged_.provider_id() ||
           std::find(merged_.aliases().begin(), merged_.aliases().end(),
                     name) != merged_.aliases().end();
  }

  const std::vector<ProviderStatement> statements_;
  const absl::Time as_of_;
  v1::Provider merged_;
  std::map<std::string, std::vector<Statement>> models_;  // by key
  std::map<const v1::Model*, std::string> key_of_;
};

// Which provider has an id, an alias or a host: of several the one with the id,
// or else that of the most trusted layer.
using Claims = std::map<std::string, std::string>;

std::string HostKey(const std::string& host) {
  return absl::StrCat("https://", absl::AsciiStrToLower(host));
}

Claims FindClaims(const std::vector<CatalogLayer>& layers) {
  Claims claims;
  for (const CatalogLayer& layer : layers) {
    for (const v1::Provider& provider : layer.providers) {
      claims.emplace(provider.provider_id(), provider.provider_id());
    }
  }
  for (const CatalogLayer& layer : layers) {
    for (const v1::Provider& provider : layer.providers) {
      for (const std::string& alias : provider.aliases()) {
        claims.emplace(alias, provider.provider_id());
      }
      for (const std::string& host : provider.api_hosts()) {
        claims.emplace(HostKey(host), provider.provider_id());
      }
    }
  }
  return claims;
}

void KeepClaimed(const Claims& claims, v1::Provider* provider) {
  const auto keep = [&](const auto& key_of, Strings* names) {
    Strings kept;
    for (const std::string& name : *names) {
      if (name != provider->provider_id() &&
          claims.at(key_of(name)) == provider->provider_id()) {
        *kept.Add() = name;
      }
    }
    names->Swap(&kept);
  };
  keep([](const std::string& alias) { return alias; },
       provider->mutable_aliases());
  keep(HostKey, provider->mutable_api_hosts());
}

absl::Time Today(const std::vector<CatalogLayer>& layers) {
  absl::Time last = absl::InfinitePast();
  for (const CatalogLayer& layer : layers) {
    for (const v1::Provider& provider : layer.providers) {
      for (const v1::Source& source : provider.sources()) {
        last = std::max(
            last, CatalogTimeOr(source.checked_date(), absl::InfinitePast()));
      }
    }
  }
  return last + absl::Hours(24);
}

}  // namespace

std::vector<v1::Provider> MergeLayers(std::vector<CatalogLayer> layers) {
  const absl::Time as_of = Today(layers);
  const Claims claims = FindClaims(layers);
  std::map<std::string, std::vector<ProviderStatement>> by_id;
  for (CatalogLayer& layer : layers) {
    for (v1::Provider& provider : layer.providers) {
      by_id[provider.provider_id()].push_back({&layer, &provider});
    }
  }
  std::vector<v1::Provider> merged;
  for (auto& [id, statements] : by_id) {
    merged.push_back(ProviderMerger(std::move(statements), as_of).Run());
    KeepClaimed(claims, &merged.back());
  }
  return merged;
}

}  // namespace ratecard
