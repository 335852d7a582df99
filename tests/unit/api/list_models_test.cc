#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/catalog_handler.h"
#include "service/api/convert.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/catalog_fixture.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ListModelsTest : public CatalogFixture {
 protected:
  // The short names of the listed models, `provider/id`.
  std::vector<std::string> List(const v1::ListModelsRequest& request) {
    v1::ListModelsResponse response;
    EXPECT_THAT(handler_.ListModels(call_, request, &response), IsOk());
    EXPECT_EQ(response.total_size(), response.models_size());
    std::vector<std::string> names;
    for (const v1::Model& model : response.models()) {
      std::string name = model.name();
      name.erase(0, std::string("providers/").size());
      name.erase(name.find("models/"), std::string("models/").size());
      names.push_back(name);
    }
    return names;
  }
  std::vector<std::string> Filtered(const v1::ModelFilter& filter) {
    v1::ListModelsRequest request;
    *request.mutable_filter() = filter;
    return List(request);
  }
  std::vector<std::string> Ordered(const std::string& order_by) {
    v1::ListModelsRequest request;
    request.set_order_by(order_by);
    request.mutable_filter()->set_price_currency_code("USD");
    return List(request);
  }
  absl::Status ListStatus(const v1::ListModelsRequest& request) {
    v1::ListModelsResponse response;
    return handler_.ListModels(call_, request, &response);
  }
  // Reason and path of a filter that must be refused.
  void ExpectRefused(const v1::ModelFilter& filter, const std::string& path) {
    v1::ListModelsRequest request;
    *request.mutable_filter() = filter;
    EXPECT_THAT(
        ListStatus(request),
        AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FILTER"),
              NamesField(path)));
  }
};

TEST_F(ListModelsTest, IsByNameAndOfAllProviders) {
  EXPECT_THAT(List({}), ElementsAre("acme/big", "acme/embed", "acme/gift:free",
                                    "acme/night", "acme/plan", "acme/unpriced",
                                    "reseller/acme/big", "reseller/yuan"));
}

TEST_F(ListModelsTest, OfOneProvider) {
  v1::ListModelsRequest request;
  request.set_parent("providers/reseller");
  EXPECT_THAT(List(request), ElementsAre("reseller/acme/big", "reseller/yuan"));
  request.set_parent("providers/zero");
  EXPECT_THAT(List(request), IsEmpty());
  request.set_parent("providers/-");
  EXPECT_EQ(List(request).size(), 8u);
}

TEST_F(ListModelsTest, NamesABadParent) {
  v1::ListModelsRequest request;
  request.set_parent("reseller");
  EXPECT_THAT(
      ListStatus(request),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_NAME"),
            NamesField("parent")));
  request.set_parent("providers/resellers");
  EXPECT_THAT(ListStatus(request), AllOf(FailsWith(absl::StatusCode::kNotFound,
                                                   "PROVIDER_NOT_FOUND"),
                                         NamesField("parent")));
}

TEST_F(ListModelsTest, BasicViewHasPricesInForceAndNoCard) {
  v1::ListModelsRequest request;
  request.mutable_filter()->set_text("acme");
  const auto schedules_of = [&](int index) {
    v1::ListModelsResponse response;
    EXPECT_THAT(handler_.ListModels(call_, request, &response), IsOk());
    std::vector<std::string> ids;
    for (const auto& schedule : response.models(index).price_schedules()) {
      ids.push_back(schedule.schedule_id());
    }
    EXPECT_FALSE(response.models(index).has_card());
    return ids;
  };
  EXPECT_THAT(schedules_of(0), UnorderedElementsAre("2026", "2026-batch"));
  EXPECT_THAT(schedules_of(3), UnorderedElementsAre("day", "night"));
  EXPECT_THAT(schedules_of(6), UnorderedElementsAre("eu", "us"));
  request.mutable_as_of()->set_seconds(1'767'225'599);  // 2025's last second
  EXPECT_THAT(schedules_of(0), ElementsAre("2025"));
  request.mutable_as_of()->set_seconds(1'767'225'600);
  EXPECT_THAT(schedules_of(0), UnorderedElementsAre("2026", "2026-batch"));
}

TEST_F(ListModelsTest, FullViewHasEverything) {
  v1::ListModelsRequest request;
  request.set_view(v1::MODEL_VIEW_FULL);
  v1::ListModelsResponse response;
  ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
  EXPECT_EQ(response.models(0).price_schedules_size(), 3);
  EXPECT_TRUE(response.models(0).has_card());
  EXPECT_EQ(response.catalog_revision(), store_.Current()->revision());
}

TEST_F(ListModelsTest, FilterByMakerAndProductLine) {
  v1::ModelFilter filter;
  filter.add_makers("zhi");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/yuan"));
  filter.add_makers("acme");
  EXPECT_EQ(Filtered(filter).size(), 8u);
  filter.add_product_lines("vectors");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/embed"));
  filter.Clear();
  filter.add_makers("Zhi");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/yuan"));
}

TEST_F(ListModelsTest, FilterByModalitiesAndCapabilitiesTakesAllOfThem) {
  v1::ModelFilter filter;
  filter.add_input_modalities(v1::MODALITY_TEXT);
  EXPECT_THAT(Filtered(filter),
              ElementsAre("acme/big", "acme/embed", "acme/gift:free"));
  filter.add_input_modalities(v1::MODALITY_IMAGE);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big"));
  filter.Clear();
  filter.add_output_modalities(v1::MODALITY_EMBEDDING);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/embed"));
  filter.Clear();
  filter.add_capabilities(v1::CAPABILITY_TOOL_USE);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big", "acme/gift:free"));
  filter.add_capabilities(v1::CAPABILITY_REASONING);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big"));
}

TEST_F(ListModelsTest, FilterByLimitsPassesOnlyPublishedOnes) {
  v1::ModelFilter filter;
  filter.set_min_context_window_tokens(400'000);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big", "acme/night"));
  filter.set_min_context_window_tokens(400'001);
  EXPECT_THAT(Filtered(filter), IsEmpty());
  filter.Clear();
  filter.set_min_max_input_tokens(272'001);  // big's own limit is below
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/night"));
  filter.set_min_max_input_tokens(1);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big", "acme/embed",
                                            "acme/gift:free", "acme/night"));
  filter.Clear();
  filter.set_min_max_output_tokens(0);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big", "acme/gift:free"));
}

TEST_F(ListModelsTest, FilterByPriceTakesKnownPricesOfOneCurrency) {
  v1::ModelFilter filter;
  filter.set_max_input_price("2.5");
  EXPECT_THAT(Filtered(filter),
              ElementsAre("acme/big", "acme/embed", "acme/gift:free",
                          "reseller/acme/big"));
  filter.set_max_input_price("2.499999999");
  EXPECT_THAT(Filtered(filter),
              ElementsAre("acme/big", "acme/embed", "acme/gift:free"));
  filter.set_max_output_price("8");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big", "acme/gift:free"));
  filter.set_price_currency_code("CNY");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/yuan"));
}

TEST_F(ListModelsTest, FilterByPriceOfRegionsCountsTheCheapestOfEachMeter) {
  v1::ModelFilter filter;
  filter.set_text("acme/big");
  filter.set_max_input_price("2.5");
  filter.set_max_output_price("9");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/acme/big"));
}

TEST_F(ListModelsTest, FilterByPriceFollowsTheTimeOfDay) {
  v1::ListModelsRequest request;
  request.mutable_filter()->set_text("night");
  request.mutable_filter()->set_max_input_price("3");
  EXPECT_THAT(List(request), IsEmpty());
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(call_.now) +
                                       10 * 3'600);
  EXPECT_THAT(List(request), ElementsAre("acme/night"));
}

TEST_F(ListModelsTest, SaysByWhichPricesItFilters) {
  const auto prices = [&](const char* name, const char* as_of) {
    v1::ListModelsRequest request;
    request.mutable_filter()->set_text(name);
    absl::Time time;
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, as_of, &time, nullptr));
    ToProto(time, request.mutable_as_of());
    v1::ListModelsResponse response;
    EXPECT_THAT(handler_.ListModels(call_, request, &response), IsOk());
    EXPECT_EQ(response.models_size(), 1);
    EXPECT_EQ(response.standard_prices_size(), 1);
    return response.standard_prices(0).ShortDebugString();
  };
  EXPECT_EQ(prices("night", "2026-07-01T12:00:00Z"),
            "input { price: \"6\" state: METER_STATE_PRICED schedule_id: "
            "\"day\" varies_over_day: true } "
            "output { price: \"7\" state: METER_STATE_PRICED schedule_id: "
            "\"day\" varies_over_day: true }");
  EXPECT_EQ(prices("night", "2026-07-01T22:00:00Z"),
            "input { price: \"3\" state: METER_STATE_PRICED schedule_id: "
            "\"night\" varies_over_day: true } "
            "output { price: \"3.5\" state: METER_STATE_PRICED schedule_id: "
            "\"night\" varies_over_day: true }");
  EXPECT_EQ(prices("gift:free", "2026-07-01T12:00:00Z"),
            "input { state: METER_STATE_FREE schedule_id: \"all\" } "
            "output { state: METER_STATE_FREE schedule_id: \"all\" }");
  EXPECT_EQ(prices("unpriced", "2026-07-01T12:00:00Z"), "");
  // Of each meter the region in which it is cheapest.
  EXPECT_EQ(prices("BIG by Acme", "2026-07-01T12:00:00Z"),
            "input { price: \"2.5\" state: METER_STATE_PRICED schedule_id: "
            "\"us\" } "
            "output { price: \"9\" state: METER_STATE_PRICED schedule_id: "
            "\"eu\" }");
}

TEST_F(ListModelsTest, GivesOnePriceForEachModelOfAPage) {
  v1::ListModelsRequest request;
  request.set_page_size(3);
  request.set_order_by("input_price");
  request.mutable_filter()->set_price_currency_code("USD");
  v1::ListModelsResponse response;
  ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
  std::vector<std::string> prices;
  for (const v1::StandardPrices& price : response.standard_prices()) {
    prices.push_back(price.input().price());
  }
  EXPECT_THAT(prices, ElementsAre("", "0.1", "2"));
}

TEST_F(ListModelsTest, FilterByPriceState) {
  v1::ModelFilter filter;
  filter.add_price_states(v1::METER_STATE_FREE);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/gift:free"));
  filter.add_price_states(v1::METER_STATE_INCLUDED_IN_PLAN);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/gift:free", "acme/plan"));
  filter.Clear();
  filter.add_price_states(v1::METER_STATE_UNPRICED);
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/unpriced"));
  filter.Clear();
  filter.add_price_states(v1::METER_STATE_PRICED);
  EXPECT_THAT(Filtered(filter),
              ElementsAre("acme/big", "acme/embed", "acme/night",
                          "reseller/acme/big", "reseller/yuan"));
}

TEST_F(ListModelsTest, FilterByStatusIsOfAsOf) {
  v1::ListModelsRequest request;
  v1::ModelFilter& filter = *request.mutable_filter();
  filter.add_statuses(v1::MODEL_STATUS_RETIRED);
  EXPECT_THAT(List(request), ElementsAre("reseller/acme/big"));
  filter.add_statuses(v1::MODEL_STATUS_DEPRECATED);
  EXPECT_THAT(List(request), ElementsAre("acme/embed", "reseller/acme/big"));
  filter.clear_statuses();
  filter.add_statuses(v1::MODEL_STATUS_ANNOUNCED);
  EXPECT_THAT(List(request), ElementsAre("acme/night"));
  request.mutable_as_of()->set_seconds(0);
  EXPECT_THAT(List(request), ElementsAre("acme/big", "acme/embed", "acme/night",
                                         "reseller/acme/big"));
}

TEST_F(ListModelsTest, FilterByTextLooksAtIdAliasesAndDisplayName) {
  v1::ModelFilter filter;
  filter.set_text("BIG-LATEST");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big"));
  filter.set_text("big by");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/acme/big"));
  filter.set_text("T:F");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/gift:free"));
}

TEST_F(ListModelsTest, BadFiltersNameTheirField) {
  v1::ModelFilter filter;
  for (const std::string price :
       {"1,5", "-1", "1e3", "0.0000000001", "1000000.1", " 1", "$1"}) {
    filter.Clear();
    filter.set_max_input_price(price);
    ExpectRefused(filter, "filter.max_input_price");
    filter.Clear();
    filter.set_max_output_price(price);
    ExpectRefused(filter, "filter.max_output_price");
  }
  filter.Clear();
  filter.set_price_currency_code("usd");
  ExpectRefused(filter, "filter.price_currency_code");
  filter.Clear();
  filter.set_min_max_output_tokens(-1);
  ExpectRefused(filter, "filter.min_max_output_tokens");
  filter.Clear();
  filter.add_input_modalities(v1::MODALITY_TEXT);
  filter.add_input_modalities(v1::MODALITY_UNSPECIFIED);
  ExpectRefused(filter, "filter.input_modalities[1]");
  filter.Clear();
  filter.add_capabilities(static_cast<v1::Capability>(12));
  ExpectRefused(filter, "filter.capabilities[0]");
  filter.Clear();
  filter.add_statuses(static_cast<v1::ModelStatus>(-1));
  ExpectRefused(filter, "filter.statuses[0]");
  filter.Clear();
  filter.add_price_states(v1::METER_STATE_UNSPECIFIED);
  ExpectRefused(filter, "filter.price_states[0]");
  filter.Clear();
  filter.add_makers("acmee");
  ExpectRefused(filter, "filter.makers");
  filter.Clear();
  filter.add_product_lines("vector");
  ExpectRefused(filter, "filter.product_lines");
}

TEST_F(ListModelsTest, OrderPutsModelsWithoutTheValueLast) {
  EXPECT_THAT(Ordered("input_price"),
              ElementsAre("acme/gift:free", "acme/embed", "acme/big",
                          "reseller/acme/big", "acme/night", "acme/plan",
                          "acme/unpriced"));
  EXPECT_THAT(
      Ordered("input_price desc"),
      ElementsAre("acme/night", "reseller/acme/big", "acme/big", "acme/embed",
                  "acme/gift:free", "acme/plan", "acme/unpriced"));
  EXPECT_THAT(
      Ordered("release_date desc"),
      ElementsAre("acme/night", "reseller/acme/big", "acme/big", "acme/embed",
                  "acme/gift:free", "acme/plan", "acme/unpriced"));
  EXPECT_THAT(
      Ordered("max_output_tokens"),
      ElementsAre("acme/gift:free", "acme/big", "acme/embed", "acme/night",
                  "acme/plan", "acme/unpriced", "reseller/acme/big"));
}

TEST_F(ListModelsTest, OrderBySeveralFields) {
  EXPECT_THAT(Ordered(" context_window_tokens desc ,output_price,name "),
              ElementsAre("acme/night", "acme/big", "acme/gift:free",
                          "reseller/acme/big", "acme/embed", "acme/plan",
                          "acme/unpriced"));
  EXPECT_THAT(
      Ordered("provider desc, name desc"),
      ElementsAre("reseller/acme/big", "acme/unpriced", "acme/plan",
                  "acme/night", "acme/gift:free", "acme/embed", "acme/big"));
}

TEST_F(ListModelsTest, OrderIsRefusedIfItMakesNoSense) {
  v1::ListModelsRequest request;
  for (const std::string order_by :
       {"price", "name asc", "name desc desc", "name,,maker", "name,", ",",
        "name, name desc", "Name", "name;maker"}) {
    request.set_order_by(order_by);
    EXPECT_THAT(
        ListStatus(request),
        AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY"),
              NamesField("order_by")))
        << order_by;
  }
}

TEST_F(ListModelsTest, PricesInTwoCurrenciesAreNotRanked) {
  v1::ListModelsRequest request;
  request.set_order_by("output_price");
  EXPECT_THAT(ListStatus(request), FailsWith(absl::StatusCode::kInvalidArgument,
                                             "INVALID_ORDER_BY"));
}

TEST_F(ListModelsTest, PagesFollowOneAnother) {
  v1::ListModelsRequest request;
  request.set_page_size(3);
  request.set_order_by("name desc");
  std::vector<std::string> ids;
  std::vector<int> sizes;
  do {
    v1::ListModelsResponse response;
    ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
    EXPECT_EQ(response.total_size(), 8);
    sizes.push_back(response.models_size());
    for (const v1::Model& model : response.models()) {
      ids.push_back(model.model_id());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(3, 3, 2));
  EXPECT_THAT(ids, ElementsAre("yuan", "acme/big", "unpriced", "plan", "night",
                               "gift:free", "embed", "big"));
}

TEST_F(ListModelsTest, PageThatEndsTheListHasNoToken) {
  v1::ListModelsRequest request;
  request.set_page_size(8);
  v1::ListModelsResponse response;
  ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
  EXPECT_EQ(response.models_size(), 8);
  EXPECT_THAT(response.next_page_token(), IsEmpty());
}

TEST_F(ListModelsTest, LaterPagesKeepTheInstantOfTheFirst) {
  v1::ListModelsRequest request;
  request.set_page_size(1);
  request.mutable_filter()->add_statuses(v1::MODEL_STATUS_ACTIVE);
  v1::ListModelsResponse first;
  call_.now = absl::FromUnixSeconds(1'767'225'599);  // 2025's last second
  ASSERT_THAT(handler_.ListModels(call_, request, &first), IsOk());
  request.set_page_token(first.next_page_token());
  call_.now += absl::Hours(24 * 100);  // embed is deprecated by then
  v1::ListModelsResponse second;
  ASSERT_THAT(handler_.ListModels(call_, request, &second), IsOk());
  EXPECT_EQ(second.total_size(), first.total_size());
  EXPECT_EQ(second.models(0).model_id(), "embed");
}

TEST_F(ListModelsTest, PageTokenServesTheSameRequestOnly) {
  v1::ListModelsRequest request;
  request.set_page_size(3);
  v1::ListModelsResponse response;
  ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
  request.set_page_token(response.next_page_token());
  request.set_page_size(1'000);
  EXPECT_THAT(ListStatus(request), IsOk());
  const auto refused =
      FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN");
  v1::ListModelsRequest other = request;
  other.set_order_by("maker");
  EXPECT_THAT(ListStatus(other), refused);
  other = request;
  other.set_parent("providers/acme");
  EXPECT_THAT(ListStatus(other), refused);
  other = request;
  other.mutable_as_of()->set_seconds(0);
  EXPECT_THAT(ListStatus(other), refused);
  other = request;
  other.mutable_filter()->set_text("b");
  EXPECT_THAT(ListStatus(other), refused);

  v1::ListProvidersRequest providers;
  providers.set_page_token(request.page_token());
  v1::ListProvidersResponse unused;
  EXPECT_THAT(handler_.ListProviders(call_, providers, &unused), refused);

  store_.Replace(Load({{"zero.textproto", kEmptyProvider}}),
                 {"embedded", call_.now});
  EXPECT_THAT(ListStatus(request), refused);
}

TEST_F(ListModelsTest, ListRefusesBadPageSizesAndTimes) {
  v1::ListModelsRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(ListStatus(request), FailsWith(absl::StatusCode::kInvalidArgument,
                                             "INVALID_PAGE_SIZE"));
  request.set_page_size(0);
  request.mutable_as_of()->set_nanos(-1);
  EXPECT_THAT(
      ListStatus(request),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_TIME"),
            NamesField("as_of")));
}

}  // namespace
}  // namespace ratecard
