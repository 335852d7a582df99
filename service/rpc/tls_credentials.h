// TLS of a gRPC server whose certificate changes while it serves.

#ifndef RATECARD_SERVICE_RPC_TLS_CREDENTIALS_H_
#define RATECARD_SERVICE_RPC_TLS_CREDENTIALS_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "grpcpp/security/server_credentials.h"

namespace ratecard {

// All in PEM form.
struct TlsMaterial {
  std::string certificate;  // the server's own first, then its issuers
  std::string private_key;
  // Issuers of clients' certificates. Empty only where clients show none.
  std::string client_ca;
};

// What new connections are served with. Thread-safe.
class TlsStore {
 public:
  // Neither may be null.
  explicit TlsStore(std::shared_ptr<const TlsMaterial> material)
      : material_(std::move(material)) {}
  void Replace(std::shared_ptr<const TlsMaterial> material) {
    const std::lock_guard lock(mutex_);
    material_ = std::move(material);
  }

  std::shared_ptr<const TlsMaterial> Current() const {
    const std::lock_guard lock(mutex_);
    return material_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const TlsMaterial> material_;
};

// Whether clients must show a certificate. One that is shown must be right.
enum class ClientCertificates { kNone, kOptional, kRequired };

// For one port of one server. Each connection is served with what `store` has
// when it begins. Material that OpenSSL refuses is logged by gRPC, and what was
// there before is used on; a server does not start with it. Both `store` and
// the credentials must outlive the server.
//
// The connections of the port must be taken one after another, as gRPC's own
// listener and acceptor do: gRPC replaces its copy without a lock.
std::shared_ptr<grpc::ServerCredentials> TlsServerCredentials(
    const TlsStore* store, ClientCertificates client_certificates);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_TLS_CREDENTIALS_H_
