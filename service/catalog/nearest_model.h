// Names of models that a mistyped one may have been meant to be.

#ifndef RATECARD_SERVICE_CATALOG_NEAREST_MODEL_H_
#define RATECARD_SERVICE_CATALOG_NEAREST_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "service/catalog/form_index.h"

namespace ratecard {

// A name under which a model is sold.
struct SoldName {
  absl::string_view name;
  bool home = false;  // by the model's maker
  // Only compared. Null: not known.
  const void* model = nullptr;
  const void* provider = nullptr;
};

// Names of models, made ready to be searched. Thread-safe.
class NearestModels {
 public:
  // Equal names must be neighbours, and the names must outlive it. Takes about
  // a microsecond for each.
  explicit NearestModels(absl::Span<const SoldName> names);

  // Up to `count` of the names that `provider` sells, or anybody if it is null,
  // best first, each of another model as far as is known and names tell: of all
  // spellings and dates of one, that of its maker or else the nearest.
  //
  // Near is what has the fewest edits once case, separators and prefixes of
  // vendors are gone, with words in any order, or what has the typed words
  // among its own. Equally near are first makers' names, then those that are
  // sold most. Only the first 128 bytes of a name count. Some ten microseconds
  // for 14,000 names.
  std::vector<std::string> Find(absl::string_view typed, const void* provider,
                                size_t count) const;

 private:
  // One name, by all that it is sold as.
  struct Name {
    absl::string_view name;
    uint32_t first_sold = 0;  // among `sold_`
    uint32_t sold_count = 0;
  };

  FormIndex forms_;
  std::vector<Name> names_;
  std::vector<SoldName> sold_;
  std::vector<std::vector<uint32_t>> names_of_;  // by form
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NEAREST_MODEL_H_
