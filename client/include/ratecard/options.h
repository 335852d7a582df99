// How to reach a catalog, and what may be said of a single call.

#ifndef RATECARD_OPTIONS_H_
#define RATECARD_OPTIONS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ratecard/canceller.h"

namespace grpc {
class ChannelCredentials;
}  // namespace grpc

namespace ratecard {

struct LocalOptions {
  // Directory of `*.textproto` files, or several separated by commas, the most
  // trusted first. Empty: the catalog that is part of the library.
  std::string catalog_dir;
  // File of the keys that sign quotes, as `ratecard quote keygen` writes it.
  // Empty: quotes fail with QUOTES_DISABLED.
  std::string quote_keys;
};

// Paths of PEM files.
struct TlsOptions {
  std::string ca_file;           // empty: the certificates that gRPC trusts
  std::string certificate_file;  // of this client; empty: it shows none
  std::string key_file;          // of that certificate
  // What the server's certificate must name. Empty: the host of the target.
  std::string server_name;
};

struct ConnectOptions {
  // Of each call but streams, all attempts together.
  absl::Duration timeout = absl::Seconds(10);
  // Whether calls wait for a server while there is none, instead of failing
  // with SERVER_UNREACHABLE after the attempts below, within about a second.
  bool wait_for_ready = false;
  // From 1, which is no retry, to 5. Only what a server could not take up is
  // tried again (UNAVAILABLE, or CANCELLED by itself), up to 0.1 to 2 seconds
  // later or when the server says, and not while more than one call in ten
  // fails. Every method can be repeated: none changes anything.
  int max_attempts = 4;
  // Larger replies fail with RESOURCE_EXHAUSTED. A batch of 10,000 full
  // estimates has some 6 MB, a page of whole models more.
  int max_reply_bytes = 64 << 20;
  // Goes before that of the library: `billing/2.1`.
  std::string user_agent;

  std::optional<TlsOptions> tls;  // none: no encryption
  // Instead of `tls`, as grpcpp/security/credentials.h makes them.
  std::shared_ptr<grpc::ChannelCredentials> credentials;
  // Makes the bearer token that a call is sent with; needs encryption. Called
  // by the thread of every call: keep the token while it is valid. Its errors
  // are those of the call.
  std::function<absl::StatusOr<std::string>()> token;
};

struct CallOptions {
  // None: that of the client, and no end for streams.
  std::optional<absl::Duration> timeout;
  std::optional<bool> wait_for_ready;  // none: as the client does
  // Names are lower case; values of those that end in `-bin` are any bytes,
  // others printable ASCII.
  std::vector<std::pair<std::string, std::string>> metadata;
  std::shared_ptr<Canceller> canceller;  // null: nobody cancels
};

}  // namespace ratecard

#endif  // RATECARD_OPTIONS_H_
