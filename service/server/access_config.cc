#include "service/server/access_config.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/access/token.h"

namespace ratecard {
namespace {

constexpr double kMaxCallsPerSecond = 1e9;
constexpr int64_t kMaxBurst = 1'000'000'000;
constexpr size_t kMaxNameBytes = 128;

bool ParseExpireTime(const std::string& text, absl::Time* time) {
  std::string error;
  return absl::ParseTime(absl::RFC3339_full, text, time, &error);
}

class AccessChecker {
 public:
  std::vector<ConfigProblem> Check(const config::v1::Access& access) && {
    for (int i = 0; i < access.callers_size(); ++i) {
      CheckCaller(absl::StrCat("access.callers[", i, "]"), access.callers(i));
    }
    if (access.has_rate_limit()) {
      CheckRate("access.rate_limit", access.rate_limit());
    }
    return std::move(problems_);
  }

 private:
  using Places = absl::flat_hash_map<std::string, std::string>;

  void Add(std::string where, std::string what) {
    problems_.push_back({std::move(where), std::move(what)});
  }

  void CheckUnique(const std::string& where, const std::string& value,
                   Places* places) {
    const auto [found, added] = places->insert({value, where});
    if (!added) {
      Add(where,
          absl::StrCat("`", value, "` is that of ", found->second, " already"));
    }
  }

  void CheckCaller(const std::string& where, const config::v1::Caller& caller) {
    const std::string& name = caller.name();
    if (name.empty() || name.size() > kMaxNameBytes ||
        !std::all_of(name.begin(), name.end(), [](char c) {
          return absl::ascii_isgraph(static_cast<unsigned char>(c));
        })) {
      Add(absl::StrCat(where, ".name"),
          absl::StrCat("must be 1 to ", kMaxNameBytes,
                       " ASCII characters without spaces"));
    } else {
      CheckUnique(absl::StrCat(where, ".name"), name, &names_);
    }
    if (caller.roles().empty()) {
      Add(absl::StrCat(where, ".roles"),
          "has none: the caller could do nothing");
    }
    for (int i = 0; i < caller.roles_size(); ++i) {
      if (caller.roles(i) < config::v1::ROLE_QUOTE ||
          caller.roles(i) > config::v1::ROLE_SCRAPE_METRICS) {
        Add(absl::StrCat(where, ".roles[", i, "]"),
            "must be ROLE_QUOTE, ROLE_READ_CATALOG, ROLE_ADMINISTER_CATALOG or "
            "ROLE_SCRAPE_METRICS");
      }
    }
    if (caller.certificate_names().empty() && caller.tokens().empty()) {
      Add(where,
          "has neither certificate_names nor tokens: nobody could be it");
    }
    for (int i = 0; i < caller.certificate_names_size(); ++i) {
      const std::string at = absl::StrCat(where, ".certificate_names[", i, "]");
      if (caller.certificate_names(i).empty()) {
        Add(at, "is empty");
      } else {
        CheckUnique(at, caller.certificate_names(i), &certificate_names_);
      }
    }
    for (int i = 0; i < caller.tokens_size(); ++i) {
      CheckToken(absl::StrCat(where, ".tokens[", i, "]"), caller.tokens(i));
    }
    if (caller.has_rate_limit()) {
      CheckRate(absl::StrCat(where, ".rate_limit"), caller.rate_limit());
    }
  }

  void CheckToken(const std::string& where, const config::v1::Token& token) {
    if (!IsTokenId(token.id())) {
      Add(absl::StrCat(where, ".id"),
          absl::StrCat("must be 1 to ", kMaxTokenIdBytes,
                       " ASCII letters, digits and '-'"));
    } else {
      CheckUnique(absl::StrCat(where, ".id"), token.id(), &token_ids_);
    }
    if (const auto hash = SaltedHash::Parse(token.salted_hash()); !hash.ok()) {
      Add(absl::StrCat(where, ".salted_hash"),
          std::string(hash.status().message()));
    }
    absl::Time time;
    if (!token.expire_time().empty() &&
        !ParseExpireTime(token.expire_time(), &time)) {
      Add(absl::StrCat(where, ".expire_time"),
          absl::StrCat("`", token.expire_time(),
                       "` is not a time such as 2027-01-01T00:00:00Z"));
    }
  }

  void CheckRate(const std::string& where, const config::v1::RateLimit& rate) {
    if (!(rate.calls_per_second() > 0) ||
        rate.calls_per_second() > kMaxCallsPerSecond) {
      Add(absl::StrCat(where, ".calls_per_second"),
          "must be above 0 and at most a billion");
    }
    if (rate.has_burst() && (rate.burst() < 1 || rate.burst() > kMaxBurst)) {
      Add(absl::StrCat(where, ".burst"), "must be from 1 to a billion");
    }
  }

  std::vector<ConfigProblem> problems_;
  Places names_;
  Places certificate_names_;
  Places token_ids_;
};

RateLimit RateLimitOf(const config::v1::RateLimit& rate) {
  return {rate.calls_per_second(),
          rate.has_burst()
              ? rate.burst()
              : static_cast<int64_t>(std::ceil(rate.calls_per_second()))};
}

CallerSpec CallerSpecOf(const config::v1::Caller& caller) {
  static_assert(static_cast<int>(Role::kScrapeMetrics) ==
                config::v1::ROLE_SCRAPE_METRICS - config::v1::ROLE_QUOTE);
  CallerSpec spec;
  spec.name = caller.name();
  for (const int role : caller.roles()) {
    spec.roles.push_back(static_cast<Role>(role - config::v1::ROLE_QUOTE));
  }
  spec.certificate_names = {caller.certificate_names().begin(),
                            caller.certificate_names().end()};
  for (const config::v1::Token& token : caller.tokens()) {
    CallerToken& made = spec.tokens.emplace_back();
    made.id = token.id();
    made.hash = SaltedHash::Parse(token.salted_hash()).value();
    if (!token.expire_time().empty()) {
      ParseExpireTime(token.expire_time(), &made.expire_time);
    }
  }
  if (caller.has_rate_limit()) {
    spec.rate_limit = RateLimitOf(caller.rate_limit());
  }
  return spec;
}

}  // namespace

std::vector<ConfigProblem> CheckAccess(const config::v1::Access& access) {
  return AccessChecker().Check(access);
}

AccessSpec AccessSpecOf(const config::v1::Access& access) {
  AccessSpec spec;
  for (const config::v1::Caller& caller : access.callers()) {
    spec.callers.push_back(CallerSpecOf(caller));
  }
  if (access.has_rate_limit()) {
    spec.rate_limit = RateLimitOf(access.rate_limit());
  }
  return spec;
}

}  // namespace ratecard
