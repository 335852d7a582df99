#include "client/help_formatter.h"

#include "absl/strings/str_cat.h"
#include "client/table.h"

namespace ratecard {
namespace {

constexpr size_t kNameWidth = 26;
constexpr size_t kLineWidth = 80;

}  // namespace

HelpFormatter::HelpFormatter() { column_width(kNameWidth); }

std::string HelpFormatter::make_option(const CLI::Option* option,
                                       bool is_positional) const {
  const std::string name =
      absl::StrCat("  ", make_option_name(option, is_positional),
                   make_option_opts(option));
  const std::string description =
      Wrap(make_option_desc(option), kLineWidth - kNameWidth, kNameWidth);
  const bool fits = Width(name) + 2 <= kNameWidth;
  return absl::StrCat(
      name, fits ? "" : "\n",
      std::string(fits ? kNameWidth - Width(name) : kNameWidth, ' '),
      description, "\n");
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  return option->get_option_text().empty()
             ? ""
             : absl::StrCat(" ", option->get_option_text());
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return absl::StrCat(Wrap(app->get_description(), kLineWidth, 0), "\n");
}

}  // namespace ratecard
