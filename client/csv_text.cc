#include "client/csv_text.h"

namespace ratecard {

void CsvRow::Add(absl::string_view cell) {
  if (!is_first_) {
    out_->push_back(',');
  }
  is_first_ = false;
  const bool has_space =
      !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  if (!has_space &&
      cell.find_first_of(",;\t|\"\r\n") == absl::string_view::npos) {
    out_->append(cell.data(), cell.size());
    return;
  }
  out_->push_back('"');
  for (const char c : cell) {
    out_->append(c == '"' ? 2 : 1, c);
  }
  out_->push_back('"');
}

void CsvRow::End() {
  out_->push_back('\n');
  is_first_ = true;
}

}  // namespace ratecard
