#include "service/api/estimate_handler.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/api/batch.h"
#include "service/api/convert.h"
#include "service/api/estimate_proto.h"
#include "service/api/resolution_proto.h"
#include "service/api/serving.h"
#include "service/api/status_proto.h"
#include "service/api/unknown_names.h"
#include "service/api/usage_proto.h"
#include "service/api/warnings.h"
#include "service/api/workload_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/estimate/request_fit.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

constexpr int kMaxClasses = 1'000;

constexpr size_t kMaxItemIdBytes = 256;

absl::Status CheckItemId(const std::string& id) {
  if (id.size() <= kMaxItemIdBytes) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_ITEM_ID",
               absl::StrCat("item_id has ", id.size(), " bytes, more than ",
                            kMaxItemIdBytes))
      .Field("item_id", absl::StrCat("at most ", kMaxItemIdBytes, " bytes"));
}

void AddOutsideHome(const Resolution& found, WarningSet* warnings) {
  if (found.scope == ResolutionScope::kOtherProviders) {
    warnings->Add(WarningCode::kOutsideHome);
  }
}

// As what a request or a class of a workload is served.
template <typename Request>
absl::Status ReadServing(const Resolution& found, const Request& request,
                         EstimateOptions* options) {
  RATECARD_ASSIGN_OR_RETURN(
      const Serving serving,
      ServingOf(found, request.service_tier(), request.region()));
  options->service_tier = serving.service_tier;
  options->region = serving.region;
  options->region_of_name = serving.region_of_name;
  return absl::OkStatus();
}

// What EstimateCost works on besides the request.
struct EstimateInput {
  explicit EstimateInput(const Resolution& resolution) : found(resolution) {}

  const Resolution& found;
  Usage usage;
  EstimateOptions options;
};

// What `request` asks of the model that was found; `given`, if it is not null,
// is its usage.
absl::Status ReadRequest(const v1::EstimateCostRequest& request,
                         const Usage* given, EstimateInput* input) {
  RATECARD_RETURN_IF_ERROR(ReadServing(input->found, request, &input->options));
  input->options.strict = request.strict();
  input->options.allow_partial = request.allow_partial();
  if (given != nullptr) {
    input->usage = *given;
    return absl::OkStatus();
  }
  absl::StatusOr<Usage> usage = UsageFromProto(request.usage());
  if (!usage.ok()) {
    return WithFieldPrefix(usage.status(), "usage.");
  }
  input->usage = *std::move(usage);
  return absl::OkStatus();
}

absl::Status FillEstimate(const EstimateInput& input,
                          const v1::EstimateCostRequest& request,
                          Estimate* estimate, v1::Estimate* proto,
                          Money* total) {
  const Model& model = *input.found.model;
  RATECARD_RETURN_IF_ERROR(
      PriceUsage(model, input.usage, input.options, estimate));
  AddOutsideHome(input.found, &estimate->warnings);
  const int64_t in = estimate->input_tokens;
  const int64_t out = estimate->output_tokens;
  if (FitVerdictOf(model.limits, input.usage, in, out) ==
      FitVerdict::kDoesNotFit) {
    estimate->warnings.Add(WarningCode::kDoesNotFit);
  }
  RATECARD_RETURN_IF_ERROR(AmountsToProto(*estimate, model, proto, total));
  proto->set_model(model.resource_name);
  proto->set_incomplete(estimate->incomplete);
  proto->set_service_tier(estimate->schedule->service_tier);
  proto->set_region(estimate->schedule->region);
  if (request.has_as_of()) {
    *proto->mutable_as_of() = request.as_of();
  }
  AppendWarnings(estimate->warnings, model, proto->mutable_warnings());
  if (request.view() == v1::ESTIMATE_VIEW_FULL) {
    RATECARD_RETURN_IF_ERROR(
        LinesToProto(*estimate, model, input.usage, proto));
    if (const std::optional<Fit> whole =
            FitOf(model.limits, input.usage, in, out)) {
      ToProto(*whole, model.limits, proto->mutable_fit());
    }
    ToProto(input.found, request.model(), proto->mutable_resolution());
  }
  return absl::OkStatus();
}

// The verdict over all classes, given that of those before.
v1::FitVerdict Worse(v1::FitVerdict so_far, const std::optional<Fit>& fit) {
  const FitVerdict verdict =
      fit.has_value() ? fit->verdict : FitVerdict::kUnknown;
  if (so_far == v1::FIT_VERDICT_DOES_NOT_FIT ||
      verdict == FitVerdict::kDoesNotFit) {
    return v1::FIT_VERDICT_DOES_NOT_FIT;
  }
  return so_far == v1::FIT_VERDICT_UNKNOWN || verdict == FitVerdict::kUnknown
             ? v1::FIT_VERDICT_UNKNOWN
             : v1::FIT_VERDICT_FITS;
}

// Adds up the classes' rounded costs by currency.
absl::Status AddTotals(v1::EstimateWorkloadResponse* response) {
  std::map<std::string, std::pair<Money, Money>> totals;
  for (const v1::WorkloadClassCost& cost : response->classes()) {
    auto& [per_period, per_month] =
        totals[cost.cost_per_period().currency_code()];
    RATECARD_ASSIGN_OR_RETURN(
        per_period, Add(per_period, MoneyFromProto(cost.cost_per_period())));
    RATECARD_ASSIGN_OR_RETURN(
        per_month, Add(per_month, MoneyFromProto(cost.cost_per_month())));
  }
  for (const auto& [currency, total] : totals) {
    v1::WorkloadTotal* out = response->add_totals();
    ToProto(total.first, currency, out->mutable_cost_per_period());
    ToProto(total.second, currency, out->mutable_cost_per_month());
  }
  return absl::OkStatus();
}

}  // namespace

EstimateHandler::EstimateHandler(const CatalogStore* store, Observer* observer,
                                 absl::Duration stale_after)
    : store_(store), observer_(observer), stale_after_(stale_after) {}

absl::Status EstimateHandler::EstimateCost(
    const CallContext& call, const v1::EstimateCostRequest& request,
    v1::EstimateCostResponse* response) const {
  return EstimateOn(*store_->Current(), call, request, nullptr,
                    response->mutable_estimate());
}

absl::Status EstimateHandler::BatchEstimateCosts(
    const CallContext& call, const v1::BatchEstimateCostsRequest& request,
    v1::BatchEstimateCostsResponse* response) const {
  RATECARD_RETURN_IF_ERROR(CheckBatchSize(request.requests_size()));
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  response->mutable_results()->Reserve(request.requests_size());
  UnknownNames unknown_names;
  CallContext of_all = call;
  of_all.unknown_names = &unknown_names;
  WantedCheck wanted(call, kBatchStep);
  for (const v1::EstimateCostRequest& one : request.requests()) {
    RATECARD_RETURN_IF_ERROR(wanted.Step());
    v1::EstimateCostResult* result = response->add_results();
    const absl::Status status =
        EstimateOne(*catalog, of_all, one, nullptr, result->mutable_estimate());
    if (!status.ok()) {
      *result->mutable_error() = ToStatusProto(status);
    }
  }
  ToProto(call.now, response->mutable_as_of());
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

void EstimateHandler::StreamEstimateCosts(
    const CallContext& call, const v1::StreamEstimateCostsRequest& request,
    v1::StreamEstimateCostsResponse* response) const {
  absl::Status status = CheckItemId(request.item_id());
  if (status.ok()) {
    response->set_item_id(request.item_id());
    status = EstimateOn(*store_->Current(), call, request.request(), nullptr,
                        response->mutable_estimate());
  } else {
    response->set_item_id(Shortened(request.item_id()));
  }
  if (!status.ok()) {
    *response->mutable_error() = ToStatusProto(status);
  }
}

absl::Status EstimateHandler::EstimateOn(const Catalog& catalog,
                                         const CallContext& call,
                                         const v1::EstimateCostRequest& request,
                                         const Usage* usage,
                                         v1::Estimate* estimate) const {
  RATECARD_RETURN_IF_ERROR(
      EstimateOne(catalog, call, request, usage, estimate));
  if (!request.has_as_of()) {
    ToProto(call.now, estimate->mutable_as_of());
  }
  estimate->set_catalog_revision(catalog.revision());
  return absl::OkStatus();
}

absl::Status EstimateHandler::EstimateFound(
    const Catalog& catalog, const Resolution& found, absl::Time as_of,
    const v1::EstimateCostRequest& request, const Usage* usage,
    v1::Estimate* estimate) const {
  RATECARD_RETURN_IF_ERROR(PriceFound(found, as_of, request, usage, estimate));
  ToProto(as_of, estimate->mutable_as_of());
  estimate->set_catalog_revision(catalog.revision());
  return absl::OkStatus();
}

absl::Status EstimateHandler::EstimateOne(
    const Catalog& catalog, const CallContext& call,
    const v1::EstimateCostRequest& request, const Usage* usage,
    v1::Estimate* estimate) const {
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of, AsOf(request, call.now));
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(catalog, request.model(), request.provider(), as_of,
                      observer_, call.unknown_names));
  return PriceFound(found, as_of, request, usage, estimate);
}

absl::Status EstimateHandler::PriceFound(const Resolution& found,
                                         absl::Time as_of,
                                         const v1::EstimateCostRequest& request,
                                         const Usage* usage,
                                         v1::Estimate* proto) const {
  EstimateInput input(found);
  input.options.as_of = as_of;
  Estimate estimate;
  Money total;
  input.options.stale_after = stale_after_;
  // For the observer, should the name contradict it.
  input.options.service_tier = request.service_tier();
  absl::Status status = ReadRequest(request, usage, &input);
  if (status.ok()) {
    status = FillEstimate(input, request, &estimate, proto, &total);
  }
  if (observer_ != nullptr) {
    observer_->OnEstimate(*input.found.model, input.options.service_tier,
                          status, estimate, total);
  }
  return status;
}

absl::Status EstimateHandler::CheckContextFit(
    const CallContext& call, const v1::CheckContextFitRequest& request,
    v1::CheckContextFitResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of, AsOf(request, call.now));
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(*catalog, request.model(), request.provider(), as_of,
                      observer_));
  const Model& model = *found.model;
  FitRequest check;
  if (request.has_input_tokens()) {
    check.input_tokens = request.input_tokens();
  }
  if (request.has_max_output_tokens()) {
    check.output_tokens = request.max_output_tokens();
  }
  check.chunk_overlap = request.chunk_overlap_tokens();
  RATECARD_ASSIGN_OR_RETURN(
      check.input_modalities,
      ModalitiesFromProto(request.input_modalities(), "input_modalities",
                          "INVALID_MODALITY"));
  RATECARD_ASSIGN_OR_RETURN(
      check.output_modalities,
      ModalitiesFromProto(request.output_modalities(), "output_modalities",
                          "INVALID_MODALITY"));
  RATECARD_ASSIGN_OR_RETURN(const Fit fit, CheckFit(model.limits, check));
  ToProto(fit, model.limits, check.chunk_overlap, response->mutable_fit());
  ToProto(found, request.model(), response->mutable_resolution());
  WarningSet warnings;
  AddOutsideHome(found, &warnings);
  AddLifecycleWarning(model, as_of, &warnings);
  AppendWarnings(warnings, model, response->mutable_warnings());
  response->set_catalog_revision(catalog->revision());
  if (observer_ != nullptr) {
    observer_->OnFit(fit.verdict);
  }
  return absl::OkStatus();
}

absl::Status EstimateHandler::AddClass(
    const Catalog& catalog, const v1::EstimateWorkloadRequest& request,
    int index, absl::Time as_of, int64_t period_seconds,
    v1::EstimateWorkloadResponse* response) const {
  const v1::WorkloadClass& proto = request.classes(index);
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(catalog, proto.model(), proto.provider(), as_of,
                      observer_));
  WorkloadClass in;
  in.model = found.model;
  in.options.as_of = as_of;
  RATECARD_RETURN_IF_ERROR(ReadServing(found, proto, &in.options));
  in.options.strict = request.strict();
  in.options.allow_partial = request.allow_partial();
  in.options.stale_after = stale_after_;
  RATECARD_RETURN_IF_ERROR(ReadClass(proto, &in));
  RATECARD_ASSIGN_OR_RETURN(WorkloadClassCost cost,
                            PriceWorkloadClass(in, period_seconds));
  AddOutsideHome(found, &cost.warnings);
  const std::string& currency = found.model->currency;
  v1::WorkloadClassCost* out = response->add_classes();
  out->set_class_id(ClassId(proto, index));
  out->set_model(found.model->resource_name);
  ToProto(cost.per_period, currency, out->mutable_cost_per_period());
  ToProto(cost.per_month, currency, out->mutable_cost_per_month());
  ToProto(cost.per_request, currency, out->mutable_cost_per_request());
  out->set_incomplete(cost.incomplete);
  if (cost.fit.has_value()) {
    ToProto(*cost.fit, found.model->limits, out->mutable_fit());
  }
  AppendWarnings(cost.warnings, *found.model, out->mutable_warnings());
  response->set_fit_verdict(index == 0
                                ? Worse(v1::FIT_VERDICT_FITS, cost.fit)
                                : Worse(response->fit_verdict(), cost.fit));
  return absl::OkStatus();
}

absl::Status EstimateHandler::EstimateWorkload(
    const CallContext& call, const v1::EstimateWorkloadRequest& request,
    v1::EstimateWorkloadResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_RETURN_IF_ERROR(CheckClasses(request.classes(), kMaxClasses));
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of, AsOf(request, call.now));
  RATECARD_ASSIGN_OR_RETURN(const int64_t period, PeriodSeconds(request));
  WantedCheck wanted(call, kBatchStep);
  for (int i = 0; i < request.classes_size(); ++i) {
    RATECARD_RETURN_IF_ERROR(wanted.Step());
    if (absl::Status status =
            AddClass(*catalog, request, i, as_of, period, response);
        !status.ok()) {
      return WithClassPath(std::move(status), i);
    }
  }
  RATECARD_RETURN_IF_ERROR(AddTotals(response));
  response->mutable_period()->set_seconds(period);
  ToProto(as_of, response->mutable_as_of());
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

}  // namespace ratecard
