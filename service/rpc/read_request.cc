#include "service/rpc/read_request.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace ratecard {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// protobuf reads no deeper.
constexpr int kMaxDepth = 100;

bool IsEntry(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
         (field.is_repeated() &&
          field.cpp_type() == FieldDescriptor::CPPTYPE_STRING);
}

// Takes those of a message from `left`. Returns whether there were enough.
bool Count(const Descriptor& type, int depth, CodedInputStream* input,
           int64_t* left) {
  while (const uint32_t tag = input->ReadTag()) {
    const FieldDescriptor* const field =
        type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const bool entry = field != nullptr && IsEntry(*field) &&
                       WireFormatLite::GetTagWireType(tag) ==
                           WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (entry && --*left < 0) {
      return false;
    }
    if (entry && field->message_type() != nullptr && depth < kMaxDepth) {
      const CodedInputStream::Limit outer = input->ReadLengthAndPushLimit();
      if (!Count(*field->message_type(), depth + 1, input, left)) {
        return false;
      }
      if (!input->ConsumedEntireMessage()) {
        return true;  // no message
      }
      input->PopLimit(outer);
    } else if (!WireFormatLite::SkipField(input, tag)) {
      return true;
    }
  }
  return true;
}

}  // namespace

bool HasAtMost(int64_t entries, const Descriptor& type,
               grpc::ByteBuffer* bytes) {
  grpc::ProtoBufferReader reader(bytes);
  CodedInputStream input(&reader);
  return Count(type, 0, &input, &entries);
}

}  // namespace ratecard
