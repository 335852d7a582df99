#include "service/api/warnings.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace ratecard {
namespace {

constexpr int64_t kSecondsPerDay = int64_t{24} * 60 * 60;
constexpr int64_t kMostDaysOfAYear = 366;

// `2026-02-13`.
class DateText {
 public:
  // Of a time in seconds since 1970. Not by FormatTime, which takes longer than
  // the rest of an estimate.
  explicit DateText(int64_t seconds) {
    const int64_t days = seconds / kSecondsPerDay;
    // Added to a day close by, as it takes a step for each year.
    const absl::CivilDay epoch;
    const absl::CivilDay close(epoch.year() + days / kMostDaysOfAYear, 1, 1);
    const absl::CivilDay day = close + (days - (close - epoch));
    Put(day.year(), 0, 4);
    Put(day.month(), 5, 7);
    Put(day.day(), 8, 10);
  }

  absl::string_view view() const { return {text_.data(), text_.size()}; }

 private:
  void Put(int64_t number, size_t first, size_t end) {
    for (size_t i = end; i > first; number /= 10) {
      text_[--i] = static_cast<char>('0' + number % 10);
    }
  }

  std::array<char, 10> text_ = {'0', '0', '0', '0', '-',
                                '0', '0', '-', '0', '0'};
};

void AppendReplaced(absl::string_view since, int64_t seconds,
                    const Model& model, std::string* out) {
  absl::StrAppend(out, since, DateText(seconds).view(),
                  model.replaced_by.empty() ? "" : "; its provider names ",
                  model.replaced_by);
}

void AppendText(WarningCode code, const Model& model, std::string* out) {
  const Lifecycle& lifecycle = model.lifecycle;
  switch (code) {
    case WarningCode::kModelDeprecated:
      return AppendReplaced("deprecated since ", lifecycle.deprecated, model,
                            out);
    case WarningCode::kModelRetired:
      return AppendReplaced("retired on ", lifecycle.retired, model, out);
    case WarningCode::kBeforeRelease:
      return absl::StrAppend(out, "released only on ",
                             DateText(lifecycle.released).view());
    case WarningCode::kOutsideHome:
      return absl::StrAppend(out,
                             "found only outside its maker's own provider, at ",
                             model.provider->id);
    case WarningCode::kModelUnlisted:
      return absl::StrAppend(
          out, "no price list has it any more, the last one had it on ",
          DateText(lifecycle.unlisted - kSecondsPerDay).view());
    case WarningCode::kOverlapAssumed:
      return absl::StrAppend(
          out,
          "which tokens of each modality are cached was not given; audio, "
          "image and video were taken as uncached first");
    case WarningCode::kRateAssumed:
      return absl::StrAppend(
          out,
          "a meter has no published price of its own; the dearest related "
          "price was taken");
    case WarningCode::kMetersUnpriced:
      return absl::StrAppend(
          out,
          "quantities without a published price are left out of the total");
    case WarningCode::kFreeAllowanceIgnored:
      return absl::StrAppend(
          out, "the account may have some of it free; priced without");
    case WarningCode::kPriceStale:
      return absl::StrAppend(
          out, "a price was last checked longer ago than the bound");
    case WarningCode::kPriceDateUncertain:
      return absl::StrAppend(
          out,
          "the price changed between two sightings around this time; the "
          "earlier one was taken");
    case WarningCode::kPriceBeforeVerified:
      return absl::StrAppend(out, "the price was first seen after this time");
    case WarningCode::kHolidaysUnknown:
      return absl::StrAppend(
          out,
          "the holiday calendar does not reach this day; it was taken as no "
          "holiday");
    case WarningCode::kIncludedInPlan:
      return absl::StrAppend(
          out,
          "a subscription includes it: the usage itself costs nothing more");
    case WarningCode::kDailyWindow:
      return absl::StrAppend(
          out, "the price varies over the day; the one at as_of was taken");
    case WarningCode::kDoesNotFit:
      return absl::StrAppend(out,
                             "the request does not fit the model's limits");
    case WarningCode::kPriceInexact:
      return absl::StrAppend(
          out,
          "a unit price was rounded to nine decimals when it was imported");
    case WarningCode::kRegionAssumed:
      return absl::StrAppend(
          out,
          "the region that the model's name says has no price of its own; "
          "the price without a region was taken");
    case WarningCode::kUsageFieldUnknown:
    case WarningCode::kTimeAssumed:
      return absl::StrAppend(out, PayloadWarning(code));
    case WarningCode::kUnspecified:
      break;
  }
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
      AppendText(code, model, warning->mutable_message());
    }
  }
}

}  // namespace ratecard
