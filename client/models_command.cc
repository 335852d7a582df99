#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "client/command.h"
#include "client/enum_names.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/model_prices.h"
#include "client/table.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr int64_t kPageSize = 1000;
constexpr char kNoPrice[] = "no price published";

struct ModelsFlags {
  v1::ListModelsRequest request;
  std::string provider;
  std::vector<std::string> makers;
  std::vector<std::string> product_lines;
  std::vector<int> input_modalities;
  std::vector<int> output_modalities;
  std::vector<int> capabilities;
  std::vector<int> statuses;
  std::vector<int> price_states;
  std::optional<int64_t> limit;
  std::optional<absl::Time> as_of;
  bool all = false;
  bool names = false;
};

std::string LimitText(bool known, int64_t limit) {
  return known ? FormatCount(limit) : "-";
}

const v1::PriceSchedule* FindSchedule(const v1::Model& model,
                                      const std::string& id) {
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    if (schedule.schedule_id() == id) {
      return &schedule;
    }
  }
  return nullptr;
}

// What a row says of prices.
struct PriceCells {
  std::string input = "-";
  std::string cached = "-";
  std::string output = "-";
  std::string notes;  // where these are not the whole truth
};

// What a model that counts no tokens costs, of the schedules in force.
std::string OtherPrices(const v1::Model& model) {
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    const std::string text = OtherPricesText(schedule, model.currency_code());
    if (schedule.service_tier() == kStandardTier && !text.empty()) {
      return schedule.region().empty()
                 ? text
                 : absl::StrCat(text, " in ", schedule.region());
    }
  }
  return kNoPrice;
}

PriceCells CellsOf(const v1::Model& model, const v1::StandardPrices& prices) {
  const v1::StandardPrice* input =
      prices.has_input() ? &prices.input() : nullptr;
  const v1::StandardPrice* output =
      prices.has_output() ? &prices.output() : nullptr;
  const std::string& currency = model.currency_code();
  PriceCells cells;
  cells.input = PriceText(input, currency);
  cells.output = PriceText(output, currency);
  const v1::StandardPrice* main = input != nullptr ? input : output;
  if (main == nullptr) {
    cells.notes = OtherPrices(model);
    return cells;
  }
  const v1::PriceSchedule* schedule = FindSchedule(model, main->schedule_id());
  if (schedule == nullptr) {
    return cells;
  }
  cells.cached =
      PriceText(FindRate(*schedule, v1::METER_CACHE_READ_TOKENS), currency);
  std::vector<std::string> notes;
  if (main->state() == v1::METER_STATE_UNPRICED) {
    notes.emplace_back(kNoPrice);
  }
  if (!schedule->region().empty()) {
    notes.push_back(absl::StrCat("in ", schedule->region()));
  }
  const v1::PriceSchedule* other =
      output == nullptr ? nullptr : FindSchedule(model, output->schedule_id());
  if (other != nullptr && other->region() != schedule->region()) {
    notes.push_back(absl::StrCat("output in ", other->region()));
  }
  const v1::Rate* rate = FindRate(*schedule, v1::METER_INPUT_TOKENS);
  if (rate != nullptr && !rate->tiers().empty() &&
      rate->tiers(0).min_input_tokens() > 0) {
    notes.push_back(absl::StrCat("other prices from ",
                                 FormatCount(rate->tiers(0).min_input_tokens()),
                                 " tokens"));
  }
  if (main->varies_over_day()) {
    notes.emplace_back("other prices by time of day");
  }
  cells.notes = absl::StrJoin(notes, "; ");
  return cells;
}

std::string ModelsText(const v1::ListModelsResponse& response, absl::Time time,
                       const Session& session) {
  Table table({{"MODEL"},
               {"WINDOW", Align::kRight, false, 3},
               {"MAX IN", Align::kRight, false, 5},
               {"MAX OUT", Align::kRight, false, 4},
               {"INPUT/1M", Align::kPoint},
               {"CACHED/1M", Align::kPoint, false, 2},
               {"OUTPUT/1M", Align::kPoint},
               {"STATUS", Align::kLeft, false, 1},
               {"NOTES", Align::kLeft, false, 0, true}});
  for (int i = 0; i < response.models_size(); ++i) {
    const v1::Model& model = response.models(i);
    const PriceCells prices = CellsOf(model, i < response.standard_prices_size()
                                                 ? response.standard_prices(i)
                                                 : v1::StandardPrices());
    const v1::Limits& limits = model.limits();
    table.AddRow(
        {ModelName(model.name()),
         LimitText(limits.has_context_window_tokens(),
                   limits.context_window_tokens()),
         LimitText(limits.has_max_input_tokens(), limits.max_input_tokens()),
         LimitText(limits.has_max_output_tokens(), limits.max_output_tokens()),
         prices.input, prices.cached, prices.output,
         EnumName(StatusAt(model.lifecycle(), time)), prices.notes});
  }
  const int shown = response.models_size();
  std::string out =
      table.empty()
          ? ""
          : absl::StrCat(table.Render(session.style(), session.columns()),
                         "\n");
  absl::StrAppend(&out,
                  shown < response.total_size()
                      ? absl::StrCat(FormatCount(shown), " of ")
                      : "",
                  FormatCount(response.total_size()),
                  response.total_size() == 1 ? " model" : " models",
                  ", catalog ", response.catalog_revision(), "\n");
  return out;
}

void FillFilter(const ModelsFlags& flags, v1::ModelFilter* filter) {
  *filter->mutable_makers() = {flags.makers.begin(), flags.makers.end()};
  *filter->mutable_product_lines() = {flags.product_lines.begin(),
                                      flags.product_lines.end()};
  filter->mutable_input_modalities()->Assign(flags.input_modalities.begin(),
                                             flags.input_modalities.end());
  filter->mutable_output_modalities()->Assign(flags.output_modalities.begin(),
                                              flags.output_modalities.end());
  filter->mutable_capabilities()->Assign(flags.capabilities.begin(),
                                         flags.capabilities.end());
  filter->mutable_statuses()->Assign(flags.statuses.begin(),
                                     flags.statuses.end());
  filter->mutable_price_states()->Assign(flags.price_states.begin(),
                                         flags.price_states.end());
}

// All pages, or as many as `limit` needs, as one reply.
absl::StatusOr<v1::ListModelsResponse> ListAll(v1::ListModelsRequest request,
                                               std::optional<int64_t> limit,
                                               const Client& client) {
  v1::ListModelsResponse all;
  do {
    const int64_t wanted =
        limit.has_value() ? *limit - all.models_size() : kPageSize;
    request.set_page_size(static_cast<int32_t>(std::min(wanted, kPageSize)));
    RATECARD_ASSIGN_OR_RETURN(v1::ListModelsResponse page,
                              client.ListModels(request));
    all.mutable_models()->MergeFrom(page.models());
    all.mutable_standard_prices()->MergeFrom(page.standard_prices());
    all.set_next_page_token(page.next_page_token());
    all.set_total_size(page.total_size());
    all.set_catalog_revision(page.catalog_revision());
    request.set_page_token(page.next_page_token());
  } while (!all.next_page_token().empty() &&
           !(limit.has_value() && all.models_size() >= *limit));
  // No flag would take it.
  all.clear_next_page_token();
  return all;
}

absl::StatusOr<Reply> RunModels(ModelsFlags& flags, Session& session) {
  if (flags.limit.has_value() && *flags.limit == 0) {
    return UsageError("--limit: at least 1");
  }
  if (flags.all && flags.limit.has_value()) {
    return UsageError("--all and --limit exclude each other");
  }
  if (flags.names && session.json()) {
    return UsageError("--names and --json exclude each other");
  }
  v1::ListModelsRequest& request = flags.request;
  if (!flags.provider.empty()) {
    request.set_parent(absl::StrCat("providers/", flags.provider));
  }
  FillFilter(flags, request.mutable_filter());
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, request.mutable_as_of());
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  const bool brief = session.columns() > 0 && !flags.all && !flags.names &&
                     !session.json() && !flags.limit.has_value();
  RATECARD_ASSIGN_OR_RETURN(
      const v1::ListModelsResponse response,
      ListAll(request, brief ? kTerminalRows : flags.limit, *client));
  Reply reply;
  if (flags.names) {
    for (const v1::Model& model : response.models()) {
      absl::StrAppend(&reply.text, ModelName(model.name()), "\n");
    }
  } else if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text =
        ModelsText(response, flags.as_of.value_or(absl::Now()), session);
    if (brief && response.models_size() < response.total_size()) {
      absl::StrAppend(&reply.text,
                      "Narrow them by TEXT, --provider, --maker … "
                      "(see --help), or list --all\n");
    }
  }
  return reply;
}

void AddFilterFlags(Command& command, ModelsFlags* flags) {
  v1::ModelFilter* filter = flags->request.mutable_filter();
  CLI::Option* provider = AddText(command, "--provider", "ID",
                                  "Only this provider's", &flags->provider);
  command.kinds[provider] = "provider";
  CLI::Option* maker = AddTexts(command, "--maker", "NAME",
                                "Made by one of these", &flags->makers);
  command.kinds[maker] = "maker";
  AddTexts(command, "--product-line", "NAME", "Of one of these product lines",
           &flags->product_lines);
  AddEnums(command, "--modality", "KIND", "Takes all of these",
           v1::Modality_descriptor(), &flags->input_modalities);
  AddEnums(command, "--output-modality", "KIND", "Gives all of these",
           v1::Modality_descriptor(), &flags->output_modalities);
  AddEnums(command, "--capability", "NAME", "Has all of these",
           v1::Capability_descriptor(), &flags->capabilities);
  AddQuantity(
      command, "--min-window", "Published window of at least N tokens",
      [filter](int64_t n) { filter->set_min_context_window_tokens(n); });
  AddQuantity(command, "--min-input",
              "Published input limit, or else window, of at least N tokens",
              [filter](int64_t n) { filter->set_min_max_input_tokens(n); });
  AddQuantity(command, "--min-output",
              "Published output limit of at least N tokens",
              [filter](int64_t n) { filter->set_min_max_output_tokens(n); });
  AddText(command, "--max-input-price", "PRICE",
          "Standard input price per 1M tokens of at most this",
          filter->mutable_max_input_price());
  AddText(command, "--max-output-price", "PRICE",
          "Standard output price per 1M tokens of at most this",
          filter->mutable_max_output_price());
  AddText(command, "--currency", "CODE",
          "Priced in this currency, which is that of the two price bounds. "
          "Default: USD beside a bound, else any",
          filter->mutable_price_currency_code());
  AddEnums(command, "--status", "NAME", "In one of these states",
           v1::ModelStatus_descriptor(), &flags->statuses);
  AddEnums(command, "--price-state", "NAME",
           "Input tokens or, where it has none, output tokens or else anything "
           "priced in one of these ways",
           v1::MeterState_descriptor(), &flags->price_states);
  CLI::Option* word = AddPositional(
      command, "TEXT",
      "Id, alias or display name contains this, whatever the case",
      filter->mutable_text());
  word->required(false);
  AddText(command, "--text", "TEXT", "The same as TEXT", filter->mutable_text())
      ->excludes(word);
}

}  // namespace

void AddModelsCommand(Cli& cli) {
  Command& command = cli.Add(
      "models",
      "List models with their limits and standard prices per 1M tokens.",
      "  ratecard models sonnet --sort input_price\n"
      "  ratecard models --provider openai --min-window 200k --sort "
      "input_price\n"
      "  ratecard models --modality image,audio --max-input-price 1.00");
  const auto flags = std::make_shared<ModelsFlags>();
  AddFilterFlags(command, flags.get());
  CLI::Option* sort = AddText(
      command, "--sort", "FIELD",
      "Order by name, provider, maker, release_date, context_window_tokens, "
      "max_output_tokens, input_price or output_price, each optionally with ' "
      "desc', several with commas. Default: name",
      flags->request.mutable_order_by());
  command.choices[sort] = {"name",         "provider",
                           "maker",        "release_date",
                           "input_price",  "context_window_tokens",
                           "output_price", "max_output_tokens"};
  AddQuantity(command, "--limit",
              absl::StrCat("Show at most N. Default: ", kTerminalRows,
                           " on a terminal, else all"),
              [flags](int64_t n) { flags->limit = n; });
  command.app->add_flag("--all", flags->all, "Show all, on a terminal too");
  AddAsOf(command, "Prices and status of which instant", &flags->as_of);
  command.app->add_flag("--names", flags->names,
                        "Print names alone, one a line");
  command.flag_of_field.insert(
      command.flag_of_field.end(),
      {{"parent", "--provider"},
       {"order_by", "--sort"},
       {"filter.makers", "--maker"},
       {"filter.product_lines", "--product-line"},
       {"filter.min_context_window_tokens", "--min-window"},
       {"filter.min_max_input_tokens", "--min-input"},
       {"filter.min_max_output_tokens", "--min-output"},
       {"filter.max_input_price", "--max-input-price"},
       {"filter.max_output_price", "--max-output-price"},
       {"filter.price_currency_code", "--currency"}});
  command.run = [flags](Session& session) {
    return RunModels(*flags, session);
  };
}

}  // namespace ratecard
