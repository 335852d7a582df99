// Cuts a stream of bytes into the JSON documents in it, without parsing them.
//
//   DocumentSplitter splitter(4 << 20);
//   while (more) {
//     splitter.Push(chunk);  // Finish() behind the last
//     RATECARD_ASSIGN_OR_RETURN(std::optional<Document> document,
//                               splitter.Next());
//     …                      // until it gives none
//   }

#ifndef RATECARD_SERVICE_USAGE_DOCUMENTS_H_
#define RATECARD_SERVICE_USAGE_DOCUMENTS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/usage/byte_window.h"
#include "service/usage/document.h"
#include "service/usage/event_cutter.h"
#include "service/usage/value_scanner.h"

namespace ratecard {

enum class PayloadForm {
  kUndecided,  // too few bytes yet
  kBody,       // one document, on one line or several
  kJsonLines,  // a document on each line
  kArray,      // an array of documents
  kEvents,     // server-sent events: the data of each is a document
};

// Time and memory: O(1) for each byte, whatever the sizes of the pieces, and a
// small multiple of the longest document and piece. Used by one thread.
class DocumentSplitter {
 public:
  explicit DocumentSplitter(size_t max_document_bytes)
      : max_bytes_(max_document_bytes), events_(max_document_bytes) {}

  // The next piece of the stream. Call Next until it gives nothing first.
  void Push(absl::string_view bytes) { window_.Push(bytes); }
  // There are no more.
  void Finish() { finished_ = true; }

  // The next document, or nothing: more has to be pushed or, behind Finish,
  // that was all. It is valid until the next call of Push or Next, and
  // kDocumentPadding bytes behind it can be read.
  //
  // Errors:
  //   INVALID_ARGUMENT  DOCUMENT_TOO_LARGE: names the line. The next call goes
  //                     on behind it in kJsonLines and kEvents, and repeats the
  //                     error in the other forms. A line too long is one too.
  //                     INVALID_JSON: what holds an array together is broken;
  //                     names the line, and is repeated.
  DocumentResult Next();

  PayloadForm form() const { return form_; }

  // Bytes of memory in use.
  size_t buffer_bytes() const {
    return window_.capacity() + events_.buffer_bytes();
  }

 private:
  // Where the first line is at, while the form is undecided.
  enum class First { kMark, kStart, kValue, kBehindValue, kBehindLine };
  // What comes next in an array.
  enum class Place { kFirst, kElement, kInside, kBehind, kEnd };

  void SkipSpace();
  DocumentResult Fail(absl::Status status);

  void Decide();
  bool DecideByMark();
  bool DecideByStart();
  bool DecideByValue();
  bool DecideBehindValue();
  bool DecideBehindLine();
  bool Decided(PayloadForm form);
  void CheckFirstLine();

  DocumentResult NextBody();
  DocumentResult NextLine();
  DocumentResult NextElement();
  void BeginElement(char c);
  DocumentResult TakeElement();

  const size_t max_bytes_;
  ByteWindow window_;
  bool finished_ = false;
  PayloadForm form_ = PayloadForm::kUndecided;
  int64_t line_ = 1;      // of the window's begin
  uint64_t at_ = 0;       // how far the document at the begin was looked at
  ValueScanner scanner_;  // of that document
  absl::Status failure_;

  First first_ = First::kMark;
  uint64_t first_end_ = 0;  // of the first line
  bool too_large_ = false;  // the body or the first line
  Place place_ = Place::kFirst;
  bool skips_line_ = false;  // up to the end of the line

  EventCutter events_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_DOCUMENTS_H_
