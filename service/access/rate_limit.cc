#include "service/access/rate_limit.h"

#include <algorithm>
#include <limits>

namespace ratecard {
namespace {

constexpr double kNanosPerSecond = 1e9;
// How often buckets are looked through at most.
constexpr absl::Duration kSweepInterval = absl::Seconds(1);

}  // namespace

TokenBucket::TokenBucket(const RateLimit& limit)
    : interval_ns_(std::max<int64_t>(
          1, static_cast<int64_t>(
                 std::min(kNanosPerSecond / limit.calls_per_second, 1e15)))),
      depth_ns_(limit.burst >
                        std::numeric_limits<int64_t>::max() / 4 / interval_ns_
                    ? std::numeric_limits<int64_t>::max() / 4
                    : limit.burst * interval_ns_),
      full_ns_(std::numeric_limits<int64_t>::min()) {}

absl::Duration TokenBucket::Take(absl::Duration now) {
  const int64_t now_ns = absl::ToInt64Nanoseconds(now);
  int64_t full = full_ns_.load(std::memory_order_relaxed);
  while (true) {
    const int64_t next = std::max(full, now_ns) + interval_ns_;
    const int64_t missing = next - now_ns - depth_ns_;
    if (missing > 0) {
      return absl::Nanoseconds(missing);
    }
    if (full_ns_.compare_exchange_weak(full, next, std::memory_order_relaxed)) {
      return absl::ZeroDuration();
    }
  }
}

bool TokenBucket::Full(absl::Duration now) const {
  return full_ns_.load(std::memory_order_relaxed) <=
         absl::ToInt64Nanoseconds(now);
}

HostBuckets::HostBuckets(const RateLimit& limit, size_t most)
    : limit_(limit), most_(most), others_(limit) {}

absl::Duration HostBuckets::Take(absl::string_view host, absl::Duration now) {
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(host);
  if (found == buckets_.end()) {
    if (buckets_.size() >= most_ && now >= swept_ + kSweepInterval) {
      swept_ = now;
      absl::erase_if(buckets_, [now](const auto& entry) {
        return entry.second->Full(now);
      });
    }
    if (buckets_.size() >= most_) {
      return others_.Take(now);
    }
    found = buckets_.emplace(host, std::make_unique<TokenBucket>(limit_)).first;
  }
  return found->second->Take(now);
}

}  // namespace ratecard
