#include "service/api/warnings.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace ratecard {
namespace {

constexpr int64_t kSecondsPerDay = int64_t{24} * 60 * 60;

std::string ReplacedBy(const Model& model) {
  return model.replaced_by.empty()
             ? ""
             : absl::StrCat("; its provider names ", model.replaced_by);
}

// Of a time in seconds since 1970. Not by FormatTime, which takes longer than
// the rest of an estimate.
std::string Date(int64_t seconds) {
  const absl::CivilDay day = absl::CivilDay() + seconds / kSecondsPerDay;
  return absl::StrCat(absl::Dec(day.year(), absl::kZeroPad4), "-",
                      absl::Dec(day.month(), absl::kZeroPad2), "-",
                      absl::Dec(day.day(), absl::kZeroPad2));
}

std::string Text(WarningCode code, const Model& model) {
  const Lifecycle& lifecycle = model.lifecycle;
  switch (code) {
    case WarningCode::kModelDeprecated:
      return absl::StrCat("deprecated since ", Date(lifecycle.deprecated),
                          ReplacedBy(model));
    case WarningCode::kModelRetired:
      return absl::StrCat("retired on ", Date(lifecycle.retired),
                          ReplacedBy(model));
    case WarningCode::kBeforeRelease:
      return absl::StrCat("released only on ", Date(lifecycle.released));
    case WarningCode::kOverlapAssumed:
      return "which tokens of each modality are cached was not given; audio, "
             "image and video were taken as uncached first";
    case WarningCode::kRateAssumed:
      return "a meter has no published price of its own; the dearest related "
             "price was taken";
    case WarningCode::kMetersUnpriced:
      return "quantities without a published price are left out of the total";
    case WarningCode::kFreeAllowanceIgnored:
      return "the account may have some of it free; priced without";
    case WarningCode::kPriceStale:
      return "a price was last checked longer ago than the bound";
    case WarningCode::kPriceDateUncertain:
      return "the price changed between two sightings around this time; the "
             "earlier one was taken";
    case WarningCode::kPriceBeforeVerified:
      return "the price was first seen after this time";
    case WarningCode::kHolidaysUnknown:
      return "the holiday calendar does not reach this day; it was taken as no "
             "holiday";
    case WarningCode::kOutsideHome:
      return absl::StrCat("found only outside its maker's own provider, at ",
                          model.provider->id);
    case WarningCode::kIncludedInPlan:
      return "a subscription includes it: the usage itself costs nothing more";
    case WarningCode::kDailyWindow:
      return "the price varies over the day; the one at as_of was taken";
    case WarningCode::kDoesNotFit:
      return "the request does not fit the model's limits";
    case WarningCode::kPriceInexact:
      return "a unit price was rounded to nine decimals when it was imported";
    case WarningCode::kModelUnlisted:
      return absl::StrCat(
          "no price list has it any more, the last one had it on ",
          Date(lifecycle.unlisted - kSecondsPerDay));
    case WarningCode::kRegionAssumed:
      return "the region that the model's name says has no price of its own; "
             "the price without a region was taken";
    case WarningCode::kUsageFieldUnknown:
    case WarningCode::kTimeAssumed:
      return std::string(PayloadWarning(code));
    case WarningCode::kUnspecified:
      break;
  }
  return "";
}

}  // namespace

absl::string_view PayloadWarning(WarningCode code) {
  return code == WarningCode::kTimeAssumed
             ? "the payload does not say in seconds or RFC 3339 when it was "
               "made; the prices are those of now"
             : "no rule knows what some numbers of the usage count, and they "
               "are not in the price";
}

void AppendWarnings(WarningSet set, const Model& model,
                    google::protobuf::RepeatedPtrField<v1::Warning>* out) {
  if (set.empty()) {
    return;
  }
  for (int i = 1; i <= v1::WarningCode_MAX; ++i) {
    const auto code = static_cast<WarningCode>(i);
    if (set.Has(code)) {
      v1::Warning* warning = out->Add();
      warning->set_code(static_cast<v1::WarningCode>(i));
      warning->set_message(Text(code, model));
    }
  }
}

}  // namespace ratecard
