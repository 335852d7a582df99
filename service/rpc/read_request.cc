#include "service/rpc/read_request.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "service/rpc/status.h"

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

enum class Found { kFits, kTooMany, kMalformed };

// Takes all that is not plain from `left`, that of a message of `type` or, of
// null, of one that nobody knows.
Found Count(const Descriptor* type, int depth, CodedInputStream* input,
            int64_t* left);

// The same of a message whose length comes next. One that is longer than what
// it is in would be read to its own end, and refused only then.
Found CountMessage(const Descriptor& type, int depth, CodedInputStream* input,
                   int64_t* left) {
  uint32_t length = 0;
  if (!input->ReadVarint32(&length) ||
      length > static_cast<uint32_t>(input->BytesUntilLimit())) {
    return Found::kMalformed;
  }
  const CodedInputStream::Limit outer =
      input->PushLimit(static_cast<int>(length));
  const Found found = Count(&type, depth, input, left);
  if (found == Found::kFits && !input->ConsumedEntireMessage()) {
    return Found::kMalformed;
  }
  input->PopLimit(outer);
  return found;
}

// The same of a group up to its end.
Found CountGroup(int number, int depth, CodedInputStream* input,
                 int64_t* left) {
  const Found found = Count(nullptr, depth, input, left);
  const bool ended = input->LastTagWas(
      WireFormatLite::MakeTag(number, WireFormatLite::WIRETYPE_END_GROUP));
  return found == Found::kFits && !ended ? Found::kMalformed : found;
}

Found Count(const Descriptor* type, int depth, CodedInputStream* input,
            int64_t* left) {
  if (depth > kMaxDepth) {
    return Found::kMalformed;
  }
  while (const uint32_t tag = input->ReadTag()) {
    const int number = WireFormatLite::GetTagFieldNumber(tag);
    const auto wire = WireFormatLite::GetTagWireType(tag);
    if (wire == WireFormatLite::WIRETYPE_END_GROUP) {
      return Found::kFits;
    }
    const FieldDescriptor* const field =
        type == nullptr ? nullptr : type->FindFieldByNumber(number);
    if (!IsPlain(field, wire) && --*left < 0) {
      return Found::kTooMany;
    }
    Found found = Found::kFits;
    if (wire == WireFormatLite::WIRETYPE_START_GROUP) {
      found = CountGroup(number, depth + 1, input, left);
    } else if (field != nullptr && field->message_type() != nullptr &&
               wire == WireTypeOf(*field)) {
      found = CountMessage(*field->message_type(), depth + 1, input, left);
    } else if (!WireFormatLite::SkipField(input, tag)) {
      found = Found::kMalformed;
    }
    if (found != Found::kFits) {
      return found;
    }
  }
  return Found::kFits;
}

}  // namespace

absl::Status CheckEntries(int64_t most, const Descriptor& type,
                          grpc::ByteBuffer* bytes) {
  grpc::ProtoBufferReader reader(bytes);
  CodedInputStream input(&reader);
  input.PushLimit(static_cast<int>(bytes->Length()));
  int64_t left = most;
  const Found found = Count(&type, 0, &input, &left);
  if (found == Found::kTooMany) {
    return TooManyEntries(most);
  }
  return found == Found::kFits && input.ConsumedEntireMessage()
             ? absl::OkStatus()
             : MalformedRequest(type.full_name());
}

}  // namespace ratecard
