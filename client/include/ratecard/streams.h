// Calls of many messages.

#ifndef RATECARD_STREAMS_H_
#define RATECARD_STREAMS_H_

#include "absl/status/status.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "ratecard/v1/estimate_service.pb.h"

namespace ratecard {

// Requests of any number, and their responses in the same order. One thread may
// write while another reads; neither side is shared by more. Read while you
// write: few responses are kept, and the writer waits for the reader.
//
// Errors of Finish: UNAVAILABLE when a server stops or is lost. Send the
// requests without a response again, on a new stream.
class EstimateStream {
 public:
  virtual ~EstimateStream() = default;  // as Cancel

  // Waits until there is room. False: the stream has ended, Finish says why.
  virtual bool Write(const v1::StreamEstimateCostsRequest& request) = 0;
  // There are no more requests.
  virtual void WritesDone() = 0;
  // Waits for the next response. False: there is none any more.
  virtual bool Read(v1::StreamEstimateCostsResponse* response) = 0;
  // How it ended, when Read or Write returned false; before, it cancels. Not
  // while another thread reads or writes.
  virtual absl::Status Finish() = 0;
  // Thread-safe.
  virtual void Cancel() = 0;
};

// Revisions of the catalog, of which a slow reader gets the last. One thread
// reads. Errors of Finish: UNAVAILABLE when a server stops; watch anew, with
// the revision that is known.
class CatalogWatch {
 public:
  virtual ~CatalogWatch() = default;  // as Cancel

  // Waits for another revision than the last. False: there is none any more.
  virtual bool Read(v1::WatchCatalogResponse* response) = 0;
  // How it ended, when Read returned false; before, it cancels.
  virtual absl::Status Finish() = 0;
  // Thread-safe.
  virtual void Cancel() = 0;
};

}  // namespace ratecard

#endif  // RATECARD_STREAMS_H_
