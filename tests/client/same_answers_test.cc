// A catalog in the process and one behind a server answer alike.

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "ratecard/client.h"
#include "tests/client/whole_server.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class SameAnswersTest : public testing::Test {
 protected:
  // Both answer, or refuse, with the same bytes.
  template <typename Request, typename Response>
  void ExpectSame(Client::Method<Request, Response> method,
                  const Request& request) {
    Response here;
    Response there;
    const absl::Status status = local_->Call(method, request, &here);
    EXPECT_EQ(status, remote_->Call(method, request, &there));
    EXPECT_FALSE(absl::IsUnimplemented(status));
    // EXPECT_EQ would compare millions of bytes line by line.
    EXPECT_TRUE(!status.ok() || BytesOf(&here) == BytesOf(&there));
  }

  // Without the token of a next page, which knows when it was made.
  static std::string BytesOf(google::protobuf::Message* message) {
    if (const auto* token =
            message->GetDescriptor()->FindFieldByName("next_page_token");
        token != nullptr) {
      message->GetReflection()->ClearField(message, token);
    }
    return message->SerializeAsString();
  }

  // GPT-5.2 Codex costs $1.75 in and $14 out per million tokens.
  static v1::EstimateCostRequest Request(int64_t input, int64_t output) {
    v1::EstimateCostRequest request;
    request.set_model("gpt-5.2-codex");
    request.mutable_usage()->set_input_tokens(input);
    request.mutable_usage()->set_output_tokens(output);
    request.mutable_as_of()->set_seconds(1'780'000'000);  // May 2026
    return request;
  }

  WholeServer server_;
  const std::unique_ptr<const Client> local_ = Client::Local().value();
  const std::unique_ptr<const Client> remote_ =
      Client::Connect(server_.address()).value();
};

TEST_F(SameAnswersTest, EveryMethodRefusesOrAnswersNothingAlike) {
  ExpectSame(&Client::EstimateCost, {});
  ExpectSame(&Client::BatchEstimateCosts, {});
  ExpectSame(&Client::CheckContextFit, {});
  ExpectSame(&Client::EstimateWorkload, {});
  ExpectSame(&Client::CompareModels, {});
  ExpectSame(&Client::ExplainCost, {});
  ExpectSame(&Client::TraceCosts, {});
  ExpectSame(&Client::PriceUsage, {});
  ExpectSame(&Client::BatchPriceUsage, {});
  ExpectSame(&Client::ExtractUsage, {});
  ExpectSame(&Client::CreateQuote, {});
  ExpectSame(&Client::VerifyQuote, {});
  ExpectSame(&Client::GetModel, {});
  ExpectSame(&Client::GetProvider, {});
  ExpectSame(&Client::ListModels, {});
  ExpectSame(&Client::ListProviders, {});
  ExpectSame(&Client::ResolveModel, {});
  ExpectSame(&Client::ListPriceChanges, {});
}

TEST_F(SameAnswersTest, AnEstimateIsTheSameBytes) {
  v1::EstimateCostRequest request = Request(100'000, 2'000);
  request.set_view(v1::ESTIMATE_VIEW_FULL);
  ExpectSame(&Client::EstimateCost, request);

  // 100,000 × 1.75 / 10^6 + 2,000 × 14 / 10^6 = 0.175 + 0.028
  const v1::EstimateCostResponse response =
      remote_->EstimateCost(request).value();
  EXPECT_EQ(response.estimate().total().units(), 0);
  EXPECT_EQ(response.estimate().total().nanos(), 203'000'000);
}

TEST_F(SameAnswersTest, AResponseThatIsUsedAgainHoldsTheLastAnswerOnly) {
  v1::BatchEstimateCostsRequest two;
  *two.add_requests() = Request(1'000'000, 0);
  *two.add_requests() = Request(0, 1'000'000);
  v1::BatchEstimateCostsRequest one;
  *one.add_requests() = Request(0, 1'000'000);
  for (const Client* client : {local_.get(), remote_.get()}) {
    v1::BatchEstimateCostsResponse response;
    ASSERT_TRUE(client->Call(&Client::BatchEstimateCosts, two, &response).ok());
    ASSERT_TRUE(client->Call(&Client::BatchEstimateCosts, one, &response).ok());
    ASSERT_EQ(response.results_size(), 1);
    EXPECT_EQ(response.results(0).estimate().total().units(), 14);
  }
}

TEST_F(SameAnswersTest, AStreamEndsAtItsTimeoutAlsoWhileItIsBusy) {
  CallOptions options;
  options.timeout = absl::Milliseconds(200);
  for (const Client* client : {local_.get(), remote_.get()}) {
    const std::unique_ptr<EstimateStream> stream =
        client->StreamEstimateCosts(options);
    v1::StreamEstimateCostsRequest request;
    *request.mutable_request() = Request(1, 1);
    v1::StreamEstimateCostsResponse response;
    while (stream->Write(request) && stream->Read(&response)) {
    }
    EXPECT_EQ(stream->Finish().code(), absl::StatusCode::kDeadlineExceeded);
  }
}

TEST_F(SameAnswersTest, AnUnknownModelIsNamedWithThoseLikeIt) {
  v1::EstimateCostRequest request = Request(1, 1);
  request.set_model("gpt-5.2-codexx");
  ExpectSame(&Client::EstimateCost, request);

  const absl::Status status = remote_->EstimateCost(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorReason(status), "MODEL_NOT_FOUND");
  EXPECT_THAT(ErrorMetadata(status)["nearest"], HasSubstr("gpt-5.2-codex"));
}

TEST_F(SameAnswersTest, AnErrorNamesTheFieldThatIsWrong) {
  const v1::EstimateCostRequest request = Request(-1, 0);
  ExpectSame(&Client::EstimateCost, request);

  const absl::Status status = remote_->EstimateCost(request).status();
  EXPECT_EQ(ErrorReason(status), "NEGATIVE_QUANTITY");
  EXPECT_THAT(ErrorFields(status),
              ElementsAre(Pair("usage.input_tokens", testing::_)));
}

TEST_F(SameAnswersTest, TheRevisionIsTheSame) {
  EXPECT_EQ(local_->GetCatalogRevision({})->catalog_revision(),
            remote_->GetCatalogRevision({})->catalog_revision());
}

TEST_F(SameAnswersTest, AModelAndAPageOfThemAreTheSameBytes) {
  v1::GetModelRequest model;
  model.set_name("providers/openai/models/gpt-5.2-codex");
  ExpectSame(&Client::GetModel, model);
  v1::ListModelsRequest page;
  page.set_page_size(1'000);
  *page.mutable_as_of() = Request(0, 0).as_of();
  ExpectSame(&Client::ListModels, page);
}

// The largest batch has some 6 MB, above what gRPC takes by default.
TEST_F(SameAnswersTest, TheLargestBatchArrives) {
  v1::BatchEstimateCostsRequest batch;
  for (int i = 0; i < 10'000; ++i) {
    v1::EstimateCostRequest& request = *batch.add_requests();
    request = Request(i, 1);
    request.set_view(v1::ESTIMATE_VIEW_FULL);
  }
  v1::BatchEstimateCostsResponse here =
      local_->BatchEstimateCosts(batch).value();
  v1::BatchEstimateCostsResponse there =
      remote_->BatchEstimateCosts(batch).value();
  EXPECT_EQ(there.results_size(), 10'000);
  here.clear_as_of();  // of requests that say none
  there.clear_as_of();
  EXPECT_TRUE(here.SerializeAsString() == there.SerializeAsString());
}

TEST_F(SameAnswersTest, AStreamAnswersInOrderAndEnds) {
  for (const Client* client : {local_.get(), remote_.get()}) {
    const std::unique_ptr<EstimateStream> stream =
        client->StreamEstimateCosts();
    for (int i = 0; i < 10; ++i) {
      v1::StreamEstimateCostsRequest request;
      request.set_item_id(std::to_string(i));
      *request.mutable_request() = Request(i * int64_t{1'000'000}, 0);
      EXPECT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
    v1::StreamEstimateCostsResponse response;
    for (int i = 0; i < 10; ++i) {
      ASSERT_TRUE(stream->Read(&response));
      EXPECT_EQ(response.item_id(), std::to_string(i));
    }
    EXPECT_FALSE(stream->Read(&response));
    EXPECT_THAT(stream->Finish(), IsOk());
    EXPECT_FALSE(stream->Write({}));
  }
}

TEST_F(SameAnswersTest, AnErrorOfAStreamIsOfItsItem) {
  for (const Client* client : {local_.get(), remote_.get()}) {
    const std::unique_ptr<EstimateStream> stream =
        client->StreamEstimateCosts();
    ASSERT_TRUE(stream->Write({}));
    stream->WritesDone();
    v1::StreamEstimateCostsResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(ErrorReason(ToStatus(response.error())), "MODEL_REQUIRED");
  }
}

TEST_F(SameAnswersTest, AWatchTellsTheRevisionAndWaitsForAnother) {
  for (const Client* client : {local_.get(), remote_.get()}) {
    CallOptions options;
    options.timeout = absl::Milliseconds(300);
    const std::unique_ptr<CatalogWatch> watch =
        client->WatchCatalog({}, options);
    v1::WatchCatalogResponse response;
    ASSERT_TRUE(watch->Read(&response));
    EXPECT_EQ(response.revision().catalog_revision(),
              local_->GetCatalogRevision({})->catalog_revision());
    EXPECT_FALSE(watch->Read(&response));
    EXPECT_TRUE(absl::IsDeadlineExceeded(watch->Finish()));
  }
}

TEST_F(SameAnswersTest, OneWhoKnowsTheRevisionIsNotToldIt) {
  v1::WatchCatalogRequest request;
  request.set_known_catalog_revision(
      local_->GetCatalogRevision({})->catalog_revision());
  for (const Client* client : {local_.get(), remote_.get()}) {
    CallOptions options;
    options.timeout = absl::Milliseconds(100);
    const std::unique_ptr<CatalogWatch> watch =
        client->WatchCatalog(request, options);
    v1::WatchCatalogResponse response;
    EXPECT_FALSE(watch->Read(&response));
  }
}

}  // namespace
}  // namespace ratecard
