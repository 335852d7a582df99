#include "client/workload_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

constexpr size_t kMaxBytes = 64 << 20;

absl::Status CannotRead(const std::string& path) {
  return absl::NotFoundError(
      absl::StrCat("cannot read ", path, ": ", std::strerror(errno)));
}

bool IsJson(const std::string& name, const std::string& text) {
  if (absl::EndsWith(name, ".json")) {
    return true;
  }
  for (const absl::string_view ending :
       {".textproto", ".txtpb", ".pbtxt", ".prototxt"}) {
    if (absl::EndsWith(name, ending)) {
      return false;
    }
  }
  const absl::string_view start = absl::StripLeadingAsciiWhitespace(text);
  return absl::StartsWith(start, "{") || absl::StartsWith(start, "[");
}

// Keeps the first error; the parser counts lines and columns from 0.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text_.empty()) {
      text_ = absl::StrCat(line + 1, ":", column + 1, ": ", message);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void CollectPositions(const Message& message, const std::string& prefix,
                      TextFormat::ParseInfoTree* tree,
                      TextPositions* positions) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool many = field->is_repeated();
    const int count = many ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const int index = many ? i : -1;
      const TextFormat::ParseLocation at = tree->GetLocation(field, index);
      const std::string path = absl::StrCat(
          prefix, field->name(), many ? absl::StrCat("[", i, "]") : "");
      positions->emplace(path, TextPosition{at.line + 1, at.column + 1});
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CollectPositions(
            many ? reflection->GetRepeatedMessage(message, field, i)
                 : reflection->GetMessage(message, field),
            path + ".", tree->GetTreeForNested(field, index), positions);
      }
    }
  }
}

// `message` of a parser and, if it is about the name of a field, those that may
// have been meant.
std::string WithNearestField(absl::string_view message) {
  // `… has no field named "modle".` or `(classes[0]) modle: Cannot find field.`
  std::string name;
  const std::pair<absl::string_view, absl::string_view> quoted =
      absl::StrSplit(message, absl::MaxSplits("no field named \"", 1));
  if (!quoted.second.empty()) {
    name = std::string(quoted.second.substr(0, quoted.second.find('"')));
  } else if (absl::StrContains(message, ": Cannot find field")) {
    const absl::string_view head = message.substr(0, message.find(": Cannot"));
    name = SnakeCase(head.substr(head.rfind(' ') + 1));
  }
  if (name.empty()) {
    return std::string(message);
  }
  std::set<absl::string_view> fields;
  for (const google::protobuf::Descriptor* type :
       {v1::EstimateWorkloadRequest::descriptor(),
        v1::WorkloadClass::descriptor(), v1::Usage::descriptor(),
        v1::MeterQuantity::descriptor()}) {
    for (int i = 0; i < type->field_count(); ++i) {
      fields.insert(type->field(i)->name());
    }
  }
  const std::vector<std::string> nearest = NearestNames(
      name, std::vector<absl::string_view>(fields.begin(), fields.end()), 3);
  return absl::StrCat(message, nearest.empty() ? "" : " Nearest: ",
                      absl::StrJoin(nearest, ", "));
}

absl::Status ParseText(const std::string& text, WorkloadFile* file) {
  FirstError error;
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  parser.WriteLocationsTo(&tree);
  if (!parser.ParseFromString(text, &file->request)) {
    return absl::InvalidArgumentError(
        absl::StrCat(file->name, ":", WithNearestField(error.text())));
  }
  CollectPositions(file->request, "", &tree, &file->positions);
  return absl::OkStatus();
}

// The place of `path` or of the nearest thing around it that has one.
TextPosition Locate(std::string path, const TextPositions& positions) {
  while (true) {
    const auto found = positions.find(path);
    if (found != positions.end()) {
      return found->second;
    }
    const size_t end = path.find_last_of(".[");
    if (end == std::string::npos) {
      return {1, 1};
    }
    path.resize(end);
  }
}

std::string Place(const WorkloadFile& file, const std::string& path) {
  const TextPosition at = Locate(path, file.positions);
  return absl::StrCat(file.name, ":", at.line, ":", at.column, ": ");
}

absl::Status ParseJson(const std::string& text, WorkloadFile* file) {
  absl::StatusOr<TextPositions> positions = FindJsonPositions(text);
  if (!positions.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(file->name, ":", positions.status().message()));
  }
  file->positions = *std::move(positions);
  if (!absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "{")) {
    return absl::InvalidArgumentError(absl::StrCat(
        Place(*file, ""), "a workload is an object: {\"classes\": [...]}"));
  }
  const auto status =
      google::protobuf::util::JsonStringToMessage(text, &file->request);
  if (status.ok()) {
    return absl::OkStatus();
  }
  // `(classes[0].model): …` or `(classes[0]) modle: Cannot find field.`
  const std::string message(status.message());
  absl::string_view path = message;
  if (absl::ConsumePrefix(&path, "(")) {
    path = path.substr(0, path.find(')'));
  } else {
    path = "";
  }
  return absl::InvalidArgumentError(
      absl::StrCat(Place(*file, SnakeCase(path)), WithNearestField(message)));
}

}  // namespace

absl::StatusOr<std::string> ReadInput(const std::string& path) {
  const int fd =
      path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return CannotRead(path);
  }
  std::string text;
  char buffer[1 << 16];
  absl::Status status;
  while (status.ok()) {
    const ssize_t count = read(fd, buffer, sizeof(buffer));
    if (count == 0) {
      break;
    }
    if (count > 0) {
      text.append(buffer, static_cast<size_t>(count));
    } else if (errno != EINTR) {
      status = CannotRead(path);
    }
    if (text.size() > kMaxBytes) {
      status = absl::OutOfRangeError(
          absl::StrCat("cannot read ", path, ": larger than 64 MiB"));
    }
  }
  if (fd != STDIN_FILENO) {
    close(fd);
  }
  if (!status.ok()) {
    return status;
  }
  return text;
}

std::string NameOfInput(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

absl::StatusOr<WorkloadFile> ParseWorkload(const std::string& name,
                                           const std::string& text) {
  WorkloadFile file;
  file.name = name;
  size_t bad = 0;
  if (!IsUtf8(text, &bad)) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(bad),
                       '\n');
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", line, ": the line is not UTF-8"));
  }
  // Some editors put a byte order mark first.
  const std::string marked(absl::StripPrefix(text, "\xef\xbb\xbf"));
  RATECARD_RETURN_IF_ERROR(IsJson(name, marked) ? ParseJson(marked, &file)
                                                : ParseText(marked, &file));
  return file;
}

absl::Status WithPosition(const absl::Status& status,
                          const WorkloadFile& file) {
  const ErrorDetail detail = DetailOf(status);
  if (detail.fields.empty()) {
    return status;
  }
  const std::string message =
      absl::StrCat(Place(file, detail.fields.front().first), status.message());
  return WithDetail(absl::Status(status.code(), message), detail);
}

}  // namespace ratecard
