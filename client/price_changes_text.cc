#include "client/price_changes_text.h"

#include "absl/strings/str_cat.h"
#include "client/format.h"
#include "client/price_change_text.h"
#include "client/price_history_text.h"
#include "client/table.h"
#include "service/api/convert.h"
#include "service/catalog/diff/price_diff.h"
#include "service/catalog/period.h"

namespace ratecard {
namespace {

PriceChange ChangeFromProto(const v1::PriceChange& proto) {
  PriceChange change;
  change.where.set_service_tier(proto.service_tier());
  change.where.set_region(proto.region());
  *change.where.mutable_daily_windows() = proto.daily_windows();
  change.presence = proto.previous_schedule_id().empty() ? Presence::kAdded
                    : proto.schedule_id().empty()        ? Presence::kRemoved
                                                         : Presence::kBoth;
  for (const v1::RateChange& rate : proto.rate_changes()) {
    RateChange& added = change.rates.emplace_back();
    if (rate.has_old_rate()) {
      added.before = rate.old_rate();
    }
    if (rate.has_new_rate()) {
      added.after = rate.new_rate();
    }
  }
  return change;
}

}  // namespace

std::string ChangeText(const v1::PriceChange& change) {
  return absl::StrCat(
      PriceChangeText(ChangeFromProto(change), change.currency_code(),
                      change.currency_code(), Percentages::kShown),
      change.rate_changes().empty() ? "prices stay what they were" : "",
      change.windows_end() ? "; these hours end" : "");
}

std::string PriceChangesText(
    const google::protobuf::RepeatedPtrField<v1::PriceChange>& changes,
    absl::Time now, const Style& style) {
  Table table({{"FROM"}, {"START"}, {"MODEL"}, {"CHANGE", Align::kLeft, true}});
  for (const v1::PriceChange& change : changes) {
    const absl::Time time = change.has_change_time()
                                ? FromProto(change.change_time())
                                : absl::InfinitePast();
    table.AddRow({time == absl::InfinitePast() ? "" : FormatCatalogTime(time),
                  BasisText(change.basis(), time, now),
                  ModelName(change.model()), ChangeText(change)});
  }
  return table.empty() ? "" : table.Render(style);
}

}  // namespace ratecard
