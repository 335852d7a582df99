// Packs the catalog files of directories, the most trusted first, into one
// snapshot, and the words that can be completed into a text.
//
//   catalog_compile SNAPSHOT WORDS DIRECTORY...
//
// Prints every mistake as `file:line: field: what is wrong` and exits 1.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "service/base/status_macros.h"
#include "service/catalog/completion_words.h"
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

absl::Status Compile(const std::string& snapshot_path,
                     const std::string& words_path,
                     const std::vector<std::string>& directories) {
  std::vector<CatalogFiles> layers;
  for (const std::string& directory : directories) {
    RATECARD_ASSIGN_OR_RETURN(layers.emplace_back(),
                              ReadCatalogFiles(directory));
  }
  RATECARD_ASSIGN_OR_RETURN(const std::string snapshot,
                            CompileSnapshot(layers));
  RATECARD_ASSIGN_OR_RETURN(const auto catalog, LoadSnapshot(snapshot));
  if (!WriteFile(snapshot_path, snapshot)) {
    return absl::DataLossError("cannot write " + snapshot_path);
  }
  if (!WriteFile(words_path, CompletionWords(*catalog))) {
    return absl::DataLossError("cannot write " + words_path);
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace ratecard

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr,
                 "usage: catalog_compile SNAPSHOT WORDS DIRECTORY...\n");
    return 2;
  }
  const absl::Status status =
      ratecard::Compile(argv[1], argv[2], {argv + 3, argv + argc});
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return 1;
  }
  return 0;
}
