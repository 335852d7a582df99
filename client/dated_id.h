// Names for what is made anew from time to time: keys, tokens.

#ifndef RATECARD_CLIENT_DATED_ID_H_
#define RATECARD_CLIENT_DATED_ID_H_

#include <string>

#include "absl/status/statusor.h"

namespace ratecard {

// `2026-11-26-0a1b2c3d`: the day, by which people see which is the newest, and
// random digits, which keep those of a day apart. Errors: those of RandomBytes.
absl::StatusOr<std::string> NewDatedId();

}  // namespace ratecard

#endif  // RATECARD_CLIENT_DATED_ID_H_
