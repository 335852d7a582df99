#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/catalog_files.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/json_text.h"
#include "client/table.h"
#include "client/workload_file.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/importers/import.h"
#include "service/catalog/loader.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

// Tells what this command wrote from what people did.
constexpr char kWritten[] = "Written by `ratecard catalog import`";

struct ImportFlags {
  std::string format;
  std::string path;
  std::string directory;     // empty: nothing is written
  std::string checked_date;  // empty: today
  bool strict = false;
};

// What an import brought.
struct ImportCounts {
  int64_t models = 0;
  int64_t schedules = 0;
  // Models by the best that is known of any of their prices.
  int64_t priced = 0;
  int64_t free = 0;
  int64_t included_in_plan = 0;
  int64_t unpriced = 0;
};

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const ImportFormat& format : ImportFormats()) {
    names.emplace_back(format.name);
  }
  return names;
}

bool HasRate(const v1::Model& model, v1::MeterState state) {
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    for (const v1::Rate& rate : schedule.rates()) {
      const bool priced = !rate.price().empty() || !rate.tiers().empty();
      if (state == v1::METER_STATE_PRICED ? priced : rate.state() == state) {
        return true;
      }
    }
  }
  return false;
}

ImportCounts CountsOf(const Import& import) {
  ImportCounts counts;
  for (const v1::Provider& provider : import.providers) {
    for (const v1::Model& model : provider.models()) {
      ++counts.models;
      counts.schedules += model.price_schedules_size();
      ++(HasRate(model, v1::METER_STATE_PRICED) ? counts.priced
         : HasRate(model, v1::METER_STATE_FREE) ? counts.free
         : HasRate(model, v1::METER_STATE_INCLUDED_IN_PLAN)
             ? counts.included_in_plan
             : counts.unpriced);
    }
  }
  return counts;
}

std::string ImportText(const Import& import, const ImportFlags& flags,
                       const Style& style) {
  const ImportCounts counts = CountsOf(import);
  Facts facts;
  facts.Add("providers",
            FormatCount(static_cast<int64_t>(import.providers.size())));
  facts.Add("models", FormatCount(counts.models));
  facts.Add("  priced", FormatCount(counts.priced));
  facts.Add("  free", FormatCount(counts.free));
  facts.Add("  in a plan", FormatCount(counts.included_in_plan));
  facts.Add("  unpriced", FormatCount(counts.unpriced));
  facts.Add("price schedules", FormatCount(counts.schedules));
  facts.Add("written to", flags.directory);
  std::string out = facts.Render();
  Table table({{"FINDING"},
               {"KEY"},
               {"COUNT", Align::kRight},
               {"FIRST AT"},
               {"REMARK", Align::kLeft, true}});
  for (const auto& [key, found] : import.report.findings()) {
    const auto& [finding, name, remark] = key;
    table.AddRow({std::string(NameOf(finding)), name, FormatCount(found.count),
                  found.first_path, remark});
  }
  if (!table.empty()) {
    absl::StrAppend(&out, "\n", style.Bold("Not taken over as it was"), "\n",
                    table.Render(style));
  }
  return out;
}

std::string ImportJson(const Import& import) {
  const ImportCounts counts = CountsOf(import);
  JsonObject json;
  json.AddCount("providers", static_cast<int64_t>(import.providers.size()));
  json.AddCount("models", counts.models);
  json.AddCount("priced", counts.priced);
  json.AddCount("free", counts.free);
  json.AddCount("included_in_plan", counts.included_in_plan);
  json.AddCount("unpriced", counts.unpriced);
  json.AddCount("price_schedules", counts.schedules);
  std::vector<std::string> findings;
  for (const auto& [key, found] : import.report.findings()) {
    const auto& [finding, name, remark] = key;
    JsonObject row;
    row.Add("finding", NameOf(finding));
    row.Add("key", name);
    row.Add("remark", remark);
    row.AddCount("count", found.count);
    row.Add("first_path", found.first_path);
    findings.push_back(row.Render());
  }
  json.AddJson("findings", JsonList(findings));
  return json.Render() + "\n";
}

absl::StatusOr<Reply> RunImport(const ImportFlags& flags,
                                const Session& session) {
  const ImportFormat* format = FindImportFormat(flags.format);
  if (format == nullptr) {
    return UsageError(absl::StrCat("--from: '", flags.format,
                                   "' is not one of ",
                                   absl::StrJoin(FormatNames(), ", ")));
  }
  ImportOptions options;
  options.checked_date =
      flags.checked_date.empty()
          ? absl::FormatTime("%E4Y-%m-%d", absl::Now(), absl::UTCTimeZone())
          : flags.checked_date;
  if (!ParseCatalogDate(options.checked_date).ok()) {
    return UsageError(absl::StrCat("--checked-date: '", options.checked_date,
                                   "' is not a date, for example 2026-10-31"));
  }
  RATECARD_ASSIGN_OR_RETURN(const std::string text, ReadInput(flags.path));
  const absl::StatusOr<Import> imported = ImportList(*format, text, options);
  if (!imported.ok()) {
    return WithSubject(imported.status(), NameOfInput(flags.path));
  }
  const Import& import = *imported;
  const CatalogFiles files = CatalogFilesOf(
      import.providers,
      absl::StrCat(kWritten, " from ", format->title, ", the source below."));
  // Refused before anything is written: what is not a catalog is a mistake of
  // the importer.
  RATECARD_RETURN_IF_ERROR(LoadCatalog(files).status());
  if (!flags.directory.empty()) {
    RATECARD_RETURN_IF_ERROR(
        WriteCatalogFiles(files, kWritten, flags.directory));
  }
  Reply reply;
  reply.exit_code =
      flags.strict && import.report.lost_anything() ? kExitError : kExitOk;
  reply.text = session.json() ? ImportJson(import)
                              : ImportText(import, flags, session.style());
  return reply;
}

}  // namespace

void AddCatalogImportCommand(Cli& cli) {
  Command& command = cli.Add(
      "catalog import",
      "Turn a price list of another project into catalog files, and say what "
      "of it was not understood.",
      "  ratecard catalog import --from litellm --out imported/litellm \\\n"
      "    model_prices_and_context_window.json");
  const auto flags = std::make_shared<ImportFlags>();
  AddPath(command, "FILE", "The list; - for standard input", &flags->path);
  CLI::Option* from = AddText(
      command, "--from", "FORMAT",
      absl::StrCat("Format of the list: ", absl::StrJoin(FormatNames(), ", ")),
      &flags->format);
  from->required();
  command.choices[from] = FormatNames();
  command.app
      ->add_option("--out", flags->directory,
                   "Write a file for each provider into this directory, in "
                   "place of those of the same names that an import wrote; "
                   "other files are never replaced")
      ->option_text("DIR");
  command.app
      ->add_option("--checked-date", flags->checked_date,
                   "The day on which the list was read, YYYY-MM-DD. Default: "
                   "today")
      ->option_text("DATE");
  command.app->add_flag("--strict", flags->strict,
                        "Exit with 1 if a key or a value was not understood");
  command.reads_file = true;
  command.run = [flags](Session& session) {
    return RunImport(*flags, session);
  };
}

}  // namespace ratecard
