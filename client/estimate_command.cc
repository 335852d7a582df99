#include <memory>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "client/batch_flags.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/estimate_batch.h"
#include "client/estimate_text.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/usage_flags.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

struct EstimateFlags {
  v1::EstimateCostRequest request;
  std::optional<absl::Time> as_of;
  BatchOptions batch;
};

// Whether flags say what a request uses, other than what holds anyway.
bool HasUsage(v1::Usage usage) {
  if (usage.requests() == 1) {
    usage.clear_requests();
  }
  return usage.ByteSizeLong() > 0;
}

// All lines are priced at one instant, however long it takes.
absl::StatusOr<Reply> RunBatch(EstimateFlags& flags, Session& session) {
  v1::EstimateCostRequest& request = flags.request;
  if (HasUsage(request.usage())) {
    return UsageError(
        "--batch takes what requests use from the file: --input, --output and "
        "the like say nothing beside it");
  }
  request.clear_usage();
  if (session.json() && flags.batch.write_as.has_value() &&
      *flags.batch.write_as != BatchFormat::kJsonLines) {
    return UsageError("--json writes jsonl: give either it or --write");
  }
  ToProto(flags.as_of.value_or(
              absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()))),
          request.mutable_as_of());
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  return EstimateBatch(request, session, client).Run(flags.batch);
}

absl::StatusOr<Reply> RunEstimate(EstimateFlags& flags, Session& session) {
  v1::EstimateCostRequest& request = flags.request;
  if (!flags.batch.path.empty()) {
    return RunBatch(flags, session);
  }
  if (request.model().empty()) {
    return UsageError(
        "MODEL is required, unless --batch is given\n"
        "See 'ratecard estimate --help'.");
  }
  request.set_view(v1::ESTIMATE_VIEW_FULL);
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, request.mutable_as_of());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::EstimateCostResponse response,
                            client->EstimateCost(request));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = EstimateText(response.estimate(), session.style());
  }
  return reply;
}

}  // namespace

void AddEstimateCommand(Cli& cli) {
  Command& command =
      cli.Add("estimate", "Price one request, or those of a file.",
              "  ratecard estimate gpt-5.2-codex --input 120k --cached 80k "
              "--output 8k\n"
              "  ratecard estimate claude-opus-5-5 --input 50k --output 2k "
              "--tier batch --json\n"
              "  ratecard estimate --batch usage.csv --by team");
  const auto flags = std::make_shared<EstimateFlags>();
  v1::EstimateCostRequest& request = flags->request;
  AddPositional(command, "MODEL", "Any name of a model",
                request.mutable_model())
      ->required(false);
  AddUsageFlags(command, request.mutable_usage());
  AddTierAndRegion(command, request.mutable_service_tier(),
                   request.mutable_region());
  AddProvider(command, request.mutable_provider());
  AddAsOf(command, "Prices of which instant", &flags->as_of);
  command.app->add_flag_callback(
      "--strict", [flags] { flags->request.set_strict(true); },
      "Refuse to assume the price of a meter that has none of its own");
  command.app->add_flag_callback(
      "--allow-partial", [flags] { flags->request.set_allow_partial(true); },
      "Price what has a price and mark the estimate incomplete");
  AddBatchFlags(command, &flags->batch);
  command.flag_of_field.insert(
      command.flag_of_field.end(),
      {{"model", "MODEL"}, {"usage", "--input or --output"}});
  command.run = [flags](Session& session) {
    return RunEstimate(*flags, session);
  };
}

}  // namespace ratecard
