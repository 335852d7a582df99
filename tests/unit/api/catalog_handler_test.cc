#include "service/api/catalog_handler.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kAcme[] = R"(
  provider_id: "acme"
  display_name: "Acme"
  home_makers: "acme"
  currency_code: "USD"
  regions { region_id: "eu" }
  regions { region_id: "us" contains: "us-east-1" }
  regions { region_id: "us-east-1" }
  sources { source_id: "list" title: "Acme prices" checked_date: "2026-06-01" }
  models {
    model_id: "big"
    display_name: "Acme BIG"
    maker: "acme"
    product_line: "general"
    aliases { alias_id: "big-latest" kind: ALIAS_KIND_LATEST }
    aliases { alias_id: "big-2025-01-01" kind: ALIAS_KIND_SNAPSHOT }
    limits {
      context_window_tokens: 400000
      max_input_tokens: 272000
      max_output_tokens: 128000
    }
    input_modalities: [MODALITY_TEXT, MODALITY_IMAGE]
    output_modalities: MODALITY_TEXT
    capabilities: [CAPABILITY_TOOL_USE, CAPABILITY_REASONING]
    lifecycle { release_date: "2025-01-01" }
    price_schedules {
      schedule_id: "2025"
      end_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "4" }
      rates { meter: METER_OUTPUT_TOKENS price: "16" }
    }
    price_schedules {
      schedule_id: "2026"
      start_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" }
    }
    price_schedules {
      schedule_id: "2026-batch"
      service_tier: "batch"
      start_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "4" }
    }
    card { rows { section: "architecture" key: "Layers" value: "12" } }
    source_id: "list"
  }
  models {
    model_id: "embed"
    display_name: "Acme Embed"
    maker: "acme"
    product_line: "vectors"
    limits { max_input_tokens: 8192 }
    input_modalities: MODALITY_TEXT
    output_modalities: MODALITY_EMBEDDING
    lifecycle { release_date: "2024-05-01" deprecation_date: "2026-03-01" }
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "0.1" }
    }
    source_id: "list"
  }
  models {
    model_id: "gift:free"
    display_name: "Acme Gift"
    maker: "acme"
    product_line: "general"
    limits { context_window_tokens: 32000 max_output_tokens: 4000 }
    input_modalities: MODALITY_TEXT
    output_modalities: MODALITY_TEXT
    capabilities: CAPABILITY_TOOL_USE
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS state: METER_STATE_FREE }
      rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_FREE }
    }
    source_id: "list"
  }
  models {
    model_id: "night"
    display_name: "Acme Night"
    maker: "acme"
    product_line: "general"
    limits { context_window_tokens: 400000 }
    lifecycle { release_date: "2027-01-01" }
    price_schedules {
      schedule_id: "day"
      rates { meter: METER_INPUT_TOKENS price: "6" }
      rates { meter: METER_OUTPUT_TOKENS price: "7" }
    }
    price_schedules {
      schedule_id: "night"
      daily_windows { time_zone: "UTC" start: "22:00" end: "06:00" }
      rates { meter: METER_INPUT_TOKENS price: "3" }
      rates { meter: METER_OUTPUT_TOKENS price: "3.5" }
    }
    source_id: "list"
  }
  models {
    model_id: "plan"
    display_name: "Acme Plan"
    maker: "acme"
    plan_only: true
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS state: METER_STATE_INCLUDED_IN_PLAN }
      rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_INCLUDED_IN_PLAN }
    }
    source_id: "list"
  }
  models {
    model_id: "unpriced"
    display_name: "Acme Unpriced"
    maker: "acme"
    source_id: "list"
  }
)";

constexpr char kReseller[] = R"(
  provider_id: "reseller"
  display_name: "Reseller"
  currency_code: "USD"
  regions { region_id: "eu" }
  regions { region_id: "us" }
  sources { source_id: "list" title: "Prices" checked_date: "2026-06-01" }
  models {
    model_id: "acme/big"
    display_name: "BIG by Acme"
    maker: "acme"
    aliases { alias_id: "big" }
    lifecycle { release_date: "2025-02-01" retirement_date: "2026-05-01" }
    price_schedules {
      schedule_id: "eu"
      region: "eu"
      rates { meter: METER_INPUT_TOKENS price: "3" }
      rates { meter: METER_OUTPUT_TOKENS price: "9" }
    }
    price_schedules {
      schedule_id: "us"
      region: "us"
      rates { meter: METER_INPUT_TOKENS price: "2.5" }
      rates { meter: METER_OUTPUT_TOKENS price: "12" }
    }
    source_id: "list"
  }
  models {
    model_id: "yuan"
    display_name: "Yuan"
    maker: "zhi"
    currency_code: "CNY"
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "2" }
    }
    source_id: "list"
  }
)";

constexpr char kEmptyProvider[] = R"(
  provider_id: "zero"
  display_name: "Zero"
  currency_code: "USD"
)";

std::shared_ptr<const Catalog> Load(const std::vector<CatalogFile>& files) {
  const absl::StatusOr<std::shared_ptr<const Catalog>> catalog =
      LoadCatalog(files);
  if (!catalog.ok()) {
    ADD_FAILURE() << catalog.status();
    std::abort();
  }
  return *catalog;
}

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

  std::vector<std::string> heard;
};

class CatalogHandlerTest : public testing::Test {
 protected:
  CatalogHandlerTest()
      : store_(Load({{"acme.textproto", kAcme},
                     {"reseller.textproto", kReseller},
                     {"zero.textproto", kEmptyProvider}}),
               {"embedded", call_.now}),
        handler_(&store_, nullptr) {}

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

  // 2026-07-01T12:00:00Z
  CallContext call_{absl::FromUnixSeconds(1'782'907'200)};
  CatalogStore store_;
  CatalogHandler handler_;
};

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

TEST_F(CatalogHandlerTest, ListModelsIsByNameAndOfAllProviders) {
  EXPECT_THAT(List({}), ElementsAre("acme/big", "acme/embed", "acme/gift:free",
                                    "acme/night", "acme/plan", "acme/unpriced",
                                    "reseller/acme/big", "reseller/yuan"));
}

TEST_F(CatalogHandlerTest, ListModelsOfOneProvider) {
  v1::ListModelsRequest request;
  request.set_parent("providers/reseller");
  EXPECT_THAT(List(request), ElementsAre("reseller/acme/big", "reseller/yuan"));
  request.set_parent("providers/zero");
  EXPECT_THAT(List(request), IsEmpty());
  request.set_parent("providers/-");
  EXPECT_EQ(List(request).size(), 8u);
}

TEST_F(CatalogHandlerTest, ListModelsNamesABadParent) {
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

TEST_F(CatalogHandlerTest, BasicViewHasPricesInForceAndNoCard) {
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

TEST_F(CatalogHandlerTest, FullViewHasEverything) {
  v1::ListModelsRequest request;
  request.set_view(v1::MODEL_VIEW_FULL);
  v1::ListModelsResponse response;
  ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
  EXPECT_EQ(response.models(0).price_schedules_size(), 3);
  EXPECT_TRUE(response.models(0).has_card());
  EXPECT_EQ(response.catalog_revision(), store_.Current()->revision());
}

TEST_F(CatalogHandlerTest, FilterByMakerAndProductLine) {
  v1::ModelFilter filter;
  filter.add_makers("zhi");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/yuan"));
  filter.add_makers("acme");
  EXPECT_EQ(Filtered(filter).size(), 8u);
  filter.add_product_lines("vectors");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/embed"));
}

TEST_F(CatalogHandlerTest, FilterByModalitiesAndCapabilitiesTakesAllOfThem) {
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

TEST_F(CatalogHandlerTest, FilterByLimitsPassesOnlyPublishedOnes) {
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

TEST_F(CatalogHandlerTest, FilterByPriceTakesKnownPricesOfOneCurrency) {
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

TEST_F(CatalogHandlerTest, FilterByPriceOfRegionsCountsTheCheapestOfEachMeter) {
  v1::ModelFilter filter;
  filter.set_text("acme/big");
  filter.set_max_input_price("2.5");
  filter.set_max_output_price("9");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/acme/big"));
}

TEST_F(CatalogHandlerTest, FilterByPriceFollowsTheTimeOfDay) {
  v1::ListModelsRequest request;
  request.mutable_filter()->set_text("night");
  request.mutable_filter()->set_max_input_price("3");
  EXPECT_THAT(List(request), IsEmpty());
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(call_.now) +
                                       10 * 3'600);
  EXPECT_THAT(List(request), ElementsAre("acme/night"));
}

TEST_F(CatalogHandlerTest, FilterByPriceState) {
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

TEST_F(CatalogHandlerTest, FilterByStatusIsOfAsOf) {
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

TEST_F(CatalogHandlerTest, FilterByTextLooksAtIdAliasesAndDisplayName) {
  v1::ModelFilter filter;
  filter.set_text("BIG-LATEST");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/big"));
  filter.set_text("big by");
  EXPECT_THAT(Filtered(filter), ElementsAre("reseller/acme/big"));
  filter.set_text("T:F");
  EXPECT_THAT(Filtered(filter), ElementsAre("acme/gift:free"));
}

TEST_F(CatalogHandlerTest, BadFiltersNameTheirField) {
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
}

TEST_F(CatalogHandlerTest, OrderPutsModelsWithoutTheValueLast) {
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

TEST_F(CatalogHandlerTest, OrderBySeveralFields) {
  EXPECT_THAT(Ordered(" context_window_tokens desc ,output_price,name "),
              ElementsAre("acme/night", "acme/big", "acme/gift:free",
                          "reseller/acme/big", "acme/embed", "acme/plan",
                          "acme/unpriced"));
  EXPECT_THAT(
      Ordered("provider desc, name desc"),
      ElementsAre("reseller/acme/big", "acme/unpriced", "acme/plan",
                  "acme/night", "acme/gift:free", "acme/embed", "acme/big"));
}

TEST_F(CatalogHandlerTest, OrderIsRefusedIfItMakesNoSense) {
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

TEST_F(CatalogHandlerTest, PricesInTwoCurrenciesAreNotRanked) {
  v1::ListModelsRequest request;
  request.set_order_by("output_price");
  EXPECT_THAT(ListStatus(request), FailsWith(absl::StatusCode::kInvalidArgument,
                                             "INVALID_ORDER_BY"));
}

TEST_F(CatalogHandlerTest, PagesFollowOneAnother) {
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

TEST_F(CatalogHandlerTest, PageThatEndsTheListHasNoToken) {
  v1::ListModelsRequest request;
  request.set_page_size(8);
  v1::ListModelsResponse response;
  ASSERT_THAT(handler_.ListModels(call_, request, &response), IsOk());
  EXPECT_EQ(response.models_size(), 8);
  EXPECT_THAT(response.next_page_token(), IsEmpty());
}

TEST_F(CatalogHandlerTest, LaterPagesKeepTheInstantOfTheFirst) {
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

TEST_F(CatalogHandlerTest, PageTokenServesTheSameRequestOnly) {
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

TEST_F(CatalogHandlerTest, ListRefusesBadPageSizesAndTimes) {
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

}  // namespace
}  // namespace ratecard
