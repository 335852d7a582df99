#include "service/catalog/snapshot.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

namespace io = google::protobuf::io;

constexpr absl::string_view kMagic = "ratecard catalog 2\n";
constexpr size_t kRevisionSize = 32;
constexpr size_t kMaxVarintSize = 10;
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

// Equal messages give equal bytes.
std::string Serialized(const google::protobuf::MessageLite& message) {
  std::string bytes;
  io::StringOutputStream stream(&bytes);
  io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// Both leave `model` without what they move to the result.
v1::Model TakePrices(v1::Model* model) {
  v1::Model prices;
  prices.mutable_price_schedules()->Swap(model->mutable_price_schedules());
  return prices;
}

v1::Model TakeRest(v1::Model* model) {
  v1::Model rest;
  if (model->has_card()) {
    rest.set_allocated_card(model->release_card());
  }
  rest.mutable_field_sources()->Swap(model->mutable_field_sources());
  rest.mutable_disagreements()->Swap(model->mutable_disagreements());
  return rest;
}

void AppendVarint(size_t value, std::string* body) {
  std::array<uint8_t, kMaxVarintSize> buffer;
  const uint8_t* end =
      io::CodedOutputStream::WriteVarint64ToArray(value, buffer.data());
  body->append(reinterpret_cast<const char*>(buffer.data()),
               static_cast<size_t>(end - buffer.data()));
}

void AppendBytes(absl::string_view bytes, std::string* body) {
  AppendVarint(bytes.size(), body);
  absl::StrAppend(body, bytes);
}

// Time zones and the number of schedules.
void AppendSummary(const ProviderProtos& providers, std::string* body) {
  std::set<absl::string_view> zones;
  size_t schedules = 0;
  for (const v1::Provider& provider : providers) {
    for (const v1::Model& model : provider.models()) {
      schedules += static_cast<size_t>(model.price_schedules_size());
      for (const v1::PriceSchedule& schedule : model.price_schedules()) {
        for (const v1::DailyWindow& window : schedule.daily_windows()) {
          zones.insert(window.time_zone());
        }
      }
    }
  }
  AppendVarint(zones.size(), body);
  for (const absl::string_view zone : zones) {
    AppendBytes(zone, body);
  }
  AppendVarint(schedules, body);
}

void AppendProvider(v1::Provider* provider, std::string* body) {
  google::protobuf::RepeatedPtrField<v1::Model> models;
  models.Swap(provider->mutable_models());
  AppendBytes(Serialized(*provider), body);
  AppendVarint(static_cast<size_t>(models.size()), body);
  std::string all_facts;
  std::string all_prices;
  std::string all_rest;
  for (v1::Model& model : models) {
    model.clear_name();
    const std::string prices = Serialized(TakePrices(&model));
    const std::string rest = Serialized(TakeRest(&model));
    const std::string facts = Serialized(model);
    for (const std::string* part : {&facts, &prices, &rest}) {
      AppendVarint(part->size(), body);
    }
    all_facts += facts;
    all_prices += prices;
    all_rest += rest;
  }
  absl::StrAppend(body, all_facts, all_prices, all_rest);
}

// Takes a snapshot's body apart, from its start on.
class Reader {
 public:
  explicit Reader(absl::string_view body) : rest_(body) {}

  bool done() const { return rest_.empty(); }

  bool ReadNumber(uint32_t* number) {
    io::CodedInputStream coded(reinterpret_cast<const uint8_t*>(rest_.data()),
                               static_cast<int>(rest_.size()));
    if (!coded.ReadVarint32(number)) {
      return false;
    }
    rest_.remove_prefix(static_cast<size_t>(coded.CurrentPosition()));
    return true;
  }

  // What stands behind its length.
  bool ReadBytes(absl::string_view* bytes) {
    uint32_t size = 0;
    return ReadNumber(&size) && Take(size, bytes);
  }

  bool ReadZones(std::vector<absl::string_view>* zones) {
    uint32_t count = 0;
    if (!ReadNumber(&count)) {
      return false;
    }
    for (uint32_t i = 0; i < count; ++i) {
      if (!ReadBytes(&zones->emplace_back())) {
        return false;
      }
    }
    return true;
  }

  // The models of a provider.
  bool ReadModels(std::vector<PackedModel>* models) {
    uint32_t count = 0;
    // Three lengths for each model: bounds what a false count makes us reserve.
    if (!ReadNumber(&count) || count > rest_.size() / 3) {
      return false;
    }
    std::vector<std::array<uint32_t, 3>> sizes(count);
    for (auto& [facts, prices, rest] : sizes) {
      if (!ReadNumber(&facts) || !ReadNumber(&prices) || !ReadNumber(&rest)) {
        return false;
      }
    }
    models->resize(count);
    constexpr std::array<absl::string_view PackedModel::*, 3> kParts = {
        &PackedModel::facts, &PackedModel::prices, &PackedModel::rest};
    for (size_t part = 0; part < kParts.size(); ++part) {
      for (size_t i = 0; i < count; ++i) {
        if (!Take(sizes[i][part], &((*models)[i].*kParts[part]))) {
          return false;
        }
      }
    }
    return true;
  }

 private:
  bool Take(uint32_t size, absl::string_view* bytes) {
    if (size > rest_.size()) {
      return false;
    }
    *bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  absl::string_view rest_;
};

// Magic and length.
absl::Status CheckHeader(absl::string_view snapshot) {
  if (!absl::StartsWith(snapshot, kMagic)) {
    return Invalid("does not begin as one of this version does");
  }
  if (snapshot.size() < kHeaderSize || snapshot.size() > INT32_MAX) {
    return Invalid("is too short or too long");
  }
  return absl::OkStatus();
}

// Merges what a model is packed as, part by part.
absl::Status Merge(std::initializer_list<absl::string_view> parts,
                   v1::Model* proto) {
  for (const absl::string_view part : parts) {
    io::CodedInputStream coded(reinterpret_cast<const uint8_t*>(part.data()),
                               static_cast<int>(part.size()));
    if (!proto->MergeFromCodedStream(&coded) ||
        !coded.ConsumedEntireMessage()) {
      return Invalid("holds a model that cannot be read");
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string PackSnapshot(ProviderProtos providers) {
  std::string body;
  AppendSummary(providers, &body);
  for (v1::Provider& provider : providers) {
    AppendProvider(&provider, &body);
  }
  return absl::StrCat(kMagic, HashOf(body), body);
}

absl::string_view RevisionOf(absl::string_view snapshot) {
  return snapshot.substr(kMagic.size(), kRevisionSize);
}

absl::Status CheckRevision(absl::string_view snapshot) {
  RATECARD_RETURN_IF_ERROR(CheckHeader(snapshot));
  if (RevisionOf(snapshot) != HashOf(snapshot.substr(kHeaderSize))) {
    return Invalid("was damaged: its content does not match its revision");
  }
  return absl::OkStatus();
}

absl::StatusOr<PackedCatalog> UnpackSnapshot(absl::string_view snapshot) {
  RATECARD_RETURN_IF_ERROR(CheckHeader(snapshot));
  PackedCatalog catalog;
  Reader reader(snapshot.substr(kHeaderSize));
  if (!reader.ReadZones(&catalog.time_zones) ||
      !reader.ReadNumber(&catalog.schedules)) {
    return Invalid("is cut short");
  }
  while (!reader.done()) {
    PackedProvider& provider = catalog.providers.emplace_back();
    absl::string_view head;
    if (!reader.ReadBytes(&head) || !reader.ReadModels(&provider.models)) {
      return Invalid("is cut short");
    }
    if (!provider.proto.ParseFromArray(head.data(),
                                       static_cast<int>(head.size()))) {
      return Invalid("holds a provider that cannot be read");
    }
  }
  return catalog;
}

absl::Status ParseModel(const PackedModel& packed, v1::Model* proto) {
  proto->Clear();
  return Merge({packed.facts, packed.prices, packed.rest}, proto);
}

absl::Status ParsePrices(const PackedModel& packed, v1::Model* proto) {
  proto->Clear();
  return Merge({packed.prices}, proto);
}

}  // namespace ratecard
