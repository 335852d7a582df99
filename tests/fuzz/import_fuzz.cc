// Arbitrary lists, in the format that the first byte picks.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "service/base/error.h"
#include "service/catalog/importers/import.h"
#include "service/catalog/loader.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

// Whatever a list says, what is imported is a catalog.
void CheckLoads(const Import& import) {
  std::vector<CatalogFile> files;
  for (const v1::Provider& provider : import.providers) {
    CatalogFile file;
    file.name = provider.provider_id() + ".textproto";
    RATECARD_CHECK(
        google::protobuf::TextFormat::PrintToString(provider, &file.text));
    files.push_back(std::move(file));
  }
  RATECARD_CHECK(LoadCatalog(files).ok());
}

void CheckImport(const ImportFormat& format, absl::string_view text) {
  ImportOptions options;
  options.checked_date = "2026-11-01";
  const absl::StatusOr<Import> import = ImportList(format, text, options);
  if (!import.ok()) {
    RATECARD_CHECK(absl::IsInvalidArgument(import.status()));
    RATECARD_CHECK(!DetailOf(import.status()).reason.empty());
    return;
  }
  CheckLoads(*import);
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto formats = ratecard::ImportFormats();
  ratecard::CheckImport(
      formats[data[0] % formats.size()],
      absl::string_view(reinterpret_cast<const char*>(data + 1), size - 1));
  return 0;
}
