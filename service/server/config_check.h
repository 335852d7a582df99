// What is valid in a configuration of ratecardd.

#ifndef RATECARD_SERVICE_SERVER_CONFIG_CHECK_H_
#define RATECARD_SERVICE_SERVER_CONFIG_CHECK_H_

#include <vector>

#include "service/server/config.h"

namespace ratecard {

// All that is wrong with `config`, in which every field of
// default_config.textproto is set; empty if it is valid.
std::vector<ConfigProblem> CheckConfig(const ServerConfig& config);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CONFIG_CHECK_H_
