// ratecardd: see --help.

#include <signal.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "service/access/rate_limit.h"
#include "service/base/monotonic_clock.h"
#include "service/rpc/grpc_log.h"
#include "service/server/descriptors.h"
#include "service/server/flags.h"
#include "service/server/log.h"
#include "service/server/notify.h"
#include "service/server/service_process.h"
#include "service/server/signals.h"
#include "service/server/version.h"

namespace ratecard {
namespace {

// While the server starts, what gRPC says of its sockets is for those who ask
// for it: the error of the start says it better.
std::atomic<Severity> grpc_severity{Severity::kDebug};

// Strangers make it talk, with handshakes that fail for example.
constexpr RateLimit kGrpcLines = {10, 100};

void LogGrpc(absl::string_view source, absl::string_view message) {
  static TokenBucket lines(kGrpcLines);
  static std::atomic<int64_t> left_out = 0;
  if (lines.Take(MonotonicNow()) > absl::ZeroDuration()) {
    ++left_out;
    return;
  }
  Log line(grpc_severity, "grpc");
  line.With("source", source).With("message", message);
  if (const int64_t count = left_out.exchange(0); count > 0) {
    line.With("left_out_before", count);
  }
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

// Reads the configuration again and has the process take over what it can.
void Reload(const std::vector<std::string>& arguments,
            ServiceProcess* process) {
  const CommandLine next = ParseCommandLine(arguments);
  if (!next.problems.empty()) {
    process->RefuseConfig(next.problems);
  } else if (!next.config_file.empty()) {
    process->TakeConfig(next.config);
  }
  process->Reload();
}

int Serve(const std::vector<std::string>& arguments,
          const ServerConfig& config) {
  SetLogLevel(SeverityOf(config.observability().log_level()));
  HoldSignals();
  const LogThread log_thread;
  RaiseDescriptorLimit();
  RedirectGrpcLog(LogGrpc);
  google::protobuf::SetLogHandler(LogProtobuf);
  Log(Severity::kInfo, "starting").With("version", kVersion);
  auto process = ServiceProcess::Start(config);
  if (!process.ok()) {
    Log(Severity::kError, "start_failed").With(process.status());
    return 1;
  }
  grpc_severity = Severity::kWarning;
  NotifyReady();
  while (true) {
    const int signal = NextSignal();
    Log(Severity::kInfo, "signal").With("signal", SignalName(signal));
    if (signal != SIGHUP) {
      break;
    }
    NotifyReloading();
    Reload(arguments, process->get());
    NotifyReady();
  }
  ReleaseStopSignals();
  (*process)->Drain();
  process->reset();
  Log(Severity::kInfo, "stopped");
  return 0;
}

int Print(const std::string& text) {
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
    std::perror("ratecardd: cannot write to stdout");
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  ratecard::OpenStandardDescriptors();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const ratecard::CommandLine command = ratecard::ParseCommandLine(arguments);
  if (!command.problems.empty()) {
    for (const std::string& problem : command.problems) {
      std::fprintf(stderr, "ratecardd: %s\n", problem.c_str());
    }
    std::fputs("Try ratecardd --help.\n", stderr);
    return 2;
  }
  using Action = ratecard::CommandLine::Action;
  switch (command.action) {
    case Action::kHelp:
      return ratecard::Print(ratecard::HelpText());
    case Action::kVersion:
      return ratecard::Print(std::string("ratecardd ") + ratecard::kVersion +
                             "\n");
    case Action::kPrintConfig:
      return ratecard::Print(ratecard::PrintConfig(command.config));
    case Action::kServe:
      return ratecard::Serve(arguments, command.config);
  }
}
