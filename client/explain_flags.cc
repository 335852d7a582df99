#include "client/explain_flags.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/flags.h"
#include "service/base/utf8.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Of a percent that is one part per million.
constexpr int64_t kNanosPerPpm = kNanosPerUnit / 10'000;

}  // namespace

absl::StatusOr<int32_t> ParseShare(absl::string_view text) {
  absl::string_view digits = text;
  const bool is_percentage = absl::ConsumeSuffix(&digits, "%");
  const absl::StatusOr<int64_t> nanos = ParseNanos(digits, 100 * kNanosPerUnit);
  if (!is_percentage || !nanos.ok() || *nanos % kNanosPerPpm != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", Shortened(text),
                     "' is no percentage from 0% to 100% with at most four "
                     "decimals, such as 80%"));
  }
  return static_cast<int32_t>(*nanos / kNanosPerPpm);
}

void AddShare(Command& command, const std::string& name,
              const std::string& help, bool many,
              std::function<void(int32_t)> set) {
  CLI::Option* option =
      command.app->add_option_function<std::vector<std::string>>(
          name,
          [name, set = std::move(set)](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              const absl::StatusOr<int32_t> share = ParseShare(text);
              if (!share.ok()) {
                throw CLI::ValidationError(
                    name, std::string(share.status().message()));
              }
              set(*share);
            }
          },
          help);
  option->allow_extra_args(false)->option_text("PERCENT");
  if (many) {
    option->delimiter(',');
  } else {
    option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  }
}

}  // namespace ratecard
