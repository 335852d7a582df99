// Names that differ wherever what they name differs.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_RENAME_SOURCE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_RENAME_SOURCE_H_

#include <map>
#include <set>
#include <string>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Gives sources of `provider` other ids, wherever they are referred to: old id
// to new.
void RenameSources(const std::map<std::string, std::string>& new_ids,
                   v1::Provider* provider);

// `wanted`, cut to what ids of sources and schedules may have, or a name like
// it: none of `taken`.
std::string FreeName(const std::string& wanted,
                     const std::set<std::string>& taken);

// Adds the sources and holiday calendars of `from` to `to`. Those that `to` has
// under the same id with another content first get other ids in `from`,
// wherever it refers to them. Calendars are the same if their days are.
void AddSourcesAndCalendars(v1::Provider* from, v1::Provider* to);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_RENAME_SOURCE_H_
