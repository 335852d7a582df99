// What a command of the CLI is.

#ifndef RATECARD_CLIENT_COMMAND_H_
#define RATECARD_CLIENT_COMMAND_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/style.h"
#include "ratecard/client.h"
#include "service/api/usage_handler.h"

namespace ratecard {

enum ExitCode {
  kExitOk = 0,
  kExitError = 1,
  kExitDiffers = 1,  // as diff has it; errors then are kExitUsage
  kExitUsage = 2,
  kExitDoesNotFit = 3,
  kExitFitUnknown = 4,
  kExitUnreachable = 5,
};

// Flags that every command takes.
struct CommonFlags {
  std::string server;  // empty: none
  // Of the connection to it; empty paths: none.
  bool tls = false;  // also if one of the next two is given
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  std::string token_file;
  std::string catalog_dir;  // empty: the embedded catalog
  absl::Duration timeout = absl::Seconds(10);
  bool json = false;
  ColorMode color = ColorMode::kAuto;
};

// One run of a command.
class Session {
 public:
  explicit Session(const CommonFlags& flags);

  // Loaded, or its server looked up, at the first call.
  absl::StatusOr<const Client*> client();

  // What reads payloads of any length, after client(); null with a server.
  const UsageHandler* local_usage() const { return local_usage_; }

  // The file of the keys that quotes are signed with without a server, before
  // the first call of client(), which reads it. An empty path: none. Errors:
  // USAGE beside a server, which has keys of its own.
  absl::Status SetQuoteKeys(const std::string& path);

  bool json() const { return flags_.json; }
  const Style& style() const { return style_; }  // of standard output
  // Of standard output; 0 if it is no terminal.
  size_t columns() const { return columns_; }

 private:
  CommonFlags flags_;
  Style style_;
  size_t columns_;
  std::string quote_keys_;
  std::unique_ptr<Client> client_;
  const UsageHandler* local_usage_ = nullptr;
};

// What a command has to say, and its exit code.
struct Reply {
  std::string text;
  int exit_code = kExitOk;
};

struct Command {
  // `estimate`, or with the group that it is in: `catalog import`.
  std::string name;
  CLI::App* app = nullptr;
  std::function<absl::StatusOr<Reply>(Session&)> run;
  // Whether its request is in a file: mistakes in it are not the command
  // line's.
  bool reads_file = false;
  // Exit code of what else goes wrong, where kExitError means something else.
  int error_exit_code = kExitError;
  // Path of each field of the request and the flag that sets it.
  std::vector<std::pair<std::string, std::string>> flag_of_field;
  // Values that completion offers for an option.
  std::map<const CLI::Option*, std::vector<std::string>> choices;
  // Kinds of words that `ratecard complete` offers for an option.
  std::map<const CLI::Option*, std::string> kinds;
};

// The commands, and what they share.
class Cli {
 public:
  Cli();
  Cli(const Cli&) = delete;
  Cli& operator=(const Cli&) = delete;

  // Commands may be in a group, the first word of their names.
  void AddGroup(const std::string& name, const std::string& description);

  // A new command. `example` is one command line, or several.
  Command& Add(const std::string& name, const std::string& description,
               const std::string& example);

  CLI::App& app() { return app_; }
  const CLI::App& app() const { return app_; }
  const CommonFlags& flags() const { return flags_; }
  const std::vector<std::unique_ptr<Command>>& commands() const {
    return commands_;
  }
  // By name: what each group is about.
  const std::map<std::string, std::string>& groups() const { return groups_; }

 private:
  void AddCommonFlags(CLI::App* app);

  CLI::App app_;
  CommonFlags flags_;
  std::vector<std::unique_ptr<Command>> commands_;
  std::map<std::string, std::string> groups_;
};

// Rows of a list that a terminal gets unless it asks for more: what people
// read.
inline constexpr int64_t kTerminalRows = 50;

// Group of the flags that every command takes, in help.
inline constexpr char kCommonGroup[] = "Common options";

// Each adds one command, or a few small ones.
void AddEstimateCommand(Cli& cli);
void AddPriceCommand(Cli& cli);
void AddExplainCommand(Cli& cli);
void AddPlotCommand(Cli& cli);
void AddFitCommand(Cli& cli);
void AddCompareCommand(Cli& cli);
void AddModelsCommand(Cli& cli);
void AddShowCommand(Cli& cli);
void AddHistoryCommand(Cli& cli);
void AddResolveCommand(Cli& cli);
void AddWorkloadCommand(Cli& cli);
void AddQuoteCommands(Cli& cli);
void AddQuoteKeygenCommand(Cli& cli);
void AddTokenCommand(Cli& cli);
void AddCatalogCommands(Cli& cli);
void AddCatalogImportCommand(Cli& cli);
void AddCatalogVerifyCommand(Cli& cli);
void AddCatalogBuildCommand(Cli& cli);
void AddCatalogConflictsCommand(Cli& cli);
void AddCatalogDiffCommand(Cli& cli);
void AddCompletionCommand(Cli& cli);
void AddCompleteCommand(Cli& cli);
void AddManCommand(Cli& cli);

// Parses, runs, writes. Returns the exit code.
int RunCli(int argc, char** argv);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_COMMAND_H_
