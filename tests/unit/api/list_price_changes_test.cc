#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/catalog_handler.h"
#include "service/api/convert.h"
#include "service/catalog/period.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/catalog_fixture.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kNewYear[] = "2026-01-01T00:00:00Z";

// `2026-01-01 acme/big batch`, with the region and windows.
std::string TextOf(const v1::PriceChange& change) {
  const std::vector<std::string> parts =
      absl::StrSplit(change.model(), absl::MaxSplits('/', 3));
  std::string text = absl::StrCat(
      change.has_change_time()
          ? FormatCatalogTime(FromProto(change.change_time()))
          : "ever",
      " ", parts.at(1), "/", parts.at(3), " ", change.service_tier(),
      change.region().empty() ? "" : " ", change.region());
  for (const v1::DailyWindow& window : change.daily_windows()) {
    absl::StrAppend(&text, " ", window.start(), "-", window.end());
  }
  return text;
}

class ListPriceChangesTest : public CatalogFixture {
 protected:
  v1::ListPriceChangesResponse Reply(
      const v1::ListPriceChangesRequest& request) {
    v1::ListPriceChangesResponse response;
    EXPECT_THAT(handler_.ListPriceChanges(call_, request, &response), IsOk());
    return response;
  }
  std::vector<std::string> List(const v1::ListPriceChangesRequest& request) {
    std::vector<std::string> texts;
    const v1::ListPriceChangesResponse response = Reply(request);
    for (const v1::PriceChange& change : response.price_changes()) {
      texts.push_back(TextOf(change));
    }
    return texts;
  }
  absl::Status StatusOfList(const v1::ListPriceChangesRequest& request) {
    v1::ListPriceChangesResponse response;
    return handler_.ListPriceChanges(call_, request, &response);
  }
  void ExpectRefused(const v1::ListPriceChangesRequest& request,
                     const std::string& reason, const std::string& field) {
    EXPECT_THAT(StatusOfList(request),
                AllOf(FailsWith(absl::StatusCode::kInvalidArgument, reason),
                      NamesField(field)));
  }

  v1::ListPriceChangesRequest request_;
};

TEST_F(ListPriceChangesTest, AreByTimeThenModelTierRegionAndWindows) {
  EXPECT_THAT(
      List(request_),
      ElementsAre(
          "ever acme/big standard", "ever acme/embed standard",
          "ever acme/gift:free standard", "ever acme/night standard",
          "ever acme/night standard 22:00-06:00", "ever acme/plan standard",
          "ever reseller/acme/big standard eu",
          "ever reseller/acme/big standard us", "ever reseller/yuan standard",
          "2026-01-01 acme/big standard", "2026-01-01 acme/big batch"));
}

TEST_F(ListPriceChangesTest, SayWhatChangedFromWhatToWhatAndWhoSaysSo) {
  request_.set_model("big");
  request_.set_service_tier("standard");
  ToProto(TimeOf(kNewYear), request_.mutable_start_time());
  const v1::ListPriceChangesResponse response = Reply(request_);
  ASSERT_EQ(response.price_changes_size(), 1);
  EXPECT_EQ(response.total_size(), 1);
  EXPECT_EQ(response.catalog_revision(), store_.Current()->revision());
  const v1::PriceChange& change = response.price_changes(0);
  EXPECT_EQ(change.model(), "providers/acme/models/big");
  EXPECT_EQ(change.currency_code(), "USD");
  EXPECT_EQ(FromProto(change.change_time()), TimeOf(kNewYear));
  EXPECT_EQ(change.basis(), v1::DATE_BASIS_DOCUMENTED);
  EXPECT_EQ(change.previous_schedule_id(), "2025");
  EXPECT_EQ(change.schedule_id(), "2026");
  EXPECT_EQ(change.source().title(), "Acme prices");
  ASSERT_EQ(change.rate_changes_size(), 2);
  EXPECT_EQ(change.rate_changes(0).old_rate().price(), "4");
  EXPECT_EQ(change.rate_changes(0).new_rate().price(), "2");
  EXPECT_EQ(change.rate_changes(1).old_rate().price(), "16");
  EXPECT_EQ(change.rate_changes(1).new_rate().price(), "8");
}

TEST_F(ListPriceChangesTest, FirstPricesHaveNeitherTimeNorOldRates) {
  request_.set_model("yuan");
  const v1::ListPriceChangesResponse response = Reply(request_);
  ASSERT_EQ(response.price_changes_size(), 1);
  const v1::PriceChange& change = response.price_changes(0);
  EXPECT_EQ(change.currency_code(), "CNY");
  EXPECT_FALSE(change.has_change_time());
  EXPECT_EQ(change.basis(), v1::DATE_BASIS_UNSPECIFIED);
  EXPECT_EQ(change.previous_schedule_id(), "");
  ASSERT_EQ(change.rate_changes_size(), 2);
  EXPECT_FALSE(change.rate_changes(0).has_old_rate());
  EXPECT_EQ(change.rate_changes(0).new_rate().price(), "1");
}

TEST_F(ListPriceChangesTest, OfAProvider) {
  request_.set_parent("providers/reseller");
  EXPECT_THAT(List(request_), ElementsAre("ever reseller/acme/big standard eu",
                                          "ever reseller/acme/big standard us",
                                          "ever reseller/yuan standard"));
  request_.set_parent("providers/zero");
  EXPECT_THAT(List(request_), IsEmpty());
  request_.set_parent("providers/-");
  EXPECT_EQ(List(request_).size(), 11u);
}

TEST_F(ListPriceChangesTest, OfAModelByAnyOfItsNamesAtTheProviderThatIsGiven) {
  for (const char* name :
       {"big", "big-latest", "acme/big", "providers/acme/models/big"}) {
    request_.set_model(name);
    EXPECT_THAT(List(request_), ElementsAre("ever acme/big standard",
                                            "2026-01-01 acme/big standard",
                                            "2026-01-01 acme/big batch"));
  }
  request_.set_model("big");
  request_.set_parent("providers/reseller");
  EXPECT_THAT(List(request_),
              ElementsAre("ever reseller/acme/big standard eu",
                          "ever reseller/acme/big standard us"));
  request_.set_parent("");
  request_.set_model("unpriced");
  EXPECT_THAT(List(request_), IsEmpty());
}

TEST_F(ListPriceChangesTest, OfMakersWhateverTheCase) {
  request_.add_makers("ZHI");
  EXPECT_THAT(List(request_), ElementsAre("ever reseller/yuan standard"));
  request_.set_model("big");
  EXPECT_THAT(List(request_), IsEmpty());
  request_.add_makers("acme");
  EXPECT_EQ(List(request_).size(), 3u);
}

TEST_F(ListPriceChangesTest, OfAServiceTier) {
  request_.set_service_tier("batch");
  EXPECT_THAT(List(request_), ElementsAre("2026-01-01 acme/big batch"));
  // It has one, which did not change then.
  ToProto(TimeOf("2026-01-02T00:00:00Z"), request_.mutable_start_time());
  EXPECT_THAT(List(request_), IsEmpty());
}

TEST_F(ListPriceChangesTest, OfAServiceTierThatNobodyOffers) {
  request_.set_service_tier("nobody's");
  const absl::Status status = StatusOfList(request_);
  EXPECT_THAT(status, AllOf(FailsWith(absl::StatusCode::kFailedPrecondition,
                                      "SERVICE_TIER_NOT_OFFERED"),
                            NamesField("service_tier")));
  EXPECT_EQ(status.message(),
            "service tier 'nobody's' is not offered; offered: batch, standard");
  request_.set_service_tier("batch");
  request_.set_model("yuan");
  EXPECT_EQ(StatusOfList(request_).message(),
            "service tier 'batch' is not offered; offered: standard");
}

TEST_F(ListPriceChangesTest, FromTheStartToBeforeTheEnd) {
  const absl::Time change = TimeOf(kNewYear);
  ToProto(change, request_.mutable_start_time());
  EXPECT_EQ(List(request_).size(), 2u);
  ToProto(change + absl::Nanoseconds(1), request_.mutable_start_time());
  EXPECT_THAT(List(request_), IsEmpty());
  request_.clear_start_time();
  ToProto(change, request_.mutable_end_time());
  EXPECT_EQ(List(request_).size(), 9u);
  ToProto(change + absl::Nanoseconds(1), request_.mutable_end_time());
  EXPECT_EQ(List(request_).size(), 11u);
}

TEST_F(ListPriceChangesTest, PagesAreTheListInParts) {
  const std::vector<std::string> all = List(request_);
  std::vector<std::string> parts;
  request_.set_page_size(4);
  do {
    const v1::ListPriceChangesResponse page = Reply(request_);
    EXPECT_EQ(page.total_size(), 11);
    EXPECT_LE(page.price_changes_size(), 4);
    for (const v1::PriceChange& change : page.price_changes()) {
      parts.push_back(TextOf(change));
    }
    request_.set_page_token(page.next_page_token());
    // Another size on the way is the same list.
    request_.set_page_size(3);
  } while (!request_.page_token().empty());
  EXPECT_EQ(parts, all);
}

TEST_F(ListPriceChangesTest, ATokenIsOfItsRequestAndRevision) {
  request_.set_page_size(1);
  const v1::ListPriceChangesRequest first = request_;
  request_.set_page_token(Reply(first).next_page_token());
  EXPECT_EQ(List(request_).size(), 1u);
  CatalogStore other(Load({{"acme.textproto", kAcme}}), {"other", call_.now});
  v1::ListPriceChangesResponse response;
  EXPECT_THAT(
      CatalogHandler(&other, nullptr)
          .ListPriceChanges(call_, request_, &response),
      FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN"));
  request_.set_service_tier("standard");
  ExpectRefused(request_, "INVALID_PAGE_TOKEN", "page_token");
  request_.set_service_tier("");
  v1::ListProvidersRequest providers;
  providers.set_page_size(1);
  v1::ListProvidersResponse page;
  ASSERT_THAT(handler_.ListProviders(call_, providers, &page), IsOk());
  request_.set_page_token(page.next_page_token());
  ExpectRefused(request_, "INVALID_PAGE_TOKEN", "page_token");
}

TEST_F(ListPriceChangesTest, BadRequestsAreRefusedByField) {
  request_.set_page_size(-1);
  ExpectRefused(request_, "INVALID_PAGE_SIZE", "page_size");
  request_.Clear();
  request_.set_parent("reseller");
  ExpectRefused(request_, "INVALID_NAME", "parent");
  request_.Clear();
  request_.add_makers("acne");
  ExpectRefused(request_, "INVALID_FILTER", "makers");
  EXPECT_THAT(std::string(StatusOfList(request_).message()),
              testing::HasSubstr("nearest: acme"));
  request_.Clear();
  request_.mutable_start_time()->set_nanos(-1);
  ExpectRefused(request_, "INVALID_TIME", "start_time");
  request_.Clear();
  request_.mutable_end_time()->set_seconds(1'000'000'000'000);
  ExpectRefused(request_, "INVALID_TIME", "end_time");
  request_.Clear();
  request_.mutable_start_time();
  request_.mutable_end_time();
  ExpectRefused(request_, "INVALID_PERIOD", "end_time");
  request_.Clear();
  request_.set_parent("providers/acme");
  request_.set_model("providers/reseller/models/yuan");
  ExpectRefused(request_, "NAME_CONTRADICTED", "parent");
}

TEST_F(ListPriceChangesTest, NamesThatNobodyHasAreNotFound) {
  request_.set_model("bigg");
  EXPECT_THAT(StatusOfList(request_),
              AllOf(FailsWith(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND"),
                    NamesField("model")));
  request_.Clear();
  request_.set_parent("providers/acne");
  EXPECT_THAT(
      StatusOfList(request_),
      AllOf(FailsWith(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND"),
            NamesField("parent")));
  request_.Clear();
  request_.set_model("providers/acne/models/big");
  EXPECT_THAT(
      StatusOfList(request_),
      AllOf(FailsWith(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND"),
            NamesField("model")));
}

TEST_F(ListPriceChangesTest, ANameOfSeveralModelsIsAmbiguous) {
  const auto seller = [](const std::string& id) {
    return absl::StrCat("provider_id: '", id, "' display_name: '", id,
                        "' currency_code: 'USD' sources { source_id: 's' "
                        "title: 'S' checked_date: '2026-06-01' } models { "
                        "model_id: 'm' display_name: 'M' maker: 'x' "
                        "source_id: 's' }");
  };
  CatalogStore store(
      Load({{"a.textproto", seller("a")}, {"b.textproto", seller("b")}}),
      {"two", call_.now});
  request_.set_model("m");
  v1::ListPriceChangesResponse response;
  EXPECT_THAT(
      CatalogHandler(&store, nullptr)
          .ListPriceChanges(call_, request_, &response),
      FailsWith(absl::StatusCode::kFailedPrecondition, "MODEL_AMBIGUOUS"));
}

}  // namespace
}  // namespace ratecard
