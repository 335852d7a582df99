// The prices of a provider's models, read from a snapshot.

#ifndef RATECARD_SERVICE_CATALOG_PROVIDER_PRICES_H_
#define RATECARD_SERVICE_CATALOG_PROVIDER_PRICES_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/lazy_price_book.h"
#include "service/pricing/daily_window.h"
#include "service/pricing/price_book.h"

namespace ratecard {

// Immutable; thread-safe.
class ProviderPrices : public PriceReader {
 public:
  // Keeps no reference to `provider`.
  //
  // Errors: INVALID_ARGUMENT INVALID_CATALOG or of ParseCatalogDate for a
  // provider that could not have passed validation. Safe for any content.
  static absl::StatusOr<std::unique_ptr<const ProviderPrices>> Make(
      const v1::Provider& provider);

  // Of PackedModel::prices.
  PriceBook Read(absl::string_view packed) const override;

  // Errors: INVALID_ARGUMENT INVALID_CATALOG for schedules that are not written
  // out or could not have passed validation. Safe for any content.
  absl::StatusOr<PriceBook> BookOf(const v1::Model& model) const;

 private:
  ProviderPrices() = default;

  absl::Status AddCalendar(const v1::HolidayCalendar& calendar);
  absl::StatusOr<uint16_t> SourceOf(const v1::Rate& rate,
                                    const v1::PriceSchedule& schedule) const;
  // All but the period.
  absl::Status BuildSchedule(const v1::PriceSchedule& proto,
                             PriceSchedule* schedule) const;
  absl::Status AddWindow(const v1::DailyWindow& proto,
                         PriceSchedule* schedule) const;

  absl::flat_hash_map<std::string, uint16_t> sources_;  // places, by id
  absl::flat_hash_map<std::string, std::shared_ptr<const HolidayCalendar>>
      calendars_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_PROVIDER_PRICES_H_
