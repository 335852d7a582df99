// Catalogs out of the price lists that others keep.
//
// An importer reads its format completely and says what the list says, no more:
// one provider for each that the list has, under the list's own ids, in the
// form of catalog files. What it does not understand it reports.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_IMPORT_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_IMPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/import_report.h"
#include "service/catalog/importers/json.h"

namespace ratecard {

// What was imported: providers in order of id, each a valid catalog file.
struct Import {
  std::vector<v1::Provider> providers;
  ImportReport report;
};

// What the user says of the file.
struct ImportOptions {
  // The day on which the list was read, YYYY-MM-DD: every fact is of this day
  // unless the list says otherwise.
  std::string checked_date;
};

// A format of price lists.
struct ImportFormat {
  absl::string_view name;     // `litellm`, as in `--from`
  absl::string_view title;    // what the list is called
  absl::string_view url;      // where it is published
  absl::string_view license;  // of the list
  // Errors (INVALID_ARGUMENT INVALID_LIST): the document is not such a list at
  // all. Thread-safe.
  absl::StatusOr<Import> (*import)(const Json& list, const ImportOptions&);
};

// All formats, by name.
absl::Span<const ImportFormat> ImportFormats();

// Null if there is no such format.
const ImportFormat* FindImportFormat(absl::string_view name);

// Imports the text of a list.
//
// A model with more prices than a catalog takes has none, and is reported.
//
// Errors (INVALID_ARGUMENT): those of ParseJson; INVALID_LIST, also for a list
// without a model.
absl::StatusOr<Import> ImportList(const ImportFormat& format,
                                  absl::string_view text,
                                  const ImportOptions& options);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_IMPORT_H_
