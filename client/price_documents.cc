#include "client/price_documents.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// The documents as one payload: an event each, or a line.
absl::StatusOr<std::string> Payload(const NextDocument& next, bool events) {
  std::string payload;
  while (true) {
    RATECARD_ASSIGN_OR_RETURN(const std::optional<Document> document, next());
    if (!document.has_value()) {
      return payload;
    }
    for (const absl::string_view line :
         absl::StrSplit(document->json, absl::ByAnyChar("\r\n"))) {
      absl::StrAppend(&payload, events ? "data: " : "", line,
                      events ? "\n" : " ");
    }
    payload += '\n';
  }
}

}  // namespace

absl::StatusOr<v1::PriceUsageResponse> PriceDocuments(
    const NextDocument& next, bool events, const v1::PriceUsageRequest& request,
    Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  if (const UsageHandler* usage = session.local_usage(); usage != nullptr) {
    v1::PriceUsageResponse response;
    RATECARD_RETURN_IF_ERROR(
        usage->PriceDocuments({absl::Now()}, next, events, request, &response));
    return response;
  }
  v1::PriceUsageRequest whole = request;
  RATECARD_ASSIGN_OR_RETURN(*whole.mutable_payload(), Payload(next, events));
  return client->PriceUsage(whole);
}

absl::StatusOr<v1::ExtractUsageResponse> ExtractDocuments(
    const NextDocument& next, bool events,
    const v1::ExtractUsageRequest& request, Session& session) {
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  if (const UsageHandler* usage = session.local_usage(); usage != nullptr) {
    v1::ExtractUsageResponse response;
    RATECARD_RETURN_IF_ERROR(usage->ExtractDocuments(
        {absl::Now()}, next, events, request, &response));
    return response;
  }
  v1::ExtractUsageRequest whole = request;
  RATECARD_ASSIGN_OR_RETURN(*whole.mutable_payload(), Payload(next, events));
  return client->ExtractUsage(whole);
}

}  // namespace ratecard
