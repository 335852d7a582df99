// Instants as a test writes them.

#ifndef RATECARD_TESTS_UNIT_PRICING_TIME_OF_H_
#define RATECARD_TESTS_UNIT_PRICING_TIME_OF_H_

#include <cstdlib>
#include <iostream>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace ratecard {

// `2026-08-16T16:00:00Z`, with any offset.
inline absl::Time TimeOf(absl::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    std::cerr << text << ": " << error << std::endl;
    std::abort();
  }
  return time;
}

// IANA time zone.
inline absl::TimeZone Zone(absl::string_view name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) {
    std::cerr << "no time zone " << name << std::endl;
    std::abort();
  }
  return zone;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_PRICING_TIME_OF_H_
