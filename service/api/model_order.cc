#include "service/api/model_order.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/standard_price.h"

namespace ratecard {
namespace {

constexpr absl::string_view kFields =
    "name, provider, maker, release_date, context_window_tokens, "
    "max_output_tokens, input_price, output_price";

Error InvalidOrderBy(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY",
               absl::StrCat("order_by: ", message))
      .Field("order_by", message);
}

}  // namespace

absl::StatusOr<ModelOrder::Field> ModelOrder::ParseField(
    absl::string_view name) {
  static constexpr std::pair<absl::string_view, Field> kNames[] = {
      {"name", Field::kName},
      {"provider", Field::kProvider},
      {"maker", Field::kMaker},
      {"release_date", Field::kReleaseDate},
      {"context_window_tokens", Field::kContextWindow},
      {"max_output_tokens", Field::kMaxOutput},
      {"input_price", Field::kInputPrice},
      {"output_price", Field::kOutputPrice},
  };
  for (const auto& [field_name, field] : kNames) {
    if (name == field_name) {
      return field;
    }
  }
  return InvalidOrderBy(absl::StrCat(
      "'", Shortened(name), "' is no field to order by; one of: ", kFields));
}

absl::StatusOr<ModelOrder> ModelOrder::Parse(absl::string_view order_by) {
  ModelOrder order;
  if (absl::StripAsciiWhitespace(order_by).empty()) {
    return order;
  }
  for (const absl::string_view part : absl::StrSplit(order_by, ',')) {
    const std::vector<absl::string_view> words =
        absl::StrSplit(part, absl::ByAnyChar(" \t\n"), absl::SkipWhitespace());
    if (words.empty() || words.size() > 2 ||
        (words.size() == 2 && words[1] != "desc")) {
      return InvalidOrderBy(
          "must be fields separated by commas, each optionally followed by "
          "' desc'");
    }
    RATECARD_ASSIGN_OR_RETURN(const Field field, ParseField(words[0]));
    for (const Key& key : order.keys_) {
      if (key.field == field) {
        return InvalidOrderBy(absl::StrCat(words[0], " is given twice"));
      }
    }
    order.keys_.push_back({field, words.size() == 2});
  }
  return order;
}

ModelOrder::Value ModelOrder::ValueOf(const Model& model, Field field,
                                      absl::Time as_of) {
  const auto number = [](std::optional<int64_t> value) {
    return Value{!value.has_value(), value.value_or(0), {}};
  };
  const auto text = [](absl::string_view value) {
    return Value{value.empty(), 0, value};
  };
  const auto price = [&](Meter meter) {
    const std::optional<StandardPrice> found =
        StandardPriceOf(model, meter, as_of);
    return number(found.has_value() ? found->known() : std::nullopt);
  };
  switch (field) {
    case Field::kName:
      return number(model.index);
    case Field::kProvider:
      return text(model.provider->id);
    case Field::kMaker:
      return text(model.maker);
    case Field::kReleaseDate:
      return model.lifecycle.released == Lifecycle::kAlways
                 ? number(std::nullopt)
                 : number(model.lifecycle.released);
    case Field::kContextWindow:
      return number(model.limits.context_window);
    case Field::kMaxOutput:
      return number(model.limits.max_output);
    case Field::kInputPrice:
      return price(Meter::kInput);
    case Field::kOutputPrice:
      return price(Meter::kOutput);
  }
  return number(std::nullopt);
}

bool ModelOrder::Precedes(const Row& a, const Row& b) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    const Value& x = a.values[i];
    const Value& y = b.values[i];
    if (x.missing != y.missing) {
      return y.missing;
    }
    const auto value_of = [](const Value& value) {
      return std::tie(value.number, value.text);
    };
    if (value_of(x) != value_of(y)) {
      return (value_of(x) < value_of(y)) != keys_[i].descending;
    }
  }
  return a.model->index < b.model->index;
}

absl::Status ModelOrder::CheckCurrencies(const std::vector<Row>& rows) const {
  std::set<absl::string_view> currencies;
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i].field != Field::kInputPrice &&
        keys_[i].field != Field::kOutputPrice) {
      continue;
    }
    for (const Row& row : rows) {
      if (!row.values[i].missing) {
        currencies.insert(row.model->currency);
      }
    }
  }
  if (currencies.size() > 1) {
    return InvalidOrderBy(absl::StrCat("the prices are in ",
                                       absl::StrJoin(currencies, " and "),
                                       ", which are not converted; set "
                                       "filter.price_currency_code"));
  }
  return absl::OkStatus();
}

absl::Status ModelOrder::Sort(absl::Time as_of,
                              std::vector<const Model*>* models) const {
  std::vector<Row> rows;
  rows.reserve(models->size());
  for (const Model* model : *models) {
    rows.push_back({model, {}});
    for (const Key& key : keys_) {
      rows.back().values.push_back(ValueOf(*model, key.field, as_of));
    }
  }
  RATECARD_RETURN_IF_ERROR(CheckCurrencies(rows));
  std::sort(rows.begin(), rows.end(),
            [this](const Row& a, const Row& b) { return Precedes(a, b); });
  std::transform(rows.begin(), rows.end(), models->begin(),
                 [](const Row& row) { return row.model; });
  return absl::OkStatus();
}

}  // namespace ratecard
