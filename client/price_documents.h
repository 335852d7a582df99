// One response of any length, read document by document.

#ifndef RATECARD_CLIENT_PRICE_DOCUMENTS_H_
#define RATECARD_CLIENT_PRICE_DOCUMENTS_H_

#include "absl/status/statusor.h"
#include "client/command.h"
#include "ratecard/v1/usage_service.pb.h"
#include "service/usage/document.h"

namespace ratecard {

// PriceUsage and ExtractUsage of the documents of one response instead of a
// payload. `events`: as UsageHandler::PriceDocuments has it. Takes constant
// memory; a server is sent all of them at once.
//
// Errors: those of the methods, of `next` and of Session::client.
absl::StatusOr<v1::PriceUsageResponse> PriceDocuments(
    const NextDocument& next, bool events, const v1::PriceUsageRequest& request,
    Session& session);
absl::StatusOr<v1::ExtractUsageResponse> ExtractDocuments(
    const NextDocument& next, bool events,
    const v1::ExtractUsageRequest& request, Session& session);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_DOCUMENTS_H_
