// A catalog of made-up models for benchmarks.

#ifndef RATECARD_TESTS_BENCH_SYNTHETIC_CATALOG_H_
#define RATECARD_TESTS_BENCH_SYNTHETIC_CATALOG_H_

#include <memory>
#include <string>
#include <vector>

#include "service/catalog/catalog.h"

namespace ratecard {

struct SyntheticCatalog {
  std::shared_ptr<const Catalog> catalog;
  // Names to ask for, drawn at random: 70% ids, 30% aliases.
  std::vector<std::string> names;
};

// `models` models at 50 providers, each with one alias and three schedules; of
// ten models one is tiered or has daily windows. The names are those of `asked`
// models. Equal arguments, equal result.
SyntheticCatalog MakeSyntheticCatalog(int models, int asked, int names);

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_SYNTHETIC_CATALOG_H_
