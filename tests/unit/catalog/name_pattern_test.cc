#include "service/catalog/name_pattern.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// `model` or `region|model` of the first match that has this model.
std::string Matched(absl::string_view text, absl::string_view name,
                    absl::string_view wanted_model = "big") {
  const auto pattern = NamePattern::Parse(text);
  EXPECT_THAT(pattern, IsOk()) << text;
  std::string found = "none";
  const bool matched = pattern->Match(name, [&](const PatternMatch& match) {
    if (match.model != wanted_model) {
      return false;
    }
    found = match.region.empty() ? std::string(match.model)
                                 : absl::StrCat(match.region, "|", match.model);
    return true;
  });
  EXPECT_EQ(matched, found != "none");
  return found;
}

TEST(NamePattern, MatchesTheWholeName) {
  EXPECT_EQ(Matched("models/{model}", "models/big"), "big");
  EXPECT_EQ(Matched("models/{model}", "models/big/x"), "none");
  EXPECT_EQ(Matched("models/{model}", "xmodels/big"), "none");
  EXPECT_EQ(Matched("{model}:0", "big:0"), "big");
  EXPECT_EQ(Matched("{model}:0", "big:01"), "none");
}

TEST(NamePattern, LetsAModelHoldSlashesAndColons) {
  EXPECT_EQ(Matched("models/{model}", "models/a/b:c", "a/b:c"), "a/b:c");
  EXPECT_EQ(Matched("{model}-v{digits}:0", "x-v1:0-v2:0", "x-v1:0"), "x-v1:0");
}

TEST(NamePattern, TriesEveryWayToMatch) {
  // The region may hold the dash that ends it.
  EXPECT_EQ(Matched("{region}-{model}", "us-east-1-big"), "us-east-1|big");
  EXPECT_EQ(Matched("{region}-{model}", "us-east-1-big", "east-1-big"),
            "us|east-1-big");
}

TEST(NamePattern, KeepsPlaceholdersToTheirCharacters) {
  EXPECT_EQ(Matched("{segment}:{model}", "a-b.c:big"), "big");
  EXPECT_EQ(Matched("{segment}:{model}", "a/b:big"), "none");
  EXPECT_EQ(Matched("{segment}:{segment}:{model}", "a::big"), "none");
  EXPECT_EQ(Matched("v{digits}/{model}", "v12/big"), "big");
  EXPECT_EQ(Matched("v{digits}/{model}", "v1a/big"), "none");
  EXPECT_EQ(Matched("v{digits}/{model}", "v/big"), "none");
  EXPECT_EQ(Matched("{region}/{model}", "u s/big"), "none");
}

TEST(NamePattern, NeverMatchesAnEmptyModel) {
  EXPECT_EQ(Matched("models/{model}", "models/", ""), "none");
  EXPECT_EQ(Matched("{region}.{model}", ".big"), "none");
}

TEST(NamePattern, RefusesWhatIsNoPattern) {
  for (const absl::string_view text :
       {"", "models/", "{model}", "{model}/{model}", "{region}", "{Model}/x",
        "models/{model", "models/{}", "{model}/{other}", "models/model}",
        "{model}{", "a{model}}",
        "{segment}.{segment}.{segment}.{digits}.{model}"}) {
    EXPECT_THAT(
        NamePattern::Parse(text),
        FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_PATTERN"))
        << text;
  }
}

TEST(NamePattern, KeepsItsText) {
  EXPECT_EQ(NamePattern::Parse("{region}.{model}")->text(), "{region}.{model}");
}

}  // namespace
}  // namespace ratecard
