#include "client/usage_errors.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

constexpr size_t kMostNames = 3;

std::vector<std::string> FlagNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back(absl::StrCat("--", name));
    }
  }
  return names;
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (!command->get_group().empty()) {
      names.push_back(command->get_name());
    }
  }
  return names;
}

// What to put behind a message about `word`, which is none of `names`.
std::string DidYouMean(const std::string& word,
                       const std::vector<std::string>& names) {
  std::vector<std::string> nearest;
  // `--output` of a command that has `--max-output`.
  const std::string end = absl::StrCat("-", absl::StripPrefix(word, "--"));
  for (const std::string& name : names) {
    if (end.size() > 3 && absl::EndsWith(name, end)) {
      nearest.push_back(name);
    }
  }
  if (nearest.empty()) {
    nearest = NearestNames(
        word, std::vector<absl::string_view>(names.begin(), names.end()),
        kMostNames);
  }
  return nearest.empty() ? ""
                         : absl::StrCat("; did you mean ",
                                        absl::StrJoin(nearest, " or "), "?");
}

// About a word that nothing took.
std::string ExplainExtra(const CLI::App& app, const CLI::App* command,
                         const std::string& word) {
  if (absl::StartsWith(word, "-") && word != "-") {
    const std::string flag = std::string(
        static_cast<absl::string_view>(word).substr(0, word.find('=')));
    return absl::StrCat(
        "there is no flag ", flag,
        DidYouMean(flag, FlagNames(command == nullptr ? app : *command)));
  }
  if (command == nullptr) {
    return absl::StrCat("'", word, "' is not a command",
                        DidYouMean(word, CommandNames(app)));
  }
  return absl::StrCat("'", word, "' is one argument too many");
}

// CLI11 counts the values of a flag: `--input: 1 required TEXT missing`.
std::string ExplainMismatch(const std::string& what) {
  const std::string flag = what.substr(0, what.find(':'));
  return absl::StrCat(flag, absl::StrContains(what, "At Most")
                                ? " is given more than once"
                                : " needs a value");
}

}  // namespace

std::string ExplainUsageError(const CLI::App& app,
                              const CLI::ParseError& error) {
  const CLI::App* command = nullptr;
  std::string name;
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    command = at;
    absl::StrAppend(&name, " ", at->get_name());
  }
  const bool in_group =
      command != nullptr && !command->get_subcommands(nullptr).empty();
  const std::vector<std::string> extras = app.remaining(true);
  std::string message;
  if (!extras.empty()) {
    // A flag that is not known leaves its value behind as well, sometimes
    // first.
    std::string word = extras.front();
    for (const std::string& extra : extras) {
      if (absl::StartsWith(extra, "--")) {
        word = extra;
        break;
      }
    }
    message = ExplainExtra(in_group ? *command : app,
                           in_group ? nullptr : command, word);
  } else if ((command == nullptr || in_group) &&
             error.get_name() == "RequiredError") {
    message = absl::StrCat(
        "which command? ",
        absl::StrJoin(CommandNames(in_group ? *command : app), ", "));
  } else if (error.get_name() == "ArgumentMismatch") {
    message = ExplainMismatch(error.what());
  } else {
    message = error.what();
  }
  return absl::StrCat(message, "\nSee 'ratecard", name, " --help'.");
}

}  // namespace ratecard
