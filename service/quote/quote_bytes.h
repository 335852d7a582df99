// Quote ⇄ bytes, one form for each quote.
//
// A quote is the sequence of its members, in the order of the struct, except
// that all flags are one number behind the region. The id is its bytes. Counts,
// flags and quantities are varints of 7 bits a byte, the lowest first; texts
// have their length before them, so that none runs into the next; a time is its
// seconds, zigzag-coded, and its nanos. A usage is a set of bits of the fields
// that are given, their values, and the other quantities in order of meter and
// parameters, by the names that the API has for them.

#ifndef RATECARD_SERVICE_QUOTE_QUOTE_BYTES_H_
#define RATECARD_SERVICE_QUOTE_QUOTE_BYTES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "service/quote/quote.h"

namespace ratecard {

// Requires quantities and a total of at least 0.
std::string QuoteToBytes(const Quote& quote);

// The quote whose bytes these are, its quantities in order; none if they are of
// no quote. Thread-safe. Makes nothing larger than the bytes account for.
std::optional<Quote> QuoteFromBytes(absl::string_view bytes);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_QUOTE_BYTES_H_
