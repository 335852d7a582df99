// What can be completed on a command line, without loading a catalog.

#ifndef RATECARD_SERVICE_CATALOG_COMPLETION_WORDS_H_
#define RATECARD_SERVICE_CATALOG_COMPLETION_WORDS_H_

#include <string>

#include "service/catalog/catalog.h"

namespace ratecard {

// Lines of a kind and a word, sorted: `maker openai`, `model openai/gpt-5`,
// `provider openai`, `region us`, `tier batch`.
std::string CompletionWords(const Catalog& catalog);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_COMPLETION_WORDS_H_
