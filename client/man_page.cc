#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/program.h"

namespace ratecard {
namespace {

// `text` so that roff prints it as it is.
std::string Roff(absl::string_view text) {
  const std::string escaped =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
  return absl::StartsWith(escaped, ".") || absl::StartsWith(escaped, "'")
             ? absl::StrCat("\\&", escaped)
             : escaped;
}

std::string Verbatim(absl::string_view text) {
  std::string out = ".nf\n";
  for (const absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&out, Roff(line), "\n");
  }
  return absl::StrCat(out, ".fi\n");
}

std::string FlagText(const FlagInfo& flag) {
  std::vector<std::string> names;
  for (const std::string& name : flag.names) {
    names.push_back(absl::StrCat("\\fB", Roff(name), "\\fR"));
  }
  return absl::StrCat(
      ".TP\n", absl::StrJoin(names, ", "),
      flag.value.empty() ? "" : absl::StrCat(" \\fI", Roff(flag.value), "\\fR"),
      "\n", Roff(flag.help), "\n");
}

std::string CommandText(const CommandInfo& command) {
  std::string out = absl::StrCat(".SS ratecard ", Roff(command.name));
  if (!command.positional.empty()) {
    absl::StrAppend(&out, " ", Roff(command.positional),
                    command.many_positionals ? "..." : "");
  }
  absl::StrAppend(&out, "\n", Roff(command.help), "\n");
  if (!command.positional.empty()) {
    absl::StrAppend(&out, ".TP\n\\fI", Roff(command.positional), "\\fR\n",
                    Roff(command.positional_help), "\n");
  }
  for (const FlagInfo& flag : command.flags) {
    absl::StrAppend(&out, FlagText(flag));
  }
  return absl::StrCat(out, ".PP\n", Verbatim(command.footer));
}

}  // namespace

std::string ManPage(const ProgramInfo& program) {
  std::string out = absl::StrCat(
      ".TH RATECARD 1 \"\" \"ratecard " RATECARD_VERSION
      "\" \"User Commands\"\n",
      ".SH NAME\nratecard \\- what a request to a large language model costs, "
      "and whether it fits\n",
      ".SH SYNOPSIS\n.B ratecard\n.I COMMAND\n[\\fIOPTIONS\\fR]\n",
      ".SH DESCRIPTION\n", Roff(program.help), "\n.PP\n", Roff(kGeneralHelp),
      "\n.SH COMMANDS\n");
  for (const CommandInfo& command : program.commands) {
    absl::StrAppend(&out, CommandText(command));
  }
  absl::StrAppend(&out, ".SH COMMON OPTIONS\n");
  for (const FlagInfo& flag : program.flags) {
    absl::StrAppend(&out, FlagText(flag));
  }
  absl::StrAppend(&out, ".SH EXIT STATUS\n");
  for (const ExitCodeHelp& exit_code : kExitCodes) {
    absl::StrAppend(&out, ".TP\n.B ", exit_code.code, "\n",
                    Roff(exit_code.help), "\n");
  }
  return absl::StrCat(
      out,
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nIf set and not empty, no colours "
      "unless \\fB\\-\\-color always\\fR.\n");
}

}  // namespace ratecard
