// A price that somebody published, worked out by hand.

#ifndef RATECARD_TESTS_UNIT_API_PUBLISHED_RULE_H_
#define RATECARD_TESTS_UNIT_API_PUBLISHED_RULE_H_

#include <ostream>
#include <vector>

#include "ratecard/v1/estimate.pb.h"

namespace ratecard {

struct PublishedRule {
  const char* name;
  const char* model;
  const char* service_tier;
  const char* region;                     // empty: global prices
  const char* as_of;                      // RFC 3339
  const char* usage;                      // protobuf text
  const char* total;                      // in USD
  const char* schedule_id;                // that the price is found in
  std::vector<v1::WarningCode> warnings;  // all of them, by number
};

// What GoogleTest shows of it.
inline void PrintTo(const PublishedRule& rule, std::ostream* out) {
  *out << rule.model << " " << rule.service_tier << " " << rule.region << " at "
       << rule.as_of << ": " << rule.usage;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_PUBLISHED_RULE_H_
