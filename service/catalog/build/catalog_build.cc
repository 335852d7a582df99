#include "service/catalog/build/catalog_build.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/build/list_history.h"
#include "service/catalog/build/list_layer.h"
#include "service/catalog/build/list_trust.h"
#include "service/catalog/build/makers.h"
#include "service/catalog/merge/layer_merge.h"
#include "service/catalog/merge/rename_source.h"
#include "service/catalog/text.h"
#include "service/catalog/validate_provider.h"

namespace ratecard {

bool IsPriced(const v1::Model& model) {
  const auto priced = [](const auto& message) {
    return !message.price().empty();
  };
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    for (const v1::Rate& rate : schedule.rates()) {
      if (priced(rate) ||
          std::any_of(rate.tiers().begin(), rate.tiers().end(), priced)) {
        return true;
      }
    }
  }
  return false;
}

namespace {

// A list so much older than another one says what was.
constexpr int kCurrentForDays = 60;

// A list under the names of the catalog.
struct State {
  const PriceList* list;
  std::vector<v1::Provider> providers;
  bool has_prices = false;
};

bool HasPrices(const std::vector<v1::Provider>& providers) {
  return std::any_of(
      providers.begin(), providers.end(), [](const v1::Provider& provider) {
        return std::any_of(provider.models().begin(), provider.models().end(),
                           [](const v1::Model& model) {
                             return !model.price_schedules().empty();
                           });
      });
}

PriceListCounts CountsOf(const Import& import) {
  PriceListCounts counts;
  counts.providers = static_cast<int>(import.providers.size());
  for (const v1::Provider& provider : import.providers) {
    for (const v1::Model& model : provider.models()) {
      counts.names.emplace_back(provider.provider_id(), model.model_id());
    }
    counts.priced += static_cast<int>(std::count_if(
        provider.models().begin(), provider.models().end(), IsPriced));
  }
  counts.unknown_keys = import.report.Count(ImportFinding::kUnknownKey);
  return counts;
}

// The day of a list becomes part of the name of its source, so that states of
// one list differ: `models.dev-2026-10-31`.
void NameSourceByDay(const PriceList& list, v1::Provider* provider) {
  RenameSources({{std::string(list.format->name),
                  absl::StrCat(list.format->name, "-", list.checked_date)}},
                provider);
}

// The last day on which any list that has the provider was read.
std::map<std::string, std::string> LastChecked(
    const std::vector<State>& states) {
  std::map<std::string, std::string> last;
  for (const State& state : states) {
    for (const v1::Provider& provider : state.providers) {
      std::string& date = last[provider.provider_id()];
      date = std::max(date, state.list->checked_date);
    }
  }
  return last;
}

// Marks all models of a provider that was read much later elsewhere.
void MarkPast(const std::string& date,
              const std::map<std::string, std::string>& last,
              v1::Provider* provider) {
  const absl::Time newest =
      CatalogTimeOr(last.at(provider->provider_id()), absl::InfinitePast());
  if (newest - CatalogTimeOr(date, absl::InfinitePast()) <=
      absl::Hours(24) * kCurrentForDays) {
    return;
  }
  for (v1::Model& model : *provider->mutable_models()) {
    if (model.lifecycle().last_listed_date().empty()) {
      model.mutable_lifecycle()->set_last_listed_date(date);
      model.clear_disagreements();  // the past contradicts nobody
    }
  }
}

// States newest first, by format; those without prices apart.
std::map<std::pair<std::string, bool>, std::vector<State>> ByFormat(
    std::vector<State> states) {
  std::map<std::pair<std::string, bool>, std::vector<State>> by_format;
  for (State& state : states) {
    by_format[{std::string(state.list->format->name), state.has_prices}]
        .push_back(std::move(state));
  }
  for (auto& [format, of_format] : by_format) {
    std::sort(of_format.begin(), of_format.end(),
              [](const State& a, const State& b) {
                return a.list->checked_date > b.list->checked_date;
              });
  }
  return by_format;
}

std::vector<CatalogLayer> Layers(std::vector<State> states) {
  const std::map<std::string, std::string> last = LastChecked(states);
  std::vector<std::pair<int, CatalogLayer>> layers;
  for (auto& [format, of_format] : ByFormat(std::move(states))) {
    const ListTrust trust = TrustIn(format.first);
    std::vector<ListState> history;
    for (State& state : of_format) {
      history.push_back({state.list->checked_date, std::move(state.providers)});
    }
    const std::string date = history.front().date;
    CatalogLayer layer;
    layer.fact_rank = trust.fact_rank;
    layer.window_may_be_input_limit = trust.window_may_be_input_limit;
    layer.may_lack_tiers = trust.may_lack_tiers;
    layer.has_one_output_price = trust.has_one_output_price;
    layer.knows_past = trust.knows_past;
    layer.providers = WithHistory(std::move(history));
    for (v1::Provider& provider : layer.providers) {
      MarkPast(date, last, &provider);
    }
    layers.emplace_back(format.second ? trust.price_rank : kNoPricesRank,
                        std::move(layer));
  }
  std::stable_sort(
      layers.begin(), layers.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<CatalogLayer> sorted;
  sorted.reserve(layers.size());
  for (auto& [rank, layer] : layers) {
    sorted.push_back(std::move(layer));
  }
  return sorted;
}

void FindSources(const google::protobuf::Message& message,
                 std::set<std::string>* used) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int count =
          field->is_repeated() ? reflection->FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        FindSources(field->is_repeated()
                        ? reflection->GetRepeatedMessage(message, field, i)
                        : reflection->GetMessage(message, field),
                    used);
      }
    } else if (absl::EndsWith(field->name(), "source_id")) {
      used->insert(reflection->GetString(message, field));
    }
  }
}

void DropUnusedSources(v1::Provider* provider) {
  std::set<std::string> used;
  for (const v1::Model& model : provider->models()) {
    FindSources(model, &used);
  }
  for (const v1::HolidayCalendar& calendar : provider->holiday_calendars()) {
    FindSources(calendar, &used);
  }
  auto* sources = provider->mutable_sources();
  sources->erase(std::remove_if(sources->begin(), sources->end(),
                                [&](const v1::Source& source) {
                                  return used.count(source.source_id()) == 0;
                                }),
                 sources->end());
}

// Provider and id of a source.
using SourceKey = std::pair<std::string, std::string>;

std::set<SourceKey> SourcesOf(const State& state) {
  std::set<SourceKey> sources;
  for (const v1::Provider& provider : state.providers) {
    for (const v1::Source& source : provider.sources()) {
      sources.emplace(provider.provider_id(), source.source_id());
    }
  }
  return sources;
}

int CountConflicts(const std::vector<v1::Provider>& merged,
                   const std::set<SourceKey>& sources) {
  int conflicts = 0;
  for (const v1::Provider& provider : merged) {
    for (const v1::Model& model : provider.models()) {
      for (const v1::Disagreement& disagreement : model.disagreements()) {
        conflicts += static_cast<int>(
            sources.count({provider.provider_id(), disagreement.source_id()}));
      }
    }
  }
  return conflicts;
}

// Two states of one list on one day do not say which came first.
absl::Status CheckDays(const std::vector<State>& states) {
  std::map<std::tuple<absl::string_view, absl::string_view, bool>,
           const PriceList*>
      seen;
  for (const State& state : states) {
    const PriceList& list = *state.list;
    const auto [first, is_new] = seen.try_emplace(
        {list.format->name, list.checked_date, state.has_prices}, &list);
    if (!is_new) {
      return Error(absl::StatusCode::kInvalidArgument, "DUPLICATE_LIST",
                   absl::StrCat("there are two lists of ", list.format->name,
                                " of ", list.checked_date, ": ",
                                first->second->name, " and ", list.name));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CatalogBuild> BuildCatalog(
    absl::Span<const v1::Provider> curated, absl::Span<const PriceList> lists) {
  const KnownNames names(curated);
  CatalogBuild build;
  std::vector<State> states;
  std::vector<std::set<SourceKey>> sources;  // of each list
  for (const PriceList& list : lists) {
    absl::StatusOr<Import> import =
        ImportList(*list.format, list.text, {list.checked_date});
    if (!import.ok()) {
      return WithSubject(import.status(), list.name);
    }
    build.lists.push_back(CountsOf(*import));
    State state{&list, ToCatalogNames(std::move(import->providers), names)};
    state.has_prices = HasPrices(state.providers);
    for (v1::Provider& provider : state.providers) {
      NameSourceByDay(list, &provider);
    }
    sources.push_back(SourcesOf(state));
    states.push_back(std::move(state));
  }
  RATECARD_RETURN_IF_ERROR(CheckDays(states));
  build.providers = MergeLayers(Layers(std::move(states)));
  DropAliasesOfOthers(names, &build.providers);
  FillMakers(curated, &build.providers);
  for (v1::Provider& provider : build.providers) {
    DropUnusedSources(&provider);
  }
  for (size_t i = 0; i < lists.size(); ++i) {
    build.lists[i].conflicts = CountConflicts(build.providers, sources[i]);
  }
  RATECARD_RETURN_IF_ERROR(CheckProviders(build.providers));
  return build;
}

}  // namespace ratecard
