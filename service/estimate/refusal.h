// Why a usage has no estimate: what has no price, and what has one.

#ifndef RATECARD_SERVICE_ESTIMATE_REFUSAL_H_
#define RATECARD_SERVICE_ESTIMATE_REFUSAL_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"
#include "service/pricing/meter.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

// FAILED_PRECONDITION METER_UNPRICED about `meters`. Of one whose prices depend
// on parameters it says on which; the fact `priced_by` then has a meter and
// parameters that have a price: `output_images quality=high,size=1024x1024`.
absl::Status MetersUnpriced(const Model& model, absl::string_view service_tier,
                            const RateTable& rates,
                            absl::Span<const Meter> meters);

// FAILED_PRECONDITION RATE_ASSUMED about `meters`.
absl::Status RatesAssumed(const Model& model, absl::string_view service_tier,
                          const RateTable& rates,
                          absl::Span<const Meter> meters);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_REFUSAL_H_
