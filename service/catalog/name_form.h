// A model's name without what people write in many ways: case, separators, the
// prefix of a vendor, the order of words, a date.

#ifndef RATECARD_SERVICE_CATALOG_NAME_FORM_H_
#define RATECARD_SERVICE_CATALOG_NAME_FORM_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace ratecard {

// Only this much of a name counts, in bytes.
inline constexpr size_t kMaxFormLength = 128;

// Letters and digits of `name` in lower case, from behind its last `/` or dot
// between letters (`us.anthropic.claude-…`): `openai/gpt-4o` is `gpt4o`.
// Writes at most kMaxFormLength bytes and returns how many. Does not allocate.
size_t Squeeze(absl::string_view name, char* out);

struct NameForm {
  explicit NameForm(absl::string_view name);

  // Runs of letters and runs of digits, without dates: `claude`, `sonnet`, `4`.
  std::vector<std::string> tokens;
  // Dates, of whatever form, `latest`, what follows an `@`, and `v1:0`.
  std::vector<std::string> dates;
  // All of it in its order.
  std::string squeezed;
  // Words in alphabetical order, then numbers in theirs, without dates: the
  // same for `claude-3-5-sonnet` and `claude-sonnet-3.5-20240620`.
  std::string sorted;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NAME_FORM_H_
