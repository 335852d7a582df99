// How a name was resolved, as the API says it.

#ifndef RATECARD_SERVICE_API_RESOLUTION_PROTO_H_
#define RATECARD_SERVICE_API_RESOLUTION_PROTO_H_

#include "absl/strings/string_view.h"
#include "ratecard/v1/resolution.pb.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// `resolution.model` must not be null.
void ToProto(const Resolution& resolution, absl::string_view given_name,
             v1::NameResolution* proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_RESOLUTION_PROTO_H_
