#include "service/rpc/call_runner.h"

#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "grpc/grpc_security_constants.h"
#include "service/base/monotonic_clock.h"
#include "service/base/status_macros.h"
#include "service/rpc/status.h"

namespace ratecard {
namespace {

// Compares by parts: a caller may give 99,999,999 hours, which no count of
// nanoseconds in 64 bits holds.
bool HasPassed(gpr_timespec deadline, gpr_timespec now) {
  return gpr_time_cmp(gpr_convert_clock_type(deadline, now.clock_type), now) <
         0;
}

int64_t NanosSince(gpr_timespec start) {
  const gpr_timespec passed = gpr_time_sub(gpr_now(start.clock_type), start);
  return passed.tv_sec * GPR_NS_PER_SEC + passed.tv_nsec;
}

bool IsFaultOfServer(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// `ipv4:192.0.2.1:51234` without its port.
absl::string_view HostOf(absl::string_view peer) {
  return peer.substr(0, peer.rfind(':'));
}

// The value of a header that came once. Names are in lower case on the wire.
std::optional<absl::string_view> HeaderOf(const grpc::ServerContext& context,
                                          const char* name) {
  const auto [begin, end] = context.client_metadata().equal_range(name);
  if (begin == end || std::next(begin) != end) {
    return std::nullopt;
  }
  return absl::string_view(begin->second.data(), begin->second.size());
}

// Whether a name of a certificate can be of the kind it says: a URI has a
// scheme, a DNS name neither ':' nor '/'. Callers have names of both kinds, and
// whoever may issue one kind must not thereby issue the other.
bool IsOfItsKind(absl::string_view kind, absl::string_view name) {
  return kind == GRPC_PEER_URI_PROPERTY_NAME
             ? absl::StrContains(name, ':')
             : name.find_first_of(":/") == absl::string_view::npos;
}

// What may say who makes a call. Views into the context and the two others.
Credentials CredentialsOf(const grpc::ServerContext& context,
                          const grpc::AuthContext& peer,
                          absl::string_view address) {
  Credentials credentials;
  credentials.authorization = HeaderOf(context, "authorization");
  for (const char* kind :
       {GRPC_PEER_URI_PROPERTY_NAME, GRPC_PEER_DNS_PROPERTY_NAME}) {
    for (const grpc::string_ref& value : peer.FindPropertyValues(kind)) {
      const absl::string_view name(value.data(), value.size());
      if (IsOfItsKind(kind, name)) {
        credentials.certificate_names.push_back(name);
      }
    }
  }
  credentials.host = HostOf(address);
  return credentials;
}

// Of a call with that deadline.
class WaitingCaller final : public Caller {
 public:
  WaitingCaller(gpr_timespec deadline, const std::atomic<bool>* cancelled,
                const std::atomic<bool>* given_up)
      : deadline_(deadline), cancelled_(cancelled), given_up_(given_up) {}

  absl::Status StillWaits() override {
    // First, as gRPC cancels a call whose deadline passes.
    if (CallRunner::DeadlinePassed(deadline_)) {
      return ratecard::DeadlinePassed();
    }
    if (cancelled_->load(std::memory_order_relaxed)) {
      return CallerGone();
    }
    return given_up_->load(std::memory_order_relaxed) ? ShuttingDown()
                                                      : absl::OkStatus();
  }

 private:
  const gpr_timespec deadline_;
  const std::atomic<bool>* const cancelled_;
  const std::atomic<bool>* const given_up_;
};

}  // namespace

std::string CallReport::RequestId() const {
  const auto header = HeaderOf(context, "x-request-id");
  return header.has_value() && IsRequestId(*header) ? std::string(*header)
                                                    : NewRequestId();
}

std::optional<TraceContext> CallReport::Trace() const {
  const auto header = HeaderOf(context, "traceparent");
  return header.has_value() ? ParseTraceparent(*header) : std::nullopt;
}

CallRunner::CallRunner(std::vector<MethodName> methods,
                       CallRunnerOptions options)
    : methods_(std::move(methods)),
      options_(std::move(options)),
      metrics_(methods_) {}

grpc::Status CallRunner::Run(
    const Started& started, gpr_timespec deadline,
    const std::atomic<bool>& cancelled, const grpc::ServerContext& context,
    absl::FunctionRef<absl::Status(const CallContext&)> handler) {
  OnMessageReceived(started.method);
  const Access::Decision admission = Admit(started.method, context);
  absl::Status status = admission.status;
  if (status.ok()) {
    status = CheckDeadline(&deadline);
  }
  if (status.ok()) {
    WaitingCaller caller(deadline, &cancelled, &given_up_);
    status = caller.StillWaits();
    if (status.ok()) {
      status = handler({options_.clock(), &caller});
    }
  }
  if (status.ok()) {
    OnMessageSent(started.method);
  }
  OnEnded(started, context, admission, status);
  return ToGrpcStatus(status);
}

absl::Status CallRunner::CheckDeadline(gpr_timespec* deadline) const {
  if (options_.require_deadline &&
      gpr_time_cmp(*deadline, gpr_inf_future(deadline->clock_type)) == 0) {
    return DeadlineRequired();
  }
  if (options_.max_deadline != absl::InfiniteDuration()) {
    const gpr_timespec now = gpr_now(GPR_CLOCK_MONOTONIC);
    const gpr_timespec latest = gpr_time_add(
        now,
        gpr_time_from_nanos(absl::ToInt64Nanoseconds(options_.max_deadline),
                            GPR_TIMESPAN));
    *deadline =
        gpr_time_min(gpr_convert_clock_type(*deadline, now.clock_type), latest);
  }
  return absl::OkStatus();
}

CallRunner::Started CallRunner::OnStarted(size_t method) {
  metrics_.OnStarted(method);
  return {method, gpr_now(GPR_CLOCK_MONOTONIC)};
}

void CallRunner::OnEnded(const Started& started,
                         const grpc::ServerContext& context,
                         const Access::Decision& admission,
                         const absl::Status& status) {
  const int64_t duration_ns = NanosSince(started.time);
  metrics_.OnHandled(started.method, status.code(), duration_ns);
  const bool fault = IsFaultOfServer(status.code());
  const bool refused = !admission.status.ok();
  if (options_.report &&
      (report_all_.load(std::memory_order_relaxed) || fault || refused)) {
    options_.report({methods_[started.method], context,
                     admission.caller == nullptr
                         ? absl::string_view()
                         : absl::string_view(admission.caller->spec.name),
                     refused, status, fault, absl::Nanoseconds(duration_ns)});
  }
}

Access::Decision CallRunner::Admit(size_t method,
                                   const grpc::ServerContext& context) const {
  Access* const access = options_.access;
  if (access == nullptr || !access->Guarded()) {
    return {};
  }
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  const std::string address = context.peer();
  return access->Decide(methods_[method].role,
                        CredentialsOf(context, *peer, address),
                        options_.clock(), MonotonicNow());
}

absl::Status CallRunner::Readmit(size_t method,
                                 const grpc::ServerContext& context,
                                 Access::Decision* admission) const {
  Access* const access = options_.access;
  if (access == nullptr || !access->Guarded()) {
    *admission = {};
    return absl::OkStatus();
  }
  const absl::Time now = options_.clock();
  if (access->Holds(*admission, now)) {
    return absl::OkStatus();
  }
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  const std::string address = context.peer();
  *admission = access->Authorize(methods_[method].role,
                                 CredentialsOf(context, *peer, address), now);
  return admission->status;
}

absl::Status CallRunner::Charge(size_t method,
                                const grpc::ServerContext& context,
                                Access::Decision* admission) const {
  RATECARD_RETURN_IF_ERROR(Readmit(method, context, admission));
  if (admission->policy != nullptr) {
    admission->status = options_.access->Charge(
        *admission, HostOf(context.peer()), MonotonicNow());
  }
  return admission->status;
}

absl::Status CallRunner::OpenStream() {
  if (closed_to_streams_) {
    return ShuttingDown();
  }
  if (open_streams_.fetch_add(1, std::memory_order_relaxed) <
      options_.max_streams) {
    return absl::OkStatus();
  }
  CloseStream();
  return TooManyStreams(options_.max_streams);
}

bool CallRunner::DeadlinePassed(gpr_timespec deadline) {
  return HasPassed(deadline, gpr_now(GPR_CLOCK_MONOTONIC));
}

}  // namespace ratecard
