#include "service/rpc/method_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

absl::string_view TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? kBidiStream : "client_stream";
  }
  return method.server_streaming() ? kServerStream : kUnary;
}

}  // namespace

absl::Status MethodTable::Check() const {
  RATECARD_RETURN_IF_ERROR(mismatch_);
  if (names_.empty()) {
    return absl::InternalError("no method is bound");
  }
  for (const ServiceDescriptor* service : descriptors_) {
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string& method = service->method(i)->name();
      const auto times = std::count_if(
          names_.begin(), names_.end(), [&](const MethodName& bound) {
            return bound.service == service->full_name() &&
                   bound.method == method;
          });
      if (times != 1) {
        return absl::InternalError(absl::StrCat(
            service->full_name(), "/", method, " is bound ", times, " times"));
      }
    }
  }
  return absl::OkStatus();
}

size_t MethodTable::AddName(const ServiceDescriptor* service,
                            const std::string& method, const char* type,
                            Role role,
                            const google::protobuf::Descriptor* request,
                            const google::protobuf::Descriptor* response) {
  const google::protobuf::MethodDescriptor* found =
      service->FindMethodByName(method);
  if (found == nullptr || found->input_type() != request ||
      found->output_type() != response || TypeOf(*found) != type) {
    mismatch_.Update(absl::InternalError(absl::StrCat(
        service->full_name(), " has no ", type, " method ", method, "(",
        request->name(), ") returns (", response->name(), ")")));
  }
  names_.push_back({service->full_name(), method, type, role});
  return names_.size() - 1;
}

}  // namespace ratecard
