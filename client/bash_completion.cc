#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/program.h"

namespace ratecard {
namespace {

constexpr char kHead[] =
    R"sh(# Completion of ratecard for bash: source <(ratecard completion bash)

# What the program offers of a kind for a beginning.
_ratecard_words() {
  mapfile -t replies < <("$1" complete "$2" -- "$3" 2>/dev/null)
  if [[ ${replies[0]} == *[-/_.:@] ]]; then
    compopt -o nospace
  fi
}

_ratecard() {
  local line="${COMP_LINE:0:COMP_POINT}" program="${COMP_WORDS[0]}"
  # Words as the program gets them: bash's own break at colons.
  local -a words
  read -ra words <<<"$line"
  local cur=""
  if [[ $line != *[[:space:]] ]]; then
    cur="${words[${#words[@]}-1]}"
    unset "words[${#words[@]}-1]"
  fi
  local flag="${words[${#words[@]}-1]}" value="$cur" kept="" command="" word
)sh";

constexpr char kTail[] = R"sh(
  if [[ $cur == --*=* ]]; then
    flag="${cur%%=*}" value="${cur#*=}" kept="${cur%%=*}="
  fi
  local -a replies=()
  if [[ " $valued " == *" $flag "* ]]; then
    case "$command $flag" in
CHOICES      *" --catalog-dir" | *" --catalog_dir")
        compopt -o filenames
        mapfile -t replies < <(compgen -d -- "$value") ;;
    esac
    kept+="${value%"${value##*,}"}"
    value="${value##*,}"
    if [[ -n $kind ]]; then
      _ratecard_words "$program" "$kind" "$value"
    elif [[ -n $choices ]]; then
      mapfile -t replies < <(compgen -W "$choices" -- "$value")
    fi
  elif [[ $cur == -* ]]; then
    mapfile -t replies < <(compgen -W "$flags" -- "$cur")
  elif [[ $takes == models ]]; then
    _ratecard_words "$program" model "$cur"
  elif [[ $takes == files ]]; then
    compopt -o filenames
    mapfile -t replies < <(compgen -f -- "$cur")
  else
    mapfile -t replies < <(compgen -W "$takes" -- "$cur")
  fi
  # Bash replaces only what follows the last of its word breaks.
  local whole="$cur" fixed="" reply
  if [[ $COMP_WORDBREAKS == *:* && $whole == *:* ]]; then
    fixed="${whole%"${whole##*:}"}"
  fi
  if [[ $COMP_WORDBREAKS == *=* && ${whole#"$fixed"} == *=* ]]; then
    fixed="${whole%"${whole##*=}"}"
  fi
  COMPREPLY=()
  for reply in "${replies[@]}"; do
    reply="$kept$reply"
    COMPREPLY+=("${reply#"$fixed"}")
  done
}

complete -F _ratecard ratecard
)sh";

std::string NamesOf(const std::vector<FlagInfo>& flags, bool valued_only) {
  std::vector<std::string> names;
  for (const FlagInfo& flag : flags) {
    if (!valued_only || !flag.value.empty()) {
      names.insert(names.end(), flag.names.begin(), flag.names.end());
    }
  }
  return absl::StrJoin(names, " ");
}

std::string TakenBy(const CommandInfo& command) {
  if (command.positional == "MODEL") {
    return "models";
  }
  return command.positional == "FILE"
             ? "files"
             : absl::StrJoin(command.positional_choices, " ");
}

}  // namespace

std::string BashCompletion(const ProgramInfo& program) {
  std::string cases;
  std::string choices;
  for (const auto& [group, help] : program.groups) {
    absl::StrAppend(&cases, "    ", group, ") takes=\"",
                    absl::StrJoin(WordsOf(program, group), " "), "\" ;;\n");
  }
  std::vector<std::string> places;
  for (const CommandInfo& command : program.commands) {
    places.push_back(absl::StrCat("\"", command.name, "\""));
    absl::StrAppend(&cases, "    \"", command.name, "\")\n      flags+=\" ",
                    NamesOf(command.flags, false), "\"\n      valued+=\" ",
                    NamesOf(command.flags, true), "\"\n      takes=\"",
                    TakenBy(command), "\" ;;\n");
    for (const FlagInfo& flag : command.flags) {
      if (!flag.kind.empty()) {
        absl::StrAppend(&choices, "      \"", command.name, " ",
                        flag.names.front(), "\")\n        kind=", flag.kind,
                        " ;;\n");
      } else if (!flag.choices.empty()) {
        absl::StrAppend(&choices, "      \"", command.name, " ",
                        flag.names.front(), "\")\n        choices=\"",
                        absl::StrJoin(flag.choices, " "), "\" ;;\n");
      }
    }
  }
  std::string tail(kTail);
  tail.replace(tail.find("CHOICES"), std::string("CHOICES").size(), choices);
  std::vector<std::string> names;
  for (const auto& [word, help] : FirstWords(program)) {
    names.push_back(word);
  }
  for (const auto& [group, help] : program.groups) {
    places.push_back(absl::StrCat("\"", group, "\""));
  }
  return absl::StrCat(
      kHead, "  for word in \"${words[@]:1}\"; do\n",
      "    case \"${command:+$command }$word\" in\n", "      ",
      absl::StrJoin(places, " | "),
      ")\n        command+=\"${command:+ }$word\" ;;\n    esac\n  done\n",
      "  local choices=\"\" kind=\"\" takes=\"", absl::StrJoin(names, " "),
      "\"\n", "  local flags=\"", NamesOf(program.flags, false), "\"\n",
      "  local valued=\"", NamesOf(program.flags, true), "\"\n",
      "  case \"$command\" in\n", cases, "  esac\n", tail);
}

}  // namespace ratecard
