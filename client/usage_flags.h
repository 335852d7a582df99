// The flags that say what one request uses.

#ifndef RATECARD_CLIENT_USAGE_FLAGS_H_
#define RATECARD_CLIENT_USAGE_FLAGS_H_

#include "client/command.h"
#include "ratecard/v1/usage.pb.h"

namespace ratecard {

// Adds one for each field of Usage, and `--quantity` for everything else. They
// fill `usage`, which must outlive the command.
void AddUsageFlags(Command& command, v1::Usage* usage);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_USAGE_FLAGS_H_
