// Streams that a server answers.

#ifndef RATECARD_CLIENT_LIBRARY_REMOTE_STREAMS_H_
#define RATECARD_CLIENT_LIBRARY_REMOTE_STREAMS_H_

#include <memory>

#include "client/library/remote_call.h"
#include "grpcpp/channel.h"
#include "ratecard/streams.h"

namespace ratecard {

std::unique_ptr<EstimateStream> MakeRemoteStream(
    std::shared_ptr<grpc::Channel> channel, std::unique_ptr<RemoteCall> call);

std::unique_ptr<CatalogWatch> MakeRemoteWatch(
    std::shared_ptr<grpc::Channel> channel,
    const v1::WatchCatalogRequest& request, std::unique_ptr<RemoteCall> call);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_REMOTE_STREAMS_H_
