#include "client/batch_output.h"

#include <iterator>
#include <sstream>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "client/csv_text.h"
#include "client/enum_names.h"
#include "client/error_report.h"
#include "client/format.h"
#include "client/json_text.h"
#include "client/refusal.h"
#include "client/table.h"
#include "service/api/convert.h"
#include "service/api/status_proto.h"
#include "service/api/usage_proto.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/estimate/cells.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Of a result: the first is before those that are carried through.
constexpr absl::string_view kResultColumns[] = {
    "line",       "model",         "service_tier", "region",     "total",
    "currency",   "input_cost",    "output_cost",  "cache_cost", "tools_cost",
    "other_cost", "cache_savings", "incomplete",   "warnings",   "error"};

// Of a total, behind what it is by.
constexpr absl::string_view kTotalColumns[] = {
    "requests", "input_tokens", "cache_read_tokens", "output_tokens",
    "total",    "currency",     "incomplete"};

std::string Digits(absl::int128 count) {
  std::ostringstream out;
  out << count;
  return out.str();
}

void AppendCount(absl::string_view name, absl::int128 count, std::string* out) {
  AppendJsonName(name, out);
  out->append(Digits(count));
}

std::vector<std::string> Titles(const std::vector<GroupColumn>& by) {
  std::vector<std::string> titles;
  titles.reserve(by.size());
  for (const GroupColumn& column : by) {
    titles.push_back(absl::AsciiStrToUpper(column.name));
  }
  return titles;
}

// The provider's id in the resource name of a model.
absl::string_view ProviderOf(absl::string_view model) {
  absl::ConsumePrefix(&model, "providers/");
  return model.substr(0, model.find("/models/"));
}

// Adds the tokens of a request that was priced. An estimate does not say its
// sums, so that they are made again. Errors: those for which it would not have
// been priced.
absl::Status AddTokens(const v1::Usage& proto, Total* total) {
  RATECARD_ASSIGN_OR_RETURN(const Usage usage, UsageFromProto(proto));
  RATECARD_ASSIGN_OR_RETURN(const TokenCells cells, FillCells(usage));
  total->input_tokens += cells.input_tokens;
  total->output_tokens += cells.output_tokens;
  cells.ForEach([total](Meter meter, int64_t tokens) {
    if (IsInputToken(meter) && CacheStateOf(meter) == CacheState::kRead) {
      total->cached_tokens += tokens;
    }
  });
  return absl::OkStatus();
}

std::string AmountCell(bool has, const google::type::Money& money) {
  return has ? FormatMoney(MoneyFromProto(money)) : "";
}

std::string WarningsCell(const v1::Estimate& estimate) {
  return absl::StrJoin(estimate.warnings(), ";",
                       [](std::string* out, const v1::Warning& warning) {
                         out->append(EnumName(warning.code()));
                       });
}

void AppendResult(const v1::Estimate& estimate, CsvRow* row) {
  row->Add(ModelName(estimate.model()));
  row->Add(estimate.service_tier());
  row->Add(estimate.region());
  row->Add(AmountCell(true, estimate.total()));
  row->Add(estimate.total().currency_code());
  row->Add(AmountCell(estimate.has_input_cost(), estimate.input_cost()));
  row->Add(AmountCell(estimate.has_output_cost(), estimate.output_cost()));
  row->Add(AmountCell(estimate.has_cache_cost(), estimate.cache_cost()));
  row->Add(AmountCell(estimate.has_tools_cost(), estimate.tools_cost()));
  row->Add(AmountCell(estimate.has_other_cost(), estimate.other_cost()));
  row->Add(AmountCell(estimate.has_cache_savings(), estimate.cache_savings()));
  row->Add(estimate.incomplete() ? "true" : "");
  row->Add(WarningsCell(estimate));
}

// Titles of columns of the file beside `ours`: `given_total` of a `total`, and
// `given_given_total` where there is that one, too.
std::vector<std::string> GivenTitles(const std::vector<std::string>& names,
                                     absl::Span<const absl::string_view> ours) {
  const absl::flat_hash_set<std::string> own(ours.begin(), ours.end());
  absl::flat_hash_set<std::string> taken = own;
  for (const std::string& name : names) {
    taken.insert(absl::AsciiStrToLower(name));
  }
  std::vector<std::string> titles = names;
  for (std::string& title : titles) {
    if (own.contains(absl::AsciiStrToLower(title))) {
      do {
        title.insert(0, "given_");
      } while (!taken.insert(absl::AsciiStrToLower(title)).second);
    }
  }
  return titles;
}

}  // namespace

BatchOutput::BatchOutput(BatchFormat format, bool has_totals,
                         std::vector<GroupColumn> by,
                         std::vector<std::string> kept, const Style& style)
    : format_(format),
      has_totals_(has_totals || format == BatchFormat::kTable),
      by_(std::move(by)),
      kept_(std::move(kept)),
      style_(style),
      totals_(Titles(by_)) {}

absl::string_view BatchOutput::ValueOf(const GroupColumn& column,
                                       const BatchItem& item,
                                       const v1::Estimate& estimate) {
  switch (column.kind) {
    case GroupColumn::Kind::kModel:
      if (model_ != estimate.model()) {  // seldom: lines come in runs
        model_ = estimate.model();
        model_name_ = ModelName(model_);
      }
      return model_name_;
    case GroupColumn::Kind::kProvider:
      return ProviderOf(estimate.model());
    case GroupColumn::Kind::kServiceTier:
      return estimate.service_tier();
    case GroupColumn::Kind::kRegion:
      return estimate.region();
    case GroupColumn::Kind::kKept:
      return item.kept[column.kept].plain();
  }
  return "";
}

void BatchOutput::Begin() {
  if (format_ != BatchFormat::kCsv || has_totals_) {
    return;
  }
  CsvRow row(&out_);
  const auto ours = absl::MakeConstSpan(kResultColumns);
  row.Add(ours.front());
  for (const std::string& title : GivenTitles(kept_, ours)) {
    row.Add(title);
  }
  for (const absl::string_view name : ours.subspan(1)) {
    row.Add(name);
  }
  row.End();
}

absl::Status BatchOutput::Add(const BatchItem& item,
                              const v1::EstimateCostRequest& request,
                              const v1::Estimate& estimate) {
  ++priced_;
  if (has_totals_) {
    return Count(item, request, estimate);
  }
  if (format_ == BatchFormat::kCsv) {
    AddCsv(item, &estimate, "");
  } else {
    AddJsonStart(item);
    AppendJsonName("estimate", &out_);
    json_.Append(estimate, &out_);
    out_.append("}\n");
  }
  return absl::OkStatus();
}

absl::Status BatchOutput::Refuse(const BatchItem& item,
                                 const absl::Status& problem) {
  ++refused_;
  if (format_ == BatchFormat::kJsonLines) {
    RATECARD_ASSIGN_OR_RETURN(const std::string json,
                              ToJsonLine(ToStatusProto(problem)));
    AddJsonStart(item);
    AppendJsonName("error", &out_);
    absl::StrAppend(&out_, json, "}\n");
    return absl::OkStatus();
  }
  const std::string text = RefusalText(problem, item.line, FlagOfField());
  if (format_ == BatchFormat::kTable) {
    out_.append(RefusedLine(item.line, text, style_));
  } else if (!has_totals_) {
    AddCsv(item, nullptr, text);
  } else {
    absl::StrAppend(&messages_, "line ", item.line, ": ",
                    Printable(ReplaceNonUtf8(text)), "\n");
  }
  return absl::OkStatus();
}

absl::Status BatchOutput::Count(const BatchItem& item,
                                const v1::EstimateCostRequest& request,
                                const v1::Estimate& estimate) {
  values_.clear();
  for (const GroupColumn& column : by_) {
    values_.push_back(ValueOf(column, item, estimate));
  }
  Total* const total = totals_.Find(values_, estimate.total().currency_code());
  total->Add(estimate.total(), estimate.incomplete());
  RATECARD_RETURN_IF_ERROR(AddTokens(request.usage(), total));
  warnings_.Add(item.line, estimate.warnings());
  return totals_.CheckSize();
}

void BatchOutput::AddCsv(const BatchItem& item, const v1::Estimate* estimate,
                         absl::string_view problem) {
  CsvRow row(&out_);
  row.Add(absl::StrCat(item.line));
  for (const KeptValue& value : item.kept) {
    row.Add(value.plain());
  }
  if (estimate != nullptr) {
    AppendResult(*estimate, &row);
  } else {
    for (size_t i = 2; i < std::size(kResultColumns); ++i) {  // with `error`
      row.Add("");
    }
  }
  row.Add(problem);
  row.End();
}

void BatchOutput::AddJsonStart(const BatchItem& item) {
  out_.push_back('{');
  AppendJsonName("line", &out_);
  absl::StrAppend(&out_, item.line);
  if (item.kept.empty() && item.rest.empty()) {
    return;
  }
  AppendJsonName("columns", &out_);
  out_.push_back('{');
  for (size_t i = 0; i < item.kept.size(); ++i) {
    AppendJsonName(kept_[i], &out_);
    AppendKeptJson(item.kept[i], &out_);
  }
  absl::StrAppend(&out_, item.kept.empty() || item.rest.empty() ? "" : ",",
                  item.rest, "}");
}

void BatchOutput::End(int64_t stopped_at) {
  const std::string count =
      absl::StrCat("priced ", FormatCount(priced_), ", refused ",
                   FormatCount(refused_), "\n");
  if (format_ == BatchFormat::kTable) {
    const std::string totals = totals_.Text(style_, "REQUESTS", true);
    const std::string warnings = warnings_.Text(style_);
    absl::StrAppend(&out_, refused_ == 0 ? "" : "\n", totals,
                    totals.empty() ? "" : "\n", warnings,
                    warnings.empty() ? "" : "\n", count);
  } else if (format_ == BatchFormat::kJsonLines) {
    if (has_totals_) {
      EndJsonTotals(stopped_at);
    }
  } else {
    if (has_totals_) {
      EndCsvTotals();
    }
    messages_.append(refused_ == 0 ? "" : count);
  }
}

void BatchOutput::EndCsvTotals() {
  CsvRow row(&out_);
  std::vector<std::string> names;
  for (const GroupColumn& column : by_) {
    names.push_back(column.name);
  }
  for (const std::string& title : GivenTitles(names, kTotalColumns)) {
    row.Add(title);
  }
  for (const absl::string_view name : kTotalColumns) {
    row.Add(name);
  }
  row.End();
  for (const Totals::Group* group : totals_.Groups()) {
    const Total& total = group->total;
    for (const std::string& value : group->values) {
      row.Add(value);
    }
    row.Add(absl::StrCat(total.items));
    row.Add(Digits(total.input_tokens));
    row.Add(Digits(total.cached_tokens));
    row.Add(Digits(total.output_tokens));
    row.Add(DecimalOf(total.nanos));
    row.Add(group->currency);
    row.Add(total.incomplete ? "true" : "");
    row.End();
  }
}

void BatchOutput::EndJsonTotals(int64_t stopped_at) {
  for (const Totals::Group* group : totals_.Groups()) {
    const Total& total = group->total;
    out_.push_back('{');
    AppendJsonName("by", &out_);
    out_.push_back('{');
    for (size_t i = 0; i < by_.size(); ++i) {
      AppendJsonName(by_[i].name, &out_);
      AppendJsonText(group->values[i], &out_);
    }
    out_.push_back('}');
    AppendCount("requests", total.items, &out_);
    AppendCount("input_tokens", total.input_tokens, &out_);
    AppendCount("cache_read_tokens", total.cached_tokens, &out_);
    AppendCount("output_tokens", total.output_tokens, &out_);
    AppendJsonName("total", &out_);
    AppendJsonText(DecimalOf(total.nanos), &out_);
    AppendJsonName("currency_code", &out_);
    AppendJsonText(group->currency, &out_);
    if (total.incomplete) {
      AppendJsonName("incomplete", &out_);
      out_.append("true");
    }
    out_.append("}\n");
  }
  out_.push_back('{');
  AppendCount("priced", priced_, &out_);
  AppendCount("refused", refused_, &out_);
  if (stopped_at != 0) {
    AppendCount("stopped_at_line", stopped_at, &out_);
  }
  out_.append("}\n");
}

}  // namespace ratecard
