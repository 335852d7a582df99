#include "client/program.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

std::vector<std::string> ChoicesOf(const CLI::Option* option,
                                   const Command* command) {
  if (command == nullptr) {
    return {};
  }
  const auto found = command->choices.find(option);
  return found == command->choices.end() ? std::vector<std::string>()
                                         : found->second;
}

FlagInfo FlagOf(const CLI::Option* option, const Command* command) {
  FlagInfo flag;
  for (const std::string& name : option->get_snames()) {
    flag.names.push_back(absl::StrCat("-", name));
  }
  for (const std::string& name : option->get_lnames()) {
    flag.names.push_back(absl::StrCat("--", name));
  }
  flag.value = option->get_option_text();
  flag.help = option->get_description();
  flag.choices = ChoicesOf(option, command);
  if (command != nullptr && command->kinds.count(option) > 0) {
    flag.kind = command->kinds.at(option);
  }
  flag.many = option->get_expected_max() > 1;
  return flag;
}

CommandInfo CommandOf(const Command& command) {
  CommandInfo info;
  info.name = command.name;
  info.help = command.app->get_description();
  info.footer = command.app->get_footer();
  const CLI::App* app = command.app;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) {
      info.positional = option->get_name(true, false);
      info.many_positionals = option->get_expected_max() > 1;
      info.positional_help = option->get_description();
      info.positional_choices = ChoicesOf(option, &command);
    } else if (option->get_group() != kCommonGroup &&
               option != app->get_help_ptr()) {
      info.flags.push_back(FlagOf(option, &command));
    }
  }
  return info;
}

}  // namespace

ProgramInfo Describe(const Cli& cli) {
  ProgramInfo program;
  program.help = cli.app().get_description();
  program.groups = cli.groups();
  for (const CLI::Option* option : cli.app().get_options()) {
    program.flags.push_back(FlagOf(option, nullptr));
  }
  for (const auto& command : cli.commands()) {
    if (!command->app->get_group().empty()) {
      program.commands.push_back(CommandOf(*command));
    }
  }
  return program;
}

std::vector<std::pair<std::string, std::string>> FirstWords(
    const ProgramInfo& program) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const CommandInfo& command : program.commands) {
    const std::string first = command.name.substr(0, command.name.find(' '));
    const auto group = program.groups.find(first);
    if (group == program.groups.end()) {
      words.emplace_back(first, command.help);
    } else if (words.empty() || words.back().first != first) {
      words.emplace_back(first, group->second);
    }
  }
  return words;
}

std::vector<std::string> WordsOf(const ProgramInfo& program,
                                 const std::string& group) {
  std::vector<std::string> words;
  for (const CommandInfo& command : program.commands) {
    if (absl::StartsWith(command.name, absl::StrCat(group, " "))) {
      words.push_back(command.name.substr(group.size() + 1));
    }
  }
  return words;
}

}  // namespace ratecard
