#include <memory>
#include <optional>
#include <string>

#include "client/command.h"
#include "client/document_file.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/price_batches.h"
#include "client/price_documents.h"
#include "client/price_text.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

struct PriceFlags {
  std::string path = "-";
  v1::PriceUsageRequest request;
  std::optional<absl::Time> as_of;
  bool stream = false;
  bool extract = false;
};

absl::Status CheckFlags(const PriceFlags& flags) {
  const v1::PriceUsageRequest& request = flags.request;
  if (flags.extract &&
      (!request.service_tier().empty() || !request.region().empty() ||
       flags.as_of.has_value() || request.allow_partial())) {
    return UsageError(
        "--extract shows no price: --tier, --region, --as-of and "
        "--allow-partial say nothing beside it");
  }
  return absl::OkStatus();
}

// The documents of `file` are one response.
absl::StatusOr<Reply> RunOne(PriceFlags& flags, Session& session,
                             DocumentFile* file) {
  const auto next = [file] { return file->Next(); };
  const bool events = flags.stream || file->form() == PayloadForm::kEvents;
  Reply reply;
  if (flags.extract) {
    RATECARD_ASSIGN_OR_RETURN(
        const v1::ExtractUsageResponse response,
        ExtractDocuments(next, events, ExtractRequest(flags.request), session));
    if (session.json()) {
      RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
    } else {
      reply.text = ExtractText(response, session.style());
    }
    return reply;
  }
  flags.request.set_view(v1::ESTIMATE_VIEW_FULL);
  RATECARD_ASSIGN_OR_RETURN(
      const v1::PriceUsageResponse response,
      PriceDocuments(next, events, flags.request, session));
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = PriceText(response, session.style());
  }
  return reply;
}

absl::StatusOr<Reply> RunPrice(PriceFlags& flags, const FlagOfField& names,
                               Session& session) {
  RATECARD_RETURN_IF_ERROR(CheckFlags(flags));
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, flags.request.mutable_as_of());
  }
  DocumentFile file(flags.path);
  RATECARD_RETURN_IF_ERROR(file.Start());
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  const bool many = file.form() == PayloadForm::kJsonLines ||
                    file.form() == PayloadForm::kArray;
  if (flags.stream || !many) {
    return RunOne(flags, session, &file);
  }
  return PriceBatches(flags.request, flags.extract, names, session, client)
      .Run(&file);
}

void AddNames(Command& command, v1::PriceUsageRequest* request) {
  AddProvider(command, request->mutable_provider());
  AddText(command, "--api", "NAME",
          "The provider's API, as chat, responses or messages. Default: found "
          "from the form of the response",
          request->mutable_api());
  CLI::Option* model =
      AddText(command, "--model", "NAME",
              "Any name of a model. Default: the one that the response names",
              request->mutable_model());
  command.kinds[model] = "model";
  CLI::Option* tier =
      AddText(command, "--tier", "NAME",
              "Service tier. Default: the one that the response names, else as "
              "for estimate",
              request->mutable_service_tier());
  command.kinds[tier] = "tier";
  CLI::Option* region =
      AddText(command, "--region", "NAME",
              "Region. Default: the one that the response names, else as for "
              "estimate",
              request->mutable_region());
  command.kinds[region] = "region";
}

void AddSwitches(Command& command, const std::shared_ptr<PriceFlags>& flags) {
  CLI::App& app = *command.app;
  app.add_flag_callback(
      "--strict", [flags] { flags->request.set_strict(true); },
      "Refuse to assume a price, and numbers within usage that no rule knows");
  app.add_flag_callback(
      "--allow-partial", [flags] { flags->request.set_allow_partial(true); },
      "Price what has a price and mark the estimate incomplete");
  app.add_flag("--stream", flags->stream,
               "The lines of the file, or the elements of its array, are the "
               "events of one response");
  app.add_flag("--extract", flags->extract, "Only show the usage, no price");
}

}  // namespace

void AddPriceCommand(Cli& cli) {
  Command& command = cli.Add(
      "price",
      "Price what responses of a provider's API say that they used. The file "
      "is a response, the server-sent events of one, or many as JSON Lines or "
      "an array.",
      "  curl … | ratecard price --provider openai -\n"
      "  ratecard price responses.jsonl");
  const auto flags = std::make_shared<PriceFlags>();
  AddPath(command, "FILE", "The responses; - or nothing for standard input",
          &flags->path)
      ->required(false);
  command.reads_file = true;
  AddNames(command, &flags->request);
  AddAsOf(command, "Prices of which instant", &flags->as_of)
      ->description(
          "Prices of which instant: a date or a time, as for estimate. "
          "Default: the one that the response names, else now");
  AddSwitches(command, flags);
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"payload", "FILE"},
                                {"api", "--api"},
                                {"model", "--model"},
                                {"service_tier", "--tier"},
                                {"region", "--region"}});
  const FlagOfField names = command.flag_of_field;
  command.run = [flags, names](Session& session) {
    return RunPrice(*flags, names, session);
  };
}

}  // namespace ratecard
