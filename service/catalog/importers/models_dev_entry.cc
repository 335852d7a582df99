#include "service/catalog/importers/models_dev_entry.h"

#include <optional>
#include <string>

#include "service/catalog/importers/list_entry.h"

namespace ratecard {
namespace {

void ReadLimits(ObjectReader* entry, v1::Model* model) {
  std::optional<ObjectReader> limit = entry->Object("limit");
  if (!limit.has_value()) {
    return;
  }
  v1::Limits limits;
  if (const auto tokens = ReadTokens(&*limit, "context")) {
    limits.set_context_window_tokens(*tokens);
  }
  if (const auto tokens = ReadTokensWithin(limits, &*limit, "input")) {
    limits.set_max_input_tokens(*tokens);
  }
  if (const auto tokens = ReadTokensWithin(limits, &*limit, "output")) {
    limits.set_max_output_tokens(*tokens);
  }
  limit->ReportRest();
  if (limits.ByteSizeLong() > 0) {
    *model->mutable_limits() = limits;
  }
}

void ReadCapabilities(ObjectReader* entry, v1::Model* model) {
  constexpr std::pair<const char*, v1::Capability> kCapabilities[] = {
      {"tool_call", v1::CAPABILITY_TOOL_USE},
      {"structured_output", v1::CAPABILITY_STRUCTURED_OUTPUT},
      {"reasoning", v1::CAPABILITY_REASONING},
      {"open_weights", v1::CAPABILITY_OPEN_WEIGHTS},
  };
  for (const auto& [key, capability] : kCapabilities) {
    if (entry->Bool(key).value_or(false)) {
      model->add_capabilities(capability);
    }
  }
  // That it takes attachments its modalities say better; the others are how to
  // call it.
  entry->Ignore(
      {"attachment", "temperature", "interleaved", "reasoning_options"});
}

void ReadStatus(ObjectReader* entry, v1::Model* model) {
  const std::optional<std::string> status = entry->String("status");
  if (!status.has_value()) {
    return;
  }
  if (*status == "alpha" || *status == "beta") {
    model->mutable_lifecycle()->set_preview(true);
  } else if (*status == "deprecated") {
    // A lifecycle holds the day, which the list does not say.
    v1::CardRow* row = model->mutable_card()->add_rows();
    row->set_section("lifecycle");
    row->set_key("Status");
    row->set_value("deprecated");
    entry->Report(ImportFinding::kLeftOut, "status",
                  "deprecated from an unknown day: on the card only");
  } else {
    entry->Report(ImportFinding::kBadValue, "status", status->substr(0, 40));
  }
}

void ReadLifecycle(ObjectReader* entry, v1::Model* model) {
  const std::string release = ReadDay(entry, "release_date");
  if (!release.empty()) {
    model->mutable_lifecycle()->set_release_date(release);
  }
  const std::string cutoff = ReadDayOrMonth(entry, "knowledge");
  if (!cutoff.empty()) {
    model->mutable_lifecycle()->set_knowledge_cutoff(cutoff);
  }
  const std::string updated = ReadDayOrMonth(entry, "last_updated");
  if (!updated.empty() && updated != release) {
    entry->Report(ImportFinding::kLeftOut, "last_updated",
                  "day of the model's last update, not of its price");
  }
  ReadStatus(entry, model);
}

}  // namespace

void ReadModelsDevFacts(ObjectReader* entry, v1::Model* model) {
  model->set_display_name(ReadLabel(entry, "name"));
  model->set_product_line(ReadLabel(entry, "family"));
  model->set_source_id(kModelsDev);
  ReadLimits(entry, model);
  if (std::optional<ObjectReader> modalities = entry->Object("modalities")) {
    ReadModalities(&*modalities, "input", model->mutable_input_modalities());
    ReadModalities(&*modalities, "output", model->mutable_output_modalities());
    modalities->ReportRest();
  }
  ReadCapabilities(entry, model);
  ReadLifecycle(entry, model);
}

}  // namespace ratecard
