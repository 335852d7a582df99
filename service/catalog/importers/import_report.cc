#include "service/catalog/importers/import_report.h"

namespace ratecard {

absl::string_view NameOf(ImportFinding finding) {
  switch (finding) {
    case ImportFinding::kUnknownKey:
      return "unknown_key";
    case ImportFinding::kBadValue:
      return "bad_value";
    case ImportFinding::kLeftOut:
      return "left_out";
    case ImportFinding::kNoiseRemoved:
      return "noise_removed";
    case ImportFinding::kRounded:
      return "rounded";
  }
  return "";
}

void ImportReport::Add(ImportFinding finding, absl::string_view key,
                       absl::string_view remark, absl::string_view path) {
  ImportFindingCount& found =
      findings_[Key(finding, std::string(key), std::string(remark))];
  if (found.count++ == 0) {
    found.first_path = std::string(path);
  }
}

int64_t ImportReport::Count(ImportFinding finding) const {
  int64_t count = 0;
  for (const auto& [key, found] : findings_) {
    count += std::get<0>(key) == finding ? found.count : 0;
  }
  return count;
}

}  // namespace ratecard
