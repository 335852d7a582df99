// Plain prices of all models, side by side.
//
// Most models bill a token at one price, whatever the request. Where a
// comparison needs only such prices, it multiplies and adds; what is not plain
// is left to TotalOfCells.

#ifndef RATECARD_SERVICE_COMPARE_PRICE_COLUMNS_H_
#define RATECARD_SERVICE_COMPARE_PRICE_COLUMNS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"
#include "service/compare/job.h"
#include "service/pricing/meter.h"
#include "service/pricing/price_book.h"

namespace ratecard {

// By Model::index: nanos per million tokens, or kNotPlain.
using PriceColumn = std::vector<int64_t>;
inline constexpr int64_t kNotPlain = -1;

// What a usage costs on models where all of its prices are plain.
class PlainCosts {
 public:
  // False if the model is to be asked itself.
  bool CostOf(uint32_t model, ExactAmount* amount) const {
    absl::int128 sum = 0;
    for (const Factor& factor : factors_) {
      const int64_t price = (*factor.prices)[model];
      if (price == kNotPlain) {
        return false;
      }
      sum += absl::int128(price) * factor.tokens;
    }
    *amount = ExactAmount(sum * InfoOf(Meter::kInput).multiplier);
    return !factors_.empty();
  }

 private:
  friend class PriceColumns;
  struct Factor {
    std::shared_ptr<const PriceColumn> prices;
    int64_t tokens = 0;
  };
  std::vector<Factor> factors_;
};

// Global prices in one service tier while no schedule of it begins or ends.
// Thread-safe; columns are made when they are first asked for, in about a
// millisecond.
class PriceColumns {
 public:
  // `models` are all those of a catalog, which must outlive this.
  PriceColumns(absl::Span<const Model> models, absl::string_view service_tier,
               absl::Time as_of);

  bool Hold(absl::string_view service_tier, absl::Time as_of) const {
    return service_tier_ == service_tier && from_ <= as_of && as_of < until_;
  }

  // Of tokens alone: without any for what counts something else, too.
  PlainCosts CostsOf(const Job& job);

 private:
  std::shared_ptr<const PriceColumn> ColumnOf(Meter meter);

  // Null: no schedule that holds all day, or one with fees.
  std::vector<const PriceSchedule*> schedules_;  // by Model::index
  std::string service_tier_;
  absl::Time from_ = absl::InfinitePast();
  absl::Time until_ = absl::InfiniteFuture();
  std::mutex mutex_;
  // Guarded by it; by meter. Null: not made.
  std::array<std::shared_ptr<const PriceColumn>,
             static_cast<size_t>(Meter::kVideoOutput) + 1>
      columns_;
};

// Those that were asked for last. Thread-safe.
class PriceColumnsCache {
 public:
  // `models` are all those of a catalog, which must outlive this.
  explicit PriceColumnsCache(absl::Span<const Model> models)
      : models_(models) {}

  // Makes them where none hold, in about a millisecond once prices were read.
  std::shared_ptr<PriceColumns> For(absl::string_view service_tier,
                                    absl::Time as_of);

 private:
  static constexpr size_t kKept = 4;

  absl::Span<const Model> models_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<PriceColumns>> kept_;  // guarded; latest last
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_PRICE_COLUMNS_H_
