// The callers of a configuration.

#ifndef RATECARD_SERVICE_SERVER_ACCESS_CONFIG_H_
#define RATECARD_SERVICE_SERVER_ACCESS_CONFIG_H_

#include <vector>

#include "service/access/access.h"
#include "service/server/config.h"

namespace ratecard {

// All that is wrong with `access`.
std::vector<ConfigProblem> CheckAccess(const config::v1::Access& access);

// Requires an `access` that is valid.
AccessSpec AccessSpecOf(const config::v1::Access& access);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_ACCESS_CONFIG_H_
