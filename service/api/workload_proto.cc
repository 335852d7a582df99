#include "service/api/workload_proto.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/api/usage_proto.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr int64_t kMaxPeriodSeconds = int64_t{100} * 366 * 24 * 60 * 60;

std::string ClassPath(int index) {
  return absl::StrCat("classes[", index, "]");
}

}  // namespace

absl::Status CheckClasses(const WorkloadClassProtos& classes, int most) {
  if (classes.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "CLASSES_REQUIRED",
                 "no class of requests is given")
        .Field("classes", "must have at least one class");
  }
  if (classes.size() > most) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY_CLASSES",
                 absl::StrCat("classes has ", classes.size(),
                              " entries, more than ", most))
        .Field("classes", absl::StrCat("at most ", most));
  }
  std::set<std::string> ids;
  for (int i = 0; i < classes.size(); ++i) {
    if (const std::string id = ClassId(classes[i], i); !ids.insert(id).second) {
      return Error(absl::StatusCode::kInvalidArgument, "DUPLICATE_CLASS",
                   absl::StrCat("two classes are called '", Shortened(id), "'"))
          .Field(absl::StrCat(ClassPath(i), ".class_id"), "must be unique");
    }
  }
  return absl::OkStatus();
}

std::string ClassId(const v1::WorkloadClass& proto, int index) {
  return proto.class_id().empty() ? absl::StrCat("class-", index + 1)
                                  : proto.class_id();
}

absl::Status ReadClass(const v1::WorkloadClass& proto, WorkloadClass* in) {
  absl::StatusOr<Usage> usage = UsageFromProto(proto.usage());
  if (!usage.ok()) {
    return WithFieldPrefix(usage.status(), "usage.");
  }
  in->usage = *std::move(usage);
  // Forgotten is not none: that would cost nothing, silently.
  if (!proto.has_requests_per_period()) {
    return Error(absl::StatusCode::kInvalidArgument, "REQUESTS_REQUIRED",
                 "requests_per_period is not given; 0 is a number too")
        .Field("requests_per_period", "is required");
  }
  in->requests_per_period = proto.requests_per_period();
  in->batch_share_ppm = proto.batch_share_ppm();
  in->cache_share_ppm = proto.cache_share_ppm();
  return absl::OkStatus();
}

absl::Status WithClassPath(absl::Status status, int index) {
  ErrorDetail detail = DetailOf(status);
  if (detail.fields.empty()) {
    detail.fields.emplace_back(ClassPath(index), status.message());
    return WithDetail(std::move(status), detail);
  }
  for (auto& field : detail.fields) {
    if (field.first != "as_of") {
      field.first = absl::StrCat(ClassPath(index), ".", field.first);
    }
  }
  return WithDetail(std::move(status), detail);
}

absl::StatusOr<int64_t> PeriodSecondsOf(
    const google::protobuf::Duration& period) {
  if (period.nanos() != 0 || period.seconds() < 1 ||
      period.seconds() > kMaxPeriodSeconds) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PERIOD",
                 "period must be whole seconds, from 1 second to 100 years")
        .Field("period", "must be whole seconds, 1 second to 100 years");
  }
  return period.seconds();
}

}  // namespace ratecard
