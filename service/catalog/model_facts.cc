#include "service/catalog/model_facts.h"

#include "absl/status/statusor.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/base/status_macros.h"
#include "service/catalog/snapshot.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

constexpr absl::string_view kLicenseSection = "license";
constexpr absl::string_view kLicenseKey = "License";

void Fill(const v1::Model& proto, ModelFacts* facts) {
  facts->base_model = proto.base_model();
  const absl::StatusOr<absl::CivilDay> cutoff =
      ParseDayOrMonth(proto.lifecycle().knowledge_cutoff());
  facts->knowledge_cutoff =
      cutoff.ok() ? std::optional<absl::CivilDay>(*cutoff) : std::nullopt;
  facts->license = "";
  for (const v1::CardRow& row : proto.card().rows()) {
    if (row.section() == kLicenseSection && row.key() == kLicenseKey) {
      facts->license = row.value();
    }
  }
  facts->scores.clear();
  for (const v1::BenchmarkResult& result : proto.card().benchmarks()) {
    facts->scores.emplace_back(result.benchmark(), result.score());
  }
}

}  // namespace

absl::Status ReadFacts(
    absl::Span<const Model> models,
    absl::FunctionRef<void(const Model&, const ModelFacts&)> visit) {
  // One for all, so that what it allocated serves the next.
  v1::Model proto;
  ModelFacts facts;
  for (const Model& model : models) {
    PackedModel packed = model.packed;
    packed.prices = "";
    RATECARD_RETURN_IF_ERROR(ParseModel(packed, &proto));
    Fill(proto, &facts);
    visit(model, facts);
  }
  return absl::OkStatus();
}

}  // namespace ratecard
