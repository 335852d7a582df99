#include "tests/bench/synthetic_catalog.h"

#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/catalog/loader.h"

namespace ratecard {
namespace {

constexpr int kProviders = 50;

std::string ModelId(int model) {
  return absl::StrFormat("maker-model-%05d", model);
}
std::string AliasId(int model) {
  return absl::StrFormat("maker-model-%05d-2026-01-15", model);
}

// Of ten models one has a long-context tier or peak hours.
std::string Schedules(int model) {
  const bool tiered = model % 20 == 0;
  const bool windowed = model % 20 == 10;
  const std::string tier =
      tiered ? "tiers { min_input_tokens: 200001 price: \"3.5\" }" : "";
  std::string text = absl::StrFormat(
      R"(price_schedules { schedule_id: "standard"
           rates { meter: METER_INPUT_TOKENS price: "1.%02d" %s }
           rates { meter: METER_CACHE_READ_TOKENS price: "0.1%02d" }
           rates { meter: METER_OUTPUT_TOKENS price: "8.%02d" } }
         price_schedules { schedule_id: "batch" service_tier: "batch"
           inherits: "standard" adjustments { factor: "0.5" } }
         price_schedules { schedule_id: "flex" service_tier: "flex"
           inherits: "standard" adjustments { factor: "0.5" } })",
      model % 100, tier, model % 100, model % 100);
  if (windowed) {
    absl::StrAppend(&text, R"(
         price_schedules { schedule_id: "peak" inherits: "standard"
           adjustments { factor: "2" }
           daily_windows { time_zone: "Asia/Shanghai" start: "09:00"
                           end: "12:00" } })");
  }
  return text;
}

std::string ProviderText(int provider, int models) {
  std::string text = absl::StrFormat(
      R"(provider_id: "provider-%02d" display_name: "Provider %d"
         currency_code: "USD" home_makers: "maker"
         sources { source_id: "made-up" title: "made up" checked_date: "2026-11-01" })",
      provider, provider);
  for (int model = provider; model < models; model += kProviders) {
    absl::StrAppend(&text, "models { model_id: \"", ModelId(model),
                    "\" maker: \"maker\" source_id: \"made-up\" aliases { "
                    "alias_id: \"",
                    AliasId(model),
                    "\" kind: ALIAS_KIND_SNAPSHOT } limits { "
                    "context_window_tokens: 400000 max_output_tokens: 128000 }",
                    Schedules(model), "}\n");
  }
  return text;
}

}  // namespace

SyntheticCatalog MakeSyntheticCatalog(int models, int asked, int names) {
  std::vector<CatalogFile> files;
  files.reserve(kProviders);
  for (int provider = 0; provider < kProviders; ++provider) {
    files.push_back({absl::StrFormat("provider-%02d.textproto", provider),
                     ProviderText(provider, models)});
  }
  auto catalog = LoadCatalog(files);
  if (!catalog.ok()) {
    std::fprintf(stderr, "%s\n", catalog.status().ToString().c_str());
    std::abort();
  }
  SyntheticCatalog result;
  result.catalog = *std::move(catalog);
  std::mt19937 random(20261122);
  for (int i = 0; i < names; ++i) {
    const int model = static_cast<int>(random() % static_cast<unsigned>(asked));
    result.names.push_back(random() % 10 < 3 ? AliasId(model) : ModelId(model));
  }
  return result;
}

}  // namespace ratecard
