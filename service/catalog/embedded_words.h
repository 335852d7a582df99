// The words of the catalog that is linked into the binary.

#ifndef RATECARD_SERVICE_CATALOG_EMBEDDED_WORDS_H_
#define RATECARD_SERVICE_CATALOG_EMBEDDED_WORDS_H_

#include "absl/strings/string_view.h"

namespace ratecard {

// As CompletionWords made them of the embedded catalog when it was built.
absl::string_view EmbeddedWords();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_EMBEDDED_WORDS_H_
