#include "service/catalog/importers/genai_prices_comment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

// A comment is a few sentences; what is longer is not searched.
constexpr size_t kMaxComment = 10'000;

template <size_t kCount>
bool ContainsAny(absl::string_view text,
                 const std::array<absl::string_view, kCount>& words) {
  return std::any_of(words.begin(), words.end(), [&](absl::string_view word) {
    return absl::StrContains(text, word);
  });
}

// Takes up to `max` digits; nothing if there are none.
std::optional<int> ConsumeNumber(absl::string_view* text, size_t max) {
  size_t count = 0;
  while (count < text->size() && count < max &&
         absl::ascii_isdigit(static_cast<unsigned char>((*text)[count]))) {
    ++count;
  }
  int number = 0;
  if (!absl::SimpleAtoi(text->substr(0, count), &number)) {
    return std::nullopt;
  }
  text->remove_prefix(count);
  return number;
}

// `january` or `jan`, from 1.
std::optional<int> ConsumeMonth(absl::string_view* text) {
  constexpr std::array<absl::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (absl::ConsumePrefix(text, kMonths[i]) ||
        absl::ConsumePrefix(text, kMonths[i].substr(0, 3))) {
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

// Takes the day that `text`, in lower case, begins with: `2026-08-21` or
// `august 21, 2026`.
std::optional<absl::CivilDay> ConsumeDay(absl::string_view* text) {
  absl::string_view rest = *text;
  std::optional<int> year;
  std::optional<int> month = ConsumeMonth(&rest);
  std::optional<int> day;
  if (month.has_value()) {
    if (absl::ConsumePrefix(&rest, " ")) {
      day = ConsumeNumber(&rest, 2);
    }
    if (absl::ConsumePrefix(&rest, ", ")) {
      year = ConsumeNumber(&rest, 4);
    }
  } else {
    year = ConsumeNumber(&rest, 4);
    if (absl::ConsumePrefix(&rest, "-")) {
      month = ConsumeNumber(&rest, 2);
    }
    if (absl::ConsumePrefix(&rest, "-")) {
      day = ConsumeNumber(&rest, 2);
    }
  }
  if (!year.has_value() || !month.has_value() || !day.has_value() ||
      *year < 1000) {
    return std::nullopt;
  }
  const absl::CivilDay civil(*year, *month, *day);
  if (civil.month() != *month || civil.day() != *day) {
    return std::nullopt;
  }
  *text = rest;
  return civil;
}

bool IsWord(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
}

// What the clause that ends with `before` has so far.
absl::string_view LastClause(absl::string_view before) {
  size_t begin = 0;
  for (const absl::string_view mark : {". ", "; ", ", "}) {
    const size_t at = before.rfind(mark);
    if (at != absl::string_view::npos) {
      begin = std::max(begin, at + mark.size());
    }
  }
  const size_t open = before.rfind('(');
  if (open != absl::string_view::npos &&
      !absl::StrContains(before.substr(open), ')')) {
    begin = std::max(begin, open + 1);
  }
  return before.substr(begin);
}

// What the clause that goes on with `after` still has.
absl::string_view FirstClause(absl::string_view after) {
  size_t end = after.size();
  for (const absl::string_view mark : {". ", "; ", ", ", ")"}) {
    end = std::min(end, after.find(mark));
  }
  return after.substr(0, end);
}

}  // namespace

GenaiComment::GenaiComment(absl::string_view text)
    : text_(absl::AsciiStrToLower(text.substr(0, kMaxComment))) {
  const absl::string_view all = text_;
  for (size_t at = 0; at < all.size(); ++at) {
    if (at > 0 && IsWord(all[at - 1])) {
      continue;
    }
    absl::string_view after = all.substr(at);
    if (const auto day = ConsumeDay(&after)) {
      const absl::string_view before = LastClause(all.substr(0, at));
      mentions_.push_back({*day, std::string(before),
                           absl::StrCat(before, FirstClause(after))});
    }
  }
}

bool GenaiComment::DocumentsChangeOn(absl::CivilDay day) const {
  constexpr std::array<absl::string_view, 5> kSighting = {
      "checked", "verified", "listed", "lists", "as of"};
  constexpr std::array<absl::string_view, 2> kThrough = {"through", "until"};
  return std::any_of(
      mentions_.begin(), mentions_.end(), [&](const Mention& mention) {
        return !ContainsAny(mention.clause, kSighting) &&
               (mention.day == day || (mention.day == day - 1 &&
                                       ContainsAny(mention.before, kThrough)));
      });
}

GenaiComment::End GenaiComment::EndIn(const Mention& mention) {
  constexpr std::pair<absl::string_view, End> kWords[] = {
      {"deprecated", End::kDeprecated},
      {"retired", End::kRetired},
      {"retires", End::kRetired},
      {"shut down", End::kRetired}};
  End end = End::kNone;
  size_t last = 0;
  for (const auto& [word, meaning] : kWords) {
    const size_t at = absl::string_view(mention.before).rfind(word);
    if (at != absl::string_view::npos && (end == End::kNone || at > last)) {
      end = meaning;
      last = at;
    }
  }
  return end;
}

std::optional<absl::CivilDay> GenaiComment::DayOf(End end) const {
  for (const Mention& mention : mentions_) {
    if (EndIn(mention) == end) {
      return mention.day;
    }
  }
  return std::nullopt;
}

std::optional<absl::CivilDay> GenaiComment::Deprecation() const {
  return DayOf(End::kDeprecated);
}

std::optional<absl::CivilDay> GenaiComment::Retirement() const {
  return DayOf(End::kRetired);
}

bool GenaiComment::SaysFree() const {
  return absl::StrContains(text_, "free of charge");
}

bool GenaiComment::SaysIncluded() const {
  return absl::StrContains(text_, "included in the subscription");
}

}  // namespace ratecard
