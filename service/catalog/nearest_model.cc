#include "service/catalog/nearest_model.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "service/catalog/name_form.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

// How many names get a closer look than at their pairs of letters.
constexpr size_t kShortList = 1000;

// Costs are in half edits.
constexpr size_t kEdit = 2;
constexpr size_t kFar = 1000;
// Of words in another order, of words that are among others, of a beginning.
constexpr size_t kReordered = 1;
constexpr size_t kAmongOthers = 3;
constexpr size_t kBeginning = 4;
constexpr size_t kMostAmongOthers = 12;
// Of a name that no maker uses.
constexpr size_t kElsewhere = 1;

size_t CodeOf(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c))
             ? static_cast<size_t>(c - '0') + 1
             : static_cast<size_t>(c - 'a') + 11;
}

constexpr size_t kCodes = 37;  // 0: before the first and behind the last one

// Calls `use` with each pair of neighbours in `squeezed`, its ends included.
template <typename Use>
void ForEachPair(absl::string_view squeezed, const Use& use) {
  size_t before = 0;
  for (const char c : squeezed) {
    const size_t code = CodeOf(c);
    use(before * kCodes + code);
    before = code;
  }
  use(before * kCodes);
}

// A cheap measure: the share of pairs of neighbours that two names have in
// common, or less of those that one of them has.
class PairLikeness {
 public:
  explicit PairLikeness(absl::string_view squeezed)
      : size_(squeezed.size() + 1) {
    ForEachPair(squeezed, [this](size_t pair) { pairs_.set(pair); });
  }

  // In millionths.
  size_t Of(absl::string_view squeezed) const {
    size_t shared = 0;
    ForEachPair(squeezed,
                [&](size_t pair) { shared += pairs_[pair] ? 1u : 0u; });
    const size_t size = squeezed.size() + 1;
    return std::max(shared * 2'000'000 / (size_ + size),
                    shared * 700'000 / std::min(size_, size));
  }

 private:
  std::bitset<kCodes * kCodes> pairs_;
  size_t size_;
};

size_t EditLimit(size_t length) { return std::min<size_t>(1 + length / 4, 8); }

size_t EditCost(const std::string& typed, const std::string& name) {
  const size_t limit = EditLimit(typed.size());
  const size_t edits = EditDistance(typed, name, limit);
  return edits > limit ? kFar : edits * kEdit;
}

bool IsWord(absl::string_view token) {
  return !absl::ascii_isdigit(static_cast<unsigned char>(token.front()));
}

// Another date is nearer than none to whoever typed one.
size_t DatesCost(const NameForm& typed, const NameForm& name) {
  if (typed.dates == name.dates) {
    return 0;
  }
  return typed.dates.empty() ? 1 : name.dates.empty() ? 3 : 2;
}

// The place of the token of `name` that is meant by `token` and was not yet
// taken, with the edits in between; the size of `name` if there is none.
std::pair<size_t, size_t> FindToken(const std::string& token,
                                    const std::vector<std::string>& name,
                                    const std::vector<bool>& taken) {
  const size_t limit = IsWord(token) ? token.size() / 4 : 0;
  std::pair<size_t, size_t> best(limit + 1, name.size());
  for (size_t i = 0; i < name.size(); ++i) {
    if (!taken[i] && IsWord(name[i]) == IsWord(token)) {
      best = std::min(best,
                      std::make_pair(EditDistance(token, name[i], limit), i));
    }
  }
  return {best.first > limit ? name.size() : best.second, best.first};
}

// Of words among others: those that were typed among a name's, or a name's
// among those that were typed.
size_t WordsCost(const NameForm& typed, const NameForm& name) {
  std::vector<bool> taken(name.tokens.size());
  size_t cost = kAmongOthers;
  size_t matched = 0;
  size_t longest = 0;
  size_t length = 0;
  for (const std::string& token : typed.tokens) {
    const auto [place, edits] = FindToken(token, name.tokens, taken);
    length += token.size();
    if (place < taken.size()) {
      taken[place] = true;
      cost += edits * kEdit;
      matched += token.size();
      longest = std::max(longest, IsWord(token) ? token.size() : 0);
    } else {
      cost += IsWord(token) && token.size() > 1 ? 2 * kEdit : kEdit + 1;
    }
  }
  cost += static_cast<size_t>(std::count(taken.begin(), taken.end(), false));
  cost += DatesCost(typed, name);
  // A name without its family is only half a name.
  return longest < 3 || matched * 2 < length || cost > kMostAmongOthers ? kFar
                                                                        : cost;
}

size_t CostOf(const NameForm& typed, const NameForm& name) {
  size_t cost = std::min({EditCost(typed.squeezed, name.squeezed),
                          EditCost(typed.sorted, name.sorted) + kReordered +
                              DatesCost(typed, name),
                          WordsCost(typed, name)});
  if (typed.squeezed.size() >= 3 &&
      absl::StartsWith(name.squeezed, typed.squeezed)) {
    const size_t more = name.squeezed.size() - typed.squeezed.size();
    cost = std::min(cost, kBeginning + std::min<size_t>(more / 3, 8));
  }
  return cost;
}

// A name with all that it is sold as.
struct Candidate {
  size_t likeness = 0;
  absl::string_view name;
  size_t sold = 0;
  bool home = false;
  const void* model = nullptr;  // at home, if it is sold there
};

// The likest of `names`, each once.
std::vector<Candidate> ShortList(const std::string& typed,
                                 absl::Span<const SoldName> names) {
  const PairLikeness like(typed);
  std::vector<Candidate> list;
  std::array<char, kMaxFormLength> squeezed;
  for (const SoldName& sold : names) {
    if (!list.empty() && list.back().name == sold.name) {
      ++list.back().sold;
      if (sold.home && !list.back().home) {
        list.back().home = true;
        list.back().model = sold.model;
      }
      continue;
    }
    const size_t size = Squeeze(sold.name, squeezed.data());
    list.push_back({like.Of({squeezed.data(), size}), sold.name, 1, sold.home,
                    sold.model});
  }
  const auto liker = [](const Candidate& a, const Candidate& b) {
    return std::tie(b.likeness, b.home, a.name) <
           std::tie(a.likeness, a.home, b.name);
  };
  if (list.size() > kShortList) {
    std::nth_element(list.begin(), list.begin() + kShortList, list.end(),
                     liker);
    list.resize(kShortList);
  }
  return list;
}

// All spellings of what seems to be one model.
struct Group {
  size_t cost = kFar;  // of the nearest
  size_t sold = 0;
  Candidate best;  // stands for it
  size_t best_cost = kFar;

  void Add(const Candidate& candidate, size_t candidate_cost) {
    const auto order = [](const Candidate& one, size_t its_cost) {
      return std::make_tuple(!one.home, its_cost, SIZE_MAX - one.sold,
                             one.name.size(), one.name);
    };
    if (order(candidate, candidate_cost) < order(best, best_cost)) {
      best = candidate;
      best_cost = candidate_cost;
    }
    cost = std::min(cost, candidate_cost);
    sold += candidate.sold;
  }
};

}  // namespace

std::vector<std::string> NearestModelNames(absl::string_view typed,
                                           absl::Span<const SoldName> names,
                                           size_t count) {
  const NameForm wanted(typed);
  if (wanted.squeezed.empty()) {
    return {};
  }
  absl::flat_hash_map<std::string, Group> groups;
  for (const Candidate& candidate : ShortList(wanted.squeezed, names)) {
    const NameForm form(candidate.name);
    const size_t cost = CostOf(wanted, form);
    if (candidate.likeness > 0 && cost < kFar) {
      // Whoever typed a date may be after another one.
      groups[wanted.dates.empty() ? form.sorted : form.squeezed].Add(candidate,
                                                                     cost);
    }
  }
  std::vector<std::tuple<size_t, size_t, absl::string_view, const void*>> found;
  for (const auto& [key, group] : groups) {
    found.emplace_back(group.cost + (group.best.home ? 0 : kElsewhere),
                       SIZE_MAX - group.sold, group.best.name,
                       group.best.model);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> nearest;
  absl::flat_hash_set<const void*> models;
  for (const auto& [cost, sold, name, model] : found) {
    if (nearest.size() < count &&
        (model == nullptr || models.insert(model).second)) {
      nearest.emplace_back(name);
    }
  }
  return nearest;
}

}  // namespace ratecard
