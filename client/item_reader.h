// The requests of a batch, one by one, out of CSV or JSON Lines.

#ifndef RATECARD_CLIENT_ITEM_READER_H_
#define RATECARD_CLIENT_ITEM_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/item_columns.h"
#include "client/text_input.h"
#include "ratecard/v1/estimate_service.pb.h"

namespace ratecard {

// Longest record of CSV and line of JSON.
inline constexpr size_t kMaxItemBytes = 1 << 20;

// The value of a column that is carried through.
struct KeptValue {
  std::string text;
  bool is_json = false;  // `text` is a value of JSON other than a string

  // For people, and as a cell: null is empty.
  absl::string_view plain() const {
    return is_json && text == "null" ? absl::string_view() : text;
  }
};

// Adds `value` as JSON to `out`.
void AppendKeptJson(const KeptValue& value, std::string* out);

// What a line of a batch says beside its request.
struct BatchItem {
  int64_t line = 0;             // where it begins, from 1
  std::vector<KeptValue> kept;  // one for each of ItemReader::kept()
  std::string rest;             // `"key":value,…` of JSON: what else is kept
  absl::Status problem;         // why it is no request
};

// Takes memory for the longest item and a piece of the file. Used by one
// thread.
class ItemReader {
 public:
  virtual ~ItemReader() = default;

  // The next item, or false at the end. `request` has what holds where the item
  // says nothing, and gets what it says.
  //
  // Errors: of reading the file. What is wrong with an item is its problem.
  virtual absl::StatusOr<bool> Next(BatchItem* item,
                                    v1::EstimateCostRequest* request) = 0;

  // Call it behind the last item, if there were any that could be read. Errors:
  // INVALID_ARGUMENT NO_SUCH_COLUMN, for one that the options name and no item
  // had, with those that there were.
  virtual absl::Status CheckColumns() const = 0;

  // The columns that are carried through.
  virtual const std::vector<std::string>& kept() const = 0;
};

// The problem of a `where` that has no column `missing`, only `columns`.
absl::Status NoSuchColumn(absl::string_view where, absl::string_view missing,
                          const std::vector<std::string>& columns);

// Reads a header, then a request a record; a column without a name must be
// empty, as one behind a delimiter at the end of a line is. `delimiter` and
// errors of records as CsvReader has them. Both pointers must outlive the
// reader.
//
// Errors (INVALID_ARGUMENT): EMPTY_FILE; a header with a column that is there
// twice or means the same as another, or that lacks one that `columns` name;
// those of ItemColumns::Find.
absl::StatusOr<std::unique_ptr<ItemReader>> ReadCsvItems(char delimiter,
                                                         ItemColumns columns,
                                                         TextInput* input);

// Reads an object a line: an EstimateCostRequest, with field names as in the
// proto or in camel case, or the same with the fields of its usage beside
// `model`; both may be mixed, but nothing said twice. What is null says
// nothing.
std::unique_ptr<ItemReader> ReadJsonItems(ItemColumns columns,
                                          TextInput* input);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ITEM_READER_H_
