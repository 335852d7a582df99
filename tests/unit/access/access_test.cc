#include "service/access/access.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

std::string TokenOf(const std::string& id) {
  return MakeToken(id, std::string(kTokenSecretBytes, '\x2a'));
}

CallerToken Keep(const std::string& id,
                 absl::Time expire_time = absl::InfiniteFuture()) {
  return {id, SaltedHash::Of(TokenOf(id), std::string(kTokenSaltBytes, 's')),
          expire_time};
}

CallerSpec CallerNamed(const std::string& name, std::vector<Role> roles,
                       std::vector<CallerToken> tokens) {
  CallerSpec spec;
  spec.name = name;
  spec.roles = std::move(roles);
  spec.tokens = std::move(tokens);
  return spec;
}

// `billing` may quote, by two tokens, one of which expires, or a certificate;
// `prometheus` may scrape.
AccessSpec Spec() {
  AccessSpec spec;
  spec.callers = {
      CallerNamed("billing", {Role::kQuote, Role::kReadCatalog},
                  {Keep("new"), Keep("old", kNow + absl::Hours(1))}),
      CallerNamed("prometheus", {Role::kScrapeMetrics}, {Keep("scrape")})};
  spec.callers[0].certificate_names = {"spiffe://example.com/billing",
                                       "billing.example.com"};
  return spec;
}

class AccessTest : public testing::Test {
 protected:
  Access::Decision Decide(Role role, const std::string& authorization,
                          absl::Time now = kNow) {
    Credentials credentials;
    credentials.authorization = authorization;
    return access_.Decide(role, credentials, now, clock_);
  }
  std::string ReasonOf(Role role, const std::string& authorization,
                       absl::Time now = kNow) {
    return DetailOf(Decide(role, authorization, now).status).reason;
  }
  static std::string Bearer(const std::string& id) {
    return "Bearer " + TokenOf(id);
  }

  Access access_{Spec()};
  absl::Duration clock_ = absl::Seconds(5);
};

TEST_F(AccessTest, LetsInWhoHasTheRole) {
  const Access::Decision decision = Decide(Role::kQuote, Bearer("new"));
  EXPECT_TRUE(decision.status.ok()) << decision.status;
  ASSERT_NE(decision.caller, nullptr);
  EXPECT_EQ(decision.caller->spec.name, "billing");
  EXPECT_TRUE(Decide(Role::kReadCatalog, Bearer("old")).status.ok());
  EXPECT_TRUE(Decide(Role::kScrapeMetrics, Bearer("scrape")).status.ok());
  // RFC 7235: the scheme in any case, one space or more.
  EXPECT_TRUE(Decide(Role::kQuote, "bEARER  " + TokenOf("new")).status.ok());
}

TEST_F(AccessTest, RefusesWhoHasNot) {
  const Access::Decision decision =
      Decide(Role::kAdministerCatalog, Bearer("new"));
  EXPECT_EQ(decision.status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(DetailOf(decision.status).reason, "ROLE_REQUIRED");
  EXPECT_THAT(std::string(decision.status.message()),
              HasSubstr("caller 'billing' has not the role "
                        "'administer_catalog'"));
  EXPECT_EQ(decision.caller->spec.name, "billing");
  EXPECT_EQ(ReasonOf(Role::kQuote, Bearer("scrape")), "ROLE_REQUIRED");
  EXPECT_EQ(ReasonOf(Role::kScrapeMetrics, Bearer("new")), "ROLE_REQUIRED");
  EXPECT_EQ(access_.refused(Refusal::kRoleMissing), 3);
}

TEST_F(AccessTest, RefusesTokensThatAreNotItsOwn) {
  EXPECT_EQ(ReasonOf(Role::kQuote, Bearer("other")), "TOKEN_UNKNOWN");
  std::string wrong = Bearer("new");
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(ReasonOf(Role::kQuote, wrong), "TOKEN_UNKNOWN");
  for (const std::string& header :
       {std::string(), std::string("Bearer"), std::string("Bearer "),
        TokenOf("new"), "Basic " + TokenOf("new"), Bearer("new") + " ",
        Bearer("new") + ", " + Bearer("new"), "Bearer   " + TokenOf("new")}) {
    const absl::Status status = Decide(Role::kQuote, header).status;
    EXPECT_EQ(DetailOf(status).reason, "TOKEN_MALFORMED") << header;
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("2a2a")));
  }
  EXPECT_EQ(access_.refused(Refusal::kUnknownToken), 2);
  EXPECT_EQ(access_.refused(Refusal::kMalformedToken), 8);
}

TEST_F(AccessTest, RefusesATokenFromItsEndOn) {
  const absl::Time end = kNow + absl::Hours(1);
  EXPECT_TRUE(Decide(Role::kQuote, Bearer("old"), end - absl::Nanoseconds(1))
                  .status.ok());
  EXPECT_EQ(ReasonOf(Role::kQuote, Bearer("old"), end), "TOKEN_EXPIRED");
  EXPECT_TRUE(Decide(Role::kQuote, Bearer("new"), end).status.ok());
}

TEST_F(AccessTest, KnowsCallersByTheirCertificates) {
  const auto by = [this](std::vector<absl::string_view> names) {
    Credentials credentials;
    credentials.certificate_names = std::move(names);
    return DetailOf(
               access_.Decide(Role::kQuote, credentials, kNow, clock_).status)
        .reason;
  };
  EXPECT_EQ(by({"spiffe://example.com/billing"}), "");
  EXPECT_EQ(by({"other.example.com", "billing.example.com"}), "");
  EXPECT_EQ(by({"billing.example.com.evil.org"}), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(by({"*.example.com"}), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(by({}), "CREDENTIALS_REQUIRED");
  // A token that is given is what counts.
  Credentials both;
  both.certificate_names = {"billing.example.com"};
  both.authorization = "Bearer nonsense";
  EXPECT_EQ(
      DetailOf(access_.Decide(Role::kQuote, both, kNow, clock_).status).reason,
      "TOKEN_MALFORMED");
}

TEST_F(AccessTest, LetsEveryoneInWithoutCallers) {
  Access open(AccessSpec{});
  EXPECT_FALSE(open.Guarded());
  EXPECT_TRUE(
      open.Decide(Role::kAdministerCatalog, {}, kNow, clock_).status.ok());
  EXPECT_TRUE(access_.Guarded());
}

TEST_F(AccessTest, ReplacesCallersAndKeepsTheirCounts) {
  ASSERT_TRUE(Decide(Role::kQuote, Bearer("old")).status.ok());
  AccessSpec next = Spec();
  next.callers[0].tokens = {Keep("new"), Keep("newer")};
  access_.Replace(next);
  EXPECT_EQ(ReasonOf(Role::kQuote, Bearer("old")), "TOKEN_UNKNOWN");
  const Access::Decision decision = Decide(Role::kQuote, Bearer("newer"));
  ASSERT_TRUE(decision.status.ok());
  EXPECT_EQ(*decision.caller->admitted, 2);
  access_.Replace({});
  EXPECT_FALSE(access_.Guarded());
  // What was decided holds on to its callers.
  EXPECT_EQ(decision.caller->spec.name, "billing");
}

// The counts are metrics: one that went down would pass for one that began
// anew.
TEST_F(AccessTest, CountsCallsThatCameBeforeAReplacementAndEndAfterIt) {
  Access::Decision before = Decide(Role::kQuote, Bearer("new"));
  access_.Replace(Spec());
  before.caller->admitted->fetch_add(1);
  EXPECT_EQ(*Decide(Role::kQuote, Bearer("new")).caller->admitted, 3);
}

TEST_F(AccessTest, HoldsUntilTheTokenEndsOrCallersAreReplaced) {
  const absl::Time end = kNow + absl::Hours(1);
  const Access::Decision until_end = Decide(Role::kQuote, Bearer("old"));
  const Access::Decision endless = Decide(Role::kQuote, Bearer("new"));
  EXPECT_TRUE(access_.Holds(until_end, end - absl::Nanoseconds(1)));
  EXPECT_FALSE(access_.Holds(until_end, end));
  EXPECT_TRUE(access_.Holds(endless, end));
  access_.Replace(Spec());
  EXPECT_FALSE(access_.Holds(endless, kNow));
  // Nor does what was let in when nobody was asked.
  EXPECT_FALSE(access_.Holds({}, kNow));
}

TEST_F(AccessTest, AuthorizesWithoutCounting) {
  AccessSpec spec = Spec();
  spec.callers[0].rate_limit = RateLimit{1, 1};
  access_.Replace(spec);
  Credentials credentials;
  const std::string authorization = Bearer("new");
  credentials.authorization = authorization;
  EXPECT_TRUE(Decide(Role::kQuote, authorization).status.ok());
  const Access::Decision again =
      access_.Authorize(Role::kQuote, credentials, kNow);
  EXPECT_TRUE(again.status.ok()) << again.status;
  EXPECT_EQ(*again.caller->admitted, 1);
  EXPECT_EQ(
      DetailOf(
          access_.Authorize(Role::kScrapeMetrics, credentials, kNow).status)
          .reason,
      "ROLE_REQUIRED");
}

// 10 a second, 2 at once.
TEST_F(AccessTest, BoundsHowOftenACallerCalls) {
  AccessSpec spec = Spec();
  spec.callers[0].rate_limit = RateLimit{10, 2};
  access_.Replace(spec);
  EXPECT_TRUE(Decide(Role::kQuote, Bearer("new")).status.ok());
  const Access::Decision last = Decide(Role::kQuote, Bearer("old"));
  EXPECT_TRUE(last.status.ok());
  const absl::Status status = Decide(Role::kQuote, Bearer("new")).status;
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(status).reason, "RATE_LIMITED");
  EXPECT_EQ(DetailOf(status).retry_after, absl::Milliseconds(100));
  EXPECT_FALSE(access_.Charge(last, "", clock_).ok());
  // Another caller has a bucket of its own, or none.
  EXPECT_TRUE(Decide(Role::kScrapeMetrics, Bearer("scrape")).status.ok());
  // A reload that does not change it does not fill it.
  access_.Replace(spec);
  EXPECT_EQ(ReasonOf(Role::kQuote, Bearer("new")), "RATE_LIMITED");
  clock_ += absl::Milliseconds(100);
  EXPECT_TRUE(access_.Charge(last, "", clock_).ok());
  EXPECT_EQ(ReasonOf(Role::kQuote, Bearer("new")), "RATE_LIMITED");
  spec.callers[0].rate_limit = RateLimit{10, 1};
  access_.Replace(spec);
  EXPECT_TRUE(Decide(Role::kQuote, Bearer("new")).status.ok());
}

TEST_F(AccessTest, BoundsHowOftenAHostCallsWithoutCallers) {
  Access open({{}, RateLimit{1, 1}});
  EXPECT_TRUE(open.Guarded());
  EXPECT_FALSE(open.HasCallers());
  Credentials from;
  from.host = "ipv4:192.0.2.1";
  EXPECT_TRUE(open.Decide(Role::kQuote, from, kNow, clock_).status.ok());
  EXPECT_EQ(
      DetailOf(open.Decide(Role::kQuote, from, kNow, clock_).status).reason,
      "RATE_LIMITED");
  from.host = "ipv4:192.0.2.2";
  EXPECT_TRUE(open.Decide(Role::kQuote, from, kNow, clock_).status.ok());
}

}  // namespace
}  // namespace ratecard
