#include "service/catalog/importers/import.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/importers/genai_prices.h"
#include "service/catalog/importers/litellm.h"
#include "service/catalog/importers/model_prices.h"
#include "service/catalog/importers/models_dev.h"
#include "service/catalog/importers/openrouter.h"
#include "service/catalog/validation.h"

namespace ratecard {
namespace {

constexpr ImportFormat kFormats[] = {
    {"litellm", "LiteLLM model_prices_and_context_window",
     "https://github.com/BerriAI/litellm", "MIT", &ImportLiteLlm},
    {"models.dev", "models.dev api.json", "https://models.dev/api.json", "MIT",
     &ImportModelsDev},
    {"genai-prices", "genai-prices", "https://github.com/pydantic/genai-prices",
     "MIT", &ImportGenaiPrices},
    {"model-prices", "model-prices", "https://pypi.org/project/model-prices/",
     "MIT", &ImportModelPrices},
    {"openrouter", "OpenRouter models", "https://openrouter.ai/api/v1/models",
     "", &ImportOpenRouter},
};

// `an array of 0`, or `an object with "schema", "prices"`: what a document that
// is another list shows of itself.
std::string WhatItIs(const Json& list) {
  constexpr size_t kMaxKeys = 5;
  if (list.is_array()) {
    return absl::StrCat("an array of ", list.items.size());
  }
  std::vector<std::string> keys;
  for (const auto& [key, value] : list.members) {
    if (keys.size() == kMaxKeys) {
      keys.emplace_back("…");
      break;
    }
    keys.push_back(absl::StrCat("\"", Shortened(key), "\""));
  }
  return absl::StrCat("an object with ",
                      keys.empty() ? "nothing" : absl::StrJoin(keys, ", "));
}

bool IsTooMuch(const v1::Model& model) {
  const auto has_too_many_tiers = [](const v1::PriceSchedule& schedule) {
    return std::any_of(
        schedule.rates().begin(), schedule.rates().end(),
        [](const v1::Rate& rate) { return rate.tiers_size() > kMaxTiers; });
  };
  return model.price_schedules_size() > kMaxSchedules ||
         std::any_of(model.price_schedules().begin(),
                     model.price_schedules().end(), has_too_many_tiers);
}

// Leaves out the prices of models with more of them than a catalog takes: a
// part of them would be wrong.
void LimitPrices(Import* import) {
  for (v1::Provider& provider : import->providers) {
    for (v1::Model& model : *provider.mutable_models()) {
      if (IsTooMuch(model)) {
        model.clear_price_schedules();
        import->report.Add(
            ImportFinding::kBadValue, "",
            absl::StrCat("more than ", kMaxSchedules,
                         " price schedules, or than ", kMaxTiers,
                         " tiers of a rate: no price is taken"),
            absl::StrCat(provider.provider_id(), "/", model.model_id()));
      }
    }
  }
}

bool HasModels(const Import& import) {
  return std::any_of(
      import.providers.begin(), import.providers.end(),
      [](const v1::Provider& provider) { return !provider.models().empty(); });
}

}  // namespace

absl::Span<const ImportFormat> ImportFormats() { return kFormats; }

const ImportFormat* FindImportFormat(absl::string_view name) {
  for (const ImportFormat& format : kFormats) {
    if (format.name == name) {
      return &format;
    }
  }
  return nullptr;
}

absl::StatusOr<Import> ImportList(const ImportFormat& format,
                                  absl::string_view text,
                                  const ImportOptions& options) {
  RATECARD_ASSIGN_OR_RETURN(const Json list, ParseJson(text));
  RATECARD_ASSIGN_OR_RETURN(Import import, format.import(list, options));
  if (!HasModels(import)) {
    return Error(
        absl::StatusCode::kInvalidArgument, "INVALID_LIST",
        absl::StrCat("no model was found: expected a list of the format ",
                     format.name, " (", format.title, "), found ",
                     WhatItIs(list)));
  }
  LimitPrices(&import);
  return import;
}

}  // namespace ratecard
