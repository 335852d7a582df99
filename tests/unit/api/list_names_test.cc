// Every name under which a price list of the field has a model means that model
// here: tests/testdata/names holds them as tests/names/collect_names.py reads
// them, aliases.tsv models that are others here, and exceptions.tsv names that
// mean something else, each with its reason.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/catalog.h"
#include "service/catalog/embedded.h"
#include "tests/support/tsv.h"

namespace ratecard {
namespace {

const absl::Time kNow =
    absl::FromCivil(absl::CivilDay(2026, 11, 25), absl::UTCTimeZone());

const Catalog& Embedded() {
  static const auto* const kCatalog =
      new std::shared_ptr<const Catalog>(LoadEmbeddedCatalog().value());
  return **kCatalog;
}

// A name of a list.
struct ListName {
  explicit ListName(const std::vector<std::string>& row)
      : label(row.at(0)),
        name(row.at(1)),
        provider(row.at(2)),
        model(row.at(3)),
        priced(row.at(4) == "priced") {}

  std::string label;     // of the provider, in the list
  std::string name;      // of the model, in the list
  std::string provider;  // in the catalog
  std::string model;     // in the catalog
  bool priced;
};

// `NAME` is the only one, or `*` stands for any text at an end.
bool Matches(absl::string_view pattern, absl::string_view name) {
  const bool open = absl::EndsWith(pattern, "*");
  pattern = absl::StripSuffix(pattern, "*");
  return open ? absl::StartsWith(name, pattern) : name == pattern;
}

// Models of lists that are, by another id, models of the catalog: each is
// reviewed.
const std::set<std::pair<std::string, std::string>>& Aliases() {
  static const auto* const kAliases = [] {
    auto* aliases = new std::set<std::pair<std::string, std::string>>;
    for (const auto& row : ReadRows("names/aliases.tsv")) {
      const std::string models =
          absl::StrCat("providers/", row.at(0), "/models/");
      aliases->emplace(models + row.at(1), models + row.at(2));
    }
    return aliases;
  }();
  return *kAliases;
}

class ListNames : public testing::TestWithParam<const char*> {
 protected:
  ListNames() {
    for (const auto& row :
         ReadRows(absl::StrCat("names/", GetParam(), ".tsv"))) {
      names_.emplace_back(row);
    }
    for (const auto& row : ReadRows("names/exceptions.tsv")) {
      if (row.at(0) == GetParam() && !row.at(3).empty()) {
        exceptions_.emplace_back(row.at(1), row.at(2));
      }
    }
  }

  bool IsException(const std::string& form, const std::string& asked) {
    bool found = false;
    for (const auto& [exception_form, pattern] : exceptions_) {
      if (exception_form == form && Matches(pattern, asked)) {
        used_.insert(pattern);
        found = true;
      }
    }
    return found;
  }

  // Whether `asked`, with `provider` given if it is not empty, means what
  // `wanted` does.
  static std::string WhyNot(const std::string& asked,
                            const std::string& provider,
                            const ListName& wanted) {
    const auto found = Embedded().Resolve(asked, provider, kNow);
    if (!found.ok()) {
      return std::string(found.status().message());
    }
    const Model& model = *found->model;
    const std::string model_of_list =
        absl::StrCat("providers/", wanted.provider, "/models/", wanted.model);
    if (absl::EqualsIgnoreCase(model.resource_name, model_of_list) ||
        Aliases().count({model_of_list, model.resource_name}) > 0) {
      return "";
    }
    return absl::StrCat("means ", model.resource_name);
  }

  void Check(const std::string& form, const std::string& asked,
             const std::string& provider, const ListName& wanted) {
    const std::string why = WhyNot(asked, provider, wanted);
    if (!why.empty() && !IsException(form, asked)) {
      wrong_.push_back(absl::StrCat(form, "\t", asked, "\t", why, " (of ",
                                    wanted.provider, ")"));
    }
  }

  void ExpectNoneWrong(const std::string& form) {
    for (const auto& [exception_form, pattern] : exceptions_) {
      EXPECT_TRUE(exception_form != form || used_.count(pattern) > 0)
          << "no exception any more: " << form << " " << pattern;
    }
    EXPECT_TRUE(wrong_.empty())
        << wrong_.size() << " of " << names_.size() << " names\n"
        << absl::StrJoin(
               wrong_.begin(),
               wrong_.begin() +
                   static_cast<ptrdiff_t>(std::min<size_t>(wrong_.size(), 400)),
               "\n");
  }

  std::vector<ListName> names_;
  std::vector<std::pair<std::string, std::string>> exceptions_;
  std::set<std::string> used_;
  std::vector<std::string> wrong_;
};

TEST_P(ListNames, MeanTheirModelAtTheProviderThatTheListNames) {
  ASSERT_GE(names_.size(), 300u);
  for (const ListName& name : names_) {
    Check("given", name.name, name.label, name);
    Check("given", name.model, name.label, name);
  }
  ExpectNoneWrong("given");
}

// LiteLLM's names are whole by themselves; the others stand behind the
// provider.
TEST_P(ListNames, MeanTheirModelByThemselves) {
  for (const ListName& name : names_) {
    const std::string whole = absl::StrCat(GetParam()) == "litellm"
                                  ? name.name
                                  : absl::StrCat(name.label, "/", name.name);
    Check("whole", whole, "", name);
  }
  ExpectNoneWrong("whole");
}

bool HasPrice(const Model& model) {
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    for (const Rate& rate : schedule.rates.rates()) {
      if (rate.state == MeterState::kPriced) {
        return true;
      }
    }
  }
  return false;
}

// The aim is 95% of each list.
TEST_P(ListNames, HaveAPriceIfTheListHasOne) {
  size_t priced = 0;
  std::vector<std::string> without;
  for (const ListName& name : names_) {
    if (!name.priced) {
      continue;
    }
    ++priced;
    const auto found = Embedded().Resolve(name.model, name.label, kNow);
    if (!found.ok() || !HasPrice(*found->model)) {
      without.push_back(absl::StrCat(name.label, "\t", name.name));
    }
  }
  RecordProperty("priced", static_cast<int>(priced));
  RecordProperty("without_price", static_cast<int>(without.size()));
  EXPECT_LE(without.size() * 100, priced * 5)
      << without.size() << " of " << priced << "\n"
      << absl::StrJoin(without, "\n");
}

INSTANTIATE_TEST_SUITE_P(
    All, ListNames,
    testing::Values("litellm", "models.dev", "models.dev-2026-06-30",
                    "genai-prices", "model-prices", "openrouter"),
    [](const auto& list) {
      std::string name = list.param;
      std::replace_if(
          name.begin(), name.end(),
          [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
      return name;
    });

}  // namespace
}  // namespace ratecard
