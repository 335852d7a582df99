// Signals as values instead of interruptions.

#ifndef RATECARD_SERVICE_SERVER_SIGNALS_H_
#define RATECARD_SERVICE_SERVER_SIGNALS_H_

#include <string>

namespace ratecard {

// Holds SIGTERM, SIGINT and SIGHUP back for NextSignal, in the calling thread
// and those that it starts, and ignores SIGPIPE. Call before starting any.
void HoldSignals();

// Waits for one of them and returns its number. Thread-safe.
int NextSignal();

// Lets SIGTERM and SIGINT end the process at once.
void ReleaseStopSignals();

// `SIGTERM`.
std::string SignalName(int number);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_SIGNALS_H_
