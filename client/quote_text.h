// Quotes for people.

#ifndef RATECARD_CLIENT_QUOTE_TEXT_H_
#define RATECARD_CLIENT_QUOTE_TEXT_H_

#include <string>

#include "client/style.h"
#include "ratecard/v1/quote_service.pb.h"

namespace ratecard {

// What was quoted and until when, warnings, and last, on a line of its own, the
// token.
std::string CreatedQuoteText(const v1::CreateQuoteResponse& response,
                             const Style& style);

// That it holds, what was quoted, and what that would cost now.
std::string VerifiedQuoteText(const v1::VerifyQuoteResponse& response,
                              const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_QUOTE_TEXT_H_
