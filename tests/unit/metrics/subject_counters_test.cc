#include "service/metrics/subject_counters.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/metrics/registry.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr size_t kRequests = 0;
constexpr size_t kCost = 1;

SubjectCounters MakeCounters(size_t max_series) {
  return SubjectCounters(
      {"provider", "model"},
      {{{"requests_total", "Requests.", {"tier", "outcome"}}},
       {{"cost_total", "Cost.", {"currency"}}, 1'000'000'000}},
      max_series);
}

std::string Expose(const SubjectCounters& counters) {
  Registry registry;
  registry.Add(&counters);
  return registry.Expose();
}

size_t CountSeries(const std::string& text) {
  size_t count = 0;
  for (size_t at = text.find('{'); at != std::string::npos;
       at = text.find('{', at + 1)) {
    ++count;
  }
  return count;
}

TEST(SubjectCounters, AppearOnFirstUse) {
  SubjectCounters counters = MakeCounters(10);
  EXPECT_EQ(Expose(counters), "");
  counters.Add({"openai", "gpt-5"}, {{kRequests, {"standard", "ok"}, 1}});
  EXPECT_EQ(Expose(counters),
            "# HELP requests_total Requests.\n"
            "# TYPE requests_total counter\n"
            "requests_total{provider=\"openai\",model=\"gpt-5\","
            "tier=\"standard\",outcome=\"ok\"} 1\n");
}

TEST(SubjectCounters, TellSubjectsAndLabelsApart) {
  SubjectCounters counters = MakeCounters(10);
  for (int i = 0; i < 3; ++i) {
    counters.Add({"openai", "gpt-5"}, {{kRequests, {"standard", "ok"}, 1},
                                       {kCost, {"USD", ""}, 500'000'000}});
  }
  counters.Add({"azure", "gpt-5"}, {{kRequests, {"standard", "ok"}, 1}});
  counters.Add({"openai", "gpt-5"}, {{kRequests, {"batch", "ok"}, 1}});
  const std::string text = Expose(counters);
  EXPECT_EQ(CountSeries(text), 4u);
  EXPECT_THAT(text, HasSubstr("{provider=\"openai\",model=\"gpt-5\",tier="
                              "\"standard\",outcome=\"ok\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("{provider=\"azure\",model=\"gpt-5\",tier="
                              "\"standard\",outcome=\"ok\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("tier=\"batch\",outcome=\"ok\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("cost_total{provider=\"openai\",model=\"gpt-5\","
                              "currency=\"USD\"} 1.5\n"));
}

// A double would lose the single nano beside ten million.
TEST(SubjectCounters, SumExactly) {
  SubjectCounters counters = MakeCounters(10);
  const absl::int128 ten_million = absl::int128(10'000'000) * 1'000'000'000;
  counters.Add({"p", "m"}, {{kCost, {"USD", ""}, ten_million}});
  for (int i = 0; i < 1'000; ++i) {
    counters.Add({"p", "m"}, {{kCost, {"USD", ""}, 1}});
  }
  counters.Add({"p", "m"}, {{kCost, {"USD", ""}, -ten_million}});
  EXPECT_THAT(Expose(counters), HasSubstr("currency=\"USD\"} 1e-06\n"));
}

TEST(SubjectCounters, CountWhatIsAboveTheCapForOther) {
  SubjectCounters counters = MakeCounters(2);
  counters.Add({"p", "a"}, {{kRequests, {"standard", "ok"}, 1}});
  counters.Add({"p", "b"}, {{kRequests, {"standard", "ok"}, 1}});
  for (int i = 0; i < 1'000; ++i) {
    counters.Add({"p", absl::StrCat("model-", i)},
                 {{kRequests, {"standard", "ok"}, 1}});
  }
  counters.Add({"p", "a"}, {{kRequests, {"standard", "ok"}, 1}});
  const std::string text = Expose(counters);
  EXPECT_EQ(CountSeries(text), 3u);
  EXPECT_THAT(text, HasSubstr("model=\"a\",tier=\"standard\",outcome=\"ok\"} "
                              "2\n"));
  EXPECT_THAT(text, HasSubstr("{provider=\"other\",model=\"other\",tier="
                              "\"standard\",outcome=\"ok\"} 1000\n"));
  EXPECT_THAT(text, Not(HasSubstr("model-0")));
}

TEST(SubjectCounters, CountNewSeriesOfAKnownSubjectAboveTheCapForOther) {
  SubjectCounters counters = MakeCounters(1);
  counters.Add({"p", "a"}, {{kRequests, {"standard", "ok"}, 1}});
  counters.Add({"p", "a"}, {{kRequests, {"batch", "ok"}, 7}});
  EXPECT_THAT(Expose(counters),
              HasSubstr("{provider=\"other\",model=\"other\",tier=\"batch\","
                        "outcome=\"ok\"} 7\n"));
}

TEST(SubjectCounters, WithACapOfZeroNameNoSubject) {
  SubjectCounters counters = MakeCounters(0);
  counters.Add({"p", "a"}, {{kRequests, {"standard", "ok"}, 1}});
  EXPECT_THAT(Expose(counters), Not(HasSubstr("\"a\"")));
}

TEST(SubjectCounters, LoseNothingWithManyThreadsAndScrapes) {
  constexpr int kThreads = 8;
  constexpr int kTimes = 5'000;
  SubjectCounters counters = MakeCounters(50);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int n = 0; n < kTimes; ++n) {
        counters.Add({"p", absl::StrCat(n % 10)},
                     {{kRequests, {"standard", "ok"}, 1}});
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    Expose(counters);
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const std::string text = Expose(counters);
  EXPECT_EQ(CountSeries(text), 10u);
  for (int model = 0; model < 10; ++model) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("model=\"", model,
                                             "\",tier=\"standard\",outcome="
                                             "\"ok\"} ",
                                             kThreads * kTimes / 10, "\n")));
  }
}

}  // namespace
}  // namespace ratecard
