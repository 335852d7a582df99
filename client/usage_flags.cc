#include "client/usage_flags.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/flags.h"
#include "client/quantity.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr char kUsageGroup[] = "What the request uses";

void AddQuantities(Command& command, v1::Usage* usage) {
  // Not split at commas, as AddTexts does: they separate parameters here.
  CLI::Option* option =
      command.app->add_option_function<std::vector<std::string>>(
          "--quantity",
          [usage](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              size_t bad = 0;
              if (!IsUtf8(text, &bad)) {
                throw CLI::ValidationError(
                    "--quantity",
                    absl::StrCat("'", Shortened(absl::CHexEscape(text)),
                                 "' is not UTF-8"));
              }
              const absl::StatusOr<v1::MeterQuantity> quantity =
                  ParseMeterQuantity(text);
              if (!quantity.ok()) {
                throw CLI::ValidationError(
                    "--quantity", std::string(quantity.status().message()));
              }
              *usage->add_quantities() = *quantity;
            }
          },
          "Anything that is not a token, as often as needed: "
          "METER[:key=value,...]=N, for example "
          "output_images:size=1024x1024,quality=high=3");
  option->allow_extra_args(false)->option_text("METER=N")->group(kUsageGroup);
  command.flag_of_field.emplace_back("usage.quantities", "--quantity");
}

}  // namespace

void AddUsageFlags(Command& command, v1::Usage* usage) {
  for (const UsageFlag& flag : kUsageFlags) {
    const google::protobuf::FieldDescriptor* field =
        v1::Usage::descriptor()->FindFieldByName(flag.field);
    AddQuantity(command, flag.flag, flag.help, [usage, field](int64_t value) {
      usage->GetReflection()->SetInt64(usage, field, value);
    })->group(kUsageGroup);
    command.flag_of_field.emplace_back(absl::StrCat("usage.", flag.field),
                                       flag.flag);
  }
  AddQuantities(command, usage);
}

}  // namespace ratecard
