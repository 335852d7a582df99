#include "service/server/flags.h"

#include <sys/un.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/api/estimate_handler.h"
#include "service/base/status_macros.h"
#include "service/catalog/nearest.h"
#include "service/rpc/rpc_server.h"

ABSL_FLAG(std::string, grpc_address, "127.0.0.1:50051",
          "Where to serve gRPC: host:port, [ipv6]:port or unix:path. Port 0 "
          "takes a free one, which the log names.");
ABSL_FLAG(std::string, http_address, "127.0.0.1:9464",
          "Where to serve /metrics, /healthz and /readyz: host:port, IPv4 "
          "only. Empty: nowhere.");
ABSL_FLAG(std::string, catalog_dir, "",
          "Directory whose *.textproto files are the catalog, or several "
          "separated by commas, the most trusted first. Empty: the catalog "
          "that is part of this program. SIGHUP reads them again.");
ABSL_FLAG(absl::Duration, catalog_reload_interval, absl::ZeroDuration(),
          "How often to read --catalog_dir again, at least 1s. 0: only on "
          "SIGHUP.");
ABSL_FLAG(std::string, quote_keys, "",
          "File of the keys that quotes are signed with, the same for all "
          "replicas; `ratecard quote keygen` writes them. Empty: no quotes. "
          "SIGHUP reads it again.");
ABSL_FLAG(absl::Duration, quote_keys_reload_interval, absl::ZeroDuration(),
          "How often to read --quote_keys again, at least 1s. 0: only on "
          "SIGHUP.");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(10),
          "How long calls in progress may take to finish after SIGTERM or "
          "SIGINT. Streams end sooner, those whose caller does not read after "
          "1s.");
ABSL_FLAG(absl::Duration, price_stale_after, ratecard::kDefaultStaleAfter,
          "Estimates warn of prices that were checked longer ago than this.");
ABSL_FLAG(int32_t, completion_queues, 1,
          "Queues that calls come in by, each with a thread of its own. One "
          "costs least CPU for each call; more use more cores.");
ABSL_FLAG(int32_t, max_receive_message_bytes,
          ratecard::kDefaultMaxReceiveMessageBytes,
          "Larger requests are refused with RESOURCE_EXHAUSTED.");
ABSL_FLAG(int32_t, max_calls_per_connection,
          ratecard::kDefaultMaxCallsPerConnection,
          "Calls and streams of one connection that may be in progress, a "
          "client's watch of health among them; clients hold back further "
          "ones.");
ABSL_FLAG(int32_t, max_streams, ratecard::kDefaultMaxStreams,
          "Streams that may be open at a time, watches included; further ones "
          "are refused with RESOURCE_EXHAUSTED.");
ABSL_FLAG(int32_t, max_model_series, 10'000,
          "Most series of metrics that name a model. What would need more is "
          "counted for provider and model `other`.");
ABSL_FLAG(std::string, log_level, "info",
          "Least severe lines to log: debug, info, warning or error.");
ABSL_FLAG(bool, log_calls, false, "Log every call.");

namespace ratecard {
namespace {

// In the order of --help.
constexpr absl::string_view kFlags[] = {"grpc_address",
                                        "http_address",
                                        "catalog_dir",
                                        "catalog_reload_interval",
                                        "quote_keys",
                                        "quote_keys_reload_interval",
                                        "drain_timeout",
                                        "price_stale_after",
                                        "completion_queues",
                                        "max_receive_message_bytes",
                                        "max_calls_per_connection",
                                        "max_streams",
                                        "max_model_series",
                                        "log_level",
                                        "log_calls"};

absl::Status BadFlag(absl::string_view flag, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, ": ", problem));
}

absl::CommandLineFlag* FindFlag(absl::string_view name) {
  const bool ours =
      std::find(std::begin(kFlags), std::end(kFlags), name) != std::end(kFlags);
  return ours ? absl::FindCommandLineFlag(name) : nullptr;
}

bool IsBool(const absl::CommandLineFlag& flag) { return flag.IsOfType<bool>(); }

// What values of a flag are.
absl::string_view KindOf(const absl::CommandLineFlag& flag) {
  if (IsBool(flag)) {
    return "true or false";
  }
  return flag.IsOfType<absl::Duration>() ? "a time such as 10s, 500ms or 1h30m"
         : flag.IsOfType<int32_t>()      ? "a whole number of 32 bits"
                                         : "valid";
}

// Sets the flag that `arguments[*at]` names; moves `*at` to the last argument
// used.
absl::Status SetFlag(const std::vector<std::string>& arguments, size_t* at) {
  absl::string_view argument = arguments[*at];
  if (!absl::ConsumePrefix(&argument, "--") || argument.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("unexpected argument `", arguments[*at], "`"));
  }
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(argument, absl::MaxSplits('=', 1));
  const absl::string_view name = parts.first;
  std::string value(parts.second);
  absl::CommandLineFlag* flag = FindFlag(name);
  absl::string_view negated = name;
  if (flag == nullptr && absl::ConsumePrefix(&negated, "no") &&
      !absl::StrContains(argument, '=')) {
    flag = FindFlag(negated);
    flag = flag != nullptr && IsBool(*flag) ? flag : nullptr;
    value = "false";
  } else if (flag != nullptr && !absl::StrContains(argument, '=')) {
    if (IsBool(*flag)) {
      value = "true";
    } else if (*at + 1 < arguments.size()) {
      value = arguments[++*at];
    } else {
      return BadFlag(name, "needs a value");
    }
  }
  if (flag == nullptr) {
    const std::vector<std::string> nearest =
        NearestNames(absl::StrReplaceAll(name, {{"-", "_"}}), kFlags, 1);
    return BadFlag(
        name,
        absl::StrCat("no such flag", nearest.empty() ? "" : "; did you mean --",
                     absl::StrJoin(nearest, ""), nearest.empty() ? "" : "?"));
  }
  std::string error;
  if (!flag->ParseFrom(value, &error)) {
    return BadFlag(flag->Name(),
                   absl::StrCat("`", value, "` is not ", KindOf(*flag)));
  }
  return absl::OkStatus();
}

bool IsHostAndPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return false;
  }
  const absl::string_view host = address.substr(0, colon);
  const bool bracketed =
      host.size() > 2 && host.front() == '[' && host.back() == ']';
  uint32_t port = 0;
  return (bracketed || !absl::StrContains(host, ':')) &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port <= 65535;
}

bool IsGrpcAddress(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "unix:")) {
    return !address.empty() && address.size() < sizeof(sockaddr_un::sun_path);
  }
  return IsHostAndPort(address);
}

// Of reloads of what `source_flag` names.
absl::Status CheckInterval(absl::Duration interval, absl::string_view flag,
                           absl::string_view source,
                           absl::string_view source_flag) {
  if (interval == absl::ZeroDuration()) {
    return absl::OkStatus();
  }
  if (interval < absl::Seconds(1)) {
    return BadFlag(flag, "must be 0 or at least 1s");
  }
  return source.empty() ? BadFlag(flag, absl::StrCat("needs --", source_flag))
                        : absl::OkStatus();
}

absl::Status Check(const ServerConfig& config) {
  if (!IsGrpcAddress(config.grpc_address)) {
    return BadFlag("grpc_address",
                   absl::StrCat("`", config.grpc_address,
                                "` is not host:port, [ipv6]:port or "
                                "unix:path"));
  }
  if (!config.http_address.empty() &&
      (!IsHostAndPort(config.http_address) || config.http_address[0] == '[')) {
    return BadFlag("http_address", absl::StrCat("`", config.http_address,
                                                "` is not host:port of IPv4"));
  }
  RATECARD_RETURN_IF_ERROR(CheckInterval(config.catalog_reload_interval,
                                         "catalog_reload_interval",
                                         config.catalog_dir, "catalog_dir"));
  RATECARD_RETURN_IF_ERROR(CheckInterval(config.quote_keys_reload_interval,
                                         "quote_keys_reload_interval",
                                         config.quote_keys, "quote_keys"));
  if (config.drain_timeout < absl::ZeroDuration() ||
      config.drain_timeout > absl::Hours(24)) {
    return BadFlag("drain_timeout", "must be between 0 and 24h");
  }
  if (config.price_stale_after <= absl::ZeroDuration()) {
    return BadFlag("price_stale_after", "must be above 0");
  }
  if (config.completion_queues < 1 || config.completion_queues > 64) {
    return BadFlag("completion_queues", "must be between 1 and 64");
  }
  if (config.max_receive_message_bytes < 1) {
    return BadFlag("max_receive_message_bytes", "must be at least 1");
  }
  if (config.max_calls_per_connection < 2) {
    return BadFlag("max_calls_per_connection",
                   "must be at least 2: clients that watch a server's health "
                   "have one call open all the time");
  }
  if (config.max_streams < 0) {
    return BadFlag("max_streams", "must be at least 0");
  }
  return absl::OkStatus();
}

absl::StatusOr<ServerConfig> ConfigFromFlags() {
  ServerConfig config;
  config.grpc_address = absl::GetFlag(FLAGS_grpc_address);
  config.http_address = absl::GetFlag(FLAGS_http_address);
  config.catalog_dir = absl::GetFlag(FLAGS_catalog_dir);
  config.catalog_reload_interval = absl::GetFlag(FLAGS_catalog_reload_interval);
  config.quote_keys = absl::GetFlag(FLAGS_quote_keys);
  config.quote_keys_reload_interval =
      absl::GetFlag(FLAGS_quote_keys_reload_interval);
  config.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  config.price_stale_after = absl::GetFlag(FLAGS_price_stale_after);
  config.completion_queues = absl::GetFlag(FLAGS_completion_queues);
  config.max_receive_message_bytes =
      absl::GetFlag(FLAGS_max_receive_message_bytes);
  config.max_calls_per_connection =
      absl::GetFlag(FLAGS_max_calls_per_connection);
  config.max_streams = absl::GetFlag(FLAGS_max_streams);
  if (absl::GetFlag(FLAGS_max_model_series) < 0) {
    return BadFlag("max_model_series", "must be at least 0");
  }
  config.max_model_series =
      static_cast<size_t>(absl::GetFlag(FLAGS_max_model_series));
  if (!ParseSeverity(absl::GetFlag(FLAGS_log_level), &config.log_level)) {
    return BadFlag("log_level", "must be debug, info, warning or error");
  }
  config.log_calls = absl::GetFlag(FLAGS_log_calls);
  const absl::Status status = Check(config);
  if (!status.ok()) {
    return status;
  }
  return config;
}

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

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& arguments) {
  CommandLine result;
  for (size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at] == "--help" || arguments[at] == "-h") {
      result.action = CommandLine::Action::kHelp;
      return result;
    }
    if (arguments[at] == "--version") {
      result.action = CommandLine::Action::kVersion;
      return result;
    }
    const absl::Status status = SetFlag(arguments, &at);
    if (!status.ok()) {
      return status;
    }
  }
  absl::StatusOr<ServerConfig> config = ConfigFromFlags();
  if (!config.ok()) {
    return config.status();
  }
  result.config = *std::move(config);
  return result;
}

std::string HelpText() {
  std::string text =
      "Usage: ratecardd [--flag=value ...]\n\n"
      "Serves what requests to large language models cost, and whether they "
      "fit, over\ngRPC with health and reflection. Logs JSON lines to "
      "stderr.\n\nFlags:\n";
  for (const absl::string_view name : kFlags) {
    const absl::CommandLineFlag* flag = FindFlag(name);
    absl::StrAppend(&text, "  --", name, "=", flag->DefaultValue(), "\n",
                    Wrap(flag->Help(), 6, 72));
  }
  absl::StrAppend(&text, "  --help\n      Print this and exit.\n",
                  "  --version\n      Print the version and exit.\n");
  absl::StrAppend(
      &text,
      "\nSignals:\n"
      "  SIGTERM, SIGINT  finish calls in progress and exit; again: at once\n"
      "  SIGHUP           read --catalog_dir and --quote_keys again\n"
      "\nExit status: 0 after a signal, 1 if it cannot serve, 2 for wrong "
      "flags.\n");
  return text;
}

}  // namespace ratecard
