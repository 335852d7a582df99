#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/enum_names.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/table.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

struct ResolveFlags {
  v1::ResolveModelRequest request;
  std::optional<absl::Time> as_of;
};

std::string MeaningText(const v1::ResolveModelResponse& response,
                        const Style& style) {
  const v1::NameResolution& found = response.resolution();
  Facts facts;
  facts.Add("model", ModelName(found.model()));
  facts.Add("rule", EnumWords(found.rule()));
  facts.Add("scope", EnumWords(found.scope()));
  facts.Add("matched", found.matched());
  facts.Add("region", found.region());
  facts.Add("service tier", found.service_tier());
  facts.Add("catalog", response.catalog_revision());
  std::string out = facts.Render();
  if (response.outside_home()) {
    absl::StrAppend(&out, "\n", style.Yellow("warning:"),
                    " found only outside its maker's own provider\n");
  }
  Table table({{"MODEL"}, {"RULE"}, {"MATCHED"}, {"REGION"}, {"TIER"}});
  for (const v1::NameResolution& other : response.candidates()) {
    if (other.model() != found.model()) {
      table.AddRow({ModelName(other.model()), EnumWords(other.rule()),
                    other.matched(), other.region(), other.service_tier()});
    }
  }
  if (!table.empty()) {
    absl::StrAppend(&out, "\n", style.Bold("Elsewhere the name also means"),
                    "\n", table.Render(style));
  }
  return out;
}

absl::StatusOr<Reply> RunResolve(ResolveFlags& flags, Session& session) {
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, flags.request.mutable_as_of());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::ResolveModelResponse response,
                            client->ResolveModel(flags.request));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = MeaningText(response, session.style());
  }
  return reply;
}

}  // namespace

void AddResolveCommand(Cli& cli) {
  Command& command =
      cli.Add("resolve",
              "Say what model a name means, by which rule, and what else it "
              "could mean.",
              "  ratecard resolve gpt-5.2-codex-2025-12-18");
  const auto flags = std::make_shared<ResolveFlags>();
  AddPositional(command, "MODEL",
                "Any name of a model: id, alias, provider/id, resource name",
                flags->request.mutable_model());
  AddProvider(command, flags->request.mutable_provider());
  AddAsOf(command, "Meaning of the name at which instant", &flags->as_of);
  command.flag_of_field.emplace_back("model", "MODEL");
  command.run = [flags](Session& session) {
    return RunResolve(*flags, session);
  };
}

}  // namespace ratecard
