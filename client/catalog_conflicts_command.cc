#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/conflicts.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr int32_t kPageSize = 200;

struct ConflictsFlags {
  v1::ListModelsRequest request;
  std::string provider;
  std::optional<int64_t> limit;
  bool prices = false;
};

absl::StatusOr<std::vector<Conflict>> ListConflicts(
    v1::ListModelsRequest request, bool prices, const Client& client) {
  std::vector<Conflict> conflicts;
  request.set_page_size(kPageSize);
  do {
    RATECARD_ASSIGN_OR_RETURN(v1::ListModelsResponse page,
                              client.ListModels(request));
    for (const v1::Model& model : page.models()) {
      for (Conflict& conflict : ConflictsOf(model)) {
        if (!prices || IsAboutPrices(conflict.disagreement)) {
          conflicts.push_back(std::move(conflict));
        }
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  SortConflicts(&conflicts);
  return conflicts;
}

absl::StatusOr<Reply> RunConflicts(ConflictsFlags& flags, Session& session) {
  if (flags.limit.has_value() && *flags.limit == 0) {
    return UsageError("--limit: at least 1");
  }
  if (!flags.provider.empty()) {
    flags.request.set_parent(absl::StrCat("providers/", flags.provider));
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(
      const std::vector<Conflict> conflicts,
      ListConflicts(flags.request, flags.prices, *client));
  const size_t shown = flags.limit.has_value()
                           ? static_cast<size_t>(*flags.limit)
                           : std::numeric_limits<size_t>::max();
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ConflictsJson(conflicts, shown));
  } else {
    reply.text = ConflictsText(conflicts, shown, session.style());
  }
  return reply;
}

}  // namespace

void AddCatalogConflictsCommand(Cli& cli) {
  Command& command = cli.Add(
      "catalog conflicts",
      "List what the sources of the catalog disagree on: the value taken, the "
      "other one, and who gives them. The largest difference of price per unit "
      "comes first, dollars before other currencies; then what is no price, by "
      "model.",
      "  ratecard catalog conflicts --prices --limit 20\n"
      "  ratecard catalog conflicts gpt-5 --provider openai");
  const auto flags = std::make_shared<ConflictsFlags>();
  AddPositional(command, "MODEL",
                "Of models whose id, alias or display name contains this, "
                "whatever the case. Default: all",
                flags->request.mutable_filter()->mutable_text())
      ->required(false);
  AddText(command, "--provider", "ID", "Of this provider's models alone",
          &flags->provider);
  command.app->add_flag("--prices", flags->prices,
                        "Those about prices alone, and about when and where "
                        "they hold");
  AddQuantity(command, "--limit", "Show at most N. Default: all",
              [flags](int64_t n) { flags->limit = n; });
  command.flag_of_field = {{"parent", "--provider"}, {"filter.text", "MODEL"}};
  command.run = [flags](Session& session) {
    return RunConflicts(*flags, session);
  };
}

}  // namespace ratecard
