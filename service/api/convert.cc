#include "service/api/convert.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the bounds of Timestamp.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;

// The domain's enumerations mirror the contract's, number by number.
static_assert(static_cast<int>(FitVerdict::kUnknown) ==
              v1::FIT_VERDICT_UNKNOWN);
static_assert(v1::FitVerdict_MAX == v1::FIT_VERDICT_UNKNOWN);
static_assert(static_cast<int>(LimitKind::kOutputModality) ==
              v1::LIMIT_KIND_OUTPUT_MODALITY);
static_assert(v1::LimitKind_MAX == v1::LIMIT_KIND_OUTPUT_MODALITY);
static_assert(static_cast<int>(Modality::kEmbedding) == v1::MODALITY_EMBEDDING);
static_assert(v1::Modality_MAX + 1 == kModalityCount);

void ToProto(const Limits& limits, v1::Limits* proto) {
  if (limits.context_window.has_value()) {
    proto->set_context_window_tokens(*limits.context_window);
  }
  if (limits.max_input.has_value()) {
    proto->set_max_input_tokens(*limits.max_input);
  }
  if (limits.max_output.has_value()) {
    proto->set_max_output_tokens(*limits.max_output);
  }
  proto->set_output_outside_window(limits.output_outside_window);
}

void ToProto(const LimitViolation& violation, v1::LimitViolation* proto) {
  proto->set_limit(static_cast<v1::LimitKind>(violation.limit));
  proto->set_allowed_tokens(violation.allowed);
  proto->set_requested_tokens(violation.requested);
  proto->set_excess_tokens(violation.excess);
  proto->set_modality(static_cast<v1::Modality>(violation.modality));
}

void ToProto(const FitAdvice& advice, int64_t chunk_overlap,
             v1::FitAdvice* proto) {
  if (advice.cut_input.has_value()) {
    proto->set_cut_input_tokens(*advice.cut_input);
  }
  if (advice.cut_output.has_value()) {
    proto->set_cut_output_tokens(*advice.cut_output);
  }
  proto->set_needs_both_cuts(advice.needs_both_cuts);
  proto->set_chunks(advice.chunks);
  proto->set_chunk_tokens(advice.chunk_tokens);
  proto->set_overlap_tokens(chunk_overlap);
}

}  // namespace

absl::StatusOr<absl::Time> TimeFromProto(
    const google::protobuf::Timestamp& proto, absl::string_view field) {
  if (proto.seconds() < kMinSeconds || proto.seconds() > kMaxSeconds ||
      proto.nanos() < 0 || proto.nanos() > 999'999'999) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_TIME",
                 absl::StrCat(field, " is ", proto.seconds(), " seconds and ",
                              proto.nanos(),
                              " nanos; times are of the years 1 to 9999, with "
                              "nanos from 0 to 999,999,999"))
        .Field(field, "not a time of the years 1 to 9999");
  }
  return FromProto(proto);
}

absl::StatusOr<ModalitySet> ModalitiesFromProto(
    const google::protobuf::RepeatedField<int>& modalities,
    absl::string_view field, absl::string_view reason) {
  ModalitySet set = 0;
  for (int i = 0; i < modalities.size(); ++i) {
    const int modality = modalities[i];
    if (modality <= 0 || modality >= kModalityCount) {
      const std::string path = absl::StrCat(field, "[", i, "]");
      return Error(absl::StatusCode::kInvalidArgument, reason,
                   absl::StrCat(path, " is ", modality, ", no modality"))
          .Field(path, "not a modality");
    }
    set = static_cast<ModalitySet>(set | Bit(static_cast<Modality>(modality)));
  }
  return set;
}

void ToProto(absl::Time time, google::protobuf::Timestamp* proto) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // rounds down
  proto->set_seconds(seconds);
  proto->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

void ToProto(const Money& money, absl::string_view currency,
             google::type::Money* proto) {
  proto->set_currency_code(std::string(currency));
  proto->set_units(money.units);
  proto->set_nanos(money.nanos);
}

void ToProto(const Fit& fit, const Limits& limits, int64_t chunk_overlap,
             v1::ContextFit* proto) {
  proto->set_verdict(static_cast<v1::FitVerdict>(fit.verdict));
  for (const LimitViolation& violation : fit.violations) {
    ToProto(violation, proto->add_violations());
  }
  for (const LimitKind limit : fit.missing) {
    proto->add_missing_limits(static_cast<v1::LimitKind>(limit));
  }
  ToProto(limits, proto->mutable_limits());
  if (fit.available_output.has_value()) {
    proto->set_available_output_tokens(*fit.available_output);
  }
  if (fit.input_headroom.has_value()) {
    proto->set_input_headroom_tokens(*fit.input_headroom);
  }
  if (fit.window_used_ppm.has_value()) {
    proto->set_window_used_ppm(*fit.window_used_ppm);
  }
  if (fit.advice.has_value()) {
    ToProto(*fit.advice, chunk_overlap, proto->mutable_advice());
  }
}

}  // namespace ratecard
