// The domain's enumerations and the contract's, number by number and name by
// name.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "ratecard/v1/catalog.pb.h"
#include "ratecard/v1/estimate.pb.h"
#include "ratecard/v1/fit.pb.h"
#include "ratecard/v1/meter.pb.h"
#include "ratecard/v1/resolution.pb.h"
#include "ratecard/v1/usage.pb.h"
#include "service/api/usage_proto.h"
#include "service/catalog/catalog.h"
#include "service/estimate/estimate.h"
#include "service/fit/fit.h"
#include "service/pricing/meter.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// Holds `domain`, in order from 0, against the values of `contract`: the same
// numbers, and the names that `domain` gives without `prefix` in lower case.
void ExpectMirrors(const google::protobuf::EnumDescriptor& contract,
                   absl::string_view prefix,
                   const std::vector<std::pair<int, std::string>>& domain) {
  ASSERT_EQ(contract.value_count(), static_cast<int>(domain.size()))
      << contract.name();
  for (int i = 0; i < contract.value_count(); ++i) {
    const auto& [number, name] = domain[static_cast<size_t>(i)];
    EXPECT_EQ(contract.value(i)->number(), number) << name;
    EXPECT_EQ(absl::AsciiStrToLower(
                  absl::StripPrefix(contract.value(i)->name(), prefix)),
              name);
  }
}

template <typename Enum>
std::pair<int, std::string> Pair(Enum value, std::string name) {
  return {static_cast<int>(value), std::move(name)};
}

TEST(Meter, MirrorsTheContract) {
  std::vector<std::pair<int, std::string>> domain;
  domain.reserve(kMeterCount);
  for (int i = 0; i < kMeterCount; ++i) {
    domain.emplace_back(i, InfoOf(static_cast<Meter>(i)).name);
  }
  ExpectMirrors(*v1::Meter_descriptor(), "METER_", domain);
}

// `[1,000]` at the end of a meter's comment in meter.proto; all others have
// `[1,000,000]`, as tokens do.
TEST(Meter, HasTheUnitQuantityThatTheContractNames) {
  const std::map<Meter, int64_t> others = {
      {Meter::kInputImages, 1},
      {Meter::kOutputImages, 1},
      {Meter::kInputPages, 1'000},
      {Meter::kAnnotatedPages, 1'000},
      {Meter::kInputAudioMilliseconds, 60'000},
      {Meter::kOutputAudioMilliseconds, 60'000},
      {Meter::kInputVideoMilliseconds, 60'000},
      {Meter::kOutputVideoMilliseconds, 60'000},
      {Meter::kRequests, 1'000},
      {Meter::kWebSearches, 1'000},
      {Meter::kFileSearches, 1'000},
      {Meter::kMapsQueries, 1'000},
      {Meter::kSessions, 1},
      {Meter::kCodeExecutionMilliseconds, 3'600'000},
      {Meter::kRerankUnits, 1'000},
  };
  for (int i = 1; i < kMeterCount; ++i) {
    const auto meter = static_cast<Meter>(i);
    const auto other = others.find(meter);
    EXPECT_EQ(InfoOf(meter).unit_quantity,
              other == others.end() ? 1'000'000 : other->second)
        << InfoOf(meter).name;
  }
}

TEST(MeterState, MirrorsTheContract) {
  std::vector<std::pair<int, std::string>> domain;
  for (int i = 0; i <= static_cast<int>(MeterState::kUnpriced); ++i) {
    domain.emplace_back(i, NameOf(static_cast<MeterState>(i)));
  }
  ExpectMirrors(*v1::MeterState_descriptor(), "METER_STATE_", domain);
}

TEST(Modality, MirrorsTheContract) {
  ExpectMirrors(
      *v1::Modality_descriptor(), "MODALITY_",
      {Pair(Modality::kUnspecified, "unspecified"),
       Pair(Modality::kText, "text"), Pair(Modality::kAudio, "audio"),
       Pair(Modality::kImage, "image"), Pair(Modality::kVideo, "video"),
       Pair(Modality::kDocument, "document"),
       Pair(Modality::kEmbedding, "embedding")});
}

TEST(FitVerdict, MirrorsTheContract) {
  ExpectMirrors(*v1::FitVerdict_descriptor(), "FIT_VERDICT_",
                {Pair(FitVerdict::kUnspecified, "unspecified"),
                 Pair(FitVerdict::kFits, "fits"),
                 Pair(FitVerdict::kDoesNotFit, "does_not_fit"),
                 Pair(FitVerdict::kUnknown, "unknown")});
}

TEST(LimitKind, MirrorsTheContract) {
  ExpectMirrors(
      *v1::LimitKind_descriptor(), "LIMIT_KIND_",
      {Pair(LimitKind::kUnspecified, "unspecified"),
       Pair(LimitKind::kContextWindow, "context_window"),
       Pair(LimitKind::kInput, "input"), Pair(LimitKind::kOutput, "output"),
       Pair(LimitKind::kInputModality, "input_modality"),
       Pair(LimitKind::kOutputModality, "output_modality")});
}

TEST(ModelStatus, MirrorsTheContract) {
  ExpectMirrors(*v1::ModelStatus_descriptor(), "MODEL_STATUS_",
                {Pair(ModelStatus::kUnspecified, "unspecified"),
                 Pair(ModelStatus::kActive, "active"),
                 Pair(ModelStatus::kDeprecated, "deprecated"),
                 Pair(ModelStatus::kRetired, "retired"),
                 Pair(ModelStatus::kAnnounced, "announced"),
                 Pair(ModelStatus::kUnlisted, "unlisted")});
}

TEST(ResolutionRule, MirrorsTheContract) {
  ExpectMirrors(*v1::ResolutionRule_descriptor(), "RESOLUTION_RULE_",
                {Pair(ResolutionRule::kUnspecified, "unspecified"),
                 Pair(ResolutionRule::kExactId, "exact_id"),
                 Pair(ResolutionRule::kAlias, "alias"),
                 Pair(ResolutionRule::kSnapshot, "snapshot"),
                 Pair(ResolutionRule::kPattern, "pattern"),
                 Pair(ResolutionRule::kResourceName, "resource_name")});
}

TEST(ResolutionScope, MirrorsTheContract) {
  ExpectMirrors(*v1::ResolutionScope_descriptor(), "RESOLUTION_SCOPE_",
                {Pair(ResolutionScope::kUnspecified, "unspecified"),
                 Pair(ResolutionScope::kGivenProvider, "given_provider"),
                 Pair(ResolutionScope::kProviderPrefix, "provider_prefix"),
                 Pair(ResolutionScope::kHomeProviders, "home_providers"),
                 Pair(ResolutionScope::kOtherProviders, "other_providers")});
}

TEST(WarningCode, MirrorsTheContract) {
  using W = WarningCode;
  ExpectMirrors(*v1::WarningCode_descriptor(), "WARNING_CODE_",
                {Pair(W::kUnspecified, "unspecified"),
                 Pair(W::kModelDeprecated, "model_deprecated"),
                 Pair(W::kModelRetired, "model_retired"),
                 Pair(W::kBeforeRelease, "before_release"),
                 Pair(W::kOverlapAssumed, "overlap_assumed"),
                 Pair(W::kRateAssumed, "rate_assumed"),
                 Pair(W::kMetersUnpriced, "meters_unpriced"),
                 Pair(W::kFreeAllowanceIgnored, "free_allowance_ignored"),
                 Pair(W::kPriceStale, "price_stale"),
                 Pair(W::kPriceDateUncertain, "price_date_uncertain"),
                 Pair(W::kPriceBeforeVerified, "price_before_verified"),
                 Pair(W::kHolidaysUnknown, "holidays_unknown"),
                 Pair(W::kOutsideHome, "outside_home"),
                 Pair(W::kIncludedInPlan, "included_in_plan"),
                 Pair(W::kDailyWindow, "daily_window"),
                 Pair(W::kDoesNotFit, "does_not_fit"),
                 Pair(W::kPriceInexact, "price_inexact"),
                 Pair(W::kModelUnlisted, "model_unlisted"),
                 Pair(W::kRegionAssumed, "region_assumed"),
                 Pair(W::kUsageFieldUnknown, "usage_field_unknown"),
                 Pair(W::kTimeAssumed, "time_assumed")});
}

// Every field but `quantities`, by name: set alone, and to 0 too.
TEST(UsageField, MirrorsTheContract) {
  const google::protobuf::Descriptor& contract = *v1::Usage::descriptor();
  ASSERT_EQ(contract.field_count(), kUsageFieldCount + 1);
  for (int i = 0; i < kUsageFieldCount; ++i) {
    const auto field = static_cast<UsageField>(i);
    const auto* named = contract.FindFieldByName(std::string(NameOf(field)));
    ASSERT_NE(named, nullptr) << NameOf(field);
    for (const int64_t value : {int64_t{0}, int64_t{-5}, INT64_MAX}) {
      v1::Usage proto;
      proto.GetReflection()->SetInt64(&proto, named, value);
      const auto usage = UsageFromProto(proto);
      ASSERT_THAT(usage, IsOk());
      for (int j = 0; j < kUsageFieldCount; ++j) {
        const auto other = static_cast<UsageField>(j);
        EXPECT_EQ(usage->Has(other), i == j) << NameOf(other);
        EXPECT_EQ(usage->Get(other), i == j ? value : 0) << NameOf(other);
      }
    }
  }
}

TEST(UsageFromProto, KeepsQuantitiesInOrderAndSortsTheirParameters) {
  v1::Usage proto;
  v1::MeterQuantity* images = proto.add_quantities();
  images->set_meter(v1::METER_OUTPUT_IMAGES);
  images->set_quantity(3);
  for (const char* const key : {"size", "quality"}) {
    v1::MeterParameter* parameter = images->add_parameters();
    parameter->set_key(key);
    parameter->set_value("x");
  }
  proto.add_quantities()->set_meter(v1::METER_SESSIONS);
  const auto usage = UsageFromProto(proto);
  ASSERT_THAT(usage, IsOk());
  ASSERT_EQ(usage->quantities.size(), 2u);
  EXPECT_EQ(usage->quantities[0].meter, Meter::kOutputImages);
  EXPECT_EQ(usage->quantities[0].quantity, 3);
  EXPECT_EQ(usage->quantities[0].parameters,
            (Parameters{{"quality", "x"}, {"size", "x"}}));
  EXPECT_EQ(usage->quantities[1].meter, Meter::kSessions);
}

}  // namespace
}  // namespace ratecard
