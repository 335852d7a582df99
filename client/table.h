// Aligned columns for people.
//
//   Table table({{"METER"}, {"QUANTITY", Align::kRight}});
//   table.AddRow({"input_tokens", "40,000"});
//   out += table.Render(style);

#ifndef RATECARD_CLIENT_TABLE_H_
#define RATECARD_CLIENT_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/style.h"

namespace ratecard {

enum class Align {
  kLeft,
  kRight,
  kPoint,  // numbers one below the other at their decimal point
};

struct Column {
  std::string title;
  Align align = Align::kLeft;
  // Of the last one: text is broken at spaces to stay within 80 columns, or
  // within 40 of its own.
  bool wrap = false;
};

// Columns in which no row has anything are left out. Control characters are
// shown as `?`.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Missing cells are empty. A row without cells is a blank line.
  void AddRow(std::vector<std::string> cells, bool bold = false);

  bool empty() const { return rows_.empty(); }

  // Titles, then the rows.
  std::string Render(const Style& style) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool bold = false;
  };

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

// `name  value` lines, values one below the other and broken at spaces to stay
// within 80 columns. Empty values are left out.
class Facts {
 public:
  void Add(absl::string_view name, absl::string_view value);

  std::string Render() const;

 private:
  std::vector<std::pair<std::string, std::string>> facts_;
};

// Columns that `text` takes: its code points.
size_t Width(absl::string_view text);

// `text` with `?` for every control character.
std::string Printable(absl::string_view text);

// `text` broken at spaces into lines of at most `width` columns, where words
// allow; all but the first begin with `indent` spaces.
std::string Wrap(absl::string_view text, size_t width, size_t indent);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_TABLE_H_
