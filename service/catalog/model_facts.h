// What is published of models beyond what every start reads.

#ifndef RATECARD_SERVICE_CATALOG_MODEL_FACTS_H_
#define RATECARD_SERVICE_CATALOG_MODEL_FACTS_H_

#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"

namespace ratecard {

// Views live for the duration of the call that is given them.
struct ModelFacts {
  absl::string_view base_model;  // empty: not known
  absl::string_view license;     // of the card; empty: not known
  // A month stands for its first day.
  std::optional<absl::CivilDay> knowledge_cutoff;
  // Benchmark and score, as written.
  std::vector<std::pair<absl::string_view, absl::string_view>> scores;
};

// Calls `visit` for each of `models`, in order. Takes some microseconds each.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT if the program's copy of the catalog is
// damaged. Thread-safe.
absl::Status ReadFacts(
    absl::Span<const Model> models,
    absl::FunctionRef<void(const Model&, const ModelFacts&)> visit);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MODEL_FACTS_H_
