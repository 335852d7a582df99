// How often a caller may call: token buckets.

#ifndef RATECARD_SERVICE_ACCESS_RATE_LIMIT_H_
#define RATECARD_SERVICE_ACCESS_RATE_LIMIT_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace ratecard {

struct RateLimit {
  double calls_per_second = 0;  // above 0, at most a billion
  int64_t burst = 1;            // calls that may come at once; at least 1

  bool operator==(const RateLimit& other) const {
    return calls_per_second == other.calls_per_second && burst == other.burst;
  }
};

// A bucket of `burst` tokens, full at first, into which `calls_per_second`
// flow. Thread-safe, without locks.
class TokenBucket {
 public:
  explicit TokenBucket(const RateLimit& limit);

  // Takes a token. Returns 0 if there was one, else after how long there will
  // be. `now` is of a clock that never goes back.
  absl::Duration Take(absl::Duration now);

  // Whether nothing was taken lately: a new bucket would be no fuller.
  bool Full(absl::Duration now) const;

 private:
  const int64_t interval_ns_;  // between two tokens
  const int64_t depth_ns_;     // of `burst` tokens
  // When the bucket will be full.
  std::atomic<int64_t> full_ns_;
};

// A bucket for each host that calls. Those that are full are forgotten; if more
// than `most` are in use, further hosts share one. Thread-safe.
class HostBuckets {
 public:
  explicit HostBuckets(const RateLimit& limit, size_t most = 65'536);

  const RateLimit& limit() const { return limit_; }

  // As TokenBucket::Take.
  absl::Duration Take(absl::string_view host, absl::Duration now);

 private:
  const RateLimit limit_;
  const size_t most_;
  std::mutex mutex_;  // guards what follows
  absl::flat_hash_map<std::string, std::unique_ptr<TokenBucket>> buckets_;
  TokenBucket others_;
  absl::Duration swept_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ACCESS_RATE_LIMIT_H_
