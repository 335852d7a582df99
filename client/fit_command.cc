#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/answer_text.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

struct FitFlags {
  v1::CheckContextFitRequest request;
  std::vector<int> input_modalities;
  std::vector<int> output_modalities;
  std::optional<absl::Time> as_of;
};

int ExitCodeOf(v1::FitVerdict verdict) {
  switch (verdict) {
    case v1::FIT_VERDICT_FITS:
      return kExitOk;
    case v1::FIT_VERDICT_DOES_NOT_FIT:
      return kExitDoesNotFit;
    default:
      return kExitFitUnknown;
  }
}

std::string CheckText(const v1::CheckContextFitResponse& response,
                      const Style& style) {
  const std::string found = ResolutionText(response.resolution());
  std::string out =
      absl::StrCat(VerdictText(response.fit().verdict(), style), ": ",
                   ModelName(response.resolution().model()),
                   found.empty() ? "" : absl::StrCat(" (", found, ")"), "\n\n",
                   FitText(response.fit(), style));
  const std::string warnings = WarningsText(response.warnings(), style);
  return absl::StrCat(out, warnings.empty() ? "" : "\n", warnings);
}

absl::StatusOr<Reply> RunFit(FitFlags& flags, Session& session) {
  v1::CheckContextFitRequest& request = flags.request;
  request.mutable_input_modalities()->Assign(flags.input_modalities.begin(),
                                             flags.input_modalities.end());
  request.mutable_output_modalities()->Assign(flags.output_modalities.begin(),
                                              flags.output_modalities.end());
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, request.mutable_as_of());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::CheckContextFitResponse response,
                            client->CheckContextFit(request));
  Reply reply;
  reply.exit_code = ExitCodeOf(response.fit().verdict());
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = CheckText(response, session.style());
  }
  return reply;
}

}  // namespace

void AddFitCommand(Cli& cli) {
  Command& command = cli.Add(
      "fit",
      "Check whether a request stays inside a model's limits. Exits with 3 if "
      "it does not and with 4 if that is not known.",
      "  ratecard fit gpt-5.2-codex --input 300k --max-output 10k");
  const auto flags = std::make_shared<FitFlags>();
  v1::CheckContextFitRequest& request = flags->request;
  AddPositional(command, "MODEL", "Any name of a model",
                request.mutable_model());
  AddQuantity(command, "--input", "Input tokens, all of them",
              [flags](int64_t n) { flags->request.set_input_tokens(n); });
  AddQuantity(
      command, "--max-output",
      "Output tokens that the request asks for at most, reasoning included",
      [flags](int64_t n) { flags->request.set_max_output_tokens(n); });
  AddQuantity(
      command, "--overlap",
      "Tokens that each chunk should repeat of the one before, if the "
      "input has to be split",
      [flags](int64_t n) { flags->request.set_chunk_overlap_tokens(n); });
  AddEnums(command, "--modality", "KIND", "What the request contains",
           v1::Modality_descriptor(), &flags->input_modalities);
  AddEnums(command, "--output-modality", "KIND", "What it asks for",
           v1::Modality_descriptor(), &flags->output_modalities);
  AddProvider(command, request.mutable_provider());
  AddAsOf(command, "Meaning of the name at which instant", &flags->as_of);
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"model", "MODEL"},
                                {"input_tokens", "--input"},
                                {"max_output_tokens", "--max-output"},
                                {"chunk_overlap_tokens", "--overlap"},
                                {"input_modalities", "--modality"},
                                {"output_modalities", "--output-modality"}});
  command.run = [flags](Session& session) { return RunFit(*flags, session); };
}

}  // namespace ratecard
