// ratecardd: see --help.

#include <signal.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "service/rpc/grpc_log.h"
#include "service/server/flags.h"
#include "service/server/log.h"
#include "service/server/service_process.h"
#include "service/server/signals.h"
#include "service/server/version.h"

namespace ratecard {
namespace {

void LogGrpc(absl::string_view source, absl::string_view message) {
  Log(Severity::kWarning, "grpc")
      .With("source", source)
      .With("message", message);
}

int Serve(const ServerConfig& config) {
  SetLogLevel(config.log_level);
  HoldSignals();
  RedirectGrpcLog(LogGrpc);
  Log(Severity::kInfo, "starting").With("version", kVersion);
  auto process = ServiceProcess::Start(config);
  if (!process.ok()) {
    Log(Severity::kError, "start_failed").With(process.status());
    return 1;
  }
  while (true) {
    const int signal = NextSignal();
    Log(Severity::kInfo, "signal").With("signal", SignalName(signal));
    if (signal != SIGHUP) {
      break;
    }
    (*process)->ReloadCatalog();
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
