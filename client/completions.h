// What a shell may offer for the word that is being typed.

#ifndef RATECARD_CLIENT_COMPLETIONS_H_
#define RATECARD_CLIENT_COMPLETIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace ratecard {

// Of `words`, the lines that CompletionWords writes, those of `kind` (`maker`,
// `model`, `provider`, `region`, `tier`) that begin with `prefix`, sorted.
//
// A model is offered by its id and, from the provider on, as `provider/id`;
// before that come the providers themselves, as `provider/`. Where that would
// be too many to read, names are offered up to their next separator, as a shell
// does with directories: every offer is a beginning of what can follow, none is
// left out.
std::vector<std::string> CompletionsOf(absl::string_view words,
                                       absl::string_view kind,
                                       absl::string_view prefix);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_COMPLETIONS_H_
