// Rows of CSV (RFC 4180).
//
//   CsvRow row(&out);
//   row.Add("team, a");
//   row.End();

#ifndef RATECARD_CLIENT_CSV_TEXT_H_
#define RATECARD_CLIENT_CSV_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace ratecard {

// Writes one row behind the other into `out`, which must outlive it. Lines end
// with LF.
class CsvRow {
 public:
  explicit CsvRow(std::string* out) : out_(out) {}

  // One more cell, quoted where it has to be.
  void Add(absl::string_view cell);
  void End();

 private:
  std::string* const out_;
  bool is_first_ = true;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_CSV_TEXT_H_
