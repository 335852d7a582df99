#include "service/api/usage_proto.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

// X(field, name) for each field of Usage.
#define RATECARD_USAGE_FIELDS(X)                        \
  X(kInputTokens, input_tokens)                         \
  X(kCacheReadTokens, cache_read_tokens)                \
  X(kCacheWriteTokens, cache_write_tokens)              \
  X(kCacheWrite5mTokens, cache_write_5m_tokens)         \
  X(kCacheWrite1hTokens, cache_write_1h_tokens)         \
  X(kCacheWrite12hTokens, cache_write_12h_tokens)       \
  X(kAudioInputTokens, audio_input_tokens)              \
  X(kImageInputTokens, image_input_tokens)              \
  X(kVideoInputTokens, video_input_tokens)              \
  X(kCachedAudioInputTokens, cached_audio_input_tokens) \
  X(kCachedImageInputTokens, cached_image_input_tokens) \
  X(kCachedVideoInputTokens, cached_video_input_tokens) \
  X(kOutputTokens, output_tokens)                       \
  X(kReasoningTokens, reasoning_tokens)                 \
  X(kAudioOutputTokens, audio_output_tokens)            \
  X(kImageOutputTokens, image_output_tokens)            \
  X(kVideoOutputTokens, video_output_tokens)            \
  X(kWebSearches, web_searches)                         \
  X(kRequests, requests)

constexpr int kMaxParameters = 8;

absl::Status InvalidQuantity(int index, absl::string_view field,
                             absl::string_view problem) {
  const std::string path = absl::StrCat("quantities[", index, "].", field);
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_QUANTITY",
               absl::StrCat(path, " ", problem))
      .Field(path, problem);
}

absl::StatusOr<Parameters> ParametersFromProto(const v1::MeterQuantity& proto,
                                               int index) {
  if (proto.parameters_size() > kMaxParameters) {
    return InvalidQuantity(index, "parameters", "has more than 8 entries");
  }
  Parameters parameters;
  for (const v1::MeterParameter& parameter : proto.parameters()) {
    if (parameter.key().empty()) {
      return InvalidQuantity(index, "parameters", "has an entry without a key");
    }
    parameters.emplace_back(parameter.key(), parameter.value());
  }
  std::sort(parameters.begin(), parameters.end());
  const auto twice = std::adjacent_find(
      parameters.begin(), parameters.end(),
      [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != parameters.end()) {
    return InvalidQuantity(
        index, "parameters",
        absl::StrCat("gives '", Shortened(twice->first), "' twice"));
  }
  return parameters;
}

}  // namespace

absl::StatusOr<Usage> UsageFromProto(const v1::Usage& proto) {
  Usage usage;
#define RATECARD_COPY(field, name)              \
  if (proto.has_##name()) {                     \
    usage.Set(UsageField::field, proto.name()); \
  }
  RATECARD_USAGE_FIELDS(RATECARD_COPY)
#undef RATECARD_COPY
  usage.quantities.reserve(static_cast<size_t>(proto.quantities_size()));
  for (int i = 0; i < proto.quantities_size(); ++i) {
    const v1::MeterQuantity& from = proto.quantities(i);
    if (!v1::Meter_IsValid(from.meter())) {
      return InvalidQuantity(i, "meter",
                             absl::StrCat("is ", static_cast<int>(from.meter()),
                                          ", which is no meter"));
    }
    MeterQuantity quantity;
    quantity.meter = static_cast<Meter>(from.meter());
    quantity.quantity = from.quantity();
    RATECARD_ASSIGN_OR_RETURN(quantity.parameters,
                              ParametersFromProto(from, i));
    usage.quantities.push_back(std::move(quantity));
  }
  return usage;
}

void ToProto(const Usage& usage, v1::Usage* proto) {
#define RATECARD_COPY(field, name)                   \
  if (usage.Has(UsageField::field)) {                \
    proto->set_##name(usage.Get(UsageField::field)); \
  }
  RATECARD_USAGE_FIELDS(RATECARD_COPY)
#undef RATECARD_COPY
  for (const MeterQuantity& from : usage.quantities) {
    v1::MeterQuantity* to = proto->add_quantities();
    to->set_meter(static_cast<v1::Meter>(from.meter));
    to->set_quantity(from.quantity);
    for (const auto& [key, value] : from.parameters) {
      v1::MeterParameter* parameter = to->add_parameters();
      parameter->set_key(key);
      parameter->set_value(value);
    }
  }
}

}  // namespace ratecard
