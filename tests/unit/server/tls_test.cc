#include "service/server/tls.h"

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

constexpr char kCertificateFile[] = "listen.tls.certificate_file";
constexpr char kPrivateKeyFile[] = "listen.tls.private_key_file";
constexpr char kClientCaFile[] = "listen.tls.client_ca_file";

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key MakeKey() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }
Key MakeWeakKey() { return {EVP_RSA_gen(1024), EVP_PKEY_free}; }

std::string TextOf(BIO* memory) {
  char* bytes = nullptr;
  const auto size = static_cast<size_t>(BIO_get_mem_data(memory, &bytes));
  std::string text(bytes, size);
  BIO_free(memory);
  return text;
}

// In PEM form, under `passphrase` if it is not null.
std::string KeyText(EVP_PKEY* key, const char* passphrase = nullptr) {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(
      memory, key, passphrase == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr,
      0, nullptr, const_cast<char*>(passphrase));
  return TextOf(memory);
}

// Whom a certificate names, and the key in it.
struct Party {
  std::string name;
  Key key;
};

constexpr time_t kNotBefore = 1'000'000'000;  // 2001-09-09T01:46:40Z
constexpr time_t kNotAfter = 2'000'000'000;   // 2033-05-18T03:33:20Z

void SetName(X509_NAME* to, const std::string& name) {
  X509_NAME_add_entry_by_txt(
      to, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
}

std::string CertificateText(const Party& subject, const Party& issuer,
                            time_t not_before = kNotBefore,
                            time_t not_after = kNotAfter) {
  X509* x509 = X509_new();
  X509_set_version(x509, 2);
  SetName(X509_get_subject_name(x509), subject.name);
  SetName(X509_get_issuer_name(x509), issuer.name);
  ASN1_TIME_set(X509_getm_notBefore(x509), not_before);
  ASN1_TIME_set(X509_getm_notAfter(x509), not_after);
  X509_set_pubkey(x509, subject.key.get());
  X509_sign(x509, issuer.key.get(), EVP_sha256());
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, x509);
  X509_free(x509);
  return TextOf(memory);
}

TlsMaterial MakeMaterial() {
  const Party party = {"server", MakeKey()};
  return {CertificateText(party, party), KeyText(party.key.get()), ""};
}

// That `status` refuses `field`, because of `what`.
void ExpectRefusal(const absl::Status& status, const std::string& field,
                   const std::string& what) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, "INVALID_TLS_FILES");
  ASSERT_EQ(detail.fields.size(), 1) << status;
  EXPECT_EQ(detail.fields[0].first, field);
  EXPECT_THAT(std::string(status.message()), HasSubstr(what));
  EXPECT_THAT(std::string(status.message()), HasSubstr(field));
}

void ExpectRefused(const TlsMaterial& material, const std::string& field,
                   const std::string& what) {
  ExpectRefusal(CheckTlsMaterial(material).status(), field, what);
}

TEST(CheckTlsMaterial, ReadsTheFactsOfTheFirstCertificate) {
  const Party issuer = {"issuer", MakeKey()};
  const Party server = {"server", MakeKey()};
  TlsMaterial material = {CertificateText(server, issuer),
                          KeyText(server.key.get()), ""};
  const absl::StatusOr<CertificateFacts> alone = CheckTlsMaterial(material);
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_EQ(alone->not_before, absl::FromTimeT(kNotBefore));
  EXPECT_EQ(alone->not_after, absl::FromTimeT(kNotAfter));
  EXPECT_EQ(alone->sha256.size(), 64);
  // An issuer after it, a text around both, a key in the same file.
  material.client_ca = CertificateText(issuer, issuer);
  material.certificate =
      absl::StrCat("subject=/CN=a\n", material.certificate, "issuer\n",
                   material.client_ca, material.private_key);
  material.private_key = material.certificate;
  const absl::StatusOr<CertificateFacts> chain = CheckTlsMaterial(material);
  ASSERT_TRUE(chain.ok()) << chain.status();
  EXPECT_EQ(chain->sha256, alone->sha256);
}

TEST(CheckTlsMaterial, SaysWhatIsWrong) {
  const TlsMaterial good = MakeMaterial();
  TlsMaterial bad = good;
  bad.certificate = "no certificate";
  ExpectRefused(bad, kCertificateFile, "there is no certificate");
  bad.certificate = "";
  ExpectRefused(bad, kCertificateFile, "there is no certificate");
  bad.certificate = good.certificate + good.certificate.substr(0, 200);
  ExpectRefused(bad, kCertificateFile, "certificate 2 cannot be read");

  bad = good;
  bad.private_key = good.certificate;
  ExpectRefused(bad, kPrivateKeyFile, "there is no private key");
  bad.private_key = good.private_key.substr(0, 100);
  ExpectRefused(bad, kPrivateKeyFile, "the key cannot be read");
  bad.private_key = KeyText(MakeKey().get());
  ExpectRefused(bad, kPrivateKeyFile, "not that of the first certificate");
  bad.private_key = KeyText(MakeKey().get(), "secret");
  ExpectRefused(bad, kPrivateKeyFile, "needs a passphrase");

  bad = good;
  bad.client_ca = good.private_key;
  ExpectRefused(bad, kClientCaFile, "there is no certificate");
}

// Keys that OpenSSL does not serve with must not be found out by gRPC, which
// would only log it.
TEST(CheckTlsMaterial, RefusesKeysThatAreTooShort) {
  const Party weak = {"weak", MakeWeakKey()};
  const std::string weak_text = CertificateText(weak, weak);
  ExpectRefused({weak_text, KeyText(weak.key.get()), ""}, kCertificateFile,
                "certificate 1: ee key too small");
  // Of an issuer, at any place.
  const Party middle = {"middle", MakeKey()};
  const Party server = {"server", MakeKey()};
  const std::string key = KeyText(server.key.get());
  ExpectRefused({CertificateText(server, weak) + weak_text, key, ""},
                kCertificateFile, "certificate 2: ca key too small");
  ExpectRefused({CertificateText(server, middle) +
                     CertificateText(middle, weak) + weak_text,
                 key, ""},
                kCertificateFile, "certificate 3: ca key too small");
  // Of an authority of clients.
  TlsMaterial material = MakeMaterial();
  material.client_ca = weak_text;
  ExpectRefused(material, kClientCaFile, "certificate 1: ca key too small");
  material.client_ca = material.certificate + weak_text;
  ExpectRefused(material, kClientCaFile, "certificate 2: ca key too small");
}

TEST(CheckTlsMaterial, EachCertificateIsIssuedByTheNext) {
  const Party root = {"root", MakeKey()};
  const Party middle = {"middle", MakeKey()};
  const Party server = {"server", MakeKey()};
  const std::string last = CertificateText(root, root);
  const std::string second = CertificateText(middle, root);
  const std::string first = CertificateText(server, middle);
  TlsMaterial material = {"", KeyText(server.key.get()), ""};
  for (const std::string& chain :
       {first, first + second, first + second + last}) {
    material.certificate = chain;
    const absl::Status status = CheckTlsMaterial(material).status();
    EXPECT_TRUE(status.ok()) << status;
  }
  material.certificate = first + last;
  ExpectRefused(material, kCertificateFile,
                "certificate 1 is not issued by certificate 2");
  material.certificate = first + last + second;
  ExpectRefused(material, kCertificateFile,
                "certificate 1 is not issued by certificate 2");
  material.certificate = first + second + first;
  ExpectRefused(material, kCertificateFile,
                "certificate 2 is not issued by certificate 3");
  // A name alone does not make an issuer.
  const Party other = {"middle", MakeKey()};
  material.certificate = first + CertificateText(other, root);
  ExpectRefused(material, kCertificateFile,
                "certificate 1 is not issued by certificate 2, as each must be "
                "by the next: certificate signature failure");
  // Authorities of clients have no order.
  material.certificate = first;
  material.client_ca = last + CertificateText(other, other) + second;
  const absl::Status status = CheckTlsMaterial(material).status();
  EXPECT_TRUE(status.ok()) << status;
}

TEST(CheckTlsDates, TellsWhatIsOutOfDate) {
  const Party issuer = {"issuer", MakeKey()};
  const Party server = {"server", MakeKey()};
  TlsMaterial material = {
      CertificateText(server, issuer) +
          CertificateText(issuer, issuer, kNotBefore + 10, kNotAfter - 10),
      KeyText(server.key.get()), ""};
  const auto check = [&material](time_t now) {
    return CheckTlsDates(material, absl::FromTimeT(now));
  };
  EXPECT_TRUE(check(kNotBefore + 10).ok());
  EXPECT_TRUE(check(kNotAfter - 10).ok());
  ExpectRefusal(check(kNotBefore - 1), kCertificateFile,
                "certificate 1 is not valid before 2001-09-09T01:46:40+00:00");
  ExpectRefusal(check(kNotBefore + 9), kCertificateFile,
                "certificate 2 is not valid before 2001-09-09T01:46:50+00:00");
  ExpectRefusal(check(kNotAfter - 9), kCertificateFile,
                "certificate 2 expired at 2033-05-18T03:33:10+00:00");
  ExpectRefusal(check(kNotAfter + 1), kCertificateFile,
                "certificate 1 expired at 2033-05-18T03:33:20+00:00");
  // Of the authorities of clients one may take over from another.
  const auto authority = [&issuer](time_t not_before, time_t not_after) {
    return CertificateText(issuer, issuer, not_before, not_after);
  };
  material.client_ca = authority(kNotBefore, kNotBefore + 100) +
                       authority(kNotBefore + 200, kNotAfter);
  EXPECT_TRUE(check(kNotBefore + 100).ok());
  EXPECT_TRUE(check(kNotBefore + 200).ok());
  ExpectRefusal(
      check(kNotBefore + 150), kClientCaFile,
      "certificate 1 expired at 2001-09-09T01:48:20+00:00, certificate 2 "
      "is not valid before 2001-09-09T01:50:00+00:00");
}

TEST(CheckTlsMaterial, NoPieceOfAFileIsTaken) {
  const TlsMaterial good = MakeMaterial();
  // Only the line break at the end is not needed.
  for (size_t size = 0; size + 1 < good.certificate.size(); ++size) {
    EXPECT_FALSE(CheckTlsMaterial(
                     {good.certificate.substr(0, size), good.private_key, ""})
                     .ok())
        << size;
  }
  for (size_t size = 0; size + 1 < good.private_key.size(); ++size) {
    EXPECT_FALSE(CheckTlsMaterial(
                     {good.certificate, good.private_key.substr(0, size), ""})
                     .ok())
        << size;
  }
}

// A byte that is changed may matter to nobody, but never is another key taken.
TEST(CheckTlsMaterial, OutlivesAnyByte) {
  const TlsMaterial good = MakeMaterial();
  for (size_t at = 0; at < good.certificate.size(); ++at) {
    for (const char byte : {'\0', '-', 'A', '\xff'}) {
      TlsMaterial bad = good;
      bad.certificate[at] = byte;
      bad.private_key[at % bad.private_key.size()] = byte;
      const absl::Status status = CheckTlsMaterial(bad).status();
      EXPECT_TRUE(status.ok() || !status.message().empty());
    }
  }
}

TEST(Tls, SaysWhichFileCannotBeRead) {
  config::v1::Tls config;
  config.set_reload_interval("30s");
  config.set_certificate_file(testing::TempDir() + "/no-such.pem");
  config.set_private_key_file(testing::TempDir());
  absl::Status status = Tls::Load(config).status();
  EXPECT_EQ(DetailOf(status).reason, "TLS_FILE_UNREADABLE");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("no-such.pem: cannot be read: No such file"));
  const std::string path = testing::TempDir() + "/tls_test.pem";
  std::ofstream(path) << MakeMaterial().certificate;
  config.set_certificate_file(path);
  status = Tls::Load(config).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr(kPrivateKeyFile));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Is a directory"));
  config.set_private_key_file(path);
  std::ofstream(path) << std::string((1 << 20) + 1, '\n');
  status = Tls::Load(config).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("larger than 1048576"));
  std::remove(path.c_str());
}

}  // namespace
}  // namespace ratecard
