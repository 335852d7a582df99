#include "service/server/http_server.h"

#include <array>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "civetweb.h"
#include "service/server/log.h"

namespace ratecard {
namespace {

constexpr char kPlainText[] = "text/plain; charset=utf-8";
constexpr char kExposition[] = "text/plain; version=0.0.4; charset=utf-8";

int LogMessage(const mg_connection* /*connection*/, const char* message) {
  Log(Severity::kWarning, "http").With("message", message);
  return 1;
}

}  // namespace

HttpServer::~HttpServer() {
  if (context_ == nullptr) {
    return;
  }
  std::atomic<bool> stopped{false};
  std::thread stop([&] {
    mg_stop(context_);
    stopped = true;
  });
  // It would notice only after up to two seconds, but for a connection.
  while (!stopped) {
    std::array<char, 128> error{};
    mg_connection* wake =
        mg_connect_client(host_.c_str(), port_, 0, error.data(), error.size());
    if (wake != nullptr) {
      mg_close_connection(wake);
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  stop.join();
}

absl::Status HttpServer::Start(const std::string& address) {
  mg_callbacks callbacks{};
  callbacks.begin_request = HandleRequest;
  callbacks.log_message = LogMessage;
  // A connection keeps a thread for as long as it lives. So each is closed
  // after its answer, and peers that connect and say nothing, of which there
  // may be as many as threads and more, are soon hung up on: probes must get
  // through.
  std::array<const char*, 13> options = {"listening_ports",
                                         address.c_str(),
                                         "num_threads",
                                         "64",
                                         "connection_queue",
                                         "256",
                                         "listen_backlog",
                                         "512",
                                         "request_timeout_ms",
                                         "1000",
                                         "enable_keep_alive",
                                         "no",
                                         nullptr};
  mg_init_data init{};
  init.callbacks = &callbacks;
  init.user_data = this;
  init.configuration_options = options.data();
  std::array<char, 256> text{};
  mg_error_data error{};
  error.text = text.data();
  error.text_buffer_size = text.size();
  context_ = mg_start2(&init, &error);
  if (context_ == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen for HTTP on ", address,
                     ": the address is in use or not available"));
  }
  mg_server_port port{};
  mg_get_server_ports(context_, 1, &port);
  host_ = address.substr(0, address.rfind(':'));
  port_ = port.port;
  bound_address_ = absl::StrCat(host_, ":", port_);
  return absl::OkStatus();
}

int HttpServer::HandleRequest(mg_connection* connection) {
  const auto* server = static_cast<const HttpServer*>(
      mg_get_user_data(mg_get_context(connection)));
  const mg_request_info* request = mg_get_request_info(connection);
  const absl::string_view method = request->request_method;
  const Reply reply = server->Answer(method, request->local_uri);
  std::string out =
      absl::StrCat("HTTP/1.1 ", reply.code, " ",
                   mg_get_response_code_text(connection, reply.code),
                   "\r\nContent-Type: ", reply.content_type,
                   "\r\nContent-Length: ", reply.body.size(),
                   "\r\nCache-Control: no-store\r\nConnection: close\r\n",
                   reply.code == 405 ? "Allow: GET, HEAD\r\n" : "", "\r\n");
  if (method != "HEAD") {
    absl::StrAppend(&out, reply.body);
  }
  mg_write(connection, out.data(), out.size());
  return reply.code;
}

HttpServer::Reply HttpServer::Answer(absl::string_view method,
                                     absl::string_view path) const {
  const bool known =
      path == "/metrics" || path == "/healthz" || path == "/readyz";
  if (!known) {
    return {404, kPlainText, "not found\n"};
  }
  if (method != "GET" && method != "HEAD") {
    return {405, kPlainText, "method not allowed\n"};
  }
  if (path == "/metrics") {
    return {200, kExposition, registry_->Expose()};
  }
  if (path == "/readyz" && !ready_) {
    return {503, kPlainText, "not ready\n"};
  }
  return {200, kPlainText, "ok\n"};
}

}  // namespace ratecard
