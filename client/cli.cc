#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/connection.h"
#include "client/error_report.h"
#include "client/help_formatter.h"
#include "client/library/local_client.h"
#include "client/output.h"
#include "client/program.h"
#include "client/table.h"
#include "client/usage_errors.h"
#include "google/protobuf/stubs/logging.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/quote/key_file.h"

namespace ratecard {
namespace {

std::string Footer() {
  std::string footer =
      absl::StrCat("\n", Wrap(kGeneralHelp, 80, 0), "\n\nExit codes:");
  for (const ExitCodeHelp& exit_code : kExitCodes) {
    absl::StrAppend(&footer, "\n  ", exit_code.code, "  ", exit_code.help);
  }
  return footer;
}

void SetColor(const std::string& text, ColorMode* mode) {
  if (text == "auto") {
    *mode = ColorMode::kAuto;
  } else if (text == "always") {
    *mode = ColorMode::kAlways;
  } else if (text == "never") {
    *mode = ColorMode::kNever;
  } else {
    throw CLI::ValidationError(
        "--color",
        absl::StrCat("'", text, "' is not one of auto, always, never"));
  }
}

void SetTimeout(const std::string& text, absl::Duration* timeout) {
  if (!absl::ParseDuration(text, timeout) || *timeout <= absl::ZeroDuration() ||
      *timeout > absl::Hours(24)) {
    throw CLI::ValidationError(
        "--timeout", absl::StrCat("'", text,
                                  "' is not a time up to 24h, for example 10s "
                                  "or 500ms"));
  }
}

void SetServer(const std::string& text, std::string* server) {
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  size_t bad = 0;
  const bool is_path = absl::StartsWith(text, "unix:") && text.size() > 5;
  const bool is_host = colon != std::string::npos && colon > 0 &&
                       !absl::StrContains(text, "/") &&
                       absl::SimpleAtoi(text.substr(colon + 1), &port) &&
                       port > 0 && port <= 65535;
  if (!is_path && (!is_host || !IsUtf8(text, &bad))) {
    throw CLI::ValidationError(
        "--server", absl::StrCat("'", text, "' is not HOST:PORT, for example ",
                                 "localhost:50051",
                                 absl::StrContains(text, "://")
                                     ? ": without what stands before ://"
                                     : ""));
  }
  *server = text;
}

// Whether errors should be JSON, also where parsing did not get that far.
bool AsksForJson(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (absl::string_view(argv[i]) == "--json") {
      return true;
    }
  }
  return false;
}

const Command* Chosen(const Cli& cli) {
  for (const auto& command : cli.commands()) {
    if (command->app->parsed()) {
      return command.get();
    }
  }
  return nullptr;
}

// `help`, `help COMMAND` and `version`, as other programs have them, are flags
// here. In reverse, as the parser takes them.
std::vector<std::string> Arguments(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  } else if (!words.empty() && words.front() == "version") {
    words.front() = "--version";
  }
  return {words.rbegin(), words.rend()};
}

absl::StatusOr<Reply> ParseAndRun(Cli& cli, int argc, char** argv) {
  try {
    cli.app().parse(Arguments(argc, argv));
  } catch (const CLI::CallForHelp&) {
    return Reply{cli.app().help()};
  } catch (const CLI::CallForVersion& version) {
    return Reply{absl::StrCat(version.what(), "\n")};
  } catch (const CLI::ParseError& error) {
    return UsageError(ExplainUsageError(cli.app(), error));
  }
  if (!cli.flags().server.empty() && !cli.flags().catalog_dir.empty()) {
    return UsageError("--server and --catalog-dir exclude each other");
  }
  RATECARD_RETURN_IF_ERROR(CheckConnection(cli.flags()));
  Session session(cli.flags());
  return Chosen(cli)->run(session);
}

}  // namespace

Session::Session(const CommonFlags& flags)
    : flags_(flags),
      style_(Style::For(flags.color, STDOUT_FILENO)),
      columns_(TerminalColumns(STDOUT_FILENO)) {}

absl::StatusOr<const Client*> Session::client() {
  if (client_ != nullptr) {
    return client_.get();
  }
  if (!flags_.server.empty()) {
    RATECARD_ASSIGN_OR_RETURN(const ConnectOptions options,
                              ConnectOptionsOf(flags_));
    RATECARD_ASSIGN_OR_RETURN(client_, Client::Connect(flags_.server, options));
    return client_.get();
  }
  LocalOptions options;
  options.catalog_dir = flags_.catalog_dir;
  options.quote_keys = quote_keys_;
  RATECARD_ASSIGN_OR_RETURN(std::unique_ptr<LocalClient> local,
                            MakeLocalClient(options));
  local_usage_ = &local->usage();
  client_ = std::move(local);
  return client_.get();
}

absl::Status Session::SetQuoteKeys(const std::string& path) {
  if (!path.empty() && !flags_.server.empty()) {
    return UsageError(
        "--server and --keys exclude each other: a server has its own keys");
  }
  quote_keys_ = path;
  return absl::OkStatus();
}

Cli::Cli()
    : app_(
          "What a request to a large language model costs, and whether it "
          "fits.",
          "ratecard") {
  app_.formatter(std::make_shared<HelpFormatter>());
  app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app_.get_formatter()->label("SUBCOMMANDS", "COMMANDS");
  app_.get_formatter()->label("Subcommands", "Commands");
  app_.set_version_flag("--version", "ratecard " RATECARD_VERSION,
                        "Print the version and exit");
  app_.require_subcommand(1);
  app_.set_help_flag("-h,--help", "Print this help and exit");
  app_.footer(Footer());
  AddCommonFlags(&app_);
  AddEstimateCommand(*this);
  AddPriceCommand(*this);
  AddExplainCommand(*this);
  AddPlotCommand(*this);
  AddFitCommand(*this);
  AddCompareCommand(*this);
  AddModelsCommand(*this);
  AddShowCommand(*this);
  AddHistoryCommand(*this);
  AddResolveCommand(*this);
  AddWorkloadCommand(*this);
  AddQuoteCommands(*this);
  AddTokenCommand(*this);
  AddCatalogCommands(*this);
  AddGroup("catalog", "Make and check catalogs.");
  AddCatalogImportCommand(*this);
  AddCatalogVerifyCommand(*this);
  AddCatalogBuildCommand(*this);
  AddCatalogConflictsCommand(*this);
  AddCatalogDiffCommand(*this);
  AddCompletionCommand(*this);
  AddCompleteCommand(*this);
  AddManCommand(*this);
  // Last, so that help lists them last.
  for (const auto& command : commands_) {
    AddCommonFlags(command->app);
  }
}

void Cli::AddGroup(const std::string& name, const std::string& description) {
  groups_[name] = description;
  CLI::App* group = app_.add_subcommand(name, description);
  group->group("Commands");
  group->require_subcommand(1);
}

Command& Cli::Add(const std::string& name, const std::string& description,
                  const std::string& example) {
  commands_.push_back(std::make_unique<Command>());
  Command& command = *commands_.back();
  command.name = name;
  const size_t space = name.find(' ');
  command.app = space == std::string::npos
                    ? app_.add_subcommand(name, description)
                    : app_.get_subcommand(name.substr(0, space))
                          ->add_subcommand(name.substr(space + 1), description);
  command.app->group("Commands");
  command.app->footer(absl::StrCat("\nExample:\n", example));
  return command;
}

void Cli::AddCommonFlags(CLI::App* app) {
  app->add_option_function<std::string>(
         "--server",
         [this](const std::string& text) { SetServer(text, &flags_.server); },
         "Ask a server instead of the catalog in this program: HOST:PORT or "
         "unix:PATH")
      ->option_text("HOST:PORT")
      ->group(kCommonGroup);
  app->add_option_function<std::string>(
         "--timeout",
         [this](const std::string& text) { SetTimeout(text, &flags_.timeout); },
         "How long to wait for each answer of the server. Default: 10s")
      ->option_text("TIME")
      ->group(kCommonGroup);
  app->add_flag("--tls", flags_.tls,
                "Encrypt the connection; the server's certificate must be of "
                "an authority that this machine trusts")
      ->group(kCommonGroup);
  app->add_option("--ca-file", flags_.ca_file,
                  "Encrypt the connection; the server's certificate must be of "
                  "an authority in this PEM file")
      ->option_text("FILE")
      ->group(kCommonGroup);
  app->add_option("--cert-file", flags_.cert_file,
                  "Show the server the certificate in this PEM file")
      ->option_text("FILE")
      ->group(kCommonGroup);
  app->add_option("--key-file", flags_.key_file,
                  "PEM file of that certificate's private key")
      ->option_text("FILE")
      ->group(kCommonGroup);
  app->add_option("--token-file", flags_.token_file,
                  "Call with the bearer token in this file, or in standard "
                  "input for -; only over an encrypted connection")
      ->option_text("FILE")
      ->group(kCommonGroup);
  app->add_option(
         "--catalog-dir,--catalog_dir", flags_.catalog_dir,
         "Read the catalog from the *.textproto files of a directory, or "
         "of several separated by commas, the most trusted first")
      ->check([](const std::string& text) {
        // As of a variable that is not set: not the catalog in this program.
        return std::string(text.empty() ? "'' is not a directory" : "");
      })
      ->option_text("DIR")
      ->group(kCommonGroup);
  app->add_flag("--json", flags_.json,
                "Print the API's reply as JSON, for scripts: protobuf's JSON "
                "mapping with the field names of the .proto files, 64-bit "
                "integers as strings and empty fields left out. What `catalog` "
                "commands and `estimate --batch` count themselves, which is no "
                "reply, has JSON numbers")
      ->group(kCommonGroup);
  app->add_option_function<std::string>(
         "--color",
         [this](const std::string& text) { SetColor(text, &flags_.color); },
         "auto (on a terminal, unless NO_COLOR is set), always or never")
      ->option_text("WHEN")
      ->group(kCommonGroup);
}

int RunCli(int argc, char** argv) {
  PrepareStandardStreams();
  // What protobuf complains of has an error of ours, in words and in JSON.
  google::protobuf::SetLogHandler(nullptr);
  Cli cli;
  absl::StatusOr<Reply> reply = ParseAndRun(cli, argc, argv);
  if (reply.ok()) {
    const absl::Status written = WriteAll(STDOUT_FILENO, reply->text);
    if (written.ok()) {
      return reply->exit_code;
    }
    reply = written;
  }
  const Command* command = Chosen(cli);
  const Style style = Style::For(cli.flags().color, STDERR_FILENO);
  (void)WriteAll(STDERR_FILENO,
                 AsksForJson(argc, argv)
                     ? ErrorJson(reply.status())
                     : ErrorText(reply.status(),
                                 command == nullptr ? FlagOfField()
                                                    : command->flag_of_field,
                                 style));
  const int code =
      ExitCodeOf(reply.status(), command != nullptr && command->reads_file);
  return command != nullptr && code == kExitError ? command->error_exit_code
                                                  : code;
}

}  // namespace ratecard
