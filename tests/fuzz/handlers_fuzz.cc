// Raw bytes as every request that the handlers take: an answer that adds up, or
// a refusal with a reason; both can be written as JSON.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/money.pb.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "ratecard/v1/comparison_service.pb.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "ratecard/v1/explain_service.pb.h"
#include "ratecard/v1/quote_service.pb.h"
#include "ratecard/v1/usage_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/catalog_handler.h"
#include "service/api/compare_handler.h"
#include "service/api/estimate_handler.h"
#include "service/api/explain_handler.h"
#include "service/api/quote_handler.h"
#include "service/api/status_proto.h"
#include "service/api/usage_handler.h"
#include "service/base/error.h"
#include "service/catalog/loader.h"
#include "service/catalog/store.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

struct Service {
  explicit Service(std::shared_ptr<const Catalog> loaded)
      : store(std::move(loaded), {"fuzz", absl::UnixEpoch()}) {}

  CatalogStore store;
  CatalogHandler catalog{&store, nullptr};
  EstimateHandler estimate{&store, nullptr};
  UsageHandler usage{&store, &estimate, nullptr};
  KeyStore quote_keys{std::make_shared<const KeyRing>(
      KeyRing::Parse("key signing " + std::string(64, '1')).value())};
  // The same input must give the same token.
  QuoteHandler quote{&store, &estimate, &quote_keys, nullptr,
                     []() -> absl::StatusOr<std::string> {
                       return std::string(kQuoteIdBytes, 'i');
                     }};
  CompareHandler compare{&store, nullptr};
  ExplainHandler explain{&store, &estimate, nullptr};
  CallContext call{absl::FromUnixSeconds(1'780'000'000)};
};

const Service& TheService() {
  static const Service* const service = [] {
    google::protobuf::SetLogHandler(nullptr);
    const absl::StatusOr<std::shared_ptr<const Catalog>> catalog =
        LoadCatalogDirectories(RATECARD_SOURCE_DIR "/tests/fuzz/catalog");
    if (!catalog.ok()) {
      std::fprintf(stderr, "%s\n", catalog.status().ToString().c_str());
      std::abort();
    }
    return new Service(*catalog);
  }();
  return *service;
}

void CheckJson(const google::protobuf::Message& message) {
  std::string json;
  RATECARD_CHECK(
      google::protobuf::util::MessageToJsonString(message, &json).ok());
}

void CheckRefusal(const absl::Status& status) {
  RATECARD_CHECK(absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
                 absl::IsFailedPrecondition(status) ||
                 absl::IsOutOfRange(status));
  RATECARD_CHECK(!DetailOf(status).reason.empty());
  CheckJson(ToStatusProto(status));
}

absl::int128 Nanos(const google::type::Money& money) {
  RATECARD_CHECK(std::abs(money.nanos()) < 1'000'000'000);
  RATECARD_CHECK(money.units() == 0 || money.nanos() == 0 ||
                 (money.units() > 0) == (money.nanos() > 0));
  return absl::int128(money.units()) * 1'000'000'000 + money.nanos();
}

// Whether two sums of amounts, of which `roundings` were each rounded to a
// nano, can be of the same exact amounts.
bool Agree(absl::int128 a, absl::int128 b, int roundings) {
  const absl::int128 difference = a < b ? b - a : a - b;
  return 2 * difference <= roundings;
}

bool Has(const v1::Estimate& estimate, v1::WarningCode code) {
  for (const v1::Warning& warning : estimate.warnings()) {
    if (warning.code() == code) {
      return true;
    }
  }
  return false;
}

void CheckLines(const v1::Estimate& estimate) {
  absl::int128 sum = 0;
  bool unpriced = false;
  for (const v1::EstimateLine& line : estimate.lines()) {
    RATECARD_CHECK(line.quantity() >= 0 && line.unit_quantity() > 0);
    if (line.state() == v1::METER_STATE_UNPRICED) {
      unpriced = true;
      RATECARD_CHECK(!line.has_amount());
      continue;
    }
    RATECARD_CHECK(line.has_amount());
    const absl::int128 amount = Nanos(line.amount());
    RATECARD_CHECK(amount >= 0);
    RATECARD_CHECK(line.state() == v1::METER_STATE_PRICED || amount == 0);
    sum += amount;
  }
  RATECARD_CHECK(!unpriced || estimate.incomplete());
  RATECARD_CHECK(
      Agree(sum, Nanos(estimate.total()), estimate.lines_size() + 1));
}

void CheckReply(const v1::EstimateCostRequest& request,
                const v1::EstimateCostResponse& response) {
  const v1::Estimate& estimate = response.estimate();
  RATECARD_CHECK(estimate.has_total());
  RATECARD_CHECK(!estimate.total().currency_code().empty());
  const absl::int128 parts =
      Nanos(estimate.input_cost()) + Nanos(estimate.output_cost()) +
      Nanos(estimate.cache_cost()) + Nanos(estimate.tools_cost()) +
      Nanos(estimate.other_cost());
  RATECARD_CHECK(Agree(parts, Nanos(estimate.total()), 6));
  RATECARD_CHECK(request.allow_partial() || !estimate.incomplete());
  RATECARD_CHECK(estimate.incomplete() ==
                 Has(estimate, v1::WARNING_CODE_METERS_UNPRICED));
  RATECARD_CHECK(!request.strict() ||
                 !Has(estimate, v1::WARNING_CODE_RATE_ASSUMED));
  if (request.view() == v1::ESTIMATE_VIEW_FULL) {
    CheckLines(estimate);
  }
}

// Each result is what the request gets by itself.
void CheckReply(const v1::BatchEstimateCostsRequest& request,
                const v1::BatchEstimateCostsResponse& response) {
  RATECARD_CHECK(response.results_size() == request.requests_size());
  for (int i = 0; i < request.requests_size(); ++i) {
    const v1::EstimateCostResult& result = response.results(i);
    v1::EstimateCostResponse alone;
    const absl::Status status = TheService().estimate.EstimateCost(
        TheService().call, request.requests(i), &alone);
    RATECARD_CHECK(status.ok() == result.has_estimate());
    RATECARD_CHECK(status.ok() != result.has_error());
    if (status.ok()) {
      CheckReply(request.requests(i), alone);
      RATECARD_CHECK(Nanos(alone.estimate().total()) ==
                     Nanos(result.estimate().total()));
    } else {
      CheckRefusal(status);
    }
  }
}

void CheckReply(const v1::CheckContextFitRequest&,
                const v1::CheckContextFitResponse& response) {
  const v1::ContextFit& fit = response.fit();
  RATECARD_CHECK(fit.verdict() != v1::FIT_VERDICT_UNSPECIFIED);
  RATECARD_CHECK((fit.verdict() == v1::FIT_VERDICT_DOES_NOT_FIT) ==
                 !fit.violations().empty());
  for (const v1::LimitViolation& violation : fit.violations()) {
    RATECARD_CHECK(violation.requested_tokens() - violation.allowed_tokens() ==
                   violation.excess_tokens());
  }
}

void CheckReply(const v1::EstimateWorkloadRequest& request,
                const v1::EstimateWorkloadResponse& response) {
  RATECARD_CHECK(response.classes_size() == request.classes_size());
  absl::int128 classes = 0;
  for (const v1::WorkloadClassCost& cost : response.classes()) {
    classes += Nanos(cost.cost_per_period());
    RATECARD_CHECK(request.allow_partial() || !cost.incomplete());
  }
  absl::int128 totals = 0;
  for (const v1::WorkloadTotal& total : response.totals()) {
    totals += Nanos(total.cost_per_period());
  }
  RATECARD_CHECK(classes == totals);
}

void CheckReply(const v1::CompareModelsRequest&,
                const v1::CompareModelsResponse& response) {
  RATECARD_CHECK(response.ranked_count() <= response.candidate_count());
  int alone = 0;
  for (const v1::LeftOutCount& count : response.left_out()) {
    RATECARD_CHECK(count.alone_count() <= count.model_count());
    alone += count.alone_count();
  }
  RATECARD_CHECK(response.ranked_count() + alone <= response.candidate_count());
  for (const v1::ComparedModel& model : response.models()) {
    RATECARD_CHECK(model.total().currency_code() ==
                   response.models(0).total().currency_code());
    if (model.has_difference()) {
      const v1::CostDifference& difference = model.difference();
      RATECARD_CHECK(Nanos(difference.total()) ==
                     Nanos(difference.rate()) + Nanos(difference.cache()) +
                         Nanos(difference.tier()) + Nanos(difference.other()));
      RATECARD_CHECK(Nanos(difference.total()) ==
                     Nanos(model.total()) - Nanos(response.baseline().total()));
    }
  }
}

void CheckReply(const v1::ListModelsRequest& request,
                const v1::ListModelsResponse& response) {
  const int page =
      request.page_size() == 0 ? 50 : std::min(request.page_size(), 1'000);
  RATECARD_CHECK(response.standard_prices_size() == response.models_size());
  RATECARD_CHECK(response.models_size() <= page);
  RATECARD_CHECK(response.models_size() <= response.total_size());
  if (response.next_page_token().empty()) {
    return;
  }
  v1::ListModelsRequest next = request;
  next.set_page_token(response.next_page_token());
  v1::ListModelsResponse rest;
  RATECARD_CHECK(
      TheService().catalog.ListModels(TheService().call, next, &rest).ok());
  RATECARD_CHECK(!rest.models().empty());
  RATECARD_CHECK(rest.total_size() == response.total_size());
}

void CheckReply(const v1::ResolveModelRequest&,
                const v1::ResolveModelResponse& response) {
  v1::GetModelRequest get;
  get.set_name(response.resolution().model());
  v1::Model model;
  RATECARD_CHECK(
      TheService().catalog.GetModel(TheService().call, get, &model).ok());
  RATECARD_CHECK(model.name() == response.resolution().model());
  RATECARD_CHECK(!response.candidates().empty());
  RATECARD_CHECK(response.candidates(0).model() == model.name());
}

void CheckReply(const v1::CreateQuoteRequest& request,
                const v1::CreateQuoteResponse& response) {
  const v1::Quote& quote = response.quote();
  RATECARD_CHECK(Nanos(quote.total()) == Nanos(response.estimate().total()));
  v1::VerifyQuoteRequest verify;
  verify.set_token(quote.token());
  *verify.mutable_usage() = request.request().usage();
  verify.set_model(quote.model());
  verify.set_service_tier(quote.service_tier());
  verify.set_region(quote.region());
  verify.set_reference(request.reference());
  v1::VerifyQuoteResponse verified;
  RATECARD_CHECK(TheService()
                     .quote.VerifyQuote(TheService().call, verify, &verified)
                     .ok());
  RATECARD_CHECK(Nanos(verified.quote().total()) == Nanos(quote.total()));
  // Nothing has changed since.
  RATECARD_CHECK(Nanos(verified.current().total()) == Nanos(quote.total()));
  RATECARD_CHECK(verified.current().incomplete() == quote.incomplete());
  RATECARD_CHECK(verified.current().has_difference() != quote.incomplete());
  CheckJson(verified);
  // The request as it was, whose defaults are those that were quoted.
  verify.set_model(request.request().model());
  verify.set_provider(request.request().provider());
  verify.set_service_tier(request.request().service_tier());
  verify.set_region(request.request().region());
  RATECARD_CHECK(TheService()
                     .quote.VerifyQuote(TheService().call, verify, &verified)
                     .ok());
}

// Every difference is that of the totals, and ranges are in order and touch or
// leave out what has no price.
void CheckReply(const v1::ExplainCostRequest&,
                const v1::ExplainCostResponse& response) {
  const v1::Estimate& estimate = response.estimate();
  for (const v1::CostAlternative& one : response.alternatives()) {
    RATECARD_CHECK(one.has_total() != one.has_error());
    RATECARD_CHECK(!one.has_difference() ||
                   Nanos(one.total()) - Nanos(estimate.total()) ==
                       Nanos(one.difference()));
  }
  for (const v1::CostCrossover& crossover : response.crossovers()) {
    int64_t next = 0;
    for (const v1::CrossoverRange& range : crossover.ranges()) {
      RATECARD_CHECK(next <= range.from_input_tokens() &&
                     range.from_input_tokens() <= range.to_input_tokens());
      next = range.to_input_tokens() + 1;
    }
  }
}

void CheckReply(const v1::TraceCostsRequest&,
                const v1::TraceCostsResponse& response) {
  for (const v1::CostCurve& curve : response.curves()) {
    RATECARD_CHECK(curve.pieces().empty() == curve.has_error());
    int64_t next = response.from_value();
    for (const v1::CostPiece& piece : curve.pieces()) {
      RATECARD_CHECK(next <= piece.from_value() &&
                     piece.from_value() <= piece.to_value() &&
                     piece.to_value() <= response.to_value());
      RATECARD_CHECK(Nanos(piece.cost_at_start()) >= 0);
      RATECARD_CHECK(Nanos(piece.cost_at_end()) >= 0);
      next = piece.to_value() + 1;
    }
  }
}

// What a reply of another kind must be is said by its being JSON.
void CheckReply(const google::protobuf::Message&,
                const google::protobuf::Message&) {}

template <typename Handler, typename Request, typename Response>
void Try(const Handler& handler,
         absl::Status (Handler::*method)(const CallContext&, const Request&,
                                         Response*) const,
         const std::string& bytes) {
  Request request;
  if (!request.ParseFromString(bytes)) {
    return;
  }
  Response response;
  const absl::Status status =
      (handler.*method)(TheService().call, request, &response);
  if (!status.ok()) {
    CheckRefusal(status);
    return;
  }
  CheckJson(response);
  CheckReply(request, response);
}

void TryEvery(const std::string& bytes) {
  const Service& service = TheService();
  Try(service.estimate, &EstimateHandler::EstimateCost, bytes);
  Try(service.estimate, &EstimateHandler::BatchEstimateCosts, bytes);
  Try(service.estimate, &EstimateHandler::CheckContextFit, bytes);
  Try(service.estimate, &EstimateHandler::EstimateWorkload, bytes);
  Try(service.explain, &ExplainHandler::ExplainCost, bytes);
  Try(service.explain, &ExplainHandler::TraceCosts, bytes);
  Try(service.usage, &UsageHandler::PriceUsage, bytes);
  Try(service.usage, &UsageHandler::BatchPriceUsage, bytes);
  Try(service.usage, &UsageHandler::ExtractUsage, bytes);
  Try(service.quote, &QuoteHandler::CreateQuote, bytes);
  Try(service.quote, &QuoteHandler::VerifyQuote, bytes);
  Try(service.compare, &CompareHandler::CompareModels, bytes);
  Try(service.catalog, &CatalogHandler::ListModels, bytes);
  Try(service.catalog, &CatalogHandler::ListProviders, bytes);
  Try(service.catalog, &CatalogHandler::ResolveModel, bytes);
  Try(service.catalog, &CatalogHandler::ListPriceChanges, bytes);
  Try(service.catalog, &CatalogHandler::GetModel, bytes);
  Try(service.catalog, &CatalogHandler::GetProvider, bytes);
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::TryEvery(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
