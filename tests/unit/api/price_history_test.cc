// The price just before and just after each change that a provider documented,
// and at each edge of peak and off-peak hours, on the catalog that the binaries
// carry: tests/testdata/history holds the requests and the published totals as
// tests/importers/model_prices_reading.py reads them, and exceptions.tsv those
// that are otherwise here, each with its reason.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/support/tsv.h"
#include "tests/unit/api/embedded_fixture.h"

namespace ratecard {
namespace {

// The usage of `row` at its time, priced; `total` is `-` where it has no price.
struct Request {
  explicit Request(const std::vector<std::string>& row)
      : model(absl::StrCat(row.at(0), "/", row.at(1))),
        tier(row.at(2)),
        as_of(row.at(3)),
        usage(row.at(4)),
        total(row.at(5)) {}

  std::string model, tier, as_of, usage, total;
};

class PriceHistory : public EmbeddedFixture,
                     public testing::WithParamInterface<const char*> {
 protected:
  std::string TotalOf(const Request& request) const {
    v1::EstimateCostRequest proto;
    proto.set_model(request.model);
    proto.set_service_tier(request.tier);
    *proto.mutable_usage() = ParseProto<v1::Usage>(request.usage);
    const auto estimate = EstimateCost(proto.DebugString(), request.as_of);
    if (!estimate.ok()) {
      return absl::StrCat("- (", estimate.status().message(), ")");
    }
    return Text(estimate->total());
  }
};

TEST_P(PriceHistory, HasThePublishedPriceBeforeAndAfter) {
  std::set<std::string> exceptions;
  for (const auto& row : ReadRows("history/exceptions.tsv")) {
    ASSERT_EQ(row.size(), 5u) << "no reason: " << absl::StrJoin(row, " ");
    if (row[0] == GetParam()) {
      exceptions.insert(absl::StrCat(row[1], " ", row[2], " ", row[3]));
    }
  }
  std::set<std::string> moments;
  std::set<std::string> unlike;
  std::vector<std::string> wrong;
  for (const auto& row :
       ReadRows(absl::StrCat("history/", GetParam(), ".tsv"))) {
    const Request request(row);
    const std::string moment =
        absl::StrCat(request.model, " ", request.tier, " ", request.as_of);
    moments.insert(moment);
    const std::string total = TotalOf(request);
    if (total == request.total || (request.total == "-" && total[0] == '-')) {
      continue;
    }
    unlike.insert(moment);
    if (exceptions.count(moment) == 0) {
      wrong.push_back(absl::StrCat(moment, " { ", request.usage, " }: ", total,
                                   " instead of ", request.total));
    }
  }
  EXPECT_GE(moments.size(), 100u);
  EXPECT_EQ(unlike, exceptions);
  EXPECT_TRUE(wrong.empty()) << absl::StrJoin(wrong, "\n");
}

INSTANTIATE_TEST_SUITE_P(Changes, PriceHistory,
                         testing::Values("model-prices-changes"));
INSTANTIATE_TEST_SUITE_P(Hours, PriceHistory,
                         testing::Values("model-prices-hours"));

}  // namespace
}  // namespace ratecard
