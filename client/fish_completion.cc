#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/program.h"

namespace ratecard {
namespace {

constexpr char kHead[] =
    R"sh(# Completion of ratecard for fish: ratecard completion fish | source

# What the program offers of a kind for a beginning.
function __ratecard_words
    set -l typed (string split -m 1 -- = (commandline -ct))[-1]
    set -l before ""
    if test $argv[1] = maker
        set before (string replace -r '[^,]*$' '' -- $typed)
        set typed (string replace -r '^.*,' '' -- $typed)
    end
    printf '%s\n' $before(ratecard complete $argv[1] -- "$typed" 2>/dev/null)
end

complete -c ratecard -f
)sh";

std::string Quoted(absl::string_view text) {
  return absl::StrCat(
      "'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

// Whether one of `words` stands on the command line.
std::string Seen(absl::string_view words) {
  return absl::StrCat("__fish_seen_subcommand_from ", words);
}

// `condition` is empty or ` -n '…'`.
std::string FlagLine(const FlagInfo& flag, const std::string& condition) {
  std::string out = absl::StrCat("complete -c ratecard", condition);
  for (const std::string& name : flag.names) {
    const bool is_long = absl::StartsWith(name, "--");
    absl::StrAppend(&out, is_long ? " -l " : " -s ",
                    name.substr(is_long ? 2 : 1));
  }
  absl::StrAppend(&out, " -d ", Quoted(flag.help));
  if (flag.value == "DIR") {
    absl::StrAppend(&out, " -x -a '(__fish_complete_directories)'");
  } else if (!flag.value.empty()) {
    absl::StrAppend(&out, " -x");
  }
  if (!flag.kind.empty()) {
    absl::StrAppend(&out, " -a '(__ratecard_words ", flag.kind, ")'");
  } else if (!flag.choices.empty()) {
    absl::StrAppend(&out, " -a ", Quoted(absl::StrJoin(flag.choices, " ")));
  }
  return absl::StrCat(out, "\n");
}

std::string PositionalLine(const CommandInfo& command,
                           const std::string& condition) {
  if (command.positional.empty()) {
    return "";
  }
  if (command.positional == "FILE") {
    return absl::StrCat("complete -c ratecard", condition, " -F\n");
  }
  return absl::StrCat(
      "complete -c ratecard", condition, " -a ",
      command.positional == "MODEL"
          ? "'(__ratecard_words model)'"
          : Quoted(absl::StrJoin(command.positional_choices, " ")),
      "\n");
}

}  // namespace

std::string FishCompletion(const ProgramInfo& program) {
  std::string out = kHead;
  for (const FlagInfo& flag : program.flags) {
    absl::StrAppend(&out, FlagLine(flag, ""));
  }
  for (const auto& [word, help] : FirstWords(program)) {
    absl::StrAppend(&out, "complete -c ratecard -n __fish_use_subcommand -a ",
                    word, " -d ", Quoted(help), "\n");
  }
  for (const auto& [group, help] : program.groups) {
    const std::string words = absl::StrJoin(WordsOf(program, group), " ");
    absl::StrAppend(&out, "complete -c ratecard -n '", Seen(group),
                    "; and not ", Seen(words), "' -a ", Quoted(words), "\n");
  }
  for (const CommandInfo& command : program.commands) {
    std::vector<std::string> seen;
    for (const absl::string_view word : absl::StrSplit(command.name, ' ')) {
      seen.push_back(Seen(word));
    }
    const std::string condition =
        absl::StrCat(" -n '", absl::StrJoin(seen, "; and "), "'");
    for (const FlagInfo& flag : command.flags) {
      absl::StrAppend(&out, FlagLine(flag, condition));
    }
    absl::StrAppend(&out, PositionalLine(command, condition));
  }
  return out;
}

}  // namespace ratecard
