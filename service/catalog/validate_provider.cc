#include "service/catalog/validate_provider.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/name_pattern.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/validate_model.h"
#include "service/catalog/validate_usage.h"

namespace ratecard {
namespace {

constexpr int kMaxSources = 10'000;
constexpr int kMaxPatterns = 100;
constexpr size_t kMaxPattern = 256;
constexpr int64_t kMaxRegionPaths = 10'000;

class ProviderValidator {
 public:
  ProviderValidator(const ProviderInFile& in_file, Validation* validation)
      : provider_(*in_file.provider),
        at_(in_file.at),
        validation_(validation) {}

  void Run() {
    CheckIdentity();
    CheckRegions();
    CheckPatterns();
    CheckCalendars();
    CheckSources();
    ValidateUsageFormats(at_, validation_);
    for (int i = 0; i < provider_.models_size(); ++i) {
      ValidateModel(provider_.models(i), at_.Field("models", i), validation_);
    }
    ValidateModelNames(at_, validation_);
  }

 private:
  void CheckIdentity() {
    if (!provider_.name().empty()) {
      validation_->Report(at_, "name", "is made from the id, not given");
    }
    if (provider_.provider_id().empty()) {
      validation_->Report(at_, "provider_id", "no provider id is given");
    } else {
      validation_->CheckText(at_, "provider_id", provider_.provider_id(),
                             IdProblem(provider_.provider_id()));
    }
    validation_->CheckText(at_, "display_name", provider_.display_name(),
                           TextProblem(provider_.display_name(), kMaxLabel));
    CheckEach("aliases", provider_.aliases(), IdProblem);
    CheckEach("home_makers", provider_.home_makers(), IdProblem);
    CheckEach("api_hosts", provider_.api_hosts(), ApiHostProblem);
    validation_->CheckRepeats(at_, "home_makers", provider_.home_makers());
    if (!provider_.currency_code().empty()) {
      validation_->CheckText(at_, "currency_code", provider_.currency_code(),
                             CurrencyProblem(provider_.currency_code()));
    }
  }

  template <typename Problem>
  void CheckEach(const char* field,
                 const google::protobuf::RepeatedPtrField<std::string>& values,
                 const Problem& problem) {
    for (int i = 0; i < values.size(); ++i) {
      const std::string found = problem(values[i]);
      if (!found.empty()) {
        validation_->Report(at_.Field(field, i),
                            absl::StrCat(Quoted(values[i]), " ", found));
      }
    }
  }

  // Reports an id that is badly formed or was there before.
  void CheckId(const Location& at, const char* field, const std::string& id,
               absl::string_view problem,
               absl::flat_hash_set<absl::string_view>* seen) {
    validation_->CheckText(at, field, id, problem);
    if (!id.empty() && !seen->insert(id).second) {
      validation_->CheckText(at, field, id, "is repeated");
    }
  }

  void CheckRegions() {
    int parts = 0;
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < provider_.regions_size(); ++i) {
      const v1::Region& region = provider_.regions(i);
      const Location at = at_.Field("regions", i);
      parts += region.contains_size();
      if (i == kMaxRegions || parts > kMaxRegionParts) {
        validation_->Report(
            at, absl::StrCat("more than ", kMaxRegions, " regions, or ",
                             kMaxRegionParts, " within others"));
        return;
      }
      CheckId(at, "region_id", region.region_id(),
              RegionProblem(region.region_id()), &seen);
      for (int j = 0; j < region.contains_size(); ++j) {
        if (!validation_->HasRegion(region.contains(j))) {
          validation_->Report(
              at.Field("contains", j),
              absl::StrCat(Quoted(region.contains(j)),
                           " is not a region of this provider"));
        }
      }
      validation_->CheckRepeats(at, "contains", region.contains());
    }
    CheckCircles();
    CheckRegionPaths();
  }

  // Each circle once, at its first region in the file.
  void CheckCircles() {
    const RegionTree& tree = validation_->regions();
    std::vector<absl::string_view> found;
    for (int i = 0; i < provider_.regions_size(); ++i) {
      const v1::Region& region = provider_.regions(i);
      const bool known =
          std::any_of(found.begin(), found.end(), [&](absl::string_view other) {
            return tree.Contains(other, region.region_id());
          });
      for (int j = 0; j < region.contains_size() && !known; ++j) {
        if (tree.IsCircular(region.region_id()) &&
            tree.Contains(region.contains(j), region.region_id())) {
          found.emplace_back(region.region_id());
          validation_->Report(at_.Field("regions", i).Field("contains", j),
                              absl::StrCat(Quoted(region.contains(j)),
                                           " holds this region itself"));
          break;
        }
      }
    }
  }

  // The ways down from a region bound the time of looking for what it contains.
  void CheckRegionPaths() {
    absl::flat_hash_map<absl::string_view, const v1::Region*> regions;
    for (const v1::Region& region : provider_.regions()) {
      if (validation_->regions().IsCircular(region.region_id())) {
        return;
      }
      regions.emplace(region.region_id(), &region);
    }
    absl::flat_hash_map<absl::string_view, int64_t> paths;
    for (int i = 0; i < provider_.regions_size(); ++i) {
      if (CountPaths(provider_.regions(i), regions, &paths) > kMaxRegionPaths) {
        validation_->Report(
            at_.Field("regions", i),
            absl::StrCat("there are more than ", kMaxRegionPaths,
                         " ways down to the regions within it"));
        return;
      }
    }
  }

  // Recursion ends at kMaxRegions: no region is within itself.
  static int64_t CountPaths(
      const v1::Region& region,
      const absl::flat_hash_map<absl::string_view, const v1::Region*>& regions,
      absl::flat_hash_map<absl::string_view, int64_t>* paths) {
    const auto known = paths->find(region.region_id());
    if (known != paths->end()) {
      return known->second;
    }
    int64_t count = 1;
    for (const std::string& part : region.contains()) {
      const auto it = regions.find(part);
      if (it != regions.end() && count <= kMaxRegionPaths) {
        count += CountPaths(*it->second, regions, paths);
      }
    }
    (*paths)[region.region_id()] = count;
    return count;
  }

  void CheckPatterns() {
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < provider_.name_patterns_size(); ++i) {
      const v1::NamePattern& pattern = provider_.name_patterns(i);
      const Location at = at_.Field("name_patterns", i);
      if (i == kMaxPatterns) {
        validation_->Report(
            at, absl::StrCat("more than ", kMaxPatterns, " patterns"));
        return;
      }
      CheckPattern(pattern, at);
      if (!seen.insert(pattern.pattern()).second) {
        validation_->CheckText(at, "pattern", pattern.pattern(), "is repeated");
      }
      validation_->CheckRegion(at, pattern.region());
      validation_->CheckServiceTier(at, pattern.service_tier());
    }
  }

  void CheckPattern(const v1::NamePattern& pattern, const Location& at) {
    const std::string& text = pattern.pattern();
    if (text.size() > kMaxPattern ||
        !std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < '\x7f'; })) {
      validation_->CheckText(at, "pattern", text,
                             "may hold at most 256 printable ASCII characters "
                             "without spaces");
    } else if (const auto parsed = NamePattern::Parse(text); !parsed.ok()) {
      validation_->Report(at, "pattern", parsed.status().message());
    }
    if (!pattern.region().empty() &&
        text.find("{region}") != std::string::npos) {
      validation_->Report(at, "region", "is fixed by {region} already");
    }
  }

  void CheckCalendars() {
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < provider_.holiday_calendars_size(); ++i) {
      const v1::HolidayCalendar& calendar = provider_.holiday_calendars(i);
      const Location at = at_.Field("holiday_calendars", i);
      CheckId(at, "calendar_id", calendar.calendar_id(),
              ShortNameProblem(calendar.calendar_id()), &seen);
      validation_->CheckSource(at, calendar.source_id());
      CheckDays(calendar, at);
    }
  }

  void CheckDays(const v1::HolidayCalendar& calendar, const Location& at) {
    std::optional<absl::CivilDay> last;
    for (int i = 0; i < calendar.dates_size(); ++i) {
      const absl::StatusOr<absl::CivilDay> day =
          ParseCatalogDate(calendar.dates(i));
      if (!day.ok()) {
        validation_->Report(at.Field("dates", i), day.status().message());
        continue;
      }
      if (last.has_value() && *day <= *last) {
        validation_->Report(
            at.Field("dates", i),
            absl::StrCat(calendar.dates(i), *day == *last
                                                ? " is repeated"
                                                : " comes after a later day"));
      }
      last = *day;
    }
    if (calendar.covers_through().empty()) {
      validation_->Report(at, "covers_through",
                          "the last day covered is not given");
      return;
    }
    const auto covers =
        validation_->CheckDate(at, "covers_through", calendar.covers_through());
    if (covers.has_value() && last.has_value() && *covers < *last) {
      validation_->Report(at, "covers_through",
                          absl::StrCat(calendar.covers_through(),
                                       " is before the last of the dates"));
    }
  }

  void CheckSources() {
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < provider_.sources_size(); ++i) {
      const v1::Source& source = provider_.sources(i);
      const Location at = at_.Field("sources", i);
      if (i == kMaxSources) {
        validation_->Report(
            at, absl::StrCat("more than ", kMaxSources, " sources"));
        return;
      }
      CheckId(at, "source_id", source.source_id(),
              ShortNameProblem(source.source_id()), &seen);
      validation_->CheckText(at, "title", source.title(),
                             TextProblem(source.title(), kMaxLabel));
      validation_->CheckText(at, "license", source.license(),
                             TextProblem(source.license(), kMaxLabel));
      if (!source.url().empty()) {
        validation_->CheckText(at, "url", source.url(),
                               UrlProblem(source.url()));
      }
      if (source.checked_date().empty()) {
        validation_->Report(at, "checked_date",
                            "the day on which it was read is not given");
      } else {
        validation_->CheckDate(at, "checked_date", source.checked_date());
      }
    }
  }

  const v1::Provider& provider_;
  const Location& at_;
  Validation* const validation_;
};

// What only one provider may claim: where it is claimed.
class Claims {
 public:
  explicit Claims(Diagnostics* diagnostics) : diagnostics_(diagnostics) {}

  void Add(const std::string& value, const Location& at) {
    if (value.empty()) {
      return;
    }
    const auto [it, inserted] = claims_.emplace(value, at);
    if (!inserted) {
      const int line = it->second.Line();
      diagnostics_->Add(
          at, absl::StrCat(Quoted(value), " is taken by ", it->second.Path(),
                           " in ", it->second.file(), line == 0 ? "" : ":",
                           line == 0 ? "" : absl::StrCat(line)));
    }
  }

 private:
  Diagnostics* const diagnostics_;
  absl::flat_hash_map<std::string, Location> claims_;
};

}  // namespace

void ValidateProviders(const std::vector<ProviderInFile>& providers,
                       CatalogForm form, Diagnostics* diagnostics) {
  Claims ids(diagnostics);
  Claims hosts(diagnostics);
  Claims shared_formats(diagnostics);
  for (const ProviderInFile& in_file : providers) {
    const v1::Provider& provider = *in_file.provider;
    Validation validation(provider, form, diagnostics);
    ProviderValidator(in_file, &validation).Run();
    ids.Add(provider.provider_id(), in_file.at.Field("provider_id"));
  }
  // After all ids, so that an alias never takes one from its owner.
  for (const ProviderInFile& in_file : providers) {
    const v1::Provider& provider = *in_file.provider;
    for (int i = 0; i < provider.aliases_size(); ++i) {
      ids.Add(provider.aliases(i), in_file.at.Field("aliases", i));
    }
    for (int i = 0; i < provider.api_hosts_size(); ++i) {
      hosts.Add(provider.api_hosts(i), in_file.at.Field("api_hosts", i));
    }
    for (int i = 0; i < provider.usage_formats_size(); ++i) {
      if (provider.usage_formats(i).shared()) {
        shared_formats.Add(
            provider.usage_formats(i).format_id(),
            in_file.at.Field("usage_formats", i).Field("format_id"));
      }
    }
  }
}

absl::Status CheckProviders(const std::vector<v1::Provider>& providers) {
  Diagnostics diagnostics;
  std::vector<ProviderInFile> in_file;
  in_file.reserve(providers.size());
  for (const v1::Provider& provider : providers) {
    in_file.push_back({&provider, Location(provider.provider_id(), nullptr)});
  }
  ValidateProviders(in_file, CatalogForm::kFile, &diagnostics);
  return diagnostics.ToStatus();
}

}  // namespace ratecard
