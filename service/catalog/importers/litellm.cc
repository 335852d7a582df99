#include "service/catalog/importers/litellm.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/litellm_facts.h"
#include "service/catalog/importers/litellm_name.h"
#include "service/catalog/importers/litellm_prices.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

constexpr char kFormat[] = "litellm";

// Members of the list that are no models, and why.
absl::string_view WhyNoModel(absl::string_view key) {
  if (key == "sample_spec") {
    return "documentation of the list";
  }
  return key == "fallback_generalizations" ? "rules of routing" : "";
}

// What providers sell as a subscription only: tokens cost nothing more.
bool IsPlan(absl::string_view provider) {
  return provider == "chatgpt" || provider == "microsoft_365_copilot";
}

bool IsSaidToBeFree(absl::string_view model_id) {
  return absl::EndsWith(model_id, ":free") || absl::EndsWith(model_id, "-free");
}

// An entry of the list.
struct Entry {
  const std::string* key;
  const Json* json;
  std::string provider;  // as an id
  LiteLlmName name;
};

// A model, out of all its entries.
struct Draft {
  v1::Model model;
  LiteLlmPrices prices;
  std::string path;       // of the first
  std::string successor;  // as the list names it
};

class Importer {
 public:
  explicit Importer(const ImportOptions& options) : options_(options) {}

  absl::StatusOr<Import> Run(const Json& list) {
    std::vector<Entry> entries = FindEntries(list);
    if (entries.empty()) {
      return Error(absl::StatusCode::kInvalidArgument, "INVALID_LIST",
                   "is no list of LiteLLM's: no entry has a litellm_provider");
    }
    // A model's own entry before those of its regions and image sizes.
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) {
                       return a.name.in_folder < b.name.in_folder;
                     });
    for (const Entry& entry : entries) {
      Read(entry);
    }
    for (auto& [provider, models] : drafts_) {
      Finish(provider, &models);
    }
    return std::move(import_);
  }

 private:
  using Models = std::map<std::string, Draft>;

  std::vector<Entry> FindEntries(const Json& list) {
    std::vector<Entry> entries;
    for (const auto& [key, json] : list.members) {
      if (const absl::string_view why = WhyNoModel(key); !why.empty()) {
        import_.report.Add(ImportFinding::kLeftOut, key, why, key);
        continue;
      }
      const Json* label =
          json.is_object() ? json.Find("litellm_provider") : nullptr;
      if (label == nullptr || !label->is_string()) {
        import_.report.Add(ImportFinding::kBadValue, "",
                           "no entry with a litellm_provider", key);
        continue;
      }
      Entry entry{&key, &json, absl::AsciiStrToLower(label->text),
                  ParseLiteLlmName(key, label->text)};
      const std::string problem = Problem(entry);
      if (problem.empty()) {
        entries.push_back(std::move(entry));
      } else {
        import_.report.Add(ImportFinding::kBadValue, "", problem, key);
      }
    }
    return entries;
  }

  static std::string Problem(const Entry& entry) {
    if (std::string problem = IdProblem(entry.provider); !problem.empty()) {
      return absl::StrCat("litellm_provider ", problem);
    }
    if (std::string problem = ModelIdProblem(entry.name.model_id);
        !problem.empty()) {
      return absl::StrCat("the model's id ", problem);
    }
    return "";
  }

  void Read(const Entry& entry) {
    if (entry.name.commitment) {
      import_.report.Add(ImportFinding::kLeftOut, "",
                         "capacity that is rented for months", *entry.key);
      return;
    }
    Draft& draft = drafts_[entry.provider][entry.name.model_id];
    if (draft.path.empty()) {
      draft.path = *entry.key;
    }
    AddAlias(entry, &draft.model);
    ObjectReader reader(*entry.json, "", *entry.key, &import_.report);
    reader.Ignore({"litellm_provider"});
    LiteLlmPricing pricing;
    pricing.mode = reader.String("mode").value_or("");
    pricing.region = entry.name.region;
    pricing.parameters = entry.name.parameters;
    if (IsSaidToBeFree(entry.name.model_id)) {
      pricing.zero = v1::METER_STATE_FREE;
    } else if (IsPlan(entry.provider)) {
      pricing.zero = v1::METER_STATE_INCLUDED_IN_PLAN;
    }
    ReadMetadata(&reader, &draft);
    ReadLiteLlmFacts(pricing.mode, &reader, &draft.model);
    pricing.makes_no_images =
        !draft.model.output_modalities().empty() &&
        std::find(draft.model.output_modalities().begin(),
                  draft.model.output_modalities().end(),
                  v1::MODALITY_IMAGE) == draft.model.output_modalities().end();
    ReadLiteLlmPrices(pricing, &reader, &draft.prices);
    reader.ReportRest();
  }

  static void AddAlias(const Entry& entry, v1::Model* model) {
    if (*entry.key == entry.name.model_id) {
      return;
    }
    v1::Alias* alias = model->add_aliases();
    alias->set_alias_id(*entry.key);
    alias->set_kind(v1::ALIAS_KIND_ALIAS);
    alias->set_region(entry.name.region);
  }

  static void ReadMetadata(ObjectReader* reader, Draft* draft) {
    std::optional<ObjectReader> metadata = reader->Object("metadata");
    if (!metadata.has_value()) {
      return;
    }
    metadata->Ignore({"calculation", "comment", "note", "notes",
                      "original_pricing_per_hour",
                      "original_pricing_per_minute", "supports_tool_choice"});
    if (const auto successor = metadata->String("successor")) {
      draft->successor = *successor;
    }
    metadata->ReportRest();
  }

  void Finish(const std::string& provider_id, Models* models) {
    v1::Provider& provider = import_.providers.emplace_back(
        NewProvider(kFormat, provider_id, options_));
    provider.set_display_name(provider_id);
    std::set<std::string> regions;
    std::set<std::string> names;
    for (auto& [id, draft] : *models) {
      draft.model.set_model_id(id);
      draft.model.set_source_id(kFormat);
      AddLiteLlmSchedules(std::move(draft.prices), draft.path, &draft.model,
                          &import_.report);
      if (IsPlan(provider_id)) {
        IncludeInPlan(&draft.model);
      }
      KeepAliases(*models, draft.path, &names, &draft.model);
      SetSuccessor(provider_id, *models, &draft);
      for (const v1::PriceSchedule& schedule : draft.model.price_schedules()) {
        regions.insert(schedule.region());
      }
      for (const v1::Alias& alias : draft.model.aliases()) {
        regions.insert(alias.region());
      }
      *provider.add_models() = std::move(draft.model);
    }
    for (const std::string& region : regions) {
      if (!region.empty()) {
        provider.add_regions()->set_region_id(region);
      }
    }
  }

  static void IncludeInPlan(v1::Model* model) {
    model->set_plan_only(true);
    if (!model->price_schedules().empty()) {
      return;
    }
    v1::PriceSchedule* schedule = model->add_price_schedules();
    schedule->set_schedule_id("standard");
    schedule->set_service_tier("standard");
    for (const v1::Meter meter :
         {v1::METER_INPUT_TOKENS, v1::METER_OUTPUT_TOKENS}) {
      v1::Rate* rate = schedule->add_rates();
      rate->set_meter(meter);
      rate->set_state(v1::METER_STATE_INCLUDED_IN_PLAN);
    }
  }

  // A name that is another model's id, or already an alias, stays what it is.
  void KeepAliases(const Models& models, const std::string& path,
                   std::set<std::string>* names, v1::Model* model) {
    const google::protobuf::RepeatedPtrField<v1::Alias> aliases =
        model->aliases();
    model->clear_aliases();
    for (const v1::Alias& alias : aliases) {
      if (models.count(alias.alias_id()) > 0 ||
          !ModelIdProblem(alias.alias_id()).empty() ||
          !names->insert(alias.alias_id()).second) {
        import_.report.Add(ImportFinding::kLeftOut, "",
                           "a name that cannot be an alias", path);
        continue;
      }
      *model->add_aliases() = alias;
    }
  }

  void SetSuccessor(const std::string& provider_id, const Models& models,
                    Draft* draft) {
    if (draft->successor.empty()) {
      return;
    }
    const std::string id(WithoutRoutingPrefix(draft->successor, provider_id));
    if (models.count(id) == 0 || id == draft->model.model_id()) {
      import_.report.Add(ImportFinding::kLeftOut, "metadata.successor",
                         "no model of this provider", draft->path);
      return;
    }
    draft->model.mutable_lifecycle()->set_replaced_by(id);
  }

  const ImportOptions& options_;
  Import import_;
  std::map<std::string, Models> drafts_;  // by provider
};

}  // namespace

absl::StatusOr<Import> ImportLiteLlm(const Json& list,
                                     const ImportOptions& options) {
  return Importer(options).Run(list);
}

}  // namespace ratecard
