// Estimates as JSON, quickly.

#ifndef RATECARD_CLIENT_ESTIMATE_JSON_H_
#define RATECARD_CLIENT_ESTIMATE_JSON_H_

#include <string>

#include "google/protobuf/timestamp.pb.h"
#include "google/type/money.pb.h"
#include "ratecard/v1/estimate.pb.h"

namespace ratecard {

// Writes what ToJsonLine writes, of estimates of view BASIC without protobuf's
// reflection, which takes longer than all else. Not thread-safe.
class EstimateJson {
 public:
  // Adds `estimate` to `out`.
  void Append(const v1::Estimate& estimate, std::string* out);

 private:
  void AppendTime(const google::protobuf::Timestamp& time, std::string* out);

  google::protobuf::Timestamp last_time_;
  std::string last_text_;  // of it; empty: none
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ESTIMATE_JSON_H_
