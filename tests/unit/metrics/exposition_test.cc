// What a scrape shows of each kind of family.

#include <string>

#include "gmock/gmock.h"
#include "service/metrics/fixed_counters.h"
#include "service/metrics/histograms.h"
#include "service/metrics/process_metrics.h"
#include "service/metrics/registry.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Expose(const prometheus::Collectable& collectable) {
  Registry registry;
  registry.Add(&collectable);
  return registry.Expose();
}

TEST(FixedCounters, AreThereAtZeroFromTheStart) {
  const FixedCounters counters({"fits_total", "Fits.", {"verdict"}},
                               {{"fits"}, {"unknown"}});
  EXPECT_EQ(Expose(counters),
            "# HELP fits_total Fits.\n"
            "# TYPE fits_total counter\n"
            "fits_total{verdict=\"fits\"} 0\n"
            "fits_total{verdict=\"unknown\"} 0\n");
}

TEST(FixedCounters, CountBySeries) {
  FixedCounters counters({"fits_total", "Fits.", {"verdict"}},
                         {{"fits"}, {"unknown"}});
  counters.Add(1);
  counters.Add(1, 41);
  EXPECT_THAT(Expose(counters),
              HasSubstr("fits_total{verdict=\"fits\"} 0\n"
                        "fits_total{verdict=\"unknown\"} 42\n"));
}

TEST(Histograms, CountCumulativelyUpToInclusiveBounds) {
  Histograms histograms({"time_seconds", "Time.", {"method"}}, {{"a"}, {"b"}},
                        {1'000, 2'500'000'000});
  histograms.Observe(1, -1);
  histograms.Observe(1, 1'000);
  histograms.Observe(1, 1'001);
  histograms.Observe(1, 3'000'000'000);
  const std::string text = Expose(histograms);
  EXPECT_THAT(text, HasSubstr("time_seconds_count{method=\"a\"} 0\n"));
  EXPECT_THAT(text,
              HasSubstr("time_seconds_count{method=\"b\"} 4\n"
                        "time_seconds_sum{method=\"b\"} 3.000002001\n"
                        "time_seconds_bucket{method=\"b\",le=\"1e-06\"} 2\n"
                        "time_seconds_bucket{method=\"b\",le=\"2.5\"} 3\n"
                        "time_seconds_bucket{method=\"b\",le=\"+Inf\"} 4\n"));
}

TEST(Registry, LeavesOutFamiliesWithoutSeries) {
  const FixedCounters none({"none_total", "None.", {"x"}}, {});
  EXPECT_EQ(Expose(none), "");
}

TEST(ProcessMetrics, TellWhatProcSays) {
  const std::string text = Expose(ProcessMetrics());
  for (const char* name :
       {"process_cpu_seconds_total", "process_resident_memory_bytes",
        "process_virtual_memory_bytes", "process_start_time_seconds",
        "process_open_fds", "process_max_fds"}) {
    EXPECT_THAT(text, HasSubstr(std::string("\n") + name + " "));
  }
  // stdin, stdout and stderr at least; memory of a running program.
  EXPECT_THAT(text, Not(HasSubstr("process_open_fds 0\n")));
  EXPECT_THAT(text, Not(HasSubstr("process_resident_memory_bytes 0\n")));
}

}  // namespace
}  // namespace ratecard
