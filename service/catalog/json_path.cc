#include "service/catalog/json_path.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr size_t kMaxPathSize = 256;

absl::Status Invalid(absl::string_view problem) {
  return absl::InvalidArgumentError(problem);
}

bool IsKey(absl::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '*' &&
           c != ']' && c != '=' && c != ',';
  });
}

// What is between the brackets.
absl::StatusOr<std::vector<ElementCondition>> ParseConditions(
    absl::string_view text) {
  std::vector<ElementCondition> conditions;
  if (text.empty()) {
    return conditions;
  }
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> sides = absl::StrSplit(part, '=');
    if (sides.size() != 2 || sides[1].empty()) {
      return Invalid("has a condition on elements that is no 'key=value'");
    }
    ElementCondition condition;
    condition.keys = absl::StrSplit(sides[0], '.');
    condition.value = std::string(sides[1]);
    if (!std::all_of(condition.keys.begin(), condition.keys.end(), IsKey)) {
      return Invalid("has a condition on elements that is no 'key=value'");
    }
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

// The end of the first step of `text`: a `.` outside brackets, or its end.
size_t EndOfStep(absl::string_view text) {
  bool within = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') {
      within = true;
    } else if (text[i] == ']') {
      within = false;
    } else if (text[i] == '.' && !within) {
      return i;
    }
  }
  return text.size();
}

absl::StatusOr<JsonStep> ParseStep(absl::string_view text) {
  JsonStep step;
  const size_t bracket = text.find('[');
  const absl::string_view key = text.substr(0, bracket);
  if (!IsKey(key)) {
    return Invalid(
        "has a key that is empty or holds other than printable ASCII");
  }
  step.key = std::string(key);
  if (bracket == absl::string_view::npos) {
    return step;
  }
  absl::string_view rest = text.substr(bracket + 1);
  if (rest.empty() || rest.find(']') != rest.size() - 1) {
    return Invalid("has a '[' whose ']' does not end the step");
  }
  rest.remove_suffix(1);
  step.elements = true;
  RATECARD_ASSIGN_OR_RETURN(step.conditions, ParseConditions(rest));
  return step;
}

}  // namespace

absl::StatusOr<JsonPath> ParseJsonPath(absl::string_view text) {
  JsonPath path;
  if (text.size() > kMaxPathSize) {
    return Invalid(
        absl::StrCat("is longer than ", kMaxPathSize, " characters"));
  }
  while (!text.empty()) {
    const size_t end = EndOfStep(text);
    RATECARD_ASSIGN_OR_RETURN(JsonStep step, ParseStep(text.substr(0, end)));
    path.push_back(std::move(step));
    if (end + 1 == text.size()) {
      return Invalid("ends in '.'");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (path.size() > kMaxJsonSteps) {
    return Invalid(absl::StrCat("has more than ", kMaxJsonSteps, " steps"));
  }
  return path;
}

}  // namespace ratecard
