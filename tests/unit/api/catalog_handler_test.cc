#include "service/api/catalog_handler.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/catalog_fixture.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;

class RecordingObserver : public Observer {
 public:
  void OnResolution(const Resolution* found,
                    const absl::Status& status) override {
    heard.push_back(found != nullptr ? found->model->resource_name
                                     : DetailOf(status).reason);
  }
  void OnEstimate(const Model&, absl::string_view, const absl::Status&,
                  const Estimate&, const Money&) override {}
  void OnFit(FitVerdict) override {}
  void OnUsage(absl::string_view, absl::string_view, const absl::Status&,
               int64_t) override {}
  void OnQuoteCreated() override {}
  void OnQuoteVerified(const absl::Status&) override {}

  std::vector<std::string> heard;
};

using CatalogHandlerTest = CatalogFixture;

TEST_F(CatalogHandlerTest, GetModelSendsTheWholeModel) {
  v1::GetModelRequest request;
  request.set_name("providers/acme/models/big");
  v1::Model model;
  ASSERT_THAT(handler_.GetModel(call_, request, &model), IsOk());
  EXPECT_EQ(model.name(), "providers/acme/models/big");
  EXPECT_EQ(model.price_schedules_size(), 3);
  EXPECT_EQ(model.card().rows_size(), 1);
}

TEST_F(CatalogHandlerTest, GetModelTakesIdsWithSlashesAndColons) {
  v1::GetModelRequest request;
  v1::Model model;
  request.set_name("providers/acme/models/gift:free");
  EXPECT_THAT(handler_.GetModel(call_, request, &model), IsOk());
  request.set_name("providers/reseller/models/acme/big");
  EXPECT_THAT(handler_.GetModel(call_, request, &model), IsOk());
  EXPECT_EQ(model.model_id(), "acme/big");
}

TEST_F(CatalogHandlerTest, GetModelSaysWhatIsWrongWithTheName) {
  const auto status_of = [&](const std::string& name) {
    v1::GetModelRequest request;
    request.set_name(name);
    v1::Model model;
    return handler_.GetModel(call_, request, &model);
  };
  for (const std::string name :
       {"", "big", "acme/big", "providers/acme", "providers/acme/models/"}) {
    EXPECT_THAT(
        status_of(name),
        AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_NAME"),
              NamesField("name")));
  }
  EXPECT_THAT(status_of("providers/acme/models/bigg"),
              FailsWith(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND"));
  EXPECT_THAT(status_of("providers/acne/models/big"),
              FailsWith(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND"));
}

TEST_F(CatalogHandlerTest, GetProviderSendsNoModels) {
  v1::GetProviderRequest request;
  request.set_name("providers/acme");
  v1::Provider provider;
  ASSERT_THAT(handler_.GetProvider(call_, request, &provider), IsOk());
  EXPECT_EQ(provider.name(), "providers/acme");
  EXPECT_EQ(provider.display_name(), "Acme");
  EXPECT_EQ(provider.regions_size(), 3);
  EXPECT_EQ(provider.models_size(), 0);
}

TEST_F(CatalogHandlerTest, GetProviderSaysWhatIsWrongWithTheName) {
  v1::GetProviderRequest request;
  v1::Provider provider;
  EXPECT_THAT(
      handler_.GetProvider(call_, request, &provider),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_NAME"),
            NamesField("name")));
  request.set_name("providers/acmee");
  EXPECT_THAT(handler_.GetProvider(call_, request, &provider),
              FailsWith(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND"));
}

TEST_F(CatalogHandlerTest, ListProvidersIsByIdInPages) {
  v1::ListProvidersRequest request;
  request.set_page_size(2);
  v1::ListProvidersResponse first;
  ASSERT_THAT(handler_.ListProviders(call_, request, &first), IsOk());
  ASSERT_EQ(first.providers_size(), 2);
  EXPECT_EQ(first.total_size(), 3);
  EXPECT_EQ(first.catalog_revision(), store_.Current()->revision());
  EXPECT_EQ(first.providers(0).provider_id(), "acme");
  EXPECT_EQ(first.providers(0).models_size(), 0);
  request.set_page_token(first.next_page_token());
  v1::ListProvidersResponse second;
  ASSERT_THAT(handler_.ListProviders(call_, request, &second), IsOk());
  ASSERT_EQ(second.providers_size(), 1);
  EXPECT_EQ(second.providers(0).provider_id(), "zero");
  EXPECT_THAT(second.next_page_token(), IsEmpty());
}

TEST_F(CatalogHandlerTest, ResolveModelSaysHowAndWhatElse) {
  v1::ResolveModelRequest request;
  request.set_model("big");
  v1::ResolveModelResponse response;
  ASSERT_THAT(handler_.ResolveModel(call_, request, &response), IsOk());
  EXPECT_EQ(response.resolution().given_name(), "big");
  EXPECT_EQ(response.resolution().model(), "providers/acme/models/big");
  EXPECT_EQ(response.resolution().rule(), v1::RESOLUTION_RULE_EXACT_ID);
  EXPECT_EQ(response.resolution().scope(), v1::RESOLUTION_SCOPE_HOME_PROVIDERS);
  ASSERT_EQ(response.candidates_size(), 2);
  EXPECT_EQ(response.candidates(0).model(), "providers/acme/models/big");
  EXPECT_EQ(response.candidates(1).model(),
            "providers/reseller/models/acme/big");
  EXPECT_EQ(response.candidates(1).rule(), v1::RESOLUTION_RULE_ALIAS);
  EXPECT_FALSE(response.outside_home());
  EXPECT_EQ(response.catalog_revision(), store_.Current()->revision());
}

TEST_F(CatalogHandlerTest, ResolveModelPutsTheGivenProvidersFirst) {
  v1::ResolveModelRequest request;
  request.set_model("big");
  request.set_provider("reseller");
  v1::ResolveModelResponse response;
  ASSERT_THAT(handler_.ResolveModel(call_, request, &response), IsOk());
  EXPECT_EQ(response.resolution().model(),
            "providers/reseller/models/acme/big");
  EXPECT_EQ(response.resolution().scope(), v1::RESOLUTION_SCOPE_GIVEN_PROVIDER);
  ASSERT_EQ(response.candidates_size(), 2);
  EXPECT_EQ(response.candidates(0).model(),
            "providers/reseller/models/acme/big");
  EXPECT_FALSE(response.outside_home());
}

TEST_F(CatalogHandlerTest, ResolveModelSaysThatItWasFoundOutsideHome) {
  v1::ResolveModelRequest request;
  request.set_model("yuan");
  v1::ResolveModelResponse response;
  ASSERT_THAT(handler_.ResolveModel(call_, request, &response), IsOk());
  EXPECT_EQ(response.resolution().model(), "providers/reseller/models/yuan");
  EXPECT_TRUE(response.outside_home());
}

TEST_F(CatalogHandlerTest, ResolveModelTellsTheObserver) {
  RecordingObserver observer;
  const CatalogHandler handler(&store_, &observer);
  v1::ResolveModelResponse response;
  for (const std::string name : {"big", "bog", ""}) {
    v1::ResolveModelRequest request;
    request.set_model(name);
    handler.ResolveModel(call_, request, &response).IgnoreError();
  }
  EXPECT_THAT(observer.heard, ElementsAre("providers/acme/models/big",
                                          "MODEL_NOT_FOUND", "MODEL_REQUIRED"));
}

TEST_F(CatalogHandlerTest, ResolveModelRefusesBadTimes) {
  v1::ResolveModelRequest request;
  request.set_model("big");
  request.mutable_as_of()->set_seconds(INT64_MAX);
  v1::ResolveModelResponse response;
  EXPECT_THAT(handler_.ResolveModel(call_, request, &response),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_TIME"));
}

TEST_F(CatalogHandlerTest, GetCatalogRevisionCountsWhatThereIs) {
  v1::CatalogRevision revision;
  ASSERT_THAT(handler_.GetCatalogRevision(call_, {}, &revision), IsOk());
  EXPECT_EQ(revision.catalog_revision(), store_.Current()->revision());
  EXPECT_EQ(revision.load_time().seconds(), absl::ToUnixSeconds(call_.now));
  EXPECT_EQ(revision.origin(), "embedded");
  EXPECT_EQ(revision.provider_count(), 3);
  EXPECT_EQ(revision.model_count(), 8);
  EXPECT_EQ(revision.schedule_count(), 11);
  EXPECT_EQ(revision.name_count(), 11);
}

TEST_F(CatalogHandlerTest, WatchCatalogSendsWhatTheCallerDoesNotHave) {
  const std::string revision = store_.Current()->revision();
  v1::WatchCatalogRequest request;
  v1::WatchCatalogResponse first;
  ASSERT_TRUE(handler_.WatchCatalog(call_, request, nullptr, &first));
  EXPECT_EQ(first.revision().catalog_revision(), revision);
  EXPECT_EQ(first.revision().model_count(), 8);

  v1::WatchCatalogResponse next;
  EXPECT_FALSE(handler_.WatchCatalog(call_, request, &first, &next));
  request.set_known_catalog_revision(revision);
  EXPECT_FALSE(handler_.WatchCatalog(call_, request, nullptr, &next));
  // What the caller knew at first counts no more once it was sent something.
  first.mutable_revision()->set_catalog_revision("of another catalog");
  EXPECT_TRUE(handler_.WatchCatalog(call_, request, &first, &next));
}

}  // namespace
}  // namespace ratecard
