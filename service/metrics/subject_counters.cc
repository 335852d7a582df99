#include "service/metrics/subject_counters.h"

#include <algorithm>
#include <cassert>

namespace ratecard {
namespace {

constexpr char kOther[] = "other";

// The one place where an exact sum becomes a double.
double Exposed(absl::int128 sum, int64_t denominator) {
  return static_cast<double>(sum / denominator) +
         static_cast<double>(sum % denominator) /
             static_cast<double>(denominator);
}

std::vector<SubjectCounters::Family> WithSubjectLabels(
    const std::array<std::string, 2>& subject_labels,
    std::vector<SubjectCounters::Family> families) {
  for (SubjectCounters::Family& family : families) {
    assert(family.info.labels.size() <= 2);
    family.info.labels.insert(family.info.labels.begin(),
                              subject_labels.begin(), subject_labels.end());
  }
  return families;
}

}  // namespace

SubjectCounters::SubjectCounters(
    const std::array<std::string, 2>& subject_labels,
    std::vector<Family> families, size_t max_series)
    : families_(WithSubjectLabels(subject_labels, std::move(families))),
      max_series_(max_series) {}

SubjectCounters::~SubjectCounters() = default;

void SubjectCounters::Add(const Subject& subject,
                          absl::Span<const Increment> increments) {
  Shard& shard = shards_[ThreadSlot()];
  const std::lock_guard<std::mutex> lock(shard.mutex);
  Row& row = FindRow(shard, subject);
  for (const Increment& increment : increments) {
    const size_t series = FindSeries(row, subject, increment);
    if (series >= shard.sums.size()) {
      shard.sums.resize(series + 1);
    }
    shard.sums[series] += increment.amount;
  }
}

SubjectCounters::Row& SubjectCounters::FindRow(Shard& shard,
                                               const Subject& subject) {
  const auto found = shard.rows.find(subject);
  if (found != shard.rows.end()) {
    return found->second;
  }
  return shard.rows
      .try_emplace({std::string(subject.first), std::string(subject.second)},
                   families_.size())
      .first->second;
}

size_t SubjectCounters::FindSeries(Row& row, const Subject& subject,
                                   const Increment& increment) {
  std::vector<Entry>& entries = row[increment.family];
  for (const Entry& entry : entries) {
    if (entry.labels == increment.labels) {
      return entry.series;
    }
  }
  entries.push_back(Intern(subject, increment));
  return entries.back().series;
}

SubjectCounters::Entry SubjectCounters::Intern(const Subject& subject,
                                               const Increment& increment) {
  Key key(increment.family, subject.first, subject.second, increment.labels[0],
          increment.labels[1]);
  absl::MutexLock lock(&mutex_);
  auto found = numbers_.find(key);
  if (found == numbers_.end()) {
    if (capped_series_ < max_series_) {
      ++capped_series_;
    } else {
      std::get<1>(key) = kOther;
      std::get<2>(key) = kOther;
    }
    const auto [added, is_new] = numbers_.try_emplace(key, keys_.size());
    if (is_new) {
      keys_.push_back(std::make_unique<const Key>(std::move(key)));
    }
    found = added;
  }
  const Key& kept = *keys_[found->second];
  return {{std::get<3>(kept), std::get<4>(kept)}, found->second};
}

std::vector<absl::int128> SubjectCounters::Totals(size_t series) const {
  std::vector<absl::int128> totals(series);
  for (const Shard& shard : shards_) {
    const std::lock_guard<std::mutex> lock(shard.mutex);
    for (size_t i = 0; i < std::min(series, shard.sums.size()); ++i) {
      totals[i] += shard.sums[i];
    }
  }
  return totals;
}

std::vector<prometheus::MetricFamily> SubjectCounters::Collect() const {
  std::vector<const Key*> keys;
  {
    absl::MutexLock lock(&mutex_);
    keys.reserve(keys_.size());
    for (const std::unique_ptr<const Key>& key : keys_) {
      keys.push_back(key.get());
    }
  }
  const std::vector<absl::int128> totals = Totals(keys.size());

  std::vector<prometheus::MetricFamily> result;
  for (const Family& family : families_) {
    result.push_back(MakeFamily(family.info, prometheus::MetricType::Counter));
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto& [number, first, second, third, fourth] = *keys[i];
    const Family& family = families_[number];
    LabelValues values = {first, second, third, fourth};
    values.resize(family.info.labels.size());
    AddSeries(family.info, values, &result[number]).counter.value =
        Exposed(totals[i], family.denominator);
  }
  return result;
}

}  // namespace ratecard
