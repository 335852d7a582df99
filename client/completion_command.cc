#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/completions.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/program.h"
#include "service/catalog/embedded_words.h"

namespace ratecard {

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
  command.run = [shell, &cli](Session&) -> absl::StatusOr<Reply> {
    const ProgramInfo program = Describe(cli);
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

void AddCompleteCommand(Cli& cli) {
  Command& command =
      cli.Add("complete", "Print what may follow a word, for the scripts.",
              "  ratecard complete model claude-");
  command.app->group("");  // hidden: for the scripts
  struct Flags {
    std::string kind;
    std::string prefix;
  };
  const auto flags = std::make_shared<Flags>();
  AddPositional(command, "KIND", "maker, model, provider, region or tier",
                &flags->kind);
  command.app->add_option("PREFIX", flags->prefix, "Start of the word");
  command.run = [flags](Session&) -> absl::StatusOr<Reply> {
    Reply reply;
    for (const std::string& word :
         CompletionsOf(EmbeddedWords(), flags->kind, flags->prefix)) {
      absl::StrAppend(&reply.text, word, "\n");
    }
    return reply;
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
