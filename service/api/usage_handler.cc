#include "service/api/usage_handler.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "service/api/batch.h"
#include "service/api/convert.h"
#include "service/api/extraction_proto.h"
#include "service/api/status_proto.h"
#include "service/api/unknown_names.h"
#include "service/api/warnings.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/usage/choose_format.h"
#include "service/usage/documents.h"
#include "service/usage/extract.h"
#include "service/usage/response_reader.h"

namespace ratecard {
namespace {

absl::Status PayloadRequired() {
  return Error(absl::StatusCode::kInvalidArgument, "PAYLOAD_REQUIRED",
               "there is no response in the payload")
      .Field("payload", "must be a response, as the provider sent it");
}

// Adds the documents of a response to `reader`. `events` says, once there is a
// document, whether they are events of a stream.
template <typename Next, typename Events>
absl::Status ReadDocuments(const Next& next, const Events& events,
                           ResponseReader* reader) {
  while (true) {
    RATECARD_ASSIGN_OR_RETURN(const std::optional<Document> document, next());
    if (!document.has_value()) {
      return reader->values().documents() == 0 ? PayloadRequired()
                                               : absl::OkStatus();
    }
    const absl::StatusOr<bool> same = reader->Add(document->json, events());
    if (!same.ok()) {
      return document->line == 1
                 ? same.status()
                 : WithSubject(same.status(),
                               absl::StrCat("line ", document->line));
    }
    if (!*same) {
      return Error(absl::StatusCode::kInvalidArgument, "SEVERAL_RESPONSES",
                   absl::StrCat("the payload has several responses: another "
                                "one begins in line ",
                                document->line))
          .Field("payload", "must be one response");
    }
  }
}

// The same of a payload. `*events`: its documents are events.
absl::Status ReadPayload(const std::string& payload, ResponseReader* reader,
                         bool* events) {
  DocumentSplitter documents(payload.size());
  documents.Push(payload);
  documents.Finish();
  const auto are_events = [&] {
    return documents.form() == PayloadForm::kEvents;
  };
  RATECARD_RETURN_IF_ERROR(
      ReadDocuments([&] { return documents.Next(); }, are_events, reader));
  *events = are_events();
  return absl::OkStatus();
}

// Those that an error names: it travels in headers, which have bounds.
absl::Span<const std::string> FirstOf(const std::vector<std::string>& paths) {
  constexpr size_t kMostNamed = 6;
  return absl::MakeConstSpan(paths).subspan(0, kMostNamed);
}

std::string Named(const std::vector<std::string>& paths) {
  const auto named = FirstOf(paths);
  const size_t more = paths.size() - named.size();
  return absl::StrCat(absl::StrJoin(named, ", "),
                      more == 0 ? "" : absl::StrCat(" and ", more, " more"));
}

// What was read, and of whose API.
struct Reading {
  FormatChoice choice;
  Extraction extraction;
};

// `Request` is of ExtractUsage or PriceUsage.
template <typename Request>
absl::Status ReadUsage(const Catalog& catalog, absl::Time as_of,
                       const ResponseValues& values, bool events,
                       const Request& request, Reading* reading) {
  FormatQuestion question;
  if (!request.provider().empty()) {
    RATECARD_ASSIGN_OR_RETURN(question.provider,
                              catalog.ResolveProvider(request.provider()));
  }
  question.api = request.api();
  question.model = request.model();
  question.as_of = as_of;
  RATECARD_ASSIGN_OR_RETURN(reading->choice,
                            ChooseFormat(catalog, values, question));
  RATECARD_RETURN_IF_ERROR(
      Extract(*reading->choice.format, values, request.model(),
              events || values.documents() > 1, &reading->extraction));
  const std::vector<std::string>& unknown = reading->extraction.unknown_paths;
  if (request.strict() && !unknown.empty()) {
    const std::string paths = Named(unknown);
    return Error(absl::StatusCode::kFailedPrecondition, "USAGE_FIELD_UNKNOWN",
                 absl::StrCat("the usage has numbers that no rule of ",
                              reading->choice.format->provider->id, "/",
                              reading->choice.format->id, " knows: ", paths))
        .Field("payload", "must have only numbers that are known")
        .With("paths", absl::StrJoin(FirstOf(unknown), ","));
  }
  return absl::OkStatus();
}

void Observe(const Reading& reading, const absl::Status& status,
             Observer* observer) {
  if (observer == nullptr) {
    return;
  }
  const FormatChoice& choice = reading.choice;
  const bool known = choice.format != nullptr;
  observer->OnUsage(
      known ? choice.provider->id : "", known ? choice.format->id : "", status,
      static_cast<int64_t>(reading.extraction.unknown_paths.size()));
}

void AddWarning(WarningCode code, absl::string_view facts,
                google::protobuf::RepeatedPtrField<v1::Warning>* warnings) {
  v1::Warning* warning = warnings->Add();
  warning->set_code(static_cast<v1::WarningCode>(code));
  warning->set_message(absl::StrCat(PayloadWarning(code), facts));
}

void AddUnknownFields(
    const Extraction& extraction,
    google::protobuf::RepeatedPtrField<v1::Warning>* warnings) {
  if (!extraction.unknown_paths.empty()) {
    AddWarning(
        WarningCode::kUsageFieldUnknown,
        absl::StrCat(": ", absl::StrJoin(extraction.unknown_paths, ", ")),
        warnings);
  }
}

// What the price of `reading` is asked with. The response's own words go where
// the request has none.
v1::EstimateCostRequest EstimateRequest(const v1::PriceUsageRequest& request,
                                        const Reading& reading) {
  const Extraction& extraction = reading.extraction;
  const auto given_or = [](const std::string& given, absl::string_view read) {
    return given.empty() ? std::string(read) : given;
  };
  v1::EstimateCostRequest estimate;
  estimate.set_model(given_or(request.model(), extraction.model));
  estimate.set_provider(
      given_or(request.provider(),
               reading.choice.marked ? reading.choice.provider->id : ""));
  estimate.set_service_tier(
      given_or(request.service_tier(), extraction.service_tier));
  estimate.set_region(given_or(request.region(), extraction.region));
  if (request.has_as_of()) {
    *estimate.mutable_as_of() = request.as_of();
  } else if (extraction.time.has_value()) {
    ToProto(*extraction.time, estimate.mutable_as_of());
  }
  estimate.set_strict(request.strict());
  estimate.set_allow_partial(request.allow_partial());
  estimate.set_view(request.view());
  return estimate;
}

// Total less reported cost, where both are whole and of one currency.
void SetDifference(const Extraction& extraction,
                   v1::PriceUsageResponse* response) {
  const google::type::Money& total = response->estimate().total();
  if (!extraction.reported_cost.has_value() ||
      extraction.reported_currency != total.currency_code() ||
      response->estimate().incomplete()) {
    return;
  }
  const absl::StatusOr<Money> difference =
      Subtract(MoneyFromProto(total), *extraction.reported_cost);
  if (difference.ok()) {
    ToProto(*difference, total.currency_code(), response->mutable_difference());
  }
}

// A response that names no model, where the request does not either.
absl::Status ModelRequired(const Reading& reading) {
  return Error(
             absl::StatusCode::kInvalidArgument, "MODEL_REQUIRED",
             absl::StrCat("a response of ", reading.choice.format->provider->id,
                          "/", reading.choice.format->id,
                          " names no model, and none is given"))
      .Field("model", "must be the name of a model");
}

}  // namespace

absl::Status UsageHandler::ExtractUsage(
    const CallContext& call, const v1::ExtractUsageRequest& request,
    v1::ExtractUsageResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const ReaderPool::Lease reader(&readers_);
  bool events = false;
  reader->Start(&catalog->usage_plan());
  RATECARD_RETURN_IF_ERROR(
      Read(ReadPayload(request.payload(), reader.get(), &events)));
  return ExtractRead({*catalog, call}, reader->values(), events, request,
                     response);
}

absl::Status UsageHandler::ExtractDocuments(
    const CallContext& call, const NextDocument& next, bool events,
    const v1::ExtractUsageRequest& request,
    v1::ExtractUsageResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const ReaderPool::Lease reader(&readers_);
  reader->Start(&catalog->usage_plan());
  RATECARD_RETURN_IF_ERROR(Read(ReadDocuments(
      next, [events] { return events; }, reader.get())));
  return ExtractRead({*catalog, call}, reader->values(), events, request,
                     response);
}

absl::Status UsageHandler::PriceUsage(const CallContext& call,
                                      const v1::PriceUsageRequest& request,
                                      v1::PriceUsageResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const ReaderPool::Lease reader(&readers_);
  return PriceOne({*catalog, call}, reader.get(), request, response);
}

absl::Status UsageHandler::PriceDocuments(
    const CallContext& call, const NextDocument& next, bool events,
    const v1::PriceUsageRequest& request,
    v1::PriceUsageResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const ReaderPool::Lease reader(&readers_);
  reader->Start(&catalog->usage_plan());
  RATECARD_RETURN_IF_ERROR(Read(ReadDocuments(
      next, [events] { return events; }, reader.get())));
  return PriceRead({*catalog, call}, reader->values(), events, request,
                   response);
}

absl::Status UsageHandler::BatchPriceUsage(
    const CallContext& call, const v1::BatchPriceUsageRequest& request,
    v1::BatchPriceUsageResponse* response) const {
  RATECARD_RETURN_IF_ERROR(CheckBatchSize(request.requests_size()));
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const ReaderPool::Lease reader(&readers_);
  UnknownNames unknown_names;
  CallContext of_all = call;
  of_all.unknown_names = &unknown_names;
  for (const v1::PriceUsageRequest& one : request.requests()) {
    RATECARD_RETURN_IF_ERROR(call.StillWanted());
    v1::PriceUsageResult* result = response->add_results();
    const absl::Status status = PriceOne({*catalog, of_all}, reader.get(), one,
                                         result->mutable_response());
    if (!status.ok()) {
      *result->mutable_error() = ToStatusProto(status);
    }
  }
  return absl::OkStatus();
}

absl::Status UsageHandler::Read(absl::Status status) const {
  if (!status.ok()) {
    Observe(Reading(), status, observer_);
  }
  return status;
}

absl::Status UsageHandler::ExtractRead(
    const Asked& asked, const ResponseValues& values, bool events,
    const v1::ExtractUsageRequest& request,
    v1::ExtractUsageResponse* response) const {
  Reading reading;
  const absl::Status status = ReadUsage(asked.catalog, asked.call.now, values,
                                        events, request, &reading);
  Observe(reading, status, observer_);
  RATECARD_RETURN_IF_ERROR(status);
  ToProto(reading.extraction, reading.choice, values, true,
          response->mutable_extracted());
  AddUnknownFields(reading.extraction, response->mutable_warnings());
  response->set_catalog_revision(asked.catalog.revision());
  return absl::OkStatus();
}

absl::Status UsageHandler::PriceOne(const Asked& asked, ResponseReader* reader,
                                    const v1::PriceUsageRequest& request,
                                    v1::PriceUsageResponse* response) const {
  bool events = false;
  reader->Start(&asked.catalog.usage_plan());
  RATECARD_RETURN_IF_ERROR(
      Read(ReadPayload(request.payload(), reader, &events)));
  return PriceRead(asked, reader->values(), events, request, response);
}

absl::Status UsageHandler::PriceRead(const Asked& asked,
                                     const ResponseValues& values, bool events,
                                     const v1::PriceUsageRequest& request,
                                     v1::PriceUsageResponse* response) const {
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of,
                            AsOf(request, asked.call.now));
  Reading reading;
  const absl::Status status =
      ReadUsage(asked.catalog, as_of, values, events, request, &reading);
  Observe(reading, status, observer_);
  RATECARD_RETURN_IF_ERROR(status);
  const v1::EstimateCostRequest estimate = EstimateRequest(request, reading);
  if (estimate.model().empty()) {
    return ModelRequired(reading);
  }
  RATECARD_RETURN_IF_ERROR(estimates_->EstimateOn(
      asked.catalog, asked.call, estimate, &reading.extraction.usage,
      response->mutable_estimate()));
  auto* warnings = response->mutable_estimate()->mutable_warnings();
  AddUnknownFields(reading.extraction, warnings);
  if (!estimate.has_as_of()) {
    AddWarning(WarningCode::kTimeAssumed, "", warnings);
  }
  ToProto(reading.extraction, reading.choice, values,
          request.view() == v1::ESTIMATE_VIEW_FULL,
          response->mutable_extracted());
  SetDifference(reading.extraction, response);
  return absl::OkStatus();
}

}  // namespace ratecard
