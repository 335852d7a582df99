// A JSON document within a stream, and what may be wrong with it.

#ifndef RATECARD_SERVICE_USAGE_DOCUMENT_H_
#define RATECARD_SERVICE_USAGE_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// Bytes behind a document that can be read, whatever they hold.
inline constexpr size_t kDocumentPadding = 64;

struct Document {
  absl::string_view json;
  int64_t line = 1;  // where it begins, from 1
};

using DocumentResult = absl::StatusOr<std::optional<Document>>;

// The documents of one response, one a call; nothing behind the last. Each is
// valid until the next call.
using NextDocument = std::function<DocumentResult()>;

// DOCUMENT_TOO_LARGE and INVALID_JSON, both INVALID_ARGUMENT: `line 7: what`.
absl::Status DocumentTooLarge(int64_t line, size_t max_bytes);
absl::Status InvalidJson(int64_t line, absl::string_view what);

// `json` without whitespace around it; empty if there is nothing else, or only
// `[DONE]`, which ends many streams and is no JSON.
absl::string_view DocumentText(absl::string_view json);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_DOCUMENT_H_
