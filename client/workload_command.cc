#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/answer_text.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/table.h"
#include "client/workload_file.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

struct WorkloadFlags {
  std::string path;
  std::optional<absl::Time> as_of;
};

std::string ClassesText(const v1::EstimateWorkloadResponse& response,
                        const Style& style) {
  Table table({{"CLASS"},
               {"MODEL"},
               {"PER REQUEST", Align::kPoint},
               {"PER PERIOD", Align::kPoint},
               {"PER 30 DAYS", Align::kPoint},
               {"FIT"}});
  for (const v1::WorkloadClassCost& cost : response.classes()) {
    table.AddRow({cost.class_id(), ModelName(cost.model()),
                  FormatAmount(cost.cost_per_request()),
                  FormatAmount(cost.cost_per_period()),
                  FormatAmount(cost.cost_per_month()),
                  absl::StrCat(VerdictText(cost.fit().verdict(), Style()),
                               cost.incomplete() ? ", incomplete" : "")});
  }
  table.AddRow({});
  for (const v1::WorkloadTotal& total : response.totals()) {
    table.AddRow({"total", "", "", FormatAmount(total.cost_per_period()),
                  FormatAmount(total.cost_per_month())},
                 true);
  }
  return table.Render(style);
}

std::string WorkloadText(const v1::EstimateWorkloadResponse& response,
                         const Style& style) {
  std::string out = absl::StrCat(
      "Period: ", FormatPeriod(response.period()), ", prices as of ",
      FormatTime(response.as_of()), "\n\n", ClassesText(response, style), "\n");
  bool warned = false;
  for (const v1::WorkloadClassCost& cost : response.classes()) {
    const std::string warnings = WarningsText(cost.warnings(), style);
    if (!warnings.empty()) {
      absl::StrAppend(&out, Printable(cost.class_id()), ":\n", warnings);
      warned = true;
    }
  }
  absl::StrAppend(&out, warned ? "\n" : "",
                  "every class: ", VerdictText(response.fit_verdict(), style),
                  "\n", "catalog:     ", response.catalog_revision(), "\n");
  return out;
}

absl::StatusOr<Reply> RunWorkload(const WorkloadFlags& flags,
                                  Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const std::string text, ReadInput(flags.path));
  RATECARD_ASSIGN_OR_RETURN(WorkloadFile file,
                            ParseWorkload(NameOfInput(flags.path), text));
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, file.request.mutable_as_of());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  v1::EstimateWorkloadResponse response;
  const absl::Status status =
      client->Call(&Client::EstimateWorkload, file.request, &response);
  if (!status.ok()) {
    return session.json() ? status : WithPosition(status, file);
  }
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = WorkloadText(response, session.style());
  }
  return reply;
}

}  // namespace

void AddWorkloadCommand(Cli& cli) {
  Command& command = cli.Add(
      "workload",
      "Price a workload: classes of requests, each so many times in a period. "
      "The file is an EstimateWorkloadRequest as protobuf text or JSON.",
      "  cat > day.textproto <<END\n"
      "  classes {\n"
      "    class_id: \"review\"\n"
      "    model: \"gpt-5.2-codex\"\n"
      "    usage { input_tokens: 120000 output_tokens: 8000 }\n"
      "    requests_per_period: 1500\n"
      "    cache_share_ppm: 600000  # 60% of the input is read from cache\n"
      "  }\n"
      "  END\n"
      "  ratecard workload day.textproto");
  const auto flags = std::make_shared<WorkloadFlags>();
  AddPath(command, "FILE", "The workload; - for standard input", &flags->path);
  command.reads_file = true;
  AddAsOf(command, "Prices of which instant, in place of the file's",
          &flags->as_of);
  command.run = [flags](Session& session) {
    return RunWorkload(*flags, session);
  };
}

}  // namespace ratecard
