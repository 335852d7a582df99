#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/table.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr int32_t kPageSize = 1000;

struct ProvidersFlags {
  std::string text;
  bool all = false;
};

// Whether id, name, an alias or a maker of the provider contains `text`, in
// lower case.
bool Mentions(const v1::Provider& provider, const std::string& text) {
  const auto contains = [&](const std::string& name) {
    return absl::StrContains(absl::AsciiStrToLower(name), text);
  };
  return contains(provider.provider_id()) ||
         contains(provider.display_name()) ||
         std::any_of(provider.aliases().begin(), provider.aliases().end(),
                     contains) ||
         std::any_of(provider.home_makers().begin(),
                     provider.home_makers().end(), contains);
}

std::string ProvidersText(const v1::ListProvidersResponse& response, bool brief,
                          const Session& session) {
  Table table({{"PROVIDER"},
               {"NAME"},
               {"CURRENCY", Align::kLeft, false, 2},
               {"HOME OF", Align::kLeft, false, 1},
               {"ALIASES", Align::kLeft, false, 3},
               {"REGIONS", Align::kLeft, session.columns() == 0, 0,
                session.columns() > 0}});
  const int shown = brief ? std::min<int>(response.providers_size(),
                                          static_cast<int>(kTerminalRows))
                          : response.providers_size();
  for (int i = 0; i < shown; ++i) {
    const v1::Provider& provider = response.providers(i);
    std::vector<std::string> regions;
    for (const v1::Region& region : provider.regions()) {
      regions.push_back(region.region_id());
    }
    table.AddRow({provider.provider_id(), provider.display_name(),
                  provider.currency_code(),
                  absl::StrJoin(provider.home_makers(), ", "),
                  absl::StrJoin(provider.aliases(), ", "),
                  absl::StrJoin(regions, ", ")});
  }
  const int total = response.providers_size();
  return absl::StrCat(
      table.empty() ? ""
                    : table.Render(session.style(), session.columns()) + "\n",
      shown < total ? absl::StrCat(FormatCount(shown), " of ") : "",
      FormatCount(total), total == 1 ? " provider" : " providers", "\n",
      shown < total ? "Narrow them by TEXT, or list --all\n" : "");
}

absl::StatusOr<Reply> RunProviders(const ProvidersFlags& flags,
                                   Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  v1::ListProvidersRequest request;
  request.set_page_size(kPageSize);
  v1::ListProvidersResponse all;
  const std::string text = absl::AsciiStrToLower(flags.text);
  do {
    RATECARD_ASSIGN_OR_RETURN(v1::ListProvidersResponse page,
                              client->ListProviders(request));
    for (v1::Provider& provider : *page.mutable_providers()) {
      if (Mentions(provider, text)) {
        all.add_providers()->Swap(&provider);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  all.set_total_size(all.providers_size());
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(all));
  } else {
    reply.text =
        ProvidersText(all, session.columns() > 0 && !flags.all, session);
  }
  return reply;
}

absl::StatusOr<Reply> RunRevision(Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(
      const v1::CatalogRevision revision,
      client->GetCatalogRevision(v1::GetCatalogRevisionRequest()));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(revision));
    return reply;
  }
  Facts facts;
  facts.Add("catalog", revision.catalog_revision());
  facts.Add("origin", revision.origin());
  facts.Add("loaded", FormatTime(revision.load_time()));
  facts.Add("providers", FormatCount(revision.provider_count()));
  facts.Add("models", FormatCount(revision.model_count()));
  facts.Add("price schedules", FormatCount(revision.schedule_count()));
  facts.Add("names", FormatCount(revision.name_count()));
  reply.text = facts.Render();
  return reply;
}

}  // namespace

void AddCatalogCommands(Cli& cli) {
  Command& providers =
      cli.Add("providers", "List providers.", "  ratecard providers bedrock");
  const auto flags = std::make_shared<ProvidersFlags>();
  AddPositional(
      providers, "TEXT",
      "Id, name, alias or maker at home contains this, whatever the case",
      &flags->text)
      ->required(false);
  providers.app->add_flag("--all", flags->all,
                          "Show all, on a terminal too, which has the first "
                          "50 otherwise");
  providers.run = [flags](Session& session) {
    return RunProviders(*flags, session);
  };
  cli.Add("revision", "Say which catalog answers, and what is in it.",
          "  ratecard revision --server localhost:50051")
      .run = RunRevision;
}

}  // namespace ratecard
