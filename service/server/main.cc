// ratecardd: see --help.

#include <signal.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "service/rpc/grpc_log.h"
#include "service/server/flags.h"
#include "service/server/log.h"
#include "service/server/service_process.h"
#include "service/server/signals.h"
#include "service/server/version.h"

namespace ratecard {
namespace {

// While the server starts, what gRPC says of its sockets is for those who ask
// for it: the error of the start says it better.
std::atomic<Severity> grpc_severity{Severity::kDebug};

void LogGrpc(absl::string_view source, absl::string_view message) {
  Log(grpc_severity, "grpc").With("source", source).With("message", message);
}

// What protobuf complains of is what callers sent, who get an error for it.
void LogProtobuf(google::protobuf::LogLevel level, const char* file, int line,
                 const std::string& message) {
  Log(level == google::protobuf::LOGLEVEL_FATAL ? Severity::kError
                                                : Severity::kDebug,
      "protobuf")
      .With("source", absl::StrCat(file, ":", line))
      .With("message", message);
}

int Serve(const ServerConfig& config) {
  SetLogLevel(config.log_level);
  HoldSignals();
  RedirectGrpcLog(LogGrpc);
  google::protobuf::SetLogHandler(LogProtobuf);
  Log(Severity::kInfo, "starting").With("version", kVersion);
  auto process = ServiceProcess::Start(config);
  if (!process.ok()) {
    Log(Severity::kError, "start_failed").With(process.status());
    return 1;
  }
  grpc_severity = Severity::kWarning;
  while (true) {
    const int signal = NextSignal();
    Log(Severity::kInfo, "signal").With("signal", SignalName(signal));
    if (signal != SIGHUP) {
      break;
    }
    (*process)->Reload();
  }
  ReleaseStopSignals();
  (*process)->Drain();
  process->reset();
  Log(Severity::kInfo, "stopped");
  return 0;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  const auto command = ratecard::ParseCommandLine({argv + 1, argv + argc});
  if (!command.ok()) {
    std::fprintf(stderr, "ratecardd: %s\nTry ratecardd --help.\n",
                 std::string(command.status().message()).c_str());
    return 2;
  }
  using Action = ratecard::CommandLine::Action;
  if (command->action == Action::kServe) {
    return ratecard::Serve(command->config);
  }
  const std::string text =
      command->action == Action::kHelp
          ? ratecard::HelpText()
          : std::string("ratecardd ") + ratecard::kVersion + "\n";
  return std::fputs(text.c_str(), stdout) < 0 ? 1 : 0;
}
