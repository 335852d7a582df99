// From a response to its price. The first byte says what the others are: a
// payload as it is, or decisions of which responses are made.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/json_util.h"
#include "ratecard/v1/usage_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/estimate_handler.h"
#include "service/api/status_proto.h"
#include "service/api/usage_handler.h"
#include "service/base/error.h"
#include "service/base/utf8.h"
#include "service/catalog/embedded.h"
#include "service/catalog/store.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/json_tree.h"
#include "tests/fuzz/usage_documents.h"

namespace ratecard {
namespace {

// What the details of an error may have: errors travel in headers.
constexpr size_t kMaxStatusBytes = 8192;

struct Service {
  explicit Service(const std::shared_ptr<const Catalog>& catalog)
      : store(catalog, {"fuzz", absl::UnixEpoch()}), documents(*catalog) {}

  CatalogStore store;
  EstimateHandler estimates{&store, nullptr, absl::InfiniteDuration()};
  UsageHandler usages{&store, &estimates, nullptr};
  UsageDocuments documents;
  CallContext call{absl::FromUnixSeconds(1'795'176'000)};
};

const Service& TheService() {
  static const Service* const service = [] {
    google::protobuf::SetLogHandler(nullptr);
    const auto catalog = LoadEmbeddedCatalog();
    RATECARD_CHECK(catalog.ok());
    return new Service(*catalog);
  }();
  return *service;
}

using Reasons = std::vector<std::pair<absl::StatusCode, absl::string_view>>;

const Reasons& ReasonsOfExtraction() {
  using Code = absl::StatusCode;
  static const auto* const reasons = new Reasons{
      {Code::kInvalidArgument, "PAYLOAD_REQUIRED"},
      {Code::kInvalidArgument, "INVALID_JSON"},
      {Code::kInvalidArgument, "INVALID_COUNT"},
      {Code::kInvalidArgument, "USAGE_INCONSISTENT"},
      {Code::kInvalidArgument, "SEVERAL_RESPONSES"},
      {Code::kInvalidArgument, "UNKNOWN_API"},
      {Code::kOutOfRange, "QUANTITY_OUT_OF_RANGE"},
      {Code::kInvalidArgument, "USAGE_AMBIGUOUS"},
      {Code::kNotFound, "PROVIDER_NOT_FOUND"},
      {Code::kFailedPrecondition, "USAGE_MISSING"},
      {Code::kFailedPrecondition, "STREAM_INCOMPLETE"},
      {Code::kFailedPrecondition, "FORMAT_UNKNOWN"},
      {Code::kFailedPrecondition, "FORMAT_AMBIGUOUS"},
      {Code::kFailedPrecondition, "USAGE_FIELD_UNKNOWN"},
  };
  return *reasons;
}

// Beside those.
const Reasons& ReasonsOfPrices() {
  using Code = absl::StatusCode;
  static const auto* const reasons = new Reasons{
      {Code::kInvalidArgument, "MODEL_REQUIRED"},
      {Code::kInvalidArgument, "USAGE_REQUIRED"},
      {Code::kInvalidArgument, "TOO_MANY_QUANTITIES"},
      {Code::kInvalidArgument, "INVALID_QUANTITY"},
      {Code::kInvalidArgument, "UNKNOWN_REGION"},
      {Code::kInvalidArgument, "NAME_CONTRADICTED"},
      {Code::kNotFound, "MODEL_NOT_FOUND"},
      {Code::kFailedPrecondition, "MODEL_AMBIGUOUS"},
      {Code::kFailedPrecondition, "METER_UNPRICED"},
      {Code::kFailedPrecondition, "RATE_ASSUMED"},
      {Code::kFailedPrecondition, "SERVICE_TIER_NOT_OFFERED"},
      {Code::kFailedPrecondition, "REGION_NOT_OFFERED"},
      {Code::kFailedPrecondition, "REGION_REQUIRED"},
      {Code::kFailedPrecondition, "PRICE_NOT_IN_FORCE"},
      {Code::kOutOfRange, "AMOUNT_OUT_OF_RANGE"},
  };
  return *reasons;
}

std::string ReasonOf(const absl::Status& status) {
  return status.ok() ? "" : DetailOf(status).reason;
}

bool IsOneOf(const absl::Status& status, const Reasons& reasons) {
  const std::string reason = ReasonOf(status);
  return std::any_of(reasons.begin(), reasons.end(), [&](const auto& one) {
    return status.code() == one.first && reason == one.second;
  });
}

void CheckJson(const google::protobuf::Message& message) {
  std::string json;
  RATECARD_CHECK(
      google::protobuf::util::MessageToJsonString(message, &json).ok());
}

// What an error or a response says, to be compared.
std::string BytesOf(const absl::Status& status,
                    const google::protobuf::Message& response) {
  return status.ok() ? response.SerializeAsString()
                     : ToStatusProto(status).SerializeAsString();
}

// Ends the process with what is not so.
[[noreturn]] void Broken(absl::string_view what, absl::string_view payload) {
  std::fprintf(stderr, "%s\nin: %s\n", std::string(what).c_str(),
               std::string(payload).c_str());
  std::abort();
}

void CheckRefusal(const absl::Status& status, bool of_price,
                  absl::string_view payload) {
  size_t bad = 0;
  if (!IsOneOf(status, ReasonsOfExtraction()) &&
      !(of_price && IsOneOf(status, ReasonsOfPrices()))) {
    Broken(absl::StrCat("not documented: ", status.ToString()), payload);
  }
  RATECARD_CHECK(IsUtf8(status.message(), &bad));
  const google::rpc::Status proto = ToStatusProto(status);
  CheckJson(proto);
  if (proto.ByteSizeLong() > kMaxStatusBytes) {
    Broken(absl::StrCat("too large an error: ", status.ToString()), payload);
  }
}

v1::ExtractUsageRequest ExtractionOf(const v1::PriceUsageRequest& request) {
  v1::ExtractUsageRequest extraction;
  extraction.set_payload(request.payload());
  extraction.set_provider(request.provider());
  extraction.set_api(request.api());
  extraction.set_model(request.model());
  extraction.set_strict(request.strict());
  return extraction;
}

struct Extracted {
  absl::Status status;
  v1::ExtractUsageResponse response;
};

struct Priced {
  absl::Status status;
  v1::PriceUsageResponse response;
};

// By a reader that has read other responses.
Extracted ExtractUsage(const v1::PriceUsageRequest& request) {
  const Service& service = TheService();
  Extracted extracted;
  extracted.status = service.usages.ExtractUsage(
      service.call, ExtractionOf(request), &extracted.response);
  if (extracted.status.ok()) {
    CheckJson(extracted.response);
  } else {
    CheckRefusal(extracted.status, false, request.payload());
  }
  return extracted;
}

// A reader that has read nothing finds the same.
void CheckFresh(const v1::PriceUsageRequest& request,
                const Extracted& extracted) {
  const Service& service = TheService();
  const UsageHandler fresh(&service.store, &service.estimates, nullptr);
  v1::ExtractUsageResponse response;
  const absl::Status status =
      fresh.ExtractUsage(service.call, ExtractionOf(request), &response);
  RATECARD_CHECK(BytesOf(status, response) ==
                 BytesOf(extracted.status, extracted.response));
}

// What else may have been read before, of all kinds.
v1::PriceUsageRequest Other() {
  v1::PriceUsageRequest request;
  request.set_provider("openai");
  request.set_payload(
      R"({"id": "c-9", "object": "chat.completion", "model": "gpt-5.4",)"
      R"( "choices": [{"finish_reason": "stop"}], "cost": 1, "usage":)"
      R"( {"prompt_tokens": 99, "completion_tokens": 98, "total_tokens": 197,)"
      R"( "new_tokens": 5, "input_tokens": 9, "output_tokens": 8}})");
  return request;
}

// Alone, and in a batch.
Priced PriceUsage(const v1::PriceUsageRequest& request) {
  const Service& service = TheService();
  Priced priced;
  priced.status =
      service.usages.PriceUsage(service.call, request, &priced.response);
  v1::BatchPriceUsageRequest batch;
  *batch.add_requests() = Other();
  *batch.add_requests() = request;
  v1::BatchPriceUsageResponse responses;
  RATECARD_CHECK(
      service.usages.BatchPriceUsage(service.call, batch, &responses).ok());
  RATECARD_CHECK(responses.results_size() == 2);
  const v1::PriceUsageResult& result = responses.results(1);
  RATECARD_CHECK(result.has_error() == !priced.status.ok());
  RATECARD_CHECK((result.has_error() ? result.error().SerializeAsString()
                                     : result.response().SerializeAsString()) ==
                 BytesOf(priced.status, priced.response));
  if (priced.status.ok()) {
    CheckJson(priced.response);
  } else {
    CheckRefusal(priced.status, true, request.payload());
  }
  return priced;
}

// What holds of any payload.
Extracted CheckPayload(const v1::PriceUsageRequest& request) {
  Extracted extracted = ExtractUsage(request);
  CheckFresh(request, extracted);
  const Priced priced = PriceUsage(request);
  if (priced.status.ok()) {
    RATECARD_CHECK(extracted.status.ok());
    RATECARD_CHECK(priced.response.extracted().usage().SerializeAsString() ==
                   extracted.response.extracted().usage().SerializeAsString());
    RATECARD_CHECK(priced.response.estimate().has_total());
  }
  return extracted;
}

// Against the rules, evaluated over the tree.
void CheckByRules(const v1::PriceUsageRequest& request,
                  const Extracted& extracted, const JsonTree& tree) {
  const UsageDocuments& documents = TheService().documents;
  const v1::ExtractedUsage& usage = extracted.response.extracted();
  const std::string reason = ReasonOf(extracted.status);
  const bool named = !request.provider().empty() && !request.api().empty();
  const bool doubted =
      named && (reason == "INVALID_COUNT" || reason == "USAGE_INCONSISTENT") &&
      !absl::StrContains(extracted.status.message(), "that are not cached");
  if (!extracted.status.ok() && !doubted) {
    return;
  }
  const v1::UsageFormat* format =
      doubted ? documents.Find(request.provider(), request.api())
              : documents.Find(usage.provider(), usage.api());
  if (format == nullptr && doubted) {
    return;  // it is called by another name
  }
  RATECARD_CHECK(format != nullptr);
  const UsageOracle::Answer answer =
      documents.oracle().Evaluate(*format, tree, request.model());
  if (doubted != !answer.problem.empty()) {
    Broken(absl::StrCat("rules say: ", answer.problem,
                        "; extraction: ", extracted.status.ToString(), " ",
                        usage.ShortDebugString()),
           request.payload());
  }
  const std::string difference =
      doubted ? "" : DifferenceOf(answer, usage.usage());
  if (!difference.empty()) {
    Broken(absl::StrCat(difference, " differs: ", usage.ShortDebugString()),
           request.payload());
  }
}

// Without what depends on the order of keys.
std::string WithoutOrder(v1::ExtractedUsage usage) {
  std::vector<std::string> unknown(usage.unknown_paths().begin(),
                                   usage.unknown_paths().end());
  std::sort(unknown.begin(), unknown.end());
  usage.mutable_unknown_paths()->Clear();
  std::string text = usage.ShortDebugString();
  // More are not kept.
  return unknown.size() < 64
             ? absl::StrCat(text, " ", absl::StrJoin(unknown, ", "))
             : text;
}

void CheckSame(const Extracted& a, const Extracted& b,
               absl::string_view payload, absl::string_view other) {
  const std::string first =
      absl::StrCat(ReasonOf(a.status), WithoutOrder(a.response.extracted()));
  const std::string second =
      absl::StrCat(ReasonOf(b.status), WithoutOrder(b.response.extracted()));
  if (first != second) {
    Broken(absl::StrCat("differ:\n", first, "\n", second, "\n", other),
           payload);
  }
}

std::string AsEvent(absl::string_view json) {
  std::string event;
  for (absl::string_view line : absl::StrSplit(json, '\n')) {
    absl::ConsumeSuffix(&line, "\r");
    absl::StrAppend(&event, "data: ", line, "\n");
  }
  return absl::StrCat(event, "\n");
}

// One document: what it says is the same however it is written.
void CheckDocument(v1::PriceUsageRequest request, const JsonTree& tree,
                   Mixer* mixer) {
  request.set_payload(Render(tree));
  const Extracted plain = CheckPayload(request);
  CheckByRules(request, plain, tree);
  v1::PriceUsageRequest otherwise = request;
  otherwise.set_payload(
      RenderOtherwise(tree, TheService().documents.text_keys(), mixer));
  const Extracted varied = ExtractUsage(otherwise);
  CheckSame(plain, varied, request.payload(), otherwise.payload());
  v1::PriceUsageRequest event = request;
  event.set_payload(AsEvent(otherwise.payload()));
  const Extracted streamed = ExtractUsage(event);
  if (ReasonOf(streamed.status) != "STREAM_INCOMPLETE") {
    CheckSame(varied, streamed, otherwise.payload(), event.payload());
  }
}

// Several: what they say is the same as lines and as an array, and as events,
// unless lines would be several responses.
void CheckDocuments(v1::PriceUsageRequest request,
                    const std::vector<JsonTree>& trees) {
  std::vector<std::string> texts;
  std::string events;
  for (const JsonTree& tree : trees) {
    texts.push_back(Render(tree));
    absl::StrAppend(&events, "event: message\n", AsEvent(texts.back()));
  }
  request.set_payload(absl::StrJoin(texts, "\n"));
  const std::string lines = request.payload();
  const Extracted by_lines = CheckPayload(request);
  request.set_payload(absl::StrCat("[", absl::StrJoin(texts, ",\n"), "]"));
  CheckSame(by_lines, ExtractUsage(request), lines, request.payload());
  request.set_payload(events);
  const Extracted by_events = CheckPayload(request);
  if (ReasonOf(by_lines.status) != "SEVERAL_RESPONSES") {
    CheckSame(by_lines, by_events, lines, events);
  }
}

template <size_t kCount>
const char* Any(const char* const (&texts)[kCount], ByteSource* bytes) {
  return texts[bytes->Below(kCount)];
}

v1::PriceUsageRequest OptionsOf(ByteSource* bytes) {
  v1::PriceUsageRequest request;
  const uint8_t options = bytes->Byte();
  request.set_strict((options & 7) == 1);
  request.set_allow_partial((options & 8) != 0);
  request.set_view((options & 16) != 0 ? v1::ESTIMATE_VIEW_FULL
                                       : v1::ESTIMATE_VIEW_BASIC);
  return request;
}

void CheckBytes(ByteSource* bytes) {
  constexpr const char* kProviders[] = {
      "",       "openai", "anthropic",   "google",  "google-vertex",
      "cohere", "groq",   "aws-bedrock", "mistral", "openrouter"};
  constexpr const char* kApis[] = {
      "",         "chat",     "responses",  "messages", "generate-content",
      "converse", "realtime", "embeddings", "images"};
  constexpr const char* kModels[] = {
      "", "", "", "gpt-5.4", "gemini-2.5-flash", "no-such-model"};
  v1::PriceUsageRequest request = OptionsOf(bytes);
  request.set_provider(Any(kProviders, bytes));
  request.set_api(Any(kApis, bytes));
  request.set_model(Any(kModels, bytes));
  request.set_payload(std::string(bytes->rest()));
  (void)CheckPayload(request);
  const std::optional<JsonTree> tree = ParseJsonTree(request.payload());
  if (tree.has_value() && tree->kind == JsonTree::Kind::kObject) {
    Mixer mixer(request.payload().size());
    CheckDocument(request, *tree, &mixer);
  }
}

void CheckMade(ByteSource* bytes) {
  const UsageDocuments& documents = TheService().documents;
  v1::PriceUsageRequest request = OptionsOf(bytes);
  const FormatOfProvider& format =
      documents.formats()[bytes->Below(documents.formats().size())];
  const uint8_t named = bytes->Byte();
  request.set_provider(named < 200 ? format.provider->id : "");
  request.set_api(named < 160 || named > 240 ? format.format->format_id() : "");
  if (bytes->Chance(60)) {
    request.set_model(documents.ModelOf(*format.provider, bytes));
  }
  Mixer mixer(bytes->Byte());
  if (!bytes->Chance(50)) {
    CheckDocument(request, documents.Make(format, bytes), &mixer);
    return;
  }
  std::vector<JsonTree> trees;
  for (size_t count = 2 + bytes->Below(3); count > 0; --count) {
    trees.push_back(documents.Make(format, bytes));
  }
  CheckDocuments(request, trees);
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::ByteSource bytes({reinterpret_cast<const char*>(data), size});
  if (bytes.Byte() % 2 == 0) {
    ratecard::CheckBytes(&bytes);
  } else {
    ratecard::CheckMade(&bytes);
  }
  return 0;
}
