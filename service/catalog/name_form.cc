#include "service/catalog/name_form.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace ratecard {
namespace {

bool IsLetter(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c));
}

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// Where what is no vendor's prefix begins.
size_t CoreStart(absl::string_view name) {
  size_t start = 0;
  for (size_t i = 0; i + 1 < name.size(); ++i) {
    if (name[i] == '/' || (name[i] == '.' && i > 0 && IsLetter(name[i - 1]) &&
                           IsLetter(name[i + 1]))) {
      start = i + 1;
    }
  }
  return start;
}

std::vector<std::string> Runs(absl::string_view core) {
  std::vector<std::string> runs;
  char before = '-';
  for (const char c : core) {
    if (IsLetter(c) || IsDigit(c)) {
      const bool joins = IsLetter(c) ? IsLetter(before) : IsDigit(before);
      if (!joins) {
        runs.emplace_back();
      }
      runs.back().push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
    before = c;
  }
  return runs;
}

// How many of `runs` from `i` on are a date: `20250929`, `250929`, `2025-09-29`
// or, at the end, `0929`.
size_t DateLength(const std::vector<std::string>& runs, size_t i) {
  const std::string& run = runs[i];
  if (!IsDigit(run.front())) {
    return run == "latest" ? 1 : 0;
  }
  if ((run.size() == 8 && absl::StartsWith(run, "20")) ||
      (run.size() == 6 && run.front() == '2')) {
    return 1;
  }
  const auto two_digits = [&](size_t at) {
    return at < runs.size() && runs[at].size() == 2 && IsDigit(runs[at][0]);
  };
  if (run.size() == 4 && absl::StartsWith(run, "20") && two_digits(i + 1) &&
      two_digits(i + 2)) {
    return 3;
  }
  return run.size() == 4 && run.front() <= '2' && i > 0 && i + 1 == runs.size()
             ? 1
             : 0;
}

// How many of `runs`, those of `core`, say which model is meant: not what
// follows an `@` or is Bedrock's `v1:0`.
size_t EndOfModel(absl::string_view core,
                  const std::vector<std::string>& runs) {
  const size_t at = core.find('@');
  if (at != absl::string_view::npos && at > 0) {
    return Runs(core.substr(0, at)).size();
  }
  const size_t size = runs.size();
  return size > 3 && runs[size - 3] == "v" && core[core.size() - 2] == ':'
             ? size - 3
             : size;
}

}  // namespace

size_t Squeeze(absl::string_view name, char* out) {
  size_t size = 0;
  const absl::string_view start = name.substr(0, kMaxFormLength);
  for (const char c : start.substr(CoreStart(start))) {
    if (IsLetter(c) || IsDigit(c)) {
      out[size++] = absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return size;
}

NameForm::NameForm(absl::string_view name) {
  const absl::string_view start = name.substr(0, kMaxFormLength);
  const absl::string_view core = start.substr(CoreStart(start));
  const std::vector<std::string> runs = Runs(core);
  const size_t end = EndOfModel(core, runs);
  for (size_t i = 0; i < runs.size();) {
    const size_t length = i >= end ? 1 : DateLength(runs, i);
    auto& kind = length > 0 ? dates : tokens;
    for (const size_t next = i + std::max<size_t>(length, 1); i < next; ++i) {
      kind.push_back(runs[i]);
    }
  }
  squeezed = absl::StrJoin(runs, "");
  std::vector<absl::string_view> words(tokens.begin(), tokens.end());
  std::stable_sort(words.begin(), words.end(),
                   [](absl::string_view a, absl::string_view b) {
                     const bool number = IsDigit(a.front());
                     if (number != IsDigit(b.front())) {
                       return !number;
                     }
                     return !number && a < b;
                   });
  sorted = absl::StrJoin(words, "");
}

}  // namespace ratecard
