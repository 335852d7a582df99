#include "service/catalog/model.h"

#include <algorithm>

namespace ratecard {

bool Provider::IsHomeOf(absl::string_view maker) const {
  return std::find(home_makers.begin(), home_makers.end(), maker) !=
         home_makers.end();
}

}  // namespace ratecard
