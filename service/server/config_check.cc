#include "service/server/config_check.h"

#include <sys/un.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "service/server/access_config.h"

namespace ratecard {
namespace {

bool IsHostAndPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return false;
  }
  const absl::string_view host = address.substr(0, colon);
  const bool bracketed =
      host.size() > 2 && host.front() == '[' && host.back() == ']';
  uint32_t port = 0;
  return (bracketed || !absl::StrContains(host, ':')) &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port <= 65535;
}

bool IsGrpcAddress(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "unix:")) {
    return !address.empty() && address.size() < sizeof(sockaddr_un::sun_path);
  }
  return IsHostAndPort(address);
}

class Checker {
 public:
  std::vector<ConfigProblem> Check(const ServerConfig& config) && {
    CheckListen(config.listen());
    CheckReload("catalog.reload_interval", config.catalog().reload_interval(),
                "catalog.dir", config.catalog().dir());
    CheckDuration("estimates.price_stale_after",
                  config.estimates().price_stale_after(), absl::Nanoseconds(1));
    CheckReload("quotes.keys_reload_interval",
                config.quotes().keys_reload_interval(), "quotes.keys",
                config.quotes().keys());
    CheckLimits(config.limits());
    CheckDuration("shutdown.drain_timeout", config.shutdown().drain_timeout(),
                  absl::ZeroDuration(), absl::Hours(24));
    CheckObservability(config.observability());
    for (ConfigProblem& problem : CheckAccess(config.access())) {
      problems_.push_back(std::move(problem));
    }
    return std::move(problems_);
  }

 private:
  void Add(absl::string_view path, std::string what) {
    problems_.push_back({std::string(path), std::move(what)});
  }

  void CheckRange(absl::string_view path, int64_t value, int64_t least,
                  int64_t most = INT32_MAX) {
    if (value < least || value > most) {
      Add(path, absl::StrCat(value, " is not ",
                             most == INT32_MAX
                                 ? absl::StrCat("at least ", least)
                                 : absl::StrCat("from ", least, " to ", most)));
    }
  }

  void CheckDuration(absl::string_view path, const std::string& text,
                     absl::Duration least,
                     absl::Duration most = absl::InfiniteDuration()) {
    absl::Duration value;
    if (!absl::ParseDuration(text, &value)) {
      Add(path, absl::StrCat("`", text,
                             "` is not a time such as 10s, 500ms or 1h30m"));
    } else if (value < least || value > most) {
      Add(path, absl::StrCat(
                    text, " is not ",
                    most == absl::InfiniteDuration()
                        ? absl::StrCat("at least ", absl::FormatDuration(least))
                        : absl::StrCat("from ", absl::FormatDuration(least),
                                       " to ", absl::FormatDuration(most))));
    }
  }

  // How often to read again what `source` names.
  void CheckReload(absl::string_view path, const std::string& interval,
                   absl::string_view source_path, const std::string& source) {
    absl::Duration value;
    if (absl::ParseDuration(interval, &value) &&
        value == absl::ZeroDuration()) {
      return;
    }
    CheckDuration(path, interval, absl::Seconds(1));
    if (source.empty()) {
      Add(path, absl::StrCat("needs ", source_path));
    }
  }

  void CheckListen(const config::v1::Listen& listen) {
    if (!IsGrpcAddress(listen.grpc_address())) {
      Add("listen.grpc_address",
          absl::StrCat("`", listen.grpc_address(),
                       "` is not host:port, [ipv6]:port or unix:path"));
    }
    const std::string& http = listen.http_address();
    if (!http.empty() && (!IsHostAndPort(http) || http[0] == '[')) {
      Add("listen.http_address",
          absl::StrCat("`", http, "` is not host:port of IPv4"));
    }
    CheckRange("listen.completion_queues", listen.completion_queues(), 1, 64);
  }

  void CheckLimits(const config::v1::Limits& limits) {
    CheckRange("limits.max_receive_message_bytes",
               limits.max_receive_message_bytes(), 1);
    if (limits.max_calls_per_connection() < 2) {
      Add("limits.max_calls_per_connection",
          "must be at least 2: clients that watch a server's health have one "
          "call open all the time");
    }
    CheckRange("limits.max_streams", limits.max_streams(), 0);
  }

  void CheckObservability(const config::v1::Observability& observability) {
    if (observability.log_level() < config::v1::LOG_LEVEL_DEBUG ||
        observability.log_level() > config::v1::LOG_LEVEL_ERROR) {
      Add("observability.log_level",
          "must be LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING or "
          "LOG_LEVEL_ERROR");
    }
    CheckRange("observability.max_model_series",
               observability.max_model_series(), 0);
    CheckRange("observability.max_call_lines_per_second",
               observability.max_call_lines_per_second(), 1);
  }

  std::vector<ConfigProblem> problems_;
};

}  // namespace

std::vector<ConfigProblem> CheckConfig(const ServerConfig& config) {
  return Checker().Check(config);
}

}  // namespace ratecard
