// The API's message of a model, read when somebody asks for it.

#ifndef RATECARD_SERVICE_CATALOG_MODEL_PROTO_H_
#define RATECARD_SERVICE_CATALOG_MODEL_PROTO_H_

#include "absl/status/status.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/model.h"

namespace ratecard {

// `model` with every schedule written out. Takes some microseconds.
//
// Errors: DATA_LOSS INVALID_SNAPSHOT if the program's copy of the catalog is
// damaged. Thread-safe.
absl::Status ToProto(const Model& model, v1::Model* proto);

// The same with nothing but the schedules: for who reads those of many models
// into one `proto`, one after the other.
absl::Status SchedulesToProto(const Model& model, v1::Model* proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MODEL_PROTO_H_
