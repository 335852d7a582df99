#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/csv_reader.h"
#include "client/item_reader.h"
#include "client/refusal.h"
#include "client/workload_file.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr size_t kMaxColumns = 1'000;

std::string Counted(size_t count, absl::string_view noun) {
  return absl::StrCat(count, " ", noun, count == 1 ? "" : "s");
}

// Of a cell whose column has no name.
absl::Status CheckUnnamed(absl::string_view cell, size_t column) {
  cell = absl::StripAsciiWhitespace(cell);
  return cell.empty()
             ? absl::OkStatus()
             : Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_COLUMN",
                     absl::StrCat("cell ", column + 1, " is '", Shortened(cell),
                                  "', but the header has no name for its "
                                  "column: give it one there"));
}

class CsvItems : public ItemReader {
 public:
  CsvItems(char delimiter, ItemColumns columns, TextInput* input)
      : columns_(std::move(columns)),
        input_(input),
        reader_(delimiter, kMaxItemBytes) {}

  absl::Status ReadHeader();

  absl::StatusOr<bool> Next(BatchItem* item,
                            v1::EstimateCostRequest* request) override;

  // The header was.
  absl::Status CheckColumns() const override { return absl::OkStatus(); }

  const std::vector<std::string>& kept() const override {
    return columns_.kept();
  }

 private:
  absl::Status AddColumn(absl::string_view name);
  absl::Status Fill(BatchItem* item, v1::EstimateCostRequest* request) const;
  absl::Status CheckUtf8(absl::string_view cell, size_t column) const;

  ItemColumns columns_;
  TextInput* const input_;
  CsvReader reader_;
  CsvRecord record_;
  std::vector<std::string> names_;  // of the header
  std::vector<ItemColumn> header_;  // what each of them is for
};

absl::Status CsvItems::CheckUtf8(absl::string_view cell, size_t column) const {
  size_t bad = 0;
  if (IsUtf8(cell, &bad)) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_ENCODING",
               absl::StrCat("cell ", column + 1, " is not ", input_->encoding(),
                            "; say what it is by --encoding, as latin1"));
}

absl::Status CsvItems::AddColumn(absl::string_view name) {
  RATECARD_RETURN_IF_ERROR(CheckUtf8(name, names_.size()));
  if (name.empty()) {
    names_.emplace_back();
    header_.emplace_back();
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(ItemColumn column, columns_.Find(name));
  for (size_t i = 0; i < names_.size(); ++i) {
    const bool same_name =
        absl::AsciiStrToLower(names_[i]) == absl::AsciiStrToLower(name);
    const ItemField& field = header_[i].field;
    if (same_name || (field.kind != ItemField::Kind::kIgnored &&
                      field.name == column.field.name)) {
      return Error(absl::StatusCode::kInvalidArgument, "DUPLICATE_COLUMN",
                   same_name
                       ? absl::StrCat("the header has column '",
                                      Shortened(name), "' twice")
                       : absl::StrCat("columns '", Shortened(names_[i]),
                                      "' and '", Shortened(name), "' are both ",
                                      field.name, "; leave one out by --map '",
                                      Shortened(name), "=-'"));
    }
  }
  if (column.is_rest) {
    column.kept = columns_.AddKept(name);
  }
  names_.emplace_back(name);
  header_.push_back(std::move(column));
  return absl::OkStatus();
}

absl::Status CsvItems::ReadHeader() {
  absl::Status problem;
  RATECARD_ASSIGN_OR_RETURN(const bool found,
                            NextRecord(input_, &reader_, &record_, &problem));
  RATECARD_RETURN_IF_ERROR(problem);
  if (!found) {
    return Error(absl::StatusCode::kInvalidArgument, "EMPTY_FILE",
                 absl::StrCat("there is nothing in ",
                              NameOfInput(input_->file().path())));
  }
  if (record_.cells.size() > kMaxColumns) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY_COLUMNS",
                 absl::StrCat("the header has ", record_.cells.size(),
                              " columns, more than ", kMaxColumns));
  }
  for (const absl::string_view cell : record_.cells) {
    RATECARD_RETURN_IF_ERROR(AddColumn(absl::StripAsciiWhitespace(cell)));
  }
  const std::string missing = columns_.Missing();
  return missing.empty() ? absl::OkStatus()
                         : NoSuchColumn("the header", missing, names_);
}

absl::StatusOr<bool> CsvItems::Next(BatchItem* item,
                                    v1::EstimateCostRequest* request) {
  item->problem = absl::OkStatus();
  item->kept.resize(columns_.kept().size());
  RATECARD_ASSIGN_OR_RETURN(
      const bool found, NextRecord(input_, &reader_, &record_, &item->problem));
  if (!item->problem.ok()) {
    item->line = LineOf(item->problem);
    for (KeptValue& value : item->kept) {
      value.text.clear();
    }
    return true;
  }
  if (found) {
    item->line = record_.line;
    item->problem = Fill(item, request);
  }
  return found;
}

absl::Status CsvItems::Fill(BatchItem* item,
                            v1::EstimateCostRequest* request) const {
  const size_t cells = record_.cells.size();
  absl::Status problem;
  if (cells != header_.size()) {
    problem = Error(absl::StatusCode::kInvalidArgument, "WRONG_CELL_COUNT",
                    absl::StrCat("has ", Counted(cells, "cell"),
                                 ", the header has ", header_.size()));
  }
  for (size_t i = 0; i < header_.size(); ++i) {
    const absl::string_view cell = i < cells ? record_.cells[i] : "";
    absl::Status wrong = CheckUtf8(cell, i);
    if (header_[i].kept.has_value()) {
      std::string& text = item->kept[*header_[i].kept].text;
      if (wrong.ok()) {
        text.assign(cell.data(), cell.size());
      } else {
        text = ReplaceNonUtf8(cell);
      }
    }
    if (wrong.ok() && names_[i].empty()) {
      wrong = CheckUnnamed(cell, i);
    } else if (wrong.ok()) {
      wrong = SetItemField(header_[i].field, cell, columns_.decimal_mark(),
                           request);
      if (!wrong.ok()) {
        wrong = WithSubject(
            wrong, absl::StrCat("column '", Shortened(names_[i]), "'"));
      }
    }
    problem.Update(wrong);
  }
  return problem;
}

}  // namespace

absl::Status NoSuchColumn(absl::string_view where, absl::string_view missing,
                          const std::vector<std::string>& columns) {
  constexpr size_t kMostShown = 20;
  std::vector<std::string> shown;  // columns without a name cannot be named
  for (const std::string& column : columns) {
    if (!column.empty() && shown.size() < kMostShown) {
      shown.push_back(Shortened(column));
    }
  }
  return Error(absl::StatusCode::kInvalidArgument, "NO_SUCH_COLUMN",
               absl::StrCat(where, " has no column '", Shortened(missing),
                            "'; it has ", absl::StrJoin(shown, ", "),
                            columns.size() > kMostShown ? ", …" : ""));
}

absl::StatusOr<std::unique_ptr<ItemReader>> ReadCsvItems(char delimiter,
                                                         ItemColumns columns,
                                                         TextInput* input) {
  auto items = std::make_unique<CsvItems>(delimiter, std::move(columns), input);
  RATECARD_RETURN_IF_ERROR(items->ReadHeader());
  return items;
}

}  // namespace ratecard
