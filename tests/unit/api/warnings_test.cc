#include "service/api/warnings.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"

namespace ratecard {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

int64_t Midnight(int64_t year, int month, int day) {
  return absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone()));
}

std::string MessageOf(WarningCode code, const Model& model) {
  WarningSet set;
  set.Add(code);
  google::protobuf::RepeatedPtrField<v1::Warning> warnings;
  AppendWarnings(set, model, &warnings);
  EXPECT_EQ(warnings.size(), 1);
  EXPECT_EQ(static_cast<int>(warnings[0].code()), static_cast<int>(code));
  return warnings[0].message();
}

class WarningsTest : public testing::Test {
 protected:
  WarningsTest() {
    provider_.id = "acme";
    model_.provider = &provider_;
  }

  Provider provider_;
  Model model_;
};

TEST_F(WarningsTest, SayDates) {
  const std::vector<std::pair<int64_t, std::string>> dates = {
      {Midnight(1, 1, 1), "0001-01-01"},
      {Midnight(1969, 12, 31), "1969-12-31"},
      {Midnight(1970, 1, 1), "1970-01-01"},
      {Midnight(2000, 2, 29), "2000-02-29"},
      {Midnight(2023, 12, 31), "2023-12-31"},
      {Midnight(2024, 2, 29), "2024-02-29"},
      {Midnight(2024, 3, 1), "2024-03-01"},
      {Midnight(2026, 11, 5), "2026-11-05"},
      {Midnight(2100, 3, 1), "2100-03-01"},
      {Midnight(9999, 12, 31), "9999-12-31"},
  };
  for (const auto& [seconds, date] : dates) {
    model_.lifecycle.released = seconds;
    EXPECT_EQ(MessageOf(WarningCode::kBeforeRelease, model_),
              "released only on " + date);
  }
}

TEST_F(WarningsTest, SayWhatReplacesAModel) {
  model_.lifecycle.deprecated = Midnight(2026, 2, 13);
  model_.lifecycle.retired = Midnight(2026, 8, 1);
  EXPECT_EQ(MessageOf(WarningCode::kModelDeprecated, model_),
            "deprecated since 2026-02-13");
  model_.replaced_by = "gpt-9";
  EXPECT_EQ(MessageOf(WarningCode::kModelRetired, model_),
            "retired on 2026-08-01; its provider names gpt-9");
}

// The lists of the day before still had it.
TEST_F(WarningsTest, SayWhenAModelWasLastListed) {
  model_.lifecycle.unlisted = Midnight(2026, 3, 1);
  EXPECT_EQ(MessageOf(WarningCode::kModelUnlisted, model_),
            "no price list has it any more, the last one had it on 2026-02-28");
}

TEST_F(WarningsTest, AllHaveWords) {
  for (int code = 1; code <= v1::WarningCode_MAX; ++code) {
    if (v1::WarningCode_IsValid(code)) {
      EXPECT_THAT(MessageOf(static_cast<WarningCode>(code), model_),
                  Not(IsEmpty()))
          << v1::WarningCode_Name(static_cast<v1::WarningCode>(code));
    }
  }
}

}  // namespace
}  // namespace ratecard
