// Requests to the handler on the catalog that the binaries carry.

#ifndef RATECARD_TESTS_UNIT_API_EMBEDDED_FIXTURE_H_
#define RATECARD_TESTS_UNIT_API_EMBEDDED_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/api/convert.h"
#include "service/api/estimate_handler.h"
#include "service/catalog/embedded.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {

template <typename Message>
Message ParseProto(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

inline std::string Text(const google::type::Money& money) {
  return FormatMoney(MoneyFromProto(money));
}

inline std::vector<v1::WarningCode> CodesOf(
    const google::protobuf::RepeatedPtrField<v1::Warning>& warnings) {
  std::vector<v1::WarningCode> codes;
  for (const v1::Warning& warning : warnings) {
    codes.push_back(warning.code());
  }
  return codes;
}

// Prices never count as stale here: that depends on when one asks.
class EmbeddedFixture : public testing::Test {
 protected:
  static const CatalogStore& Store() {
    static const auto* const store = new CatalogStore(
        LoadEmbeddedCatalog().value(), {"embedded", absl::UnixEpoch()});
    return *store;
  }

  // `request` is protobuf text of the same message, `as_of` RFC 3339.
  absl::StatusOr<v1::Estimate> EstimateCost(const std::string& request,
                                            absl::string_view as_of) const {
    auto proto = ParseProto<v1::EstimateCostRequest>(request);
    ToProto(TimeOf(as_of), proto.mutable_as_of());
    proto.set_view(v1::ESTIMATE_VIEW_FULL);
    v1::EstimateCostResponse response;
    const absl::Status status = handler_.EstimateCost(call_, proto, &response);
    if (!status.ok()) {
      return status;
    }
    return response.estimate();
  }

  absl::StatusOr<v1::ContextFit> CheckFit(const std::string& request,
                                          absl::string_view as_of) const {
    auto proto = ParseProto<v1::CheckContextFitRequest>(request);
    ToProto(TimeOf(as_of), proto.mutable_as_of());
    v1::CheckContextFitResponse response;
    const absl::Status status =
        handler_.CheckContextFit(call_, proto, &response);
    if (!status.ok()) {
      return status;
    }
    return response.fit();
  }

  EstimateHandler handler_{&Store(), nullptr, absl::InfiniteDuration()};
  CallContext call_{TimeOf("2026-11-22T00:00:00Z")};
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_EMBEDDED_FIXTURE_H_
