// Which handler answers which method.

#ifndef RATECARD_SERVICE_SERVER_SERVICES_H_
#define RATECARD_SERVICE_SERVER_SERVICES_H_

#include "service/api/catalog_handler.h"
#include "service/api/compare_handler.h"
#include "service/api/estimate_handler.h"
#include "service/api/explain_handler.h"
#include "service/api/quote_handler.h"
#include "service/api/usage_handler.h"
#include "service/rpc/method_table.h"

namespace ratecard {

// The handlers must outlive the server of the table.
MethodTable BindServices(const CatalogHandler* catalog,
                         const EstimateHandler* estimate,
                         const UsageHandler* usage, const QuoteHandler* quote,
                         const CompareHandler* compare,
                         const ExplainHandler* explain);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_SERVICES_H_
