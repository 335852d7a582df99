#include "service/rpc/server_load.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/metrics/families.h"

namespace ratecard {
namespace {

// What is refused now need not be refused a moment later.
constexpr absl::Duration kRetryAfter = absl::Milliseconds(500);

const char* TextOf(Overload why) {
  switch (why) {
    case Overload::kCallsInFlight:
      return "it has as many calls in progress as it takes";
    case Overload::kQueueDelay:
      return "calls wait too long for their turn";
    case Overload::kBulkCalls:
      break;
  }
  return "it has as many large calls (batches, comparisons, explanations, "
         "lists, requests of 8 KB or more) in progress as it takes, or they "
         "wait too long for their turn";
}

}  // namespace

absl::Status Overloaded(Overload why) {
  return Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
               absl::StrCat("the server is overloaded: ", TextOf(why),
                            "; try again later, or ask another replica"))
      .RetryAfter(kRetryAfter);
}

ServerLoad::ServerLoad(const LoadLimits& limits, size_t queues,
                       std::function<Connections()> connections,
                       CutOffSink cut_off)
    : limits_(limits),
      connections_(std::move(connections)),
      cut_off_(std::move(cut_off)),
      delays_(queues),
      shed_({"ratecard_calls_shed_total",
             "Calls refused with RESOURCE_EXHAUSTED, OVERLOADED: because too "
             "many were in progress, they waited too long for their turn, or "
             "large ones were too many or waited too long for theirs.",
             {"reason"}},
            {{"calls_in_flight"}, {"queue_delay"}, {"bulk_calls"}}),
      dropped_({"ratecard_answers_dropped_total",
                "Calls cancelled because their caller did not take the answer: "
                "of too many such answers the oldest (too_much), or one for "
                "longer than limits.max_deadline (too_long).",
                {"reason"}},
               {{"too_much"}, {"too_long"}}) {}

bool ServerLoad::BeginBulk(int64_t request_bytes) {
  // Looks first, as one that is not to be must not stand in another's way; so
  // there may be one more for each queue.
  const int calls = bulk_calls_.load(std::memory_order_relaxed);
  const int64_t bytes = bulk_bytes_.load(std::memory_order_relaxed);
  // However large it is, one can be worked on.
  if (calls > 0 && (calls >= limits_.max_calls_in_flight / 2 ||
                    bytes + request_bytes > limits_.max_untaken_bytes / 4)) {
    return false;
  }
  bulk_calls_.fetch_add(1, std::memory_order_relaxed);
  bulk_bytes_.fetch_add(request_bytes, std::memory_order_relaxed);
  return true;
}

void ServerLoad::EndBulk(int64_t request_bytes) {
  bulk_calls_.fetch_sub(1, std::memory_order_relaxed);
  bulk_bytes_.fetch_sub(request_bytes, std::memory_order_relaxed);
}

void ServerLoad::OnDropped(Untakenness why, absl::string_view peer) {
  dropped_.Add(static_cast<size_t>(why));
  if (cut_off_) {
    cut_off_(
        why == Untakenness::kTooMuch ? "answers_too_much" : "answer_too_long",
        peer);
  }
}

std::vector<prometheus::MetricFamily> ServerLoad::Collect() const {
  int64_t delay_ns = 0;
  for (const std::atomic<int64_t>& delay : delays_) {
    delay_ns = std::max(delay_ns, delay.load(std::memory_order_relaxed));
  }
  const Connections connections = connections_();
  std::vector<prometheus::MetricFamily> families = {
      Gauge({"ratecard_calls_in_flight",
             "Unary calls in progress, until their answer is sent or they are "
             "cancelled.",
             {}},
            calls_.load(std::memory_order_relaxed)),
      Gauge({"ratecard_bulk_calls",
             "Large calls (batches, comparisons, explanations, lists, requests "
             "of "
             "8 KB or more) that wait or are worked on beside the others; "
             "cancelled ones count until their turn.",
             {}},
            bulk_calls_.load(std::memory_order_relaxed)),
      Gauge({"ratecard_streams", "Streams in progress.", {}},
            streams_.load(std::memory_order_relaxed)),
      Gauge({"ratecard_queue_delay_seconds",
             "How long the call waited for a thread that was last looked at, "
             "in the queue where that is longest.",
             {}},
            static_cast<double>(delay_ns) / 1e9),
      Gauge({"ratecard_connections", "Open connections of gRPC.", {}},
            connections.open),
      Counter({"ratecard_connections_refused_total",
               "Connections of gRPC closed at once, for being more than "
               "limits.max_connections.",
               {}},
              static_cast<double>(connections.refused)),
      Counter({"ratecard_connections_hung_up_total",
               "Connections of gRPC closed because more memory was in use than "
               "limits.max_memory_bytes: those that sent much and took little.",
               {}},
              static_cast<double>(connections.hung_up)),
  };
  for (const FixedCounters* counters : {&shed_, &dropped_}) {
    for (prometheus::MetricFamily& family : counters->Collect()) {
      families.push_back(std::move(family));
    }
  }
  return families;
}

}  // namespace ratecard
