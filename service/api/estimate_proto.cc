#include "service/api/estimate_proto.h"

#include <set>

#include "ratecard/v1/catalog.pb.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// Leaves the field unset where the amount is zero.
absl::Status PartToProto(ExactAmount amount, const std::string& currency,
                         google::type::Money* (v1::Estimate::*mutable_field)(),
                         v1::Estimate* proto) {
  if (amount.is_zero()) {
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(const Money money, Round(amount));
  ToProto(money, currency, (proto->*mutable_field)());
  return absl::OkStatus();
}

void ParametersToProto(const EstimateLine& line, const RateTable& rates,
                       const Usage& usage, v1::EstimateLine* proto) {
  if (line.quantity_index < 0) {
    return;
  }
  const MeterQuantity& quantity =
      usage.quantities[static_cast<size_t>(line.quantity_index)];
  const Rate* rate = rates.Find(quantity.meter, quantity.parameters);
  if (rate == nullptr) {
    return;
  }
  for (const auto& [key, value] : rate->parameters()) {
    v1::MeterParameter* parameter = proto->add_parameters();
    parameter->set_key(key);
    parameter->set_value(value);
  }
}

}  // namespace

absl::Status AmountsToProto(const Estimate& estimate, const Model& model,
                            v1::Estimate* proto, Money* total) {
  const std::string& currency = model.currency;
  RATECARD_ASSIGN_OR_RETURN(*total, Round(estimate.total));
  ToProto(*total, currency, proto->mutable_total());
  const auto part = [&](CostPart p,
                        google::type::Money* (v1::Estimate::*field)()) {
    return PartToProto(estimate.part(p), currency, field, proto);
  };
  RATECARD_RETURN_IF_ERROR(
      part(CostPart::kInput, &v1::Estimate::mutable_input_cost));
  RATECARD_RETURN_IF_ERROR(
      part(CostPart::kOutput, &v1::Estimate::mutable_output_cost));
  RATECARD_RETURN_IF_ERROR(
      part(CostPart::kCache, &v1::Estimate::mutable_cache_cost));
  RATECARD_RETURN_IF_ERROR(
      part(CostPart::kTools, &v1::Estimate::mutable_tools_cost));
  RATECARD_RETURN_IF_ERROR(
      part(CostPart::kOther, &v1::Estimate::mutable_other_cost));
  if (estimate.cache_savings.has_value()) {
    RATECARD_ASSIGN_OR_RETURN(const Money savings,
                              Round(*estimate.cache_savings));
    ToProto(savings, currency, proto->mutable_cache_savings());
  }
  return absl::OkStatus();
}

absl::Status LinesToProto(const Estimate& estimate, const Model& model,
                          const Usage& usage, v1::Estimate* proto) {
  proto->set_schedule_id(estimate.schedule->id);
  std::set<uint16_t> sources;
  for (const EstimateLine& line : estimate.lines) {
    v1::EstimateLine* to = proto->add_lines();
    to->set_meter(static_cast<v1::Meter>(line.meter));
    to->set_billed_as(static_cast<v1::Meter>(line.billed_as));
    to->set_quantity(line.quantity);
    to->set_state(static_cast<v1::MeterState>(line.state));
    to->set_rate_assumed(line.rate_assumed);
    to->set_tier_min(line.tier_min);
    to->set_unit_quantity(InfoOf(line.billed_as).unit_quantity);
    if (line.state == MeterState::kUnpriced) {
      continue;
    }
    to->set_unit_price_nanos(line.unit_price_nanos);
    RATECARD_ASSIGN_OR_RETURN(const Money amount, Round(line.amount));
    ToProto(amount, model.currency, to->mutable_amount());
    to->set_inexact(line.inexact);
    ParametersToProto(line, estimate.schedule->rates, usage, to);
    to->set_source_id(model.provider->sources[line.source].id);
    sources.insert(line.source);
  }
  for (const uint16_t source : sources) {
    *proto->add_sources() = model.provider->proto->sources(source);
  }
  return absl::OkStatus();
}

}  // namespace ratecard
