#include "service/server/version.h"

namespace ratecard {

const char kVersion[] = RATECARD_VERSION;
const char kRevision[] = RATECARD_REVISION;

}  // namespace ratecard
