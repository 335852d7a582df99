#include "service/catalog/nearest_model.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "service/catalog/name_form.h"

namespace ratecard {
namespace {

// Of a name that no maker uses, in half edits.
constexpr size_t kElsewhere = 1;

// A name with what it is sold as by those who were asked for.
struct Candidate {
  absl::string_view name;
  size_t sold = 0;
  bool home = false;
  const void* model = nullptr;  // at home, if it is sold there
};

Candidate CandidateOf(absl::Span<const SoldName> sold, const void* provider) {
  Candidate candidate;
  for (const SoldName& one : sold) {
    if (provider != nullptr && one.provider != provider) {
      continue;
    }
    if (candidate.sold == 0 || (one.home && !candidate.home)) {
      candidate.name = one.name;
      candidate.home = one.home;
      candidate.model = one.model;
    }
    ++candidate.sold;
  }
  return candidate;
}

// All spellings of what seems to be one model.
struct Group {
  size_t cost = SIZE_MAX;  // of the nearest
  size_t sold = 0;
  Candidate best;  // stands for it
  size_t best_cost = SIZE_MAX;

  void Add(const Candidate& candidate, size_t candidate_cost) {
    const auto order = [](const Candidate& one, size_t its_cost) {
      return std::make_tuple(!one.home, its_cost, SIZE_MAX - one.sold,
                             one.name.size(), one.name);
    };
    if (sold == 0 ||
        order(candidate, candidate_cost) < order(best, best_cost)) {
      best = candidate;
      best_cost = candidate_cost;
    }
    cost = std::min(cost, candidate_cost);
    sold += candidate.sold;
  }
};

// The best of each group, each of another model.
std::vector<std::string> BestOf(
    const absl::flat_hash_map<uint32_t, Group>& groups, size_t count) {
  std::vector<std::tuple<size_t, size_t, absl::string_view, const void*>> found;
  found.reserve(groups.size());
  for (const auto& [key, group] : groups) {
    found.emplace_back(group.cost + (group.best.home ? 0 : kElsewhere),
                       SIZE_MAX - group.sold, group.best.name,
                       group.best.model);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> nearest;
  absl::flat_hash_set<const void*> models;
  for (const auto& [cost, sold, name, model] : found) {
    if (nearest.size() == count) {
      break;
    }
    if (model == nullptr || models.insert(model).second) {
      nearest.emplace_back(name);
    }
  }
  return nearest;
}

}  // namespace

NearestModels::NearestModels(absl::Span<const SoldName> names)
    : sold_(names.begin(), names.end()) {
  for (uint32_t i = 0; i < names.size(); ++i) {
    if (names_.empty() || names_.back().name != names[i].name) {
      const uint32_t form = forms_.Add(NameForm(names[i].name));
      names_of_.resize(forms_.size());
      names_of_[form].push_back(static_cast<uint32_t>(names_.size()));
      names_.push_back({names[i].name, i, 0});
    }
    ++names_.back().sold_count;
  }
}

std::vector<std::string> NearestModels::Find(absl::string_view typed,
                                             const void* provider,
                                             size_t count) const {
  const NameForm wanted(typed);
  if (wanted.squeezed.empty()) {
    return {};
  }
  absl::flat_hash_map<uint32_t, Group> groups;
  for (const NearForm& near : forms_.Near(wanted)) {
    // Whoever typed a date may be after another one.
    const uint32_t key = wanted.dates.empty() ? forms_.WordingOf(near.form)
                                              : forms_.SpellingOf(near.form);
    for (const uint32_t name : names_of_[near.form]) {
      const Candidate candidate =
          CandidateOf(absl::MakeConstSpan(sold_).subspan(
                          names_[name].first_sold, names_[name].sold_count),
                      provider);
      if (candidate.sold > 0) {
        groups[key].Add(candidate, near.cost);
      }
    }
  }
  return BestOf(groups, count);
}

}  // namespace ratecard
