// Warnings about many answers, each kind once.

#ifndef RATECARD_CLIENT_WARNING_TALLY_H_
#define RATECARD_CLIENT_WARNING_TALLY_H_

#include <cstdint>
#include <map>
#include <string>

#include "client/style.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/estimate.pb.h"

namespace ratecard {

// Takes memory for each kind of warning. Not thread-safe.
class WarningTally {
 public:
  // Those about line `line` of the input.
  void Add(int64_t line,
           const google::protobuf::RepeatedPtrField<v1::Warning>& warnings);

  // A line for each kind: the first of it, and how many more there were.
  std::string Text(const Style& style) const;

 private:
  struct Warned {
    int64_t line = 0;  // the first
    std::string message;
    int64_t count = 0;
  };

  std::map<int, Warned> warnings_;  // by code
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_WARNING_TALLY_H_
