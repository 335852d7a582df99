// A file of JSON documents, read piece by piece.

#ifndef RATECARD_CLIENT_DOCUMENT_FILE_H_
#define RATECARD_CLIENT_DOCUMENT_FILE_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "client/input_file.h"
#include "service/usage/document.h"
#include "service/usage/documents.h"

namespace ratecard {

// Longest document.
inline constexpr size_t kMaxDocumentBytes = 64 << 20;

// Takes memory for the longest document only. Used by one thread.
class DocumentFile {
 public:
  // The file at `path`, or standard input for `-`.
  explicit DocumentFile(std::string path) : file_(std::move(path)) {}

  // Opens it and reads up to where its form is known. Call it first, once.
  // Errors: NOT_FOUND, with what the system says.
  absl::Status Start();

  PayloadForm form() const { return splitter_.form(); }

  // As DocumentSplitter::Next; nothing only at the end. Errors: also NOT_FOUND,
  // after which there is nothing more to call.
  DocumentResult Next();

 private:
  // Gives the splitter the next piece.
  absl::Status Advance();

  InputFile file_;
  DocumentSplitter splitter_{kMaxDocumentBytes};
  DocumentResult first_ = std::nullopt;  // what Start came upon
  bool has_first_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_DOCUMENT_FILE_H_
