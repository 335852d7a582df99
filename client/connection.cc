#include "client/connection.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/error_report.h"
#include "client/input_file.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr size_t kMaxTokenBytes = 4096;

bool IsEncrypted(const CommonFlags& flags) {
  return flags.tls || !flags.ca_file.empty() || !flags.cert_file.empty();
}

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  InputFile file(path);
  const absl::Status opened = file.Open();
  if (!opened.ok()) {
    return Error(absl::StatusCode::kNotFound, "TOKEN_UNREADABLE",
                 absl::StrCat("--token-file: ", opened.message()));
  }
  std::string text;
  while (text.size() <= kMaxTokenBytes) {
    RATECARD_ASSIGN_OR_RETURN(const absl::string_view piece, file.Read());
    if (piece.empty()) {
      break;
    }
    absl::StrAppend(&text, piece);
  }
  std::string token(absl::StripAsciiWhitespace(text));
  if (token.empty() || text.size() > kMaxTokenBytes ||
      !std::all_of(token.begin(), token.end(),
                   [](unsigned char c) { return absl::ascii_isgraph(c); })) {
    return Error(
        absl::StatusCode::kInvalidArgument, "INVALID_TOKEN",
        absl::StrCat("--token-file: ", path,
                     " must have one token, of printable ASCII without spaces "
                     "and at most ",
                     kMaxTokenBytes, " bytes"));
  }
  return token;
}

}  // namespace

absl::Status CheckConnection(const CommonFlags& flags) {
  if (flags.cert_file.empty() != flags.key_file.empty()) {
    return UsageError("--cert-file and --key-file need each other");
  }
  if (!flags.token_file.empty() && !IsEncrypted(flags)) {
    return UsageError(
        "--token-file needs --tls or --ca-file: a token is only sent over an "
        "encrypted connection");
  }
  if (IsEncrypted(flags) && flags.server.empty()) {
    return UsageError(
        "--tls, --ca-file, --cert-file, --key-file and --token-file need "
        "--server");
  }
  return absl::OkStatus();
}

absl::StatusOr<ConnectOptions> ConnectOptionsOf(const CommonFlags& flags) {
  ConnectOptions options;
  options.timeout = flags.timeout;
  if (IsEncrypted(flags)) {
    options.tls =
        TlsOptions{flags.ca_file, flags.cert_file, flags.key_file, ""};
  }
  if (!flags.token_file.empty()) {
    RATECARD_ASSIGN_OR_RETURN(std::string token, ReadToken(flags.token_file));
    options.token = [token = std::move(token)] { return token; };
  }
  return options;
}

}  // namespace ratecard
