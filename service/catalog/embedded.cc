#include "service/catalog/embedded.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/catalog/loader.h"

extern "C" {
// Set around the snapshot's bytes where the assembler includes them.
extern const char ratecard_snapshot_begin[];
extern const char ratecard_snapshot_end[];
}

namespace ratecard {

absl::StatusOr<std::shared_ptr<const Catalog>> LoadEmbeddedCatalog() {
  auto catalog = LoadTrustedSnapshot(EmbeddedSnapshot());
  if (!catalog.ok()) {
    // The build made these bytes from valid files, so that all mistakes have
    // one cause and the first line says it.
    const absl::string_view message = catalog.status().message();
    return Error(absl::StatusCode::kFailedPrecondition,
                 "EMBEDDED_CATALOG_UNUSABLE",
                 absl::StrCat("the catalog in this program cannot be used: ",
                              message.substr(0, message.find('\n'))));
  }
  return catalog;
}

absl::string_view EmbeddedSnapshot() {
  return {ratecard_snapshot_begin,
          static_cast<size_t>(ratecard_snapshot_end - ratecard_snapshot_begin)};
}

}  // namespace ratecard
