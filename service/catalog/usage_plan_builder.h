// Makes the usage plan of a catalog.

#ifndef RATECARD_SERVICE_CATALOG_USAGE_PLAN_BUILDER_H_
#define RATECARD_SERVICE_CATALOG_USAGE_PLAN_BUILDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "ratecard/v1/usage_format.pb.h"
#include "service/catalog/model.h"
#include "service/catalog/usage_plan.h"

namespace ratecard {

// Places that the formats of a catalog may come to.
inline constexpr size_t kMaxPlaces = 20'000;

class UsagePlanBuilder {
 public:
  UsagePlanBuilder();

  // Adds a format that `provider`, which must outlive the plan, declares.
  //
  // Errors: INVALID_ARGUMENT, for what validation refuses with file and line.
  absl::Status Add(const v1::UsageFormat& proto, const Provider* provider);

  // Call once, at the end.
  UsagePlan Finish();

 private:
  class FormatPlanner;

  // The place of `path` below `from`, made where it is new.
  absl::StatusOr<PlaceId> PlaceOf(const JsonPath& path, PlaceId from);
  absl::StatusOr<PlaceId> Member(PlaceId from, const std::string& key);
  absl::StatusOr<PlaceId> ElementsOf(PlaceId from, const JsonStep& step);
  // Gives what is known of a place on to those below it.
  void SpreadKnowledge(PlannedFormat* format) const;

  UsagePlan plan_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_USAGE_PLAN_BUILDER_H_
