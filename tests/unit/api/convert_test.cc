#include "service/api/convert.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "service/api/resolution_proto.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;

google::protobuf::Timestamp Timestamp(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp proto;
  proto.set_seconds(seconds);
  proto.set_nanos(nanos);
  return proto;
}

TEST(TimeFromProto, TakesTheYearsOneTo9999) {
  EXPECT_THAT(TimeFromProto(Timestamp(0, 1)),
              IsOkAndHolds(absl::UnixEpoch() + absl::Nanoseconds(1)));
  EXPECT_THAT(TimeFromProto(Timestamp(-62'135'596'800, 0)),
              IsOkAndHolds(absl::FromCivil(absl::CivilDay(1, 1, 1),
                                           absl::UTCTimeZone())));
  EXPECT_THAT(TimeFromProto(Timestamp(253'402'300'799, 999'999'999)),
              IsOkAndHolds(absl::FromCivil(absl::CivilDay(10'000, 1, 1),
                                           absl::UTCTimeZone()) -
                           absl::Nanoseconds(1)));
}

TEST(TimeFromProto, RefusesTheRest) {
  for (const auto& proto :
       {Timestamp(-62'135'596'801, 0), Timestamp(253'402'300'800, 0),
        Timestamp(0, -1), Timestamp(0, 1'000'000'000),
        Timestamp(INT64_MIN, INT32_MIN), Timestamp(INT64_MAX, INT32_MAX)}) {
    EXPECT_THAT(
        TimeFromProto(proto),
        AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_TIME"),
              NamesField("as_of")));
  }
}

TEST(AsOf, IsNowUnlessGiven) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  v1::ListModelsRequest request;
  EXPECT_THAT(AsOf(request, now), IsOkAndHolds(now));
  request.mutable_as_of()->set_seconds(0);
  EXPECT_THAT(AsOf(request, now), IsOkAndHolds(absl::UnixEpoch()));
}

TEST(ToProtoTime, KeepsNanosPositiveBefore1970) {
  google::protobuf::Timestamp proto;
  ToProto(absl::UnixEpoch() - absl::Nanoseconds(1), &proto);
  EXPECT_EQ(FromProto(proto), absl::UnixEpoch() - absl::Nanoseconds(1));
  EXPECT_EQ(proto.seconds(), -1);
  EXPECT_EQ(proto.nanos(), 999'999'999);
}

TEST(ToProtoMoney, KeepsTheSignOnBothParts) {
  google::type::Money proto;
  ToProto(Money{-1, -250'000'000}, "USD", &proto);
  EXPECT_EQ(proto.currency_code(), "USD");
  EXPECT_EQ(proto.units(), -1);
  EXPECT_EQ(proto.nanos(), -250'000'000);
}

TEST(ModalitiesFromProto, MakesASetAndRefusesWhatIsNone) {
  google::protobuf::RepeatedField<int> modalities;
  EXPECT_THAT(ModalitiesFromProto(modalities, "f", "R"), IsOkAndHolds(0));
  modalities.Add(v1::MODALITY_TEXT);
  modalities.Add(v1::MODALITY_EMBEDDING);
  modalities.Add(v1::MODALITY_TEXT);
  EXPECT_THAT(ModalitiesFromProto(modalities, "f", "R"),
              IsOkAndHolds(Bit(Modality::kText) | Bit(Modality::kEmbedding)));
  for (const int other : {0, -1, 7, 300, INT32_MAX}) {
    modalities.Set(1, other);
    EXPECT_THAT(ModalitiesFromProto(modalities, "f", "R"),
                AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "R"),
                      NamesField("f[1]")));
  }
}

TEST(ToProtoFit, CarriesEverything) {
  Limits limits;
  limits.context_window = 400'000;
  limits.max_input = 272'000;
  limits.max_output = 128'000;
  FitRequest request;
  request.input_tokens = 300'000;
  request.output_tokens = 10'000;
  request.chunk_overlap = 1'000;
  const absl::StatusOr<Fit> fit = CheckFit(limits, request);
  ASSERT_THAT(fit, IsOk());
  v1::ContextFit proto;
  ToProto(*fit, limits, request.chunk_overlap, &proto);
  EXPECT_EQ(proto.verdict(), v1::FIT_VERDICT_DOES_NOT_FIT);
  ASSERT_EQ(proto.violations_size(), 1);
  EXPECT_EQ(proto.violations(0).limit(), v1::LIMIT_KIND_INPUT);
  EXPECT_EQ(proto.violations(0).allowed_tokens(), 272'000);
  EXPECT_EQ(proto.violations(0).requested_tokens(), 300'000);
  EXPECT_EQ(proto.violations(0).excess_tokens(), 28'000);
  EXPECT_EQ(proto.limits().context_window_tokens(), 400'000);
  EXPECT_EQ(proto.limits().max_input_tokens(), 272'000);
  EXPECT_EQ(proto.limits().max_output_tokens(), 128'000);
  EXPECT_EQ(proto.available_output_tokens(), 0);
  EXPECT_EQ(proto.input_headroom_tokens(), -28'000);
  EXPECT_EQ(proto.window_used_ppm(), 775'000);
  EXPECT_EQ(proto.advice().cut_input_tokens(), 28'000);
  EXPECT_FALSE(proto.advice().has_cut_output_tokens());
  EXPECT_EQ(proto.advice().chunks(), 2);
  EXPECT_EQ(proto.advice().chunk_tokens(), 150'500);
  EXPECT_EQ(proto.advice().overlap_tokens(), 1'000);
}

TEST(ToProtoFit, LeavesUnsetWhatIsNotKnown) {
  FitRequest request;
  request.output_tokens = 1;
  request.output_modalities = Bit(Modality::kAudio);
  Limits limits;
  limits.output_modalities = Bit(Modality::kText);
  const absl::StatusOr<Fit> fit = CheckFit(limits, request);
  ASSERT_THAT(fit, IsOk());
  v1::ContextFit proto;
  ToProto(*fit, limits, &proto);
  EXPECT_THAT(proto.missing_limits(), ElementsAre(v1::LIMIT_KIND_OUTPUT));
  ASSERT_EQ(proto.violations_size(), 1);
  EXPECT_EQ(proto.violations(0).modality(), v1::MODALITY_AUDIO);
  EXPECT_FALSE(proto.limits().has_context_window_tokens());
  EXPECT_FALSE(proto.has_available_output_tokens());
  EXPECT_FALSE(proto.has_input_headroom_tokens());
  EXPECT_FALSE(proto.has_window_used_ppm());
  EXPECT_FALSE(proto.has_advice());
}

TEST(ToProtoResolution, CarriesEverything) {
  Model model;
  model.resource_name = "providers/acme/models/big";
  Resolution resolution;
  resolution.model = &model;
  resolution.rule = ResolutionRule::kPattern;
  resolution.scope = ResolutionScope::kHomeProviders;
  resolution.matched = "{region}.{model}";
  resolution.region = "us";
  resolution.service_tier = "batch";
  v1::NameResolution proto;
  ToProto(resolution, "us.big", &proto);
  EXPECT_EQ(proto.given_name(), "us.big");
  EXPECT_EQ(proto.model(), "providers/acme/models/big");
  EXPECT_EQ(proto.rule(), v1::RESOLUTION_RULE_PATTERN);
  EXPECT_EQ(proto.scope(), v1::RESOLUTION_SCOPE_HOME_PROVIDERS);
  EXPECT_EQ(proto.matched(), "{region}.{model}");
  EXPECT_EQ(proto.region(), "us");
  EXPECT_EQ(proto.service_tier(), "batch");
}

}  // namespace
}  // namespace ratecard
