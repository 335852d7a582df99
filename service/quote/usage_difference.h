// Where two usages differ.

#ifndef RATECARD_SERVICE_QUOTE_USAGE_DIFFERENCE_H_
#define RATECARD_SERVICE_QUOTE_USAGE_DIFFERENCE_H_

#include <string>
#include <vector>

#include "service/pricing/usage.h"

namespace ratecard {

// The quantities of `usage` in order of meter, by name, and parameters.
std::vector<const MeterQuantity*> InOrder(const Usage& usage);

// What a quantity is that is not given.
inline constexpr char kNotGiven[] = "not given";

// A quantity that is not the same in both.
struct UsageDifference {
  std::string field;   // `input_tokens`, `quantities`
  std::string what;    // the same, of quantities with meter and parameters
  std::string quoted;  // `120000`, `not given`
  std::string given;
};

// In the order of fields, `quantities` last; empty if both give the same
// quantities. What is not given differs from 0, as ratecard.v1.Usage has it;
// the order of quantities means nothing.
std::vector<UsageDifference> DifferencesOf(const Usage& quoted,
                                           const Usage& given);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_USAGE_DIFFERENCE_H_
