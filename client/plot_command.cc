#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/command.h"
#include "client/cost_plot.h"
#include "client/error_report.h"
#include "client/explain_flags.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/output.h"
#include "client/quantity.h"
#include "client/usage_flags.h"
#include "service/api/convert.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr char kHitRate[] = "hit-rate";

struct PlotFlags {
  v1::TraceCostsRequest request;
  std::vector<std::string> models;
  std::string axis = "input";
  std::string from;
  std::string to;
  std::string path;  // empty: standard output
  std::optional<absl::Time> as_of;
};

// A value on the axis. Errors: INVALID_ARGUMENT, as those of the command line.
absl::StatusOr<int64_t> ParseValue(const std::string& text, bool is_share,
                                   absl::string_view flag) {
  absl::StatusOr<int64_t> value;
  if (is_share) {
    value = ParseShare(text);
  } else {
    value = ParseQuantity(text);
  }
  return value.ok()
             ? value
             : UsageError(absl::StrCat(flag, ": ", value.status().message()));
}

absl::Status FillRequest(const PlotFlags& flags,
                         v1::TraceCostsRequest* request) {
  const bool is_share = flags.axis == kHitRate;
  if (!is_share && request->usage().has_input_tokens()) {
    return UsageError(
        "--input is what varies; give --from and --to, or --x hit-rate");
  }
  request->set_axis(is_share ? v1::COST_AXIS_CACHE_SHARE
                             : v1::COST_AXIS_INPUT_TOKENS);
  request->mutable_models()->Assign(flags.models.begin(), flags.models.end());
  if (!flags.from.empty()) {
    RATECARD_ASSIGN_OR_RETURN(const int64_t from,
                              ParseValue(flags.from, is_share, "--from"));
    request->set_from_value(from);
  }
  if (!flags.to.empty()) {
    RATECARD_ASSIGN_OR_RETURN(const int64_t to,
                              ParseValue(flags.to, is_share, "--to"));
    request->set_to_value(to);
  }
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, request->mutable_as_of());
  }
  return absl::OkStatus();
}

// `output tokens 2,000, cache read tokens 500`.
std::string UsageWords(const v1::Usage& usage) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  usage.GetReflection()->ListFields(usage, &fields);
  std::vector<std::string> words;
  for (const google::protobuf::FieldDescriptor* field : fields) {
    const std::string name = absl::StrReplaceAll(field->name(), {{"_", " "}});
    words.push_back(
        field->is_repeated()
            ? name
            : absl::StrCat(
                  name, " ",
                  FormatCount(usage.GetReflection()->GetInt64(usage, field))));
  }
  return absl::StrJoin(words, ", ");
}

PlotTitles TitlesOf(const v1::TraceCostsRequest& request,
                    const v1::TraceCostsResponse& response) {
  PlotTitles titles;
  titles.title = request.axis() == v1::COST_AXIS_CACHE_SHARE
                     ? "Cost of a request by cache hit rate"
                     : "Cost of a request by input length";
  std::vector<std::string> parts;
  if (const std::string usage = UsageWords(request.usage()); !usage.empty()) {
    parts.push_back(usage);
  }
  if (request.has_cache_share_ppm()) {
    parts.push_back(absl::StrCat(FormatShare(request.cache_share_ppm()),
                                 " of the input read from cache"));
  }
  if (!request.service_tier().empty()) {
    parts.push_back(absl::StrCat("service tier ", request.service_tier()));
  }
  if (!request.region().empty()) {
    parts.push_back(absl::StrCat("region ", request.region()));
  }
  parts.push_back(absl::StrCat("prices of ", FormatTime(response.as_of())));
  titles.subtitle = absl::StrJoin(parts, ", ");
  return titles;
}

absl::Status WriteFile(const std::string& path, absl::string_view text) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
           S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
  absl::Status written = fd < 0 ? absl::UnknownError("") : WriteAll(fd, text);
  const int error = errno;
  if (fd >= 0) {
    close(fd);
  }
  return written.ok()
             ? absl::OkStatus()
             : Error(absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
                     absl::StrCat("cannot write ", path, ": ",
                                  std::strerror(error)));
}

absl::StatusOr<Reply> RunPlot(PlotFlags& flags, Session& session) {
  v1::TraceCostsRequest& request = flags.request;
  RATECARD_RETURN_IF_ERROR(FillRequest(flags, &request));
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::TraceCostsResponse response,
                            client->TraceCosts(request));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
    if (flags.path.empty()) {
      return reply;
    }
  }
  RATECARD_ASSIGN_OR_RETURN(
      const std::string svg,
      CostPlot(response, request.axis(), TitlesOf(request, response)));
  if (flags.path.empty()) {
    reply.text = svg;
    return reply;
  }
  RATECARD_RETURN_IF_ERROR(WriteFile(flags.path, svg));
  return reply;
}

}  // namespace

void AddPlotCommand(Cli& cli) {
  Command& command = cli.Add(
      "plot",
      "Draw what a request costs on several models, by input length or cache "
      "hit rate, as SVG.",
      "  ratecard plot gemini-2.5-pro gpt-5.2 --output 2k --to 400k --out "
      "cost.svg\n"
      "  ratecard plot gpt-5.2 --x hit-rate --input 100k --output 2k --out "
      "cost.svg");
  const auto flags = std::make_shared<PlotFlags>();
  v1::TraceCostsRequest& request = flags->request;
  AddPositionals(command, "MODEL", "Any names of models, 1 to 20",
                 &flags->models);
  CLI::Option* axis =
      AddText(command, "--x", "AXIS",
              "What varies: input (the length) or hit-rate (the share of it "
              "that is read from cache). Default: input",
              &flags->axis);
  axis->check(CLI::IsMember({"input", kHitRate}));
  command.choices[axis] = {"input", kHitRate};
  AddText(command, "--from", "VALUE",
          "First value: a quantity, or a percentage of hit-rate. Default: the "
          "lowest that is possible",
          &flags->from);
  AddText(command, "--to", "VALUE",
          "Last value. Default: the longest input that any of the models takes",
          &flags->to);
  AddText(command, "--out", "FILE",
          "Where to write the SVG. Default: standard output", &flags->path);
  AddShare(command, "--hit-rate",
           "Share of the input read from cache at every length", false,
           [flags](int32_t ppm) { flags->request.set_cache_share_ppm(ppm); });
  AddUsageFlags(command, request.mutable_usage());
  AddTierAndRegion(command, request.mutable_service_tier(),
                   request.mutable_region());
  AddAsOf(command, "Prices of which instant", &flags->as_of);
  command.app->add_flag_callback(
      "--strict", [flags] { flags->request.set_strict(true); },
      "Refuse to assume the price of a meter that has none of its own");
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"models", "MODEL"},
                                {"from_value", "--from"},
                                {"to_value", "--to"},
                                {"cache_share_ppm", "--hit-rate"}});
  command.run = [flags](Session& session) { return RunPlot(*flags, session); };
}

}  // namespace ratecard
