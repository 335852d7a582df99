#include "tests/bench/load_generator.h"

#include <sys/prctl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/async_unary_call.h"

namespace ratecard {
namespace {

// One place in the loop: a call, and the next one after it.
struct Slot {
  grpc::GenericStub* stub = nullptr;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer reply;
  grpc::Status status;
  absl::Time since;  // what its latency counts from
};

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

void Count(const Slot& slot, absl::Time now, LoadResult* result) {
  ++result->calls;
  if (!slot.status.ok() || slot.reply.Length() == 0) {
    ++result->failures;
  }
  result->latencies_ns.push_back(absl::ToInt64Nanoseconds(now - slot.since));
}

}  // namespace

struct LoadGenerator::Impl {
  std::string method;
  grpc::ByteBuffer request;
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  std::vector<std::unique_ptr<Slot>> slots;
  // Those of the open loop, as many as were ever in flight.
  std::vector<std::unique_ptr<Slot>> open_slots;
  std::mutex mutex;  // guards what follows
  std::vector<Slot*> idle;

  void Send(Slot* slot, absl::Time since) {
    slot->reader.reset();  // lies in memory of the call of its context
    slot->context.emplace();
    slot->reply.Clear();
    slot->since = since;
    slot->reader =
        slot->stub->PrepareUnaryCall(&*slot->context, method, request, &queue);
    slot->reader->StartCall();
    slot->reader->Finish(&slot->reply, &slot->status, slot);
  }

  Slot* TakeIdle() {
    const std::lock_guard<std::mutex> lock(mutex);
    if (idle.empty()) {
      open_slots.push_back(std::make_unique<Slot>());
      return open_slots.back().get();
    }
    Slot* slot = idle.back();
    idle.pop_back();
    return slot;
  }

  void GiveBack(Slot* slot) {
    const std::lock_guard<std::mutex> lock(mutex);
    idle.push_back(slot);
  }

  // Every `interval` from `start` on, by each connection in turn.
  void SendOnSchedule(absl::Time start, absl::Duration interval,
                      int64_t calls) {
    prctl(PR_SET_TIMERSLACK, 1);  // else sleeps are 50 us too long
    for (int64_t i = 0; i < calls; ++i) {
      const absl::Time due = start + static_cast<double>(i) * interval;
      absl::SleepFor(due - absl::Now());
      Slot* slot = TakeIdle();
      slot->stub = stubs[static_cast<size_t>(i) % stubs.size()].get();
      Send(slot, due);
    }
  }

  Slot* Next() {
    void* tag = nullptr;
    bool ok = false;
    if (!queue.Next(&tag, &ok)) {
      std::abort();
    }
    return static_cast<Slot*>(tag);
  }
};

LoadGenerator::LoadGenerator(const std::string& address,
                             const std::string& method,
                             const std::string& request, int connections,
                             int calls_per_connection)
    : impl_(std::make_unique<Impl>()) {
  impl_->method = method;
  impl_->request = ToBuffer(request);
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    // Channels with equal arguments would share a connection.
    arguments.SetInt("ratecard.connection", i);
    impl_->stubs.push_back(
        std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
            address, grpc::InsecureChannelCredentials(), arguments)));
    for (int j = 0; j < calls_per_connection; ++j) {
      impl_->slots.push_back(std::make_unique<Slot>());
      impl_->slots.back()->stub = impl_->stubs.back().get();
    }
  }
}

LoadGenerator::~LoadGenerator() = default;

std::string LoadGenerator::CallOnce() {
  impl_->Send(impl_->slots[0].get(), absl::Now());
  Slot* slot = impl_->Next();
  if (!slot->status.ok()) {
    std::fprintf(stderr, "call failed: %s\n",
                 slot->status.error_message().c_str());
    std::abort();
  }
  std::vector<grpc::Slice> slices;
  static_cast<void>(slot->reply.Dump(&slices));
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

LoadResult LoadGenerator::Run(absl::Duration duration) {
  LoadResult result;
  const absl::Time start = absl::Now();
  const absl::Time stop = start + duration;
  for (const auto& slot : impl_->slots) {
    impl_->Send(slot.get(), start);
  }
  size_t in_flight = impl_->slots.size();
  absl::Time now = start;
  while (in_flight > 0) {
    Slot* slot = impl_->Next();
    now = absl::Now();
    Count(*slot, now, &result);
    if (now < stop) {
      impl_->Send(slot, now);
    } else {
      --in_flight;
    }
  }
  result.seconds = absl::ToDoubleSeconds(now - start);
  std::sort(result.latencies_ns.begin(), result.latencies_ns.end());
  return result;
}

LoadResult LoadGenerator::RunOpen(double calls_per_second,
                                  absl::Duration duration) {
  LoadResult result;
  const auto calls =
      static_cast<int64_t>(calls_per_second * absl::ToDoubleSeconds(duration));
  const absl::Duration interval = absl::Seconds(1) / calls_per_second;
  const absl::Time start = absl::Now();
  std::thread sender([&] { impl_->SendOnSchedule(start, interval, calls); });
  absl::Time now = start;
  while (result.calls < calls) {
    Slot* slot = impl_->Next();
    now = absl::Now();
    Count(*slot, now, &result);
    impl_->GiveBack(slot);
  }
  sender.join();
  result.seconds = absl::ToDoubleSeconds(now - start);
  std::sort(result.latencies_ns.begin(), result.latencies_ns.end());
  return result;
}

}  // namespace ratecard
