#include "client/program.h"

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
  flag.many = option->get_expected_max() > 1;
  return flag;
}

CommandInfo CommandOf(const Command& command) {
  CommandInfo info;
  info.name = command.app->get_name();
  info.help = command.app->get_description();
  info.footer = command.app->get_footer();
  const CLI::App* app = command.app;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) {
      info.positional = option->get_name(true, false);
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

}  // namespace ratecard
