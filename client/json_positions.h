// Where things are in a JSON text: protobuf's parser says what is wrong, and by
// path, but not where.

#ifndef RATECARD_CLIENT_JSON_POSITIONS_H_
#define RATECARD_CLIENT_JSON_POSITIONS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// Both from 1; columns count bytes.
struct TextPosition {
  int line = 0;
  int column = 0;
};

// Positions by path of field: `classes[0].usage.input_tokens`. Names are in
// snake_case, however the text writes them. The whole has the empty path.
using TextPositions = std::map<std::string, TextPosition>;

// Position of the value at each path of a JSON text.
//
// Errors: INVALID_ARGUMENT, `line:column: what is wrong`, where the text is no
// JSON or nested more than 100 deep.
absl::StatusOr<TextPositions> FindJsonPositions(absl::string_view text);

// `inputTokens` as `input_tokens`.
std::string SnakeCase(absl::string_view name);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_JSON_POSITIONS_H_
