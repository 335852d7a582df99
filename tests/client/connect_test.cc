// Options of a connection, and encrypted ones.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "ratecard/client.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using Code = absl::StatusCode;

TEST(ConnectOptions, ThatMakeNoSenseAreNamed) {
  const auto connect = [](const std::string& target, auto change) {
    ConnectOptions options;
    change(&options);
    return Client::Connect(target, options).status();
  };
  const auto as_is = [](ConnectOptions* /*options*/) {};
  EXPECT_THAT(connect("", as_is), NamesField("target"));
  EXPECT_THAT(connect("a:1", [](auto* o) { o->timeout = -absl::Seconds(1); }),
              NamesField("timeout"));
  EXPECT_THAT(connect("a:1", [](auto* o) { o->max_attempts = 0; }),
              NamesField("max_attempts"));
  EXPECT_THAT(connect("a:1", [](auto* o) { o->max_attempts = 6; }),
              NamesField("max_attempts"));
  EXPECT_THAT(connect("a:1", [](auto* o) { o->max_reply_bytes = 0; }),
              NamesField("max_reply_bytes"));
  EXPECT_THAT(connect("a:1", [](auto* o) { o->tls.emplace().key_file = "/k"; }),
              NamesField("tls.certificate_file"));
}

TEST(ConnectOptions, ATokenIsNotSentInTheClear) {
  ConnectOptions options;
  options.token = [] { return "secret"; };
  EXPECT_THAT(Client::Connect("localhost:1", options),
              FailsWith(Code::kInvalidArgument, "TOKEN_NEEDS_TLS"));
}

TEST(ConnectOptions, ACertificateThatCannotBeReadIsNamed) {
  for (const char* path : {"/nowhere/ca.pem", "/"}) {
    ConnectOptions options;
    options.tls.emplace().ca_file = path;
    EXPECT_THAT(Client::Connect("localhost:1", options),
                FailsWith(Code::kNotFound, "TLS_FILE_UNREADABLE"));
  }
}

// A certificate that signs itself, for localhost, and its key.
struct Certificate {
  std::string certificate;
  std::string key;
};

std::string Pem(int (*write)(BIO*, const void*), const void* what) {
  BIO* const out = BIO_new(BIO_s_mem());
  write(out, what);
  char* bytes = nullptr;
  const auto size = static_cast<size_t>(BIO_get_mem_data(out, &bytes));
  std::string pem(bytes, size);
  BIO_free(out);
  return pem;
}

Certificate MakeCertificate() {
  EVP_PKEY* const key = EVP_RSA_gen(2048);
  X509* const x509 = X509_new();
  X509_set_version(x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key);
  X509_NAME* const name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  X509_EXTENSION* const names = X509V3_EXT_conf_nid(
      nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
  X509_add_ext(x509, names, -1);
  X509_EXTENSION_free(names);
  X509_sign(x509, key, EVP_sha256());
  Certificate made;
  made.certificate = Pem(
      [](BIO* out, const void* what) {
        return PEM_write_bio_X509(out, static_cast<const X509*>(what));
      },
      x509);
  made.key = Pem(
      [](BIO* out, const void* what) {
        return PEM_write_bio_PrivateKey(out, static_cast<const EVP_PKEY*>(what),
                                        nullptr, nullptr, 0, nullptr, nullptr);
      },
      key);
  X509_free(x509);
  EVP_PKEY_free(key);
  return made;
}

// Answers with who asks.
class WhoAsks final : public v1::EstimateService::Service {
 public:
  grpc::Status EstimateCost(grpc::ServerContext* context,
                            const v1::EstimateCostRequest* /*request*/,
                            v1::EstimateCostResponse* response) override {
    const auto& metadata = context->client_metadata();
    const auto token = metadata.find("authorization");
    const auto agent = metadata.find("user-agent");
    if (token != metadata.end()) {
      response->mutable_estimate()->set_model(
          std::string(token->second.data(), token->second.size()));
    }
    response->mutable_estimate()->set_region(
        std::string(agent->second.data(), agent->second.size()));
    return grpc::Status::OK;
  }
};

class TlsTest : public testing::Test {
 protected:
  TlsTest() {
    const Certificate made = MakeCertificate();
    std::ofstream(ca_file_) << made.certificate;
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({made.key, made.certificate});
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options),
                             &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }

  absl::StatusOr<v1::EstimateCostResponse> Ask(const ConnectOptions& options) {
    return Client::Connect(absl::StrCat("127.0.0.1:", port_), options)
        .value()
        ->EstimateCost({});
  }

  // The server by its address, which its certificate does not name.
  ConnectOptions Trusting() const {
    ConnectOptions options;
    options.tls.emplace().ca_file = ca_file_;
    options.tls->server_name = "localhost";
    return options;
  }

  const std::string ca_file_ =
      absl::StrCat(testing::TempDir(), "/", getpid(), ".pem");
  int port_ = 0;
  WhoAsks service_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(TlsTest, CarriesTheTokenAndTheAgent) {
  ConnectOptions options = Trusting();
  options.token = [] { return "4711"; };
  options.user_agent = "billing/2.1";
  const v1::EstimateCostResponse response = Ask(options).value();
  EXPECT_EQ(response.estimate().model(), "Bearer 4711");
  EXPECT_THAT(response.estimate().region(),
              testing::StartsWith("billing/2.1 ratecard/"));
}

TEST_F(TlsTest, ACallWithoutATokenIsNotSent) {
  ConnectOptions options = Trusting();
  options.token = [] {
    return absl::StatusOr<std::string>(absl::PermissionDeniedError("expired"));
  };
  EXPECT_EQ(Ask(options).status(), absl::PermissionDeniedError("expired"));
}

TEST_F(TlsTest, AServerOfAnotherNameIsNotTrusted) {
  ConnectOptions options = Trusting();
  options.tls->server_name.clear();
  EXPECT_THAT(Ask(options), FailsWith(Code::kUnavailable, kServerUnreachable));
}

TEST_F(TlsTest, ACertificateOfNobodyKnownIsNotTrusted) {
  ConnectOptions options = Trusting();
  options.tls->ca_file.clear();
  EXPECT_THAT(Ask(options), FailsWith(Code::kUnavailable, kServerUnreachable));
}

}  // namespace
}  // namespace ratecard
