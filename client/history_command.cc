#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/format.h"
#include "client/price_changes_text.h"
#include "client/price_history_text.h"
#include "client/price_timeline.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

constexpr int32_t kPageSize = 1000;

struct HistoryFlags {
  v1::ListPriceChangesRequest request;
  std::string provider;
  std::vector<std::string> makers;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  std::optional<int64_t> limit;
};

// All pages as one reply; with a `limit`, the last ones of them.
absl::StatusOr<v1::ListPriceChangesResponse> ListAll(
    v1::ListPriceChangesRequest request, std::optional<int64_t> limit,
    const Client& client) {
  v1::ListPriceChangesResponse all;
  request.set_page_size(kPageSize);
  do {
    RATECARD_ASSIGN_OR_RETURN(v1::ListPriceChangesResponse page,
                              client.ListPriceChanges(request));
    request.set_page_token(page.next_page_token());
    auto* changes = all.mutable_price_changes();
    changes->MergeFrom(page.price_changes());
    if (limit.has_value() && changes->size() > *limit) {
      changes->DeleteSubrange(0, changes->size() - static_cast<int>(*limit));
    }
    all.set_total_size(page.total_size());
    all.set_catalog_revision(page.catalog_revision());
  } while (!request.page_token().empty());
  return all;
}

std::string CountText(int64_t count, const std::string& revision) {
  return absl::StrCat(FormatCount(count), count == 1 ? " change" : " changes",
                      ", catalog ", revision, "\n");
}

// Those of `all`, which are of one model, from `since` to before `until`,
// without first prices whose beginning is not known.
int64_t CountChanges(const v1::ListPriceChangesResponse& all, absl::Time since,
                     absl::Time until) {
  return std::count_if(all.price_changes().begin(), all.price_changes().end(),
                       [since, until](const v1::PriceChange& change) {
                         const absl::Time at = FromProto(change.change_time());
                         return change.has_change_time() && at >= since &&
                                at < until;
                       });
}

// What the model cost from `since` to before `until`. `all`: all its changes.
std::string TimelineText(const v1::ListPriceChangesResponse& all,
                         const HistoryFlags& flags, const Style& style) {
  const absl::Time since = flags.since.value_or(absl::InfinitePast());
  const absl::Time until = flags.until.value_or(absl::InfiniteFuture());
  std::string count =
      CountText(CountChanges(all, since, until), all.catalog_revision());
  if (all.price_changes().empty()) {
    return count;
  }
  const std::vector<v1::PriceSchedule> timeline =
      PriceTimeline(all.price_changes());
  std::vector<const v1::PriceSchedule*> shown;
  for (const v1::PriceSchedule& schedule : timeline) {
    if (CatalogTimeOr(schedule.start_time(), absl::InfinitePast()) < until &&
        CatalogTimeOr(schedule.end_time(), absl::InfiniteFuture()) > since) {
      shown.push_back(&schedule);
    }
  }
  SortForHistory(&shown);
  const v1::PriceChange& any = all.price_changes(0);
  return absl::StrCat(
      "model  ", ModelName(any.model()), "\n",
      shown.empty()
          ? "\nno prices then\n"
          : PriceHistoryText(shown, any.currency_code(), absl::Now(), style),
      "\n", count);
}

std::string ChangesText(const v1::ListPriceChangesResponse& response,
                        bool brief, const Style& style) {
  const std::string table =
      PriceChangesText(response.price_changes(), absl::Now(), style);
  const int64_t shown = response.price_changes_size();
  const bool more = shown < response.total_size();
  return absl::StrCat(
      table, table.empty() ? "" : "\n",
      more ? absl::StrCat("the last ", FormatCount(shown), " of ") : "",
      CountText(response.total_size(), response.catalog_revision()),
      brief && more ? "Narrow them by MODEL, --provider, "
                      "--maker, --since … (see --help), or "
                      "list more by --limit\n"
                    : "");
}

void FillRequest(const HistoryFlags& flags,
                 v1::ListPriceChangesRequest* request) {
  if (!flags.provider.empty()) {
    request->set_parent(absl::StrCat("providers/", flags.provider));
  }
  *request->mutable_makers() = {flags.makers.begin(), flags.makers.end()};
  if (flags.since.has_value()) {
    ToProto(*flags.since, request->mutable_start_time());
  } else if (request->model().empty()) {
    // Of many models: without what was always so.
    ToProto(CatalogTimeOr("0001-01-01", absl::UnixEpoch()),
            request->mutable_start_time());
  }
  if (flags.until.has_value()) {
    ToProto(*flags.until, request->mutable_end_time());
  }
}

absl::StatusOr<Reply> RunHistory(HistoryFlags& flags, Session& session) {
  if (flags.limit.has_value() && *flags.limit == 0) {
    return UsageError("--limit: at least 1");
  }
  if (flags.since.has_value() && flags.until.has_value() &&
      *flags.since >= *flags.until) {
    return UsageError("--until must be after --since");
  }
  const bool timeline = !flags.request.model().empty() && !session.json();
  if (timeline && flags.limit.has_value()) {
    return UsageError(
        "--limit is for lists of changes: not with MODEL, "
        "unless with --json");
  }
  FillRequest(flags, &flags.request);
  if (timeline) {
    // What held then began before.
    flags.request.clear_start_time();
    flags.request.clear_end_time();
  }
  const bool brief = session.columns() > 0 && !timeline && !session.json() &&
                     !flags.limit.has_value();
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  RATECARD_ASSIGN_OR_RETURN(
      const v1::ListPriceChangesResponse response,
      ListAll(flags.request, brief ? kTerminalRows : flags.limit, *client));
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(response));
  } else {
    reply.text = timeline ? TimelineText(response, flags, session.style())
                          : ChangesText(response, brief, session.style());
  }
  return reply;
}

void AddFlags(Command& command, HistoryFlags* flags) {
  AddPositional(command, "MODEL",
                "Any name of a model: what it cost when. Default: the changes "
                "of all, without first prices whose beginning is not known",
                flags->request.mutable_model())
      ->required(false);
  CLI::Option* provider = AddText(command, "--provider", "ID",
                                  "Only this provider's", &flags->provider);
  command.kinds[provider] = "provider";
  CLI::Option* maker =
      AddTexts(command, "--maker", "NAME", "Of models made by one of these",
               &flags->makers);
  command.kinds[maker] = "maker";
  CLI::Option* tier =
      AddText(command, "--tier", "NAME", "Only of this service tier",
              flags->request.mutable_service_tier());
  command.kinds[tier] = "tier";
  AddInstant(command, "--since", "From which instant on", "the beginning",
             &flags->since);
  AddInstant(command, "--until", "Until before which instant",
             "open, with what is announced", &flags->until);
  AddQuantity(command, "--limit",
              absl::StrCat("List at most the last N changes. Default: ",
                           kTerminalRows, " on a terminal, else all"),
              [flags](int64_t n) { flags->limit = n; });
}

}  // namespace

void AddHistoryCommand(Cli& cli) {
  Command& command = cli.Add(
      "history",
      "Show what a model cost when, by service tier and region as 'show' does, "
      "or, without MODEL, what changed in the prices of a provider or maker, "
      "by time; the latest last. START says how a date is known: the "
      "provider documented it, a list recorded the change or somebody verified "
      "the price; what is still to come is announced.",
      "  ratecard history deepseek-v4-pro\n"
      "  ratecard history --provider openai --since 2026-06-01\n"
      "  ratecard history --maker anthropic --tier standard --limit 20");
  const auto flags = std::make_shared<HistoryFlags>();
  AddFlags(command, flags.get());
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"model", "MODEL"},
                                {"parent", "--provider"},
                                {"makers", "--maker"},
                                {"service_tier", "--tier"},
                                {"start_time", "--since"},
                                {"end_time", "--until"}});
  command.run = [flags](Session& session) {
    return RunHistory(*flags, session);
  };
}

}  // namespace ratecard
