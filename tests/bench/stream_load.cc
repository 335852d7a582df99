#include "tests/bench/stream_load.h"

#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"

namespace ratecard {
namespace {

enum Tag : intptr_t { kStarted = 1, kWritten, kRead, kDone, kFinished };

void* TagOf(Tag tag) { return reinterpret_cast<void*>(tag); }  // NOLINT

}  // namespace

struct StreamLoad::Impl {
  std::string method;
  grpc::ByteBuffer message;
  int in_flight = 1;
  std::unique_ptr<grpc::GenericStub> stub;
  grpc::CompletionQueue queue;

  // Of the one stream of a run.
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream;
  grpc::ByteBuffer answer;
  int64_t written = 0;
  int64_t answered = 0;
  bool writing = false;

  Tag Next(bool* ok) {
    void* tag = nullptr;
    if (!queue.Next(&tag, ok)) {
      std::abort();
    }
    return static_cast<Tag>(reinterpret_cast<intptr_t>(tag));  // NOLINT
  }

  void WriteIfThereIsRoom() {
    if (!writing && written - answered < in_flight) {
      ++written;
      writing = true;
      stream->Write(message, TagOf(kWritten));
    }
  }

  // Until `stop`, and until all that was written is answered.
  void Exchange(absl::Time stop) {
    bool stopping = false;
    stream->Read(&answer, TagOf(kRead));
    WriteIfThereIsRoom();
    while (!stopping || answered < written || writing) {
      bool ok = false;
      const Tag tag = Next(&ok);
      if (!ok) {
        std::abort();
      }
      if (tag == kWritten) {
        writing = false;
      } else {
        ++answered;
        stopping |= answered % 16 == 0 && absl::Now() >= stop;
        if (!stopping || answered < written) {
          stream->Read(&answer, TagOf(kRead));
        }
      }
      if (!stopping) {
        WriteIfThereIsRoom();
      }
    }
  }
};

StreamLoad::StreamLoad(const std::string& address, const std::string& method,
                       std::string message, int in_flight)
    : impl_(std::make_unique<Impl>()) {
  impl_->method = method;
  const grpc::Slice slice(std::move(message));
  impl_->message = grpc::ByteBuffer(&slice, 1);
  impl_->in_flight = in_flight;
  impl_->stub = std::make_unique<grpc::GenericStub>(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

StreamLoad::~StreamLoad() = default;

LoadResult StreamLoad::Run(absl::Duration duration) {
  Impl& impl = *impl_;
  grpc::ClientContext context;
  impl.written = 0;
  impl.answered = 0;
  impl.stream = impl.stub->PrepareCall(&context, impl.method, &impl.queue);
  impl.stream->StartCall(TagOf(kStarted));
  bool ok = false;
  if (impl.Next(&ok) != kStarted || !ok) {
    std::abort();
  }
  const absl::Time start = absl::Now();
  impl.Exchange(start + duration);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  impl.stream->WritesDone(TagOf(kDone));
  impl.Next(&ok);
  grpc::Status status;
  impl.stream->Finish(&status, TagOf(kFinished));
  impl.Next(&ok);
  impl.stream.reset();  // before the context, in whose memory it lies
  LoadResult result;
  result.calls = impl.answered;
  result.failures = status.ok() ? 0 : 1;
  result.seconds = seconds;
  return result;
}

}  // namespace ratecard
