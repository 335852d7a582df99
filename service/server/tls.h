// The files that the server's TLS is made of, and their replacement while it
// serves.

#ifndef RATECARD_SERVICE_SERVER_TLS_H_
#define RATECARD_SERVICE_SERVER_TLS_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "prometheus/collectable.h"
#include "ratecard/config/v1/server_config.pb.h"
#include "service/rpc/tls_credentials.h"
#include "service/server/reload_metrics.h"
#include "service/server/reload_thread.h"

namespace ratecard {

// What is known of a certificate.
struct CertificateFacts {
  absl::Time not_before;
  absl::Time not_after;
  std::string sha256;  // of the whole certificate, lower case hexadecimal
};

// Whether a server can serve with `material`; the facts are of its own
// certificate, which may be out of date.
//
// Errors: INVALID_ARGUMENT INVALID_TLS_FILES, with the path of a
// field of the configuration: no certificate, a key that needs a passphrase, a
// key of another certificate, a certificate that is not issued by the next, and
// whatever else OpenSSL refuses of the server's certificates and the
// authorities of clients.
absl::StatusOr<CertificateFacts> CheckTlsMaterial(const TlsMaterial& material);

// Whether all certificates of the server and at least one authority of clients,
// if there are any, are in date at `now`. Requires material that
// CheckTlsMaterial takes.
//
// Errors: INVALID_ARGUMENT INVALID_TLS_FILES, as above.
absl::Status CheckTlsDates(const TlsMaterial& material, absl::Time now);

// The material in use, with ReloadMetrics of `ratecard_tls_certificate` and
// `ratecard_tls_certificate_expiry_timestamp_seconds`. Its files are read
// again at request and every `reload_interval`, on a thread of its own; if
// anything is wrong with them, or new ones are out of date, they are refused as
// a whole and the old material serves on. Thread-safe.
class Tls : public prometheus::Collectable {
 public:
  // Requires a valid `config` with a certificate file. Warns of certificates
  // that are out of date: the clock may be what is wrong.
  //
  // Errors: NOT_FOUND TLS_FILE_UNREADABLE; those of CheckTlsMaterial.
  static absl::StatusOr<std::unique_ptr<Tls>> Load(
      const config::v1::Tls& config);

  // For a server that ends before this does.
  std::shared_ptr<grpc::ServerCredentials> Credentials() const;

  // Has the files read again. Returns at once.
  void Request() { thread_.Request(); }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  Tls(const config::v1::Tls& config,
      std::shared_ptr<const TlsMaterial> material, CertificateFacts facts);

  CertificateFacts Facts() const;
  absl::Status Reload(bool requested);  // as ReloadThread has it
  void TellRefusal(const absl::Status& status) const;

  const config::v1::Tls config_;
  TlsStore store_;
  mutable std::mutex mutex_;
  CertificateFacts facts_;  // guarded by mutex_
  ReloadMetrics reloads_;
  ReloadThread thread_;  // the first to end, as it uses all of the above
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_TLS_H_
