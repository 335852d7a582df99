// Arbitrary bytes as a request: no more is kept of them than was counted before
// they were read, unless they were refused then.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "service/rpc/read_request.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::UnknownFieldSet;

int64_t Kept(const UnknownFieldSet& unknown) {
  int64_t kept = unknown.field_count();
  for (int i = 0; i < unknown.field_count(); ++i) {
    if (unknown.field(i).type() == google::protobuf::UnknownField::TYPE_GROUP) {
      kept += Kept(unknown.field(i).group());
    }
  }
  return kept;
}

// Messages in it, entries of lists of strings, and unknown fields.
int64_t Kept(const Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  int64_t kept = Kept(reflection.GetUnknownFields(message));
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool messages = field->message_type() != nullptr;
    if (!field->is_repeated()) {
      kept += messages ? 1 + Kept(reflection.GetMessage(message, field)) : 0;
      continue;
    }
    const int size = reflection.FieldSize(message, field);
    kept += field->is_packable() ? 0 : size;
    for (int i = 0; messages && i < size; ++i) {
      kept += Kept(reflection.GetRepeatedMessage(message, field, i));
    }
  }
  return kept;
}

void Check(const std::string& text) {
  v1::BatchEstimateCostsRequest request;
  const bool readable = request.ParseFromString(text);
  const grpc::Slice slice(text);
  grpc::ByteBuffer bytes(&slice, 1);
  const google::protobuf::Descriptor& type = *request.GetDescriptor();
  const int64_t most = static_cast<int64_t>(text.size());
  // Nothing that can be read is refused for its form.
  RATECARD_CHECK(!readable || CheckEntries(most, type, &bytes).ok());
  const int64_t kept = Kept(request);
  RATECARD_CHECK(kept == 0 || !CheckEntries(kept - 1, type, &bytes).ok());
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::Check(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
