#include "service/catalog/embedded.h"

#include <cstdio>
#include <cstdlib>

#include "service/catalog/loader.h"

extern "C" {
// Set around the snapshot's bytes where the assembler includes them.
extern const char ratecard_snapshot_begin[];
extern const char ratecard_snapshot_end[];
}

namespace ratecard {

absl::string_view EmbeddedSnapshot() {
  return {ratecard_snapshot_begin,
          static_cast<size_t>(ratecard_snapshot_end - ratecard_snapshot_begin)};
}

std::shared_ptr<const Catalog> LoadEmbeddedCatalog() {
  auto catalog = LoadSnapshot(EmbeddedSnapshot());
  if (!catalog.ok()) {
    // The build made these bytes from valid files: the binary is damaged, or a
    // time zone that the catalog needs is missing on this machine.
    const std::string reason(catalog.status().message());
    std::fprintf(stderr, "the embedded catalog cannot be loaded: %s\n",
                 reason.c_str());
    std::abort();
  }
  return *std::move(catalog);
}

}  // namespace ratecard
