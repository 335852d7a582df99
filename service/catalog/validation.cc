#include "service/catalog/validation.h"

#include "absl/strings/str_cat.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"

namespace ratecard {

RegionTree::RegionTree(const v1::Provider& provider) {
  absl::flat_hash_map<absl::string_view, const v1::Region*> regions;
  int parts = 0;
  for (const v1::Region& region : provider.regions()) {
    regions.emplace(region.region_id(), &region);
    parts += region.contains_size();
  }
  // Past these bounds the provider is refused as it is.
  if (provider.regions_size() > kMaxRegions || parts > kMaxRegionParts) {
    return;
  }
  for (const auto& [id, region] : regions) {
    absl::flat_hash_set<absl::string_view>& within = within_[id];
    std::vector<const v1::Region*> open = {region};
    while (!open.empty()) {
      const v1::Region* next = open.back();
      open.pop_back();
      for (const std::string& part : next->contains()) {
        const auto it = regions.find(part);
        if (it != regions.end() && within.insert(it->first).second) {
          open.push_back(it->second);
        }
      }
    }
  }
}

bool RegionTree::Contains(absl::string_view outer,
                          absl::string_view inner) const {
  const auto it = within_.find(outer);
  return outer == inner || (it != within_.end() && it->second.contains(inner));
}

bool RegionTree::IsCircular(absl::string_view region) const {
  const auto it = within_.find(region);
  return it != within_.end() && it->second.contains(region);
}

Validation::Validation(const v1::Provider& provider, CatalogForm form,
                       Diagnostics* diagnostics)
    : provider_(provider),
      form_(form),
      diagnostics_(diagnostics),
      regions_(provider) {
  for (const v1::Region& region : provider.regions()) {
    region_ids_.insert(region.region_id());
  }
  for (const v1::HolidayCalendar& calendar : provider.holiday_calendars()) {
    calendar_ids_.insert(calendar.calendar_id());
  }
  for (const v1::Source& source : provider.sources()) {
    source_ids_.insert(source.source_id());
  }
  for (const v1::Model& model : provider.models()) {
    model_ids_.insert(model.model_id());
  }
}

bool Validation::TakeRates(const Location& at, int64_t rates) {
  if (RatesUsedUp()) {
    return false;
  }
  rates_left_ -= rates;
  if (RatesUsedUp()) {
    Report(at, absl::StrCat("with this the provider comes to more than ",
                            kMaxWrittenOutRates, " rates written out"));
  }
  return !RatesUsedUp();
}

void Validation::CheckText(const Location& at, const char* field,
                           absl::string_view value, absl::string_view problem) {
  if (problem.empty()) {
    return;
  }
  if (value.empty()) {
    Report(at, field, problem);
  } else {
    Report(at, field, absl::StrCat(Quoted(value), " ", problem));
  }
}

void Validation::CheckSource(const Location& at, absl::string_view value,
                             bool required) {
  if (value.empty() ? required : !source_ids_.contains(value)) {
    CheckText(
        at, "source_id", value,
        value.empty() ? "names no source" : "is not a source of this provider");
  }
}

void Validation::CheckRegion(const Location& at, absl::string_view value) {
  if (!value.empty() && !HasRegion(value)) {
    CheckText(at, "region", value, "is not a region of this provider");
  }
}

void Validation::CheckServiceTier(const Location& at, absl::string_view value) {
  if (!value.empty()) {
    CheckText(at, "service_tier", value, IdProblem(value));
  }
}

std::optional<absl::Time> Validation::CheckTime(const Location& at,
                                                const char* field,
                                                const std::string& value) {
  if (value.empty()) {
    return std::nullopt;
  }
  const absl::StatusOr<absl::Time> time = ParseCatalogTime(value);
  if (!time.ok()) {
    Report(at, field, time.status().message());
    return std::nullopt;
  }
  return *time;
}

std::optional<absl::CivilDay> Validation::CheckDate(const Location& at,
                                                    const char* field,
                                                    const std::string& value) {
  if (value.empty()) {
    return std::nullopt;
  }
  const absl::StatusOr<absl::CivilDay> day = ParseCatalogDate(value);
  if (!day.ok()) {
    Report(at, field, day.status().message());
    return std::nullopt;
  }
  return *day;
}

void Validation::CheckRepeats(
    const Location& at, const char* field,
    const google::protobuf::RepeatedPtrField<std::string>& values) {
  if (values.size() < 2) {
    return;
  }
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < values.size(); ++i) {
    if (!seen.insert(values[i]).second) {
      Report(at.Field(field, i),
             absl::StrCat(Quoted(values[i]), " is repeated"));
    }
  }
}

}  // namespace ratecard
