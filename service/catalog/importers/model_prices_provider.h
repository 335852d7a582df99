// Providers in the making, out of the timelines of model-prices.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_PROVIDER_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_PROVIDER_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/import.h"
#include "service/catalog/importers/model_prices_daily.h"
#include "service/catalog/importers/model_prices_timeline.h"

namespace ratecard {

// Tells names apart that would be the same.
class UniqueNames {
 public:
  // `stem`, or if that is taken `stem-2` and so on.
  std::string Take(const std::string& stem);

 private:
  std::set<std::string> taken_;
  std::map<std::string, int> last_;  // number given, by stem
};

class ProviderDraft {
 public:
  // Requires a valid id.
  ProviderDraft(const std::string& id, const ImportOptions& options);

  // The source that is that page, added if it is new; empty for none.
  std::string SourceOf(const std::string& page);

  // Once each.
  void AddCalendar(const DailyCalendar& calendar);

  // Requires a valid id. The models stay where they are until Finish.
  v1::Model* AddModel(const std::string& id);
  // Null if there is none.
  v1::Model* FindModel(const std::string& id);

  // False if the name belongs to a model already. After all models were added.
  bool AddAlias(const std::string& name, v1::Model* model);
  void AddOwnAlias(const std::string& name) { provider_.add_aliases(name); }

  // The provider, its models by id. Once.
  v1::Provider Finish();

 private:
  const std::string checked_date_;
  v1::Provider provider_;
  std::map<std::string, int> models_;
  std::map<std::string, std::string> pages_;
  UniqueNames sources_;
  std::set<std::string> calendars_;
  std::set<std::string> aliases_;
};

// Writes the schedules of a model.
class ScheduleWriter {
 public:
  ScheduleWriter(ProviderDraft* provider, v1::Model* model)
      : provider_(*provider), model_(*model) {}

  // `name` becomes the id of the schedule that has no end.
  void Write(absl::string_view service_tier, absl::string_view name,
             const std::vector<v1::DailyWindow>& windows,
             const PricePeriod& period);

 private:
  ProviderDraft& provider_;
  v1::Model& model_;
  UniqueNames ids_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_PROVIDER_H_
