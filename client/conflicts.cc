#include "client/conflicts.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "client/enum_names.h"
#include "client/error_report.h"
#include "client/format.h"
#include "client/json_text.h"
#include "client/model_prices.h"
#include "client/table.h"
#include "service/base/status_macros.h"
#include "service/catalog/merge/model_field.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kIndent = 9;  // below the values

// What disagreements written by hand leave out.
void FillTaken(const v1::Model& model, v1::Disagreement* disagreement) {
  const auto value = TextOfField(model, disagreement->field());
  if (disagreement->taken_source_id().empty() && value.has_value()) {
    disagreement->set_taken_value(*value);
    disagreement->set_taken_source_id(
        SourceOfField(model, disagreement->field()));
  }
}

std::optional<int64_t> DifferenceOf(const Conflict& conflict) {
  const std::string& text = conflict.disagreement.price_difference();
  const auto nanos = ParseNanos(text, kMaxPriceNanos);
  return text.empty() || !nanos.ok() ? std::nullopt
                                     : std::optional<int64_t>(*nanos);
}

// `output_images size=1024x1024, batch in us-east-1`, or the field.
std::string WhatText(const v1::Disagreement& disagreement) {
  if (disagreement.meter() == v1::METER_UNSPECIFIED) {
    return disagreement.field();
  }
  std::string text = EnumName(disagreement.meter());
  for (const v1::MeterParameter& parameter : disagreement.parameters()) {
    absl::StrAppend(&text, " ", parameter.key(), "=", parameter.value());
  }
  const std::string& tier = disagreement.service_tier();
  absl::StrAppend(&text, tier.empty() || tier == kStandardTier ? "" : ", ",
                  tier == kStandardTier ? "" : tier);
  absl::StrAppend(&text, disagreement.region().empty() ? "" : " in ",
                  disagreement.region());
  return text;
}

template <typename Priced>
std::string PointText(const Priced& point, const std::string& currency) {
  return point.price().empty() ? EnumWords(point.state())
                               : FormatDecimal(point.price(), currency);
}

// A price of the API, `0.3; 0.6 from 200001 input tokens`, for people.
std::string PricesText(const std::string& value, const std::string& currency) {
  const std::optional<v1::Rate> rate = RateOfPriceText(value);
  if (!rate.has_value()) {
    return value;
  }
  std::string text = PointText(*rate, currency);
  for (const v1::RateTier& tier : rate->tiers()) {
    const auto [min, noun] =
        tier.has_min_input_tokens()
            ? std::make_pair(tier.min_input_tokens(), "input tokens")
        : tier.has_min_output_tokens()
            ? std::make_pair(tier.min_output_tokens(), "output tokens")
            : std::make_pair(tier.min_quantity(), "units");
    absl::StrAppend(&text, "; ", PointText(tier, currency), " from ",
                    FormatCount(min, noun));
  }
  return text;
}

std::string ValueText(const Conflict& conflict, const std::string& value) {
  int64_t count = 0;
  if (conflict.disagreement.meter() != v1::METER_UNSPECIFIED) {
    return PricesText(value, conflict.currency_code);
  }
  return absl::StartsWith(conflict.disagreement.field(), "limits.") &&
                 absl::SimpleAtoi(value, &count)
             ? FormatCount(count)
             : value;
}

std::string DifferenceText(const Conflict& conflict) {
  const v1::Disagreement& disagreement = conflict.disagreement;
  return disagreement.price_difference().empty()
             ? ""
             : absl::StrCat("  differs by ",
                            FormatDecimal(disagreement.price_difference(),
                                          conflict.currency_code),
                            " per ", UnitText(disagreement.meter()));
}

std::string Row(absl::string_view name, const std::string& text) {
  return text.empty()
             ? ""
             : absl::StrCat("  ", name, "  ",
                            Wrap(Printable(text), kWidth - kIndent, kIndent),
                            "\n");
}

std::string ValueRow(absl::string_view name, const Conflict& conflict,
                     const std::string& value, const std::string& source) {
  if (source.empty()) {
    return Row(name, ValueText(conflict, value));
  }
  return Row(name, value.empty() ? "none"
                                 : absl::StrCat(ValueText(conflict, value),
                                                " (", source, ")"));
}

// What it is about, and what was taken, what not, and why.
std::string ConflictText(const Conflict& conflict) {
  const v1::Disagreement& disagreement = conflict.disagreement;
  return absl::StrCat(Printable(WhatText(disagreement)),
                      DifferenceText(conflict), "\n",
                      ValueRow("taken", conflict, disagreement.taken_value(),
                               disagreement.taken_source_id()),
                      ValueRow("other", conflict, disagreement.value(),
                               disagreement.source_id()),
                      Row("why  ", disagreement.reason()));
}

// How a value was chosen where `conflicts` give no reason.
std::string OrderOfTrustText(absl::Span<const Conflict> conflicts) {
  return std::any_of(conflicts.begin(), conflicts.end(),
                     [](const Conflict& conflict) {
                       return conflict.disagreement.reason().empty();
                     })
             ? "Where no reason is given, the value taken is that of the "
               "source which goes\nfirst in the order of trust.\n"
             : "";
}

struct Counts {
  int64_t conflicts = 0;
  int64_t models = 0;
  int64_t prices = 0;
};

Counts CountsOf(const std::vector<Conflict>& conflicts) {
  Counts counts;
  std::set<std::string> models;
  for (const Conflict& conflict : conflicts) {
    ++counts.conflicts;
    counts.prices += IsAboutPrices(conflict.disagreement) ? 1 : 0;
    models.insert(conflict.model);
  }
  counts.models = static_cast<int64_t>(models.size());
  return counts;
}

}  // namespace

bool IsAboutPrices(const v1::Disagreement& disagreement) {
  return absl::StartsWith(disagreement.field(), "price_schedules");
}

std::vector<Conflict> ConflictsOf(const v1::Model& model) {
  std::vector<Conflict> conflicts;
  for (const v1::Disagreement& disagreement : model.disagreements()) {
    Conflict& conflict = conflicts.emplace_back();
    conflict.model = model.name();
    conflict.currency_code = model.currency_code();
    conflict.disagreement = disagreement;
    FillTaken(model, &conflict.disagreement);
  }
  return conflicts;
}

void SortConflicts(std::vector<Conflict>* conflicts) {
  const auto place = [](const Conflict& conflict) {
    const std::optional<int64_t> difference = DifferenceOf(conflict);
    const std::string& currency = conflict.currency_code;
    return difference.has_value()
               ? std::make_tuple(0, currency == "USD" ? "" : currency,
                                 -*difference)
               : std::make_tuple(1, std::string(), int64_t{0});
  };
  std::stable_sort(conflicts->begin(), conflicts->end(),
                   [&place](const Conflict& a, const Conflict& b) {
                     return std::make_tuple(place(a), a.model) <
                            std::make_tuple(place(b), b.model);
                   });
}

std::string ConflictsText(const std::vector<Conflict>& conflicts, size_t shown,
                          const Style& style) {
  const auto first = absl::MakeConstSpan(conflicts).subspan(0, shown);
  std::string text;
  for (const Conflict& conflict : first) {
    absl::StrAppend(&text, style.Bold(Printable(ModelName(conflict.model))),
                    "  ", ConflictText(conflict));
  }
  absl::StrAppend(&text, text.empty() ? "" : "\n", OrderOfTrustText(first));
  const Counts counts = CountsOf(conflicts);
  return absl::StrCat(
      text,
      shown < conflicts.size() ? FormatCount(static_cast<int64_t>(shown)) : "",
      shown < conflicts.size() ? " of " : "",
      FormatCount(counts.conflicts, "conflicts"), " in ",
      FormatCount(counts.models, "models"), ", ", FormatCount(counts.prices),
      " about prices\n");
}

std::string DisagreementsText(const v1::Model& model) {
  std::vector<Conflict> conflicts = ConflictsOf(model);
  SortConflicts(&conflicts);
  std::string text;
  for (const Conflict& conflict : conflicts) {
    absl::StrAppend(&text, ConflictText(conflict));
  }
  return absl::StrCat(text, OrderOfTrustText(conflicts));
}

absl::StatusOr<std::string> ConflictsJson(
    const std::vector<Conflict>& conflicts, size_t shown) {
  std::vector<std::string> rows;
  for (size_t i = 0; i < std::min(shown, conflicts.size()); ++i) {
    JsonObject row;
    row.Add("model", conflicts[i].model);
    row.Add("currency_code", conflicts[i].currency_code);
    RATECARD_ASSIGN_OR_RETURN(std::string disagreement,
                              ToJson(conflicts[i].disagreement));
    row.AddJson("disagreement", std::move(disagreement));
    rows.push_back(row.Render());
  }
  const Counts counts = CountsOf(conflicts);
  JsonObject json;
  json.AddJson("conflicts", JsonList(rows));
  json.AddCount("total_size", counts.conflicts);
  json.AddCount("models", counts.models);
  json.AddCount("about_prices", counts.prices);
  return json.Render() + "\n";
}

}  // namespace ratecard
