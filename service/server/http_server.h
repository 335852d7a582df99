// The HTTP side: metrics and probes.

#ifndef RATECARD_SERVICE_SERVER_HTTP_SERVER_H_
#define RATECARD_SERVICE_SERVER_HTTP_SERVER_H_

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/access/access.h"
#include "service/metrics/registry.h"
#include "service/server/call_log.h"

struct mg_connection;
struct mg_context;

namespace ratecard {

// GET and HEAD of
//   /metrics  Prometheus text format, to callers with the role for it
//   /healthz  200 while the process lives
//   /readyz   200 while it serves, else 503
// and, where there are callers, POST of
//   /-/reload  202: the configuration and the files that it names are read
//              again, and the log says what came of it; 503 while it stops
// Anything else is 404, another method 405, a request with a body 413, a caller
// who is not known 401, one without the role 403, too often 429. A peer that
// has not sent its request within a second is hung up on, and bodies are not
// read, so that slow ones cannot keep probes waiting.
class HttpServer {
 public:
  // All but `reload` must outlive the server. `reload` is called from any
  // thread and must not wait.
  HttpServer(const Registry* registry, Access* access, CallLog* log,
             std::function<void()> reload)
      : registry_(registry),
        access_(access),
        log_(log),
        reload_(std::move(reload)) {}
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // `address` is `host:port`; of IPv4, as Debian's civetweb knows no other.
  // Port 0: a free one. Errors: UNAVAILABLE if it cannot be listened on.
  absl::Status Start(const std::string& address);

  // Where it listens: the address with the port in use. After Start.
  const std::string& address() const { return bound_address_; }

  // What /readyz says, and whether there is something to reload; false at
  // first. Thread-safe.
  void SetReady(bool ready) { ready_ = ready; }

 private:
  struct Request {
    absl::string_view method;
    absl::string_view path;
    absl::string_view host;  // where it comes from
    std::optional<absl::string_view> authorization;
  };
  struct Reply {
    int code = 200;
    std::string content_type;
    std::string body;
    std::string headers;  // further ones, each with its end of line
  };

  static int HandleRequest(mg_connection* connection);
  Reply Answer(const Request& request) const;
  // Null if the request may be made.
  std::optional<Reply> Refuse(const Request& request, Role role) const;

  const Registry* registry_;
  Access* access_;
  CallLog* log_;
  const std::function<void()> reload_;
  std::atomic<bool> ready_{false};
  mg_context* context_ = nullptr;
  std::string host_;
  int port_ = 0;
  std::string bound_address_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_HTTP_SERVER_H_
