#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/format.h"
#include "client/table.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr int32_t kPageSize = 1000;

std::string ProvidersText(const v1::ListProvidersResponse& response,
                          const Style& style) {
  Table table({{"PROVIDER"},
               {"NAME"},
               {"CURRENCY"},
               {"HOME OF"},
               {"ALIASES"},
               {"REGIONS", Align::kLeft, true}});
  for (const v1::Provider& provider : response.providers()) {
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
  return table.Render(style);
}

absl::StatusOr<Reply> RunProviders(Session& session) {
  RATECARD_ASSIGN_OR_RETURN(Backend * backend, session.backend());
  v1::ListProvidersRequest request;
  request.set_page_size(kPageSize);
  v1::ListProvidersResponse all;
  do {
    v1::ListProvidersResponse page;
    RATECARD_RETURN_IF_ERROR(backend->ListProviders(request, &page));
    all.mutable_providers()->MergeFrom(page.providers());
    all.set_total_size(page.total_size());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(all));
  } else {
    reply.text = ProvidersText(all, session.style());
  }
  return reply;
}

absl::StatusOr<Reply> RunRevision(Session& session) {
  RATECARD_ASSIGN_OR_RETURN(Backend * backend, session.backend());
  v1::CatalogRevision revision;
  RATECARD_RETURN_IF_ERROR(
      backend->GetCatalogRevision(v1::GetCatalogRevisionRequest(), &revision));
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
  cli.Add("providers", "List providers.", "  ratecard providers").run =
      RunProviders;
  cli.Add("revision", "Say which catalog answers, and what is in it.",
          "  ratecard revision --server localhost:50051")
      .run = RunRevision;
}

}  // namespace ratecard
