#include "service/catalog/importers/import.h"

#include "service/base/status_macros.h"
#include "service/catalog/importers/genai_prices.h"
#include "service/catalog/importers/litellm.h"
#include "service/catalog/importers/model_prices.h"
#include "service/catalog/importers/models_dev.h"
#include "service/catalog/importers/openrouter.h"

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
  return format.import(list, options);
}

}  // namespace ratecard
