#include "client/model_text.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/answer_text.h"
#include "client/conflicts.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/model_prices.h"
#include "client/price_history_text.h"
#include "client/table.h"

namespace ratecard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::RepeatedField;

template <typename Enum>
std::string EnumList(const RepeatedField<int>& values) {
  std::vector<std::string> names;
  for (const int value : values) {
    names.push_back(EnumWords(static_cast<Enum>(value)));
  }
  return absl::StrJoin(names, ", ");
}

std::string StatusText(const v1::Lifecycle& lifecycle, absl::Time time) {
  const v1::ModelStatus status = StatusAt(lifecycle, time);
  return absl::StrCat(EnumName(status), lifecycle.preview() ? ", preview" : "");
}

std::string HeadText(const v1::Model& model, absl::Time time) {
  const v1::Lifecycle& lifecycle = model.lifecycle();
  Facts facts;
  facts.Add("model", ModelName(model.name()));
  facts.Add("name", model.display_name());
  facts.Add("maker", model.maker());
  facts.Add("base model", model.base_model());
  facts.Add("product line", model.product_line());
  facts.Add("status", StatusText(lifecycle, time));
  facts.Add("released", lifecycle.release_date());
  facts.Add("deprecated", lifecycle.deprecation_date());
  facts.Add("retired", lifecycle.retirement_date());
  facts.Add("last listed", lifecycle.last_listed_date());
  facts.Add("replaced by", lifecycle.replaced_by());
  facts.Add("knows until", lifecycle.knowledge_cutoff());
  facts.Add("limits", LimitsText(model.limits()));
  facts.Add("takes", EnumList<v1::Modality>(model.input_modalities()));
  facts.Add("gives", EnumList<v1::Modality>(model.output_modalities()));
  facts.Add("can", EnumList<v1::Capability>(model.capabilities()));
  facts.Add("plan", model.plan_only() ? "only as part of a subscription" : "");
  return facts.Render();
}

std::string AliasesText(const v1::Model& model, const Style& style) {
  Table table({{"ALIAS"}, {"KIND"}, {"FROM"}, {"UNTIL"}, {"REGION"}, {"TIER"}});
  for (const v1::Alias& alias : model.aliases()) {
    table.AddRow({alias.alias_id(),
                  EnumName(alias.kind() == v1::ALIAS_KIND_UNSPECIFIED
                               ? v1::ALIAS_KIND_ALIAS
                               : alias.kind()),
                  alias.start_time(), alias.end_time(), alias.region(),
                  alias.service_tier()});
  }
  return table.empty() ? "" : absl::StrCat("\n", table.Render(style));
}

std::vector<const v1::PriceSchedule*> Sorted(const v1::Model& model) {
  std::vector<const v1::PriceSchedule*> schedules;
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    schedules.push_back(&schedule);
  }
  SortForHistory(&schedules);
  return schedules;
}

std::string ParametersText(const v1::Rate& rate) {
  std::vector<std::string> parts;
  for (const v1::MeterParameter& parameter : rate.parameters()) {
    parts.push_back(absl::StrCat(parameter.key(), "=", parameter.value()));
  }
  return absl::StrJoin(parts, ", ");
}

std::string ThresholdText(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return absl::StrCat("from ", FormatCount(tier.min_input_tokens()),
                          " input tokens");
    case v1::RateTier::kMinOutputTokens:
      return absl::StrCat("from ", FormatCount(tier.min_output_tokens()),
                          " output tokens");
    case v1::RateTier::kMinQuantity:
      return absl::StrCat("from ", FormatCount(tier.min_quantity()));
    default:
      return "";
  }
}

// One row for each rate and each of its tiers.
void AddRate(const v1::PriceSchedule& schedule, const v1::Rate& rate,
             const std::string& currency, Table* table) {
  std::vector<std::string> notes;
  const auto note = [&notes](std::string text) {
    if (!text.empty()) {
      notes.push_back(std::move(text));
    }
  };
  note(ParametersText(rate));
  note(WindowsText(schedule));
  if (rate.free_allowance().quantity() > 0) {
    note(absl::StrCat(FormatCount(rate.free_allowance().quantity()),
                      " free per ", rate.free_allowance().period()));
  }
  const auto add = [&](const std::string& price, std::string threshold) {
    std::vector<std::string> all = notes;
    if (!threshold.empty()) {
      all.insert(all.begin(), std::move(threshold));
    }
    table->AddRow({schedule.service_tier(), schedule.region(),
                   EnumName(rate.meter()), price, UnitText(rate.meter()),
                   absl::StrJoin(all, "; ")});
  };
  const v1::Rate* priced = &rate;
  if (rate.billed_as() != v1::METER_UNSPECIFIED) {
    note(absl::StrCat("as ", EnumName(rate.billed_as())));
    priced = FindRate(schedule, rate.billed_as());
  }
  note(priced != nullptr && priced->inexact() ? "rounded" : "");
  add(PriceText(priced, currency), "");
  if (priced == nullptr) {
    return;
  }
  for (const v1::RateTier& tier : priced->tiers()) {
    add(PriceText(tier, currency), ThresholdText(tier));
  }
}

std::string PricesText(const v1::Model& model, absl::Time time,
                       const Style& style) {
  Table table({{"TIER"},
               {"REGION"},
               {"METER"},
               {"PRICE", Align::kPoint},
               {"PER"},
               {"NOTES"}});
  for (const v1::PriceSchedule* schedule : Sorted(model)) {
    if (InForce(*schedule, time)) {
      for (const v1::Rate& rate : schedule->rates()) {
        AddRate(*schedule, rate, model.currency_code(), &table);
      }
    }
  }
  const std::string title =
      style.Bold(absl::StrCat("Prices as of ", FormatInstant(time)));
  return absl::StrCat("\n", title, "\n",
                      table.empty() ? "none\n" : table.Render(style));
}

std::string CardText(const v1::ModelCard& card, const Style& style) {
  std::vector<std::string> sections;
  for (const v1::CardRow& row : card.rows()) {
    if (std::find(sections.begin(), sections.end(), row.section()) ==
        sections.end()) {
      sections.push_back(row.section());
    }
  }
  std::string out;
  for (const std::string& section : sections) {
    Facts facts;
    for (const v1::CardRow& row : card.rows()) {
      if (row.section() == section) {
        facts.Add(row.key(), row.value());
      }
    }
    absl::StrAppend(&out, "\n",
                    style.Bold(absl::StrCat("Card: ", Printable(section))),
                    "\n", facts.Render());
  }
  Table table({{"BENCHMARK"},
               {"OF"},
               {"SCORE", Align::kPoint},
               {"RANK", Align::kRight},
               {"SOURCE"}});
  for (const v1::BenchmarkResult& result : card.benchmarks()) {
    table.AddRow({result.benchmark(), result.category(), result.score(),
                  result.has_rank() ? FormatCount(result.rank()) : "",
                  result.source_id()});
  }
  return absl::StrCat(out, table.empty() ? "" : "\n",
                      table.empty() ? "" : table.Render(style));
}

std::string ConflictsText(const v1::Model& model, const Style& style) {
  return model.disagreements().empty()
             ? ""
             : absl::StrCat("\n", style.Bold("Sources that disagree"), "\n",
                            DisagreementsText(model));
}

// Every `source_id` in `message` and what it contains.
void CollectSources(const Message& message, std::set<std::string>* ids) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "source_id") {
      ids->insert(reflection->GetString(message, field));
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        CollectSources(reflection->GetRepeatedMessage(message, field, i), ids);
      }
    } else {
      CollectSources(reflection->GetMessage(message, field), ids);
    }
  }
}

std::string SourcesOf(const v1::Model& model, const v1::Provider& provider,
                      const Style& style) {
  std::set<std::string> ids;
  CollectSources(model, &ids);
  google::protobuf::RepeatedPtrField<v1::Source> used;
  for (const v1::Source& source : provider.sources()) {
    if (ids.count(source.source_id()) > 0) {
      *used.Add() = source;
    }
  }
  return used.empty() ? "" : absl::StrCat("\n", SourcesText(used, style));
}

}  // namespace

std::string ModelText(const v1::Model& model, const v1::Provider& provider,
                      absl::Time time, absl::Time now, const Style& style) {
  return absl::StrCat(
      HeadText(model, time), AliasesText(model, style),
      PricesText(model, time, style),
      PriceHistoryText(Sorted(model), model.currency_code(), now, style),
      CardText(model.card(), style), ConflictsText(model, style),
      SourcesOf(model, provider, style));
}

}  // namespace ratecard
