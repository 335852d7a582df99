// Flags that commands about what would change a cost have in common.

#ifndef RATECARD_CLIENT_EXPLAIN_FLAGS_H_
#define RATECARD_CLIENT_EXPLAIN_FLAGS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/command.h"

namespace ratecard {

// A percentage, `80%` or `33.3333%`, in parts per million. Errors:
// INVALID_ARGUMENT: no percentage, more than four decimals, above 100%.
absl::StatusOr<int32_t> ParseShare(absl::string_view text);

// A percentage; several if `many`, also with commas.
void AddShare(Command& command, const std::string& name,
              const std::string& help, bool many,
              std::function<void(int32_t)> set);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_EXPLAIN_FLAGS_H_
