// What the service manager is told of this process, by the protocol of
// sd_notify(3): datagrams to the socket that $NOTIFY_SOCKET names. Without such
// a socket nothing is sent. What cannot be sent is logged. Thread-safe.

#ifndef RATECARD_SERVICE_SERVER_NOTIFY_H_
#define RATECARD_SERVICE_SERVER_NOTIFY_H_

#include "absl/time/time.h"

namespace ratecard {

// It serves, or it has taken over a configuration.
void NotifyReady();

// It takes over a configuration; NotifyReady follows.
void NotifyReloading();

// It stops, which may take `longest` and some seconds more, whatever the
// manager would else wait for.
void NotifyStopping(absl::Duration longest);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_NOTIFY_H_
