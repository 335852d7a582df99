#include "client/catalog_files.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/catalog_text.h"

namespace ratecard {
namespace {

namespace fs = std::filesystem;

Error CannotWrite(const std::string& path, const std::string& why) {
  return Error(absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
               absl::StrCat("cannot write ", path, ": ", why));
}

}  // namespace

CatalogFiles CatalogFilesOf(const std::vector<v1::Provider>& providers,
                            const std::string& comment) {
  CatalogFiles files;
  for (const v1::Provider& provider : providers) {
    files.push_back({absl::StrCat(provider.provider_id(), ".textproto"),
                     CatalogFileText(provider, comment)});
  }
  return files;
}

absl::Status WriteCatalogFiles(const CatalogFiles& files,
                               const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return CannotWrite(directory, error.message());
  }
  for (const CatalogFile& file : files) {
    const std::string path = (fs::path(directory) / file.name).string();
    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << file.text;
    out.close();
    if (!out) {
      return CannotWrite(path, std::generic_category().message(errno));
    }
  }
  return absl::OkStatus();
}

absl::Status RemoveOtherCatalogFiles(const CatalogFiles& files,
                                     const std::string& comment,
                                     const std::string& directory) {
  std::set<std::string> names;
  for (const CatalogFile& file : files) {
    names.insert(file.name);
  }
  RATECARD_ASSIGN_OR_RETURN(const CatalogFiles found,
                            ReadCatalogFiles(directory));
  for (const CatalogFile& file : found) {
    std::error_code error;
    const fs::path path = fs::path(directory) / file.name;
    if (names.count(file.name) == 0 && absl::StrContains(file.text, comment) &&
        !fs::remove(path, error)) {
      return CannotWrite(path.string(), error.message());
    }
  }
  return absl::OkStatus();
}

}  // namespace ratecard
