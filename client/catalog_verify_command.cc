#include <memory>
#include <string>

#include "client/command.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/json_text.h"
#include "client/table.h"
#include "service/base/status_macros.h"
#include "service/catalog/loader.h"

namespace ratecard {
namespace {

absl::StatusOr<Reply> RunVerify(const std::string& directory,
                                const Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const std::shared_ptr<const Catalog> catalog,
                            LoadCatalogDirectories(directory));
  const CatalogCounts& counts = catalog->counts();
  if (session.json()) {
    JsonObject json;
    json.Add("catalog_revision", catalog->revision());
    json.AddCount("providers", counts.providers);
    json.AddCount("models", counts.models);
    json.AddCount("price_schedules", counts.schedules);
    json.AddCount("names", counts.names);
    return Reply{json.Render() + "\n"};
  }
  Facts facts;
  facts.Add("catalog", catalog->revision());
  facts.Add("providers", FormatCount(counts.providers));
  facts.Add("models", FormatCount(counts.models));
  facts.Add("price schedules", FormatCount(counts.schedules));
  facts.Add("names", FormatCount(counts.names));
  return Reply{facts.Render()};
}

}  // namespace

void AddCatalogVerifyCommand(Cli& cli) {
  Command& command = cli.Add(
      "catalog verify",
      "Check the *.textproto files of a directory as a server does that "
      "loads them: every mistake with file, line and field.",
      "  ratecard catalog verify service/catalog/data");
  const auto directory = std::make_shared<std::string>();
  AddPath(command, "DIR",
          "The directory, or several separated by commas, the most trusted "
          "first",
          directory.get());
  command.reads_file = true;
  command.run = [directory](Session& session) {
    return RunVerify(*directory, session);
  };
}

}  // namespace ratecard
