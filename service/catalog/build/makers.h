// Who made a model, by the names under which it is sold.

#ifndef RATECARD_SERVICE_CATALOG_BUILD_MAKERS_H_
#define RATECARD_SERVICE_CATALOG_BUILD_MAKERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// The maker that a model's id names: by a folder (`meta-llama/…`), a prefix
// before a point (`anthropic.…`) or a product (`claude-…`). Empty if it names
// none that is known.
std::string MakerOf(absl::string_view model_id);

// The one name of a maker that lists name: `meta` for `meta-llama`, the name of
// its folders. Names that are not known stay as they are.
std::string MakerName(const std::string& maker);

// A model's id without the folders, prefixes and endings that providers add,
// in lower case and with `-` for `.`: `claude-3-7-sonnet-20250219` for
// `us.anthropic.claude-3-7-sonnet-20250219-v1:0`.
std::string CoreName(absl::string_view model_id);

// Fills in makers, where no list says so, and base models: that of the maker's
// own provider with the same core name. A model that nobody's name is in is its
// provider's own if that one is home to one maker alone. `curated` says which
// providers are whose home, and goes first on base models.
void FillMakers(absl::Span<const v1::Provider> curated,
                std::vector<v1::Provider>* providers);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILD_MAKERS_H_
