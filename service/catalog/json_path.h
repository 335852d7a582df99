// Paths into JSON documents, as usage formats have them.
//
//   usage.prompt_tokens
//   candidates[].groundingMetadata
//   usageMetadata.promptTokensDetails[modality=AUDIO].tokenCount

#ifndef RATECARD_SERVICE_CATALOG_JSON_PATH_H_
#define RATECARD_SERVICE_CATALOG_JSON_PATH_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// What an element of an array must have: by keys, the string there.
struct ElementCondition {
  std::vector<std::string> keys;
  std::string value;

  friend bool operator==(const ElementCondition& a, const ElementCondition& b) {
    return a.keys == b.keys && a.value == b.value;
  }
};

// A key, and whether the elements of the array there are meant.
struct JsonStep {
  std::string key;
  bool elements = false;
  std::vector<ElementCondition> conditions;  // empty: every element
};

using JsonPath = std::vector<JsonStep>;

// The most steps of a path.
inline constexpr size_t kMaxJsonSteps = 16;

// An empty text is an empty path: the document.
//
// Errors: INVALID_ARGUMENT that says what is wrong, to follow the quoted text.
absl::StatusOr<JsonPath> ParseJsonPath(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_JSON_PATH_H_
