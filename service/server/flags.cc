#include "service/server/flags.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "service/catalog/nearest.h"
#include "service/server/config_check.h"

namespace ratecard {
namespace {

// A flag of its own for a field of the configuration.
struct FieldFlag {
  absl::string_view name;
  absl::string_view path;
  bool is_bool;
  absl::string_view help;
};

// In the order of --help.
constexpr std::array<FieldFlag, 10> kFieldFlags = {{
    {"grpc_address", "listen.grpc_address", false,
     "Where to serve gRPC: host:port, [ipv6]:port or unix:path. Port 0 takes a "
     "free one, which the log names."},
    {"http_address", "listen.http_address", false,
     "Where to serve /metrics, /healthz and /readyz: host:port, IPv4 only. "
     "Empty: nowhere."},
    {"completion_queues", "listen.completion_queues", false,
     "Queues that calls come in by, each with a thread of its own. One costs "
     "least CPU for each call; more use more cores."},
    {"catalog_dir", "catalog.dir", false,
     "Directory whose *.textproto files are the catalog, or several separated "
     "by commas, the most trusted first. Empty: the catalog that is part of "
     "this program. SIGHUP reads them again."},
    {"catalog_reload_interval", "catalog.reload_interval", false,
     "How often to read --catalog_dir again, at least 1s. 0s: only on SIGHUP."},
    {"price_stale_after", "estimates.price_stale_after", false,
     "Estimates warn of prices that were checked longer ago than this."},
    {"quote_keys", "quotes.keys", false,
     "File of the keys that quotes are signed with, the same for all replicas; "
     "`ratecard quote keygen` writes them. Empty: no quotes. SIGHUP reads it "
     "again."},
    {"drain_timeout", "shutdown.drain_timeout", false,
     "How long calls in progress may take to finish after SIGTERM or SIGINT. "
     "Streams end sooner, those whose caller reads nothing after "
     "shutdown.reader_patience."},
    {"log_level", "observability.log_level", false,
     "Least severe lines to log: debug, info, warning or error."},
    {"log_calls", "observability.log_calls", true, "Log every call."},
}};

// The others.
constexpr absl::string_view kOtherFlags[] = {"config", "set", "print_config",
                                             "help", "version"};

const FieldFlag* FindFieldFlag(absl::string_view name) {
  const auto* found =
      std::find_if(kFieldFlags.begin(), kFieldFlags.end(),
                   [name](const FieldFlag& flag) { return flag.name == name; });
  return found == kFieldFlags.end() ? nullptr : found;
}

// `path` with the flag of that field, if it has one.
std::string PathWithFlag(absl::string_view path) {
  for (const FieldFlag& flag : kFieldFlags) {
    if (flag.path == path) {
      return absl::StrCat(path, " (--", flag.name, ")");
    }
  }
  return std::string(path);
}

class CommandLineReader {
 public:
  explicit CommandLineReader(const std::vector<std::string>& arguments)
      : arguments_(arguments) {}

  CommandLine Read() && {
    result_.config = DefaultConfig();
    // What flags say goes before what the file says, wherever it stands.
    std::vector<std::pair<std::string, std::string>> fields;
    for (at_ = 0; at_ < arguments_.size(); ++at_) {
      ReadFlag(&fields);
      if (result_.action == CommandLine::Action::kHelp ||
          result_.action == CommandLine::Action::kVersion) {
        result_.problems.clear();
        return std::move(result_);
      }
    }
    std::vector<ConfigProblem> problems;
    const bool whole =
        result_.config_file.empty() ||
        ReadConfigFile(result_.config_file, &result_.config, &problems);
    Add(problems);
    for (const auto& [path, value] : fields) {
      const absl::Status status = SetConfigField(path, value, &result_.config);
      if (!status.ok()) {
        AddOf(path, absl::StripPrefix(status.message(), path + ": "));
      }
    }
    if (whole) {  // else what was not read would be missed
      Add(CheckConfig(result_.config));
    }
    return std::move(result_);
  }

 private:
  void AddFlag(absl::string_view flag, absl::string_view problem) {
    result_.problems.push_back(absl::StrCat("--", flag, ": ", problem));
  }
  void AddOf(absl::string_view where, absl::string_view what) {
    result_.problems.push_back(absl::StrCat(PathWithFlag(where), ": ", what));
  }
  void Add(const std::vector<ConfigProblem>& problems) {
    for (const ConfigProblem& problem : problems) {
      AddOf(problem.where, problem.what);
    }
  }

  // Takes the value of the flag `name`, from behind `=` or the next argument.
  bool TakeValue(absl::string_view name, absl::string_view argument,
                 std::string* value) {
    if (const size_t equals = argument.find('=');
        equals != absl::string_view::npos) {
      *value = std::string(argument.substr(equals + 1));
      return true;
    }
    if (at_ + 1 < arguments_.size()) {
      *value = arguments_[++at_];
      return true;
    }
    AddFlag(name, "needs a value");
    return false;
  }

  // Reads the flag of arguments_[at_]; moves at_ to the last argument used.
  void ReadFlag(std::vector<std::pair<std::string, std::string>>* fields) {
    absl::string_view argument = arguments_[at_];
    if (argument == "-h") {
      argument = "--help";
    }
    if (!absl::ConsumePrefix(&argument, "--") || argument.empty()) {
      result_.problems.push_back(
          absl::StrCat("unexpected argument `", arguments_[at_], "`"));
      return;
    }
    const bool has_value = absl::StrContains(argument, '=');
    const absl::string_view name = argument.substr(0, argument.find('='));
    std::string value;
    if (argument == "help") {
      result_.action = CommandLine::Action::kHelp;
    } else if (argument == "version") {
      result_.action = CommandLine::Action::kVersion;
    } else if (argument == "print_config") {
      result_.action = CommandLine::Action::kPrintConfig;
    } else if (name == "config") {
      TakeValue(name, argument, &result_.config_file);
    } else if (name == "set") {
      if (TakeValue(name, argument, &value)) {
        const size_t equals = value.find('=');
        if (equals == std::string::npos) {
          // What may be a value, and a secret, is not repeated.
          AddFlag(name,
                  absl::StrCat("`", value.substr(0, value.find_first_of(": {")),
                               "` is not PATH=VALUE"));
        } else {
          fields->emplace_back(value.substr(0, equals),
                               value.substr(equals + 1));
        }
      }
    } else if (const FieldFlag* flag = FindFieldFlag(name); flag != nullptr) {
      if (flag->is_bool && !has_value) {
        fields->emplace_back(flag->path, "true");
      } else if (TakeValue(name, argument, &value)) {
        fields->emplace_back(flag->path, value);
      }
    } else if (const FieldFlag* negated =
                   FindFieldFlag(absl::StripPrefix(name, "no"));
               negated != nullptr && negated->is_bool && !has_value) {
      fields->emplace_back(negated->path, "false");
    } else {
      AddUnknown(name);
    }
  }

  void AddUnknown(absl::string_view name) {
    std::vector<absl::string_view> names(std::begin(kOtherFlags),
                                         std::end(kOtherFlags));
    for (const FieldFlag& flag : kFieldFlags) {
      names.push_back(flag.name);
    }
    const std::vector<std::string> nearest =
        NearestNames(absl::StrReplaceAll(name, {{"-", "_"}}), names, 1);
    AddFlag(name, nearest.empty()
                      ? "no such flag; --set sets what has none"
                      : absl::StrCat("no such flag; did you mean --",
                                     nearest[0], "?"));
  }

  const std::vector<std::string>& arguments_;
  size_t at_ = 0;
  CommandLine result_;
};

// `text` in lines of up to `width` characters, each after `indent` spaces.
std::string Wrap(absl::string_view text, size_t indent, size_t width) {
  std::string out;
  std::string line;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      absl::StrAppend(&out, std::string(indent, ' '), line, "\n");
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  absl::StrAppend(&out, std::string(indent, ' '), line, "\n");
  return out;
}

std::string FlagHelp(absl::string_view flag, absl::string_view help) {
  return absl::StrCat("  --", flag, "\n", Wrap(help, 6, 72));
}

}  // namespace

CommandLine ParseCommandLine(const std::vector<std::string>& arguments) {
  return CommandLineReader(arguments).Read();
}

std::string HelpText() {
  std::string text = absl::StrCat(
      "Usage: ratecardd [--flag=value ...]\n\n"
      "Serves what requests to large language models cost, and whether they "
      "fit, over\ngRPC with health and reflection. Logs JSON lines to "
      "stderr.\n\nConfiguration:\n",
      FlagHelp("config=FILE",
               "Read the configuration from FILE, as protobuf text: "
               "--print_config shows all there is. Flags go before it. SIGHUP "
               "reads it again."),
      FlagHelp("set=PATH=VALUE",
               "Set any field, as in --set limits.max_streams=100. May be "
               "given many times."),
      FlagHelp("print_config",
               "Print the configuration that results, and exit."),
      "\nFlags for common fields:\n");
  for (const FieldFlag& flag : kFieldFlags) {
    absl::StrAppend(
        &text,
        FlagHelp(absl::StrCat(flag.name, "=",
                              GetConfigField(flag.path, DefaultConfig())),
                 flag.help));
  }
  absl::StrAppend(
      &text, "\n", FlagHelp("help", "Print this and exit."),
      FlagHelp("version", "Print the version and exit."),
      "\nSignals:\n"
      "  SIGTERM, SIGINT  finish calls in progress and exit; again: at once\n"
      "  SIGHUP           read --config and the files that it names again: of "
      "the\n"
      "                   catalog, quote keys and TLS\n"
      "\nExit status: 0 after a signal, 128 and its number after a second one, "
      "1 if\nit cannot serve, 2 if flags or the configuration are wrong.\n");
  return text;
}

}  // namespace ratecard
