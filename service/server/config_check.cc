#include "service/server/config_check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
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
  const absl::string_view digits = address.substr(colon + 1);
  uint32_t port = 0;
  return (bracketed || !absl::StrContains(host, ':')) &&
         std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(digits, &port) && port <= 65535;
}

bool IsGrpcAddress(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "unix:")) {
    return !address.empty() && address.size() < sizeof(sockaddr_un::sun_path);
  }
  return IsHostAndPort(address);
}

// Whether only this machine reaches `address`, which is valid. Of names only
// localhost is known to be it.
bool IsLocal(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) {
    return true;
  }
  std::string host(address.substr(0, address.rfind(':')));
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
  }
  if (host.front() == '[') {
    host = host.substr(1, host.size() - 2);
  }
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 ? IN6_IS_ADDR_LOOPBACK(&v6)
                                                     : host == "localhost";
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
    CheckLimits(config.limits(), config.listen().completion_queues());
    CheckDuration("shutdown.drain_timeout", config.shutdown().drain_timeout(),
                  absl::ZeroDuration(), absl::Hours(24));
    CheckDuration("shutdown.reader_patience",
                  config.shutdown().reader_patience(), absl::Milliseconds(1),
                  absl::Hours(24));
    CheckDuration("shutdown.balancer_delay", config.shutdown().balancer_delay(),
                  absl::ZeroDuration(), absl::Hours(24));
    CheckObservability(config.observability());
    for (ConfigProblem& problem : CheckAccess(config.access())) {
      problems_.push_back(std::move(problem));
    }
    CheckCertificateNames(config);
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
                             most >= INT32_MAX
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
    const std::string& grpc = listen.grpc_address();
    if (!IsGrpcAddress(grpc)) {
      Add("listen.grpc_address",
          absl::StrCat("`", grpc,
                       "` is not host:port, [ipv6]:port or unix:path"));
    } else if (listen.tls().certificate_file().empty() &&
               !listen.allow_plaintext() && !IsLocal(grpc)) {
      Add("listen.grpc_address",
          absl::StrCat("`", grpc,
                       "` would serve plain text to other machines; give it a "
                       "certificate, listen.tls.certificate_file, or allow it "
                       "by listen.allow_plaintext"));
    }
    const std::string& http = listen.http_address();
    if (!http.empty() && (!IsHostAndPort(http) || http[0] == '[')) {
      Add("listen.http_address",
          absl::StrCat("`", http, "` is not host:port of IPv4"));
    } else if (!http.empty() && !listen.allow_plaintext() && !IsLocal(http)) {
      Add("listen.http_address",
          absl::StrCat("`", http,
                       "` would serve plain text to other machines, as HTTP "
                       "has no TLS here; listen.allow_plaintext allows it"));
    }
    CheckRange("listen.completion_queues", listen.completion_queues(), 1, 64);
    if (listen.reflection() < config::v1::REFLECTION_OFF ||
        listen.reflection() > config::v1::REFLECTION_WITHOUT_CALLERS) {
      Add("listen.reflection",
          "must be REFLECTION_OFF, REFLECTION_ON or "
          "REFLECTION_WITHOUT_CALLERS");
    }
    CheckTls(listen.tls());
  }

  void CheckTls(const config::v1::Tls& tls) {
    const bool has_certificate = !tls.certificate_file().empty();
    if (has_certificate && tls.private_key_file().empty()) {
      Add("listen.tls.private_key_file",
          "must be given with listen.tls.certificate_file");
    }
    if (!has_certificate && !tls.private_key_file().empty()) {
      Add("listen.tls.certificate_file",
          "must be given with listen.tls.private_key_file");
    }
    const bool has_ca = !tls.client_ca_file().empty();
    switch (tls.client_certificates()) {
      case config::v1::CLIENT_CERTIFICATES_NONE:
        if (has_ca) {
          Add("listen.tls.client_certificates",
              "must be CLIENT_CERTIFICATES_OPTIONAL or "
              "CLIENT_CERTIFICATES_REQUIRED with listen.tls.client_ca_file");
        }
        break;
      case config::v1::CLIENT_CERTIFICATES_OPTIONAL:
      case config::v1::CLIENT_CERTIFICATES_REQUIRED:
        if (!has_ca) {
          Add("listen.tls.client_ca_file",
              "must be given for listen.tls.client_certificates");
        }
        if (!has_certificate && tls.private_key_file().empty()) {
          Add("listen.tls.certificate_file",
              "must be given for listen.tls.client_certificates");
        }
        break;
      default:
        Add("listen.tls.client_certificates",
            "must be CLIENT_CERTIFICATES_NONE, CLIENT_CERTIFICATES_OPTIONAL or "
            "CLIENT_CERTIFICATES_REQUIRED");
    }
    CheckDuration("listen.tls.reload_interval", tls.reload_interval(),
                  absl::Seconds(1));
  }

  void CheckCertificateNames(const ServerConfig& config) {
    if (config.listen().tls().client_certificates() !=
        config::v1::CLIENT_CERTIFICATES_NONE) {
      return;
    }
    for (int i = 0; i < config.access().callers_size(); ++i) {
      if (!config.access().callers(i).certificate_names().empty()) {
        Add(absl::StrCat("access.callers[", i, "].certificate_names"),
            "need listen.tls.client_certificates: clients are not asked for "
            "a certificate");
      }
    }
  }

  void CheckLimits(const config::v1::Limits& limits, int completion_queues) {
    CheckRange("limits.max_receive_message_bytes",
               limits.max_receive_message_bytes(), 1);
    if (limits.max_calls_per_connection() < 2) {
      Add("limits.max_calls_per_connection",
          "must be at least 2: clients that watch a server's health have one "
          "call open all the time");
    }
    CheckRange("limits.max_streams", limits.max_streams(), 0);
    CheckRange("limits.max_connections", limits.max_connections(), 1);
    CheckRange("limits.max_connections_per_second",
               limits.max_connections_per_second(), 1);
    CheckRange("limits.max_metadata_bytes", limits.max_metadata_bytes(), 1024);
    if (limits.max_memory_bytes() != 0) {
      CheckRange("limits.max_memory_bytes", limits.max_memory_bytes(),
                 128 << 20, int64_t{1} << 50);
    }
    CheckRange("limits.max_calls_in_flight", limits.max_calls_in_flight(),
               2 * int64_t{completion_queues});
    CheckRange("limits.max_untaken_bytes", limits.max_untaken_bytes(), 1 << 20,
               INT64_MAX);
    CheckRange("limits.max_ping_strikes", limits.max_ping_strikes(), 0);
    CheckTimes(limits);
  }

  void CheckTimes(const config::v1::Limits& limits) {
    constexpr absl::Duration kDay = absl::Hours(24);
    const absl::Duration second = absl::Seconds(1);
    CheckDuration("limits.handshake_timeout", limits.handshake_timeout(),
                  absl::Milliseconds(1), kDay);
    CheckDuration("limits.keepalive_time", limits.keepalive_time(), second,
                  kDay);
    CheckDuration("limits.keepalive_timeout", limits.keepalive_timeout(),
                  second, kDay);
    CheckDuration("limits.min_ping_interval", limits.min_ping_interval(),
                  absl::ZeroDuration(), kDay);
    CheckUnlessZero("limits.max_queue_delay", limits.max_queue_delay(),
                    absl::Milliseconds(1));
    CheckUnlessZero("limits.max_deadline", limits.max_deadline(),
                    absl::Milliseconds(1));
    CheckUnlessZero("limits.max_connection_idle", limits.max_connection_idle(),
                    second);
    CheckUnlessZero("limits.max_connection_age", limits.max_connection_age(),
                    second);
    CheckUnlessZero("limits.max_connection_age_grace",
                    limits.max_connection_age_grace(), second);
  }

  // Of a time of which 0 stands for no bound.
  void CheckUnlessZero(absl::string_view path, const std::string& text,
                       absl::Duration least) {
    absl::Duration value;
    if (!absl::ParseDuration(text, &value) || value != absl::ZeroDuration()) {
      CheckDuration(path, text, least, absl::Hours(24));
    }
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
