#include "service/catalog/model.h"

#include <algorithm>

namespace ratecard {

bool Provider::IsHomeOf(absl::string_view maker) const {
  return std::find(home_makers.begin(), home_makers.end(), maker) !=
         home_makers.end();
}

ModelStatus Lifecycle::StatusAt(absl::Time time) const {
  if (time >= retired) {
    return ModelStatus::kRetired;
  }
  if (time >= deprecated) {
    return ModelStatus::kDeprecated;
  }
  if (time < released) {
    return ModelStatus::kAnnounced;
  }
  if (time >= unlisted) {
    return ModelStatus::kUnlisted;
  }
  return ModelStatus::kActive;
}

}  // namespace ratecard
