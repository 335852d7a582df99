// Two things measured in turn, in short slices of one run: on a machine whose
// speed changes from minute to minute only their ratio means anything.

#ifndef RATECARD_TESTS_BENCH_PAIRED_SLICES_H_
#define RATECARD_TESTS_BENCH_PAIRED_SLICES_H_

#include <functional>
#include <string>
#include <vector>

namespace ratecard {

// The median of samples, with the 95% confidence interval of it that order
// statistics give.
struct Median {
  double value = 0;
  double low = 0;
  double high = 0;
};
Median MedianOf(std::vector<double> samples);

// A line with a median and its interval.
void PrintMedian(const std::string& what, const Median& median);

// Processor time of this process so far.
double ProcessCpuSeconds();

struct PairedSlices {
  std::vector<double> a;      // seconds of CPU for one unit
  std::vector<double> b;      // the same
  std::vector<double> ratio;  // a / b, slice by slice
};

// Runs `a` and `b` in turn, `slices` times each, in the order that alternates.
// One run of each is to do `units` units of work and take some milliseconds.
PairedSlices MeasurePairs(int slices, double units,
                          const std::function<void()>& a,
                          const std::function<void()>& b);

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_PAIRED_SLICES_H_
