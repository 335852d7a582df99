// The configuration of ratecardd: reading, changing and printing it. What is
// valid, config_check.h says.

#ifndef RATECARD_SERVICE_SERVER_CONFIG_H_
#define RATECARD_SERVICE_SERVER_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/config/v1/server_config.pb.h"

namespace ratecard {

using ServerConfig = config::v1::ServerConfig;

// Something wrong with a configuration, and where: a path such as
// `listen.grpc_address`, or a place in a file such as `server.textproto:3:5`.
struct ConfigProblem {
  std::string where;
  std::string what;
};

// What default_config.textproto says.
const ServerConfig& DefaultConfig();

// Reads protobuf text over `*config`: what it names replaces what was there,
// but repeated fields grow; what is no repeated field is named once. `name` is
// that of the file. Appends all problems to `*problems`.
//
// Returns whether the text was read to its end, past fields that do not exist;
// else `*config` is left as it was.
bool ReadConfigText(const std::string& name, const std::string& text,
                    ServerConfig* config, std::vector<ConfigProblem>* problems);

// The same for the file at `path`, of at most 16 MiB.
bool ReadConfigFile(const std::string& path, ServerConfig* config,
                    std::vector<ConfigProblem>* problems);

// Sets one field. Paths are as in `limits.max_streams`; an element of a
// repeated field is `name[0]`, and one is added by the index that follows the
// last. Values are as in protobuf text, but that strings go without quotes and
// enumerators may too go without their prefix, in lower case.
//
// Errors (INVALID_ARGUMENT): no such field, or not a value of it, which is not
// repeated if there may be a secret in it. Then `*config` is left as it was.
absl::Status SetConfigField(absl::string_view path, const std::string& value,
                            ServerConfig* config);

// What SetConfigField would take. Requires that the field exists.
std::string GetConfigField(absl::string_view path, const ServerConfig& config);

// As protobuf text, in which secrets are hidden.
std::string PrintConfig(const ServerConfig& config);

// Paths of what differed.
struct ConfigChanges {
  std::vector<std::string> taken;
  std::vector<std::string> need_restart;
};

// Takes over from `next` what can be reloaded.
ConfigChanges TakeReloadable(const ServerConfig& next, ServerConfig* config);

// `text` as a duration. Requires a valid one.
absl::Duration DurationOf(const std::string& text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CONFIG_H_
