#include "service/catalog/importers/genai_prices_match.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr size_t kMaxPattern = 200;
constexpr int64_t kMaxPatternMemory = 256 << 10;

absl::StatusOr<std::unique_ptr<RE2>> Compile(absl::string_view text) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kMaxPatternMemory);
  auto pattern = std::make_unique<RE2>(
      re2::StringPiece(text.data(), text.size()), options);
  if (!pattern->ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no pattern: ", pattern->error()));
  }
  return pattern;
}

// Where a pattern first has `mark` outside groups and sets, or, for `)`, where
// the group ends with which it begins; its length if nowhere.
size_t FindOutside(absl::string_view text, char mark) {
  int depth = 0;
  bool in_set = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (in_set) {
      in_set = c != ']';
    } else {
      in_set = c == '[';
      depth += (c == '(' ? 1 : 0) - (c == ')' ? 1 : 0);
      if (c == mark && depth <= 0) {
        return i;
      }
    }
  }
  return text.size();
}

absl::Status NoClause(absl::string_view problem) {
  return absl::InvalidArgumentError(problem);
}

}  // namespace

absl::StatusOr<GenaiPattern> GenaiPattern::Parse(absl::string_view text) {
  constexpr absl::string_view kNot = "(?!";
  if (text.size() > kMaxPattern) {
    return absl::InvalidArgumentError("no pattern: too long");
  }
  GenaiPattern pattern;
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "^")) {
    while (absl::StartsWith(rest, kNot)) {
      const size_t end = FindOutside(rest, ')');
      if (end == rest.size()) {
        return absl::InvalidArgumentError("no pattern: a group without end");
      }
      const absl::string_view inner =
          rest.substr(kNot.size(), end - kNot.size());
      RATECARD_ASSIGN_OR_RETURN(std::unique_ptr<RE2> not_this,
                                Compile(absl::StrCat("^(?:", inner, ")")));
      pattern.none_of_.push_back(std::move(not_this));
      rest.remove_prefix(end + 1);
    }
  }
  if (pattern.none_of_.empty()) {
    rest = text;
  } else if (FindOutside(rest, '|') != rest.size()) {
    // The look-ahead would be for the first alternative only.
    return absl::InvalidArgumentError("no pattern: a look-ahead in a choice");
  }
  RATECARD_ASSIGN_OR_RETURN(
      pattern.pattern_,
      Compile(absl::StrCat(pattern.none_of_.empty() ? "" : "^", rest)));
  return pattern;
}

bool GenaiPattern::Matches(absl::string_view name) const {
  const re2::StringPiece text(name.data(), name.size());
  return RE2::PartialMatch(text, *pattern_) &&
         std::none_of(none_of_.begin(), none_of_.end(),
                      [&](const std::unique_ptr<RE2>& pattern) {
                        return RE2::PartialMatch(text, *pattern);
                      });
}

absl::StatusOr<GenaiClause> GenaiClause::Parse(const Json& json) {
  constexpr std::pair<absl::string_view, Kind> kKinds[] = {
      {"equals", Kind::kEquals},
      {"starts_with", Kind::kStartsWith},
      {"ends_with", Kind::kEndsWith},
      {"contains", Kind::kContains},
      {"regex", Kind::kRegex},
      {"or", Kind::kOr},
      {"and", Kind::kAnd}};
  if (!json.is_object() || json.members.size() != 1) {
    return NoClause("no clause: one member is due");
  }
  const std::string& word = json.members.front().first;
  const Json& value = json.members.front().second;
  const auto* const kind =
      std::find_if(std::begin(kKinds), std::end(kKinds),
                   [&](const auto& known) { return known.first == word; });
  if (kind == std::end(kKinds)) {
    return NoClause(absl::StrCat("no clause: ", word));
  }
  GenaiClause clause;
  clause.kind_ = kind->second;
  if (clause.kind_ == Kind::kOr || clause.kind_ == Kind::kAnd) {
    for (const Json& item : value.items) {
      RATECARD_ASSIGN_OR_RETURN(GenaiClause part, Parse(item));
      clause.parts_.push_back(std::move(part));
    }
    return clause.parts_.empty() ? NoClause("no clause: nothing in it")
                                 : absl::StatusOr<GenaiClause>(clause);
  }
  if (!value.is_string() || value.text.empty()) {
    return NoClause("no clause: a text is due");
  }
  clause.literal_ = value.text;
  clause.lower_ = absl::AsciiStrToLower(value.text);
  if (clause.kind_ == Kind::kRegex) {
    RATECARD_ASSIGN_OR_RETURN(GenaiPattern pattern,
                              GenaiPattern::Parse(value.text));
    clause.pattern_ = std::make_shared<const GenaiPattern>(std::move(pattern));
  }
  return clause;
}

bool GenaiClause::Matches(absl::string_view name) const {
  const auto matches = [&](const GenaiClause& part) {
    return part.Matches(name);
  };
  switch (kind_) {
    case Kind::kEquals:
      return name == lower_;
    case Kind::kStartsWith:
      return absl::StartsWith(name, lower_);
    case Kind::kEndsWith:
      return absl::EndsWith(name, lower_);
    case Kind::kContains:
      return absl::StrContains(name, lower_);
    case Kind::kRegex:
      return pattern_->Matches(name);
    case Kind::kOr:
      return std::any_of(parts_.begin(), parts_.end(), matches);
    case Kind::kAnd:
      return std::all_of(parts_.begin(), parts_.end(), matches);
  }
  return false;
}

void GenaiClause::AddNames(std::vector<std::string>* names) const {
  if (kind_ == Kind::kEquals) {
    names->push_back(literal_);
  }
  for (const GenaiClause& part : parts_) {
    part.AddNames(names);
  }
}

void GenaiClause::AddLiterals(std::vector<std::string>* literals) const {
  if (kind_ != Kind::kRegex && parts_.empty()) {
    literals->push_back(literal_);
  }
  for (const GenaiClause& part : parts_) {
    part.AddLiterals(literals);
  }
}

bool GenaiClause::is_list() const {
  return kind_ == Kind::kEquals ||
         (kind_ == Kind::kOr &&
          std::all_of(parts_.begin(), parts_.end(),
                      [](const GenaiClause& part) { return part.is_list(); }));
}

void GenaiMatcher::Add(GenaiClause clause) {
  const size_t number = size_++;
  if (clause.kind_ == GenaiClause::Kind::kOr) {
    for (GenaiClause& part : clause.parts_) {
      AddPart(std::move(part), number);
    }
  } else {
    AddPart(std::move(clause), number);
  }
}

void GenaiMatcher::AddPart(GenaiClause clause, size_t number) {
  if (clause.kind_ == GenaiClause::Kind::kEquals) {
    // The first clause with the literal keeps it.
    literals_.try_emplace(clause.lower_, number);
  } else {
    rest_.emplace_back(number, std::move(clause));
  }
}

size_t GenaiMatcher::Find(absl::string_view name) const {
  const std::string lower = absl::AsciiStrToLower(name);
  const auto literal = literals_.find(lower);
  const size_t best = literal == literals_.end() ? npos : literal->second;
  for (const auto& [number, clause] : rest_) {
    if (number >= best) {
      break;
    }
    if (clause.Matches(lower)) {
      return number;
    }
  }
  return best;
}

}  // namespace ratecard
