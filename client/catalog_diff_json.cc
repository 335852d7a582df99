#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/catalog_diff_text.h"
#include "client/error_report.h"
#include "client/json_text.h"
#include "service/base/status_macros.h"
#include "service/catalog/period.h"

namespace ratecard {
namespace {

std::string PresenceText(bool added, bool removed) {
  return added ? "added" : removed ? "removed" : "changed";
}

std::string PresenceText(Presence presence) {
  return PresenceText(presence == Presence::kAdded,
                      presence == Presence::kRemoved);
}

void AddTexts(absl::string_view name, const std::vector<std::string>& texts,
              JsonObject* object) {
  std::vector<std::string> values;
  for (const std::string& text : texts) {
    values.push_back(JsonText(text));
  }
  if (!values.empty()) {
    object->AddJson(name, JsonList(values));
  }
}

// Nothing where there is nothing, as in the API.
void AddList(absl::string_view name, const std::vector<std::string>& values,
             JsonObject* object) {
  if (!values.empty()) {
    object->AddJson(name, JsonList(values));
  }
}

absl::Status AddMessage(absl::string_view name,
                        const google::protobuf::Message& message,
                        JsonObject* object) {
  RATECARD_ASSIGN_OR_RETURN(std::string json, ToJson(message));
  object->AddJson(name, std::move(json));
  return absl::OkStatus();
}

absl::StatusOr<std::string> PriceJson(const PriceChange& change) {
  JsonObject json;
  json.Add("change", PresenceText(change.presence));
  RATECARD_RETURN_IF_ERROR(AddMessage("where", change.where, &json));
  if (change.windows_before.has_value()) {
    RATECARD_RETURN_IF_ERROR(
        AddMessage("windows_before", *change.windows_before, &json));
  }
  std::vector<std::string> rates;
  for (const RateChange& rate : change.rates) {
    JsonObject row;
    if (rate.before.has_value()) {
      RATECARD_RETURN_IF_ERROR(AddMessage("before", *rate.before, &row));
    }
    if (rate.after.has_value()) {
      RATECARD_RETURN_IF_ERROR(AddMessage("after", *rate.after, &row));
    }
    rates.push_back(row.Render());
  }
  AddList("rates", rates, &json);
  return json.Render();
}

std::string FieldsJson(const std::vector<FieldChange>& fields) {
  std::vector<std::string> rows;
  for (const FieldChange& change : fields) {
    JsonObject row;
    row.Add("field", change.field);
    row.Add("before", change.before);
    row.Add("after", change.after);
    AddTexts("added", change.added, &row);
    AddTexts("removed", change.removed, &row);
    AddTexts("altered", change.altered, &row);
    rows.push_back(row.Render());
  }
  return JsonList(rows);
}

std::string AliasesJson(const std::vector<AliasChange>& aliases) {
  std::vector<std::string> rows;
  for (const AliasChange& change : aliases) {
    JsonObject row;
    row.Add("alias_id", change.alias_id);
    row.Add("change", PresenceText(change.presence));
    row.Add("before", change.before);
    row.Add("after", change.after);
    row.Add("moved_from", change.moved_from);
    rows.push_back(row.Render());
  }
  return JsonList(rows);
}

void AddPast(const PastPrices& past, JsonObject* json) {
  if (past.periods == 0) {
    return;
  }
  JsonObject object;
  object.AddCount("periods", past.periods);
  if (past.start != absl::InfinitePast()) {
    object.Add("start_time", FormatCatalogTime(past.start));
  }
  object.Add("end_time", FormatCatalogTime(past.end));
  json->AddJson("past_prices", object.Render());
}

absl::StatusOr<std::string> ModelJson(const ModelDiff& diff, absl::Time today) {
  JsonObject json;
  json.Add("model_id", diff.model.id());
  json.Add("change", PresenceText(diff.added(), diff.removed()));
  if (diff.renamed()) {
    json.Add("model_id_before", diff.model.before->model_id());
  }
  json.Add("successor", diff.successor);
  if (!diff.added()) {
    json.Add("currency_before", diff.model.before->currency_code());
  }
  if (!diff.removed()) {
    json.Add("currency_after", diff.model.after->currency_code());
  }
  const PriceDiff prices =
      diff.added() ? DiffPrices(v1::Model(), *diff.model.after, today)
                   : diff.prices;
  std::vector<std::string> rows;
  for (const PriceChange& change : prices.changes) {
    RATECARD_ASSIGN_OR_RETURN(rows.emplace_back(), PriceJson(change));
  }
  AddList("prices", rows, &json);
  AddPast(prices.past, &json);
  if (!diff.fields.empty()) {
    json.AddJson("fields", FieldsJson(diff.fields));
  }
  if (!diff.aliases.empty()) {
    json.AddJson("aliases", AliasesJson(diff.aliases));
  }
  return json.Render();
}

absl::StatusOr<std::string> ProviderJson(const ProviderDiff& diff,
                                         absl::Time today) {
  JsonObject json;
  json.Add("provider_id", diff.id());
  json.Add("change",
           PresenceText(diff.before == nullptr, diff.after == nullptr));
  if (!diff.fields.empty()) {
    json.AddJson("fields", FieldsJson(diff.fields));
  }
  std::vector<std::string> models;
  for (const ModelDiff& model : diff.models) {
    RATECARD_ASSIGN_OR_RETURN(models.emplace_back(), ModelJson(model, today));
  }
  AddList("models", models, &json);
  return json.Render();
}

std::string CountsJson(const DiffCounts& counts) {
  JsonObject json;
  json.AddCount("providers", counts.providers);
  json.AddCount("providers_added", counts.providers_added);
  json.AddCount("providers_removed", counts.providers_removed);
  json.AddCount("models_added", counts.models_added);
  json.AddCount("models_removed", counts.models_removed);
  json.AddCount("no_longer_listed", counts.no_longer_listed);
  json.AddCount("renamed", counts.renamed);
  json.AddCount("prices_changed", counts.prices_changed);
  json.AddCount("past_prices_changed", counts.past_prices_changed);
  json.AddCount("facts_changed", counts.facts_changed);
  return json.Render();
}

}  // namespace

absl::StatusOr<std::string> CatalogDiffJson(const CatalogDiff& diff) {
  std::vector<std::string> providers;
  for (const ProviderDiff& provider : diff.providers) {
    RATECARD_ASSIGN_OR_RETURN(providers.emplace_back(),
                              ProviderJson(provider, diff.today));
  }
  JsonObject json;
  json.AddJson("providers", JsonList(providers));
  json.AddJson("counts", CountsJson(CountsOf(diff)));
  return json.Render() + "\n";
}

}  // namespace ratecard
