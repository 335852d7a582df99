// What is written about the requests of a batch.

#ifndef RATECARD_CLIENT_BATCH_OUTPUT_H_
#define RATECARD_CLIENT_BATCH_OUTPUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/estimate_json.h"
#include "client/item_reader.h"
#include "client/style.h"
#include "client/totals.h"
#include "client/warning_tally.h"
#include "ratecard/v1/estimate_service.pb.h"

namespace ratecard {

enum class BatchFormat {
  kTable,      // requests that are refused, then totals
  kCsv,        // a row for each request, or for each total
  kJsonLines,  // an object for each, and for those that are refused
};

// By what to total: a fact of the estimate, or a column that is carried
// through.
struct GroupColumn {
  enum class Kind { kModel, kProvider, kServiceTier, kRegion, kKept };

  Kind kind = Kind::kModel;
  std::string name;
  size_t kept = 0;  // its place among those that are carried through
};

// Collects text for whoever writes it. Takes memory for each group. Not
// thread-safe.
class BatchOutput {
 public:
  // `has_totals`: kCsv and kJsonLines have totals instead of requests; kTable
  // has them always. They are by currency and by `by`. `kept`: names of the
  // columns that are carried through.
  BatchOutput(BatchFormat format, bool has_totals, std::vector<GroupColumn> by,
              std::vector<std::string> kept, const Style& style);

  // What comes before all requests.
  void Begin();

  // `estimate` is of `item`, whose request is `request`. Errors: those of
  // Totals::CheckSize.
  absl::Status Add(const BatchItem& item,
                   const v1::EstimateCostRequest& request,
                   const v1::Estimate& estimate);
  // Errors: of `problem`, if it has no JSON form.
  absl::Status Refuse(const BatchItem& item, const absl::Status& problem);

  // What comes behind all requests. `stopped_at`: the last line that was
  // answered, where others should have followed; 0: that was all.
  void End(int64_t stopped_at);

  int64_t priced() const { return priced_; }
  int64_t refused() const { return refused_; }

  // Text that has come together since it was cleared last.
  std::string& out() { return out_; }            // for standard output
  std::string& messages() { return messages_; }  // for standard error

 private:
  // Valid until the next call, or as long as what it is of.
  absl::string_view ValueOf(const GroupColumn& column, const BatchItem& item,
                            const v1::Estimate& estimate);
  absl::Status Count(const BatchItem& item,
                     const v1::EstimateCostRequest& request,
                     const v1::Estimate& estimate);
  void AddCsv(const BatchItem& item, const v1::Estimate* estimate,
              absl::string_view problem);
  void AddJsonStart(const BatchItem& item);
  void EndCsvTotals();
  void EndJsonTotals(int64_t stopped_at);

  const BatchFormat format_;
  const bool has_totals_;
  const std::vector<GroupColumn> by_;
  const std::vector<std::string> kept_;
  const Style style_;
  Totals totals_;
  WarningTally warnings_;
  EstimateJson json_;
  std::vector<absl::string_view> values_;  // of the item's group
  std::string model_;                      // that was asked for last
  std::string model_name_;                 // of it
  std::string out_;
  std::string messages_;
  int64_t priced_ = 0;
  int64_t refused_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_BATCH_OUTPUT_H_
