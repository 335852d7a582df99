// What comparisons look at of all models, side by side.

#ifndef RATECARD_SERVICE_COMPARE_TABLE_H_
#define RATECARD_SERVICE_COMPARE_TABLE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/catalog/catalog.h"
#include "service/compare/dictionary.h"
#include "service/compare/price_columns.h"
#include "service/compare/score.h"
#include "service/fit/fit.h"

namespace ratecard {

// Of one model. Small, as a comparison reads those of all models: a Model takes
// five times as much. Numbers are those of the table's dictionaries.
struct ComparisonRow {
  static constexpr int32_t kUnknownDay = INT32_MIN;

  Limits limits;
  Lifecycle lifecycle;
  uint32_t capabilities = 0;  // as Model::capabilities
  uint32_t maker = 0;
  uint32_t base_model = 0;
  uint32_t license = 0;
  int32_t knowledge_cutoff = kUnknownDay;  // days since 1970
  uint16_t provider = 0;                   // place among the catalog's
  uint16_t currency = 0;
  bool plan_only = false;
};

// Immutable but for what it keeps of prices; thread-safe. Refers to the
// catalog, which must outlive its use.
class ComparisonTable {
 public:
  // Takes some microseconds for each model. Errors: DATA_LOSS INVALID_SNAPSHOT,
  // as ReadFacts.
  static absl::StatusOr<ComparisonTable> Make(const Catalog& catalog);

  // By Model::index.
  absl::Span<const Model> models() const { return models_; }
  absl::Span<const ComparisonRow> rows() const { return rows_; }

  const Dictionary& makers() const { return makers_; }
  const Dictionary& base_models() const { return base_models_; }
  const Dictionary& licenses() const { return licenses_; }
  const Dictionary& currencies() const { return currencies_; }
  const Dictionary& regions() const { return regions_; }  // of any provider
  const Dictionary& benchmarks() const { return benchmarks_; }

  PriceColumnsCache& prices() const { return *prices_; }

  // Requires a number of `benchmarks`.
  const BenchmarkScores& ScoresOf(uint32_t benchmark) const {
    return scores_[benchmark - 1];
  }

 private:
  ComparisonTable() = default;

  absl::Span<const Model> models_;
  std::unique_ptr<PriceColumnsCache> prices_;
  std::vector<ComparisonRow> rows_;
  Dictionary makers_;
  Dictionary base_models_;
  Dictionary licenses_;
  Dictionary currencies_;
  Dictionary regions_;
  Dictionary benchmarks_;
  std::vector<BenchmarkScores> scores_;  // by number - 1
};

// The tables of the last two catalogs: the one in use, and the next.
// Thread-safe.
class ComparisonTables {
 public:
  using Table = std::shared_ptr<const ComparisonTable>;

  // Makes the table of a catalog that is not in use yet; calls of Of do not
  // wait for it. Errors: those of ComparisonTable::Make.
  absl::StatusOr<Table> Prepare(const std::shared_ptr<const Catalog>& catalog);

  // The same of one in use. Those who ask while it is made wait for it.
  absl::StatusOr<Table> Of(const std::shared_ptr<const Catalog>& catalog);

 private:
  struct Kept {
    // Does not keep a catalog that nobody else needs.
    std::weak_ptr<const Catalog> catalog;
    Table table;
  };

  // These require `mutex_`. Null: it is not kept.
  Table Find(const std::shared_ptr<const Catalog>& catalog) const;
  void Keep(const std::shared_ptr<const Catalog>& catalog, Table table);

  std::mutex mutex_;
  Kept last_;    // guarded by it
  Kept before_;  // guarded by it
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_TABLE_H_
