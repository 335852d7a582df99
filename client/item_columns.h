// What each column of a batch is for, by the flags of the command line.

#ifndef RATECARD_CLIENT_ITEM_COLUMNS_H_
#define RATECARD_CLIENT_ITEM_COLUMNS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/item_field.h"

namespace ratecard {

// Below, `column` is a column of CSV or a key of JSON.
struct ColumnOptions {
  // `COLUMN=FIELD`, `COLUMN=FIELD*1000` or, to leave it out, `COLUMN=-`.
  std::vector<std::string> maps = {};
  std::vector<std::string> keep = {};  // columns to carry through
  bool keep_rest = false;    // so are all that are of no use otherwise
  char decimal_mark = '\0';  // as ParseQuantity has it
};

// What to do with a column.
struct ItemColumn {
  ItemField field;
  // Its place among the columns that are carried through; none: it is not.
  std::optional<size_t> kept;
  bool is_rest = false;  // only kept as the rest
};

// Used by one thread.
class ItemColumns {
 public:
  // Errors: INVALID_ARGUMENT, for a map that is none, and for two of one
  // column.
  static absl::StatusOr<ItemColumns> Make(const ColumnOptions& options);

  // What `column` is for. Options name it whatever its case and the whitespace
  // around it. Errors: INVALID_ARGUMENT UNKNOWN_COLUMN, with the nearest
  // fields.
  absl::StatusOr<ItemColumn> Find(absl::string_view column);

  // Columns that are carried through: those of the options, in order, then
  // those added.
  const std::vector<std::string>& kept() const { return kept_; }
  size_t AddKept(absl::string_view column);

  // A column that the options name and nobody asked Find for; empty: none.
  std::string Missing() const;

  char decimal_mark() const { return decimal_mark_; }

 private:
  ItemColumns() = default;
  absl::Status AddMap(absl::string_view map);

  absl::flat_hash_map<std::string, ItemField> maps_;
  absl::flat_hash_map<std::string, size_t> kept_places_;
  std::vector<std::string> kept_;
  // Columns that the options name, in order, of those that were not yet found.
  std::vector<std::string> missing_;
  bool keep_rest_ = false;
  char decimal_mark_ = '\0';
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ITEM_COLUMNS_H_
