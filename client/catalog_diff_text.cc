#include "client/catalog_diff_text.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/format.h"
#include "client/price_change_text.h"
#include "client/table.h"
#include "service/catalog/period.h"

namespace ratecard {
namespace {

constexpr char kArrow[] = " → ";
constexpr size_t kWidth = 80;
constexpr absl::string_view kLastListed = "lifecycle.last_listed_date";

// The lines of a provider, by what they are about.
struct Lines {
  std::vector<std::string> prices;
  std::vector<std::string> came_and_went;
  std::vector<std::string> facts;
};

std::string CountOfModels(size_t count) {
  return FormatCount(static_cast<int64_t>(count), "models");
}

std::string ValueText(absl::string_view field, const std::string& value) {
  int64_t count = 0;
  if (value.empty()) {
    return "none";
  }
  return absl::StartsWith(field, "limits.") && absl::SimpleAtoi(value, &count)
             ? FormatCount(count)
             : value;
}

// `input_modalities + audio, video - image`.
std::string FieldText(const FieldChange& change) {
  std::string text = change.field;
  if (change.before != change.after) {
    absl::StrAppend(&text, " ", ValueText(change.field, change.before), kArrow,
                    ValueText(change.field, change.after));
  }
  for (const auto& [sign, values] :
       {std::make_pair(" + ", &change.added),
        std::make_pair(" - ", &change.removed),
        std::make_pair(" other ", &change.altered)}) {
    absl::StrAppend(&text, values->empty() ? "" : sign,
                    absl::StrJoin(*values, ", "));
  }
  return text;
}

std::string AliasText(const AliasChange& change) {
  switch (change.presence) {
    case Presence::kAdded:
      return absl::StrCat(
          "+ ", change.alias_id, change.after.empty() ? "" : " (", change.after,
          change.after.empty() ? "" : ")",
          change.moved_from.empty() ? "" : ", which was ", change.moved_from);
    case Presence::kRemoved:
      return absl::StrCat("- ", change.alias_id);
    default:
      return absl::StrCat(change.alias_id, " ", ValueText("", change.before),
                          kArrow, ValueText("", change.after));
  }
}

std::string PastText(const PastPrices& past) {
  return absl::StrCat(
      "past prices differ, ", FormatCount(past.periods, "periods"),
      past.start == absl::InfinitePast()
          ? ""
          : absl::StrCat(" from ", FormatCatalogTime(past.start)),
      " until ", FormatCatalogTime(past.end));
}

void AddPrices(const ModelDiff& diff, Lines* lines) {
  for (const PriceChange& change : diff.prices.changes) {
    lines->prices.push_back(
        absl::StrCat(diff.model.id(), ": ",
                     PriceChangeText(change, diff.model.before->currency_code(),
                                     diff.model.after->currency_code())));
  }
  if (diff.prices.past.periods > 0) {
    lines->prices.push_back(
        absl::StrCat(diff.model.id(), ": ", PastText(diff.prices.past)));
  }
}

void AddFacts(const ModelDiff& diff, Lines* lines) {
  std::vector<std::string> facts;
  for (const FieldChange& change : diff.fields) {
    if (diff.no_longer_listed() && change.field == kLastListed) {
      lines->came_and_went.push_back(absl::StrCat(
          diff.model.id(), " no longer listed, last on ", change.after));
    } else {
      facts.push_back(FieldText(change));
    }
  }
  std::vector<std::string> aliases;
  for (const AliasChange& change : diff.aliases) {
    aliases.push_back(AliasText(change));
  }
  if (!aliases.empty()) {
    facts.push_back(absl::StrCat("aliases ", absl::StrJoin(aliases, ", ")));
  }
  if (!facts.empty()) {
    lines->facts.push_back(
        absl::StrCat(diff.model.id(), ": ", absl::StrJoin(facts, "; ")));
  }
}

void AddModel(const ModelDiff& diff, absl::Time today, Lines* lines) {
  const std::string& id = diff.model.id();
  if (diff.removed()) {
    lines->came_and_went.push_back(absl::StrCat(
        id, " removed", diff.successor.empty() ? "" : ", now an alias of ",
        diff.successor));
    return;
  }
  if (diff.added()) {
    lines->came_and_went.push_back(absl::StrCat(
        id, " added: ", StandardPricesText(*diff.model.after, today)));
  } else {
    AddPrices(diff, lines);
  }
  if (diff.renamed()) {
    lines->came_and_went.push_back(
        absl::StrCat(id, ": id was ", diff.model.before->model_id()));
  }
  AddFacts(diff, lines);
}

std::string ProviderText(const ProviderDiff& diff, absl::Time today,
                         const Style& style) {
  if (diff.after == nullptr) {
    return absl::StrCat(style.Bold(diff.id()), " removed, with ",
                        CountOfModels(diff.models.size()), "\n");
  }
  Lines lines;
  for (const ModelDiff& model : diff.models) {
    AddModel(model, today, &lines);
  }
  std::string text = absl::StrCat(
      style.Bold(diff.id()), diff.before == nullptr ? " added, with " : "",
      diff.before == nullptr ? CountOfModels(diff.models.size()) : "", "\n");
  for (const FieldChange& change : diff.fields) {
    absl::StrAppend(&text, "  ", Printable(FieldText(change)), "\n");
  }
  for (const auto* part : {&lines.prices, &lines.came_and_went, &lines.facts}) {
    for (const std::string& line : *part) {
      absl::StrAppend(&text, "  ", Printable(line), "\n");
    }
  }
  return text;
}

std::string CountsText(const DiffCounts& counts) {
  std::vector<std::string> parts = {
      absl::StrCat(FormatCount(counts.providers, "providers"), " differ",
                   counts.providers == 1 ? "s" : "")};
  const std::pair<int64_t, absl::string_view> rest[] = {
      {counts.providers_added, "of them added"},
      {counts.providers_removed, "of them removed"}};
  for (const auto& [count, what] : rest) {
    if (count > 0) {
      parts.push_back(absl::StrCat(FormatCount(count), " ", what));
    }
  }
  const std::pair<int64_t, absl::string_view> models[] = {
      {counts.models_added, "added"},
      {counts.models_removed, "removed"},
      {counts.no_longer_listed, "no longer listed"},
      {counts.renamed, "with another id"},
      {counts.prices_changed, "with other prices"},
      {counts.past_prices_changed, "with other past prices"},
      {counts.facts_changed, "with other facts"}};
  std::vector<std::string> of_models;
  for (const auto& [count, what] : models) {
    if (count > 0) {
      of_models.push_back(absl::StrCat(FormatCount(count), " ", what));
    }
  }
  return absl::StrCat(Wrap(absl::StrCat(absl::StrJoin(parts, ", "),
                                        of_models.empty() ? "" : "; models: ",
                                        absl::StrJoin(of_models, ", ")),
                           kWidth, 0),
                      "\n");
}

}  // namespace

std::string CatalogDiffText(const CatalogDiff& diff, const Style& style) {
  if (diff.providers.empty()) {
    return "no differences\n";
  }
  std::string text;
  for (const ProviderDiff& provider : diff.providers) {
    absl::StrAppend(&text, ProviderText(provider, diff.today, style), "\n");
  }
  return absl::StrCat(text, CountsText(CountsOf(diff)));
}

}  // namespace ratecard
