#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "client/catalog_files.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/format.h"
#include "client/json_text.h"
#include "client/table.h"
#include "client/workload_file.h"
#include "service/base/status_macros.h"
#include "service/catalog/build/catalog_build.h"
#include "service/catalog/loader.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

// Tells what this command wrote from what people did.
constexpr char kWritten[] = "Written by `ratecard catalog build`";

std::string Comment() {
  return absl::StrCat(kWritten,
                      " from price lists of the field, the\n"
                      "sources below. Corrections belong into the curated "
                      "file of the same name.");
}

struct BuildFlags {
  std::vector<std::string> lists;
  std::string curated;
  std::string directory;
};

// `FORMAT@DATE=FILE`.
absl::StatusOr<PriceList> ReadList(const std::string& text) {
  const auto bad = [&](absl::string_view problem) {
    return UsageError(absl::StrCat("LIST: '", text, "' ", problem,
                                   "; for example "
                                   "litellm@2026-11-01=prices.json"));
  };
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  const std::pair<std::string, std::string> what =
      absl::StrSplit(parts.first, absl::MaxSplits('@', 1));
  PriceList list;
  list.format = FindImportFormat(what.first);
  if (list.format == nullptr) {
    return bad("does not begin with a format that can be imported");
  }
  if (!ParseCatalogDate(what.second).ok()) {
    return bad("does not say the day on which the list was read");
  }
  list.checked_date = what.second;
  if (parts.second.empty()) {
    return bad("names no file");
  }
  list.name = NameOfInput(parts.second);
  RATECARD_ASSIGN_OR_RETURN(list.text, ReadInput(parts.second));
  return list;
}

struct ModelCounts {
  int64_t models = 0;
  int64_t priced = 0;
  int64_t schedules = 0;
  int64_t no_longer_listed = 0;
  int64_t disagreements = 0;
};

ModelCounts CountsOf(const CatalogBuild& build) {
  ModelCounts counts;
  for (const v1::Provider& provider : build.providers) {
    for (const v1::Model& model : provider.models()) {
      ++counts.models;
      counts.priced += IsPriced(model) ? 1 : 0;
      counts.schedules += model.price_schedules_size();
      counts.no_longer_listed +=
          model.lifecycle().last_listed_date().empty() ? 0 : 1;
      counts.disagreements += model.disagreements_size();
    }
  }
  return counts;
}

// How many models of a list are found in the catalog by its names.
int64_t CountFound(const PriceListCounts& list, const Catalog& catalog) {
  return std::count_if(
      list.names.begin(), list.names.end(), [&](const auto& name) {
        return catalog.Resolve(name.second, name.first, absl::Now()).ok();
      });
}

std::string BuildText(const std::vector<PriceList>& lists,
                      const CatalogBuild& build, const Catalog& catalog,
                      const Style& style) {
  Table table({{"LIST"},
               {"PROVIDERS", Align::kRight},
               {"MODELS", Align::kRight},
               {"FOUND", Align::kRight},
               {"PRICED", Align::kRight},
               {"UNKNOWN KEYS", Align::kRight},
               {"CONFLICTS", Align::kRight}});
  for (size_t i = 0; i < lists.size(); ++i) {
    const PriceListCounts& list = build.lists[i];
    table.AddRow(
        {absl::StrCat(lists[i].format->name, "@", lists[i].checked_date),
         FormatCount(list.providers),
         FormatCount(static_cast<int64_t>(list.names.size())),
         FormatCount(CountFound(list, catalog)), FormatCount(list.priced),
         FormatCount(list.unknown_keys), FormatCount(list.conflicts)});
  }
  const ModelCounts counts = CountsOf(build);
  Facts facts;
  facts.Add("providers",
            FormatCount(static_cast<int64_t>(build.providers.size())));
  facts.Add("models", FormatCount(counts.models));
  facts.Add("  priced", FormatCount(counts.priced));
  facts.Add("  no longer listed", FormatCount(counts.no_longer_listed));
  facts.Add("price schedules", FormatCount(counts.schedules));
  facts.Add("disagreements", FormatCount(counts.disagreements));
  return absl::StrCat(table.Render(style), "\n", facts.Render());
}

std::string BuildJson(const std::vector<PriceList>& lists,
                      const CatalogBuild& build, const Catalog& catalog) {
  std::vector<std::string> rows;
  for (size_t i = 0; i < lists.size(); ++i) {
    const PriceListCounts& list = build.lists[i];
    JsonObject row;
    row.Add("format", lists[i].format->name);
    row.Add("checked_date", lists[i].checked_date);
    row.AddCount("providers", list.providers);
    row.AddCount("models", static_cast<int64_t>(list.names.size()));
    row.AddCount("found", CountFound(list, catalog));
    row.AddCount("priced", list.priced);
    row.AddCount("unknown_keys", list.unknown_keys);
    row.AddCount("conflicts", list.conflicts);
    rows.push_back(row.Render());
  }
  const ModelCounts counts = CountsOf(build);
  JsonObject json;
  json.AddJson("lists", JsonList(rows));
  json.AddCount("providers", static_cast<int64_t>(build.providers.size()));
  json.AddCount("models", counts.models);
  json.AddCount("priced", counts.priced);
  json.AddCount("no_longer_listed", counts.no_longer_listed);
  json.AddCount("price_schedules", counts.schedules);
  json.AddCount("disagreements", counts.disagreements);
  return json.Render() + "\n";
}

absl::StatusOr<Reply> RunBuild(const BuildFlags& flags,
                               const Session& session) {
  std::error_code none;  // a directory that is not there is no other one
  if (std::filesystem::equivalent(flags.directory, flags.curated, none)) {
    return UsageError(absl::StrCat("--out: '", flags.directory,
                                   "' is the directory of --curated; give "
                                   "another one"));
  }
  std::vector<PriceList> lists;
  for (const std::string& list : flags.lists) {
    RATECARD_ASSIGN_OR_RETURN(lists.emplace_back(), ReadList(list));
  }
  std::vector<CatalogFiles> layers;
  std::vector<v1::Provider> curated;
  if (!flags.curated.empty()) {
    RATECARD_ASSIGN_OR_RETURN(layers.emplace_back(),
                              ReadCatalogFiles(flags.curated));
    RATECARD_ASSIGN_OR_RETURN(curated, ParseCatalogFiles(layers.back()));
  }
  RATECARD_ASSIGN_OR_RETURN(const CatalogBuild build,
                            BuildCatalog(curated, lists));
  const CatalogFiles files = CatalogFilesOf(build.providers, Comment());
  layers.push_back(files);
  // Refused before anything is written.
  RATECARD_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalog> catalog,
                            LoadCatalogLayers(layers));
  RATECARD_RETURN_IF_ERROR(WriteCatalogFiles(files, kWritten, flags.directory));
  RATECARD_RETURN_IF_ERROR(
      RemoveOtherCatalogFiles(files, kWritten, flags.directory));
  return Reply{session.json()
                   ? BuildJson(lists, build, *catalog)
                   : BuildText(lists, build, *catalog, session.style())};
}

}  // namespace

void AddCatalogBuildCommand(Cli& cli) {
  Command& command = cli.Add(
      "catalog build",
      "Merge price lists of other projects into one layer of a catalog. LIST "
      "is FORMAT@DATE=FILE: a format of `catalog import`, the day on which the "
      "list was read, and where it is. Give every state of a list that there "
      "is: older ones say what a model cost before.",
      "  ratecard catalog build --curated service/catalog/data \\\n"
      "    --out service/catalog/data/imported \\\n"
      "    litellm@2026-11-01=litellm.json models.dev@2026-10-31=api.json \\\n"
      "    models.dev@2026-06-30=api-june.json");
  const auto flags = std::make_shared<BuildFlags>();
  command.app->add_option("LIST", flags->lists, "Price lists")->required();
  command.app
      ->add_option("--curated", flags->curated,
                   "The catalog files that go first: which providers and "
                   "regions the lists' names mean")
      ->option_text("DIR");
  command.app
      ->add_option("--out", flags->directory,
                   "Write a file for each provider into this directory, in "
                   "place of those of an earlier build; files that no build "
                   "wrote are never replaced")
      ->option_text("DIR")
      ->required();
  command.reads_file = true;
  command.run = [flags](Session& session) { return RunBuild(*flags, session); };
}

}  // namespace ratecard
