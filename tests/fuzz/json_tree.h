// JSON as a tree that keeps what fuzz targets vary: the order of keys, keys
// that are there twice, and how numbers are written.

#ifndef RATECARD_TESTS_FUZZ_JSON_TREE_H_
#define RATECARD_TESTS_FUZZ_JSON_TREE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tests/fuzz/byte_source.h"

namespace ratecard {

struct JsonTree {
  enum class Kind { kNull, kWord, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text;  // of a string; of a number, `true` or `false` as written
  std::vector<std::string> keys;  // one for each item of an object
  std::vector<JsonTree> items;

  static JsonTree Number(absl::string_view text);
  static JsonTree String(absl::string_view text);
  static JsonTree Object() { return {Kind::kObject, "", {}, {}}; }
  static JsonTree Array() { return {Kind::kArray, "", {}, {}}; }

  // The first item of that key; null if there is none.
  const JsonTree* Find(absl::string_view key) const;
  JsonTree* Find(absl::string_view key);
  JsonTree* Append(absl::string_view key, JsonTree item);
  bool HasTwice(absl::string_view key) const;
};

// None if `text` is no JSON, or nested deeper than 60.
std::optional<JsonTree> ParseJsonTree(absl::string_view text);

// On one line, without spaces.
std::string Render(const JsonTree& tree);

// The same in other words: shuffled keys, spaces, escapes, numbers written
// otherwise or as strings. `texts` are keys of numbers that stay as they are.
std::string RenderOtherwise(const JsonTree& tree,
                            const absl::flat_hash_set<std::string>& texts,
                            Mixer* mixer);

}  // namespace ratecard

#endif  // RATECARD_TESTS_FUZZ_JSON_TREE_H_
