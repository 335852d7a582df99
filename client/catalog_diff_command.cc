#include <memory>
#include <string>
#include <vector>

#include "client/catalog_diff_text.h"
#include "client/command.h"
#include "client/flags.h"
#include "service/base/status_macros.h"
#include "service/catalog/diff/catalog_diff.h"
#include "service/catalog/loader.h"

namespace ratecard {
namespace {

struct DiffFlags {
  std::string before;
  std::string after;
};

absl::StatusOr<Reply> RunDiff(const DiffFlags& flags, const Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const std::vector<v1::Provider> before,
                            LoadProvidersOfDirectories(flags.before));
  RATECARD_ASSIGN_OR_RETURN(const std::vector<v1::Provider> after,
                            LoadProvidersOfDirectories(flags.after));
  const CatalogDiff diff = DiffCatalogs(before, after);
  Reply reply;
  reply.exit_code = diff.providers.empty() ? kExitOk : kExitDiffers;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, CatalogDiffJson(diff));
  } else {
    reply.text = CatalogDiffText(diff, session.style());
  }
  return reply;
}

}  // namespace

void AddCatalogDiffCommand(Cli& cli) {
  Command& command = cli.Add(
      "catalog diff",
      "Show what changed from one catalog to another: prices with the day from "
      "which they hold, models that came and went, limits, dates and names. "
      "What ended before the last source was read is summed up as past. Who "
      "says so and when it was checked is no change. Exits with 0 if there is "
      "no difference, 1 if there is one and 2 on any error, as diff does.",
      "  ratecard catalog diff imported/june imported/october\n"
      "  ratecard catalog diff curated,imported curated,imported-new --json");
  const auto flags = std::make_shared<DiffFlags>();
  AddPath(
      command, "OLD",
      "The directory of the first catalog's files; several with commas, the "
      "most trusted first",
      &flags->before);
  AddPath(command, "NEW", "The same of the second", &flags->after);
  command.reads_file = true;
  command.error_exit_code = kExitUsage;
  command.run = [flags](Session& session) { return RunDiff(*flags, session); };
}

}  // namespace ratecard
