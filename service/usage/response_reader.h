// Puts the documents of a payload together to responses.

#ifndef RATECARD_SERVICE_USAGE_RESPONSE_READER_H_
#define RATECARD_SERVICE_USAGE_RESPONSE_READER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/catalog/usage_plan.h"
#include "service/usage/document_reader.h"
#include "service/usage/document_values.h"
#include "service/usage/response_values.h"

namespace ratecard {

// The documents of a payload are the events of one response, until one begins
// another:
// - one with another id, once usage was there;
// - any behind a bare usage object;
// - one without the id that has the same usage once more, if the response was
//   whole or they are no events of a stream (lines or elements of an array may
//   be responses).
//
//   reader.Start(&catalog.usage_plan());
//   for each document:
//     if (!*reader.Add(json, events)) { use reader.values(); reader.Next(); }
//   use reader.values();
//
// Keeps its memory. Not thread-safe.
class ResponseReader {
 public:
  // Forgets what was read. `plan` must outlive it.
  void Start(const UsagePlan* plan);

  // Reads a document, `events` says whether it is an event of a stream, behind
  // which kDocumentPadding bytes are readable. False if it begins another
  // response: then call Next before the next one.
  //
  // Errors: those of DocumentReader::Read. What was read before stays.
  absl::StatusOr<bool> Add(absl::string_view json, bool events);

  // Goes on to the response that the last document begins.
  void Next();

  // Bytes of the longest document that was ever read: its memory is kept.
  size_t longest_document() const { return longest_document_; }

  // Of the response, so far.
  const ResponseValues& values() const { return values_; }

 private:
  bool BeginsAnother(bool events) const;
  bool RepeatsUsage() const;

  const UsagePlan* plan_ = nullptr;
  size_t longest_document_ = 0;
  DocumentReader reader_;
  DocumentValues document_;
  ResponseValues values_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_RESPONSE_READER_H_
