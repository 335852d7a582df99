// Reads the facts that entries of several price lists give in like ways.
//
// What a function cannot take over it reports through the entry's reader, and
// gives as absent.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_LIST_ENTRY_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_LIST_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/import.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/importers/price_text.h"
#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {

// A provider in US dollars with the list as its source.
v1::Provider NewProvider(absl::string_view format, absl::string_view id,
                         const ImportOptions& options);

// A text for people of at most 200 bytes; empty if there is none.
std::string ReadLabel(ObjectReader* entry, absl::string_view key);

// A day, YYYY-MM-DD. A month alone is left out: it is no day.
std::string ReadDay(ObjectReader* entry, absl::string_view key);
// A day or a month, YYYY-MM.
std::string ReadDayOrMonth(ObjectReader* entry, absl::string_view key);

// A number of tokens. 0 is not published.
std::optional<int64_t> ReadTokens(ObjectReader* entry, absl::string_view key);
// The same of a limit that is not above the model's window.
std::optional<int64_t> ReadTokensWithin(const v1::Limits& limits,
                                        ObjectReader* entry,
                                        absl::string_view key);

// An array of modalities by name: `text`, `image`, `pdf` or `file` …
void ReadModalities(ObjectReader* entry, absl::string_view key,
                    google::protobuf::RepeatedField<int>* modalities);

// What an entry says about prices of 0: nothing by itself.
enum class ZeroMeaning { kUnknown, kFree, kIncludedInPlan };

// Whether id or name say that the model is free: the id ends in `:free`,
// `-free` or `/free` or is `free`, or the name has `(free)` in it.
bool SaysFree(absl::string_view model_id, absl::string_view name);

// Whether one of the words of `text` is plan, copilot or subscription: a
// coding plan, a token plan and the like.
bool SaysPlan(absl::string_view text);

// A number, or a decimal in a string.
std::optional<ImportedPrice> ReadPrice(ObjectReader* entry,
                                       absl::string_view key, PriceScale scale);

// How a price of 0 is to be taken.
struct ZeroRule {
  ZeroMeaning meaning = ZeroMeaning::kUnknown;
  // True for what is billed as something else unless it has a price of its
  // own: a 0 of unknown meaning then says that it has none, and nothing is
  // given. Otherwise it is UNPRICED.
  bool part_of_another = false;
};

// The price at `key`; a state for one of 0, which is reported if it is not
// taken at its word.
std::optional<DraftPrice> ReadDraftPrice(ObjectReader* entry,
                                         absl::string_view key,
                                         PriceScale scale, ZeroRule rule);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_LIST_ENTRY_H_
