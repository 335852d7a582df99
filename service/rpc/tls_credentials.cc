#include "service/rpc/tls_credentials.h"

#include <cstdlib>

#include "grpc/grpc.h"
#include "grpc/grpc_security.h"

namespace ratecard {
namespace {

grpc_ssl_client_certificate_request_type RequestType(
    ClientCertificates client_certificates) {
  switch (client_certificates) {
    case ClientCertificates::kNone:
      return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
    case ClientCertificates::kOptional:
      return GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
    case ClientCertificates::kRequired:
      return GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }
  std::abort();
}

// gRPC's credentials that watch files drop what serves before they look at what
// is new, so that a bad certificate would end all service. These ask at every
// connection, and keep what they have unless they get what is right.
class Credentials final : public grpc::ServerCredentials {
 public:
  Credentials(const TlsStore* store, ClientCertificates client_certificates)
      : store_(store),
        credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(
                RequestType(client_certificates), Fetch, this))) {}
  ~Credentials() override { grpc_server_credentials_release(credentials_); }

  // Who may call is not decided at this level.
  void SetAuthMetadataProcessor(
      const std::shared_ptr<grpc::AuthMetadataProcessor>& /*processor*/)
      override {
    std::abort();
  }

 private:
  int AddPortToServer(const std::string& address,
                      grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  static grpc_ssl_certificate_config_reload_status Fetch(
      void* credentials, grpc_ssl_server_certificate_config** config) {
    return static_cast<Credentials*>(credentials)->Fetch(config);
  }

  // Called under a lock of the port.
  grpc_ssl_certificate_config_reload_status Fetch(
      grpc_ssl_server_certificate_config** config) {
    std::shared_ptr<const TlsMaterial> current = store_->Current();
    if (current == given_) {
      return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    }
    given_ = std::move(current);
    const grpc_ssl_pem_key_cert_pair pair = {given_->private_key.c_str(),
                                             given_->certificate.c_str()};
    // gRPC insists on authorities, also where no client shows a certificate.
    const std::string& authorities =
        given_->client_ca.empty() ? given_->certificate : given_->client_ca;
    *config = grpc_ssl_server_certificate_config_create(authorities.c_str(),
                                                        &pair, 1);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  const TlsStore* const store_;
  std::shared_ptr<const TlsMaterial> given_;
  grpc_server_credentials* const credentials_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> TlsServerCredentials(
    const TlsStore* store, ClientCertificates client_certificates) {
  return std::make_shared<Credentials>(store, client_certificates);
}

}  // namespace ratecard
