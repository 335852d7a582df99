// Prices of many responses out of one file, written as they come.

#ifndef RATECARD_CLIENT_PRICE_BATCHES_H_
#define RATECARD_CLIENT_PRICE_BATCHES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/command.h"
#include "client/document_file.h"
#include "client/error_report.h"
#include "client/price_ledger.h"
#include "ratecard/v1/usage_service.pb.h"

namespace ratecard {

// Of the requests of one call. A server takes 4 MiB unless told otherwise.
inline constexpr size_t kMaxBatchBytes = 2 << 20;

// The same without what is only about prices, and without the payload.
v1::ExtractUsageRequest ExtractRequest(const v1::PriceUsageRequest& from);

// Each document of a file is a response of its own. Takes memory for a batch,
// whatever the length of the file.
class PriceBatches {
 public:
  // `sample` has all fields but the payload; `extract` reads the usage only.
  // All but the client are copied.
  PriceBatches(const v1::PriceUsageRequest& sample, bool extract,
               const FlagOfField& flags, const Session& session,
               const Client* client);

  // Writes a line for each response to standard output. The reply has the
  // totals, and an exit code that says whether any was refused.
  //
  // Errors: of reading, of writing, and of a server that does not answer: the
  // totals of what was priced are written, and the error says where to go on.
  // What is wrong with a response is part of the answer.
  absl::StatusOr<Reply> Run(DocumentFile* file);

 private:
  absl::Status PriceAll(DocumentFile* file);
  absl::Status Add(const Document& document);
  absl::Status Flush();
  absl::Status Price();
  absl::Status Extract();
  // Adds the line about a response, or why it is refused: it was there already.
  template <typename Response>
  absl::Status Answer(int64_t line, const Response& response);
  absl::Status Refuse(int64_t line, const absl::Status& status);

  const v1::PriceUsageRequest sample_;
  const bool extract_;
  const bool json_;
  const FlagOfField flags_;
  const Client* const client_;
  PriceLedger ledger_;

  v1::BatchPriceUsageRequest batch_;
  std::vector<int64_t> lines_;  // of each request of the batch
  size_t bytes_ = 0;            // of its payloads
  std::string out_;             // lines that are still to be written
  int64_t answered_line_ = 0;   // the last one in `out_` or before
  std::string last_id_;         // of the response before; empty: none
  int64_t last_line_ = 0;       // where that was
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_BATCHES_H_
