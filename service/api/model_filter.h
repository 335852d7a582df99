// Which models a list holds.

#ifndef RATECARD_SERVICE_API_MODEL_FILTER_H_
#define RATECARD_SERVICE_API_MODEL_FILTER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "service/catalog/catalog.h"
#include "service/fit/fit.h"
#include "service/pricing/meter.h"

namespace ratecard {

// The provider that a list is of; null for all: `parent` is empty or
// `providers/-`. Errors: those of Catalog::GetProvider, naming `parent`.
absl::StatusOr<const Provider*> ParentOf(const Catalog& catalog,
                                         const std::string& parent);

// Makers in lower case, as models have them.
//
// Errors: INVALID_ARGUMENT INVALID_FILTER, naming `field`, with the nearest,
// for one that none of `models` has.
absl::StatusOr<absl::flat_hash_set<std::string>> MakersFromProto(
    const google::protobuf::RepeatedPtrField<std::string>& makers,
    absl::Span<const Model> models, absl::string_view field);

// A ratecard.v1.ModelFilter that was found to be sound. Thread-safe.
class ModelFilter {
 public:
  // Prices and states are those at `as_of`.
  //
  // Errors: INVALID_ARGUMENT INVALID_FILTER, naming the field within the
  // request (`filter.max_input_price`).
  static absl::StatusOr<ModelFilter> FromProto(const v1::ModelFilter& proto,
                                               absl::Time as_of);

  // Errors: INVALID_ARGUMENT INVALID_FILTER, with the nearest names, for makers
  // and product lines that none of `models` has.
  absl::Status CheckNames(absl::Span<const Model> models) const;

  bool Passes(const Model& model) const;

  // Parts of it, each of one kind of conditions.
  bool PassesProductLines(const Model& model) const;
  bool PassesLimits(const Limits& limits) const;
  bool PassesText(const Model& model) const;
  bool PassesPrices(const Model& model) const;

 private:
  ModelFilter() = default;

  absl::Status ReadSets(const v1::ModelFilter& proto);
  absl::Status ReadLimits(const v1::ModelFilter& proto);
  absl::Status ReadPrices(const v1::ModelFilter& proto);

  absl::Time as_of_;
  absl::flat_hash_set<std::string> makers_;         // empty: any
  absl::flat_hash_set<std::string> product_lines_;  // empty: any
  ModalitySet input_modalities_ = 0;
  ModalitySet output_modalities_ = 0;
  uint32_t capabilities_ = 0;  // bit i: capability number i
  uint32_t statuses_ = 0;      // bit i: status number i; 0: any
  uint32_t price_states_ = 0;  // bit i: state number i; 0: any
  std::optional<int64_t> min_context_window_;
  std::optional<int64_t> min_max_input_;
  std::optional<int64_t> min_max_output_;
  std::optional<int64_t> max_input_price_;   // nanos
  std::optional<int64_t> max_output_price_;  // nanos
  std::string currency_;                     // empty: any
  std::string text_;                         // lower case
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_MODEL_FILTER_H_
