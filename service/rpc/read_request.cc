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

WireFormatLite::WireType WireTypeOf(const FieldDescriptor& field) {
  return WireFormatLite::WireTypeForFieldType(
      static_cast<WireFormatLite::FieldType>(field.type()));
}

// Whether it is read to a place of its own, or one among numbers.
bool IsPlain(const FieldDescriptor* field, WireFormatLite::WireType wire) {
  if (field == nullptr) {
    return false;
  }
  if (field->is_packable()) {
    return wire == WireTypeOf(*field) ||
           wire == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
  }
  return wire == WireTypeOf(*field) && field->message_type() == nullptr &&
         !field->is_repeated();
}

// Takes all that is not plain from `left`, that of a message of `type` or, of
// null, of one that nobody knows. Returns whether there was enough.
bool Count(const Descriptor* type, int depth, CodedInputStream* input,
           int64_t* left) {
  while (const uint32_t tag = input->ReadTag()) {
    const int number = WireFormatLite::GetTagFieldNumber(tag);
    const auto wire = WireFormatLite::GetTagWireType(tag);
    if (wire == WireFormatLite::WIRETYPE_END_GROUP) {
      return true;
    }
    const FieldDescriptor* const field =
        type == nullptr ? nullptr : type->FindFieldByNumber(number);
    if (!IsPlain(field, wire) && --*left < 0) {
      return false;
    }
    const bool group = wire == WireFormatLite::WIRETYPE_START_GROUP;
    const bool message = field != nullptr && field->message_type() != nullptr &&
                         wire == WireTypeOf(*field);
    if (depth == kMaxDepth && (group || message)) {
      return true;  // no message
    }
    if (group) {
      if (!Count(nullptr, depth + 1, input, left)) {
        return false;
      }
      if (!input->LastTagWas(WireFormatLite::MakeTag(
              number, WireFormatLite::WIRETYPE_END_GROUP))) {
        return true;
      }
    } else if (message) {
      const CodedInputStream::Limit outer = input->ReadLengthAndPushLimit();
      if (!Count(field->message_type(), depth + 1, input, left)) {
        return false;
      }
      if (!input->ConsumedEntireMessage()) {
        return true;
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
  return Count(&type, 0, &input, &entries);
}

}  // namespace ratecard
