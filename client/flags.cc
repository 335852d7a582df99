#include "client/flags.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/quantity.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

// One value each time: the words after it are no further values.
CLI::Option* TakeMany(CLI::Option* option, const std::string& type) {
  return option->allow_extra_args(false)->delimiter(',')->option_text(type);
}

// Refuses what cannot be sent, and an empty value: of a variable of the shell
// that is not set, it would be as if the flag were not there.
CLI::Option* CheckText(CLI::Option* option) {
  return option->check([](const std::string& text) {
    size_t bad = 0;
    if (text.empty()) {
      return std::string("'' is empty");
    }
    return IsUtf8(text, &bad)
               ? ""
               : absl::StrCat("'", Shortened(absl::CHexEscape(text)),
                              "' is not UTF-8");
  });
}

template <typename T>
T ValueOrThrow(const std::string& flag, absl::StatusOr<T> value) {
  if (!value.ok()) {
    throw CLI::ValidationError(flag, std::string(value.status().message()));
  }
  return *std::move(value);
}

}  // namespace

CLI::Option* AddPositional(Command& command, const std::string& name,
                           const std::string& help, std::string* value) {
  return CheckText(command.app->add_option(name, *value, help)->required());
}

CLI::Option* AddPositionals(Command& command, const std::string& name,
                            const std::string& help,
                            std::vector<std::string>* values) {
  return CheckText(command.app->add_option(name, *values, help)->required())
      ->option_text("...");
}

CLI::Option* AddPath(Command& command, const std::string& name,
                     const std::string& help, std::string* value) {
  return command.app->add_option(name, *value, help)->required();
}

CLI::Option* AddPathFlag(Command& command, const std::string& name,
                         const std::string& type, const std::string& help,
                         std::string* value) {
  return command.app->add_option(name, *value, help)
      ->option_text(type)
      ->check([](const std::string& text) {
        // As of a variable that is not set.
        return std::string(text.empty() ? "'' is not a path" : "");
      });
}

CLI::Option* AddText(Command& command, const std::string& name,
                     const std::string& type, const std::string& help,
                     std::string* value) {
  return CheckText(
      command.app->add_option(name, *value, help)->option_text(type));
}

CLI::Option* AddTexts(Command& command, const std::string& name,
                      const std::string& type, const std::string& help,
                      std::vector<std::string>* values) {
  return CheckText(
      TakeMany(command.app->add_option(name, *values, help), type));
}

CLI::Option* AddQuantity(Command& command, const std::string& name,
                         const std::string& help,
                         std::function<void(int64_t)> set) {
  return command.app
      ->add_option_function<std::string>(
          name,
          [name, set = std::move(set)](const std::string& text) {
            set(ValueOrThrow(name, ParseQuantity(text)));
          },
          help)
      ->option_text("N");
}

CLI::Option* AddEnums(Command& command, const std::string& name,
                      const std::string& type, const std::string& help,
                      const google::protobuf::EnumDescriptor* descriptor,
                      std::vector<int>* values) {
  const std::vector<std::string> choices = EnumNames(descriptor);
  CLI::Option* option = TakeMany(
      command.app->add_option_function<std::vector<std::string>>(
          name,
          [name, descriptor, values](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              values->push_back(
                  ValueOrThrow(name, ParseEnumName(descriptor, text)));
            }
          },
          absl::StrCat(help, ": ", absl::StrJoin(choices, ", "))),
      type);
  command.choices[option] = choices;
  return option;
}

CLI::Option* AddInstant(Command& command, const std::string& name,
                        const std::string& help, const std::string& otherwise,
                        std::optional<absl::Time>* value) {
  return command.app
      ->add_option_function<std::string>(
          name,
          [name, value](const std::string& text) {
            *value = ValueOrThrow(name, ParseInstant(text));
          },
          absl::StrCat(help,
                       ": a date (2026-07-01, midnight UTC) or a time "
                       "(2026-07-01T09:30:00Z, 2026-07-01T17:30:00+08:00). "
                       "Default: ",
                       otherwise))
      ->option_text("TIME");
}

CLI::Option* AddAsOf(Command& command, const std::string& help,
                     std::optional<absl::Time>* value) {
  command.flag_of_field.emplace_back("as_of", "--as-of");
  return AddInstant(command, "--as-of", help, "now", value);
}

CLI::Option* AddProvider(Command& command, std::string* value) {
  command.flag_of_field.emplace_back("provider", "--provider");
  CLI::Option* option =
      AddText(command, "--provider", "ID",
              "Provider to look at: id, alias or base URL of its API", value);
  command.kinds[option] = "provider";
  return option;
}

void AddTierAndRegion(Command& command, std::string* service_tier,
                      std::string* region) {
  CLI::Option* tier = AddText(
      command, "--tier", "NAME",
      "Service tier: standard, batch, flex, priority or the provider's own "
      "word. Default: the one that the name fixes, else standard",
      service_tier);
  command.kinds[tier] = "tier";
  CLI::Option* area =
      AddText(command, "--region", "NAME",
              "Region, as the provider writes it. Default: the one that the "
              "name fixes, else global prices",
              region);
  command.kinds[area] = "region";
  command.flag_of_field.insert(
      command.flag_of_field.end(),
      {{"service_tier", "--tier"}, {"region", "--region"}});
}

}  // namespace ratecard
