// In which order a list holds models.

#ifndef RATECARD_SERVICE_API_MODEL_ORDER_H_
#define RATECARD_SERVICE_API_MODEL_ORDER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/model.h"

namespace ratecard {

// The `order_by` of a request, parsed. Thread-safe.
class ModelOrder {
 public:
  // Comma-separated fields, each optionally followed by ` desc`; see
  // ratecard.v1.ListModelsRequest.
  //
  // Errors: INVALID_ARGUMENT INVALID_ORDER_BY, naming `order_by`, for anything
  // else and for a field given twice.
  static absl::StatusOr<ModelOrder> Parse(absl::string_view order_by);

  // Sorts `models`, which are of one catalog. Prices are those at `as_of`.
  // Models without a value come last whatever the direction; equal ones stay in
  // order of resource name.
  //
  // Errors: INVALID_ARGUMENT INVALID_ORDER_BY if it orders by price and prices
  // are in several currencies, which are never ranked against each other.
  absl::Status Sort(absl::Time as_of, std::vector<const Model*>* models) const;

 private:
  enum class Field : uint8_t {
    kName,
    kProvider,
    kMaker,
    kReleaseDate,
    kContextWindow,
    kMaxOutput,
    kInputPrice,
    kOutputPrice,
  };
  struct Key {
    Field field;
    bool descending;
  };
  // What one key sees of a model: numbers and texts are never mixed.
  struct Value {
    bool missing = false;
    int64_t number = 0;
    absl::string_view text;
  };
  struct Row {
    const Model* model;
    std::vector<Value> values;  // one for each key
  };

  static absl::StatusOr<Field> ParseField(absl::string_view name);
  static Value ValueOf(const Model& model, Field field, absl::Time as_of);
  bool Precedes(const Row& a, const Row& b) const;
  absl::Status CheckCurrencies(const std::vector<Row>& rows) const;

  std::vector<Key> keys_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_MODEL_ORDER_H_
