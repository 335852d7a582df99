// A model of genai-prices' list.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_MODEL_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_MODEL_H_

#include <optional>
#include <string>

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/genai_prices_match.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

struct GenaiModel {
  v1::Model model;  // without aliases and source
  // Which names mean it; none if the list says so badly.
  std::optional<GenaiClause> match;
  // When its prices were last compared with a page; empty if not said.
  std::string checked_date;
};

// Reads all of it but the id, which is given and valid.
GenaiModel ReadGenaiModel(const std::string& model_id, ObjectReader in_list);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_MODEL_H_
