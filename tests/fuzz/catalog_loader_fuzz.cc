// Raw bytes as a catalog file, as a compiled snapshot, and as a provider inside
// one, behind its hash: refused with a reason, or a catalog that works.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/stubs/logging.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/base/error.h"
#include "service/catalog/catalog.h"
#include "service/catalog/loader.h"
#include "service/catalog/model_proto.h"
#include "service/catalog/snapshot.h"
#include "service/estimate/estimate.h"
#include "service/pricing/usage.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

using CatalogOr = absl::StatusOr<std::shared_ptr<const Catalog>>;

// Every model can be asked for a price and for its message.
void ExerciseModels(const Catalog& catalog) {
  Usage usage;
  usage.Set(UsageField::kInputTokens, 300'000);
  usage.Set(UsageField::kCacheReadTokens, 1'000);
  usage.Set(UsageField::kAudioInputTokens, 2'000);
  usage.Set(UsageField::kOutputTokens, 4'000);
  usage.Set(UsageField::kWebSearches, 3);
  EstimateOptions options;
  options.as_of = absl::FromUnixSeconds(1'780'000'000);
  Estimate estimate;
  for (const Model& model : catalog.models()) {
    const absl::Status status = PriceUsage(model, usage, options, &estimate);
    RATECARD_CHECK(status.ok() || !DetailOf(status).reason.empty());
    v1::Model proto;
    const absl::Status parsed = ToProto(model, &proto);
    RATECARD_CHECK(parsed.ok() || absl::IsDataLoss(parsed));
  }
}

// In a catalog that was validated, every model can also be found, and all of
// its prices can be read.
void Exercise(const Catalog& catalog) {
  ExerciseModels(catalog);
  for (const Model& model : catalog.models()) {
    const absl::StatusOr<const Model*> found =
        catalog.GetModel(model.resource_name);
    RATECARD_CHECK(found.ok() && *found == &model);
    v1::Model proto;
    RATECARD_CHECK(ToProto(model, &proto).ok());
    RATECARD_CHECK(model.prices->schedules().size() ==
                   static_cast<size_t>(proto.price_schedules_size()));
  }
}

void CheckText(const std::string& text) {
  const std::vector<CatalogFile> files = {{"fuzz.textproto", text}};
  const CatalogOr catalog = LoadCatalog(files);
  const absl::StatusOr<std::string> snapshot = CompileSnapshot({files});
  RATECARD_CHECK(snapshot.ok() == catalog.ok());
  if (!catalog.ok()) {
    const ErrorDetail detail = DetailOf(catalog.status());
    RATECARD_CHECK(absl::IsInvalidArgument(catalog.status()));
    RATECARD_CHECK(detail.reason == "INVALID_CATALOG");
    RATECARD_CHECK(!detail.fields.empty());
    return;
  }
  Exercise(**catalog);
  const CatalogOr loaded = LoadSnapshot(*snapshot);
  RATECARD_CHECK(loaded.ok());
  RATECARD_CHECK((*loaded)->revision() == (*catalog)->revision());
  RATECARD_CHECK((*loaded)->models().size() == (*catalog)->models().size());
}

void CheckSnapshot(absl::string_view bytes) {
  const CatalogOr catalog = LoadSnapshot(bytes);
  if (catalog.ok()) {
    Exercise(**catalog);
    return;
  }
  RATECARD_CHECK(absl::IsDataLoss(catalog.status()));
  RATECARD_CHECK(DetailOf(catalog.status()).reason == "INVALID_SNAPSHOT");
}

// Not validated: what comes of it may be nonsense, but harms nobody.
void CheckTrusted(absl::string_view bytes) {
  const CatalogOr catalog = LoadTrustedSnapshot(bytes);
  if (catalog.ok()) {
    ExerciseModels(**catalog);
    return;
  }
  RATECARD_CHECK(absl::IsDataLoss(catalog.status()));
}

void CheckProvider(const std::string& bytes) {
  ProviderProtos providers;
  if (providers.Add()->ParseFromString(bytes)) {
    const std::string snapshot = PackSnapshot(providers);
    CheckSnapshot(snapshot);
    CheckTrusted(snapshot);
  }
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto quiet = google::protobuf::SetLogHandler(nullptr);
  static_cast<void>(quiet);
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  ratecard::CheckText(bytes);
  ratecard::CheckSnapshot(bytes);
  ratecard::CheckTrusted(bytes);
  ratecard::CheckProvider(bytes);
  return 0;
}
