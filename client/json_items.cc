#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/item_reader.h"
#include "client/json_text.h"
#include "client/line_cutter.h"
#include "client/refusal.h"
#include "google/protobuf/util/json_util.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "simdjson.h"

namespace ratecard {
namespace {

using simdjson::ondemand::json_type;
using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

static_assert(kDocumentPadding >= simdjson::SIMDJSON_PADDING);

// Keys whose columns are remembered.
constexpr size_t kMostKeys = 4'096;

absl::string_view ToView(std::string_view text) {
  return {text.data(), text.size()};
}

Error Wrong(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_JSON", message);
}

absl::Status Check(simdjson::error_code error) {
  return error == simdjson::SUCCESS
             ? absl::OkStatus()
             : Wrong(absl::StrCat("is no JSON that can be read: ",
                                  simdjson::error_message(error)));
}

absl::Status ReadValue(Value value, KeptValue* read) {
  json_type type = json_type::null;
  RATECARD_RETURN_IF_ERROR(Check(value.type().get(type)));
  std::string_view text;
  RATECARD_RETURN_IF_ERROR(Check(
      type == json_type::string ? value.get_string().get(text)
                                : simdjson::to_json_string(value).get(text)));
  read->text.assign(text.data(), text.size());
  read->is_json = type != json_type::string;
  return absl::OkStatus();
}

absl::Status SetMember(absl::string_view key, const ItemField& field,
                       const KeptValue& value, char decimal_mark,
                       v1::EstimateCostRequest* request) {
  if (value.is_json &&
      (value.text.front() == '{' || value.text.front() == '[')) {
    return Wrong(
        absl::StrCat("key '", Shortened(key), "' has no single value"));
  }
  // JSON's own numbers have a point.
  const absl::Status status = SetItemField(
      field, value.plain(), value.is_json ? '.' : decimal_mark, request);
  return status.ok()
             ? status
             : WithSubject(status, absl::StrCat("key '", Shortened(key), "'"));
}

absl::StatusOr<const ItemColumn*> Found(
    const absl::StatusOr<ItemColumn>& column) {
  RATECARD_RETURN_IF_ERROR(column.status());
  return &*column;
}

class JsonItems : public ItemReader {
 public:
  JsonItems(ItemColumns columns, TextInput* input)
      : columns_(std::move(columns)), input_(input), lines_(kMaxItemBytes) {}

  absl::StatusOr<bool> Next(BatchItem* item,
                            v1::EstimateCostRequest* request) override;

  absl::Status CheckColumns() const override;

  const std::vector<std::string>& kept() const override {
    return columns_.kept();
  }

 private:
  absl::Status Read(BatchItem* item, v1::EstimateCostRequest* request);
  absl::Status ReadMember(absl::string_view key, Value value, BatchItem* item,
                          v1::EstimateCostRequest* request);
  // Of a key that is neither of the API's own messages.
  absl::Status ReadField(absl::string_view key, const ItemColumn& column,
                         Value value, BatchItem* item,
                         v1::EstimateCostRequest* request);
  absl::Status ReadUsage(Value value, BatchItem* item,
                         v1::EstimateCostRequest* request);
  absl::Status ReadQuantities(Value value, v1::Usage* usage);
  // Valid until the next call.
  absl::StatusOr<const ItemColumn*> ColumnOf(absl::string_view key);
  // Notes that the line says `name`.
  absl::Status Say(absl::string_view name);

  ItemColumns columns_;
  TextInput* const input_;
  LineCutter lines_;
  TextLine line_;
  simdjson::dom::parser checker_;
  simdjson::ondemand::parser parser_;
  absl::node_hash_map<std::string, absl::StatusOr<ItemColumn>> known_;
  absl::StatusOr<ItemColumn> column_;      // one more than is remembered
  absl::flat_hash_set<std::string> said_;  // by the line
};

absl::StatusOr<bool> JsonItems::Next(BatchItem* item,
                                     v1::EstimateCostRequest* request) {
  item->problem = absl::OkStatus();
  item->rest.clear();
  item->kept.assign(columns_.kept().size(), KeptValue());
  RATECARD_ASSIGN_OR_RETURN(
      const bool found, NextRecord(input_, &lines_, &line_, &item->problem));
  if (!item->problem.ok()) {
    item->line = LineOf(item->problem);
    return true;
  }
  if (found) {
    item->line = line_.line;
    item->problem = Read(item, request);
  }
  return found;
}

// The form of all is checked first: what is read on demand is not, where it is
// not looked at.
absl::Status JsonItems::Read(BatchItem* item,
                             v1::EstimateCostRequest* request) {
  const absl::string_view text = line_.text;
  size_t bad = 0;
  if (!IsUtf8(text, &bad)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_ENCODING",
                 absl::StrCat("is not ", input_->encoding(),
                              "; say what it is by --encoding, as latin1"));
  }
  RATECARD_RETURN_IF_ERROR(
      Check(checker_.parse(text.data(), text.size(), false).error()));
  if (text.front() != '{') {
    return Wrong(
        "is no object: one request a line, such as "
        "{\"model\": \"gpt-5.2\", \"input_tokens\": 1200}");
  }
  simdjson::ondemand::document document;
  RATECARD_RETURN_IF_ERROR(Check(
      parser_.iterate(text.data(), text.size(), text.size() + kDocumentPadding)
          .get(document)));
  Object object;
  RATECARD_RETURN_IF_ERROR(Check(document.get_object().get(object)));
  said_.clear();
  absl::Status problem;
  for (auto member : object) {
    std::string_view key;
    Value value;
    RATECARD_RETURN_IF_ERROR(Check(member.unescaped_key().get(key)));
    RATECARD_RETURN_IF_ERROR(Check(member.value().get(value)));
    // What is carried through may stand behind what is wrong.
    problem.Update(ReadMember(ToView(key), value, item, request));
  }
  return problem;
}

absl::Status JsonItems::CheckColumns() const {
  const std::string missing = columns_.Missing();
  if (missing.empty() || known_.empty()) {
    return absl::OkStatus();
  }
  std::vector<std::string> names;
  for (const auto& [name, column] : known_) {
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return NoSuchColumn("the file", missing, names);
}

absl::Status JsonItems::Say(absl::string_view name) {
  return said_.emplace(name).second
             ? absl::OkStatus()
             : Wrong(absl::StrCat("says ", Shortened(name), " twice"));
}

absl::StatusOr<const ItemColumn*> JsonItems::ColumnOf(absl::string_view key) {
  const auto known = known_.find(key);
  if (known != known_.end()) {
    return Found(known->second);
  }
  column_ = columns_.Find(key);
  return Found(known_.size() < kMostKeys
                   ? known_.emplace(key, column_).first->second
                   : column_);
}

absl::Status JsonItems::ReadMember(absl::string_view key, Value value,
                                   BatchItem* item,
                                   v1::EstimateCostRequest* request) {
  if (key == "usage") {
    return ReadUsage(value, item, request);
  }
  if (key == "quantities") {
    return ReadQuantities(value, request->mutable_usage());
  }
  if (key == "view") {
    return absl::OkStatus();  // of a request as it is sent: amounts are shown
  }
  RATECARD_ASSIGN_OR_RETURN(const ItemColumn* const column, ColumnOf(key));
  return ReadField(key, *column, value, item, request);
}

absl::Status JsonItems::ReadField(absl::string_view key,
                                  const ItemColumn& column, Value value,
                                  BatchItem* item,
                                  v1::EstimateCostRequest* request) {
  const bool is_ours = column.field.kind != ItemField::Kind::kIgnored;
  RATECARD_RETURN_IF_ERROR(
      Say(is_ours ? column.field.name : absl::StrCat("'", key, "'")));
  KeptValue read;
  RATECARD_RETURN_IF_ERROR(ReadValue(value, &read));
  absl::Status problem = is_ours ? SetMember(key, column.field, read,
                                             columns_.decimal_mark(), request)
                                 : absl::OkStatus();
  if (column.is_rest) {
    absl::StrAppend(&item->rest, item->rest.empty() ? "" : ",");
    AppendJsonText(key, &item->rest);
    item->rest += ':';
    AppendKeptJson(read, &item->rest);
  }
  if (column.kept.has_value()) {
    item->kept[*column.kept] = std::move(read);
  }
  return problem;
}

absl::Status JsonItems::ReadUsage(Value value, BatchItem* item,
                                  v1::EstimateCostRequest* request) {
  json_type type = json_type::object;
  RATECARD_RETURN_IF_ERROR(Check(value.type().get(type)));
  if (type == json_type::null) {
    return Say("usage");
  }
  Object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) {
    return Wrong("usage is no object");
  }
  RATECARD_RETURN_IF_ERROR(Say("usage"));
  for (auto member : object) {
    std::string_view name;
    Value inside;
    RATECARD_RETURN_IF_ERROR(Check(member.unescaped_key().get(name)));
    RATECARD_RETURN_IF_ERROR(Check(member.value().get(inside)));
    const absl::string_view key = ToView(name);
    if (key == "quantities") {
      RATECARD_RETURN_IF_ERROR(
          ReadQuantities(inside, request->mutable_usage()));
      continue;
    }
    RATECARD_ASSIGN_OR_RETURN(const ItemColumn* const column, ColumnOf(key));
    if (!column->field.is_quantity()) {
      return Wrong(absl::StrCat("usage has no field '", Shortened(key), "'"));
    }
    RATECARD_RETURN_IF_ERROR(ReadField(key, *column, inside, item, request));
  }
  return absl::OkStatus();
}

absl::Status JsonItems::ReadQuantities(Value value, v1::Usage* usage) {
  RATECARD_RETURN_IF_ERROR(Say("quantities"));
  KeptValue list;
  RATECARD_RETURN_IF_ERROR(ReadValue(value, &list));
  if (list.plain().empty()) {
    return absl::OkStatus();
  }
  if (!list.is_json || list.text.front() != '[') {
    return Wrong("quantities is no list");
  }
  v1::Usage read;
  const auto status = google::protobuf::util::JsonStringToMessage(
      absl::StrCat("{\"quantities\":", list.text, "}"), &read);
  if (!status.ok()) {
    return Wrong(
        absl::StrCat("quantities is wrong: ",
                     Shortened(ReplaceNonUtf8(
                         {status.message().data(), status.message().size()}))));
  }
  usage->mutable_quantities()->MergeFrom(read.quantities());
  return absl::OkStatus();
}

}  // namespace

void AppendKeptJson(const KeptValue& value, std::string* out) {
  if (value.is_json) {
    out->append(value.text);
  } else {
    AppendJsonText(value.text, out);
  }
}

std::unique_ptr<ItemReader> ReadJsonItems(ItemColumns columns,
                                          TextInput* input) {
  return std::make_unique<JsonItems>(std::move(columns), input);
}

}  // namespace ratecard
