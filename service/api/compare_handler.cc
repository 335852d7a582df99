#include "service/api/compare_handler.h"

#include <memory>
#include <string>
#include <vector>

#include "service/api/comparison_proto.h"
#include "service/api/comparison_request.h"
#include "service/api/convert.h"
#include "service/api/page_token.h"
#include "service/base/status_macros.h"
#include "service/compare/compare.h"

namespace ratecard {
namespace {

ComparisonQuery QueryOf(const ComparisonInput& input,
                        const ComparisonTable& table,
                        const v1::CompareModelsRequest& request,
                        absl::Time as_of) {
  ComparisonQuery query;
  query.table = &table;
  query.job = &*input.job;
  query.constraints = &input.constraints;
  query.as_of = as_of;
  query.rank_by = input.rank_by;
  if (input.benchmark != 0) {
    query.benchmark = &table.ScoresOf(input.benchmark);
  }
  query.one_per_base_model = request.one_per_base_model();
  query.placement = input.placement;
  query.all = request.models().empty();
  query.candidates = input.candidates;
  query.keep_left_out = !query.all || request.left_out_reason() !=
                                          v1::LEFT_OUT_REASON_UNSPECIFIED;
  return query;
}

absl::Status WriteRanked(const PageRange& range, const ComparisonInput& input,
                         Comparison* comparison, ComparedModelWriter* writer,
                         v1::CompareModelsResponse* response) {
  const absl::Span<const RankedModel> page =
      comparison->Page(range.begin, range.end - range.begin);
  const std::vector<bool> front = input.benchmark == 0
                                      ? std::vector<bool>(page.size())
                                      : comparison->OnFront(page);
  for (size_t i = 0; i < page.size(); ++i) {
    v1::ComparedModel* proto = response->add_models();
    RATECARD_RETURN_IF_ERROR(
        writer->Write(comparison->CandidateAt(page[i].candidate), proto));
    proto->set_rank(static_cast<int32_t>(range.begin + i + 1));
    proto->set_on_pareto_front(front[i]);
  }
  return absl::OkStatus();
}

// Each reason once.
void WriteLeftOut(uint32_t candidate, const Constraints& constraints,
                  const ComparisonTable& table, const Comparison& comparison,
                  v1::LeftOutModel* proto) {
  proto->set_model(
      table.models()[comparison.CandidateAt(candidate).model].resource_name);
  const ConstraintSet violated = comparison.ViolatedBy(candidate);
  ConstraintSet reasons = 0;
  for (size_t i = 0; i < constraints.constraints.size(); ++i) {
    if ((violated >> i & 1) != 0) {
      reasons |= Bit(constraints.constraints[i].reason);
    }
  }
  for (int i = 1; i < kLeftOutReasonCount; ++i) {
    if ((reasons >> i & 1) != 0) {
      proto->add_reasons(static_cast<v1::LeftOutReason>(i));
    }
  }
}

// All constraints of a reason; of none, every one.
ConstraintSet ConstraintsOf(const Constraints& constraints,
                            v1::LeftOutReason reason) {
  ConstraintSet set = 0;
  for (size_t i = 0; i < constraints.constraints.size(); ++i) {
    if (reason == v1::LEFT_OUT_REASON_UNSPECIFIED ||
        static_cast<int>(constraints.constraints[i].reason) == reason) {
      set |= ConstraintSet{1} << i;
    }
  }
  return set;
}

void WriteCounts(const Constraints& constraints, const Comparison& comparison,
                 v1::CompareModelsResponse* response) {
  for (const LeftOutCount& count : comparison.LeftOutCounts()) {
    const Constraint& constraint = constraints.constraints[count.constraint];
    v1::LeftOutCount* proto = response->add_left_out();
    proto->set_reason(static_cast<v1::LeftOutReason>(constraint.reason));
    proto->set_field(constraint.field);
    proto->set_model_count(count.models);
    proto->set_alone_count(count.alone);
  }
}

}  // namespace

void CompareHandler::Prepare(const std::shared_ptr<const Catalog>& catalog,
                             absl::Time now) const {
  const auto table = tables_.Prepare(catalog);
  if (table.ok()) {
    (*table)->prices().For(Placement().service_tier, now);
  }
}

absl::Status CompareHandler::CompareModels(
    const CallContext& call, const v1::CompareModelsRequest& request,
    v1::CompareModelsResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  RATECARD_ASSIGN_OR_RETURN(const absl::Time now, AsOf(request, call.now));
  const std::string list =
      ListOf("CompareModels", catalog->revision(), request);
  RATECARD_ASSIGN_OR_RETURN(
      const PagePosition position,
      DecodePageToken(request.page_token(), list, {0, now}));
  RATECARD_ASSIGN_OR_RETURN(const std::shared_ptr<const ComparisonTable> table,
                            tables_.Of(catalog));
  RATECARD_ASSIGN_OR_RETURN(
      const ComparisonInput input,
      ReadComparison(request, *catalog, *table, position.as_of, stale_after_,
                     observer_));
  ComparedModelWriter writer(&input, table.get());
  if (input.baseline.has_value()) {
    RATECARD_RETURN_IF_ERROR(
        writer.WriteBaseline(response->mutable_baseline()));
  }
  ComparisonQuery query = QueryOf(input, *table, request, position.as_of);
  query.wanted = [&call] { return call.StillWanted().ok(); };
  Comparison comparison(query);
  RATECARD_RETURN_IF_ERROR(call.StillWanted());
  std::vector<uint32_t> left_out;
  if (query.keep_left_out) {
    left_out = comparison.LeftOutBy(
        ConstraintsOf(input.constraints, request.left_out_reason()));
  }
  const bool ranked =
      request.left_out_reason() == v1::LEFT_OUT_REASON_UNSPECIFIED;
  const size_t size = ranked ? comparison.ranked_count() : left_out.size();
  const PageRange range = RangeOf(position, page_size, size);
  if (ranked) {
    RATECARD_RETURN_IF_ERROR(
        WriteRanked(range, input, &comparison, &writer, response));
  }
  const PageRange shown = ranked ? PageRange{0, left_out.size()} : range;
  for (size_t i = shown.begin; i < shown.end; ++i) {
    WriteLeftOut(left_out[i], input.constraints, *table, comparison,
                 response->add_left_out_models());
  }
  WriteCounts(input.constraints, comparison, response);
  response->set_next_page_token(TokenAfter(range, size, position, list));
  response->set_total_size(static_cast<int32_t>(size));
  response->set_candidate_count(
      static_cast<int32_t>(comparison.candidate_count()));
  response->set_ranked_count(static_cast<int32_t>(comparison.ranked_count()));
  if (input.job->is_workload()) {
    response->mutable_period()->set_seconds(input.period_seconds);
  }
  ToProto(position.as_of, response->mutable_as_of());
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

}  // namespace ratecard
