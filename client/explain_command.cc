#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/explain_flags.h"
#include "client/explain_text.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/usage_flags.h"
#include "service/api/convert.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr char kWhatIfGroup[] = "What to compare with";

struct ExplainFlags {
  v1::ExplainCostRequest request;
  std::optional<absl::Time> as_of;
  std::vector<std::string> others;
  std::vector<std::string> service_tiers;
  std::vector<std::string> regions;
  std::vector<std::string> times;
};

// `status` with the paths of what is explained as EstimateCost has them: flags
// are known by these.
absl::Status OfEstimate(absl::Status status) {
  ErrorDetail detail = DetailOf(status);
  for (auto& field : detail.fields) {
    field.first = std::string(absl::StripPrefix(field.first, "request."));
  }
  return WithDetail(std::move(status), detail);
}

absl::StatusOr<Reply> RunExplain(ExplainFlags& flags, Session& session) {
  v1::ExplainCostRequest& request = flags.request;
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, request.mutable_request()->mutable_as_of());
  }
  request.mutable_other_models()->Assign(flags.others.begin(),
                                         flags.others.end());
  request.mutable_service_tiers()->Assign(flags.service_tiers.begin(),
                                          flags.service_tiers.end());
  request.mutable_regions()->Assign(flags.regions.begin(), flags.regions.end());
  for (const std::string& text : flags.times) {
    const absl::StatusOr<absl::Time> time = ParseInstant(text);
    if (!time.ok()) {
      return UsageError(absl::StrCat("--at: ", time.status().message()));
    }
    ToProto(*time, request.add_as_of_times());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  v1::ExplainCostResponse response;
  if (absl::Status status =
          client->Call(&Client::ExplainCost, request, &response);
      !status.ok()) {
    return session.json() ? status : OfEstimate(std::move(status));
  }
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = ExplainText(response, session.style());
  }
  return reply;
}

// What is compared with; each flag takes the place of a default.
void AddWhatIf(Command& command, const std::shared_ptr<ExplainFlags>& flags) {
  CLI::Option* with = AddTexts(
      command, "--with", "MODEL",
      "Another model: at which input lengths it is cheaper", &flags->others);
  with->group(kWhatIfGroup);
  command.kinds[with] = "model";
  AddShare(command, "--hit-rate",
           "Share of the input read from cache. Default: 50% and 90%, if cache "
           "reads have a price",
           true,
           [flags](int32_t ppm) { flags->request.add_cache_shares_ppm(ppm); });
  AddShare(command, "--with-hit-rate",
           "For --with: the share of the input that is read from cache at "
           "every length. Default: as many tokens as --cached says",
           false, [flags](int32_t ppm) {
             flags->request.set_crossover_cache_share_ppm(ppm);
           });
  CLI::Option* tier =
      AddTexts(command, "--what-if-tier", "NAME",
               "Service tier to compare with. Default: all others",
               &flags->service_tiers);
  tier->group(kWhatIfGroup);
  command.kinds[tier] = "tier";
  CLI::Option* region =
      AddTexts(command, "--what-if-region", "NAME",
               "Region to compare with. Default: all others", &flags->regions);
  region->group(kWhatIfGroup);
  command.kinds[region] = "region";
  AddTexts(command, "--at", "TIME",
           "Instant whose prices to compare with. Default: before the last and "
           "after the next change that matters",
           &flags->times)
      ->group(kWhatIfGroup);
  for (const char* name : {"--hit-rate", "--with-hit-rate"}) {
    command.app->get_option(name)->group(kWhatIfGroup);
  }
}

}  // namespace

void AddExplainCommand(Cli& cli) {
  Command& command = cli.Add(
      "explain",
      "Say how a cost comes about and what would change it: caching, service "
      "tiers, regions, other dates, other models.",
      "  ratecard explain gemini-2.5-pro --input 210k --output 2k --with "
      "gpt-5.2\n"
      "  ratecard explain claude-sonnet-4-5 --input 50k --output 2k --hit-rate "
      "80%");
  const auto flags = std::make_shared<ExplainFlags>();
  v1::EstimateCostRequest& request = *flags->request.mutable_request();
  AddPositional(command, "MODEL", "Any name of a model",
                request.mutable_model());
  AddUsageFlags(command, request.mutable_usage());
  AddTierAndRegion(command, request.mutable_service_tier(),
                   request.mutable_region());
  AddProvider(command, request.mutable_provider());
  AddAsOf(command, "Prices of which instant", &flags->as_of);
  command.app->add_flag_callback(
      "--strict",
      [flags] { flags->request.mutable_request()->set_strict(true); },
      "Refuse to assume the price of a meter that has none of its own");
  AddWhatIf(command, flags);
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"model", "MODEL"},
                                {"usage", "--input or --output"},
                                {"other_models", "--with"},
                                {"cache_shares_ppm", "--hit-rate"},
                                {"service_tiers", "--what-if-tier"},
                                {"regions", "--what-if-region"},
                                {"as_of_times", "--at"}});
  command.run = [flags](Session& session) {
    return RunExplain(*flags, session);
  };
}

}  // namespace ratecard
