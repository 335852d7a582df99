#include "service/catalog/form_index.h"

#include <algorithm>
#include <bitset>
#include <utility>

#include "absl/numeric/bits.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

// Costs are in half edits.
constexpr size_t kEdit = 2;
constexpr size_t kFar = 1000;
// Of words in another order, of words that are among others, of a beginning.
constexpr size_t kReordered = 1;
constexpr size_t kAmongOthers = 3;
constexpr size_t kBeginning = 4;
constexpr size_t kMostAmongOthers = 12;
// Of typed words and numbers that a name does not have.
constexpr size_t kMissingWord = 2 * kEdit;
constexpr size_t kMissingNumber = kEdit + 1;

constexpr uint32_t kNone = UINT32_MAX;
constexpr uint32_t kNoDates = 0;  // in every index
constexpr uint32_t kOtherDates = kNone;

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

bool IsWord(absl::string_view token) { return !IsDigit(token.front()); }

// Of `[a-z0-9]`, from 0.
size_t CodeOf(char c) {
  return static_cast<size_t>(IsDigit(c) ? c - '0' + 26 : c - 'a');
}

constexpr size_t kCodes = 37;
constexpr size_t kEnd = 36;  // before the first and behind the last one

// Which letters and digits there are, and which letters twice, a bit each: an
// edit takes away at most one of them and adds at most one.
uint64_t LettersOf(absl::string_view text) {
  constexpr uint64_t kLetters = (uint64_t{1} << 26) - 1;
  uint64_t once = 0;
  uint64_t twice = 0;
  for (const char c : text) {
    const uint64_t bit = uint64_t{1} << CodeOf(c);
    twice |= once & bit;
    once |= bit;
  }
  return once | (twice & kLetters) << 36;
}

// A lower bound of the edits between what has those letters.
size_t LeastEdits(uint64_t a, uint64_t b) {
  return static_cast<size_t>(
      std::max(absl::popcount(a & ~b), absl::popcount(b & ~a)));
}

// Forms are no longer than what EditCounter takes.
static_assert(kMaxFormLength <= EditCounter::kMaxBytes);

// Edits from a typed text to others, up to a limit.
class BoundedEdits {
 public:
  BoundedEdits(absl::string_view typed, size_t limit)
      : counter_(typed),
        size_(typed.size()),
        letters_(LettersOf(typed)),
        limit_(limit) {}

  // A cheap test: false if a text of that size and those letters takes more.
  bool MayReach(size_t size, uint64_t letters) const {
    const size_t longer = std::max(size_, size);
    return longer - std::min(size_, size) <= limit_ &&
           LeastEdits(letters_, letters) <= limit_;
  }

  // kNone: more than the limit.
  uint32_t To(absl::string_view text) const {
    const size_t edits = counter_.To(text, limit_);
    return edits > limit_ ? kNone : static_cast<uint32_t>(edits);
  }

 private:
  EditCounter counter_;
  size_t size_;
  uint64_t letters_;
  size_t limit_;
};

size_t EditLimit(size_t length) { return std::min<size_t>(1 + length / 4, 8); }

// Pairs of neighbours in a text, its ends included.
class Pairs {
 public:
  explicit Pairs(absl::string_view text) {
    Any(text, [this](size_t pair) {
      pairs_.set(pair);
      return false;
    });
  }

  bool HasAnyOf(absl::string_view text) const {
    return Any(text, [this](size_t pair) { return pairs_[pair]; });
  }

 private:
  template <typename Test>
  static bool Any(absl::string_view text, const Test& test) {
    size_t before = kEnd;
    for (const char c : text) {
      const size_t code = CodeOf(c);
      if (test(before * kCodes + code)) {
        return true;
      }
      before = code;
    }
    return test(before * kCodes + kEnd);
  }

  std::bitset<kCodes * kCodes> pairs_;
};

}  // namespace

// What was typed, made ready to be compared with many forms.
class FormIndex::Query {
 public:
  Query(const FormIndex& index, const NameForm& typed)
      : index_(index),
        spelling_(typed.squeezed),
        letters_(LettersOf(typed.squeezed)),
        spelling_edits_(typed.squeezed, EditLimit(typed.squeezed.size())),
        wording_edits_(typed.sorted, EditLimit(typed.sorted.size())),
        pairs_(typed.squeezed),
        dates_(typed.dates.empty()
                   ? kNoDates
                   : index.dates_.Find(DatesText(typed), kOtherDates)) {
    for (const std::string& token : typed.tokens) {
      AddToken(token);
    }
  }

  // By form: whether a family of models that was typed is among its words.
  std::vector<bool> FormsOfFamilies() const {
    std::vector<bool> forms(index_.size());
    for (const Token& token : tokens_) {
      if (token.word && token.size >= kFamily) {
        for (const auto& [word, edits] : token.like) {
          for (const uint32_t form : index_.having_[word]) {
            forms[form] = true;
          }
        }
      }
    }
    return forms;
  }

  size_t Cost(const Row& row, bool of_family) const {
    const size_t cost =
        std::min({SpellingCost(row), WordingCost(row), BeginningCost(row),
                  of_family ? WordsCost(row) : kFar});
    return cost < kFar &&
                   pairs_.HasAnyOf(index_.spellings_.TextOf(row.spelling))
               ? cost
               : kFar;
  }

 private:
  static constexpr size_t kFamily = 3;  // letters of the shortest: `gpt`

  struct Token {
    size_t size = 0;
    bool word = false;
    // Words of the index that may be meant, with the edits to each.
    std::vector<std::pair<uint32_t, uint32_t>> like;
  };

  // A number means itself, and so does a word of up to three letters.
  void AddToken(const std::string& text) {
    Token& token = tokens_.emplace_back();
    token.size = text.size();
    token.word = IsWord(text);
    const size_t limit = token.word ? text.size() / 4 : 0;
    if (limit == 0) {
      const uint32_t word = index_.words_.Find(text, kNone);
      if (word != kNone) {
        token.like.emplace_back(word, 0);
      }
      return;
    }
    const BoundedEdits edits_to(text, limit);
    for (uint32_t word = 0; word < index_.words_.size(); ++word) {
      const std::string& other = index_.words_.TextOf(word);
      if (!edits_to.MayReach(other.size(), index_.word_letters_[word]) ||
          !IsWord(other)) {
        continue;
      }
      if (const uint32_t edits = edits_to.To(other); edits != kNone) {
        token.like.emplace_back(word, edits);
      }
    }
  }

  size_t SpellingCost(const Row& row) const {
    if (!spelling_edits_.MayReach(row.size, row.letters)) {
      return kFar;
    }
    const uint32_t edits =
        spelling_edits_.To(index_.spellings_.TextOf(row.spelling));
    return edits == kNone ? kFar : edits * kEdit;
  }

  size_t WordingCost(const Row& row) const {
    if (!wording_edits_.MayReach(row.wording_size, row.wording_letters)) {
      return kFar;
    }
    const uint32_t edits =
        wording_edits_.To(index_.wordings_.TextOf(row.wording));
    return edits == kNone ? kFar : edits * kEdit + kReordered + DatesCost(row);
  }

  // Another date is nearer than none to whoever typed one.
  size_t DatesCost(const Row& row) const {
    if (dates_ == row.dates) {
      return 0;
    }
    return dates_ == kNoDates ? 1 : row.dates == kNoDates ? 3 : 2;
  }

  size_t BeginningCost(const Row& row) const {
    if (spelling_.size() < 3 || row.size < spelling_.size() ||
        (letters_ & ~row.letters) != 0 ||
        !absl::StartsWith(index_.spellings_.TextOf(row.spelling), spelling_)) {
      return kFar;
    }
    return kBeginning + std::min<size_t>((row.size - spelling_.size()) / 3, 8);
  }

  // The place of the token of `row` that is meant by `token` and was not yet
  // taken, with the edits in between; kNone if there is none.
  std::pair<uint32_t, uint32_t> Find(
      const Token& token, const Row& row,
      const std::bitset<kMaxFormLength>& taken) const {
    std::pair<uint32_t, uint32_t> best(kNone, kNone);
    for (uint32_t i = 0; i < row.token_count; ++i) {
      const uint32_t word = index_.tokens_[row.first_token + i];
      for (const auto& [like, edits] : token.like) {
        if (like == word && !taken[i]) {
          best = std::min(best, std::make_pair(edits, i));
        }
      }
    }
    return {best.second, best.first};
  }

  // Of words among others: those that were typed among a name's, or a name's
  // among those that were typed.
  size_t WordsCost(const Row& row) const {
    std::bitset<kMaxFormLength> taken;
    size_t cost = kAmongOthers + DatesCost(row);
    size_t matched = 0;
    size_t longest = 0;
    size_t length = 0;
    for (const Token& token : tokens_) {
      if (cost > kMostAmongOthers) {
        return kFar;
      }
      const auto [place, edits] = Find(token, row, taken);
      length += token.size;
      if (place != kNone) {
        taken.set(place);
        cost += edits * kEdit;
        matched += token.size;
        longest = std::max(longest, token.word ? token.size : 0);
      } else {
        cost += token.word && token.size > 1 ? kMissingWord : kMissingNumber;
      }
    }
    cost += row.token_count - taken.count();
    // A name without its family is only half a name.
    return longest < kFamily || matched * 2 < length || cost > kMostAmongOthers
               ? kFar
               : cost;
  }

  const FormIndex& index_;
  const std::string& spelling_;
  const uint64_t letters_;
  const BoundedEdits spelling_edits_;
  const BoundedEdits wording_edits_;
  const Pairs pairs_;
  const uint32_t dates_;
  std::vector<Token> tokens_;
};

uint32_t FormIndex::Numbers::Add(absl::string_view text) {
  const auto [it, is_new] = numbers_.try_emplace(text, size());
  if (is_new) {
    texts_.emplace_back(text);
  }
  return it->second;
}

uint32_t FormIndex::Numbers::Find(absl::string_view text, uint32_t none) const {
  const auto it = numbers_.find(text);
  return it == numbers_.end() ? none : it->second;
}

std::string FormIndex::DatesText(const NameForm& form) {
  return absl::StrJoin(form.dates, " ");
}

FormIndex::FormIndex() { dates_.Add(""); }

uint32_t FormIndex::Add(const NameForm& form) {
  Row row;
  row.spelling = spellings_.Add(form.squeezed);
  row.dates = dates_.Add(DatesText(form));
  const uint32_t tokens = token_lists_.Add(absl::StrJoin(form.tokens, " "));
  const auto number = static_cast<uint32_t>(rows_.size());
  const auto [it, is_new] =
      numbers_.try_emplace({row.spelling, row.dates, tokens}, number);
  if (!is_new) {
    return it->second;
  }
  row.wording = wordings_.Add(form.sorted);
  row.size = static_cast<uint8_t>(form.squeezed.size());
  row.wording_size = static_cast<uint8_t>(form.sorted.size());
  row.letters = LettersOf(form.squeezed);
  row.wording_letters = LettersOf(form.sorted);
  row.first_token = static_cast<uint32_t>(tokens_.size());
  row.token_count = static_cast<uint8_t>(form.tokens.size());
  rows_.push_back(row);
  for (const std::string& token : form.tokens) {
    const uint32_t word = words_.Add(token);
    tokens_.push_back(word);
    if (word == having_.size()) {
      having_.emplace_back();
      word_letters_.push_back(LettersOf(token));
    }
    having_[word].push_back(number);
  }
  return number;
}

std::vector<NearForm> FormIndex::Near(const NameForm& typed) const {
  const Query query(*this, typed);
  const std::vector<bool> of_family = query.FormsOfFamilies();
  std::vector<NearForm> near;
  for (uint32_t form = 0; form < rows_.size(); ++form) {
    const size_t cost = query.Cost(rows_[form], of_family[form]);
    if (cost < kFar) {
      near.push_back({form, cost});
    }
  }
  return near;
}

}  // namespace ratecard
