#include "service/catalog/build/list_trust.h"

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/build/catalog_build.h"
#include "service/catalog/importers/import.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

std::set<std::string> TrustedFormats() {
  std::set<std::string> formats;
  for (const ListTrust& trust : ListTrusts()) {
    formats.emplace(trust.format);
  }
  return formats;
}

std::vector<std::string> NamesOf(const std::map<int, std::string>& order) {
  std::vector<std::string> names;
  names.reserve(order.size());
  for (const auto& [rank, name] : order) {
    names.push_back(name);
  }
  return names;
}

TEST(ListTrust, KnowsEveryFormat) {
  std::set<std::string> formats;
  for (const ImportFormat& format : ImportFormats()) {
    formats.emplace(format.name);
  }
  EXPECT_EQ(TrustedFormats(), formats);
}

// The orders of catalog_build.h; two formats in one place would have none.
TEST(ListTrust, HasTheOrdersThatAreWrittenDown) {
  std::map<int, std::string> by_price;
  std::map<int, std::string> by_fact;
  for (const ListTrust& trust : ListTrusts()) {
    EXPECT_TRUE(by_price.emplace(trust.price_rank, trust.format).second);
    EXPECT_TRUE(by_fact.emplace(trust.fact_rank, trust.format).second);
    EXPECT_LT(trust.price_rank, kNoPricesRank);
  }
  EXPECT_THAT(NamesOf(by_price),
              ElementsAre("openrouter", "model-prices", "genai-prices",
                          "litellm", "models.dev"));
  EXPECT_THAT(NamesOf(by_fact),
              ElementsAre("models.dev", "litellm", "openrouter", "genai-prices",
                          "model-prices"));
}

// A format without an entry was read from behind the table.
TEST(ListTrust, TrustsAnUnknownFormatLeast) {
  const ListTrust unknown = TrustIn("unheard-of");
  EXPECT_EQ(unknown.format, "unheard-of");
  for (const ListTrust& trust : ListTrusts()) {
    EXPECT_LT(TrustIn(trust.format).price_rank, unknown.price_rank);
    EXPECT_LT(TrustIn(trust.format).fact_rank, unknown.fact_rank);
  }
}

TEST(ListTrust, EveryFormatsListBecomesALayer) {
  for (const ImportFormat& format : ImportFormats()) {
    std::ifstream file(absl::StrCat(
        RATECARD_SOURCE_DIR, "/tests/testdata/lists/", format.name, ".json"));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto build =
        BuildCatalog({}, {{PriceList{"list", &format, "2026-11-01", text}}});
    ASSERT_THAT(build, IsOk()) << format.name;
    EXPECT_GT(build->lists[0].priced, 0) << format.name;
  }
}

}  // namespace
}  // namespace ratecard
