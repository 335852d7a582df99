#include "service/catalog/merge/layer_merge.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "service/catalog/merge/disagreements.h"
#include "service/catalog/merge/fact_merge.h"
#include "service/catalog/merge/price_merge.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/merge/rename_source.h"
#include "service/catalog/merge/statement.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

std::string KeyOf(const std::string& model_id) {
  return absl::AsciiStrToLower(model_id);
}

bool KnowsPrice(const v1::Model& model) {
  return std::any_of(model.price_schedules().begin(),
                     model.price_schedules().end(),
                     [](const v1::PriceSchedule& schedule) {
                       return std::any_of(schedule.rates().begin(),
                                          schedule.rates().end(), SaysPrice);
                     });
}

Statement MakeStatement(const CatalogLayer& layer, const v1::Model& model) {
  Statement statement;
  statement.model = &model;
  statement.fact_rank = layer.fact_rank;
  statement.window_may_be_input_limit = layer.window_may_be_input_limit;
  statement.knows_past = layer.knows_past;
  statement.may_lack_tiers = layer.may_lack_tiers;
  statement.has_one_output_price = layer.has_one_output_price;
  return statement;
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
      AddSourcesAndCalendars(statement.provider, &merged_);
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
    AddRegions(from);
    AddById(
        from.name_patterns(),
        [](const v1::NamePattern& pattern) { return pattern.pattern(); },
        merged_.mutable_name_patterns());
    AddById(
        from.usage_formats(),
        [](const v1::UsageFormat& format) { return format.format_id(); },
        merged_.mutable_usage_formats());
  }

  // A layer that only says a price in a region need not know what is in it.
  void AddRegions(const v1::Provider& from) {
    std::map<std::string, v1::Region*> known;
    for (v1::Region& region : *merged_.mutable_regions()) {
      known.emplace(region.region_id(), &region);
    }
    for (const v1::Region& region : from.regions()) {
      const auto it = known.find(region.region_id());
      if (it == known.end()) {
        *merged_.add_regions() = region;
      } else {
        AddStrings(region.contains(), it->second->mutable_contains());
      }
    }
  }

  void FindModels() {
    std::map<std::string, std::string> key_of_alias;
    std::set<std::string> ids;  // of models of their own, in layers above
    for (const ProviderStatement& statement : statements_) {
      std::set<std::string> said;  // by this layer
      std::vector<std::pair<std::string, const v1::Model*>> by_alias;
      const auto add = [&](const std::string& key, const v1::Model& model) {
        key_of_.emplace(&model, key);
        models_[key].push_back(MakeStatement(*statement.layer, model));
        models_[key].back().of_prices_alone = !said.insert(key).second;
      };
      for (const v1::Model& model : statement.provider->models()) {
        const std::string key = KeyOf(model.model_id());
        const auto it = key_of_alias.find(key);
        if (it == key_of_alias.end() || ids.count(key) > 0) {
          add(key, model);
        } else {
          by_alias.emplace_back(it->second, &model);
        }
      }
      // What a layer says under a model's own id goes before what it says under
      // an alias: the same price, but other dates.
      for (const auto& [key, model] : by_alias) {
        add(key, *model);
      }
      if (statement.layer->knows_aliases) {
        AddKnownAliases(*statement.provider, &key_of_alias);
      }
      for (const auto& [key, models] : models_) {
        ids.insert(key);
      }
    }
  }

  // Of today: a moving name means the model that it means now.
  void AddKnownAliases(const v1::Provider& provider,
                       std::map<std::string, std::string>* key_of_alias) const {
    for (const v1::Model& model : provider.models()) {
      for (const v1::Alias& alias : model.aliases()) {
        if (CatalogTimeOr(alias.start_time(), absl::InfinitePast()) <= as_of_ &&
            as_of_ < CatalogTimeOr(alias.end_time(), absl::InfiniteFuture())) {
          key_of_alias->emplace(KeyOf(alias.alias_id()), key_of_.at(&model));
        }
      }
    }
  }

  v1::Model MergeModel(const std::vector<Statement>& statements) const {
    const v1::Model& first = *statements.front().model;
    if (statements.size() == 1) {
      v1::Model only = first;
      only.clear_aliases();
      RefreshDisagreements(as_of_, &only);
      return only;
    }
    v1::Model merged;
    merged.set_model_id(first.model_id());
    std::vector<Statement> of_facts;
    std::copy_if(
        statements.begin(), statements.end(), std::back_inserter(of_facts),
        [](const Statement& statement) { return !statement.of_prices_alone; });
    std::stable_sort(of_facts.begin(), of_facts.end(),
                     [](const Statement& a, const Statement& b) {
                       return std::make_tuple(!a.current(), a.fact_rank) <
                              std::make_tuple(!b.current(), b.fact_rank);
                     });
    // Of most that is no price; schedules name their own.
    merged.set_source_id(of_facts.front().model->source_id());
    merged.set_currency_code(CurrencyOf(statements));
    merged.set_plan_only(IsPlanOnly(statements));
    MergePrices(statements, as_of_, &merged);
    MergeFacts(of_facts, &merged);
    RefreshDisagreements(as_of_, &merged);
    return merged;
  }

  // That of the prices which are taken.
  static const std::string& CurrencyOf(
      const std::vector<Statement>& statements) {
    const auto priced = std::find_if(statements.begin(), statements.end(),
                                     [](const Statement& statement) {
                                       return KnowsPrice(*statement.model);
                                     });
    return priced == statements.end()
               ? statements.front().model->currency_code()
               : priced->model->currency_code();
  }

  // Whether a statement says so that is better, by `fact_rank`, than all others
  // with a price. Some lists know the prices of plans by the token and no
  // plans; what a better one said of it counts, even if it has the model no
  // more.
  static bool IsPlanOnly(std::vector<Statement> statements) {
    std::stable_sort(statements.begin(), statements.end(),
                     [](const Statement& a, const Statement& b) {
                       return a.fact_rank < b.fact_rank;
                     });
    for (const Statement& statement : statements) {
      if (statement.model->plan_only()) {
        return true;
      }
      if (KnowsPrice(*statement.model)) {
        return false;
      }
    }
    return false;
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
      // Other spellings first: a layer's own id means more than its aliases.
      for (const v1::Model& from : statement.provider->models()) {
        v1::Model* model = &models->at(key_of_.at(&from));
        if (taken.count(from.model_id()) == 0 &&
            said.insert(from.model_id()).second) {
          v1::Alias* spelling = model->add_aliases();
          spelling->set_alias_id(from.model_id());
          spelling->set_source_id(from.source_id());
        }
      }
      const std::set<std::string> spellings = said;
      for (const v1::Model& from : statement.provider->models()) {
        v1::Model* model = &models->at(key_of_.at(&from));
        for (const v1::Alias& alias : from.aliases()) {
          if (taken.count(alias.alias_id()) == 0 &&
              !IsPrefixed(alias, *model) &&
              spellings.count(alias.alias_id()) == 0 &&
              (said.insert(alias.alias_id()).second ||
               statement.layer->knows_aliases)) {
            *model->add_aliases() = alias;
          }
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
  absl::Time today = absl::InfinitePast();
  for (const CatalogLayer& layer : layers) {
    for (const v1::Provider& provider : layer.providers) {
      today = std::max(today, DayAfterLastSource(provider));
    }
  }
  return today;
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
