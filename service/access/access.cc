#include "service/access/access.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

unsigned Bit(Role role) { return 1U << static_cast<unsigned>(role); }

// RFC 6750: `Bearer` and one token. Empty if it is not that.
absl::string_view TokenOf(absl::string_view authorization) {
  constexpr absl::string_view kScheme = "Bearer ";
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) {
    return "";
  }
  authorization.remove_prefix(kScheme.size());
  return absl::StripPrefix(authorization, " ");
}

}  // namespace

absl::string_view NameOf(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNoCredentials:
      return "no_credentials";
    case Refusal::kMalformedToken:
      return "malformed_token";
    case Refusal::kUnknownToken:
      return "unknown_token";
    case Refusal::kExpiredToken:
      return "expired_token";
    case Refusal::kUnknownCertificate:
      return "unknown_certificate";
    case Refusal::kRoleMissing:
      return "role_missing";
    case Refusal::kRateLimited:
      return "rate_limited";
  }
  return "";
}

AccessPolicy::AccessPolicy(const AccessSpec& spec, const AccessPolicy* before) {
  absl::flat_hash_map<absl::string_view, const KnownCaller*> known;
  if (before != nullptr) {
    for (const auto& caller : before->callers_) {
      known.insert({caller->spec.name, caller.get()});
    }
  }
  for (const CallerSpec& configured : spec.callers) {
    CallerSpec own = configured;
    if (!own.rate_limit.has_value()) {
      own.rate_limit = spec.rate_limit;
    }
    const auto caller = std::make_shared<KnownCaller>(std::move(own));
    for (const Role role : caller->spec.roles) {
      caller->roles |= Bit(role);
    }
    const auto found = known.find(caller->spec.name);
    const KnownCaller* const same =
        found == known.end() ? nullptr : found->second;
    caller->admitted = same != nullptr
                           ? same->admitted
                           : std::make_shared<std::atomic<int64_t>>(0);
    if (caller->spec.rate_limit.has_value()) {
      caller->bucket =
          same != nullptr && same->spec.rate_limit == caller->spec.rate_limit
              ? same->bucket
              : std::make_shared<TokenBucket>(*caller->spec.rate_limit);
    }
    for (const CallerToken& token : caller->spec.tokens) {
      tokens_.insert({token.id, {caller.get(), &token}});
    }
    for (const std::string& name : caller->spec.certificate_names) {
      certificate_names_.insert({name, caller.get()});
    }
    callers_.push_back(caller);
  }
  if (callers_.empty() && spec.rate_limit.has_value()) {
    const bool same = before != nullptr && before->hosts_ != nullptr &&
                      before->hosts_->limit() == *spec.rate_limit;
    hosts_ =
        same ? before->hosts_ : std::make_shared<HostBuckets>(*spec.rate_limit);
  }
}

const KnownCaller* AccessPolicy::ByToken(absl::string_view id,
                                         const CallerToken** token) const {
  const auto found = tokens_.find(id);
  if (found == tokens_.end()) {
    return nullptr;
  }
  *token = found->second.token;
  return found->second.caller;
}

const KnownCaller* AccessPolicy::ByCertificateName(
    absl::string_view name) const {
  const auto found = certificate_names_.find(name);
  return found == certificate_names_.end() ? nullptr : found->second;
}

Access::Access(const AccessSpec& spec) { Replace(spec); }

void Access::Replace(const AccessSpec& spec) {
  auto next = std::make_shared<const AccessPolicy>(spec, Current().get());
  guarded_ = !next->callers().empty() || next->hosts() != nullptr;
  const std::lock_guard lock(mutex_);
  policy_ = std::move(next);
}

std::shared_ptr<const AccessPolicy> Access::Current() const {
  const std::lock_guard lock(mutex_);
  return policy_;
}

bool Access::HasCallers() const { return !Current()->callers().empty(); }

absl::Status Access::Refuse(Refusal refusal, absl::Status status) {
  refused_[static_cast<size_t>(refusal)].fetch_add(1,
                                                   std::memory_order_relaxed);
  return status;
}

absl::Status Access::Refuse(Refusal refusal, absl::string_view reason,
                            absl::string_view message) {
  return Refuse(refusal,
                Error(absl::StatusCode::kUnauthenticated, reason, message));
}

absl::Status Access::Identify(const AccessPolicy& policy,
                              const Credentials& credentials, absl::Time now,
                              Decision* decision) {
  if (credentials.authorization.has_value()) {
    const absl::string_view token = TokenOf(*credentials.authorization);
    const absl::string_view id = TokenIdOf(token);
    if (id.empty()) {
      return Refuse(Refusal::kMalformedToken, "TOKEN_MALFORMED",
                    "the header `authorization` must be `Bearer rct_…`, a "
                    "token of this server's operator, whole");
    }
    const CallerToken* known = nullptr;
    const KnownCaller* const found = policy.ByToken(id, &known);
    if (found == nullptr || !known->hash.Matches(token)) {
      return Refuse(Refusal::kUnknownToken, "TOKEN_UNKNOWN",
                    "the token is none of this server's; it may have been "
                    "withdrawn");
    }
    decision->caller = found;
    decision->end = known->expire_time;
    if (known->expire_time <= now) {
      return Refuse(
          Refusal::kExpiredToken, "TOKEN_EXPIRED",
          absl::StrCat("the token expired at ",
                       absl::FormatTime(absl::RFC3339_sec, known->expire_time,
                                        absl::UTCTimeZone())));
    }
    return absl::OkStatus();
  }
  for (const absl::string_view name : credentials.certificate_names) {
    decision->caller = policy.ByCertificateName(name);
    if (decision->caller != nullptr) {
      return absl::OkStatus();
    }
  }
  return credentials.certificate_names.empty()
             ? Refuse(Refusal::kNoCredentials, "CREDENTIALS_REQUIRED",
                      "this server answers callers that it knows: send the "
                      "header `authorization: Bearer rct_…`, or a certificate")
             : Refuse(Refusal::kUnknownCertificate, "CERTIFICATE_UNKNOWN",
                      "no name of the certificate is that of a caller");
}

absl::Status Access::TakeFrom(TokenBucket* bucket, HostBuckets* hosts,
                              absl::string_view host, absl::Duration clock) {
  absl::Duration wait;
  if (bucket != nullptr) {
    wait = bucket->Take(clock);
  } else if (hosts != nullptr) {
    wait = hosts->Take(host, clock);
  }
  if (wait <= absl::ZeroDuration()) {
    return absl::OkStatus();
  }
  return Refuse(Refusal::kRateLimited,
                Error(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                      absl::StrCat("more calls than this caller may make; try "
                                   "again in ",
                                   absl::FormatDuration(wait)))
                    .RetryAfter(wait));
}

Access::Decision Access::Decide(Role role, const Credentials& credentials,
                                absl::Time now, absl::Duration clock) {
  Decision decision = Authorize(role, credentials, now);
  if (decision.status.ok()) {
    decision.status = Charge(decision, credentials.host, clock);
  }
  if (decision.status.ok() && decision.caller != nullptr) {
    decision.caller->admitted->fetch_add(1, std::memory_order_relaxed);
  }
  return decision;
}

bool Access::Holds(const Decision& decision, absl::Time now) const {
  return now < decision.end && decision.policy == Current();
}

Access::Decision Access::Authorize(Role role, const Credentials& credentials,
                                   absl::Time now) {
  Decision decision;
  decision.policy = Current();
  const AccessPolicy& policy = *decision.policy;
  if (policy.callers().empty()) {
    return decision;
  }
  decision.status = Identify(policy, credentials, now, &decision);
  if (!decision.status.ok()) {
    return decision;
  }
  const CallerSpec& spec = decision.caller->spec;
  if ((decision.caller->roles & Bit(role)) == 0) {
    decision.status =
        Refuse(Refusal::kRoleMissing,
               Error(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
                     absl::StrCat("caller '", spec.name, "' has not the role '",
                                  NameOf(role), "' that this needs"))
                   .With("caller", spec.name)
                   .With("role", NameOf(role)));
  }
  return decision;
}

absl::Status Access::Charge(const Decision& decision, absl::string_view host,
                            absl::Duration clock) {
  if (decision.policy == nullptr) {
    return absl::OkStatus();
  }
  return TakeFrom(
      decision.caller == nullptr ? nullptr : decision.caller->bucket.get(),
      decision.policy->hosts(), host, clock);
}

}  // namespace ratecard
