// Catalog files that commands write.

#ifndef RATECARD_CLIENT_CATALOG_FILES_H_
#define RATECARD_CLIENT_CATALOG_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/loader.h"

namespace ratecard {

// One file for each provider, `<provider_id>.textproto`, with `comment` at its
// head.
CatalogFiles CatalogFilesOf(const std::vector<v1::Provider>& providers,
                            const std::string& comment);

// Writes `files` into `directory`, which is made if need be, in place of files
// of the same names that have `mark` in the comment at their head: those of an
// earlier run. Each is complete before it takes its place, and all are before
// the first does.
//
// Errors; the directory is as it was, but if files took their places before one
// could not, which are then new and whole:
//   FAILED_PRECONDITION  NOT_REPLACED: a file of such a name without `mark`.
//                        CANNOT_WRITE, with what the system says.
absl::Status WriteCatalogFiles(const CatalogFiles& files,
                               const std::string& mark,
                               const std::string& directory);

// Removes the catalog files in `directory` that have `mark` in the comment at
// their head and are none of `files`: what an earlier run wrote of a provider
// that is gone.
//
// Errors: FAILED_PRECONDITION CANNOT_WRITE.
absl::Status RemoveOtherCatalogFiles(const CatalogFiles& files,
                                     const std::string& mark,
                                     const std::string& directory);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_CATALOG_FILES_H_
