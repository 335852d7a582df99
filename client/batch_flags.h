// The flags of requests that come out of a file.

#ifndef RATECARD_CLIENT_BATCH_FLAGS_H_
#define RATECARD_CLIENT_BATCH_FLAGS_H_

#include "client/command.h"
#include "client/estimate_batch.h"

namespace ratecard {

// Adds `--batch` and those that need it. They fill `options`, which must
// outlive the command.
void AddBatchFlags(Command& command, BatchOptions* options);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_BATCH_FLAGS_H_
