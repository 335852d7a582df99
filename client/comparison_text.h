// Compared models for people.

#ifndef RATECARD_CLIENT_COMPARISON_TEXT_H_
#define RATECARD_CLIENT_COMPARISON_TEXT_H_

#include <cstddef>
#include <string>

#include "client/style.h"
#include "ratecard/v1/comparison_service.pb.h"

namespace ratecard {

// A table of those that are ranked, the baseline and why the first differs from
// it, and what leaves out the others; or those that one reason leaves out.
// `columns` is the terminal's width; 0: none.
std::string ComparisonText(const v1::CompareModelsResponse& response,
                           const Style& style, size_t columns);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_COMPARISON_TEXT_H_
