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
  bool keep_rest = false;  // so are all that are of no use otherwise
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
  absl::StatusOr<ItemColumn> Find(absl::string_view column) const;

  // Columns that are carried through: those of the options, in order, then
  // those added.
  const std::vector<std::string>& kept() const { return kept_; }
  size_t AddKept(absl::string_view column);

  // A column that the options name and `columns` does not have; empty: none.
  std::string Missing(const std::vector<std::string>& columns) const;

 private:
  ItemColumns() = default;
  absl::Status AddMap(absl::string_view map);

  absl::flat_hash_map<std::string, ItemField> maps_;
  absl::flat_hash_map<std::string, size_t> kept_places_;
  std::vector<std::string> kept_;
  std::vector<std::string> named_;  // columns that the options name
  bool keep_rest_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ITEM_COLUMNS_H_
