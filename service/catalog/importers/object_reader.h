// Reads an object key by key and knows which keys nobody asked for.
//
//   ObjectReader model(json, "models", "models.gpt-5", &report);
//   const std::optional<std::string> name = model.String("name");
//   if (std::optional<ObjectReader> cost = model.Object("cost")) { … }
//   model.ReportRest();

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_OBJECT_READER_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_OBJECT_READER_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/catalog/importers/import_report.h"
#include "service/catalog/importers/json.h"

namespace ratecard {

// A key that is asked for counts as understood. A value of another kind than
// the one asked for is reported as BAD_VALUE and given as absent; null is
// absent. `json` and `report` must outlive the reader.
class ObjectReader {
 public:
  // Requires an object. `key` is the path within an entry, the same for all
  // entries (`cost.tiers`; empty at its top); `path` is that in the document.
  ObjectReader(const Json& json, std::string key, std::string path,
               ImportReport* report);

  std::optional<std::string> String(absl::string_view key);
  std::optional<bool> Bool(absl::string_view key);
  // A whole number, also one that is written with a point or an exponent
  // (`1e6`, `400000.0`).
  std::optional<int64_t> Integer(absl::string_view key);
  // A number as it is written.
  std::optional<std::string> Number(absl::string_view key);
  // Of an array of strings; empty if there is none.
  std::vector<std::string> Strings(absl::string_view key);
  std::optional<ObjectReader> Object(absl::string_view key);
  // The objects of an array; items of another kind are reported.
  std::vector<ObjectReader> Objects(absl::string_view key);
  // A value of any kind; null if there is none.
  const Json* Value(absl::string_view key);

  // Counts keys as understood that say nothing for a catalog: how to call the
  // model, rate limits and the like.
  void Ignore(std::initializer_list<absl::string_view> keys);

  // Reports a finding about a key of this object.
  void Report(ImportFinding finding, absl::string_view key,
              absl::string_view remark);

  // Members that nobody asked for so far, in their order.
  std::vector<const std::pair<std::string, Json>*> Rest() const;
  // Reports them as UNKNOWN_KEY.
  void ReportRest();

  const std::string& path() const { return path_; }
  ImportReport* report() const { return report_; }

 private:
  // The member of that key, which now counts as asked for; null if it is
  // absent, null, or not of `kind`.
  const Json* Take(absl::string_view key, Json::Kind kind);
  std::string KeyOf(absl::string_view key) const;
  std::string PathOf(absl::string_view key) const;

  const Json* json_;
  std::string key_;
  std::string path_;
  ImportReport* report_;
  std::vector<bool> taken_;  // by place among the members
};

// A value in a few characters, for a remark.
std::string Brief(const Json& json);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_OBJECT_READER_H_
