// Who calls, and what they may.

#ifndef RATECARD_SERVICE_ACCESS_ACCESS_H_
#define RATECARD_SERVICE_ACCESS_ACCESS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/access/rate_limit.h"
#include "service/access/role.h"
#include "service/access/token.h"

namespace ratecard {

struct CallerToken {
  std::string id;
  SaltedHash hash;
  absl::Time expire_time = absl::InfiniteFuture();
};

// A caller as it is configured.
struct CallerSpec {
  std::string name;
  std::vector<Role> roles;
  // Subject alternative names of its certificates: URIs and DNS names.
  std::vector<std::string> certificate_names;
  std::vector<CallerToken> tokens;
  std::optional<RateLimit> rate_limit;
};

struct AccessSpec {
  // No two have a name, a name of a certificate or the id of a token in common.
  std::vector<CallerSpec> callers;
  // Of callers that have none of their own and, if there are no callers, of
  // each host.
  std::optional<RateLimit> rate_limit;
};

// Why a call is refused. Spelt as the label `reason`.
enum class Refusal {
  kNoCredentials,
  kMalformedToken,
  kUnknownToken,
  kExpiredToken,
  kUnknownCertificate,
  kRoleMissing,
  kRateLimited,
};
inline constexpr size_t kRefusals =
    static_cast<size_t>(Refusal::kRateLimited) + 1;
absl::string_view NameOf(Refusal refusal);

// What a call brings to say who makes it.
struct Credentials {
  std::optional<absl::string_view> authorization;  // the header
  std::vector<absl::string_view> certificate_names;
  absl::string_view host;  // where it comes from, without port
};

// A caller in use: thread-safe.
struct KnownCaller {
  explicit KnownCaller(CallerSpec made) : spec(std::move(made)) {}

  const CallerSpec spec;
  unsigned roles = 0;                   // bit of each
  std::shared_ptr<TokenBucket> bucket;  // null: as often as it likes
  // Calls that were let in; of its name, as long as each configuration had it.
  std::shared_ptr<std::atomic<int64_t>> admitted;
};

// The callers of one configuration.
class AccessPolicy;

// Lets calls in or refuses them. Without callers, everyone may do everything.
// Thread-safe.
class Access {
 public:
  // A call that was let in, or refused.
  struct Decision {
    absl::Status status;
    // Null if nobody is known, or if there are no callers. Lives as long as
    // `policy`.
    const KnownCaller* caller = nullptr;
    std::shared_ptr<const AccessPolicy> policy;
    // When what the call brought stops to hold.
    absl::Time end = absl::InfiniteFuture();
  };

  explicit Access(const AccessSpec& spec);

  // Takes `spec` from the next call on. Callers whose rate stays keep what they
  // have left of it, and callers keep their counts.
  void Replace(const AccessSpec& spec);

  // Whether Decide may refuse. If not, there is no need to ask.
  bool Guarded() const { return guarded_.load(std::memory_order_relaxed); }

  // Whether there are callers, and others are kept out.
  bool HasCallers() const;

  // Lets a call in that needs `role`. `now` is the time, `clock` one that never
  // goes back.
  //
  // Errors: UNAUTHENTICATED CREDENTIALS_REQUIRED, TOKEN_MALFORMED,
  // TOKEN_UNKNOWN, TOKEN_EXPIRED, CERTIFICATE_UNKNOWN; PERMISSION_DENIED
  // ROLE_REQUIRED, `role` and `caller` attached; RESOURCE_EXHAUSTED
  // RATE_LIMITED, with the time after which to try again. Messages never hold
  // what was given as a token.
  Decision Decide(Role role, const Credentials& credentials, absl::Time now,
                  absl::Duration clock);

  // Whether a call that was let in may go on without being asked again who
  // makes it: neither is its token at its end, nor are there other callers
  // since.
  bool Holds(const Decision& decision, absl::Time now) const;

  // As Decide, for a call that was let in already: it is not counted again.
  Decision Authorize(Role role, const Credentials& credentials, absl::Time now);

  // Counts one more message of a call that was let in. Errors: RATE_LIMITED.
  absl::Status Charge(const Decision& decision, absl::string_view host,
                      absl::Duration clock);

  // How often calls were refused for that.
  int64_t refused(Refusal refusal) const {
    return refused_[static_cast<size_t>(refusal)].load(
        std::memory_order_relaxed);
  }
  std::shared_ptr<const AccessPolicy> Current() const;

 private:
  absl::Status Refuse(Refusal refusal, absl::Status status);
  absl::Status Refuse(Refusal refusal, absl::string_view reason,
                      absl::string_view message);
  absl::Status TakeFrom(TokenBucket* bucket, HostBuckets* hosts,
                        absl::string_view host, absl::Duration clock);
  absl::Status Identify(const AccessPolicy& policy,
                        const Credentials& credentials, absl::Time now,
                        Decision* decision);

  std::atomic<bool> guarded_ = false;
  mutable std::mutex mutex_;  // guards policy_
  std::shared_ptr<const AccessPolicy> policy_;
  std::array<std::atomic<int64_t>, kRefusals> refused_{};
};

class AccessPolicy {
 public:
  // `before` may be null.
  AccessPolicy(const AccessSpec& spec, const AccessPolicy* before);

  const std::vector<std::shared_ptr<const KnownCaller>>& callers() const {
    return callers_;
  }
  // Null if there is none.
  const KnownCaller* ByToken(absl::string_view id,
                             const CallerToken** token) const;
  const KnownCaller* ByCertificateName(absl::string_view name) const;
  // Null: hosts call as often as they like.
  HostBuckets* hosts() const { return hosts_.get(); }

 private:
  struct TokenOf {
    const KnownCaller* caller;
    const CallerToken* token;
  };

  std::vector<std::shared_ptr<const KnownCaller>> callers_;
  absl::flat_hash_map<std::string, TokenOf> tokens_;
  absl::flat_hash_map<std::string, const KnownCaller*> certificate_names_;
  std::shared_ptr<HostBuckets> hosts_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ACCESS_ACCESS_H_
