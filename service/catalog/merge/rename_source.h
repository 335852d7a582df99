// Names of sources that differ wherever sources differ.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_RENAME_SOURCE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_RENAME_SOURCE_H_

#include <map>
#include <string>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Gives sources of `provider` other ids, wherever they are referred to: old id
// to new.
void RenameSources(const std::map<std::string, std::string>& new_ids,
                   v1::Provider* provider);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_RENAME_SOURCE_H_
