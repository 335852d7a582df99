#include "service/catalog/name_pattern.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr size_t kMaxPlaceholders = 4;

Error InvalidPattern(absl::string_view text, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_PATTERN",
               absl::StrCat("pattern '", text, "' ", problem));
}

}  // namespace

absl::StatusOr<NamePattern> NamePattern::Parse(absl::string_view text) {
  NamePattern pattern;
  pattern.text_ = std::string(text);
  size_t models = 0;
  size_t placeholders = 0;
  absl::string_view rest = text;
  while (!rest.empty()) {
    const size_t brace = rest.find_first_of("{}");
    const absl::string_view literal = rest.substr(0, brace);
    if (!literal.empty()) {
      pattern.parts_.push_back({Kind::kLiteral, std::string(literal)});
      rest.remove_prefix(literal.size());
      continue;
    }
    ++placeholders;
    if (absl::ConsumePrefix(&rest, "{model}")) {
      pattern.parts_.push_back({Kind::kModel, ""});
      ++models;
    } else if (absl::ConsumePrefix(&rest, "{region}")) {
      pattern.parts_.push_back({Kind::kRegion, ""});
    } else if (absl::ConsumePrefix(&rest, "{digits}")) {
      pattern.parts_.push_back({Kind::kDigits, ""});
    } else if (absl::ConsumePrefix(&rest, "{segment}")) {
      pattern.parts_.push_back({Kind::kSegment, ""});
    } else {
      return InvalidPattern(text,
                            "may only hold the placeholders {model}, {region}, "
                            "{digits} and {segment}");
    }
  }
  if (models != 1) {
    return InvalidPattern(text, "must hold {model} exactly once");
  }
  if (placeholders > kMaxPlaceholders) {
    return InvalidPattern(text, "may hold at most four placeholders");
  }
  if (pattern.parts_.size() == 1) {
    return InvalidPattern(text, "would match every name");
  }
  return pattern;
}

bool NamePattern::Allows(Kind kind, char c) {
  const auto byte = static_cast<unsigned char>(c);
  switch (kind) {
    case Kind::kDigits:
      return absl::ascii_isdigit(byte);
    case Kind::kRegion:
      return absl::ascii_isalnum(byte) || c == '-' || c == '_';
    case Kind::kSegment:
      return c != '/' && c != ':';
    case Kind::kModel:
    case Kind::kLiteral:
      break;
  }
  return true;
}

bool NamePattern::Match(
    absl::string_view name,
    const std::function<bool(const PatternMatch&)>& accept) const {
  PatternMatch match;
  return MatchFrom(0, name, &match, accept);
}

bool NamePattern::MatchFrom(
    size_t part, absl::string_view rest, PatternMatch* match,
    const std::function<bool(const PatternMatch&)>& accept) const {
  if (part == parts_.size()) {
    return rest.empty() && accept(*match);
  }
  const Part& current = parts_[part];
  if (current.kind == Kind::kLiteral) {
    return absl::ConsumePrefix(&rest, current.literal) &&
           MatchFrom(part + 1, rest, match, accept);
  }
  const bool last = part + 1 == parts_.size();
  for (size_t length = 1; length <= rest.size(); ++length) {
    if (!Allows(current.kind, rest[length - 1])) {
      break;
    }
    // A last placeholder takes all that is left.
    if (last && length < rest.size()) {
      continue;
    }
    if (current.kind == Kind::kModel) {
      match->model = rest.substr(0, length);
    } else if (current.kind == Kind::kRegion) {
      match->region = rest.substr(0, length);
    }
    if (MatchFrom(part + 1, rest.substr(length), match, accept)) {
      return true;
    }
  }
  return false;
}

}  // namespace ratecard
