// Reads JSON documents into what formats look for.

#ifndef RATECARD_SERVICE_USAGE_DOCUMENT_READER_H_
#define RATECARD_SERVICE_USAGE_DOCUMENT_READER_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/usage/document.h"
#include "service/usage/document_values.h"

namespace ratecard {

// The deepest nesting of a document.
inline constexpr int kMaxJsonDepth = 64;

// Keeps its memory from one document to the next. Not thread-safe.
class DocumentReader {
 public:
  DocumentReader();
  ~DocumentReader();
  DocumentReader(const DocumentReader&) = delete;
  DocumentReader& operator=(const DocumentReader&) = delete;

  // Reads `json`, with kDocumentPadding readable bytes behind it, into
  // `values`, which were started. With `may_be_bare`, a document in which there
  // is nothing that a format requires is read as a bare usage object too.
  //
  // Errors (INVALID_ARGUMENT INVALID_JSON), with the path: what is not one JSON
  // object, is nested deeper than kMaxJsonDepth, or has a key that is read
  // twice in one object.
  absl::Status Read(absl::string_view json, bool may_be_bare,
                    DocumentValues* values);

 private:
  class Walk;
  struct Parser;

  std::unique_ptr<Parser> parser_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_DOCUMENT_READER_H_
