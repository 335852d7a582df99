#include "client/library/credentials.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// Empty for no path.
absl::StatusOr<std::string> ReadPem(const std::string& path,
                                    absl::string_view field) {
  if (path.empty()) {
    return std::string();
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file.is_open() || text.str().empty()) {
    return Error(absl::StatusCode::kNotFound, "TLS_FILE_UNREADABLE",
                 absl::StrCat("cannot read ", path, ": ",
                              file.is_open() ? "it is empty or a directory"
                                             : std::strerror(errno)))
        .Field(field, "must be a file in PEM form");
  }
  return text.str();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(
    const TlsOptions& tls) {
  if (tls.certificate_file.empty() != tls.key_file.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_OPTIONS",
                 "a client's certificate needs its key, and a key its "
                 "certificate")
        .Field(tls.key_file.empty() ? "tls.key_file" : "tls.certificate_file",
               "must be given too");
  }
  grpc::SslCredentialsOptions options;
  RATECARD_ASSIGN_OR_RETURN(options.pem_root_certs,
                            ReadPem(tls.ca_file, "tls.ca_file"));
  RATECARD_ASSIGN_OR_RETURN(
      options.pem_cert_chain,
      ReadPem(tls.certificate_file, "tls.certificate_file"));
  RATECARD_ASSIGN_OR_RETURN(options.pem_private_key,
                            ReadPem(tls.key_file, "tls.key_file"));
  return grpc::SslCredentials(options);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(
    const ConnectOptions& options) {
  std::shared_ptr<grpc::ChannelCredentials> channel = options.credentials;
  if (channel != nullptr && options.tls.has_value()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_OPTIONS",
                 "tls and credentials exclude each other")
        .Field("tls", "must not be given beside credentials");
  }
  if (options.tls.has_value()) {
    RATECARD_ASSIGN_OR_RETURN(channel, TlsCredentials(*options.tls));
  } else if (channel == nullptr) {
    channel = grpc::InsecureChannelCredentials();
  }
  if (options.token == nullptr) {
    return channel;
  }
  // Only encrypted channels take credentials of calls.
  if (grpc::CompositeChannelCredentials(
          channel, grpc::AccessTokenCredentials("none")) == nullptr) {
    return Error(absl::StatusCode::kInvalidArgument, "TOKEN_NEEDS_TLS",
                 "a token is only sent over an encrypted connection")
        .Field("tls", "must be given beside a token");
  }
  return channel;
}

}  // namespace ratecard
