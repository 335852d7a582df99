// What was wrong with a command line.

#ifndef RATECARD_CLIENT_USAGE_ERRORS_H_
#define RATECARD_CLIENT_USAGE_ERRORS_H_

#include <string>

#include "CLI/CLI.hpp"

namespace ratecard {

// What to say about `error`, which parsing into `app` gave: what is wrong, what
// may have been meant, and where to read on.
std::string ExplainUsageError(const CLI::App& app,
                              const CLI::ParseError& error);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_USAGE_ERRORS_H_
