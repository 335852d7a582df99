// The command line as data, for completion scripts and the manual page: both
// are made from the same flags that are parsed.

#ifndef RATECARD_CLIENT_PROGRAM_H_
#define RATECARD_CLIENT_PROGRAM_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client/command.h"

namespace ratecard {

struct FlagInfo {
  std::vector<std::string> names;  // `--catalog-dir`, `-h`
  std::string value;               // `DIR`; empty: takes none
  std::string help;
  std::vector<std::string> choices;  // empty: anything
  std::string kind;                  // of words that the catalog has; or empty
  bool many = false;                 // may be given several times
};

struct CommandInfo {
  std::string name;  // `estimate`, `catalog import`
  std::string help;
  std::string footer;      // example
  std::string positional;  // `MODEL`, `FILE`; empty: none
  bool many_positionals = false;
  std::string positional_help;
  std::vector<std::string> positional_choices;
  std::vector<FlagInfo> flags;  // its own
};

struct ProgramInfo {
  std::string help;
  std::vector<FlagInfo> flags;                // common to all commands
  std::map<std::string, std::string> groups;  // first words, and their help
  std::vector<CommandInfo> commands;
};

// Hidden commands are left out.
ProgramInfo Describe(const Cli& cli);

// What may stand first: groups, and commands that are in none.
std::vector<std::pair<std::string, std::string>> FirstWords(
    const ProgramInfo& program);
// The last words of the commands in a group.
std::vector<std::string> WordsOf(const ProgramInfo& program,
                                 const std::string& group);

// A script that completes commands, flags, their values and, by running
// `ratecard complete`, what the catalog has.
std::string BashCompletion(const ProgramInfo& program);
std::string ZshCompletion(const ProgramInfo& program);
std::string FishCompletion(const ProgramInfo& program);

// ratecard(1), in man macros.
std::string ManPage(const ProgramInfo& program);

// Of `ratecard --help` and the manual page.
struct ExitCodeHelp {
  int code;
  const char* help;
};
inline constexpr ExitCodeHelp kExitCodes[] = {
    {kExitOk, "done"},
    {kExitError,
     "error: not found, ambiguous, unpriced, refused, a file that is wrong, "
     "cannot write; catalog diff: the catalogs differ"},
    {kExitUsage,
     "the command line is wrong, or contradicts itself; catalog diff: any "
     "error"},
    {kExitDoesNotFit, "fit: the request does not fit"},
    {kExitFitUnknown, "fit: not known, for want of a published limit"},
    {kExitUnreachable,
     "the server cannot be reached or did not answer in time"},
};
inline constexpr char kGeneralHelp[] =
    "Answers come from the catalog in this program, without a network, unless "
    "--server or --catalog-dir is given. N is a quantity: 120000, 120k, 1.5M, "
    "272_000 or 272,000. MODEL is any name of a model: gpt-5.2-codex, "
    "openai/gpt-5.2-codex, an alias, a dated snapshot. Errors go to standard "
    "error, with --json as a google.rpc.Status.";

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PROGRAM_H_
