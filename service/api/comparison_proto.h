// A model that was compared → ratecard.v1.ComparedModel.

#ifndef RATECARD_SERVICE_API_COMPARISON_PROTO_H_
#define RATECARD_SERVICE_API_COMPARISON_PROTO_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ratecard/v1/comparison_service.pb.h"
#include "service/api/comparison_request.h"
#include "service/compare/compare.h"
#include "service/compare/difference.h"
#include "service/compare/region.h"
#include "service/compare/table.h"

namespace ratecard {

// Writes models as a request asks for them.
class ComparedModelWriter {
 public:
  // Both must outlive the writer.
  ComparedModelWriter(const ComparisonInput* input,
                      const ComparisonTable* table)
      : input_(*input), table_(*table) {}

  // The baseline into `*proto`; models that are written later are compared to
  // it.
  //
  // Errors: those of EstimateCost about what it costs; FAILED_PRECONDITION
  // CURRENCY_MISMATCH, naming `baseline_model`.
  absl::Status WriteBaseline(v1::ComparedModel* proto);

  // Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
  absl::Status Write(const Candidate& candidate, v1::ComparedModel* proto);

 private:
  // All but the difference; returns where the model is priced.
  absl::StatusOr<Placement> WriteAlone(const Candidate& candidate,
                                       const RegionLists& lists,
                                       v1::ComparedModel* proto) const;
  absl::Status WriteCost(const Model& model, const Placement& placement,
                         v1::ComparedModel* proto) const;
  absl::Status WriteWorkloadCost(const Model& model, const Placement& placement,
                                 v1::ComparedModel* proto) const;
  absl::Status WriteScore(const Model& model, ExactAmount cost,
                          v1::ComparedModel* proto) const;
  void WriteFit(const Model& model, v1::ComparedModel* proto) const;

  const ComparisonInput& input_;
  const ComparisonTable& table_;
  std::optional<SplitTotal> baseline_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_COMPARISON_PROTO_H_
