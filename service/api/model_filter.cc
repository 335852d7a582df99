#include "service/api/model_filter.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/api/convert.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/nearest.h"
#include "service/catalog/standard_price.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr absl::string_view kReason = "INVALID_FILTER";
constexpr absl::string_view kDefaultCurrency = "USD";

static_assert(v1::Capability_ARRAYSIZE <= 32);
static_assert(v1::ModelStatus_ARRAYSIZE <= 32);
static_assert(v1::MeterState_ARRAYSIZE <= 32);
static_assert(static_cast<int>(ModelStatus::kUnlisted) ==
              v1::MODEL_STATUS_UNLISTED);
static_assert(v1::ModelStatus_MAX == v1::MODEL_STATUS_UNLISTED);
static_assert(static_cast<int>(MeterState::kUnpriced) ==
              v1::METER_STATE_UNPRICED);
static_assert(v1::MeterState_MAX == v1::METER_STATE_UNPRICED);

constexpr uint32_t Mask(int number) {
  return number < 0 || number >= 32 ? 0 : uint32_t{1} << number;
}

Error InvalidFilter(absl::string_view field, absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, kReason,
               absl::StrCat(field, " ", message))
      .Field(field, message);
}

// Numbers 1 to `max` as a set of bits.
absl::StatusOr<uint32_t> BitsOf(
    const google::protobuf::RepeatedField<int>& numbers, int max,
    absl::string_view field) {
  uint32_t bits = 0;
  for (int i = 0; i < numbers.size(); ++i) {
    if (numbers[i] < 1 || numbers[i] > max) {
      return InvalidFilter(
          absl::StrCat(field, "[", i, "]"),
          absl::StrCat("must be a known value, not ", numbers[i]));
    }
    bits |= Mask(numbers[i]);
  }
  return bits;
}

absl::StatusOr<std::optional<int64_t>> PriceBound(const std::string& price,
                                                  absl::string_view field) {
  if (price.empty()) {
    return std::optional<int64_t>();
  }
  const absl::StatusOr<int64_t> nanos = ParseNanos(price, kMaxPriceNanos);
  if (!nanos.ok()) {
    return InvalidFilter(field,
                         "must be a decimal string with at most nine "
                         "decimals, 0 to 1000000");
  }
  return std::optional<int64_t>(*nanos);
}

bool IsCurrencyCode(absl::string_view code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

bool AtLeast(std::optional<int64_t> value, std::optional<int64_t> bound) {
  return !bound.has_value() || (value.has_value() && *value >= *bound);
}

bool AtMost(const std::optional<StandardPrice>& price,
            std::optional<int64_t> bound) {
  return !bound.has_value() ||
         (price.has_value() && price->known().has_value() &&
          *price->known() <= *bound);
}

// How a model that counts no tokens is priced, by pages, say: by the best state
// of any of its meters.
MeterState OtherState(const Model& model, absl::Time as_of) {
  MeterState best = MeterState::kUnpriced;
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    if (schedule.service_tier != kStandardTier || as_of < schedule.start ||
        as_of >= schedule.end) {
      continue;
    }
    for (const Rate& rate : schedule.rates.rates()) {
      if (rate.state == MeterState::kPriced) {
        return rate.state;
      }
      best = best == MeterState::kUnpriced ? rate.state : best;
    }
  }
  return best;
}

absl::flat_hash_set<std::string> LowerCase(
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  absl::flat_hash_set<std::string> lower;
  for (const std::string& name : names) {
    lower.insert(absl::AsciiStrToLower(name));
  }
  return lower;
}

// Refuses what no model of the catalog has: nothing could pass. `name_of` says
// what a model has.
template <typename NameOf>
absl::Status CheckKnown(const absl::flat_hash_set<std::string>& asked,
                        absl::Span<const Model> models, const NameOf& name_of,
                        absl::string_view field, absl::string_view kind) {
  if (asked.empty()) {
    return absl::OkStatus();
  }
  std::set<std::string> known;
  for (const Model& model : models) {
    known.insert(absl::AsciiStrToLower(name_of(model)));
  }
  known.erase("");
  for (const std::string& name : asked) {
    if (known.count(name) > 0) {
      continue;
    }
    const std::vector<std::string> nearest = NearestNames(
        name, std::vector<absl::string_view>(known.begin(), known.end()), 3);
    return InvalidFilter(
        field, absl::StrCat("has '", Shortened(name), "', which is no ", kind,
                            " in the catalog",
                            nearest.empty() ? "; one of: " : "; nearest: ",
                            nearest.empty() ? absl::StrJoin(known, ", ")
                                            : absl::StrJoin(nearest, ", ")));
  }
  return absl::OkStatus();
}

absl::Status CheckMakers(const absl::flat_hash_set<std::string>& makers,
                         absl::Span<const Model> models,
                         absl::string_view field) {
  return CheckKnown(
      makers, models, [](const Model& model) { return model.maker; }, field,
      "maker");
}

}  // namespace

absl::StatusOr<const Provider*> ParentOf(const Catalog& catalog,
                                         const std::string& parent) {
  if (parent.empty() || parent == "providers/-") {
    return nullptr;
  }
  absl::StatusOr<const Provider*> provider = catalog.GetProvider(parent);
  if (provider.ok()) {
    return provider;
  }
  ErrorDetail detail = DetailOf(provider.status());
  for (auto& field : detail.fields) {
    field.first = "parent";
  }
  return WithDetail(provider.status(), detail);
}

absl::StatusOr<absl::flat_hash_set<std::string>> MakersFromProto(
    const google::protobuf::RepeatedPtrField<std::string>& makers,
    absl::Span<const Model> models, absl::string_view field) {
  absl::flat_hash_set<std::string> names = LowerCase(makers);
  RATECARD_RETURN_IF_ERROR(CheckMakers(names, models, field));
  return names;
}

absl::StatusOr<ModelFilter> ModelFilter::FromProto(const v1::ModelFilter& proto,
                                                   absl::Time as_of) {
  ModelFilter filter;
  filter.as_of_ = as_of;
  filter.makers_ = LowerCase(proto.makers());
  filter.product_lines_ = LowerCase(proto.product_lines());
  filter.text_ = absl::AsciiStrToLower(proto.text());
  RATECARD_RETURN_IF_ERROR(filter.ReadSets(proto));
  RATECARD_RETURN_IF_ERROR(filter.ReadLimits(proto));
  RATECARD_RETURN_IF_ERROR(filter.ReadPrices(proto));
  return filter;
}

absl::Status ModelFilter::ReadSets(const v1::ModelFilter& proto) {
  RATECARD_ASSIGN_OR_RETURN(
      input_modalities_,
      ModalitiesFromProto(proto.input_modalities(), "filter.input_modalities",
                          kReason));
  RATECARD_ASSIGN_OR_RETURN(
      output_modalities_,
      ModalitiesFromProto(proto.output_modalities(), "filter.output_modalities",
                          kReason));
  RATECARD_ASSIGN_OR_RETURN(
      capabilities_,
      BitsOf(proto.capabilities(), v1::Capability_MAX, "filter.capabilities"));
  RATECARD_ASSIGN_OR_RETURN(
      statuses_,
      BitsOf(proto.statuses(), v1::ModelStatus_MAX, "filter.statuses"));
  RATECARD_ASSIGN_OR_RETURN(
      price_states_,
      BitsOf(proto.price_states(), v1::MeterState_MAX, "filter.price_states"));
  return absl::OkStatus();
}

absl::Status ModelFilter::ReadLimits(const v1::ModelFilter& proto) {
  const auto read = [](bool has, int64_t value, absl::string_view field,
                       std::optional<int64_t>* bound) -> absl::Status {
    if (value < 0) {
      return InvalidFilter(field,
                           absl::StrCat("must be at least 0, not ", value));
    }
    if (has) {
      *bound = value;
    }
    return absl::OkStatus();
  };
  RATECARD_RETURN_IF_ERROR(read(
      proto.has_min_context_window_tokens(), proto.min_context_window_tokens(),
      "filter.min_context_window_tokens", &min_context_window_));
  RATECARD_RETURN_IF_ERROR(
      read(proto.has_min_max_input_tokens(), proto.min_max_input_tokens(),
           "filter.min_max_input_tokens", &min_max_input_));
  return read(proto.has_min_max_output_tokens(), proto.min_max_output_tokens(),
              "filter.min_max_output_tokens", &min_max_output_);
}

absl::Status ModelFilter::ReadPrices(const v1::ModelFilter& proto) {
  RATECARD_ASSIGN_OR_RETURN(
      max_input_price_,
      PriceBound(proto.max_input_price(), "filter.max_input_price"));
  RATECARD_ASSIGN_OR_RETURN(
      max_output_price_,
      PriceBound(proto.max_output_price(), "filter.max_output_price"));
  currency_ = proto.price_currency_code();
  if (!currency_.empty() && !IsCurrencyCode(currency_)) {
    return InvalidFilter("filter.price_currency_code",
                         "must be three capital letters (ISO 4217)");
  }
  if (currency_.empty() &&
      (max_input_price_.has_value() || max_output_price_.has_value())) {
    currency_ = std::string(kDefaultCurrency);
  }
  return absl::OkStatus();
}

absl::Status ModelFilter::CheckNames(absl::Span<const Model> models) const {
  RATECARD_RETURN_IF_ERROR(CheckMakers(makers_, models, "filter.makers"));
  return CheckKnown(
      product_lines_, models,
      [](const Model& model) { return model.product_line; },
      "filter.product_lines", "product line");
}

bool ModelFilter::Passes(const Model& model) const {
  const auto has_all = [](ModalitySet has, ModalitySet wanted) {
    return (has & wanted) == wanted;
  };
  return (makers_.empty() || makers_.contains(model.maker)) &&
         PassesProductLines(model) &&
         has_all(model.limits.input_modalities, input_modalities_) &&
         has_all(model.limits.output_modalities, output_modalities_) &&
         (model.capabilities & capabilities_) == capabilities_ &&
         (statuses_ == 0 ||
          (statuses_ & Mask(static_cast<int>(model.StatusAt(as_of_)))) != 0) &&
         PassesLimits(model.limits) && PassesText(model) && PassesPrices(model);
}

bool ModelFilter::PassesProductLines(const Model& model) const {
  return product_lines_.empty() ||
         product_lines_.contains(absl::AsciiStrToLower(model.product_line));
}

bool ModelFilter::PassesLimits(const Limits& limits) const {
  const std::optional<int64_t>& max_input =
      limits.max_input.has_value() ? limits.max_input : limits.context_window;
  return AtLeast(limits.context_window, min_context_window_) &&
         AtLeast(max_input, min_max_input_) &&
         AtLeast(limits.max_output, min_max_output_);
}

bool ModelFilter::PassesText(const Model& model) const {
  // No name holds a line break, so that a text with one is in none of them.
  return text_.empty() ||
         (!absl::StrContains(text_, '\n') &&
          absl::StrContains(absl::AsciiStrToLower(model.names), text_));
}

bool ModelFilter::PassesPrices(const Model& model) const {
  if (!currency_.empty() && model.currency != currency_) {
    return false;
  }
  if (!max_input_price_.has_value() && !max_output_price_.has_value() &&
      price_states_ == 0) {
    return true;
  }
  const std::optional<StandardPrice> input =
      StandardPriceOf(model, Meter::kInput, as_of_);
  const std::optional<StandardPrice> output =
      StandardPriceOf(model, Meter::kOutput, as_of_);
  const MeterState state = input.has_value()    ? input->state
                           : output.has_value() ? output->state
                                                : OtherState(model, as_of_);
  return AtMost(input, max_input_price_) && AtMost(output, max_output_price_) &&
         (price_states_ == 0 ||
          (price_states_ & Mask(static_cast<int>(state))) != 0);
}

}  // namespace ratecard
