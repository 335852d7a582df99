// The HTTP side: metrics and probes.

#ifndef RATECARD_SERVICE_SERVER_HTTP_SERVER_H_
#define RATECARD_SERVICE_SERVER_HTTP_SERVER_H_

#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/metrics/registry.h"

struct mg_connection;
struct mg_context;

namespace ratecard {

// GET and HEAD of
//   /metrics  Prometheus text format
//   /healthz  200 while the process lives
//   /readyz   200 while it serves, else 503
// Anything else is 404, another method 405. A peer that sends no request within
// a second is hung up on, so that idle ones cannot keep probes waiting.
class HttpServer {
 public:
  // `registry` must outlive the server.
  explicit HttpServer(const Registry* registry) : registry_(registry) {}
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // `address` is `host:port`; of IPv4, as Debian's civetweb knows no other.
  // Port 0: a free one. Errors: UNAVAILABLE if it cannot be listened on.
  absl::Status Start(const std::string& address);

  // Where it listens: the address with the port in use. After Start.
  const std::string& address() const { return bound_address_; }

  // What /readyz says; false at first. Thread-safe.
  void SetReady(bool ready) { ready_ = ready; }

 private:
  struct Reply {
    int code = 200;
    std::string content_type;
    std::string body;
  };

  static int HandleRequest(mg_connection* connection);
  Reply Answer(absl::string_view method, absl::string_view path) const;

  const Registry* registry_;
  std::atomic<bool> ready_{false};
  mg_context* context_ = nullptr;
  std::string host_;
  int port_ = 0;
  std::string bound_address_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_HTTP_SERVER_H_
