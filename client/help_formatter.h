// How `--help` looks.

#ifndef RATECARD_CLIENT_HELP_FORMATTER_H_
#define RATECARD_CLIENT_HELP_FORMATTER_H_

#include <string>

#include "CLI/CLI.hpp"

namespace ratecard {

// CLI11's, with descriptions wrapped and without its remarks on types.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();

  std::string make_option(const CLI::Option* option,
                          bool is_positional) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_description(const CLI::App* app) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

 private:
  static std::string Entry(const std::string& name, const std::string& help);
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_HELP_FORMATTER_H_
