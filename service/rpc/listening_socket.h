// Sockets that listen.

#ifndef RATECARD_SERVICE_RPC_LISTENING_SOCKET_H_
#define RATECARD_SERVICE_RPC_LISTENING_SOCKET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ratecard {

struct ListeningSockets {
  std::vector<int> descriptors;  // non-blocking, closed on exec
  std::string address;           // with the port in use
};

// What ConnectionListener::Listen says of `address`.
absl::StatusOr<ListeningSockets> OpenListeningSockets(
    const std::string& address);

// Closes them, and removes the file of a `unix:` address.
void CloseListeningSockets(const std::vector<int>& descriptors,
                           const std::string& address);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_LISTENING_SOCKET_H_
