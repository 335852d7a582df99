// What is nearest, found by a look at everything.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "service/catalog/name_form.h"
#include "service/catalog/nearest.h"
#include "service/catalog/nearest_model.h"
#include "tests/unit/catalog/field_names.h"

namespace ratecard {
namespace {

constexpr size_t kFar = 1000;

// The whole table of edits, as the definition has it.
size_t Edits(absl::string_view a, absl::string_view b) {
  std::vector<std::vector<size_t>> table(a.size() + 1,
                                         std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1,
                    table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

size_t EditCost(absl::string_view typed, absl::string_view name) {
  const size_t edits = Edits(typed, name);
  return edits > std::min<size_t>(1 + typed.size() / 4, 8) ? kFar : 2 * edits;
}

bool IsWord(const std::string& token) {
  return !absl::ascii_isdigit(static_cast<unsigned char>(token.front()));
}

size_t DatesCost(const NameForm& typed, const NameForm& name) {
  return typed.dates == name.dates ? 0
         : typed.dates.empty()     ? 1
         : name.dates.empty()      ? 3
                                   : 2;
}

// Each typed token takes the likest one of the name that is left.
size_t WordsCost(const NameForm& typed, const NameForm& name) {
  std::vector<std::string> left = name.tokens;
  size_t cost = 3 + DatesCost(typed, name);
  size_t matched = 0;
  size_t longest = 0;
  size_t length = 0;
  for (const std::string& token : typed.tokens) {
    length += token.size();
    const size_t limit = IsWord(token) ? token.size() / 4 : 0;
    auto best = left.end();
    for (auto it = left.begin(); it != left.end(); ++it) {
      if (IsWord(*it) == IsWord(token) && Edits(token, *it) <= limit &&
          (best == left.end() || Edits(token, *it) < Edits(token, *best))) {
        best = it;
      }
    }
    if (best == left.end()) {
      cost += IsWord(token) && token.size() > 1 ? 4u : 3u;
      continue;
    }
    cost += 2 * Edits(token, *best);
    matched += token.size();
    longest = std::max(longest, IsWord(token) ? token.size() : 0);
    left.erase(best);
  }
  cost += left.size();
  return longest < 3 || matched * 2 < length || cost > 12 ? kFar : cost;
}

std::set<std::string> PairsOf(const std::string& squeezed) {
  const std::string text = "^" + squeezed + "^";
  std::set<std::string> pairs;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    pairs.insert(text.substr(i, 2));
  }
  return pairs;
}

size_t CostOf(const NameForm& typed, const NameForm& name) {
  std::vector<std::string> shared;
  const std::set<std::string> a = PairsOf(typed.squeezed);
  const std::set<std::string> b = PairsOf(name.squeezed);
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(shared));
  if (shared.empty()) {
    return kFar;
  }
  size_t cost = std::min(
      {EditCost(typed.squeezed, name.squeezed),
       EditCost(typed.sorted, name.sorted) + 1 + DatesCost(typed, name),
       WordsCost(typed, name)});
  if (typed.squeezed.size() >= 3 &&
      absl::StartsWith(name.squeezed, typed.squeezed)) {
    const size_t more = name.squeezed.size() - typed.squeezed.size();
    cost = std::min(cost, 4 + std::min<size_t>(more / 3, 8));
  }
  return cost;
}

struct Group {
  size_t cost = kFar;
  size_t sold = 0;
  // Of its names: not at home, cost, how seldom sold, length.
  std::set<std::tuple<bool, size_t, int, size_t, std::string>> names;
};

// Of names that are each sold by one provider, of models that are not known.
std::vector<std::string> Nearest(const std::string& text,
                                 const std::vector<SoldName>& names) {
  const NameForm typed(text);
  std::map<std::string, Group> groups;
  for (const SoldName& sold : names) {
    const NameForm form(sold.name);
    const size_t cost = CostOf(typed, form);
    if (typed.squeezed.empty() || cost >= kFar) {
      continue;
    }
    Group& group = groups[typed.dates.empty() ? form.sorted : form.squeezed];
    group.cost = std::min(group.cost, cost);
    ++group.sold;
    group.names.emplace(!sold.home, cost, -1, sold.name.size(), sold.name);
  }
  std::set<std::tuple<size_t, size_t, std::string>> found;
  for (const auto& [key, group] : groups) {
    const auto& best = *group.names.begin();
    found.emplace(group.cost + (std::get<0>(best) ? 1 : 0),
                  SIZE_MAX - group.sold, std::get<4>(best));
  }
  std::vector<std::string> nearest;
  for (const auto& [cost, sold, name] : found) {
    if (nearest.size() < 5) {
      nearest.push_back(name);
    }
  }
  return nearest;
}

class Mutations {
 public:
  explicit Mutations(unsigned seed) : random_(seed) {}

  size_t Below(size_t end) { return random_() % end; }

  // With up to `most` edits of letters from the first `letters`.
  std::string Of(std::string text, size_t most, size_t letters) {
    constexpr absl::string_view kLetters = "a1-bc2/.:@_xyz0Z9gptclaudemini ";
    for (size_t left = Below(most + 1); left > 0; --left) {
      const char letter = kLetters[Below(std::min(letters, kLetters.size()))];
      const size_t at = Below(text.size() + 1);
      if (at == text.size() || Below(4) == 0) {
        text.insert(at, 1, letter);
      } else if (const size_t kind = Below(3); kind == 0) {
        text.erase(at, 1);
      } else if (kind == 1) {
        text[at] = letter;
      } else if (at > 0) {
        std::swap(text[at - 1], text[at]);
      }
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

TEST(EditCounter, CountsAsTheDefinitionDoes) {
  Mutations random(1);
  for (int i = 0; i < 20'000; ++i) {
    // Of few letters, so that many fall together; both sizes of words of bits.
    const size_t size = random.Below(i % 10 == 0 ? 120 : 20);
    const std::string a = random.Of(std::string(size, 'a'), 2 * size, 3);
    const std::string b = random.Of(a, 8, 3);
    if (a.size() > EditCounter::kMaxBytes) {
      continue;
    }
    const size_t limit = random.Below(10);
    ASSERT_EQ(EditCounter(a).To(b, limit), std::min(Edits(a, b), limit + 1))
        << a << " " << b << " " << limit;
  }
}

TEST(NearestModels, AreThoseThatALookAtEveryNameFinds) {
  std::vector<SoldName> names;
  for (const absl::string_view line :
       absl::StrSplit(kFieldNames, '\n', absl::SkipEmpty())) {
    const size_t slash = line.find('/');
    names.push_back({line.substr(slash + 1), line.size() % 3 == 0});
  }
  const auto by_name = [](const SoldName& a, const SoldName& b) {
    return a.name < b.name;
  };
  std::sort(names.begin(), names.end(), by_name);
  names.erase(std::unique(names.begin(), names.end(),
                          [](const SoldName& a, const SoldName& b) {
                            return a.name == b.name;
                          }),
              names.end());
  const NearestModels search(names);
  Mutations random(2);
  for (int i = 0; i < 100; ++i) {
    std::string typed(names[random.Below(names.size())].name);
    if (random.Below(4) == 0) {  // words of two names
      typed += "-" + std::string(names[random.Below(names.size())].name);
    } else if (random.Below(4) == 0) {  // a beginning
      typed.resize(1 + random.Below(typed.size()));
    }
    typed = random.Of(typed, 4, 100);
    ASSERT_EQ(search.Find(typed, nullptr, 5), Nearest(typed, names)) << typed;
  }
}

}  // namespace
}  // namespace ratecard
