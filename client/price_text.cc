#include "client/price_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/answer_text.h"
#include "client/enum_names.h"
#include "client/estimate_text.h"
#include "client/format.h"
#include "client/table.h"

namespace ratecard {
namespace {

// Those that are not empty, with a blank line between them.
std::string JoinParagraphs(const std::vector<std::string>& paragraphs) {
  std::string out;
  for (const std::string& paragraph : paragraphs) {
    absl::StrAppend(&out, out.empty() || paragraph.empty() ? "" : "\n",
                    paragraph);
  }
  return out;
}

// `openai chat, detected`.
std::string FormText(const v1::ExtractedUsage& extracted) {
  return absl::StrCat(extracted.provider(), extracted.api().empty() ? "" : " ",
                      extracted.api(),
                      extracted.detected() ? ", detected" : "");
}

// What the response says of itself.
std::string HeadText(const v1::ExtractedUsage& extracted) {
  Facts facts;
  facts.Add("response", FormText(extracted));
  facts.Add("id", extracted.response_id());
  facts.Add("made", extracted.has_create_time()
                        ? FormatTime(extracted.create_time())
                        : "");
  facts.Add("events", extracted.documents() > 1
                          ? FormatCount(extracted.documents())
                          : "");
  facts.Add("says model", extracted.model());
  facts.Add("says tier", extracted.service_tier());
  facts.Add("says region", extracted.region());
  return facts.Render();
}

// The fields that a quantity adds to, or its meter; nothing if it is left out.
std::string AddsTo(const v1::ExtractedQuantity& quantity) {
  if (!quantity.fields().empty()) {
    return absl::StrJoin(quantity.fields(), ", ");
  }
  return quantity.meter() == v1::METER_UNSPECIFIED ? ""
                                                   : EnumName(quantity.meter());
}

std::string QuantitiesText(const v1::ExtractedUsage& extracted,
                           const Style& style) {
  Table table({{"QUANTITY", Align::kRight}, {"FROM"}, {"ADDS TO"}});
  for (const v1::ExtractedQuantity& quantity : extracted.quantities()) {
    table.AddRow(
        {FormatCount(quantity.quantity()), quantity.path(), AddsTo(quantity)});
  }
  return table.empty() ? "" : table.Render(style);
}

// `$0.01, $0.002 less than the estimate`. `difference` is the estimate's total
// less the reported cost; null if they cannot be compared.
std::string ReportedText(const google::type::Money& reported,
                         const google::type::Money* difference) {
  std::string cost = FormatAmount(reported);
  if (difference == nullptr) {
    return cost;
  }
  if (difference->units() == 0 && difference->nanos() == 0) {
    return absl::StrCat(cost, ", as estimated");
  }
  const std::string text = FormatAmount(*difference);
  const bool costs_more = text.front() == '-';
  return absl::StrCat(cost, ", ", text.substr(costs_more ? 1 : 0),
                      costs_more ? " more" : " less", " than estimated");
}

}  // namespace

std::string PriceText(const v1::PriceUsageResponse& response,
                      const Style& style) {
  const v1::ExtractedUsage& extracted = response.extracted();
  Facts facts;
  facts.Add("not known", absl::StrJoin(extracted.unknown_paths(), ", "));
  if (extracted.has_reported_cost()) {
    facts.Add("reported cost",
              ReportedText(extracted.reported_cost(),
                           response.has_difference() ? &response.difference()
                                                     : nullptr));
  }
  return JoinParagraphs({HeadText(extracted),
                         EstimateText(response.estimate(), style),
                         QuantitiesText(extracted, style), facts.Render()});
}

std::string ExtractText(const v1::ExtractUsageResponse& response,
                        const Style& style) {
  const v1::ExtractedUsage& extracted = response.extracted();
  Facts facts;
  facts.Add("not known", absl::StrJoin(extracted.unknown_paths(), ", "));
  if (extracted.has_reported_cost()) {
    facts.Add("reported cost",
              ReportedText(extracted.reported_cost(), nullptr));
  }
  facts.Add("catalog", response.catalog_revision());
  return JoinParagraphs({HeadText(extracted), QuantitiesText(extracted, style),
                         WarningsText(response.warnings(), style),
                         facts.Render()});
}

}  // namespace ratecard
