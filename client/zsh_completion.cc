#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/program.h"

namespace ratecard {
namespace {

constexpr char kHead[] = R"sh(#compdef ratecard
# Completion of ratecard for zsh: put it as _ratecard into a folder of $fpath, or
# source <(ratecard completion zsh)

# What the program offers of a kind for a beginning.
_ratecard_words() {
  local -a words starts
  [[ $1 == maker ]] && compset -P '*,'
  words=(${(f)"$($ratecard_program complete $1 -- $PREFIX 2>/dev/null)"})
  starts=(${(M)words:#*[-/_.:@]})
  compadd -S '' -a starts
  words=(${words:|starts})
  compadd -a words
}

_ratecard() {
  local context state line ratecard_program=$words[1]
  typeset -A opt_args
  local -a commands common
)sh";

constexpr char kTail[] = R"sh(
if [[ $funcstack[1] == _ratecard ]]; then
  _ratecard "$@"
else
  compdef _ratecard ratecard
fi
)sh";

// Within single quotes and `[…]` of an _arguments specification.
std::string Quoted(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"},
                                    {"[", "\\["},
                                    {"]", "\\]"},
                                    {":", "\\:"},
                                    {"'", "'\\''"}});
}

std::string ActionOf(const FlagInfo& flag) {
  if (!flag.kind.empty()) {
    return absl::StrCat(" _ratecard_words ", flag.kind);
  }
  if (!flag.choices.empty()) {
    return flag.many ? absl::StrCat("_values -s , ", flag.value, " ",
                                    absl::StrJoin(flag.choices, " "))
                     : absl::StrCat("(", absl::StrJoin(flag.choices, " "), ")");
  }
  return flag.value == "DIR" ? "_files -/" : " ";
}

std::string FlagLines(const std::vector<FlagInfo>& flags, int indent) {
  std::string out;
  for (const FlagInfo& flag : flags) {
    for (const std::string& name : flag.names) {
      absl::StrAppend(
          &out, std::string(static_cast<size_t>(indent), ' '), "'",
          flag.many ? "*" : "", name,
          // Its value behind a space or an equals sign.
          flag.value.empty() ? "" : "=", "[", Quoted(flag.help), "]",
          flag.value.empty()
              ? ""
              : absl::StrCat(":", Quoted(flag.value), ":", ActionOf(flag)),
          "'\n");
    }
  }
  return out;
}

std::string PositionalLine(const CommandInfo& command) {
  if (command.positional.empty()) {
    return "";
  }
  const std::string action =
      command.positional == "MODEL" ? " _ratecard_words model"
      : command.positional == "FILE"
          ? "_files"
          : absl::StrCat("(", absl::StrJoin(command.positional_choices, " "),
                         ")");
  return absl::StrCat("            '", command.many_positionals ? "*" : "1",
                      ":", command.positional, ":", action, "'\n");
}

}  // namespace

std::string ZshCompletion(const ProgramInfo& program) {
  std::string commands;
  for (const auto& [word, help] : FirstWords(program)) {
    absl::StrAppend(&commands, "    '", word, ":", Quoted(help), "'\n");
  }
  std::string groups;
  for (const auto& [group, help] : program.groups) {
    absl::StrAppend(&groups, "        ", group,
                    ")\n          if (( CURRENT == 2 )); then\n"
                    "            _values command ",
                    absl::StrJoin(WordsOf(program, group), " "),
                    "\n            return\n          fi\n"
                    "          shift words\n          (( CURRENT-- ))\n"
                    "          words[1]=\"",
                    group, " $words[1]\" ;;\n");
  }
  std::string cases;
  for (const CommandInfo& command : program.commands) {
    absl::StrAppend(&cases, "        \"", command.name,
                    "\")\n          common+=(\n", PositionalLine(command),
                    FlagLines(command.flags, 12), "          ) ;;\n");
  }
  return absl::StrCat(
      kHead, "  commands=(\n", commands, "  )\n  common=(\n",
      FlagLines(program.flags, 4), "  )\n",
      "  _arguments -C -A '-*' $common '1: :->command' '*:: :->rest'\n",
      "  case $state in\n    command)\n",
      "      _describe -t commands command commands ;;\n",
      "    rest)\n      case $words[1] in\n", groups,
      "      esac\n      case $words[1] in\n", cases,
      "      esac\n      _arguments $common ;;\n  esac\n}\n", kTail);
}

}  // namespace ratecard
