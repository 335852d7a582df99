// Responses of providers, priced on the catalog that the binaries carry.

#ifndef RATECARD_TESTS_UNIT_API_PAYLOADS_PAYLOAD_FIXTURE_H_
#define RATECARD_TESTS_UNIT_API_PAYLOADS_PAYLOAD_FIXTURE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "service/api/usage_handler.h"
#include "service/base/error.h"
#include "tests/unit/api/embedded_fixture.h"

namespace ratecard {

// The usage in one line, `input_tokens: 5 output_tokens: 3`, fields in the
// order of the proto.
inline std::string UsageText(const v1::ExtractedUsage& extracted) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(extracted.usage(), &text);
  return text.empty() ? text : text.substr(0, text.size() - 1);
}

class PayloadFixture : public EmbeddedFixture {
 protected:
  // `request` is protobuf text of the other fields of PriceUsageRequest:
  // `provider: "openai" api: "chat"`.
  absl::StatusOr<v1::PriceUsageResponse> Price(
      absl::string_view payload, const std::string& request = "") const {
    auto proto = ParseProto<v1::PriceUsageRequest>(request);
    proto.set_payload(payload.data(), payload.size());
    proto.set_view(v1::ESTIMATE_VIEW_FULL);
    v1::PriceUsageResponse response;
    const absl::Status status = usages_.PriceUsage(call_, proto, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  // The same of ExtractUsageRequest.
  absl::StatusOr<v1::ExtractUsageResponse> Extract(
      absl::string_view payload, const std::string& request = "") const {
    auto proto = ParseProto<v1::ExtractUsageRequest>(request);
    proto.set_payload(payload.data(), payload.size());
    v1::ExtractUsageResponse response;
    const absl::Status status = usages_.ExtractUsage(call_, proto, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  // The reason of the refusal; empty if it is priced.
  std::string ReasonOf(absl::string_view payload,
                       const std::string& request = "") const {
    const auto response = Price(payload, request);
    return response.ok() ? "" : DetailOf(response.status()).reason;
  }

  UsageHandler usages_{&Store(), &handler_, nullptr};
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_PAYLOADS_PAYLOAD_FIXTURE_H_
