// Command line of ratecardd.

#ifndef RATECARD_SERVICE_SERVER_FLAGS_H_
#define RATECARD_SERVICE_SERVER_FLAGS_H_

#include <string>
#include <vector>

#include "service/server/config.h"

namespace ratecard {

// What to do, by the command line.
struct CommandLine {
  enum class Action { kServe, kHelp, kVersion, kPrintConfig };
  Action action = Action::kServe;
  // The file of --config; empty without it.
  std::string config_file;
  // What results from the defaults, --config, --set and the other flags.
  ServerConfig config;
  // All that is wrong: unknown flags, values that do not parse, what a file or
  // a flag says that is not valid. A line each; empty if nothing is.
  std::vector<std::string> problems;
};

// Reads `--flag=value`, `--flag value`, `--flag` and `--noflag`, and the file
// that --config names; `arguments` are without the program's name. Read again,
// it tells what the file says by then.
CommandLine ParseCommandLine(const std::vector<std::string>& arguments);

// What --help prints: usage and every flag with its default.
std::string HelpText();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_FLAGS_H_
