// Puts the documents of a payload together to responses.

#ifndef RATECARD_SERVICE_USAGE_RESPONSE_READER_H_
#define RATECARD_SERVICE_USAGE_RESPONSE_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/catalog/usage_plan.h"
#include "service/usage/document_reader.h"
#include "service/usage/document_values.h"
#include "service/usage/response_values.h"

namespace ratecard {

// The documents of a payload are the events of one response, until one has
// another id after usage was there: that begins another response.
//
//   reader.Start(&catalog.usage_plan());
//   for each document:
//     if (!*reader.Add(json)) { use reader.values(); reader.Next(); }
//   use reader.values();
//
// Keeps its memory. Not thread-safe.
class ResponseReader {
 public:
  // Forgets what was read. `plan` must outlive it.
  void Start(const UsagePlan* plan);

  // Reads a document, behind which kDocumentPadding bytes are readable. False
  // if it begins another response: then call Next before the next one.
  //
  // Errors: those of DocumentReader::Read. What was read before stays.
  absl::StatusOr<bool> Add(absl::string_view json);

  // Goes on to the response that the last document begins.
  void Next();

  // Of the response, so far.
  const ResponseValues& values() const { return values_; }

 private:
  bool BeginsAnother() const;

  const UsagePlan* plan_ = nullptr;
  DocumentReader reader_;
  DocumentValues document_;
  ResponseValues values_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_RESPONSE_READER_H_
