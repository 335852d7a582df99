#include "client/error_report.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/command.h"
#include "client/table.h"
#include "google/protobuf/util/json_util.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr char kUsageReason[] = "USAGE";

// Metadata that a person wants to see, with the words before it.
constexpr std::pair<absl::string_view, absl::string_view> kHints[] = {
    {"nearest", "nearest"},
    {"candidates", "candidates"},
};

// The flag that sets the field at `path`, or the path.
std::string FlagName(absl::string_view path, const FlagOfField& flags) {
  for (const auto& [field, flag] : flags) {
    absl::string_view rest = path;
    if (absl::ConsumePrefix(&rest, field) &&
        (rest.empty() || rest.front() == '.' || rest.front() == '[')) {
      return flag;
    }
  }
  return std::string(path);
}

// Lines made printable one by one.
std::string PrintableLines(absl::string_view text) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&out, out.empty() ? "" : "\n", Printable(line));
  }
  return out;
}

}  // namespace

std::string ErrorText(const absl::Status& status, const FlagOfField& flags,
                      const Style& style) {
  std::string message(status.message());
  const ErrorDetail detail = DetailOf(status);
  for (const auto& [key, words] : kHints) {
    for (const auto& [name, value] : detail.metadata) {
      const std::string list = absl::StrReplaceAll(value, {{",", ", "}});
      if (name == key && !value.empty() && !absl::StrContains(message, list)) {
        absl::StrAppend(&message, "; ", words, ": ", list);
      }
    }
  }
  std::string out = absl::StrCat(style.Red("ratecard:"), " ",
                                 PrintableLines(message), "\n");
  for (const auto& [path, description] : detail.fields) {
    if (!absl::StrContains(message, description)) {
      absl::StrAppend(&out, "  ", Printable(FlagName(path, flags)), ": ",
                      PrintableLines(description), "\n");
    }
  }
  return out;
}

std::string ErrorJson(const absl::Status& status) {
  return ToJson(ToStatusProto(status)).value_or("");
}

int ExitCodeOf(const absl::Status& status) {
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) {
    return kExitUnreachable;
  }
  return DetailOf(status).reason == kUsageReason ? kExitUsage : kExitError;
}

absl::Status UsageError(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, kUsageReason, message);
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    return absl::InternalError(
        absl::StrCat("the answer has no JSON form: ", status.ToString()));
  }
  return json;
}

}  // namespace ratecard
