#include "service/catalog/importers/genai_prices_model.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "service/catalog/importers/genai_prices_comment.h"
#include "service/catalog/importers/genai_prices_rates.h"
#include "service/catalog/importers/genai_prices_schedules.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// More conditions than these, of which no list has a tenth, are not read: time
// grows with their product.
constexpr size_t kMaxEntries = 32;
constexpr size_t kMaxVariants = 64;

// Minutes since midnight of `00:30:00+00:00`; nothing if it is none, not of
// whole minutes, or not UTC.
std::optional<int> ParseMinute(absl::string_view text) {
  for (const absl::string_view utc : {"+00:00", "Z"}) {
    if (absl::EndsWith(text, utc)) {
      text.remove_suffix(utc.size());
      break;
    }
  }
  if (text.size() == 8 && absl::EndsWith(text, ":00")) {
    text.remove_suffix(3);
  }
  int hour = 0;
  int minute = 0;
  const bool read = text.size() == 5 && text[2] == ':' &&
                    absl::SimpleAtoi(text.substr(0, 2), &hour) &&
                    absl::SimpleAtoi(text.substr(3), &minute);
  return read && hour >= 0 && hour < 24 && minute >= 0 && minute < 60
             ? std::optional(hour * 60 + minute)
             : std::nullopt;
}

// Reads the member `constraint` of an entry; none is one that always holds.
// Nothing if it is not understood.
std::optional<GenaiCondition> ReadCondition(ObjectReader* entry) {
  GenaiCondition condition;
  const Json* given = entry->Value("constraint");
  if (given == nullptr) {
    return condition;
  }
  std::optional<ObjectReader> constraint = entry->Object("constraint");
  if (!constraint.has_value()) {
    return std::nullopt;
  }
  const std::optional<std::string> date = constraint->String("start_date");
  const std::optional<std::string> start = constraint->String("start_time");
  const std::optional<std::string> end = constraint->String("end_time");
  const bool more = !constraint->Rest().empty();
  constraint->ReportRest();
  if (!more && date.has_value() && !start.has_value() && !end.has_value()) {
    if (const auto day = ParseCatalogDate(*date); day.ok()) {
      condition.from = *day;
      return condition;
    }
  }
  if (!more && !date.has_value() && start.has_value() && end.has_value()) {
    const std::optional<int> last = ParseMinute(*end);
    condition.start = ParseMinute(*start);
    if (condition.start.has_value() && last.has_value()) {
      condition.end = *last;
      return condition;
    }
  }
  entry->Report(ImportFinding::kBadValue, "constraint",
                "neither a first day nor a part of the day");
  return std::nullopt;
}

// Which requests a variant is for.
struct Selection {
  std::string key;    // `processing`
  std::string value;  // `batch`
};

// Nothing if it is reported.
std::optional<Selection> ReadSelection(ObjectReader* variant) {
  std::optional<ObjectReader> when = variant->Object("when");
  if (!when.has_value()) {
    variant->Report(ImportFinding::kBadValue, "when", "not given");
    return std::nullopt;
  }
  std::vector<Selection> found;
  for (const absl::string_view key :
       {"processing", "service_tier", "speed", "route", "search_type"}) {
    if (std::optional<std::string> value = when->String(key)) {
      found.push_back({std::string(key), *std::move(value)});
    }
  }
  const bool more = !when->Rest().empty();
  when->ReportRest();
  if (found.empty() && !more) {
    variant->Report(ImportFinding::kBadValue, "when", "selects nothing");
  }
  if (more || found.empty()) {
    return std::nullopt;
  }
  if (found.size() > 1) {
    variant->Report(ImportFinding::kLeftOut, "when", "several at once");
    return std::nullopt;
  }
  return found.front();
}

class ModelReader {
 public:
  ModelReader(ObjectReader* in_list, GenaiModel* out)
      : in_list_(in_list), out_(out), model_(&out->model) {}

  void Read() {
    model_->set_display_name(ReadLabel(in_list_, "name"));
    if (const auto tokens = ReadTokens(in_list_, "context_window")) {
      model_->mutable_limits()->set_context_window_tokens(*tokens);
    }
    ReadMatch();
    comment_ = GenaiComment(in_list_->String("price_comments").value_or(""));
    ReadEnd();
    ReadChecked();
    ReadPrices();
    in_list_->Ignore({"description"});
    in_list_->ReportRest();
  }

 private:
  void ReadMatch() {
    const Json* match = in_list_->Value("match");
    if (match == nullptr) {
      in_list_->Report(ImportFinding::kBadValue, "match", "not given");
      return;
    }
    absl::StatusOr<GenaiClause> clause = GenaiClause::Parse(*match);
    if (clause.ok()) {
      out_->match = *std::move(clause);
    } else {
      in_list_->Report(ImportFinding::kBadValue, "match",
                       clause.status().message());
    }
  }

  void ReadEnd() {
    if (!in_list_->Bool("deprecated").value_or(false)) {
      return;
    }
    const auto deprecation = comment_.Deprecation();
    const auto retirement = comment_.Retirement();
    if (!deprecation.has_value() && !retirement.has_value()) {
      in_list_->Report(ImportFinding::kLeftOut, "deprecated",
                       "the list does not say since when");
      return;
    }
    v1::Lifecycle* lifecycle = model_->mutable_lifecycle();
    if (deprecation.has_value() &&
        (!retirement.has_value() || *deprecation <= *retirement)) {
      lifecycle->set_deprecation_date(FormatCatalogDate(*deprecation));
    }
    if (retirement.has_value()) {
      lifecycle->set_retirement_date(FormatCatalogDate(*retirement));
    }
  }

  void ReadChecked() {
    out_->checked_date = ReadDay(in_list_, "prices_checked");
    if (in_list_->Value("price_discrepancies") != nullptr) {
      in_list_->Report(ImportFinding::kLeftOut, "price_discrepancies",
                       "prices of other lists");
    }
  }

  void ReadPrices() {
    prices_.empty = Zero();
    const Json* prices = in_list_->Value("prices");
    if (prices != nullptr && prices->is_array()) {
      ReadEntries();
    } else if (std::optional<ObjectReader> object =
                   in_list_->Object("prices")) {
      prices_.standard.push_back({{}, ReadPrices(*object)});
    }
    if (prices_.standard.empty()) {
      in_list_->Report(ImportFinding::kBadValue, "prices", "not given");
      prices_.standard.emplace_back();
    }
    for (ObjectReader& variant : in_list_->Objects("price_variants")) {
      ReadVariant(&variant);
      variant.ReportRest();
    }
    AddGenaiSchedules(prices_, comment_, in_list_, model_);
    const bool never_priced =
        prices_.standard.size() == 1 && prices_.standard[0].prices.empty();
    model_->set_plan_only(never_priced &&
                          prices_.empty == ZeroMeaning::kIncludedInPlan);
  }

  void ReadEntries() {
    for (ObjectReader& entry : in_list_->Objects("prices")) {
      const std::optional<GenaiCondition> condition = ReadCondition(&entry);
      std::optional<ObjectReader> prices = entry.Object("prices");
      entry.ReportRest();
      if (!prices.has_value() || prices_.standard.size() == kMaxEntries) {
        entry.Report(ImportFinding::kBadValue, "prices",
                     prices.has_value() ? "too many" : "not given");
      } else if (condition.has_value()) {
        prices_.standard.push_back({*condition, ReadPrices(*prices)});
      }
    }
  }

  GenaiPrices ReadPrices(const ObjectReader& prices) const {
    return ReadGenaiPrices(prices, prices_.empty);
  }

  // What it means that the list gives no price, or one of 0.
  ZeroMeaning Zero() const {
    if (SaysFree(model_->model_id(), model_->display_name()) ||
        comment_.SaysFree()) {
      return ZeroMeaning::kFree;
    }
    return comment_.SaysIncluded() ? ZeroMeaning::kIncludedInPlan
                                   : ZeroMeaning::kUnknown;
  }

  void ReadVariant(ObjectReader* in_list) {
    const std::optional<Selection> selection = ReadSelection(in_list);
    const std::optional<GenaiCondition> condition = ReadCondition(in_list);
    std::optional<ObjectReader> object = in_list->Object("prices");
    if (!object.has_value() || prices_.variants.size() == kMaxVariants) {
      in_list->Report(ImportFinding::kBadValue, "prices",
                      object.has_value() ? "too many" : "not given");
      return;
    }
    if (!selection.has_value() || !condition.has_value()) {
      return;
    }
    GenaiVariant variant{"", *condition, ReadPrices(*object)};
    // A tier without prices of its own costs what the standard one does.
    if (variant.prices.empty() &&
        (selection->key == "search_type" || selection->value == "default" ||
         selection->value == kStandardTier)) {
      in_list->Report(
          ImportFinding::kLeftOut, absl::StrCat("when.", selection->key),
          absl::StrCat(selection->value, " is standard by another name"));
      return;
    }
    const bool placed = selection->key == "search_type"
                            ? SetSearchType(*selection, in_list, &variant)
                            : SetTier(*selection, in_list, &variant);
    if (placed) {
      prices_.variants.push_back(std::move(variant));
    }
  }

  // Searches of a type are no tier: only they cost something else.
  static bool SetSearchType(const Selection& selection, ObjectReader* in_list,
                            GenaiVariant* variant) {
    GenaiPrices searches;
    for (const auto& [quantity, price] : variant->prices) {
      if (quantity.thing.meter != v1::METER_WEB_SEARCHES) {
        in_list->Report(ImportFinding::kLeftOut, "prices",
                        "of a search type, for more than searches");
        continue;
      }
      GenaiQuantity typed = quantity;
      typed.thing.parameters = {{"search_type", selection.value}};
      searches.emplace(typed, price);
    }
    variant->prices = std::move(searches);
    const bool valid =
        !selection.value.empty() && TextProblem(selection.value, 128).empty();
    if (!valid) {
      in_list->Report(ImportFinding::kBadValue, "when", selection.value);
    }
    return valid && !variant->prices.empty();
  }

  bool SetTier(const Selection& selection, ObjectReader* in_list,
               GenaiVariant* variant) {
    // A route is a way of being served that has its price, `mistral/eu`.
    const std::string tier = absl::StrReplaceAll(selection.value, {{"/", "-"}});
    if (!IdProblem(tier).empty() || tier == kStandardTier) {
      in_list->Report(ImportFinding::kBadValue,
                      absl::StrCat("when.", selection.key), selection.value);
      return false;
    }
    const std::string& first =
        selectors_.emplace(tier, selection.key).first->second;
    if (first != selection.key) {
      in_list->Report(
          ImportFinding::kLeftOut, absl::StrCat("when.", selection.key),
          absl::StrCat(tier, " is a tier that ", first, " selects"));
      return false;
    }
    variant->service_tier = tier;
    return true;
  }

  ObjectReader* const in_list_;
  GenaiModel* const out_;
  v1::Model* const model_;
  GenaiComment comment_;
  GenaiModelPrices prices_;
  std::map<std::string, std::string> selectors_;  // of each tier
};

}  // namespace

GenaiModel ReadGenaiModel(const std::string& model_id, ObjectReader in_list) {
  GenaiModel model;
  model.model.set_model_id(model_id);
  ModelReader(&in_list, &model).Read();
  return model;
}

}  // namespace ratecard
