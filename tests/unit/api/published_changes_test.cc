// Changes of prices that providers announced, in the catalog that the binaries
// carry.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "service/api/catalog_handler.h"
#include "service/catalog/merge/rate_difference.h"
#include "tests/support/status_matchers.h"
#include "tests/support/tsv.h"
#include "tests/unit/api/embedded_fixture.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

class PublishedChanges : public EmbeddedFixture {
 protected:
  // Changes of a service tier, in all the catalog has of it.
  std::vector<v1::PriceChange> List(const std::string& model,
                                    const std::string& tier) const {
    v1::ListPriceChangesRequest request;
    request.set_model(model);
    request.set_service_tier(tier);
    request.set_page_size(1'000);
    v1::ListPriceChangesResponse response;
    EXPECT_THAT(catalog_.ListPriceChanges(call_, request, &response), IsOk())
        << model;
    return {response.price_changes().begin(), response.price_changes().end()};
  }

  // What changed at an instant, with the hours: `INPUT_TOKENS 10 -> 2`.
  std::vector<std::string> At(const std::string& model,
                              absl::string_view time) const {
    std::vector<std::string> texts;
    for (const v1::PriceChange& change : List(model, "standard")) {
      if (!change.has_change_time() ||
          FromProto(change.change_time()) != TimeOf(time)) {
        continue;
      }
      std::string text;
      for (const v1::DailyWindow& window : change.daily_windows()) {
        absl::StrAppend(&text, window.start(), "-", window.end(), " ");
      }
      absl::StrAppend(&text, v1::DateBasis_Name(change.basis()).substr(11));
      for (const v1::RateChange& rate : change.rate_changes()) {
        absl::StrAppend(
            &text, " ", v1::Meter_Name(rate.new_rate().meter()).substr(6), " ",
            rate.has_old_rate() ? PriceText(rate.old_rate()) : "none", " -> ",
            PriceText(rate.new_rate()));
      }
      texts.push_back(text);
    }
    return texts;
  }

  CatalogHandler catalog_{&Store(), nullptr};
};

// OpenAI, 2025-06-10: 80% off o3, from $10 and $40 to $2 and $8.
TEST_F(PublishedChanges, O3CostsAFifthSinceJune2025) {
  const std::vector<std::string> texts =
      At("openai/o3", "2025-06-10T00:00:00Z");
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0], testing::HasSubstr("DOCUMENTED INPUT_TOKENS 10 -> 2 "));
  EXPECT_THAT(texts[0], testing::HasSubstr(" OUTPUT_TOKENS 40 -> 8"));
}

// DeepSeek, 2026-08-16T16:00Z: other prices, and twice these in peak hours. V4
// Pro cost $0.435, $0.003625 and $0.87 at every hour until then.
TEST_F(PublishedChanges, DeepSeekHasPeakHoursSinceAugust2026) {
  EXPECT_THAT(
      At("deepseek/deepseek-v4-pro", "2026-08-16T16:00:00Z"),
      ElementsAre("DOCUMENTED INPUT_TOKENS 0.435 -> 0.66 CACHE_READ_TOKENS "
                  "0.003625 -> 0.022 OUTPUT_TOKENS 0.87 -> 1.98",
                  "09:00-12:00 14:00-18:00 DOCUMENTED INPUT_TOKENS 0.435 -> "
                  "1.32 CACHE_READ_TOKENS 0.003625 -> 0.044 OUTPUT_TOKENS 0.87 "
                  "-> 3.96"));
}

// Where tests/testdata/history has one total a second before and another at an
// instant, there is a change at that instant.
TEST_F(PublishedChanges, AreWhereAListHasOtherTotals) {
  std::set<std::string> exceptions;
  for (const auto& row : ReadRows("history/exceptions.tsv")) {
    exceptions.insert(absl::StrCat(row.at(1), " ", row.at(2), " ", row.at(3)));
  }
  // By model, tier and usage.
  std::map<std::vector<std::string>, std::map<absl::Time, std::string>> totals;
  for (const auto& row : ReadRows("history/model-prices-changes.tsv")) {
    const std::string model = absl::StrCat(row.at(0), "/", row.at(1));
    if (exceptions.count(absl::StrCat(model, " ", row.at(2), " ", row.at(3))) ==
        0) {
      totals[{model, row.at(2), row.at(4)}][TimeOf(row.at(3))] = row.at(5);
    }
  }
  int changes = 0;
  std::vector<std::string> missing;
  for (const auto& [key, by_time] : totals) {
    std::set<absl::Time> times;
    for (const v1::PriceChange& change : List(key[0], key[1])) {
      times.insert(FromProto(change.change_time()));
    }
    for (const auto& [time, total] : by_time) {
      const auto before = by_time.find(time - absl::Seconds(1));
      if (before != by_time.end() && before->second != total) {
        ++changes;
        if (times.count(time) == 0) {
          missing.push_back(absl::StrCat(absl::StrJoin(key, " "), " ",
                                         absl::FormatTime(time)));
        }
      }
    }
  }
  EXPECT_GE(changes, 50);
  EXPECT_TRUE(missing.empty()) << absl::StrJoin(missing, "\n");
}

}  // namespace
}  // namespace ratecard
