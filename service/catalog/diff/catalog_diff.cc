#include "service/catalog/diff/catalog_diff.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/string_view.h"
#include "service/catalog/period.h"

namespace ratecard {
namespace {

constexpr absl::string_view kLastListed = "lifecycle.last_listed_date";

absl::Time Today(const std::vector<v1::Provider>& providers) {
  absl::Time last = absl::InfinitePast();
  for (const v1::Provider& provider : providers) {
    last = std::max(last, DayAfterLastSource(provider));
  }
  return last;
}

// By alias: the model that has it.
std::map<std::string, std::string> AliasOwners(const v1::Provider& provider) {
  std::map<std::string, std::string> owners;
  for (const v1::Model& model : provider.models()) {
    for (const v1::Alias& alias : model.aliases()) {
      owners.emplace(alias.alias_id(), model.model_id());
    }
  }
  return owners;
}

bool Differs(const ModelDiff& diff) {
  return diff.added() || diff.removed() || diff.renamed() ||
         !diff.prices.empty() || !diff.fields.empty() || !diff.aliases.empty();
}

std::vector<ModelDiff> DiffModels(const v1::Provider& before,
                                  const v1::Provider& after, absl::Time today) {
  const std::vector<ModelPair> pairs = PairModels(before, after);
  auto aliases = DiffAliases(pairs);
  const std::map<std::string, std::string> owners = AliasOwners(after);
  std::vector<ModelDiff> models;
  for (const ModelPair& pair : pairs) {
    ModelDiff diff;
    diff.model = pair;
    if (diff.removed()) {
      const auto owner = owners.find(pair.id());
      diff.successor = owner == owners.end() ? "" : owner->second;
    } else if (!diff.added()) {
      diff.prices = DiffPrices(*pair.before, *pair.after, today);
      diff.fields = DiffFacts(*pair.before, *pair.after);
    }
    if (const auto it = aliases.find(pair.id());
        it != aliases.end() && !diff.removed()) {
      diff.aliases = std::move(it->second);
    }
    if (Differs(diff)) {
      models.push_back(std::move(diff));
    }
  }
  return models;
}

ProviderDiff DiffProviders(const v1::Provider* before,
                           const v1::Provider* after, absl::Time today) {
  const v1::Provider none;
  ProviderDiff diff;
  diff.before = before;
  diff.after = after;
  if (before != nullptr && after != nullptr) {
    diff.fields = DiffFacts(*before, *after);
  }
  diff.models = DiffModels(before == nullptr ? none : *before,
                           after == nullptr ? none : *after, today);
  return diff;
}

void Count(const ModelDiff& diff, DiffCounts* counts) {
  counts->models_added += diff.added() ? 1 : 0;
  counts->models_removed += diff.removed() ? 1 : 0;
  counts->renamed += diff.renamed() ? 1 : 0;
  if (diff.added() || diff.removed()) {
    return;
  }
  const bool unlisted = diff.no_longer_listed();
  counts->no_longer_listed += unlisted ? 1 : 0;
  counts->prices_changed += diff.prices.changes.empty() ? 0 : 1;
  counts->past_prices_changed += diff.prices.past.periods == 0 ? 0 : 1;
  counts->facts_changed +=
      diff.fields.size() > (unlisted ? 1 : 0) || !diff.aliases.empty() ? 1 : 0;
}

}  // namespace

bool ModelDiff::no_longer_listed() const {
  return std::any_of(
      fields.begin(), fields.end(), [](const FieldChange& change) {
        return change.field == kLastListed && change.before.empty();
      });
}

CatalogDiff DiffCatalogs(const std::vector<v1::Provider>& before,
                         const std::vector<v1::Provider>& after) {
  CatalogDiff diff;
  diff.today = std::max(Today(before), Today(after));
  std::map<std::string, std::pair<const v1::Provider*, const v1::Provider*>>
      providers;
  for (const v1::Provider& provider : before) {
    providers[provider.provider_id()].first = &provider;
  }
  for (const v1::Provider& provider : after) {
    providers[provider.provider_id()].second = &provider;
  }
  for (const auto& [id, pair] : providers) {
    ProviderDiff provider = DiffProviders(pair.first, pair.second, diff.today);
    if (pair.first == nullptr || pair.second == nullptr ||
        !provider.fields.empty() || !provider.models.empty()) {
      diff.providers.push_back(std::move(provider));
    }
  }
  return diff;
}

DiffCounts CountsOf(const CatalogDiff& diff) {
  DiffCounts counts;
  for (const ProviderDiff& provider : diff.providers) {
    ++counts.providers;
    counts.providers_added += provider.before == nullptr ? 1 : 0;
    counts.providers_removed += provider.after == nullptr ? 1 : 0;
    for (const ModelDiff& model : provider.models) {
      Count(model, &counts);
    }
  }
  return counts;
}

}  // namespace ratecard
