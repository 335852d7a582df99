// What would change a cost, for people.

#ifndef RATECARD_CLIENT_EXPLAIN_TEXT_H_
#define RATECARD_CLIENT_EXPLAIN_TEXT_H_

#include <string>

#include "client/style.h"
#include "ratecard/v1/explain_service.pb.h"

namespace ratecard {

// How the total comes about, then alternatives, then break-even points.
std::string ExplainText(const v1::ExplainCostResponse& response,
                        const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_EXPLAIN_TEXT_H_
