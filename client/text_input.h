// A file of text, read piece by piece as UTF-8.

#ifndef RATECARD_CLIENT_TEXT_INPUT_H_
#define RATECARD_CLIENT_TEXT_INPUT_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/input_file.h"
#include "client/text_decoder.h"
#include "service/base/status_macros.h"

namespace ratecard {

// Used by one thread.
class TextInput {
 public:
  // The file at `path`, or standard input for `-`.
  explicit TextInput(std::string path) : file_(std::move(path)) {}

  // Opens it and reads the first piece. `encoding` as TextDecoder has it. Call
  // it first, once. Errors: those of TextDecoder::Start and InputFile.
  absl::Status Start(const std::string& encoding);

  // The piece that Read gives next.
  absl::string_view first() const { return first_; }

  // The next piece, valid until the next call; empty only at the end. Bytes
  // that are not in the encoding are kUndecodable, or as they are in UTF-8.
  // Errors: those of InputFile::Read.
  absl::StatusOr<absl::string_view> Read();

  // Whether Read has given the end.
  bool at_end() const { return at_end_; }

  const InputFile& file() const { return file_; }
  const std::string& encoding() const { return decoder_.encoding(); }

 private:
  absl::StatusOr<absl::string_view> ReadNext();

  InputFile file_;
  TextDecoder decoder_;
  absl::string_view first_;
  bool has_first_ = false;
  bool at_end_ = false;
};

// The next record that `cutter` (a CsvReader, a LineCutter) cuts out of the
// input. False: the end, or `*problem` is why it is none.
//
// Errors: those of TextInput::Read.
template <typename Cutter, typename Record>
absl::StatusOr<bool> NextRecord(TextInput* input, Cutter* cutter,
                                Record* record, absl::Status* problem) {
  while (true) {
    const absl::StatusOr<bool> next = cutter->Next(record);
    if (!next.ok()) {
      *problem = next.status();
      return false;
    }
    if (*next || input->at_end()) {
      return *next;
    }
    RATECARD_ASSIGN_OR_RETURN(const absl::string_view piece, input->Read());
    if (input->at_end()) {
      cutter->Finish();
    } else {
      cutter->Push(piece);
    }
  }
}

}  // namespace ratecard

#endif  // RATECARD_CLIENT_TEXT_INPUT_H_
