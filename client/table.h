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
  // In a table that is too wide, the columns with the highest number go first;
  // 0: this one stays.
  int drop = 0;
  // Of the last one: text is cut to what room the table's width leaves.
  bool cut = false;
};

// Columns in which no row has anything are left out. Control characters are
// shown as `?`.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Missing cells are empty. A row without cells is a blank line.
  void AddRow(std::vector<std::string> cells, bool bold = false);

  bool empty() const { return rows_.empty(); }

  // Titles, then the rows, in `width` columns if these are enough for what has
  // to stay; 0: as wide as it is.
  std::string Render(const Style& style, size_t width = 0) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool bold = false;
  };
  // Widths of a column's cells.
  struct Extent {
    size_t width = 0;  // 0: left out
    size_t tail = 0;   // of kPoint
  };

  static std::string Pad(absl::string_view cell, Align align,
                         const Extent& extent);
  void Fit(size_t width, std::vector<Extent>* extents) const;

  std::vector<Extent> Extents() const;

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

// `text`, or if it takes more than `width` columns its start and an ellipsis.
std::string Cut(absl::string_view text, size_t width);

// Columns that `text` takes: its code points.
size_t Width(absl::string_view text);

// `text` with `?` for every control character.
std::string Printable(absl::string_view text);

// `text` broken at spaces into lines of at most `width` columns, where words
// allow; all but the first begin with `indent` spaces.
std::string Wrap(absl::string_view text, size_t width, size_t indent);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_TABLE_H_
