// Counters about subjects that appear in the course of time, such as models.
//
//   SubjectCounters counters(
//       {"provider", "model"},
//       {{{"estimates_total", "Estimates.", {"outcome"}}}}, 10'000);
//   counters.Add({"openai", "gpt-5.2"}, {{0, {"ok"}, 1}});

#ifndef RATECARD_SERVICE_METRICS_SUBJECT_COUNTERS_H_
#define RATECARD_SERVICE_METRICS_SUBJECT_COUNTERS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "prometheus/collectable.h"
#include "service/metrics/cells.h"
#include "service/metrics/families.h"

namespace ratecard {

// Several families of counters whose series all begin with the two labels of a
// subject and have up to two more. Sums are exact integers. Series appear with
// their first increment and never go away. Thread-safe: a thread takes one lock
// of its own for each Add, which only a scrape contends for.
class SubjectCounters : public prometheus::Collectable {
 public:
  // Values of the subject's labels.
  using Subject = std::pair<absl::string_view, absl::string_view>;

  // At most two labels, besides the subject's. The value that is exposed is the
  // sum divided by `denominator`.
  struct Family {
    FamilyInfo info;
    int64_t denominator = 1;
  };

  struct Increment {
    size_t family = 0;
    std::array<absl::string_view, 2> labels;
    absl::int128 amount = 1;
  };

  // Once there are `max_series` series, in all families together, what would
  // need a further one is counted for the subject `other`, `other`.
  SubjectCounters(const std::array<std::string, 2>& subject_labels,
                  std::vector<Family> families, size_t max_series);
  ~SubjectCounters() override;

  void Add(const Subject& subject, absl::Span<const Increment> increments);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  using Key =
      std::tuple<size_t, std::string, std::string, std::string, std::string>;

  // A series as a shard knows it. Views are into the key of the series.
  struct Entry {
    std::array<absl::string_view, 2> labels;
    size_t series = 0;
  };
  struct SubjectHash {
    using is_transparent = void;
    // Few subjects differ in their first label alone: not worth hashing it.
    size_t operator()(const Subject& subject) const {
      return absl::HashOf(subject.second);
    }
  };
  struct SubjectEqual {
    using is_transparent = void;
    bool operator()(const Subject& a, const Subject& b) const { return a == b; }
  };
  // The series of a subject by family.
  using Row = std::vector<std::vector<Entry>>;

  struct alignas(64) Shard {
    // Uncontended, a fourth of the time of absl::Mutex.
    mutable std::mutex mutex;
    // Both guarded by `mutex`. Sums are by series.
    absl::flat_hash_map<std::pair<std::string, std::string>, Row, SubjectHash,
                        SubjectEqual>
        rows;
    std::vector<absl::int128> sums;
  };

  Row& FindRow(Shard& shard, const Subject& subject);
  size_t FindSeries(Row& row, const Subject& subject,
                    const Increment& increment);
  Entry Intern(const Subject& subject, const Increment& increment);
  std::vector<absl::int128> Totals(size_t series) const;

  const std::vector<Family> families_;
  const size_t max_series_;
  std::array<Shard, kThreadSlots> shards_;

  mutable absl::Mutex mutex_;
  // The number of each series, and its key by number. A key stays in place.
  absl::flat_hash_map<Key, size_t> numbers_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<const Key>> keys_ ABSL_GUARDED_BY(mutex_);
  size_t capped_series_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_SUBJECT_COUNTERS_H_
