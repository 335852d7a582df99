// What a column of a batch, or a key of its JSON, says of a request.
//
//   FindItemField("Cache Read Tokens (k)")->unit  // 1,000

#ifndef RATECARD_CLIENT_ITEM_FIELD_H_
#define RATECARD_CLIENT_ITEM_FIELD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "ratecard/v1/estimate_service.pb.h"

namespace ratecard {

struct ItemField {
  enum class Kind {
    kText,      // a string of the request
    kSwitch,    // a bool of it
    kAsOf,      // its instant
    kQuantity,  // a field of its usage
    kMeter,     // an entry of the usage's `quantities`
    kIgnored,
  };

  Kind kind = Kind::kIgnored;
  // `input_tokens`, `output_images:quality=high`: fields of the same name are
  // the same.
  std::string name;
  // Of kText and kSwitch in EstimateCostRequest, of kQuantity in Usage.
  const google::protobuf::FieldDescriptor* field = nullptr;
  v1::MeterQuantity meter;  // of kMeter, without its quantity
  int64_t unit = 1;  // of a quantity: each 1 that is written counts so many

  bool is_quantity() const {
    return kind == Kind::kQuantity || kind == Kind::kMeter;
  }
};

// The field that `text` names, whatever the case and with or without spaces,
// dashes and underscores: the names of Usage (`input_tokens`), the flags of
// `ratecard estimate` (`cache-write`), meters, with their parameters
// (`output_images:quality=high`), `model`, `provider`, `service_tier` or
// `tier`, `region`, `as_of`, `strict`, `allow_partial`. Quantities may have a
// unit: `input (k)`, `input_ktok`, `output [M]`. Thread-safe.
std::optional<ItemField> FindItemField(absl::string_view text);

// What `text` may have been meant to be, best first.
std::vector<std::string> NearestItemFields(absl::string_view text);

// Sets what `text` says; whitespace around it does not count, and if there is
// nothing else, nothing is set. `decimal_mark` as ParseQuantity has it.
//
// Errors (INVALID_ARGUMENT), without naming the field: what is no quantity, no
// instant, neither true nor false.
absl::Status SetItemField(const ItemField& field, absl::string_view text,
                          char decimal_mark, v1::EstimateCostRequest* request);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ITEM_FIELD_H_
