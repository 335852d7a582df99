// Which build this is.

#ifndef RATECARD_SERVICE_SERVER_VERSION_H_
#define RATECARD_SERVICE_SERVER_VERSION_H_

namespace ratecard {

// `0.1.0`.
extern const char kVersion[];
// Of the source; empty if the build was not told.
extern const char kRevision[];

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_VERSION_H_
