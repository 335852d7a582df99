// Calls that look at all models of the catalog, and callers who leave.

#include <string>

#include "gmock/gmock.h"
#include "service/api/catalog_handler.h"
#include "service/api/compare_handler.h"
#include "service/api/explain_handler.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/embedded_fixture.h"

namespace ratecard {
namespace {

// Leaves at the second question.
class LeavingCaller final : public Caller {
 public:
  absl::Status StillWaits() override {
    return ++questions_ < 2 ? absl::OkStatus() : absl::CancelledError("gone");
  }
  int questions() const { return questions_; }

 private:
  int questions_ = 0;
};

class LongCallsTest : public EmbeddedFixture {
 protected:
  LongCallsTest() { call_.caller = &caller_; }

  LeavingCaller caller_;
};

TEST_F(LongCallsTest, AComparisonStopsOnceNobodyWaits) {
  const CompareHandler handler(&Store(), nullptr);
  v1::CompareModelsResponse response;
  const auto request = ParseProto<v1::CompareModelsRequest>(
      "usage { input_tokens: 1000 output_tokens: 100 }");
  EXPECT_EQ(handler.CompareModels(call_, request, &response).code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(response.models_size(), 0);
  EXPECT_EQ(caller_.questions(), 3);  // twice in between, once at its end
}

TEST_F(LongCallsTest, AListOfPriceChangesStopsOnceNobodyWaits) {
  const CatalogHandler handler(&Store(), nullptr);
  v1::ListPriceChangesResponse response;
  const auto request =
      ParseProto<v1::ListPriceChangesRequest>("parent: 'providers/-'");
  EXPECT_EQ(handler.ListPriceChanges(call_, request, &response).code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(caller_.questions(), 2);
}

TEST_F(LongCallsTest, CurvesStopOnceNobodyWaits) {
  const ExplainHandler handler(&Store(), &handler_, nullptr);
  v1::TraceCostsResponse response;
  const auto request = ParseProto<v1::TraceCostsRequest>(
      "models: 'gpt-5.2-codex' models: 'gpt-5.2' models: 'gpt-5.1'");
  EXPECT_EQ(handler.TraceCosts(call_, request, &response).code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(response.curves_size(), 1);
}

// The one in use is compared on while the next is prepared.
TEST_F(LongCallsTest, APreparedComparisonIsThatOfItsCatalog) {
  const auto first = LoadEmbeddedCatalog().value();
  const auto second = LoadEmbeddedCatalog().value();
  ComparisonTables tables;
  const auto in_use = tables.Of(first).value();
  const auto next = tables.Prepare(second).value();
  EXPECT_EQ(tables.Of(first).value(), in_use);
  EXPECT_EQ(tables.Of(second).value(), next);
  EXPECT_EQ(tables.Prepare(second).value(), next);
  EXPECT_EQ(in_use->models().data(), first->models().data());
  EXPECT_EQ(next->models().data(), second->models().data());
}

}  // namespace
}  // namespace ratecard
