#include "client/catalog_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/catalog_text.h"

namespace ratecard {
namespace {

namespace fs = std::filesystem;

Error CannotWrite(const std::string& path, const std::error_code& error) {
  return Error(absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
               absl::StrCat("cannot write ", path, ": ", error.message()));
}

Error CannotWrite(const std::string& path, int error) {
  return CannotWrite(path, std::error_code(error, std::generic_category()));
}

std::string PathOf(const CatalogFile& file, const std::string& directory) {
  return (fs::path(directory) / file.name).string();
}

// No catalog file by its name, so that nothing loads it half written.
std::string TemporaryOf(const CatalogFile& file, const std::string& directory) {
  return (fs::path(directory) / absl::StrCat(".", file.name, ".tmp")).string();
}

// Whether the comment at the head of the file holds `mark`.
bool HasMark(const fs::path& path, absl::string_view mark) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return false;  // a pipe could block for ever
  }
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line) && absl::StartsWith(line, "#")) {
    if (absl::StrContains(line, mark)) {
      return true;
    }
  }
  return false;
}

absl::Status CheckReplaced(const CatalogFiles& files, const std::string& mark,
                           const std::string& directory) {
  for (const CatalogFile& file : files) {
    const std::string path = PathOf(file, directory);
    std::error_code error;
    if (fs::exists(path, error) && !HasMark(path, mark)) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "NOT_REPLACED",
          absl::StrCat("would replace ", path,
                       ", which does not begin with the comment \"", mark,
                       "\"; give --out another directory, or move the file"));
    }
  }
  return absl::OkStatus();
}

// The text is on the disk, not only in memory.
absl::Status WriteNewFile(const std::string& path, absl::string_view text) {
  unlink(path.c_str());  // what a killed run left
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
           S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
  if (fd < 0) {
    return CannotWrite(path, errno);
  }
  int error = 0;
  while (!text.empty() && error == 0) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (error == 0 && fsync(fd) != 0) {
    error = errno;
  }
  close(fd);
  return error == 0 ? absl::OkStatus() : CannotWrite(path, error);
}

// So that the new names outlive a loss of power too; where a file system cannot
// do that, they are there nevertheless.
void SyncDirectory(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    (void)fsync(fd);
    close(fd);
  }
}

// All are written before the first takes its place.
absl::Status WriteAndRename(const CatalogFiles& files,
                            const std::string& directory) {
  for (const CatalogFile& file : files) {
    RATECARD_RETURN_IF_ERROR(
        WriteNewFile(TemporaryOf(file, directory), file.text));
  }
  for (const CatalogFile& file : files) {
    const std::string path = PathOf(file, directory);
    if (std::rename(TemporaryOf(file, directory).c_str(), path.c_str()) != 0) {
      return CannotWrite(path, errno);
    }
  }
  return absl::OkStatus();
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
                               const std::string& mark,
                               const std::string& directory) {
  RATECARD_RETURN_IF_ERROR(CheckReplaced(files, mark, directory));
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return CannotWrite(directory, error);
  }
  absl::Status status = WriteAndRename(files, directory);
  if (!status.ok()) {
    for (const CatalogFile& file : files) {
      unlink(TemporaryOf(file, directory).c_str());
    }
  }
  SyncDirectory(directory);
  return status;
}

absl::Status RemoveOtherCatalogFiles(const CatalogFiles& files,
                                     const std::string& mark,
                                     const std::string& directory) {
  std::set<std::string> names;
  for (const CatalogFile& file : files) {
    names.insert(file.name);
  }
  std::error_code error;
  std::vector<fs::path> others;
  for (fs::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path& path = it->path();
    if (path.extension() == ".textproto" &&
        names.count(path.filename().string()) == 0 && HasMark(path, mark)) {
      others.push_back(path);
    }
  }
  if (error) {
    return CannotWrite(directory, error);
  }
  for (const fs::path& path : others) {
    fs::remove(path, error);
    if (error) {
      return CannotWrite(path.string(), error);
    }
  }
  return absl::OkStatus();
}

}  // namespace ratecard
