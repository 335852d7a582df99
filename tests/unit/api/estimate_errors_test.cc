// Every reason that EstimateService documents: its code and the path of the
// field at fault.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/status_proto.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using absl::StatusCode;

struct ErrorCase {
  const char* name;
  const char* request;  // protobuf text
  StatusCode code;
  const char* reason;
  const char* field;     // empty: no field is at fault
  const char* metadata;  // `key: value`, empty: not checked
};

void PrintTo(const ErrorCase& error, std::ostream* out) {
  *out << error.request;
}

std::string NameOfCase(const testing::TestParamInfo<ErrorCase>& info) {
  return info.param.name;
}

constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
constexpr StatusCode kNotFound = StatusCode::kNotFound;
constexpr StatusCode kPrecondition = StatusCode::kFailedPrecondition;
constexpr StatusCode kRange = StatusCode::kOutOfRange;

// What EstimateCost refuses; also as a class of a workload.
const ErrorCase kCostErrors[] = {
    {"NoModel", "usage { input_tokens: 1 }", kInvalid, "MODEL_REQUIRED",
     "model", ""},
    {"NoModelBesideAProvider", "provider: 'acme' usage { input_tokens: 1 }",
     kInvalid, "MODEL_REQUIRED", "model", ""},
    {"NoUsage", "model: 'big'", kInvalid, "USAGE_REQUIRED", "usage", ""},
    {"EmptyUsage", "model: 'big' usage {}", kInvalid, "USAGE_REQUIRED", "usage",
     ""},
    {"NegativeTokens", "model: 'big' usage { input_tokens: -1 }", kInvalid,
     "NEGATIVE_QUANTITY", "usage.input_tokens", ""},
    {"LeastTokens",
     "model: 'big' usage { output_tokens: -9223372036854775808 }", kInvalid,
     "NEGATIVE_QUANTITY", "usage.output_tokens", ""},
    {"NegativeSearches", "model: 'big' usage { web_searches: -1 }", kInvalid,
     "NEGATIVE_QUANTITY", "usage.web_searches", ""},
    {"NegativeQuantity",
     "model: 'big' usage { quantities { meter: METER_SESSIONS quantity: -1 } }",
     kInvalid, "NEGATIVE_QUANTITY", "usage.quantities[0]", ""},
    {"PartLargerThanItsWhole",
     "model: 'big' usage { input_tokens: 1 cache_read_tokens: 2 }", kInvalid,
     "PART_EXCEEDS_WHOLE", "usage.cache_read_tokens", ""},
    {"WholeSmallerThanItsPart",
     "model: 'big' usage { input_tokens: 1 cache_read_tokens: 2 }", kInvalid,
     "PART_EXCEEDS_WHOLE", "usage.input_tokens", ""},
    {"OverlapWithoutItsWhole",
     "model: 'big' usage { audio_input_tokens: 1 cache_read_tokens: 1 }",
     kInvalid, "USAGE_AMBIGUOUS", "usage.input_tokens", ""},
    {"NoMeter", "model: 'big' usage { quantities { quantity: 1 } }", kInvalid,
     "INVALID_QUANTITY", "usage.quantities[0]", ""},
    {"TokensAmongTheQuantities",
     "model: 'big' usage { quantities { meter: METER_INPUT_TOKENS } }",
     kInvalid, "INVALID_QUANTITY", "usage.quantities[0]", ""},
    {"CountedTwice",
     "model: 'big' usage { web_searches: 1 "
     "quantities { meter: METER_WEB_SEARCHES quantity: 1 } }",
     kInvalid, "INVALID_QUANTITY", "usage.quantities[0]", ""},
    {"ParameterWithoutAKey",
     "model: 'big' usage { quantities { meter: METER_OUTPUT_IMAGES "
     "parameters { value: 'high' } } }",
     kInvalid, "INVALID_QUANTITY", "usage.quantities[0].parameters", ""},
    {"ParameterTwice",
     "model: 'big' usage { quantities { meter: METER_OUTPUT_IMAGES "
     "parameters { key: 'a' value: '1' } parameters { key: 'b' } "
     "parameters { key: 'a' value: '2' } } }",
     kInvalid, "INVALID_QUANTITY", "usage.quantities[0].parameters", ""},
    {"NineParameters",
     "model: 'big' usage { quantities { meter: METER_OUTPUT_IMAGES "
     "parameters { key: 'a' } parameters { key: 'b' } parameters { key: 'c' } "
     "parameters { key: 'd' } parameters { key: 'e' } parameters { key: 'f' } "
     "parameters { key: 'g' } parameters { key: 'h' } "
     "parameters { key: 'i' } } }",
     kInvalid, "INVALID_QUANTITY", "usage.quantities[0].parameters", ""},
    {"UnknownRegion", "model: 'big' region: 'mars' usage { input_tokens: 1 }",
     kInvalid, "UNKNOWN_REGION", "region", ""},
    {"RegionOfAProviderWithoutRegions",
     "model: 'abroad' region: 'us' usage { input_tokens: 1 }", kInvalid,
     "UNKNOWN_REGION", "region", ""},
    {"RegionAgainstTheName",
     "model: 'us-big' region: 'eu' usage { input_tokens: 1 }", kInvalid,
     "NAME_CONTRADICTED", "region", ""},
    {"TierAgainstTheName",
     "model: 'big-batch' service_tier: 'standard' usage { input_tokens: 1 }",
     kInvalid, "NAME_CONTRADICTED", "service_tier", ""},
    {"ProviderAgainstTheName",
     "model: 'providers/acme/models/big' provider: 'reseller' "
     "usage { input_tokens: 1 }",
     kInvalid, "NAME_CONTRADICTED", "provider", ""},
    {"UnknownModel", "model: 'bigg' usage { input_tokens: 1 }", kNotFound,
     "MODEL_NOT_FOUND", "model", "nearest: big"},
    {"UnknownProvider",
     "model: 'big' provider: 'acm' usage { input_tokens: 1 }", kNotFound,
     "PROVIDER_NOT_FOUND", "provider", "nearest: acme"},
    {"AmbiguousModel", "model: 'twin' usage { input_tokens: 1 }", kPrecondition,
     "MODEL_AMBIGUOUS", "model", "candidates: acme/twin,reseller/twin"},
    {"ModelWithoutPrices", "model: 'unpriced' usage { input_tokens: 1 }",
     kPrecondition, "METER_UNPRICED", "", ""},
    {"MeterWithoutAPrice",
     "model: 'big' usage { input_tokens: 1 "
     "quantities { meter: METER_SESSIONS quantity: 1 } "
     "quantities { meter: METER_OUTPUT_IMAGES quantity: 1 } }",
     kPrecondition, "METER_UNPRICED", "",
     "meters: sessions,output_images; priced: input_tokens,cache_read_tokens,"
     "output_tokens,output_images,web_searches; "
     "priced_by: output_images quality=high"},
    {"StrictAssumption",
     "model: 'big' usage { audio_input_tokens: 1 } strict: true", kPrecondition,
     "RATE_ASSUMED", "",
     "meters: audio_input_tokens; priced: input_tokens,cache_read_tokens,"
     "output_tokens,output_images,web_searches"},
    {"TierNotOffered",
     "model: 'big' service_tier: 'fast' usage { input_tokens: 1 }",
     kPrecondition, "SERVICE_TIER_NOT_OFFERED", "service_tier",
     "offered: batch,standard"},
    {"RegionNotOffered", "model: 'big' region: 'eu' usage { input_tokens: 1 }",
     kPrecondition, "REGION_NOT_OFFERED", "region", "offered: us"},
    {"RegionRequired", "model: 'regional' usage { input_tokens: 1 }",
     kPrecondition, "REGION_REQUIRED", "region", "offered: us"},
    {"AmountOutOfRange",
     "model: 'costly' usage { quantities { "
     "meter: METER_SESSIONS quantity: 9223372036854775807 } }",
     kRange, "AMOUNT_OUT_OF_RANGE", "", ""},
    {"SumOutOfRange",
     "model: 'costly' usage { input_tokens: 9223372036854775807 "
     "quantities { meter: METER_SESSIONS quantity: 1 } }",
     kRange, "AMOUNT_OUT_OF_RANGE", "", ""},
    {"TokensOutOfRange",
     "model: 'big' usage { cache_read_tokens: 9223372036854775807 "
     "cache_write_tokens: 1 }",
     kRange, "QUANTITY_OUT_OF_RANGE", "usage.input_tokens", ""},
};

void ExpectError(const absl::Status& status, const ErrorCase& error,
                 const std::string& path) {
  EXPECT_THAT(status, FailsWith(error.code, error.reason));
  if (path.empty()) {
    EXPECT_TRUE(DetailOf(status).fields.empty()) << status;
  } else {
    EXPECT_THAT(status, NamesField(path));
  }
  if (*error.metadata != '\0') {
    std::string facts;
    for (const auto& [key, value] : DetailOf(status).metadata) {
      absl::StrAppend(&facts, facts.empty() ? "" : "; ", key, ": ", value);
    }
    EXPECT_EQ(facts, error.metadata);
  }
}

class CostError : public EstimateFixture,
                  public testing::WithParamInterface<ErrorCase> {};

TEST_P(CostError, HasItsCodeReasonAndField) {
  const ErrorCase& error = GetParam();
  ExpectError(Cost(error.request).status(), error, error.field);
}

// The second of two classes: the path leads to it.
TEST_P(CostError, HasThePathOfItsClassInAWorkload) {
  const ErrorCase& error = GetParam();
  std::string request(error.request);
  std::string strict;
  if (const size_t at = request.find("strict: true"); at != std::string::npos) {
    strict = "strict: true ";
    request.erase(at);
  }
  const auto workload =
      Workload(absl::StrCat("classes { model: 'big' usage { input_tokens: 1 } "
                            "requests_per_period: 1 } classes { ",
                            request, " requests_per_period: 1 } ", strict));
  ExpectError(workload.status(), error,
              *error.field == '\0' ? "classes[1]"
                                   : absl::StrCat("classes[1].", error.field));
}

INSTANTIATE_TEST_SUITE_P(, CostError, testing::ValuesIn(kCostErrors),
                         NameOfCase);

using EstimateCost = EstimateFixture;

TEST_F(EstimateCost, RefusesAnEmptyMessage) {
  EXPECT_THAT(Cost(""), FailsWith(kInvalid, "MODEL_REQUIRED"));
}

TEST_F(EstimateCost, RefusesAnInstantOutsideTheYears1To9999) {
  for (const char* const as_of :
       {"seconds: -62135596801", "seconds: 253402300800", "nanos: -1",
        "nanos: 1000000000", "seconds: 9223372036854775807"}) {
    EXPECT_THAT(Cost(absl::StrCat("model: 'big' usage { input_tokens: 1 } "
                                  "as_of { ",
                                  as_of, " }")),
                testing::AllOf(FailsWith(kInvalid, "INVALID_TIME"),
                               NamesField("as_of")));
  }
}

TEST_F(EstimateCost, RefusesAnInstantWithoutAKnownPrice) {
  EXPECT_THAT(Cost("model: 'past' usage { input_tokens: 1 }"),
              testing::AllOf(FailsWith(kPrecondition, "PRICE_NOT_IN_FORCE"),
                             NamesField("as_of")));
}

TEST_F(EstimateCost, RefusesSixtyFiveQuantities) {
  std::string usage;
  for (int i = 0; i < 65; ++i) {
    usage += "quantities { meter: METER_SESSIONS quantity: 1 } ";
  }
  EXPECT_THAT(Cost(absl::StrCat("model: 'costly' usage { ", usage, "}")),
              testing::AllOf(FailsWith(kInvalid, "TOO_MANY_QUANTITIES"),
                             NamesField("usage.quantities")));
}

TEST_F(EstimateCost, RefusesAMeterOfALaterVersion) {
  auto request = Parse<v1::EstimateCostRequest>("model: 'big'");
  for (const int number : {-1, 46, 300, INT32_MAX}) {
    request.mutable_usage()->clear_quantities();
    request.mutable_usage()->add_quantities()->set_meter(
        static_cast<v1::Meter>(number));
    v1::EstimateCostResponse response;
    EXPECT_THAT(handler_.EstimateCost(call_, request, &response),
                testing::AllOf(FailsWith(kInvalid, "INVALID_QUANTITY"),
                               NamesField("usage.quantities[0].meter")));
  }
}

const ErrorCase kFitErrors[] = {
    {"EmptyMessage", "", kInvalid, "MODEL_REQUIRED", "model", ""},
    {"NothingToCheck", "model: 'big'", kInvalid, "FIT_REQUIRED", "", ""},
    {"NegativeInput", "model: 'big' input_tokens: -1", kInvalid,
     "NEGATIVE_QUANTITY", "input_tokens", ""},
    {"NegativeOutput", "model: 'big' max_output_tokens: -1", kInvalid,
     "NEGATIVE_QUANTITY", "max_output_tokens", ""},
    {"NegativeOverlap", "model: 'big' input_tokens: 1 chunk_overlap_tokens: -1",
     kInvalid, "NEGATIVE_QUANTITY", "chunk_overlap_tokens", ""},
    {"OverlapThatFillsAChunk",
     "model: 'big' input_tokens: 500000 chunk_overlap_tokens: 400000", kInvalid,
     "INVALID_OVERLAP", "chunk_overlap_tokens", ""},
    {"UnspecifiedInputModality",
     "model: 'big' input_modalities: [MODALITY_TEXT, MODALITY_UNSPECIFIED]",
     kInvalid, "INVALID_MODALITY", "input_modalities[1]", ""},
    {"UnspecifiedOutputModality",
     "model: 'big' output_modalities: MODALITY_UNSPECIFIED", kInvalid,
     "INVALID_MODALITY", "output_modalities[0]", ""},
    {"InvalidTime", "model: 'big' input_tokens: 1 as_of { nanos: -1 }",
     kInvalid, "INVALID_TIME", "as_of", ""},
    {"UnknownModel", "model: 'bigg' input_tokens: 1", kNotFound,
     "MODEL_NOT_FOUND", "model", "nearest: big"},
    {"UnknownProvider", "model: 'big' provider: 'acm' input_tokens: 1",
     kNotFound, "PROVIDER_NOT_FOUND", "provider", "nearest: acme"},
    {"AmbiguousModel", "model: 'twin' input_tokens: 1", kPrecondition,
     "MODEL_AMBIGUOUS", "model", "candidates: acme/twin,reseller/twin"},
};

class FitError : public EstimateFixture,
                 public testing::WithParamInterface<ErrorCase> {};

TEST_P(FitError, HasItsCodeReasonAndField) {
  const ErrorCase& error = GetParam();
  const absl::Status status = CheckFit(error.request).status();
  if (*error.field == '\0') {
    EXPECT_THAT(status, FailsWith(error.code, error.reason));
  } else {
    ExpectError(status, error, error.field);
  }
}

INSTANTIATE_TEST_SUITE_P(, FitError, testing::ValuesIn(kFitErrors), NameOfCase);

#define RATECARD_CLASS_OF "model: 'big' usage { input_tokens: 10 } "
#define RATECARD_CLASS RATECARD_CLASS_OF "requests_per_period: 1 "

const ErrorCase kWorkloadErrors[] = {
    {"EmptyMessage", "", kInvalid, "CLASSES_REQUIRED", "classes", ""},
    {"EmptyClass", "classes {}", kInvalid, "MODEL_REQUIRED", "classes[0].model",
     ""},
    {"SameIdTwice",
     "classes { class_id: 'a' " RATECARD_CLASS "} "
     "classes { class_id: 'a' " RATECARD_CLASS "}",
     kInvalid, "DUPLICATE_CLASS", "classes[1].class_id", ""},
    {"IdThatAnotherHasByItsPlace",
     "classes { class_id: 'class-2' " RATECARD_CLASS "} "
     "classes { " RATECARD_CLASS "}",
     kInvalid, "DUPLICATE_CLASS", "classes[1].class_id", ""},
    {"NoNumberOfRequests", "classes { " RATECARD_CLASS_OF "}", kInvalid,
     "REQUESTS_REQUIRED", "classes[0].requests_per_period", ""},
    {"NegativeRequests",
     "classes { " RATECARD_CLASS_OF "requests_per_period: -1 }", kInvalid,
     "NEGATIVE_QUANTITY", "classes[0].requests_per_period", ""},
    {"NegativeBatchShare", "classes { " RATECARD_CLASS "batch_share_ppm: -1 }",
     kInvalid, "INVALID_SHARE", "classes[0].batch_share_ppm", ""},
    {"BatchShareAboveAll",
     "classes { " RATECARD_CLASS "batch_share_ppm: 1000001 }", kInvalid,
     "INVALID_SHARE", "classes[0].batch_share_ppm", ""},
    {"CacheShareAboveAll",
     "classes { " RATECARD_CLASS "cache_share_ppm: 1000001 }", kInvalid,
     "INVALID_SHARE", "classes[0].cache_share_ppm", ""},
    {"CacheShareBesideReads",
     "classes { model: 'big' usage { input_tokens: 2 cache_read_tokens: 1 } "
     "requests_per_period: 1 cache_share_ppm: 1 }",
     kInvalid, "INVALID_SHARE", "classes[0].cache_share_ppm", ""},
    {"BatchShareBesideATier",
     "classes { " RATECARD_CLASS "service_tier: 'batch' batch_share_ppm: 1 }",
     kInvalid, "INVALID_SHARE", "classes[0].batch_share_ppm", ""},
    {"BatchShareBesideATierThatTheNameFixes",
     "classes { model: 'big-batch' usage { input_tokens: 1 } "
     "requests_per_period: 1 batch_share_ppm: 1 }",
     kInvalid, "INVALID_SHARE", "classes[0].batch_share_ppm", ""},
    {"NoPeriod", "classes { " RATECARD_CLASS "} period {}", kInvalid,
     "INVALID_PERIOD", "period", ""},
    {"PartOfASecond",
     "classes { " RATECARD_CLASS "} period { seconds: 1 nanos: 1 }", kInvalid,
     "INVALID_PERIOD", "period", ""},
    {"NegativePeriod", "classes { " RATECARD_CLASS "} period { seconds: -1 }",
     kInvalid, "INVALID_PERIOD", "period", ""},
    {"MoreThanACentury",
     "classes { " RATECARD_CLASS "} period { seconds: 3162240001 }", kInvalid,
     "INVALID_PERIOD", "period", ""},
    {"InvalidTime", "classes { " RATECARD_CLASS "} as_of { nanos: -1 }",
     kInvalid, "INVALID_TIME", "as_of", ""},
    // as_of is the workload's, not the class's.
    {"NoPriceAtTheTime",
     "classes { model: 'past' usage { input_tokens: 1 } "
     "requests_per_period: 1 }",
     kPrecondition, "PRICE_NOT_IN_FORCE", "as_of", ""},
    {"TotalOutOfRange",
     "classes { model: 'costly' usage { input_tokens: 1 } "
     "requests_per_period: 9223372036854775807 }",
     kRange, "AMOUNT_OUT_OF_RANGE", "classes[0]", ""},
    {"SumOfClassesOutOfRange",
     "classes { model: 'costly' usage { input_tokens: 9223372036854775807 } "
     "requests_per_period: 1 } "
     "classes { model: 'costly' usage { input_tokens: 1 } "
     "requests_per_period: 1 } period { seconds: 2592000 }",
     kRange, "AMOUNT_OUT_OF_RANGE", "", ""},
};

class WorkloadError : public EstimateFixture,
                      public testing::WithParamInterface<ErrorCase> {};

TEST_P(WorkloadError, HasItsCodeReasonAndField) {
  const ErrorCase& error = GetParam();
  ExpectError(Workload(error.request).status(), error, error.field);
}

INSTANTIATE_TEST_SUITE_P(, WorkloadError, testing::ValuesIn(kWorkloadErrors),
                         NameOfCase);

using EstimateWorkload = EstimateFixture;

TEST_F(EstimateWorkload, TakesNoRequestsWhereThatIsSaid) {
  EXPECT_THAT(
      Workload("classes { " RATECARD_CLASS_OF "requests_per_period: 0 }"),
      IsOk());
}

// An error travels in the headers of the answer, which have a bound: what was
// given must not crowd out what is wrong with it.
TEST_F(EstimateWorkload, ShowsLittleOfWhatWasGiven) {
  const std::string word(9'000, 'x');
  for (const std::string& request :
       {absl::StrCat("classes { class_id: '", word, "' " RATECARD_CLASS "} ",
                     "classes { class_id: '", word, "' " RATECARD_CLASS "}"),
        absl::StrCat("classes { " RATECARD_CLASS " region: '", word, "' }"),
        absl::StrCat("classes { " RATECARD_CLASS " service_tier: '", word,
                     "' }"),
        absl::StrCat("classes { " RATECARD_CLASS " provider: '", word, "' }"),
        absl::StrCat("classes { model: '", word, "' requests_per_period: 1 }"),
        absl::StrCat("classes { model: 'big-batch' service_tier: '", word,
                     "' requests_per_period: 1 }"),
        absl::StrCat("classes { model: 'big' requests_per_period: 1 usage { "
                     "quantities { meter: METER_OUTPUT_IMAGES quantity: 1 "
                     "parameters { key: '",
                     word, "' } parameters { key: '", word, "' } } } }"),
        absl::StrCat("classes { model: 'big' requests_per_period: 1 usage { "
                     "quantities { meter: METER_OUTPUT_IMAGES quantity: 1 "
                     "parameters { key: '",
                     word, "' value: '", word, "' } } } }")}) {
    const absl::Status status = Workload(request).status();
    EXPECT_FALSE(status.ok()) << request.substr(0, 80);
    EXPECT_LT(ToStatusProto(status).ByteSizeLong(), 1'500)
        << request.substr(0, 80);
  }
}

TEST_F(EstimateWorkload, TakesAThousandClassesAndNoMore) {
  v1::EstimateWorkloadRequest request;
  for (int i = 0; i < 1'000; ++i) {
    *request.add_classes() = Parse<v1::WorkloadClass>(RATECARD_CLASS);
  }
  EXPECT_THAT(Workload(request), IsOk());
  *request.add_classes() = request.classes(0);
  EXPECT_THAT(Workload(request),
              testing::AllOf(FailsWith(kInvalid, "TOO_MANY_CLASSES"),
                             NamesField("classes")));
}

}  // namespace
}  // namespace ratecard
