#include "service/rpc/grpc_log.h"

#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpc/support/log.h"

namespace ratecard {
namespace {

std::atomic<GrpcLogSink> current_sink{nullptr};

void Forward(gpr_log_func_args* args) {
  current_sink.load()(absl::StrCat(args->file, ":", args->line), args->message);
}

}  // namespace

void RedirectGrpcLog(GrpcLogSink sink) {
  current_sink = sink;
  gpr_set_log_function(Forward);
}

}  // namespace ratecard
