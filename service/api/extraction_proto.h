// What was read out of a response → ratecard.v1.ExtractedUsage.

#ifndef RATECARD_SERVICE_API_EXTRACTION_PROTO_H_
#define RATECARD_SERVICE_API_EXTRACTION_PROTO_H_

#include "ratecard/v1/usage_service.pb.h"
#include "service/usage/choose_format.h"
#include "service/usage/extract.h"
#include "service/usage/response_values.h"

namespace ratecard {

// `with_quantities`: where each of them was, too.
void ToProto(const Extraction& extraction, const FormatChoice& choice,
             const ResponseValues& values, bool with_quantities,
             v1::ExtractedUsage* proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_EXTRACTION_PROTO_H_
