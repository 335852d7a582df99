#include "tests/bench/paired_slices.h"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

namespace ratecard {
namespace {

double SecondsOf(const std::function<void()>& run) {
  const double before = ProcessCpuSeconds();
  run();
  return ProcessCpuSeconds() - before;
}

}  // namespace

Median MedianOf(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const auto count = static_cast<double>(samples.size());
  // Ranks n/2 ± 1.96 √n/2 of the sorted samples.
  const double reach = 0.98 * std::sqrt(count);
  const auto at = [&](double rank) {
    return samples[static_cast<size_t>(
        std::clamp(std::round(rank), 0.0, count - 1))];
  };
  const double middle = (count - 1) / 2;
  return {at(middle), at(middle - reach), at(middle + reach)};
}

void PrintMedian(const std::string& what, const Median& median) {
  std::printf("  %-44s %9.3f  [%.3f – %.3f]\n", what.c_str(), median.value,
              median.low, median.high);
}

double ProcessCpuSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) / 1e9;
}

PairedSlices MeasurePairs(int slices, double units,
                          const std::function<void()>& a,
                          const std::function<void()>& b) {
  a();  // warm-up
  b();
  PairedSlices measured;
  for (int i = 0; i < slices; ++i) {
    double a_seconds = 0;
    double b_seconds = 0;
    if (i % 2 == 0) {
      a_seconds = SecondsOf(a);
      b_seconds = SecondsOf(b);
    } else {
      b_seconds = SecondsOf(b);
      a_seconds = SecondsOf(a);
    }
    measured.a.push_back(a_seconds / units);
    measured.b.push_back(b_seconds / units);
    measured.ratio.push_back(a_seconds / b_seconds);
  }
  return measured;
}

}  // namespace ratecard
