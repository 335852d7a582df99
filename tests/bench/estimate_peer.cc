// Estimates in process, as peers/compare.py asks for them: name → model → lines
// → rounded total, at the prices of now.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "service/catalog/embedded.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "tests/bench/paired_slices.h"

namespace ratecard {
namespace {

Money EstimateTotal(const Catalog& catalog, const Usage& usage) {
  EstimateOptions options;
  options.as_of = absl::Now();
  const auto found = catalog.Resolve("gpt-5.2-codex", "", options.as_of);
  Estimate estimate;
  if (!found.ok() ||
      !PriceUsage(*found->model, usage, options, &estimate).ok()) {
    std::abort();
  }
  return Round(estimate.total).value();
}

int Answer() {
  const std::shared_ptr<const Catalog> catalog = LoadEmbeddedCatalog().value();
  Usage usage;
  usage.Set(UsageField::kInputTokens, 120'000);
  usage.Set(UsageField::kCacheReadTokens, 80'000);
  usage.Set(UsageField::kOutputTokens, 8'000);
  const Money total = EstimateTotal(*catalog, usage);
  std::cout << total.units * 1'000'000'000 + total.nanos << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    int64_t count = 0;
    if (!absl::SimpleAtoi(line, &count)) {
      return 2;
    }
    const double start = ProcessCpuSeconds();
    for (int64_t i = 0; i < count; ++i) {
      if (EstimateTotal(*catalog, usage).nanos != total.nanos) {
        std::abort();
      }
    }
    std::cout << ProcessCpuSeconds() - start << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace ratecard

int main() { return ratecard::Answer(); }
