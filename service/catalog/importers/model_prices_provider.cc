#include "service/catalog/importers/model_prices_provider.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/schedule_draft.h"
#include "service/catalog/period.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr char kFormat[] = "model-prices";
constexpr size_t kMaxName = 100;

absl::string_view WithoutScheme(absl::string_view url) {
  if (!absl::ConsumePrefix(&url, "https://")) {
    absl::ConsumePrefix(&url, "http://");
  }
  return url;
}

std::string TitleOf(absl::string_view page) {
  absl::string_view host = WithoutScheme(page);
  absl::ConsumePrefix(&host, "www.");
  host = host.substr(0, std::min(host.find('/'), kMaxName));
  return absl::StrCat(host, ", as read by ", kFormat);
}

// The address of a page as a short name.
std::string NameOf(absl::string_view page) {
  std::string name = "page";
  for (const char c : WithoutScheme(page).substr(0, kMaxName)) {
    const bool kept =
        absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.';
    if (name == "page" || (!kept && name.back() != '-')) {
      name += '-';
    }
    if (kept) {
      name += absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  name.resize(name.find_last_not_of("-.") + 1);
  return name;
}

// The day of its end makes the id of an ended schedule: it stays when new ones
// come.
std::string IdOf(absl::string_view name, const PricePeriod& period) {
  if (period.end == absl::InfiniteFuture()) {
    return std::string(name);
  }
  return absl::StrCat(
      name, "-until-",
      absl::FormatTime("%E4Y-%m-%d", period.end, absl::UTCTimeZone()));
}

void WriteRates(const PriceCells& cells, v1::PriceSchedule* schedule) {
  ScheduleDraft draft;
  for (const auto& [place, price] : cells) {
    const auto& [min_input, meter] = place;
    if (min_input == 0) {
      draft.SetPrice({meter, {}}, price);
    } else {
      draft.SetTier({meter, {}}, ScheduleDraft::Threshold::kInputTokens,
                    min_input, price);
    }
  }
  draft.AddRatesTo(schedule);
}

}  // namespace

std::string UniqueNames::Take(const std::string& stem) {
  std::string name = stem;
  while (!taken_.insert(name).second) {
    int& last = last_.emplace(stem, 1).first->second;
    name = absl::StrCat(stem, "-", ++last);
  }
  return name;
}

ProviderDraft::ProviderDraft(const std::string& id,
                             const ImportOptions& options)
    : checked_date_(options.checked_date),
      provider_(NewProvider(kFormat, id, options)) {
  sources_.Take(kFormat);
}

std::string ProviderDraft::SourceOf(const std::string& page) {
  if (page.empty()) {
    return "";
  }
  std::string& id = pages_[page];
  if (id.empty()) {
    id = sources_.Take(NameOf(page));
    v1::Source* source = provider_.add_sources();
    source->set_source_id(id);
    source->set_title(TitleOf(page));
    source->set_url(page);
    source->set_checked_date(checked_date_);
  }
  return id;
}

void ProviderDraft::AddCalendar(const DailyCalendar& calendar) {
  if (calendars_.insert(calendar.calendar.calendar_id()).second) {
    v1::HolidayCalendar* added = provider_.add_holiday_calendars();
    *added = calendar.calendar;
    added->set_source_id(SourceOf(calendar.page));
  }
}

v1::Model* ProviderDraft::AddModel(const std::string& id) {
  models_.emplace(id, provider_.models_size());
  v1::Model* model = provider_.add_models();
  model->set_model_id(id);
  model->set_source_id(kFormat);
  return model;
}

v1::Model* ProviderDraft::FindModel(const std::string& id) {
  const auto it = models_.find(id);
  return it == models_.end() ? nullptr : provider_.mutable_models(it->second);
}

bool ProviderDraft::AddAlias(const std::string& name, v1::Model* model) {
  if (models_.count(name) != 0 || !aliases_.insert(name).second) {
    return false;
  }
  v1::Alias* alias = model->add_aliases();
  alias->set_alias_id(name);
  alias->set_kind(v1::ALIAS_KIND_ALIAS);
  return true;
}

v1::Provider ProviderDraft::Finish() {
  std::sort(provider_.mutable_models()->pointer_begin(),
            provider_.mutable_models()->pointer_end(),
            [](const v1::Model* a, const v1::Model* b) {
              return a->model_id() < b->model_id();
            });
  return std::move(provider_);
}

void ScheduleWriter::Write(absl::string_view service_tier,
                           absl::string_view name,
                           const std::vector<v1::DailyWindow>& windows,
                           const PricePeriod& period) {
  v1::PriceSchedule* schedule = model_.add_price_schedules();
  schedule->set_schedule_id(ids_.Take(IdOf(name, period)));
  if (service_tier != kStandardTier) {
    schedule->set_service_tier(std::string(service_tier));
  }
  if (period.start != absl::InfinitePast()) {
    schedule->set_start_time(FormatCatalogTime(period.start));
    schedule->set_start_basis(period.start_basis);
  }
  if (period.end != absl::InfiniteFuture()) {
    schedule->set_end_time(FormatCatalogTime(period.end));
    if (period.last_seen < period.end &&
        period.last_seen != absl::InfinitePast()) {
      schedule->set_last_seen_time(FormatCatalogTime(period.last_seen));
    }
  }
  *schedule->mutable_daily_windows() = {windows.begin(), windows.end()};
  schedule->set_source_id(provider_.SourceOf(period.page));
  WriteRates(period.cells, schedule);
}

}  // namespace ratecard
