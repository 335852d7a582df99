// Prices the requests of a file, however many.

#ifndef RATECARD_CLIENT_ESTIMATE_BATCH_H_
#define RATECARD_CLIENT_ESTIMATE_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/batch_output.h"
#include "client/command.h"
#include "client/item_reader.h"
#include "client/progress.h"
#include "client/text_input.h"
#include "google/protobuf/arena.h"

namespace ratecard {

enum class ItemFormat { kCsv, kJsonLines };

struct BatchOptions {
  std::string path;                  // `-`: standard input; empty: no batch
  std::optional<ItemFormat> format;  // none: found from the file
  char delimiter = 0;                // 0: found from the header
  std::string encoding;              // empty: found from the first bytes
  ColumnOptions columns;
  std::vector<std::string> by;          // what to total by
  std::optional<BatchFormat> write_as;  // none: by the session
};

// Takes memory for a chunk of requests and for each total, whatever the length
// of the file. Used by one thread.
class EstimateBatch {
 public:
  // `sample` has what holds where a line says nothing; all lines are priced at
  // its `as_of`. Pointers must outlive this.
  EstimateBatch(const v1::EstimateCostRequest& sample, const Session& session,
                const Client* client);

  // Writes to standard output; the reply has the exit code, which says whether
  // any request was refused.
  //
  // Errors: of the options, of reading, of writing, of a header, of a column
  // that the options name and no line has, of a server that does not answer, of
  // more totals than can be kept. What is wrong with a request is part of the
  // answer. Where reading or the server ends before the file does, the totals
  // of what was done are written, and the error says where to go on.
  absl::StatusOr<Reply> Run(const BatchOptions& options);

 private:
  absl::Status OpenItems(const BatchOptions& options);
  absl::Status PriceAll();
  bool Read();
  bool ReadItem();
  bool Price();
  absl::Status Answer();
  void CountRevision(const std::string& revision, int64_t lines);
  std::string RevisionsText() const;
  absl::Status Ended() const;
  absl::Status Write();

  const v1::EstimateCostRequest sample_;
  const bool json_;
  const Style style_;
  const Client* const client_;

  std::unique_ptr<TextInput> input_;
  std::unique_ptr<ItemReader> reader_;
  std::unique_ptr<BatchOutput> output_;
  std::unique_ptr<Progress> progress_;

  std::vector<BatchItem> items_;  // of the chunk, the first `count_`
  size_t count_ = 0;
  v1::BatchEstimateCostsRequest batch_;  // of those without a problem
  google::protobuf::Arena arena_;        // of the response
  v1::BatchEstimateCostsResponse* response_ = nullptr;
  size_t bytes_ = 0;  // of the batch

  absl::Status stop_;      // why not all of the file was priced
  int64_t last_line_ = 0;  // that was answered
  int64_t next_line_ = 0;  // the first that was not; 0: not known
  // Of the catalogs, in order, and how many lines each priced.
  std::vector<std::pair<std::string, int64_t>> revisions_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ESTIMATE_BATCH_H_
