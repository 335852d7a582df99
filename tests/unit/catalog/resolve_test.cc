// What a name means: the rules of Catalog::Resolve, one by one.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/catalog.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/names_catalog.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;

const absl::Time kBefore = TimeOf("2026-06-30T23:59:59Z");
const absl::Time kAfter = TimeOf("2026-07-01T00:00:00Z");

const Catalog& Names() {
  static const auto* const catalog =
      new std::shared_ptr<const Catalog>(NamesCatalog());
  return **catalog;
}

absl::StatusOr<Resolution> Resolve(absl::string_view name,
                                   absl::string_view provider = "",
                                   absl::Time as_of = kBefore) {
  return Names().Resolve(name, provider, as_of);
}

// `acme/big`, or the reason why not.
std::string Meant(absl::string_view name, absl::string_view provider = "",
                  absl::Time as_of = kBefore) {
  const auto found = Resolve(name, provider, as_of);
  return found.ok()
             ? absl::StrCat(found->model->provider->id, "/", found->model->id)
             : DetailOf(found.status()).reason;
}

constexpr char kNotFound[] = "MODEL_NOT_FOUND";
constexpr char kAmbiguous[] = "MODEL_AMBIGUOUS";

std::string Fact(const absl::Status& status, absl::string_view key) {
  for (const auto& [name, value] : DetailOf(status).metadata) {
    if (name == key) {
      return value;
    }
  }
  return "none";
}

TEST(Resolve, FindsAnIdAtItsHome) {
  const auto found = Resolve("big");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->resource_name, "providers/acme/models/big");
  EXPECT_EQ(found->rule, ResolutionRule::kExactId);
  EXPECT_EQ(found->scope, ResolutionScope::kHomeProviders);
  EXPECT_EQ(found->matched, "");
  EXPECT_EQ(found->region, "");
  EXPECT_EQ(found->service_tier, "");
}

TEST(Resolve, FindsAnAliasAndSaysWhich) {
  const auto found = Resolve("the-big");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->id, "big");
  EXPECT_EQ(found->rule, ResolutionRule::kAlias);
  EXPECT_EQ(found->matched, "the-big");
}

TEST(Resolve, FindsASnapshotAndSaysThatItIsOne) {
  const auto found = Resolve("big-2025-12-18");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->id, "big");
  EXPECT_EQ(found->rule, ResolutionRule::kSnapshot);
  EXPECT_EQ(found->matched, "big-2025-12-18");
}

TEST(Resolve, TakesTheMeaningThatAMovingAliasHasAtTheInstant) {
  EXPECT_EQ(Meant("big-latest", "", kBefore), "acme/big");
  EXPECT_EQ(Meant("big-latest", "", kAfter), "acme/bigger");
  EXPECT_EQ(Meant("only-later", "", kBefore), kNotFound);
  EXPECT_EQ(Meant("only-later", "", kAfter), "other-reseller/some-dup");
}

TEST(Resolve, FillsInARegionOrTierThatAnAliasFixes) {
  const auto region = Resolve("eu-big");
  ASSERT_THAT(region, IsOk());
  EXPECT_EQ(region->region, "eu");
  EXPECT_EQ(region->service_tier, "");
  const auto tier = Resolve("big-batch");
  ASSERT_THAT(tier, IsOk());
  EXPECT_EQ(tier->region, "");
  EXPECT_EQ(tier->service_tier, "batch");
}

TEST(Resolve, PrefersHomeToAllOthers) {
  EXPECT_EQ(Meant("big"), "acme/big");
  // `guest` is at acme, which is not its maker's home.
  EXPECT_EQ(Resolve("guest")->scope, ResolutionScope::kOtherProviders);
}

TEST(Resolve, GoesElsewhereOnlyWhereNoHomeHasTheName) {
  const auto found = Resolve("only-here");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->provider->id, "reseller");
  EXPECT_EQ(found->scope, ResolutionScope::kOtherProviders);
}

TEST(Resolve, PrefersAnIdToAnAliasOfAnotherHome) {
  EXPECT_EQ(Meant("chosen"), "acme/chosen");
  EXPECT_EQ(Meant("chosen", "acme-west"), "acme-west/other");
}

TEST(Resolve, RefusesANameOfSeveralModels) {
  for (const absl::string_view name : {"twin", "dup"}) {
    EXPECT_THAT(
        Resolve(name),
        AllOf(FailsWith(absl::StatusCode::kFailedPrecondition, kAmbiguous),
              NamesField("model")));
  }
  EXPECT_EQ(Fact(Resolve("twin").status(), "candidates"),
            "acme-west/twin,acme/twin");
  EXPECT_EQ(Fact(Resolve("dup").status(), "candidates"),
            "other-reseller/dup,reseller/dup");
}

TEST(Resolve, IsNotAmbiguousAtAGivenProvider) {
  EXPECT_EQ(Meant("twin", "acme"), "acme/twin");
  EXPECT_EQ(Meant("twin", "acme-west"), "acme-west/twin");
  EXPECT_EQ(Meant("dup", "reseller"), "reseller/dup");
  EXPECT_EQ(Meant("acme-west/twin"), "acme-west/twin");
}

TEST(Resolve, NeverTakesAPlanWithoutItsProvider) {
  EXPECT_EQ(Meant("planned"), kNotFound);
  EXPECT_EQ(Meant("planned", "plan"), "plan/planned");
  EXPECT_EQ(Meant("plan/planned"), "plan/planned");
  // Its home sells it as a plan only: elsewhere it can be had.
  EXPECT_EQ(Meant("half-plan"), "reseller/half-plan");
}

TEST(Resolve, TakesTheFirstSegmentAsAProviderWhereTheRestResolvesThere) {
  const auto found = Resolve("reseller/big");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->provider->id, "reseller");
  EXPECT_EQ(found->rule, ResolutionRule::kExactId);
  EXPECT_EQ(found->scope, ResolutionScope::kProviderPrefix);
  EXPECT_EQ(Meant("acme/the-big"), "acme/big");
  EXPECT_EQ(Meant("acme/vendor/odd:free"), "acme/vendor/odd:free");
  EXPECT_EQ(Meant("acme/us.big"), "acme/big");
}

TEST(Resolve, KnowsProvidersByTheirAliases) {
  EXPECT_EQ(Meant("acme_ai/big"), "acme/big");
  EXPECT_EQ(Meant("big", "acme-cloud"), "acme/big");
}

// `acme/bigger` is acme's, and with provider reseller it is the reseller's.
TEST(Resolve, PrefersThePrefixToAnIdThatLooksTheSame) {
  EXPECT_EQ(Meant("acme/bigger"), "acme/bigger");
  EXPECT_EQ(Resolve("acme/bigger")->model->provider->id, "acme");
  EXPECT_EQ(Resolve("acme/bigger", "reseller")->model->provider->id,
            "reseller");
  EXPECT_EQ(Resolve("reseller/acme/bigger")->model->provider->id, "reseller");
}

TEST(Resolve, TakesAnIdWithASlashWhereThePrefixLeadsNowhere) {
  const auto found = Resolve("acme/exotic");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->provider->id, "reseller");
  EXPECT_EQ(found->scope, ResolutionScope::kOtherProviders);
}

TEST(Resolve, StaysAtTheGivenProvider) {
  EXPECT_EQ(Meant("only-here", "acme"), kNotFound);
  EXPECT_EQ(Meant("reseller/big", "acme"), kNotFound);
  EXPECT_EQ(Meant("big", "reseller"), "reseller/big");
  EXPECT_EQ(Resolve("big", "reseller")->scope, ResolutionScope::kGivenProvider);
}

TEST(Resolve, TakesTheGivenProvidersOwnPrefixToo) {
  const auto found = Resolve("acme/big", "acme");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->id, "big");
  EXPECT_EQ(found->scope, ResolutionScope::kGivenProvider);
}

TEST(Resolve, RefusesAnUnknownProviderWithTheNearest) {
  const auto found = Resolve("big", "acmee");
  EXPECT_THAT(
      found, AllOf(FailsWith(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND"),
                   NamesField("provider")));
  const std::string nearest = Fact(found.status(), "nearest");
  EXPECT_EQ(nearest.substr(0, nearest.find(',')), "acme");
}

TEST(Resolve, KnowsAProviderByTheBaseUrlOfItsApi) {
  for (const absl::string_view url :
       {"https://api.acme.example", "https://api.acme.example/v1/chat",
        "http://api.acme.example/", "https://API.ACME.example:443/v1?x=1#y",
        "api.acme.example", "api.acme.example/v1"}) {
    EXPECT_EQ(Meant("twin", url), "acme/twin") << url;
  }
}

TEST(Resolve, TakesTheLongestPathOfABaseUrl) {
  EXPECT_EQ(Meant("twin", "https://api.acme.example/west"), "acme-west/twin");
  EXPECT_EQ(Meant("twin", "https://api.acme.example/west/v1"),
            "acme-west/twin");
  // A path ends at a slash.
  EXPECT_EQ(Meant("twin", "https://api.acme.example/western"), "acme/twin");
}

TEST(Resolve, TakesAnyLabelsForTheStarOfAHost) {
  EXPECT_EQ(Meant("big", "https://x.cloud.acme.example/v1"), "acme/big");
  EXPECT_EQ(Meant("big", "https://a.b.cloud.acme.example/v1/y"), "acme/big");
  for (const absl::string_view url :
       {"https://cloud.acme.example/v1", "https://xcloud.acme.example/v1",
        "https://x.cloud.acme.example/v2", "https://x.cloud.acme.example",
        "https://x.cloud.acme.example.evil/v1"}) {
    EXPECT_EQ(Meant("big", url), "PROVIDER_NOT_FOUND") << url;
  }
}

TEST(Resolve, RefusesAUrlOfNoProvider) {
  for (const absl::string_view url :
       {"https://unknown.example", "https://evil-api.acme.example",
        "https://api.acme.example.evil", "https://", "://", "https:///v1",
        "ftp://api.acme.example", " ", "api.acme.exampl"}) {
    EXPECT_EQ(Meant("big", url), "PROVIDER_NOT_FOUND") << url;
  }
}

TEST(Resolve, MatchesADeclaredFormAtHome) {
  const auto found = Resolve("models/big");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->resource_name, "providers/acme/models/big");
  EXPECT_EQ(found->rule, ResolutionRule::kPattern);
  EXPECT_EQ(found->scope, ResolutionScope::kHomeProviders);
  EXPECT_EQ(found->matched, "models/{model}");
}

TEST(Resolve, MatchesADeclaredFormElsewhereOnlyAfterHome) {
  const auto found = Resolve("r/only-here");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->provider->id, "reseller");
  EXPECT_EQ(found->rule, ResolutionRule::kPattern);
  EXPECT_EQ(found->scope, ResolutionScope::kOtherProviders);
}

TEST(Resolve, TakesTheRegionOutOfAForm) {
  EXPECT_EQ(Resolve("us.big")->region, "us");
  EXPECT_EQ(Resolve("us-east-1.big")->region, "us-east-1");
  EXPECT_EQ(Resolve("us.the-big")->model->id, "big");
  EXPECT_EQ(Resolve("arn:aws:us-east-1:1234:m/big")->region, "us-east-1");
  // A word that is no region of the provider makes no name.
  EXPECT_EQ(Meant("mars.big"), kNotFound);
  EXPECT_EQ(Meant("arn:aws:mars:1234:m/big"), kNotFound);
}

TEST(Resolve, TakesTheRegionAndTierThatAFormFixes) {
  const auto found = Resolve("fast-eu:big");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->region, "eu");
  EXPECT_EQ(found->service_tier, "fast");
}

TEST(Resolve, RefusesAFormWhoseRegionContradictsItsAlias) {
  EXPECT_EQ(Resolve("eu.eu-big")->region, "eu");
  EXPECT_EQ(Meant("us.eu-big"), kNotFound);
}

TEST(Resolve, TakesTheNarrowerOfTheRegionsOfAFormAndItsAlias) {
  EXPECT_EQ(Resolve("us.us-big")->region, "us");
  EXPECT_EQ(Resolve("us-east-1.us-big")->region, "us-east-1");
  EXPECT_EQ(Resolve("us.east-big")->region, "us-east-1");
}

TEST(Resolve, RefusesAFormWhoseTierContradictsItsAlias) {
  EXPECT_EQ(Resolve("big-batch")->service_tier, "batch");
  EXPECT_EQ(Resolve("fast-eu:eu-big")->service_tier, "fast");
  EXPECT_EQ(Meant("fast-eu:big-batch"), kNotFound);
}

TEST(Resolve, AnchorsFormsAtBothEnds) {
  EXPECT_EQ(Meant("big-v2:0"), "acme/big");
  EXPECT_EQ(Meant("big-v20:0"), "acme/big");
  for (const absl::string_view name :
       {"xmodels/big", "models/bigx", "models/big/", "/models/big", "big-v2:0x",
        "big-v:0", "big-vx:0", "big-v2:1", "us.bigx", "xus.big", "us..big",
        ".big", "us.", "models/", "fast-eu:", "arn:a/b:us:1:m/big",
        "arn:aws:us-east-1:12:34:m/big"}) {
    EXPECT_EQ(Meant(name), kNotFound) << name;
  }
}

TEST(Resolve, AppliesNoFormTwice) {
  EXPECT_EQ(Meant("models/us.big"), kNotFound);
  EXPECT_EQ(Meant("models/models/big"), kNotFound);
}

TEST(Resolve, TakesAFormOfAMovingAliasAtTheInstant) {
  EXPECT_EQ(Meant("us.big-latest", "", kBefore), "acme/big");
  EXPECT_EQ(Meant("us.big-latest", "", kAfter), "acme/bigger");
}

TEST(Resolve, KnowsResourceNames) {
  const auto found = Resolve("providers/reseller/models/big");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->model->provider->id, "reseller");
  EXPECT_EQ(found->rule, ResolutionRule::kResourceName);
  EXPECT_EQ(Meant("providers/acme/models/vendor/odd:free"),
            "acme/vendor/odd:free");
  EXPECT_EQ(Meant("providers/plan/models/planned"), "plan/planned");
  EXPECT_EQ(Meant("providers/acme/models/big", "acme_ai"), "acme/big");
}

TEST(Resolve, TakesNoAliasInAResourceName) {
  EXPECT_EQ(Meant("providers/acme/models/the-big"), kNotFound);
  EXPECT_EQ(Meant("providers/acme/models/only-here"), kNotFound);
  EXPECT_EQ(Meant("providers/nobody/models/big"), "PROVIDER_NOT_FOUND");
}

TEST(Resolve, RefusesAResourceNameThatContradictsTheProvider) {
  EXPECT_THAT(
      Resolve("providers/acme/models/big", "reseller"),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "NAME_CONTRADICTED"),
            NamesField("provider")));
}

TEST(Resolve, RequiresAName) {
  for (const absl::string_view provider : {"", "acme", "nobody"}) {
    EXPECT_THAT(
        Resolve("", provider),
        AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "MODEL_REQUIRED"),
              NamesField("model")));
  }
}

// `gpt-4o-mini-x` is not `gpt-4o`.
TEST(Resolve, NeverGuessesFromAPartOfAName) {
  for (const absl::string_view name :
       {"big-x", "bi", "bigg", "BIG", "Big", " big", "big ", "big\n",
        "big-2025-12-1", "acme", "acme/", "/big", "acme//big", "acme/acme/big",
        "vendor/odd", "odd:free"}) {
    EXPECT_EQ(Meant(name), kNotFound) << name;
  }
  EXPECT_EQ(Meant(absl::string_view("big\0", 4)), kNotFound);
}

TEST(Resolve, SaysWhichNamesAreNearest) {
  const auto nearest = [](absl::string_view name,
                          absl::string_view provider = "") {
    const auto found = Resolve(name, provider);
    EXPECT_THAT(found, AllOf(FailsWith(absl::StatusCode::kNotFound, kNotFound),
                             NamesField("model")));
    const std::string names = Fact(found.status(), "nearest");
    return names.substr(0, names.find(','));
  };
  EXPECT_EQ(nearest("biggger"), "bigger");
  EXPECT_EQ(nearest("bgi"), "big");
  EXPECT_EQ(nearest("BIGGER"), "bigger");
  EXPECT_EQ(nearest("only-her", "reseller"), "only-here");
  EXPECT_EQ(nearest("only-her", "acme-west"), "none");
  EXPECT_EQ(nearest("zzzzzzzzzzzzzzzzz"), "none");
}

// They can be typed instead: without the prefix, another provider's were meant.
TEST(Resolve, KeepsThePrefixInNearestNames) {
  const auto nearest = [](absl::string_view name) {
    const std::string names = Fact(Resolve(name).status(), "nearest");
    return names.substr(0, names.find(','));
  };
  EXPECT_EQ(nearest("acme/biger"), "acme/bigger");
  EXPECT_EQ(nearest("acme_ai/biger"), "acme_ai/bigger");
  EXPECT_EQ(nearest("acmee/biger"), "acme/bigger");
  // Nothing near there.
  EXPECT_EQ(nearest("acme-west/only-hre"), "only-here");
}

TEST(Resolve, SaysWhichOtherProvidersHaveTheName) {
  const auto found = Resolve("only-here", "acme");
  EXPECT_THAT(std::string(found.status().message()),
              testing::StartsWith("model 'only-here' is not in the catalog at "
                                  "acme, but is at reseller"));
  EXPECT_EQ(Fact(found.status(), "other_providers"), "reseller");
  EXPECT_EQ(Fact(Resolve("biger", "acme").status(), "other_providers"), "none");
}

// Sixty resellers of one model, and no home.
TEST(Resolve, NamesFewOfManyMeanings) {
  std::vector<CatalogFile> files;
  for (int i = 10; i < 70; ++i) {
    files.push_back(
        {absl::StrCat("seller-", i, ".textproto"),
         absl::StrCat("provider_id: 'seller-", i, "' display_name: 'S' ",
                      "currency_code: 'USD' sources { source_id: 's' title: "
                      "'S' checked_date: '2026-06-01' } models { model_id: "
                      "'big' display_name: 'Big' maker: 'acme' source_id: 's' "
                      "}")});
  }
  const auto catalog = LoadCatalog(files);
  ASSERT_THAT(catalog, IsOk());
  const auto found = (*catalog)->Resolve("big", "", kBefore);
  EXPECT_EQ(found.status().message(),
            "'big' means 60 models: seller-10/big, seller-11/big, "
            "seller-12/big, seller-13/big, seller-14/big and 55 more; give the "
            "provider");
  EXPECT_EQ(Fact(found.status(), "candidate_count"), "60");
}

TEST(Resolve, BearsNamesOfAnySize) {
  const std::string long_name(200'000, 'a');
  EXPECT_EQ(Meant(long_name), kNotFound);
  EXPECT_LT(Resolve(long_name).status().message().size(), 1'000u);
  EXPECT_EQ(Meant("big", long_name), "PROVIDER_NOT_FOUND");
  EXPECT_EQ(Meant(absl::StrCat("arn:", std::string(5'000, 'x'))), kNotFound);
}

std::vector<std::string> CandidatesOf(absl::string_view name) {
  std::vector<std::string> found;
  for (const Resolution& candidate : Names().Candidates(name, kBefore)) {
    found.push_back(candidate.model->resource_name);
  }
  return found;
}

TEST(Candidates, AreWhatANameMeansAtEveryProvider) {
  EXPECT_THAT(CandidatesOf("big"),
              ElementsAre("providers/acme/models/big",
                          "providers/reseller/models/big"));
  EXPECT_THAT(CandidatesOf("acme/bigger"),
              ElementsAre("providers/acme/models/bigger",
                          "providers/reseller/models/acme/bigger"));
  EXPECT_THAT(CandidatesOf("planned"),
              ElementsAre("providers/plan/models/planned"));
  EXPECT_THAT(CandidatesOf("nothing"), IsEmpty());
}

}  // namespace
}  // namespace ratecard
