// Arbitrary names, and providers after a line feed, on the embedded catalog.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/catalog/catalog.h"
#include "service/catalog/embedded.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

void CheckRefusal(const absl::Status& status) {
  RATECARD_CHECK(absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
                 absl::IsFailedPrecondition(status));
  RATECARD_CHECK(!DetailOf(status).reason.empty());
  ToStatusProto(status).SerializeAsString();
}

void CheckName(const Catalog& catalog, absl::string_view name,
               absl::string_view provider) {
  const absl::Time now = absl::FromUnixSeconds(1'780'000'000);
  const absl::StatusOr<Resolution> found = catalog.Resolve(name, provider, now);
  if (!found.ok()) {
    CheckRefusal(found.status());
    return;
  }
  RATECARD_CHECK(found->model != nullptr);
  RATECARD_CHECK(found->rule != ResolutionRule::kUnspecified);
  RATECARD_CHECK(found->scope != ResolutionScope::kUnspecified);

  const absl::StatusOr<const Model*> by_name =
      catalog.GetModel(found->model->resource_name);
  RATECARD_CHECK(by_name.ok() && *by_name == found->model);
  const absl::StatusOr<Resolution> again =
      catalog.Resolve(found->model->resource_name, "", now);
  RATECARD_CHECK(again.ok() && again->model == found->model);
  if (provider.empty() && found->rule != ResolutionRule::kResourceName) {
    RATECARD_CHECK(absl::c_any_of(catalog.Candidates(name, now),
                                  [&](const Resolution& candidate) {
                                    return candidate.model == found->model;
                                  }));
  }
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto& catalog = *new std::shared_ptr<const ratecard::Catalog>(
      ratecard::LoadEmbeddedCatalog().value());
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(
      absl::string_view(reinterpret_cast<const char*>(data), size),
      absl::MaxSplits('\n', 1));
  ratecard::CheckName(*catalog, parts.first, parts.second);
  return 0;
}
