#include "service/catalog/catalog_text.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/good_catalog.h"

namespace ratecard {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::HasSubstr;

CatalogFiles FilesOf(const std::vector<v1::Provider>& providers) {
  CatalogFiles files;
  for (const v1::Provider& provider : providers) {
    files.push_back({provider.provider_id() + ".textproto",
                     CatalogFileText(provider, "A comment\nof two lines.")});
  }
  return files;
}

void ExpectRoundTrip(const CatalogFiles& files) {
  const auto given = ParseCatalogFiles(files);
  ASSERT_THAT(given, IsOk());
  const CatalogFiles written = FilesOf(*given);
  const auto read = ParseCatalogFiles(written);
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ(read->size(), given->size());
  for (size_t i = 0; i < given->size(); ++i) {
    EXPECT_TRUE(MessageDifferencer::Equals((*given)[i], (*read)[i]))
        << (*given)[i].provider_id();
    EXPECT_EQ(CatalogFileText((*read)[i], "A comment\nof two lines."),
              written[i].text);
  }
  const auto before = LoadCatalog(files);
  const auto after = LoadCatalog(written);
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ((*before)->revision(), (*after)->revision());
}

TEST(CatalogFileText, LoadsToTheRevisionThatWasGiven) {
  ExpectRoundTrip({{"acme.textproto", kGoodCatalog}});
}

TEST(CatalogFileText, KeepsAllThatTheImportedFilesSay) {
  const auto files =
      ReadCatalogFiles(RATECARD_SOURCE_DIR "/service/catalog/data/imported");
  ASSERT_THAT(files, IsOk());
  ExpectRoundTrip(*files);
}

TEST(CatalogFileText, KeepsAllThatTheCuratedFilesSay) {
  const auto files =
      ReadCatalogFiles(RATECARD_SOURCE_DIR "/service/catalog/data");
  ASSERT_THAT(files, IsOk());
  ExpectRoundTrip(*files);
}

TEST(CatalogFileText, PutsTheCommentFirstBehindHashes) {
  v1::Provider provider;
  provider.set_provider_id("p");
  EXPECT_THAT(CatalogFileText(provider, "One\ntwo"),
              HasSubstr("#\n# One\n# two\n\nprovider_id: \"p\"\n"));
}

// What has no name of its own for a price below tiers is unpriced there.
TEST(CatalogFileText, KeepsUnpricedApartFromFree) {
  ExpectRoundTrip({{"p.textproto", R"(
    provider_id: "p" display_name: "P" currency_code: "USD"
    sources { source_id: "s" checked_date: "2026-11-01" }
    models {
      model_id: "m" source_id: "s"
      price_schedules {
        schedule_id: "standard"
        rates { meter: METER_INPUT_TOKENS state: METER_STATE_UNPRICED }
        rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_FREE }
        rates { meter: METER_CACHE_READ_TOKENS
                tiers { min_input_tokens: 5 price: "1" } }
      }
    })"}});
}

}  // namespace
}  // namespace ratecard
