#include "service/server/tls.h"

#include <array>
#include <ctime>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "openssl/err.h"
#include "openssl/pem.h"
#include "openssl/ssl.h"
#include "openssl/x509.h"
#include "openssl/x509v3.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/metrics/families.h"
#include "service/server/config.h"
#include "service/server/log.h"
#include "service/server/text_file.h"

namespace ratecard {
namespace {

constexpr size_t kMaxFileBytes = 1 << 20;
constexpr char kCertificateFile[] = "listen.tls.certificate_file";
constexpr char kPrivateKeyFile[] = "listen.tls.private_key_file";
constexpr char kClientCaFile[] = "listen.tls.client_ca_file";

template <typename T, void (*free)(T*)>
struct Free {
  void operator()(T* object) const { free(object); }
};
template <typename T, void (*free)(T*)>
using Owned = std::unique_ptr<T, Free<T, free>>;
using Certificate = Owned<X509, X509_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Context = Owned<SSL_CTX, SSL_CTX_free>;
using Reader = Owned<BIO, BIO_free_all>;

absl::Status Invalid(absl::string_view field, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_TLS_FILES",
               absl::StrCat(field, ": ", problem))
      .Field(field, problem);
}

// What OpenSSL said last. Forgets it.
std::string OpenSslError() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  std::string text = reason == nullptr ? "unknown error" : reason;
  ERR_clear_error();
  return text;
}

Reader Read(const std::string& text) {
  return Reader(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// In order, at least one.
absl::StatusOr<std::vector<Certificate>> ReadCertificates(
    absl::string_view field, const std::string& pem) {
  const Reader reader = Read(pem);
  std::vector<Certificate> certificates;
  while (true) {
    Certificate next(
        PEM_read_bio_X509_AUX(reader.get(), nullptr, nullptr, nullptr));
    if (next != nullptr) {
      certificates.push_back(std::move(next));
      continue;
    }
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
      return Invalid(field,
                     absl::StrCat("certificate ", certificates.size() + 1,
                                  " cannot be read: ", OpenSslError()));
    }
    ERR_clear_error();
    if (certificates.empty()) {
      return Invalid(field, "there is no certificate in PEM form in it");
    }
    return certificates;
  }
}

// OpenSSL has bounds for issuers too, which a server would otherwise meet only
// when somebody connects.
absl::Status CheckIssuer(absl::string_view field, SSL_CTX* context,
                         X509* issuer, size_t number) {
  if (SSL_CTX_add1_chain_cert(context, issuer) != 1) {
    return Invalid(field, absl::StrCat("OpenSSL does not take certificate ",
                                       number, ": ", OpenSslError()));
  }
  return absl::OkStatus();
}

absl::Status CheckIssued(X509* certificate, size_t number, X509* issuer) {
  int problem = X509_check_issued(issuer, certificate);
  if (problem == X509_V_OK &&
      X509_verify(certificate, X509_get0_pubkey(issuer)) != 1) {
    problem = X509_V_ERR_CERT_SIGNATURE_FAILURE;
  }
  ERR_clear_error();
  if (problem != X509_V_OK) {
    return Invalid(
        kCertificateFile,
        absl::StrCat("certificate ", number, " is not issued by certificate ",
                     number + 1, ", as each must be by the next: ",
                     X509_verify_cert_error_string(problem)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Key> ReadKey(const std::string& pem) {
  const Reader reader = Read(pem);
  bool asked = false;
  const auto no_passphrase = [](char* /*buffer*/, int /*size*/, int /*rwflag*/,
                                void* data) {
    *static_cast<bool*>(data) = true;
    return -1;
  };
  Key key(
      PEM_read_bio_PrivateKey(reader.get(), nullptr, no_passphrase, &asked));
  if (key != nullptr) {
    return key;
  }
  const std::string error = OpenSslError();
  if (asked) {
    return Invalid(kPrivateKeyFile,
                   "the key needs a passphrase; `openssl pkey` writes it "
                   "without one");
  }
  return Invalid(kPrivateKeyFile,
                 absl::StrContains(pem, "PRIVATE KEY-----")
                     ? absl::StrCat("the key cannot be read: ", error)
                     : "there is no private key in PEM form in it");
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm fields{};
  ASN1_TIME_to_tm(time, &fields);
  return absl::FromTM(fields, absl::UTCTimeZone());
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

// What is wrong with the date of a certificate at `now`; empty for nothing.
std::string DateProblem(const X509* certificate, size_t number,
                        absl::Time now) {
  const absl::Time not_before = TimeOf(X509_get0_notBefore(certificate));
  const absl::Time not_after = TimeOf(X509_get0_notAfter(certificate));
  if (now < not_before) {
    return absl::StrCat("certificate ", number, " is not valid before ",
                        TimeText(not_before));
  }
  if (now > not_after) {
    return absl::StrCat("certificate ", number, " expired at ",
                        TimeText(not_after));
  }
  return "";
}

CertificateFacts FactsOf(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  return {TimeOf(X509_get0_notBefore(certificate)),
          TimeOf(X509_get0_notAfter(certificate)),
          absl::BytesToHexString(absl::string_view(
              reinterpret_cast<const char*>(digest.data()), size))};
}

// Empty for no path.
absl::StatusOr<std::string> ReadTlsFile(absl::string_view field,
                                        const std::string& path) {
  if (path.empty()) {
    return std::string();
  }
  absl::StatusOr<std::string> text = ReadTextFile(path, kMaxFileBytes);
  if (absl::IsNotFound(text.status())) {
    return Error(absl::StatusCode::kNotFound, "TLS_FILE_UNREADABLE",
                 absl::StrCat(field, ": ", path, ": ", text.status().message()))
        .Field(field, text.status().message());
  }
  if (!text.ok()) {
    return Invalid(field, absl::StrCat(path, " ", text.status().message()));
  }
  return text;
}

absl::StatusOr<TlsMaterial> ReadMaterial(const config::v1::Tls& config) {
  TlsMaterial material;
  RATECARD_ASSIGN_OR_RETURN(
      material.certificate,
      ReadTlsFile(kCertificateFile, config.certificate_file()));
  RATECARD_ASSIGN_OR_RETURN(
      material.private_key,
      ReadTlsFile(kPrivateKeyFile, config.private_key_file()));
  RATECARD_ASSIGN_OR_RETURN(
      material.client_ca, ReadTlsFile(kClientCaFile, config.client_ca_file()));
  if (!config.client_ca_file().empty() && material.client_ca.empty()) {
    return Invalid(kClientCaFile, "there is no certificate in PEM form in it");
  }
  return material;
}

bool Same(const TlsMaterial& a, const TlsMaterial& b) {
  return a.certificate == b.certificate && a.private_key == b.private_key &&
         a.client_ca == b.client_ca;
}

void LogCertificate(absl::string_view event, const config::v1::Tls& config,
                    const CertificateFacts& facts) {
  Log(Severity::kInfo, event)
      .With("origin", config.certificate_file())
      .With("not_after", TimeText(facts.not_after))
      .With("sha256", facts.sha256);
}

ClientCertificates ClientCertificatesOf(const config::v1::Tls& config) {
  switch (config.client_certificates()) {
    case config::v1::CLIENT_CERTIFICATES_OPTIONAL:
      return ClientCertificates::kOptional;
    case config::v1::CLIENT_CERTIFICATES_REQUIRED:
      return ClientCertificates::kRequired;
    default:
      return ClientCertificates::kNone;
  }
}

}  // namespace

absl::StatusOr<CertificateFacts> CheckTlsMaterial(const TlsMaterial& material) {
  ERR_clear_error();
  RATECARD_ASSIGN_OR_RETURN(
      const std::vector<Certificate> chain,
      ReadCertificates(kCertificateFile, material.certificate));
  RATECARD_ASSIGN_OR_RETURN(const Key key, ReadKey(material.private_key));
  // As a server does: OpenSSL has bounds for what it serves with.
  const Context context(SSL_CTX_new(TLS_method()));
  if (SSL_CTX_use_certificate(context.get(), chain[0].get()) != 1) {
    return Invalid(kCertificateFile,
                   absl::StrCat("OpenSSL does not serve with certificate 1: ",
                                OpenSslError()));
  }
  if (X509_check_private_key(chain[0].get(), key.get()) != 1) {
    ERR_clear_error();
    return Invalid(kPrivateKeyFile,
                   "the key is not that of the first certificate in "
                   "listen.tls.certificate_file");
  }
  if (SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    return Invalid(
        kPrivateKeyFile,
        absl::StrCat("OpenSSL does not serve with the key: ", OpenSslError()));
  }
  for (size_t i = 1; i < chain.size(); ++i) {
    RATECARD_RETURN_IF_ERROR(
        CheckIssuer(kCertificateFile, context.get(), chain[i].get(), i + 1));
    RATECARD_RETURN_IF_ERROR(
        CheckIssued(chain[i - 1].get(), i, chain[i].get()));
  }
  if (!material.client_ca.empty()) {
    RATECARD_ASSIGN_OR_RETURN(
        const std::vector<Certificate> authorities,
        ReadCertificates(kClientCaFile, material.client_ca));
    for (size_t i = 0; i < authorities.size(); ++i) {
      RATECARD_RETURN_IF_ERROR(CheckIssuer(kClientCaFile, context.get(),
                                           authorities[i].get(), i + 1));
    }
  }
  return FactsOf(chain[0].get());
}

absl::Status CheckTlsDates(const TlsMaterial& material, absl::Time now) {
  RATECARD_ASSIGN_OR_RETURN(
      const std::vector<Certificate> chain,
      ReadCertificates(kCertificateFile, material.certificate));
  for (size_t i = 0; i < chain.size(); ++i) {
    const std::string problem = DateProblem(chain[i].get(), i + 1, now);
    if (!problem.empty()) {
      return Invalid(kCertificateFile, problem);
    }
  }
  if (material.client_ca.empty()) {
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(
      const std::vector<Certificate> authorities,
      ReadCertificates(kClientCaFile, material.client_ca));
  std::vector<std::string> problems;
  for (size_t i = 0; i < authorities.size(); ++i) {
    problems.push_back(DateProblem(authorities[i].get(), i + 1, now));
    if (problems.back().empty()) {
      return absl::OkStatus();
    }
  }
  return Invalid(kClientCaFile, absl::StrJoin(problems, ", "));
}

absl::StatusOr<std::unique_ptr<Tls>> Tls::Load(const config::v1::Tls& config) {
  RATECARD_ASSIGN_OR_RETURN(TlsMaterial material, ReadMaterial(config));
  RATECARD_ASSIGN_OR_RETURN(CertificateFacts facts, CheckTlsMaterial(material));
  LogCertificate("tls_certificate_loaded", config, facts);
  const absl::Status dates = CheckTlsDates(material, absl::Now());
  if (!dates.ok()) {
    Log(Severity::kWarning, "tls_certificate_out_of_date")
        .With("origin", config.certificate_file())
        .With("not_before", TimeText(facts.not_before))
        .With("not_after", TimeText(facts.not_after))
        .With("message", dates.message());
  }
  return std::unique_ptr<Tls>(
      new Tls(config, std::make_shared<const TlsMaterial>(std::move(material)),
              std::move(facts)));
}

Tls::Tls(const config::v1::Tls& config,
         std::shared_ptr<const TlsMaterial> material, CertificateFacts facts)
    : config_(config),
      store_(std::move(material)),
      facts_(std::move(facts)),
      reloads_("ratecard_tls_certificate", "the material of TLS"),
      thread_(
          DurationOf(config.reload_interval()),
          [this](bool requested) { return Reload(requested); },
          [this](const absl::Status& status) { TellRefusal(status); }) {}

std::shared_ptr<grpc::ServerCredentials> Tls::Credentials() const {
  return TlsServerCredentials(&store_, ClientCertificatesOf(config_));
}

std::vector<prometheus::MetricFamily> Tls::Collect() const {
  std::vector<prometheus::MetricFamily> families = reloads_.Collect();
  families.push_back(
      Gauge({"ratecard_tls_certificate_expiry_timestamp_seconds",
             "When the certificate in use expires, in seconds since unix "
             "epoch.",
             {}},
            absl::ToDoubleSeconds(Facts().not_after - absl::UnixEpoch())));
  return families;
}

CertificateFacts Tls::Facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

absl::Status Tls::Reload(bool requested) {
  absl::StatusOr<TlsMaterial> material = ReadMaterial(config_);
  absl::StatusOr<CertificateFacts> facts =
      material.ok() ? CheckTlsMaterial(*material) : material.status();
  if (!facts.ok()) {
    reloads_.OnReload(ReloadResult::kFailure);
    return facts.status();
  }
  if (Same(*material, *store_.Current())) {
    reloads_.OnReload(ReloadResult::kUnchanged);
    Log(requested ? Severity::kInfo : Severity::kDebug,
        "tls_certificate_unchanged")
        .With("origin", config_.certificate_file());
    return absl::OkStatus();
  }
  // Of what is new only: what is in use may have been out of date from the
  // start, or have expired since.
  if (absl::Status dates = CheckTlsDates(*material, absl::Now()); !dates.ok()) {
    reloads_.OnReload(ReloadResult::kFailure);
    return dates;
  }
  store_.Replace(std::make_shared<const TlsMaterial>(*std::move(material)));
  reloads_.OnReload(ReloadResult::kSuccess);
  LogCertificate("tls_certificate_reloaded", config_, *facts);
  const std::lock_guard lock(mutex_);
  facts_ = *std::move(facts);
  return absl::OkStatus();
}

void Tls::TellRefusal(const absl::Status& status) const {
  const CertificateFacts serving = Facts();
  Log(Severity::kError, "tls_certificate_refused")
      .With("origin", config_.certificate_file())
      .With("serving_not_after", TimeText(serving.not_after))
      .With("serving_sha256", serving.sha256)
      .With(status);
}

}  // namespace ratecard
