#include "service/catalog/snapshot.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

namespace io = google::protobuf::io;

constexpr absl::string_view kMagic = "ratecard catalog 1\n";
constexpr size_t kRevisionSize = 32;
constexpr size_t kHeaderSize = kMagic.size() + kRevisionSize;

Error Invalid(absl::string_view problem) {
  return Error(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT",
               absl::StrCat("the catalog snapshot ", problem));
}

std::string HashOf(absl::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(),
             nullptr);
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.data()), kRevisionSize / 2));
}

std::string Body(const ProviderProtos& providers) {
  std::string body;
  io::StringOutputStream stream(&body);
  io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  for (const v1::Provider& provider : providers) {
    coded.WriteVarint64(provider.ByteSizeLong());
    provider.SerializeWithCachedSizes(&coded);
  }
  coded.Trim();
  return body;
}

}  // namespace

std::string PackSnapshot(const ProviderProtos& providers) {
  const std::string body = Body(providers);
  return absl::StrCat(kMagic, HashOf(body), body);
}

absl::string_view RevisionOf(absl::string_view snapshot) {
  return snapshot.substr(kMagic.size(), kRevisionSize);
}

absl::StatusOr<std::shared_ptr<ProviderProtos>> UnpackSnapshot(
    absl::string_view snapshot) {
  if (!absl::StartsWith(snapshot, kMagic)) {
    return Invalid("does not begin as one of this version does");
  }
  if (snapshot.size() < kHeaderSize || snapshot.size() > INT32_MAX) {
    return Invalid("is too short or too long");
  }
  absl::string_view body = snapshot.substr(kHeaderSize);
  if (RevisionOf(snapshot) != HashOf(body)) {
    return Invalid("was damaged: its content does not match its revision");
  }
  auto providers = std::make_shared<ProviderProtos>();
  io::CodedInputStream coded(reinterpret_cast<const uint8_t*>(body.data()),
                             static_cast<int>(body.size()));
  while (coded.CurrentPosition() < static_cast<int>(body.size())) {
    uint32_t size = 0;
    if (!coded.ReadVarint32(&size) ||
        size > body.size() - static_cast<size_t>(coded.CurrentPosition())) {
      return Invalid("is cut short");
    }
    const absl::string_view bytes =
        body.substr(static_cast<size_t>(coded.CurrentPosition()), size);
    if (!providers->Add()->ParseFromArray(bytes.data(),
                                          static_cast<int>(size)) ||
        !coded.Skip(static_cast<int>(size))) {
      return Invalid("holds a provider that cannot be read");
    }
  }
  return providers;
}

}  // namespace ratecard
