// Command line of ratecardd.

#ifndef RATECARD_SERVICE_SERVER_FLAGS_H_
#define RATECARD_SERVICE_SERVER_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/server/log.h"

namespace ratecard {

// What the flags say; their help says what each means.
struct ServerConfig {
  std::string grpc_address;
  std::string http_address;
  std::string catalog_dir;
  absl::Duration catalog_reload_interval;
  std::string quote_keys;
  absl::Duration quote_keys_reload_interval;
  absl::Duration drain_timeout;
  absl::Duration price_stale_after;
  int completion_queues = 1;
  int max_receive_message_bytes = 0;
  int max_calls_per_connection = 0;
  int max_streams = 0;
  size_t max_model_series = 0;
  Severity log_level = Severity::kInfo;
  bool log_calls = false;
};

// What to do, by the command line.
struct CommandLine {
  enum class Action { kServe, kHelp, kVersion };
  Action action = Action::kServe;
  ServerConfig config;
};

// Reads `--flag=value`, `--flag value`, `--flag` and `--noflag`; `arguments`
// are without the program's name.
//
// Errors (INVALID_ARGUMENT): an unknown flag, an argument that is no flag, a
// value that does not parse or is out of bounds.
absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& arguments);

// What --help prints: usage and every flag with its default.
std::string HelpText();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_FLAGS_H_
