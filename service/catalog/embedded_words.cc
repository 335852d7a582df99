#include "service/catalog/embedded_words.h"

#include <cstddef>

extern "C" {
// Set around the words where the assembler includes them.
extern const char ratecard_words_begin[];
extern const char ratecard_words_end[];
}

namespace ratecard {

absl::string_view EmbeddedWords() {
  return {ratecard_words_begin,
          static_cast<size_t>(ratecard_words_end - ratecard_words_begin)};
}

}  // namespace ratecard
