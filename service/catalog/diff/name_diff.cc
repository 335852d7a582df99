#include "service/catalog/diff/name_diff.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace ratecard {
namespace {

using Aliases = std::map<std::string, std::string>;  // id and what is said
using ModelsById = std::map<std::string, const v1::Model*>;

ModelsById ById(const v1::Provider& provider) {
  ModelsById models;
  for (const v1::Model& model : provider.models()) {
    models[model.model_id()] = &model;
  }
  return models;
}

// Other ids under which `model` may be found in another catalog.
std::vector<std::string> OtherIds(const v1::Model& model) {
  std::vector<std::string> ids = {absl::AsciiStrToLower(model.model_id())};
  for (const v1::Alias& alias : model.aliases()) {
    ids.push_back(alias.alias_id());
  }
  return ids;
}

// Looks for models under the names that another catalog has for them.
class Finder {
 public:
  explicit Finder(const std::vector<const v1::Model*>& models) {
    for (const v1::Model* model : models) {
      by_name_.emplace(model->model_id(), model);
      for (const std::string& id : OtherIds(*model)) {
        by_name_.emplace(id, model);
      }
    }
  }

  // Each model is found once. Null if there is none.
  const v1::Model* Find(const v1::Model& wanted) {
    std::vector<std::string> names = OtherIds(wanted);
    names.insert(names.begin(), wanted.model_id());
    for (const std::string& name : names) {
      const auto it = by_name_.find(name);
      // Two that share no more than an alias are not the same.
      if (it != by_name_.end() && IsOneOf(*it->second, wanted, name) &&
          found_.insert(it->second).second) {
        return it->second;
      }
    }
    return nullptr;
  }

 private:
  static bool IsOneOf(const v1::Model& a, const v1::Model& b,
                      const std::string& name) {
    const std::string lower = absl::AsciiStrToLower(name);
    return absl::AsciiStrToLower(a.model_id()) == lower ||
           absl::AsciiStrToLower(b.model_id()) == lower;
  }

  std::map<std::string, const v1::Model*> by_name_;
  std::set<const v1::Model*> found_;
};

std::string SaidOf(const v1::Alias& alias) {
  std::vector<std::string> said;
  if (alias.kind() == v1::ALIAS_KIND_SNAPSHOT) {
    said.emplace_back("snapshot");
  } else if (alias.kind() == v1::ALIAS_KIND_LATEST) {
    said.emplace_back("latest");
  }
  if (!alias.start_time().empty()) {
    said.push_back(absl::StrCat("from ", alias.start_time()));
  }
  if (!alias.end_time().empty()) {
    said.push_back(absl::StrCat("until ", alias.end_time()));
  }
  if (!alias.service_tier().empty()) {
    said.push_back(absl::StrCat("service tier ", alias.service_tier()));
  }
  if (!alias.region().empty()) {
    said.push_back(absl::StrCat("in ", alias.region()));
  }
  return absl::StrJoin(said, " ");
}

Aliases AliasesOf(const v1::Model* model) {
  Aliases aliases;
  if (model != nullptr) {
    for (const v1::Alias& alias : model->aliases()) {
      std::string& said = aliases[alias.alias_id()];
      absl::StrAppend(&said, said.empty() ? "" : "; ", SaidOf(alias));
    }
  }
  return aliases;
}

// Of each alias that a model lost: the model, by its id of now.
std::map<std::string, std::string> LostAliases(
    const std::vector<ModelPair>& models) {
  std::map<std::string, std::string> lost;
  for (const ModelPair& pair : models) {
    const Aliases after = AliasesOf(pair.after);
    for (const auto& [id, said] : AliasesOf(pair.before)) {
      if (after.count(id) == 0 &&
          (pair.after == nullptr || pair.after->model_id() != id)) {
        lost[id] = pair.id();
      }
    }
  }
  return lost;
}

std::set<std::string> GainedNames(const std::vector<ModelPair>& models) {
  std::set<std::string> gained;
  for (const ModelPair& pair : models) {
    const Aliases before = AliasesOf(pair.before);
    for (const auto& [id, said] : AliasesOf(pair.after)) {
      if (before.count(id) == 0) {
        gained.insert(id);
      }
    }
  }
  return gained;
}

// The aliases of one model that differ. `lost` and `gained` are those of all.
std::vector<AliasChange> AliasChangesOf(
    const ModelPair& pair, const std::map<std::string, std::string>& lost,
    const std::set<std::string>& gained) {
  const Aliases before = AliasesOf(pair.before);
  const Aliases after = AliasesOf(pair.after);
  const std::string old_id =
      pair.before == nullptr ? "" : pair.before->model_id();
  std::map<std::string, AliasChange> by_id;
  for (const auto& [id, said] : after) {
    const auto old = before.find(id);
    const auto moved = lost.find(id);
    if (old != before.end()) {
      if (old->second != said) {
        by_id[id] = {id, Presence::kBoth, old->second, said, ""};
      }
    } else if (moved != lost.end()) {
      by_id[id] = {id, Presence::kAdded, "", said, moved->second};
    } else if (pair.before != nullptr && id != old_id) {
      by_id[id] = {id, Presence::kAdded, "", said, ""};
    }
  }
  for (const auto& [id, said] : before) {
    if (after.count(id) == 0 && gained.count(id) == 0 &&
        pair.after->model_id() != id) {
      by_id[id] = {id, Presence::kRemoved, said, "", ""};
    }
  }
  std::vector<AliasChange> changes;
  for (auto& [id, change] : by_id) {
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

std::vector<ModelPair> PairModels(const v1::Provider& before,
                                  const v1::Provider& after) {
  const ModelsById old_models = ById(before);
  const ModelsById new_models = ById(after);
  std::vector<ModelPair> pairs;
  std::vector<const v1::Model*> old_only;
  std::vector<const v1::Model*> new_only;
  for (const auto& [id, model] : old_models) {
    const auto it = new_models.find(id);
    if (it == new_models.end()) {
      old_only.push_back(model);
    } else {
      pairs.push_back({model, it->second});
    }
  }
  for (const auto& [id, model] : new_models) {
    if (old_models.count(id) == 0) {
      new_only.push_back(model);
    }
  }
  Finder finder(old_only);
  std::set<const v1::Model*> found;
  for (const v1::Model* model : new_only) {
    pairs.push_back({finder.Find(*model), model});
    found.insert(pairs.back().before);
  }
  for (const v1::Model* model : old_only) {
    if (found.count(model) == 0) {
      pairs.push_back({model, nullptr});
    }
  }
  std::sort(
      pairs.begin(), pairs.end(),
      [](const ModelPair& a, const ModelPair& b) { return a.id() < b.id(); });
  return pairs;
}

std::map<std::string, std::vector<AliasChange>> DiffAliases(
    const std::vector<ModelPair>& models) {
  const std::map<std::string, std::string> lost = LostAliases(models);
  const std::set<std::string> gained = GainedNames(models);
  std::map<std::string, std::vector<AliasChange>> changes;
  for (const ModelPair& pair : models) {
    if (pair.after != nullptr) {
      changes[pair.id()] = AliasChangesOf(pair, lost, gained);
    }
  }
  return changes;
}

}  // namespace ratecard
