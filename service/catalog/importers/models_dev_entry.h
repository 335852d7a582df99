// A model of models.dev, of `api.json` and of `models.json` alike.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_ENTRY_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_ENTRY_H_

#include <map>
#include <string>
#include <utility>

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

inline constexpr char kModelsDev[] = "models.dev";

// Name, family, limits, modalities, capabilities and dates.
void ReadModelsDevFacts(ObjectReader* entry, v1::Model* model);

// The pages at which benchmarks were read, as sources of a provider.
class ModelsDevSources {
 public:
  // `provider` must outlive it. Pages without a date are of `checked_date`.
  ModelsDevSources(std::string checked_date, v1::Provider* provider)
      : checked_date_(std::move(checked_date)), provider_(provider) {}

  // The id of the source that is `url` on that day, YYYY-MM-DD or empty; empty
  // if it is no URL.
  std::string IdOf(const std::string& url, const std::string& date);

 private:
  std::string checked_date_;
  v1::Provider* provider_;
  std::map<std::pair<std::string, std::string>, std::string> ids_;
  std::map<std::string, int> stems_;
};

// Benchmarks, weights, licence and links, which only `models.json` has.
void ReadModelsDevCard(ObjectReader* entry, ModelsDevSources* sources,
                       v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_ENTRY_H_
