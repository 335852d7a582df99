#include "service/catalog/importers/model_prices.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/catalog/importers/model_prices_daily.h"
#include "service/catalog/importers/model_prices_provider.h"
#include "service/catalog/importers/model_prices_timeline.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr int kSchema = 1;

Error NotSuchAList(absl::string_view why) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_LIST",
               absl::StrCat("not a snapshot of model-prices: ", why));
}

// The list has one key for cache writes that live longer than the usual ones:
// 12 hours at OpenAI, one at all others.
v1::Meter LongCacheWrite(absl::string_view provider) {
  return provider == "openai" ? v1::METER_CACHE_WRITE_12H_TOKENS
                              : v1::METER_CACHE_WRITE_1H_TOKENS;
}

// Empty for what is no text.
std::string TextOf(const Json& json) {
  return json.is_string() ? json.text : "";
}

class Importer {
 public:
  Importer(ObjectReader top, ImportOptions options, ImportReport* report)
      : top_(std::move(top)), options_(std::move(options)), report_(*report) {}

  std::vector<v1::Provider> Run() {
    // Where the list's records come from is a fact about the list.
    top_.Ignore({"schema", "updated_at", "models_dev"});
    if (std::optional<ObjectReader> schedules = top_.Object("schedules")) {
      rules_ = ReadDailyRules(&*schedules);
    }
    ReadPrices();
    ReadEstimates();
    ReadStatus();
    ReadBases();
    ReadAliases();
    for (ObjectReader& plan : top_.Objects("plans")) {
      const std::string path = plan.path();
      report_.Add(ImportFinding::kLeftOut, "plans", "fee of a subscription",
                  path);
    }
    top_.ReportRest();
    CheckRules();
    return Finished();
  }

 private:
  ProviderDraft* Find(const std::string& provider) {
    const auto it = providers_.find(absl::AsciiStrToLower(provider));
    return it == providers_.end() ? nullptr : &it->second;
  }

  // Calls `read` with the id and the reader of each provider that an object of
  // the list has.
  template <typename Read>
  void ForEachProvider(const char* key, const Read& read) {
    std::optional<ObjectReader> object = top_.Object(key);
    if (!object.has_value()) {
      return;
    }
    for (const auto* member : object->Rest()) {
      const std::string path = absl::StrCat(key, ".", member->first);
      if (member->second.is_object()) {
        // The path within an entry is the same for all providers.
        read(member->first, ObjectReader(member->second, key, path, &report_));
      } else {
        report_.Add(ImportFinding::kBadValue, key, Brief(member->second), path);
      }
    }
  }

  void ReadPrices() {
    ForEachProvider("prices", [this](const std::string& id, ObjectReader all) {
      const std::string lower = absl::AsciiStrToLower(id);
      if (!IdProblem(lower).empty() || Find(lower) != nullptr) {
        report_.Add(ImportFinding::kBadValue, "prices", "id of a provider",
                    all.path());
        return;
      }
      ProviderDraft& draft =
          providers_.try_emplace(lower, lower, options_).first->second;
      for (const auto* member : all.Rest()) {
        ReadModel(id, member->first, member->second, all.path(), &draft);
      }
    });
  }

  void ReadModel(const std::string& provider, const std::string& id,
                 const Json& json, absl::string_view parent,
                 ProviderDraft* draft) {
    const std::string path = absl::StrCat(parent, ".", id);
    if (!json.is_object() || !ModelIdProblem(id).empty()) {
      report_.Add(ImportFinding::kBadValue, "prices", "id of a model", path);
      return;
    }
    ObjectReader reader(json, "", path, &report_);
    v1::Model* model = draft->AddModel(id);
    ScheduleWriter writer(draft, model);
    TimelineContext context;
    context.long_cache_write = LongCacheWrite(provider);
    const std::vector<PricePeriod> standard =
        ReadTimeline(kStandardTier, context, &reader);
    WriteMode(provider, id, kStandardTier, standard, draft, &writer);
    if (!standard.empty()) {
      context.model_start = &standard.front();
    }
    std::map<std::string, std::vector<PricePeriod>> modes;
    for (const auto* member : reader.Rest()) {
      if (!member->second.is_array()) {
        continue;
      }
      if (const std::string problem = IdProblem(member->first);
          !problem.empty()) {
        reader.Ignore({member->first});
        reader.Report(ImportFinding::kBadValue, member->first, problem);
        continue;
      }
      modes[member->first] = ReadTimeline(member->first, context, &reader);
    }
    for (const auto& [mode, periods] : modes) {
      WriteMode(provider, id, mode, periods, draft, &writer);
    }
    reader.ReportRest();
  }

  void WriteMode(const std::string& provider, const std::string& model,
                 absl::string_view mode,
                 const std::vector<PricePeriod>& periods, ProviderDraft* draft,
                 ScheduleWriter* writer) {
    for (const PricePeriod& period : periods) {
      writer->Write(mode, mode, {}, period);
    }
    const auto rules = rules_.by_provider.find(provider);
    if (rules == rules_.by_provider.end()) {
      return;
    }
    for (const DailyRule& rule : rules->second) {
      const std::optional<int64_t> factor = rule.FactorOf(model);
      for (const PricePeriod& period : periods) {
        if (factor.has_value()) {
          WriteHours(mode, rule, *factor, period, draft, writer);
        }
      }
    }
  }

  void WriteHours(absl::string_view mode, const DailyRule& rule, int64_t factor,
                  const PricePeriod& period, ProviderDraft* draft,
                  ScheduleWriter* writer) {
    const std::optional<PriceCells> cells = Scaled(period.cells, factor);
    if (!cells.has_value()) {
      report_.Add(ImportFinding::kBadValue, "schedules.schedule",
                  "a multiplied price is out of bounds", rule.page);
      return;
    }
    const std::string name =
        mode == kStandardTier ? rule.name : absl::StrCat(mode, "-", rule.name);
    const std::optional<PricePeriod> hours = InHoursOf(rule, period, *cells);
    if (!hours.has_value()) {
      return;
    }
    const auto calendar =
        rules_.calendars.find(rule.windows.front().except_holidays());
    if (calendar != rules_.calendars.end()) {
      draft->AddCalendar(calendar->second);
    }
    writer->Write(mode, name, rule.windows, *hours);
  }

  // Rules about what the list does not have.
  void CheckRules() {
    for (const auto& [id, rules] : rules_.by_provider) {
      ProviderDraft* provider = Find(id);
      for (const DailyRule& rule : rules) {
        for (const auto& [model, factor] : rule.factor_nanos_by_model) {
          if (provider == nullptr || provider->FindModel(model) == nullptr) {
            report_.Add(ImportFinding::kBadValue, "schedules.schedule",
                        "not a model of the list",
                        absl::StrCat(id, "/", model));
          }
        }
        if (provider == nullptr && rule.factor_nanos_by_model.empty()) {
          report_.Add(ImportFinding::kBadValue, "schedules.schedule",
                      "not a provider of the list", id);
        }
      }
    }
  }

  // Models without a price per token, for which the list has a stand-in.
  void ReadEstimates() {
    for (ObjectReader& estimate : top_.Objects("estimates")) {
      estimate.Ignore({"reason", "sources"});
      ProviderDraft* provider = Find(estimate.String("provider").value_or(""));
      const std::string model = estimate.String("model").value_or("");
      if (provider == nullptr || !ModelIdProblem(model).empty()) {
        estimate.Report(ImportFinding::kBadValue, "model", model.substr(0, 40));
      } else if (provider->FindModel(model) == nullptr) {
        provider->AddModel(model);
      }
      if (estimate.String("like").has_value()) {
        estimate.Report(ImportFinding::kLeftOut, "like",
                        "price of a stand-in, not the model's");
      }
      estimate.ReportRest();
    }
  }

  // Whether models.dev calls a model deprecated or no longer has it; since
  // when, the list does not say.
  void ReadStatus() {
    ForEachProvider("status", [this](const std::string& id, ObjectReader all) {
      ProviderDraft* provider = Find(id);
      for (const auto* member : all.Rest()) {
        const std::string status = TextOf(member->second);
        v1::Model* model =
            provider == nullptr ? nullptr : provider->FindModel(member->first);
        if (model == nullptr ||
            (status != "deprecated" && status != "removed")) {
          report_.Add(ImportFinding::kBadValue, "status",
                      model == nullptr ? "not a model of the list"
                                       : status.substr(0, 40),
                      absl::StrCat(all.path(), ".", member->first));
          continue;
        }
        v1::CardRow* row = model->mutable_card()->add_rows();
        row->set_section("lifecycle");
        row->set_key("models.dev status");
        row->set_value(status);
      }
    });
  }

  // Names of the weights behind ids.
  void ReadBases() {
    ForEachProvider(
        "bases", [this](const std::string& id, const ObjectReader& all) {
          ProviderDraft* provider = Find(id);
          for (const auto* member : all.Rest()) {
            const std::string& base = member->first;
            const std::string target = TextOf(member->second);
            const std::string path = absl::StrCat(all.path(), ".", base);
            v1::Model* model =
                provider == nullptr ? nullptr : provider->FindModel(target);
            if (model == nullptr) {
              // A model without a price has no entry.
              report_.Add(target.empty() ? ImportFinding::kBadValue
                                         : ImportFinding::kLeftOut,
                          "bases", "of a model that is not in the list", path);
              continue;
            }
            if (!TextProblem(base, kMaxLabel).empty()) {
              report_.Add(ImportFinding::kBadValue, "bases", "name of weights",
                          path);
              continue;
            }
            if (model->base_model().empty()) {
              model->set_base_model(base);
            }
            AddName("bases", base, path, provider, model);
          }
        });
  }

  void AddName(absl::string_view key, const std::string& name,
               const std::string& path, ProviderDraft* provider,
               v1::Model* model) {
    if (!ModelIdProblem(name).empty()) {
      report_.Add(ImportFinding::kBadValue, key, "name of a model", path);
    } else if (!provider->AddAlias(name, model)) {
      report_.Add(ImportFinding::kLeftOut, key,
                  "a name that a model has already", path);
    }
  }

  void ReadAliases() {
    std::optional<ObjectReader> aliases = top_.Object("aliases");
    if (!aliases.has_value()) {
      return;
    }
    if (std::optional<ObjectReader> models = aliases->Object("models")) {
      for (const auto* member : models->Rest()) {
        const std::string target = TextOf(member->second);
        const size_t slash = std::min(target.find('/'), target.size());
        ProviderDraft* provider = Find(target.substr(0, slash));
        v1::Model* model = provider == nullptr || slash == target.size()
                               ? nullptr
                               : provider->FindModel(target.substr(slash + 1));
        const std::string path =
            absl::StrCat(models->path(), ".", member->first);
        if (model == nullptr) {
          report_.Add(ImportFinding::kBadValue, "aliases.models",
                      "not a model of the list", path);
        } else {
          AddName("aliases.models", member->first, path, provider, model);
        }
      }
    }
    if (std::optional<ObjectReader> names = aliases->Object("providers")) {
      for (const auto* member : names->Rest()) {
        AddProviderName(member->first, TextOf(member->second),
                        absl::StrCat(names->path(), ".", member->first));
      }
    }
    aliases->ReportRest();
  }

  void AddProviderName(const std::string& name, const std::string& id,
                       const std::string& path) {
    ProviderDraft* provider = Find(id);
    if (provider == nullptr || !IdProblem(name).empty() ||
        Find(name) != nullptr) {
      report_.Add(ImportFinding::kBadValue, "aliases.providers",
                  "not a name for a provider of the list", path);
      return;
    }
    provider->AddOwnAlias(name);
  }

  std::vector<v1::Provider> Finished() {
    std::vector<v1::Provider> finished;
    for (auto& [id, draft] : providers_) {
      finished.push_back(draft.Finish());
    }
    return finished;
  }

  ObjectReader top_;
  const ImportOptions options_;
  ImportReport& report_;
  DailyRules rules_;
  std::map<std::string, ProviderDraft> providers_;
};

}  // namespace

absl::StatusOr<Import> ImportModelPrices(const Json& list,
                                         const ImportOptions& options) {
  if (!list.is_object()) {
    return NotSuchAList("it is no object");
  }
  const Json* schema = list.Find("schema");
  if (schema == nullptr || schema->text != absl::StrCat(kSchema)) {
    return NotSuchAList(absl::StrCat("its schema is not ", kSchema));
  }
  const Json* prices = list.Find("prices");
  if (prices == nullptr || !prices->is_object()) {
    return NotSuchAList("it has no prices");
  }
  // The day on which the list itself was made, if it says so.
  ImportOptions dated = options;
  const Json* updated = list.Find("updated_at");
  if (updated != nullptr && ParseCatalogTime(updated->text).ok()) {
    dated.checked_date = updated->text.substr(0, 10);
  }
  Import import;
  ObjectReader top(list, "", "", &import.report);
  import.providers =
      Importer(std::move(top), std::move(dated), &import.report).Run();
  return import;
}

}  // namespace ratecard
