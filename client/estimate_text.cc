#include "client/estimate_text.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/answer_text.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/table.h"

namespace ratecard {
namespace {

// What is particular about a line.
std::string Notes(const v1::EstimateLine& line) {
  std::vector<std::string> notes;
  for (const v1::MeterParameter& parameter : line.parameters()) {
    notes.push_back(absl::StrCat(parameter.key(), "=", parameter.value()));
  }
  if (line.rate_assumed()) {
    notes.push_back(
        absl::StrCat("assumed: price of ", EnumName(line.billed_as())));
  } else if (line.billed_as() != line.meter() &&
             line.billed_as() != v1::METER_UNSPECIFIED) {
    notes.push_back(absl::StrCat("as ", EnumName(line.billed_as())));
  }
  if (line.tier_min() > 0) {
    notes.push_back(absl::StrCat(
        "from ", FormatCount(line.tier_min()),
        absl::EndsWith(EnumName(line.meter()), "_tokens") ? " tokens" : ""));
  }
  if (line.inexact()) {
    notes.push_back("price rounded");
  }
  return absl::StrJoin(notes, ", ");
}

std::vector<std::string> LineCells(const v1::EstimateLine& line,
                                   const v1::Estimate& estimate) {
  const std::string& currency = estimate.total().currency_code();
  const bool priced = line.state() == v1::METER_STATE_PRICED;
  return {EnumName(line.meter()),
          FormatCount(line.quantity()),
          priced ? FormatUnitPrice(line.unit_price_nanos(), currency)
                 : EnumWords(line.state()),
          priced ? FormatUnit(line.meter(), line.unit_quantity()) : "",
          line.has_amount() ? FormatAmount(line.amount()) : "-",
          Notes(line),
          estimate.sources_size() > 1 ? line.source_id() : ""};
}

std::string LinesText(const v1::Estimate& estimate, const Style& style) {
  if (estimate.lines().empty()) {
    Facts facts;
    facts.Add("total", absl::StrCat(FormatAmount(estimate.total()),
                                    ", as nothing is used"));
    return facts.Render();
  }
  Table table({{"METER"},
               {"QUANTITY", Align::kRight},
               {"UNIT PRICE", Align::kPoint},
               {"PER"},
               {"AMOUNT", Align::kPoint},
               {"NOTES"},
               {"SOURCE"}});
  for (const v1::EstimateLine& line : estimate.lines()) {
    table.AddRow(LineCells(line, estimate));
  }
  table.AddRow({});
  const auto add = [&table](absl::string_view name,
                            const google::type::Money& amount, bool bold) {
    table.AddRow({std::string(name), "", "", "", FormatAmount(amount)}, bold);
  };
  const auto add_part = [&add](absl::string_view name, bool has,
                               const google::type::Money& amount) {
    if (has) {
      add(name, amount, false);
    }
  };
  add_part("input", estimate.has_input_cost(), estimate.input_cost());
  add_part("output", estimate.has_output_cost(), estimate.output_cost());
  add_part("cache", estimate.has_cache_cost(), estimate.cache_cost());
  add_part("tools", estimate.has_tools_cost(), estimate.tools_cost());
  add_part("other", estimate.has_other_cost(), estimate.other_cost());
  add(estimate.incomplete() ? "total (incomplete)" : "total", estimate.total(),
      true);
  add_part("saved by caching", estimate.has_cache_savings(),
           estimate.cache_savings());
  return table.Render(style);
}

std::string OriginText(const v1::Estimate& estimate) {
  Facts facts;
  facts.Add("schedule", estimate.schedule_id());
  for (const v1::Source& source : estimate.sources()) {
    facts.Add("source",
              absl::StrCat(source.source_id(), ": ", source.title(),
                           source.url().empty() ? "" : ", ", source.url(),
                           source.checked_date().empty() ? "" : ", checked ",
                           source.checked_date()));
  }
  facts.Add("catalog", estimate.catalog_revision());
  return facts.Render();
}

}  // namespace

std::string EstimateText(const v1::Estimate& estimate, const Style& style) {
  Facts head;
  head.Add("model", ModelName(estimate.model()));
  head.Add("found by", ResolutionText(estimate.resolution()));
  head.Add("service tier", estimate.service_tier());
  head.Add("region", estimate.region());
  head.Add("as of", FormatTime(estimate.as_of()));
  std::string out =
      absl::StrCat(head.Render(), "\n", LinesText(estimate, style), "\n");
  const std::string warnings = WarningsText(estimate.warnings(), style);
  if (!warnings.empty()) {
    absl::StrAppend(&out, warnings, "\n");
  }
  if (estimate.has_fit()) {
    absl::StrAppend(&out, VerdictText(estimate.fit().verdict(), style), "\n",
                    FitText(estimate.fit(), style), "\n");
  }
  return absl::StrCat(out, OriginText(estimate));
}

}  // namespace ratecard
