#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/quote_text.h"
#include "client/usage_flags.h"
#include "client/workload_file.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"
#include "service/quote/quote.h"

namespace ratecard {
namespace {

struct CreateFlags {
  v1::CreateQuoteRequest request;
  std::string keys;
  bool token_only = false;
};

struct VerifyFlags {
  v1::VerifyQuoteRequest request;
  v1::Usage usage;  // compared if any flag gives some
  std::string keys;
};

absl::StatusOr<Reply> RunCreate(CreateFlags& flags, Session& session) {
  v1::CreateQuoteRequest& request = flags.request;
  request.mutable_request()->set_view(v1::ESTIMATE_VIEW_FULL);
  RATECARD_RETURN_IF_ERROR(session.SetQuoteKeys(flags.keys));
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::CreateQuoteResponse response,
                            client->CreateQuote(request));
  Reply reply;
  if (flags.token_only) {
    reply.text = absl::StrCat(response.quote().token(), "\n");
  } else if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = CreatedQuoteText(response, session.style());
  }
  return reply;
}

absl::StatusOr<Reply> RunVerify(VerifyFlags& flags, Session& session) {
  v1::VerifyQuoteRequest& request = flags.request;
  if (request.model().empty() && !request.provider().empty()) {
    return UsageError("--provider says whose model --model is: give both");
  }
  if (request.token() == "-") {
    RATECARD_ASSIGN_OR_RETURN(const std::string text, ReadInput("-"));
    request.set_token(std::string(absl::StripAsciiWhitespace(text)));
  }
  if (flags.usage.ByteSizeLong() > 0) {
    *request.mutable_usage() = flags.usage;
  }
  RATECARD_RETURN_IF_ERROR(session.SetQuoteKeys(flags.keys));
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(const v1::VerifyQuoteResponse response,
                            client->VerifyQuote(request));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = VerifiedQuoteText(response, session.style());
  }
  return reply;
}

void AddKeys(Command& command, std::string* keys) {
  AddPathFlag(command, "--keys", "FILE",
              "File of the keys of quotes, in place of a server's: ratecard "
              "quote keygen writes it",
              keys);
}

void AddTtl(Command& command, v1::CreateQuoteRequest* request) {
  command.flag_of_field.emplace_back("ttl", "--ttl");
  command.app
      ->add_option_function<std::string>(
          "--ttl",
          [request](const std::string& text) {
            absl::Duration ttl;
            if (!absl::ParseDuration(text, &ttl) || !CheckLifetime(ttl).ok()) {
              throw CLI::ValidationError(
                  "--ttl", absl::StrCat("'", text,
                                        "' is not a time from 1s to 720h (30 "
                                        "days), for example 15m or 24h"));
            }
            request->mutable_ttl()->set_seconds(absl::ToInt64Seconds(ttl));
            request->mutable_ttl()->set_nanos(
                static_cast<int32_t>(absl::ToInt64Nanoseconds(
                    ttl - absl::Seconds(absl::ToInt64Seconds(ttl)))));
          },
          "How long the quote holds, from 1s to 720h. Default: 15m")
      ->option_text("TIME");
}

// As what the request is served, and what it means to leave that out.
void AddServing(Command& command, const std::string& default_tier,
                const std::string& default_region, std::string* tier,
                std::string* region) {
  command.kinds[AddText(command, "--tier", "NAME",
                        absl::StrCat("Service tier. Default: ", default_tier),
                        tier)] = "tier";
  command.kinds[AddText(command, "--region", "NAME",
                        absl::StrCat("Region, as the provider writes it. "
                                     "Default: ",
                                     default_region),
                        region)] = "region";
  command.flag_of_field.insert(
      command.flag_of_field.end(),
      {{"service_tier", "--tier"}, {"region", "--region"}});
}

void AddReference(Command& command, const std::string& help,
                  std::string* reference) {
  AddText(command, "--reference", "TEXT", help, reference);
  command.flag_of_field.emplace_back("reference", "--reference");
}

void AddCreateCommand(Cli& cli) {
  Command& command = cli.Add(
      "quote create",
      "Price one request and sign what it costs: the token, on the last line, "
      "is what to come back with.",
      "  ratecard quote create gpt-5.2-codex --input 120k --keys quote.keys\n"
      "  ratecard quote create gpt-5.2-codex --input 120k --output 8k \\\n"
      "    --ttl 24h --reference order-17 --server localhost:50051");
  const auto flags = std::make_shared<CreateFlags>();
  v1::EstimateCostRequest& request = *flags->request.mutable_request();
  AddPositional(command, "MODEL", "Any name of a model",
                request.mutable_model());
  AddUsageFlags(command, request.mutable_usage());
  AddServing(command, "the one that the name fixes, else standard",
             "the one that the name fixes, else global prices",
             request.mutable_service_tier(), request.mutable_region());
  AddProvider(command, request.mutable_provider());
  AddTtl(command, &flags->request);
  AddReference(command,
               "What to know it by, as an order's number: up to 256 bytes of "
               "printable text",
               flags->request.mutable_reference());
  AddKeys(command, &flags->keys);
  command.app->add_flag_callback(
      "--strict",
      [flags] { flags->request.mutable_request()->set_strict(true); },
      "Refuse to assume the price of a meter that has none of its own");
  command.app->add_flag_callback(
      "--allow-partial",
      [flags] { flags->request.mutable_request()->set_allow_partial(true); },
      "Quote what has a price; the quote then says that it is incomplete");
  command.app->add_flag("--token-only", flags->token_only,
                        "Print the token alone");
  command.flag_of_field.insert(
      command.flag_of_field.end(),
      {{"model", "MODEL"}, {"usage", "--input or --output"}});
  command.run = [flags](Session& session) {
    return RunCreate(*flags, session);
  };
}

void AddVerifyCommand(Cli& cli) {
  Command& command = cli.Add(
      "quote verify",
      "Say whether a quote holds, and for what. If flags say what is to be "
      "billed, that is compared with what was quoted, tier and region by their "
      "defaults where no flag says them. Exits with 1 if the quote does not "
      "hold. It holds any number of times until its end.",
      "  ratecard quote verify - --keys quote.keys < token\n"
      "  ratecard quote verify TOKEN --model gpt-5.2-codex --input 120k \\\n"
      "    --output 8k --server localhost:50051");
  const auto flags = std::make_shared<VerifyFlags>();
  v1::VerifyQuoteRequest& request = flags->request;
  AddPositional(command, "TOKEN", "The token; - for standard input",
                request.mutable_token());
  command.kinds[AddText(command, "--model", "NAME",
                        "Any name of the model that is to be billed",
                        request.mutable_model())] = "model";
  AddUsageFlags(command, &flags->usage);
  AddServing(command, "the one that --model fixes, else standard",
             "the one that --model fixes, else global prices",
             request.mutable_service_tier(), request.mutable_region());
  AddProvider(command, request.mutable_provider());
  AddReference(command, "The reference that the quote should have",
               request.mutable_reference());
  AddKeys(command, &flags->keys);
  command.flag_of_field.emplace_back("model", "--model");
  command.run = [flags](Session& session) {
    return RunVerify(*flags, session);
  };
}

}  // namespace

void AddQuoteCommands(Cli& cli) {
  cli.AddGroup("quote", "Signed estimates, to come back to.");
  AddCreateCommand(cli);
  AddVerifyCommand(cli);
  AddQuoteKeygenCommand(cli);
}

}  // namespace ratecard
