#include <memory>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/model_text.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

struct ShowFlags {
  v1::ResolveModelRequest request;
  std::optional<absl::Time> as_of;
};

absl::StatusOr<Reply> RunShow(ShowFlags& flags, Session& session) {
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, flags.request.mutable_as_of());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::ResolveModelResponse resolved,
                            client->ResolveModel(flags.request));
  const std::string name = resolved.resolution().model();
  v1::GetModelRequest get_model;
  get_model.set_name(name);
  RATECARD_ASSIGN_OR_RETURN(const v1::Model model, client->GetModel(get_model));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(model));
    return reply;
  }
  v1::GetProviderRequest get_provider;
  get_provider.set_name(name.substr(0, name.find("/models/")));
  RATECARD_ASSIGN_OR_RETURN(const v1::Provider provider,
                            client->GetProvider(get_provider));
  const absl::Time now = absl::Now();
  reply.text = ModelText(model, provider, flags.as_of.value_or(now), now,
                         session.style());
  return reply;
}

}  // namespace

void AddShowCommand(Cli& cli) {
  Command& command =
      cli.Add("show",
              "Show a model: limits, aliases, prices by tier and region, price "
              "history, card, sources and where they disagree.",
              "  ratecard show gpt-5.2-codex --as-of 2026-01-01");
  const auto flags = std::make_shared<ShowFlags>();
  AddPositional(command, "MODEL", "Any name of a model",
                flags->request.mutable_model());
  AddProvider(command, flags->request.mutable_provider());
  AddAsOf(command, "Prices, status and meaning of the name at which instant",
          &flags->as_of);
  command.flag_of_field.emplace_back("model", "MODEL");
  command.run = [flags](Session& session) { return RunShow(*flags, session); };
}

}  // namespace ratecard
