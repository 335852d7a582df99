// Packs the catalog files of directories, the most trusted first, into one
// snapshot.
//
//   catalog_compile OUTPUT DIRECTORY...
//
// Prints every mistake as `file:line: field: what is wrong` and exits 1.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "service/base/status_macros.h"
#include "service/catalog/loader.h"

namespace ratecard {
namespace {

// Whole or not at all, so that a build that was stopped leaves no half of it.
bool WriteFile(const std::string& path, const std::string& bytes) {
  const std::string unfinished = path + ".tmp";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) {
    std::filesystem::rename(unfinished, path, error);
  }
  return out && !error;
}

absl::StatusOr<std::string> Compile(
    const std::vector<std::string>& directories) {
  std::vector<CatalogFiles> layers;
  for (const std::string& directory : directories) {
    RATECARD_ASSIGN_OR_RETURN(layers.emplace_back(),
                              ReadCatalogFiles(directory));
  }
  return CompileSnapshot(layers);
}

int Main(const std::string& output,
         const std::vector<std::string>& directories) {
  const absl::StatusOr<std::string> snapshot = Compile(directories);
  if (!snapshot.ok()) {
    const std::string message(snapshot.status().message());
    std::fprintf(stderr, "%s\n", message.c_str());
    return 1;
  }
  if (!WriteFile(output, *snapshot)) {
    std::fprintf(stderr, "cannot write %s\n", output.c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: catalog_compile OUTPUT DIRECTORY...\n");
    return 2;
  }
  return ratecard::Main(argv[1], {argv + 2, argv + argc});
}
