#include "service/catalog/importers/openrouter.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "service/base/error.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/importers/openrouter_prices.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

constexpr char kOpenRouter[] = "openrouter";

void ReadArchitecture(ObjectReader* entry, v1::Model* model) {
  std::optional<ObjectReader> architecture = entry->Object("architecture");
  if (!architecture.has_value()) {
    return;
  }
  ReadModalities(&*architecture, "input_modalities",
                 model->mutable_input_modalities());
  ReadModalities(&*architecture, "output_modalities",
                 model->mutable_output_modalities());
  // `modality` is both in one text.
  architecture->Ignore({"modality", "tokenizer", "instruct_type"});
  architecture->ReportRest();
}

void ReadLimits(ObjectReader* entry, v1::Model* model) {
  v1::Limits limits;
  if (const auto tokens = ReadTokens(entry, "context_length")) {
    limits.set_context_window_tokens(*tokens);
  }
  if (std::optional<ObjectReader> top = entry->Object("top_provider")) {
    const auto window = ReadTokens(&*top, "context_length");
    if (window.has_value() && window != limits.context_window_tokens()) {
      top->Report(ImportFinding::kLeftOut, "context_length",
                  "window of the first host only");
    }
    if (const auto tokens =
            ReadTokensWithin(limits, &*top, "max_completion_tokens")) {
      limits.set_max_output_tokens(*tokens);
    }
    top->Ignore({"is_moderated"});
    top->ReportRest();
  }
  if (limits.ByteSizeLong() > 0) {
    *model->mutable_limits() = limits;
  }
  if (entry->Value("per_request_limits") != nullptr) {
    entry->Report(ImportFinding::kLeftOut, "per_request_limits",
                  "limits of an account");
  }
}

// The other parameters are how to call a model.
void ReadCapabilities(ObjectReader* entry, v1::Model* model) {
  const std::vector<std::string> given = entry->Strings("supported_parameters");
  constexpr std::pair<const char*, v1::Capability> kCapabilities[] = {
      {"tools", v1::CAPABILITY_TOOL_USE},
      {"parallel_tool_calls", v1::CAPABILITY_PARALLEL_TOOL_USE},
      {"structured_outputs", v1::CAPABILITY_STRUCTURED_OUTPUT},
      {"reasoning", v1::CAPABILITY_REASONING},
      {"web_search_options", v1::CAPABILITY_WEB_SEARCH},
  };
  for (const auto& [name, capability] : kCapabilities) {
    if (std::find(given.begin(), given.end(), name) != given.end()) {
      model->add_capabilities(capability);
    }
  }
}

void ReadLifecycle(ObjectReader* entry, v1::Model* model) {
  v1::Lifecycle lifecycle;
  // Seconds since 1970; not after the year 9999.
  constexpr int64_t kMaxCreated = 253'402'300'799;
  if (const auto created = entry->Integer("created")) {
    if (*created > 0 && *created <= kMaxCreated) {
      lifecycle.set_release_date(absl::FormatTime(
          "%E4Y-%m-%d", absl::FromUnixSeconds(*created), absl::UTCTimeZone()));
    } else {
      entry->Report(ImportFinding::kBadValue, "created",
                    absl::StrCat(*created));
    }
  }
  const std::string retirement = ReadDay(entry, "expiration_date");
  if (!retirement.empty() && retirement < lifecycle.release_date()) {
    entry->Report(ImportFinding::kBadValue, "expiration_date",
                  absl::StrCat(retirement, " is before the release on ",
                               lifecycle.release_date()));
  } else {
    lifecycle.set_retirement_date(retirement);
  }
  lifecycle.set_knowledge_cutoff(ReadDayOrMonth(entry, "knowledge_cutoff"));
  if (lifecycle.ByteSizeLong() > 0) {
    *model->mutable_lifecycle() = lifecycle;
  }
}

// The weights: `Qwen/Qwen3-32B` are `qwen3-32b` wherever they are served.
void ReadWeights(ObjectReader* entry, v1::Model* model) {
  const std::string id = ReadLabel(entry, "hugging_face_id");
  if (id.empty()) {
    return;
  }
  v1::CardRow* row = model->mutable_card()->add_rows();
  row->set_section("weights");
  row->set_key("Hugging Face");
  row->set_value(id);
  model->set_base_model(
      absl::AsciiStrToLower(id.substr(id.find_last_of('/') + 1)));
}

// `author/slug`; a `~` before it marks a moving name.
void ReadMaker(v1::Model* model) {
  absl::string_view id = model->model_id();
  absl::ConsumePrefix(&id, "~");
  const size_t slash = id.find('/');
  if (slash != absl::string_view::npos &&
      IdProblem(id.substr(0, slash)).empty()) {
    model->set_maker(std::string(id.substr(0, slash)));
  }
}

// The permanent name of the model behind an id.
struct Slug {
  std::string model_id;
  std::string slug;
  std::string path;
};

class ListReader {
 public:
  explicit ListReader(const ImportOptions& options)
      : provider_(NewProvider(kOpenRouter, kOpenRouter, options)) {
    provider_.set_display_name("OpenRouter");
    provider_.add_api_hosts("openrouter.ai/api/v1");
  }

  Import Read(const Json& list) {
    ObjectReader top(list, "list", "", &report_);
    const Json& data = *top.Value("data");
    top.ReportRest();
    for (size_t i = 0; i < data.items.size(); ++i) {
      const std::string path = absl::StrCat("data[", i, "]");
      if (data.items[i].is_object()) {
        ObjectReader entry(data.items[i], "", path, &report_);
        ReadModel(&entry);
      } else {
        report_.Add(ImportFinding::kBadValue, "data", Brief(data.items[i]),
                    path);
      }
    }
    AddSlugs();
    Import import;
    for (auto& [id, model] : models_) {
      *provider_.add_models() = std::move(model);
    }
    import.providers.push_back(std::move(provider_));
    import.report = std::move(report_);
    return import;
  }

 private:
  void ReadModel(ObjectReader* entry) {
    const std::string id = entry->String("id").value_or("");
    if (const std::string problem = ModelIdProblem(id); !problem.empty()) {
      entry->Report(ImportFinding::kBadValue, "id", problem);
      return;
    }
    const auto [it, is_new] = models_.try_emplace(id);
    if (!is_new) {
      entry->Report(ImportFinding::kBadValue, "id", "a model that was there");
      return;
    }
    v1::Model* model = &it->second;
    model->set_model_id(id);
    model->set_source_id(kOpenRouter);
    model->set_display_name(ReadLabel(entry, "name"));
    ReadMaker(model);
    ReadArchitecture(entry, model);
    ReadLimits(entry, model);
    ReadCapabilities(entry, model);
    ReadLifecycle(entry, model);
    ReadWeights(entry, model);
    ReadOpenRouterPrices(entry, model);
    const std::string slug = entry->String("canonical_slug").value_or(id);
    if (slug != id) {
      slugs_.push_back(
          {id, slug, absl::StrCat(entry->path(), ".canonical_slug")});
    }
    // Prose, how to call it, and where to read more.
    entry->Ignore(
        {"description", "default_parameters", "links", "supported_voices"});
    entry->ReportRest();
  }

  // After all ids are known. Variants (`:free`, `:thinking`) have the slug of
  // their model, whose name it is.
  void AddSlugs() {
    std::stable_sort(
        slugs_.begin(), slugs_.end(),
        [](const Slug& a, const Slug& b) { return a.model_id < b.model_id; });
    std::map<std::string, std::string> owners;
    for (const Slug& slug : slugs_) {
      const auto report = [&](ImportFinding finding, absl::string_view why) {
        report_.Add(finding, "canonical_slug", why, slug.path);
      };
      if (absl::StrContains(slug.model_id, ':')) {
        report(ImportFinding::kLeftOut,
               "of the model of which this is a "
               "variant");
      } else if (!ModelIdProblem(slug.slug).empty()) {
        report(ImportFinding::kBadValue, ModelIdProblem(slug.slug));
      } else if (models_.count(slug.slug) > 0) {
        report(ImportFinding::kBadValue, "id of another model");
      } else if (const auto [owner, is_new] =
                     owners.emplace(slug.slug, slug.model_id);
                 !is_new) {
        report(ImportFinding::kBadValue,
               absl::StrCat("slug of ", owner->second, " too"));
      } else {
        v1::Alias* alias = models_[slug.model_id].add_aliases();
        alias->set_alias_id(slug.slug);
        alias->set_kind(v1::ALIAS_KIND_SNAPSHOT);
      }
    }
  }

  v1::Provider provider_;
  ImportReport report_;
  std::map<std::string, v1::Model> models_;
  std::vector<Slug> slugs_;
};

}  // namespace

absl::StatusOr<Import> ImportOpenRouter(const Json& list,
                                        const ImportOptions& options) {
  const Json* data = list.is_object() ? list.Find("data") : nullptr;
  if (data == nullptr || !data->is_array()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_LIST",
                 "no list of OpenRouter: an object with an array \"data\"");
  }
  return ListReader(options).Read(list);
}

}  // namespace ratecard
