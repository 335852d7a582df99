// BatchEstimateCosts and StreamEstimateCosts: many requests, each with its own
// result. What one costs is tested with EstimateCost.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::Pair;

class BatchEstimatesTest : public EstimateFixture {
 protected:
  absl::StatusOr<v1::BatchEstimateCostsResponse> Batch(
      const v1::BatchEstimateCostsRequest& request) const {
    v1::BatchEstimateCostsResponse response;
    const absl::Status status =
        handler_.BatchEstimateCosts(call_, request, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }
  absl::StatusOr<v1::BatchEstimateCostsResponse> Batch(
      const std::string& text) const {
    return Batch(Parse<v1::BatchEstimateCostsRequest>(text));
  }

  v1::StreamEstimateCostsResponse Item(const std::string& text) const {
    v1::StreamEstimateCostsResponse response;
    handler_.StreamEstimateCosts(
        call_, Parse<v1::StreamEstimateCostsRequest>(text), &response);
    return response;
  }

  static std::string ReasonOf(const google::rpc::Status& status) {
    return DetailOf(FromStatusProto(status)).reason;
  }
};

// 1,000,000 × 2 millionths; 1,000,000 × 8 millionths.
TEST_F(BatchEstimatesTest, AnswersEachInOrderWhateverTheOthersAre) {
  const auto response = Batch(
      "requests { model: 'big' usage { input_tokens: 1000000 } }"
      "requests { model: 'no-such' usage { input_tokens: 1 } }"
      "requests { model: 'big' usage { input_tokens: -1 } }"
      "requests {}"
      "requests { model: 'big' usage { output_tokens: 1000000 } }");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 5);
  EXPECT_EQ(Text(response->results(0).estimate().total()), "2 USD");
  EXPECT_EQ(ReasonOf(response->results(1).error()), "MODEL_NOT_FOUND");
  EXPECT_EQ(ReasonOf(response->results(2).error()), "NEGATIVE_QUANTITY");
  EXPECT_EQ(ReasonOf(response->results(3).error()), "MODEL_REQUIRED");
  EXPECT_EQ(Text(response->results(4).estimate().total()), "8 USD");
}

TEST_F(BatchEstimatesTest, SaysOnceWhatIsTheSameForAll) {
  const auto response = Batch(
      "requests { model: 'big' usage { input_tokens: 1 } }"
      "requests { model: 'past' usage { input_tokens: 1 }"
      "           as_of { seconds: 1750000000 } }");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->catalog_revision(), Store().Current()->revision());
  EXPECT_EQ(response->as_of().seconds(), absl::ToUnixSeconds(call_.now));
  const v1::Estimate& now = response->results(0).estimate();
  EXPECT_EQ(now.catalog_revision(), "");
  EXPECT_FALSE(now.has_as_of());
  EXPECT_EQ(response->results(1).estimate().as_of().seconds(), 1'750'000'000);
}

TEST_F(BatchEstimatesTest, SendsTheViewThatEachAsksFor) {
  const auto response = Batch(
      "requests { model: 'big' usage { input_tokens: 1 } }"
      "requests { model: 'big' usage { input_tokens: 1 }"
      "           view: ESTIMATE_VIEW_FULL }");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->results(0).estimate().lines_size(), 0);
  EXPECT_EQ(response->results(1).estimate().lines_size(), 1);
}

TEST_F(BatchEstimatesTest, TakesOneToTenThousand) {
  v1::BatchEstimateCostsRequest request;
  EXPECT_EQ(DetailOf(Batch(request).status()).reason, "REQUESTS_REQUIRED");
  for (int i = 0; i < 10'000; ++i) {
    v1::EstimateCostRequest* one = request.add_requests();
    one->set_model("big");
    one->mutable_usage()->set_input_tokens(i);
  }
  const auto response = Batch(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->results_size(), 10'000);
  // 9,999 × 2 millionths.
  EXPECT_EQ(Text(response->results(9'999).estimate().total()), "0.019998 USD");

  request.add_requests();
  const absl::Status status = Batch(request).status();
  EXPECT_EQ(DetailOf(status).reason, "TOO_MANY_REQUESTS");
  EXPECT_THAT(DetailOf(status).fields,
              ElementsAre(Pair("requests", "at most 10000")));
}

// Waits for so many questions.
class ImpatientCaller final : public Caller {
 public:
  explicit ImpatientCaller(int questions) : left_(questions) {}

  absl::Status StillWaits() override {
    return --left_ >= 0 ? absl::OkStatus()
                        : absl::DeadlineExceededError("too late");
  }

 private:
  int left_;
};

TEST_F(BatchEstimatesTest, StopsOnceNobodyWaits) {
  v1::BatchEstimateCostsRequest request;
  for (int i = 0; i < 10'000; ++i) {
    request.add_requests()->set_model("big");
  }
  ImpatientCaller caller(2);
  call_.caller = &caller;
  v1::BatchEstimateCostsResponse response;
  EXPECT_EQ(handler_.BatchEstimateCosts(call_, request, &response).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(response.results_size(), 1'000);
}

// A search for what is near takes a hundred times as long as an estimate.
TEST_F(BatchEstimatesTest, SaysWhatIsNearTheFirstHundredUnknownNames) {
  v1::BatchEstimateCostsRequest request;
  for (int i = 0; i < 300; ++i) {
    request.add_requests()->set_model(absl::StrCat("big-", 100 + i % 150));
  }
  const auto response = Batch(request);
  ASSERT_THAT(response, IsOk());
  for (int i = 0; i < 300; ++i) {
    const google::rpc::Status& error = response->results(i).error();
    EXPECT_EQ(ReasonOf(error), "MODEL_NOT_FOUND");
    EXPECT_EQ(absl::StrContains(error.message(), "; nearest: big"),
              i % 150 < 100)
        << i << ": " << error.message();
  }
}

TEST_F(BatchEstimatesTest, AnItemWithALongIdIsRefused) {
  const std::string id(256, 'x');
  const std::string request = "request { model: 'big' usage { requests: 1 } }";
  EXPECT_EQ(Item("item_id: '" + id + "'" + request).item_id(), id);
  const v1::StreamEstimateCostsResponse response =
      Item("item_id: '" + id + "y'" + request);
  EXPECT_EQ(ReasonOf(response.error()), "INVALID_ITEM_ID");
  EXPECT_THAT(DetailOf(FromStatusProto(response.error())).fields,
              ElementsAre(Pair("item_id", "at most 256 bytes")));
  EXPECT_THAT(response.item_id(), testing::StartsWith("xxxx"));
  EXPECT_LT(response.item_id().size(), 100u);
}

TEST_F(BatchEstimatesTest, AnItemOfAStreamComesBackWithItsId) {
  const v1::StreamEstimateCostsResponse response = Item(
      "item_id: 'a/1' request { model: 'big' usage { input_tokens: 1000000 } "
      "}");
  EXPECT_EQ(response.item_id(), "a/1");
  EXPECT_EQ(Text(response.estimate().total()), "2 USD");
  EXPECT_EQ(response.estimate().catalog_revision(),
            Store().Current()->revision());
  EXPECT_EQ(response.estimate().as_of().seconds(),
            absl::ToUnixSeconds(call_.now));
}

TEST_F(BatchEstimatesTest, AnItemThatIsRefusedComesBackWithItsIdToo) {
  const v1::StreamEstimateCostsResponse response =
      Item("item_id: 'b' request { model: 'no-such' usage { requests: 1 } }");
  EXPECT_EQ(response.item_id(), "b");
  EXPECT_FALSE(response.has_estimate());
  EXPECT_EQ(ReasonOf(response.error()), "MODEL_NOT_FOUND");
}

TEST_F(BatchEstimatesTest, AnItemWithoutARequestIsRefused) {
  const v1::StreamEstimateCostsResponse response = Item("item_id: 'c'");
  EXPECT_EQ(response.item_id(), "c");
  EXPECT_EQ(ReasonOf(response.error()), "MODEL_REQUIRED");
}

}  // namespace
}  // namespace ratecard
