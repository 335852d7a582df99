#include "service/catalog/completion_words.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace ratecard {

std::string CompletionWords(const Catalog& catalog) {
  std::set<std::string> lines;
  for (const Provider& provider : catalog.providers()) {
    lines.insert(absl::StrCat("provider ", provider.id, "\n"));
  }
  for (const Model& model : catalog.models()) {
    lines.insert(
        absl::StrCat("model ", model.provider->id, "/", model.id, "\n"));
    if (!model.maker.empty()) {
      lines.insert(absl::StrCat("maker ", model.maker, "\n"));
    }
    for (const PriceSchedule& schedule : model.prices->schedules()) {
      lines.insert(absl::StrCat("tier ", schedule.service_tier, "\n"));
      if (!schedule.region.empty()) {
        lines.insert(absl::StrCat("region ", schedule.region, "\n"));
      }
    }
  }
  return absl::StrJoin(lines, "");
}

}  // namespace ratecard
