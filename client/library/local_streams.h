// Streams that the handlers of this process answer.

#ifndef RATECARD_CLIENT_LIBRARY_LOCAL_STREAMS_H_
#define RATECARD_CLIENT_LIBRARY_LOCAL_STREAMS_H_

#include <memory>

#include "client/library/local_client.h"
#include "ratecard/streams.h"

namespace ratecard {

// Responses that wait to be read, until the writer waits for the reader.
inline constexpr int kMaxUnreadResponses = 100;

std::unique_ptr<EstimateStream> MakeLocalStream(
    std::shared_ptr<const LocalService> service, const CallOptions& options);

// The catalog of a process stays: after the first revision, waits for the end.
std::unique_ptr<CatalogWatch> MakeLocalWatch(
    std::shared_ptr<const LocalService> service,
    const v1::WatchCatalogRequest& request, const CallOptions& options);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_LOCAL_STREAMS_H_
