// A file of JSON documents, read piece by piece.

#ifndef RATECARD_CLIENT_DOCUMENT_FILE_H_
#define RATECARD_CLIENT_DOCUMENT_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/usage/document.h"
#include "service/usage/documents.h"

namespace ratecard {

// Longest document.
inline constexpr size_t kMaxDocumentBytes = 64 << 20;

// Takes memory for the longest document only. Used by one thread.
class DocumentFile {
 public:
  // The file at `path`, or standard input for `-`.
  explicit DocumentFile(std::string path);
  ~DocumentFile();
  DocumentFile(const DocumentFile&) = delete;
  DocumentFile& operator=(const DocumentFile&) = delete;

  // Opens it and reads up to where its form is known. Call it first, once.
  // Errors: NOT_FOUND, with what the system says.
  absl::Status Start();

  PayloadForm form() const { return splitter_.form(); }

  // As DocumentSplitter::Next; nothing only at the end. Errors: also NOT_FOUND,
  // after which there is nothing more to call.
  DocumentResult Next();

 private:
  absl::Status CannotRead() const;
  // The next piece; empty at the end.
  absl::StatusOr<absl::string_view> Read();
  void Give(absl::string_view piece);

  std::string path_;
  int fd_ = -1;
  std::vector<char> piece_;
  DocumentSplitter splitter_{kMaxDocumentBytes};
  DocumentResult first_ = std::nullopt;  // what Start came upon
  bool has_first_ = false;
  bool at_end_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_DOCUMENT_FILE_H_
