// What an import did not take over as it was, so that nothing is lost unseen.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_IMPORT_REPORT_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_IMPORT_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/string_view.h"

namespace ratecard {

enum class ImportFinding : uint8_t {
  // A key that the importer does not know: what it says is lost.
  kUnknownKey,
  // A known key with a value that it cannot have: the fact is lost.
  kBadValue,
  // Known and understood, but outside what a catalog holds; the reason is
  // given.
  kLeftOut,
  // A price that float arithmetic had moved by less than a part in 10^12.
  kNoiseRemoved,
  // A price with more than nine decimals, rounded.
  kRounded,
};

// `unknown_key` …
absl::string_view NameOf(ImportFinding finding);

// Findings of one kind about the same key, wherever they occurred.
struct ImportFindingCount {
  int64_t count = 0;
  std::string first_path;  // where the first one was
};

class ImportReport {
 public:
  // Kind, key without the entry that has it (`cost.cache_input`), and remark
  // (a value, a reason; may be empty).
  using Key = std::tuple<ImportFinding, std::string, std::string>;

  void Add(ImportFinding finding, absl::string_view key,
           absl::string_view remark, absl::string_view path);

  // By kind, key and remark.
  const std::map<Key, ImportFindingCount>& findings() const {
    return findings_;
  }
  int64_t Count(ImportFinding finding) const;

  // Whether anything that the source says was not understood.
  bool lost_anything() const {
    return Count(ImportFinding::kUnknownKey) > 0 ||
           Count(ImportFinding::kBadValue) > 0;
  }

 private:
  std::map<Key, ImportFindingCount> findings_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_IMPORT_REPORT_H_
