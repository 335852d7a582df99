#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/program.h"
#include "service/base/status_macros.h"

namespace ratecard {

namespace {

// Those of the catalog, as values of `--provider`.
absl::Status AddProviders(Session& session, ProgramInfo* program) {
  RATECARD_ASSIGN_OR_RETURN(Backend * backend, session.backend());
  v1::ListProvidersRequest request;
  request.set_page_size(1000);
  v1::ListProvidersResponse response;
  RATECARD_RETURN_IF_ERROR(backend->ListProviders(request, &response));
  for (CommandInfo& command : program->commands) {
    for (FlagInfo& flag : command.flags) {
      if (flag.names.front() == "--provider") {
        for (const v1::Provider& provider : response.providers()) {
          flag.choices.push_back(provider.provider_id());
        }
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddCompletionCommand(Cli& cli) {
  Command& command =
      cli.Add("completion", "Print a completion script for a shell.",
              "  source <(ratecard completion bash)\n"
              "  ratecard completion zsh > ~/.zfunc/_ratecard\n"
              "  ratecard completion fish | source");
  const auto shell = std::make_shared<std::string>();
  CLI::Option* option =
      AddPositional(command, "SHELL", "bash, zsh or fish", shell.get());
  command.choices[option] = {"bash", "zsh", "fish"};
  command.run = [shell, &cli](Session& session) -> absl::StatusOr<Reply> {
    ProgramInfo program = Describe(cli);
    RATECARD_RETURN_IF_ERROR(AddProviders(session, &program));
    if (*shell == "bash") {
      return Reply{BashCompletion(program)};
    }
    if (*shell == "zsh") {
      return Reply{ZshCompletion(program)};
    }
    if (*shell == "fish") {
      return Reply{FishCompletion(program)};
    }
    return UsageError(absl::StrCat("there is no completion for '", *shell,
                                   "': bash, zsh or fish"));
  };
}

void AddManCommand(Cli& cli) {
  Command& command =
      cli.Add("man", "Print the manual page.", "  ratecard man > ratecard.1");
  command.app->group("");  // hidden: for the build
  command.run = [&cli](Session&) -> absl::StatusOr<Reply> {
    return Reply{ManPage(Describe(cli))};
  };
}

}  // namespace ratecard
