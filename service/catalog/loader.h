// From files, or the snapshot linked into the binary, to a catalog.

#ifndef RATECARD_SERVICE_CATALOG_LOADER_H_
#define RATECARD_SERVICE_CATALOG_LOADER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// A catalog file: name for messages, and content as protobuf text.
struct CatalogFile {
  std::string name;
  std::string text;
};

// Parses, validates and builds.
//
// Errors: INVALID_ARGUMENT INVALID_CATALOG with every mistake found, one a line
// as `file:line: field: what is wrong`, each also a field of the error.
absl::StatusOr<std::shared_ptr<const Catalog>> LoadCatalog(
    const std::vector<CatalogFile>& files);

// The files of a layer: its providers, each in one file.
using CatalogFiles = std::vector<CatalogFile>;

// The valid providers of a layer, with rates written out. Errors: as above.
absl::StatusOr<std::vector<v1::Provider>> ParseCatalogFiles(
    const CatalogFiles& files);

// The same of several layers, the most trusted first, merged as layer_merge.h
// says. Each has to be a catalog by itself.
absl::StatusOr<std::shared_ptr<const Catalog>> LoadCatalogLayers(
    const std::vector<CatalogFiles>& layers);

// The same of every `*.textproto` directly in each of `directories`, which are
// separated by commas, the most trusted first.
//
// Errors: as above, and NOT_FOUND CATALOG_NOT_FOUND if a directory cannot be
// read or holds no such file.
absl::StatusOr<std::shared_ptr<const Catalog>> LoadCatalogDirectories(
    absl::string_view directories);

// The providers that such a catalog is made of: merged, valid, written out and
// in order of id. Errors: as above.
absl::StatusOr<std::vector<v1::Provider>> LoadProvidersOfDirectories(
    absl::string_view directories);

// The files of a directory, sorted by name. Errors: as above.
absl::StatusOr<std::vector<CatalogFile>> ReadCatalogFiles(
    const std::string& directory);

// Parses and validates, and packs into what LoadSnapshot takes. Equal content
// gives equal bytes.
absl::StatusOr<std::string> CompileSnapshot(
    const std::vector<CatalogFiles>& layers);

// Builds from a snapshot that CompileSnapshot made.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT. Any bytes are safe to pass.
absl::StatusOr<std::shared_ptr<const Catalog>> LoadSnapshot(
    absl::string_view bytes);

// The same of bytes that the build of this program made: neither their hash nor
// what they say is checked again, and the catalog uses them where they are, so
// that they must outlive it.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT where it cannot be built from them, as
// when a time zone is missing on this machine.
absl::StatusOr<std::shared_ptr<const Catalog>> LoadTrustedSnapshot(
    absl::string_view bytes);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_LOADER_H_
