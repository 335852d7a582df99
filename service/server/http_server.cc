#include "service/server/http_server.h"

#include <array>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "civetweb.h"
#include "service/base/error.h"
#include "service/base/monotonic_clock.h"
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
  // Answered otherwise, it would be read to its end, for as long as that takes.
  // This closes the connection instead.
  if (request->content_length > 0 ||
      mg_get_header(connection, "Transfer-Encoding") != nullptr) {
    constexpr int kTooLarge = 413;
    mg_send_http_error(connection, kTooLarge, "%s",
                       "no request here has a body\n");
    return kTooLarge;
  }
  const absl::string_view method = request->request_method;
  const char* authorization = mg_get_header(connection, "Authorization");
  const Reply reply =
      server->Answer({method, request->local_uri, request->remote_addr,
                      authorization == nullptr
                          ? std::nullopt
                          : std::optional<absl::string_view>(authorization)});
  std::string out =
      absl::StrCat("HTTP/1.1 ", reply.code, " ",
                   mg_get_response_code_text(connection, reply.code),
                   "\r\nContent-Type: ", reply.content_type,
                   "\r\nContent-Length: ", reply.body.size(),
                   "\r\nCache-Control: no-store\r\nConnection: close\r\n",
                   reply.headers, "\r\n");
  if (method != "HEAD") {
    absl::StrAppend(&out, reply.body);
  }
  mg_write(connection, out.data(), out.size());
  return reply.code;
}

HttpServer::Reply HttpServer::Answer(const Request& request) const {
  const absl::string_view path = request.path;
  const bool reload = path == "/-/reload" && access_->HasCallers();
  if (!reload && path != "/metrics" && path != "/healthz" &&
      path != "/readyz") {
    return {404, kPlainText, "not found\n", ""};
  }
  const bool read = request.method == "GET" || request.method == "HEAD";
  if (reload ? request.method != "POST" : !read) {
    return {405, kPlainText, "method not allowed\n",
            reload ? "Allow: POST\r\n" : "Allow: GET, HEAD\r\n"};
  }
  if (path == "/metrics" || reload) {
    const Role role = reload ? Role::kAdministerCatalog : Role::kScrapeMetrics;
    if (const std::optional<Reply> refused = Refuse(request, role)) {
      return *refused;
    }
  }
  if (reload && !ready_) {
    return {503, kPlainText, "stopping: nothing is read again\n", ""};
  }
  if (reload) {
    reload_();
    return {202, kPlainText,
            "reading the configuration and the files that it names again; the "
            "log says what comes of it\n",
            ""};
  }
  if (path == "/metrics") {
    return {200, kExposition, registry_->Expose(), ""};
  }
  if (path == "/readyz" && !ready_) {
    return {503, kPlainText, "not ready\n", ""};
  }
  return {200, kPlainText, "ok\n", ""};
}

std::optional<HttpServer::Reply> HttpServer::Refuse(const Request& request,
                                                    Role role) const {
  if (!access_->Guarded()) {
    return std::nullopt;
  }
  Credentials credentials;
  credentials.authorization = request.authorization;
  credentials.host = request.host;
  const absl::Duration now = MonotonicNow();
  const Access::Decision decision =
      access_->Decide(role, credentials, absl::Now(), now);
  const absl::Status& status = decision.status;
  if (!status.ok() || role == Role::kAdministerCatalog) {
    log_->WriteHttp(request.path, role, request.host, decision, now);
  }
  if (status.ok()) {
    return std::nullopt;
  }
  Reply reply = {403, kPlainText, absl::StrCat(status.message(), "\n"), ""};
  if (status.code() == absl::StatusCode::kUnauthenticated) {
    reply.code = 401;
    reply.headers = "WWW-Authenticate: Bearer\r\n";
  } else if (status.code() == absl::StatusCode::kResourceExhausted) {
    const absl::Duration wait = DetailOf(status).retry_after;
    reply.code = 429;
    reply.headers = absl::StrCat(
        "Retry-After: ",
        absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))), "\r\n");
  }
  return reply;
}

}  // namespace ratecard
