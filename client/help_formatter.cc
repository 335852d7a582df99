#include "client/help_formatter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/table.h"

namespace ratecard {
namespace {

constexpr size_t kNameWidth = 26;
constexpr size_t kLineWidth = 80;

}  // namespace

HelpFormatter::HelpFormatter() { column_width(kNameWidth); }

std::string HelpFormatter::Entry(const std::string& name,
                                 const std::string& help) {
  const bool fits = Width(name) + 4 <= kNameWidth;
  return absl::StrCat(
      "  ", name, fits ? "" : "\n",
      std::string(fits ? kNameWidth - 2 - Width(name) : kNameWidth, ' '),
      Wrap(help, kLineWidth - kNameWidth, kNameWidth), "\n");
}

std::string HelpFormatter::make_option(const CLI::Option* option,
                                       bool is_positional) const {
  return Entry(absl::StrCat(make_option_name(option, is_positional),
                            make_option_opts(option)),
               make_option_desc(option));
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  return option->get_option_text().empty()
             ? ""
             : absl::StrCat(" ", option->get_option_text());
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return absl::StrCat(Wrap(app->get_description(), kLineWidth, 0), "\n\n");
}

// Its first sentence.
std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  const std::string help = command->get_description();
  const size_t end = std::min(help.find(". "), help.size() - 1);
  return Entry(command->get_name(), help.substr(0, end));
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode mode) const {
  std::string help = Formatter::make_help(app, std::move(name), mode);
  while (absl::StrContains(help, "\n\n\n")) {
    help = absl::StrReplaceAll(help, {{"\n\n\n", "\n\n"}});
  }
  return help;
}

}  // namespace ratecard
