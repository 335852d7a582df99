#include "client/error_report.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/command.h"
#include "client/table.h"
#include "google/protobuf/util/json_util.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr char kUsageReason[] = "USAGE";

bool IsWord(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Where `name` is in `text` from `from` on, not as a part of a longer name and
// not in quotes, which are around what people wrote.
size_t FindName(absl::string_view text, absl::string_view name, size_t from) {
  for (size_t at = text.find(name, from); at != absl::string_view::npos;
       at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || (!IsWord(text[at - 1]) && text[at - 1] != '\'')) &&
        (end == text.size() || !IsWord(text[end]))) {
      return at;
    }
  }
  return absl::string_view::npos;
}

// `text` with the flag in place of each mention of `name`, an index included.
std::string WithFlag(std::string text, absl::string_view name,
                     const std::string& flag) {
  for (size_t at = FindName(text, name, 0); at != std::string::npos;
       at = FindName(text, name, at + flag.size())) {
    size_t end = at + name.size();
    const size_t close = text.find(']', end);
    if (end < text.size() && text[end] == '[' && close != std::string::npos) {
      end = close + 1;
    }
    text.replace(at, end - at, flag);
  }
  return text;
}

// The API names its fields, by path or alone; people gave flags. Names that are
// plain words (`model`, `region`) are left as the words that they are.
std::string WithFlags(std::string text, const FlagOfField& flags) {
  for (const auto& [path, flag] : flags) {
    const std::string name = path.substr(path.rfind('.') + 1);
    if (absl::StrContains(path, '.')) {
      text = WithFlag(std::move(text), path, flag);
    }
    if (absl::StrContains(name, '_') || name == "quantities" ||
        name == "makers") {
      text = WithFlag(std::move(text), name, flag);
    }
  }
  return text;
}

// The message about meters with `--quantity` for `quantities`, and with what
// `priced_by` has, `web_searches size=low`, as `web_searches:size=low=1`.
std::string WithQuantityFlag(std::string text, const ErrorDetail& detail,
                             const FlagOfField& flags) {
  for (const auto& [path, flag] : flags) {
    for (const auto& [key, value] : detail.metadata) {
      if (path == "usage.quantities" && key == "priced_by") {
        const std::vector<std::string> parts =
            absl::StrSplit(value, absl::MaxSplits(' ', 1));
        text = absl::StrCat(WithFlag(std::move(text), "quantities", flag),
                            ", as in ", flag, " ", absl::StrJoin(parts, ":"),
                            "=1");
      }
    }
  }
  return text;
}

absl::StatusOr<std::string> JsonOf(const google::protobuf::Message& message,
                                   bool add_whitespace) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = add_whitespace;
  options.preserve_proto_field_names = true;  // as --help says
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    return absl::InternalError(
        absl::StrCat("the answer has no JSON form: ", status.ToString()));
  }
  return json;
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
  std::string message = ReplaceNonUtf8(status.message());
  const ErrorDetail detail = DetailOf(status);
  // What these name is no field.
  if (detail.reason == "METER_UNPRICED") {
    message = WithQuantityFlag(std::move(message), detail, flags);
  } else if (detail.reason != "RATE_ASSUMED" && detail.reason != kUsageReason) {
    message = WithFlags(std::move(message), flags);
  }
  for (const auto& [path, flag] : flags) {
    if (detail.reason == "MODEL_AMBIGUOUS" && path == "provider") {
      message = absl::StrReplaceAll(
          message, {{"; give the provider", absl::StrCat("; give ", flag)}});
    }
  }
  for (const absl::string_view hint : {"nearest", "candidates"}) {
    for (const auto& [key, value] : detail.metadata) {
      const std::string list = absl::StrReplaceAll(value, {{",", ", "}});
      // A message names the first of many.
      if (key == hint && !value.empty() &&
          !absl::StrContains(
              message, absl::StrCat(" ", list.substr(0, list.find(','))))) {
        absl::StrAppend(&message, "; ", hint, ": ", list);
      }
    }
  }
  return absl::StrCat(style.Red("ratecard:"), " ", PrintableLines(message),
                      "\n");
}

std::string ErrorJson(const absl::Status& status) {
  return ToJson(ToStatusProto(status)).value_or("");
}

int ExitCodeOf(const absl::Status& status, bool from_file) {
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) {
    return kExitUnreachable;
  }
  const ErrorDetail detail = DetailOf(status);
  const bool wrong_request = absl::IsInvalidArgument(status) &&
                             !detail.fields.empty() &&
                             detail.fields.front().first != "token" &&
                             detail.reason != "INVALID_CATALOG" && !from_file;
  return detail.reason == kUsageReason || wrong_request ? kExitUsage
                                                        : kExitError;
}

absl::Status UsageError(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, kUsageReason, message);
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  return JsonOf(message, true);
}

absl::StatusOr<std::string> ToJsonLine(
    const google::protobuf::Message& message) {
  return JsonOf(message, false);
}

}  // namespace ratecard
