// The programs trust the catalog that is linked into them: here it is checked.

#include "gtest/gtest.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/catalog/model_proto.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

TEST(EmbeddedCatalog, IsSoundAndMatchesItsRevision) {
  const auto validated = LoadSnapshot(EmbeddedSnapshot());
  const auto embedded = LoadEmbeddedCatalog();
  ASSERT_THAT(validated, IsOk());
  ASSERT_THAT(embedded, IsOk());
  EXPECT_EQ((*embedded)->revision(), (*validated)->revision());
}

TEST(EmbeddedCatalog, HasPricesAndMessagesThatCanAllBeRead) {
  const auto catalog = LoadEmbeddedCatalog();
  ASSERT_THAT(catalog, IsOk());
  int schedules = 0;
  for (const Model& model : (*catalog)->models()) {
    v1::Model proto;
    ASSERT_THAT(ToProto(model, &proto), IsOk());
    EXPECT_EQ(model.prices->schedules().size(),
              static_cast<size_t>(proto.price_schedules_size()))
        << model.resource_name;
    schedules += proto.price_schedules_size();
  }
  EXPECT_EQ((*catalog)->counts().schedules, schedules);
}

}  // namespace
}  // namespace ratecard
