#include "service/catalog/importers/genai_prices.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/catalog/importers/genai_prices_match.h"
#include "service/catalog/importers/genai_prices_model.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

constexpr char kSource[] = "genai-prices";

// The host, with path, that a pattern of URLs stands for if it is one with its
// points escaped: `https://api\.arcee\.ai(?:/|$)`.
std::optional<std::string> PlainHost(absl::string_view pattern) {
  absl::ConsumePrefix(&pattern, "https://");
  if (!absl::ConsumeSuffix(&pattern, "(?:/|$)")) {
    absl::ConsumeSuffix(&pattern, "(/|$)");
  }
  std::string host;
  while (!pattern.empty()) {
    if (absl::ConsumePrefix(&pattern, "\\.")) {
      host.push_back('.');
      continue;
    }
    if (pattern.front() == '.') {
      return std::nullopt;
    }
    host.push_back(pattern.front());
    pattern.remove_prefix(1);
  }
  return ApiHostProblem(host).empty() ? std::optional(host) : std::nullopt;
}

bool IsFree(absl::string_view name) { return absl::EndsWith(name, ":free"); }

struct ProviderDraft {
  v1::Provider provider;  // without models
  std::vector<v1::Model> models;
  std::set<std::string> ids;  // of the models
  GenaiMatcher matcher;
  std::vector<size_t> matched;  // place of the model of each clause
};

class ListReader {
 public:
  explicit ListReader(const ImportOptions& options) : options_(options) {}

  Import Read(const Json& list) && {
    for (size_t i = 0; i < list.items.size(); ++i) {
      ReadProvider(list.items[i], i);
    }
    AddProviderAliases();
    for (ProviderDraft& draft : drafts_) {
      AddModelAliases(&draft);
      Finish(&draft);
    }
    std::sort(import_.providers.begin(), import_.providers.end(),
              [](const v1::Provider& a, const v1::Provider& b) {
                return a.provider_id() < b.provider_id();
              });
    return std::move(import_);
  }

 private:
  void ReadProvider(const Json& json, size_t place) {
    const std::string at = absl::StrCat("[", place, "]");
    if (!json.is_object()) {
      import_.report.Add(ImportFinding::kBadValue, "", Brief(json), at);
      return;
    }
    const Json* id = json.Find("id");
    ObjectReader in_list(json, "", id == nullptr ? at : id->text,
                         &import_.report);
    ProviderDraft draft;
    draft.provider = NewProvider(
        kSource, absl::AsciiStrToLower(in_list.String("id").value_or("")),
        options_);
    const std::string& provider_id = draft.provider.provider_id();
    std::string problem = IdProblem(provider_id);
    if (problem.empty() && !provider_ids_.insert(provider_id).second) {
      problem = "is there already";
    }
    if (!problem.empty()) {
      in_list.Report(ImportFinding::kBadValue, "id", problem);
      return;
    }
    ReadFields(&in_list, &draft.provider);
    for (ObjectReader& model : in_list.Objects("models")) {
      ReadModel(std::move(model), &draft);
    }
    in_list.ReportRest();
    drafts_.push_back(std::move(draft));
  }

  void ReadFields(ObjectReader* in_list, v1::Provider* provider) {
    provider->set_display_name(ReadLabel(in_list, "name"));
    ReadHost(in_list, provider);
    ReadProviderMatch(in_list);
    if (in_list->Value("model_match") != nullptr) {
      in_list->Report(ImportFinding::kLeftOut, "model_match",
                      "names without a provider are looked up at home");
    }
    if (in_list->Value("fallback_model_providers") != nullptr) {
      in_list->Report(ImportFinding::kLeftOut, "fallback_model_providers",
                      "prices of other providers for models not listed");
    }
    in_list->Ignore(
        {"description", "price_comments", "pricing_urls", "extractors"});
  }

  void ReadHost(ObjectReader* in_list, v1::Provider* provider) {
    const std::optional<std::string> pattern = in_list->String("api_pattern");
    if (!pattern.has_value()) {
      return;
    }
    const std::optional<std::string> host = PlainHost(*pattern);
    if (!host.has_value()) {
      in_list->Report(ImportFinding::kLeftOut, "api_pattern",
                      "stands for more than one host");
    } else if (!hosts_.insert(*host).second) {
      in_list->Report(ImportFinding::kLeftOut, "api_pattern",
                      "the host of another provider");
    } else {
      provider->add_api_hosts(*host);
    }
  }

  void ReadProviderMatch(ObjectReader* in_list) {
    const Json* match = in_list->Value("provider_match");
    if (match == nullptr) {
      return;
    }
    absl::StatusOr<GenaiClause> clause = GenaiClause::Parse(*match);
    if (!clause.ok()) {
      in_list->Report(ImportFinding::kBadValue, "provider_match",
                      clause.status().message());
      return;
    }
    if (!clause->is_list()) {
      in_list->Report(ImportFinding::kLeftOut, "provider_match",
                      "names that do not stand in the list");
    }
    clause->AddLiterals(&provider_names_);
    provider_matcher_.Add(*std::move(clause));
    matched_providers_.push_back(drafts_.size());
  }

  void ReadModel(ObjectReader in_list, ProviderDraft* draft) {
    const std::string id = in_list.String("id").value_or("");
    std::string problem = ModelIdProblem(id);
    if (problem.empty() && !draft->ids.insert(id).second) {
      problem = "is there already";
    }
    if (!problem.empty()) {
      in_list.Report(ImportFinding::kBadValue, "id",
                     absl::StrCat(id.substr(0, 40), " ", problem));
      return;
    }
    GenaiModel read = ReadGenaiModel(id, std::move(in_list));
    read.model.set_source_id(SourceOf(read.checked_date, &draft->provider));
    names_.push_back(id);
    if (read.match.has_value()) {
      read.match->AddNames(&names_);
      draft->matcher.Add(*std::move(read.match));
      draft->matched.push_back(draft->models.size());
    }
    draft->models.push_back(std::move(read.model));
  }

  static std::string SourceOf(const std::string& checked_date,
                              v1::Provider* provider) {
    if (checked_date.empty()) {
      return kSource;
    }
    std::string id = absl::StrCat(kSource, "-", checked_date);
    const bool known = std::any_of(
        provider->sources().begin(), provider->sources().end(),
        [&](const v1::Source& source) { return source.source_id() == id; });
    if (!known) {
      v1::Source* source = provider->add_sources();
      *source = provider->sources(0);
      source->set_source_id(id);
      source->set_checked_date(checked_date);
    }
    return id;
  }

  // A literal that no provider has for an id means the first whose clause it
  // matches.
  void AddProviderAliases() {
    const std::set<std::string> names(provider_names_.begin(),
                                      provider_names_.end());
    for (const std::string& name : names) {
      const std::string lower = absl::AsciiStrToLower(name);
      const size_t number = provider_matcher_.Find(lower);
      if (number != GenaiMatcher::npos && IdProblem(lower).empty() &&
          provider_ids_.insert(lower).second) {
        drafts_[matched_providers_[number]].provider.add_aliases(lower);
      }
    }
  }

  // Every known name, of whatever provider, means the first model whose clause
  // it matches.
  void AddModelAliases(ProviderDraft* draft) {
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    for (const std::string& name : names_) {
      const size_t number = draft->matcher.Find(name);
      if (number == GenaiMatcher::npos || !ModelIdProblem(name).empty()) {
        continue;
      }
      v1::Model& model = draft->models[draft->matched[number]];
      if (name == model.model_id()) {
        continue;
      }
      const bool taken = draft->ids.count(name) > 0;
      if (!taken && IsFree(name) == IsFree(model.model_id())) {
        model.add_aliases()->set_alias_id(name);
        continue;
      }
      import_.report.Add(
          ImportFinding::kLeftOut, "models.match",
          taken ? "the id of a model that stands later"
                : "a free name for a model that is not, or the reverse",
          absl::StrCat(draft->provider.provider_id(), ".models.", name));
    }
  }

  void Finish(ProviderDraft* draft) {
    std::sort(draft->models.begin(), draft->models.end(),
              [](const v1::Model& a, const v1::Model& b) {
                return a.model_id() < b.model_id();
              });
    for (v1::Model& model : draft->models) {
      *draft->provider.add_models() = std::move(model);
    }
    import_.providers.push_back(std::move(draft->provider));
  }

  const ImportOptions& options_;
  Import import_;
  std::vector<ProviderDraft> drafts_;
  std::set<std::string> provider_ids_;  // later with aliases
  std::set<std::string> hosts_;
  std::vector<std::string> names_;  // of models, known by id or `equals`
  std::vector<std::string> provider_names_;
  GenaiMatcher provider_matcher_;
  std::vector<size_t> matched_providers_;  // place of that of each clause
};

}  // namespace

absl::StatusOr<Import> ImportGenaiPrices(const Json& list,
                                         const ImportOptions& options) {
  if (!list.is_array()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_LIST",
                 "genai-prices' list is an array of providers");
  }
  return ListReader(options).Read(list);
}

}  // namespace ratecard
