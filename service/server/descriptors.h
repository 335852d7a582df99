// File descriptors that the process may have.

#ifndef RATECARD_SERVICE_SERVER_DESCRIPTORS_H_
#define RATECARD_SERVICE_SERVER_DESCRIPTORS_H_

namespace ratecard {

// Has those of standard input, output and error lead nowhere if they are
// closed, or else what is opened next would be taken for them. Before anything
// is opened.
void OpenStandardDescriptors();

// Lets the process have as many as it can allow itself.
void RaiseDescriptorLimit();

// How many connections of gRPC leave enough for everything else; at least 1.
int MostConnections();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_DESCRIPTORS_H_
