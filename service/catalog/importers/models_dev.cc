#include "service/catalog/importers/models_dev.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/models_dev_entry.h"
#include "service/catalog/importers/models_dev_prices.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

// The host of a base URL with the start of its path up to the first variable:
// `https://${ACCOUNT}.example.com/v2/${PROJECT}/x` is `*.example.com/v2`. Empty
// if it is on the caller's machine or nothing is fixed.
std::string ApiHostOf(absl::string_view url) {
  if (!absl::ConsumePrefix(&url, "https://")) {
    absl::ConsumePrefix(&url, "http://");
  }
  const std::vector<std::string> segments = absl::StrSplit(url, '/');
  absl::string_view host = segments[0];
  std::string out;
  if (absl::StartsWith(host, "${") && absl::StrContains(host, "}.")) {
    host = host.substr(host.find("}.") + 2);
    out = "*.";
  }
  const bool is_local = host == "localhost" || absl::StartsWith(host, "127.");
  if (is_local || !absl::StrContains(host, '.')) {
    return "";
  }
  absl::StrAppend(&out, absl::AsciiStrToLower(host));
  for (size_t i = 1; i < segments.size() && !segments[i].empty() &&
                     !absl::StrContains(segments[i], "${");
       ++i) {
    absl::StrAppend(&out, "/", segments[i]);
  }
  return ApiHostProblem(out).empty() ? out : "";
}

class ListReader {
 public:
  explicit ListReader(const ImportOptions& options) : options_(options) {}

  // False if the list has nothing that one of models.dev's has.
  bool Read(const Json& list) {
    bool any = false;
    for (const auto& [key, entry] : list.members) {
      const bool is_object = entry.is_object();
      if (is_object && entry.Find("models") != nullptr) {
        ReadProvider(key, entry);
        any = true;
      } else if (is_object && entry.Find("modalities") != nullptr) {
        ReadCard(key, entry);
        any = true;
      } else {
        report_.Add(ImportFinding::kBadValue, "",
                    "neither a provider nor a model", key);
      }
    }
    return any;
  }

  Import Finish() {
    // A provider's own base URL goes before those of single models.
    AssignHosts(hosts_);
    AssignHosts(model_hosts_);
    Import import;
    for (auto& [id, provider] : providers_) {
      std::sort(provider.mutable_models()->begin(),
                provider.mutable_models()->end(),
                [](const v1::Model& a, const v1::Model& b) {
                  return a.model_id() < b.model_id();
                });
      import.providers.push_back(std::move(provider));
    }
    import.report = std::move(report_);
    return import;
  }

 private:
  // A provider's base URL.
  struct HostClaim {
    std::string provider;
    std::string url;
    std::string path;  // where the list has it
  };

  // Null if the id is none.
  v1::Provider* FindProvider(const std::string& key, const std::string& path) {
    const std::string id = absl::AsciiStrToLower(key);
    if (!IdProblem(id).empty()) {
      report_.Add(ImportFinding::kBadValue, "id", IdProblem(id), path);
      return nullptr;
    }
    const auto [it, is_new] = providers_.try_emplace(id);
    if (is_new) {
      it->second = NewProvider(kModelsDev, id, options_);
    }
    return &it->second;
  }

  // Null if the provider has such a model already, or the id is none.
  v1::Model* NewModel(const std::string& id, const std::string& path,
                      v1::Provider* provider) {
    const std::string problem = ModelIdProblem(id);
    if (!problem.empty()) {
      report_.Add(ImportFinding::kBadValue, "id", problem, path);
      return nullptr;
    }
    if (!model_ids_.emplace(provider->provider_id(), id).second) {
      report_.Add(ImportFinding::kBadValue, "id", "a model that was there",
                  path);
      return nullptr;
    }
    v1::Model* model = provider->add_models();
    model->set_model_id(id);
    return model;
  }

  static void CheckId(const std::string& key, ObjectReader* entry) {
    const std::string id = entry->String("id").value_or(key);
    if (id != key) {
      entry->Report(ImportFinding::kBadValue, "id", "differs from its key");
    }
  }

  void ReadProvider(const std::string& key, const Json& json) {
    v1::Provider* provider = FindProvider(key, key);
    if (provider == nullptr) {
      return;
    }
    if (!listed_.insert(provider->provider_id()).second) {
      report_.Add(ImportFinding::kBadValue, "provider",
                  "a provider that was there", key);
      return;
    }
    ObjectReader entry(json, "provider", key, &report_);
    CheckId(key, &entry);
    provider->set_display_name(ReadLabel(&entry, "name"));
    // How to call it, and its documentation.
    entry.Ignore({"npm", "env", "doc"});
    ClaimHost("api", *provider, &entry, &hosts_);
    const bool is_plan = SaysPlan(key) || SaysPlan(provider->display_name());
    const Json* models = entry.Value("models");
    entry.ReportRest();
    if (models == nullptr || !models->is_object()) {
      entry.Report(ImportFinding::kBadValue, "models",
                   models == nullptr ? "null" : Brief(*models));
      return;
    }
    for (const auto& [id, model] : models->members) {
      const std::string path = absl::StrCat(key, ".models.", id);
      if (model.is_object()) {
        ObjectReader reader(model, "", path, &report_);
        ReadModel(id, is_plan, &reader, provider);
      } else {
        report_.Add(ImportFinding::kBadValue, "models", Brief(model), path);
      }
    }
  }

  // A plan's models are told by the words of the ids, and by those of the
  // provider's name.
  void ReadModel(const std::string& id, bool provider_is_plan,
                 ObjectReader* entry, v1::Provider* provider) {
    v1::Model* model = NewModel(id, entry->path(), provider);
    if (model == nullptr) {
      return;
    }
    CheckId(id, entry);
    ReadModelsDevFacts(entry, model);
    model->set_plan_only(provider_is_plan || SaysPlan(id));
    const ZeroMeaning zero = model->plan_only() ? ZeroMeaning::kIncludedInPlan
                             : SaysFree(id, model->display_name())
                                 ? ZeroMeaning::kFree
                                 : ZeroMeaning::kUnknown;
    ReadModelsDevPrices(entry, zero, model);
    if (std::optional<ObjectReader> call = entry->Object("provider")) {
      ClaimHost("api", *provider, &*call, &model_hosts_);
      // How to call it.
      call->Ignore({"npm", "shape", "body", "headers"});
      call->ReportRest();
    }
    entry->ReportRest();
  }

  // A model of `models.json`, `maker/model`: of its maker, without prices.
  void ReadCard(const std::string& key, const Json& json) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(key, absl::MaxSplits('/', 1));
    v1::Provider* provider = FindProvider(parts.first, key);
    v1::Model* model =
        provider == nullptr ? nullptr : NewModel(parts.second, key, provider);
    if (model == nullptr) {
      return;
    }
    ObjectReader entry(json, "", key, &report_);
    CheckId(key, &entry);
    ReadModelsDevFacts(&entry, model);
    model->set_maker(provider->provider_id());
    model->set_base_model(parts.second);
    ModelsDevSources& sources =
        sources_
            .try_emplace(provider->provider_id(), options_.checked_date,
                         provider)
            .first->second;
    ReadModelsDevCard(&entry, &sources, model);
    entry.ReportRest();
  }

  void ClaimHost(const char* key, const v1::Provider& provider,
                 ObjectReader* entry, std::vector<HostClaim>* claims) {
    if (const std::optional<std::string> url = entry->String(key)) {
      claims->push_back({provider.provider_id(), *url,
                         absl::StrCat(entry->path(), ".", key)});
    }
  }

  // A base URL stands for one provider: the first by id.
  void AssignHosts(std::vector<HostClaim> claims) {
    std::stable_sort(claims.begin(), claims.end(),
                     [](const HostClaim& a, const HostClaim& b) {
                       return a.provider < b.provider;
                     });
    for (const HostClaim& claim : claims) {
      const std::string host = ApiHostOf(claim.url);
      if (host.empty()) {
        report_.Add(ImportFinding::kLeftOut, "provider.api",
                    "no host that others can name", claim.path);
        continue;
      }
      const auto [owner, is_new] = host_owners_.emplace(host, claim.provider);
      if (is_new) {
        providers_.at(claim.provider).add_api_hosts(host);
      } else if (owner->second != claim.provider) {
        report_.Add(ImportFinding::kLeftOut, "provider.api",
                    absl::StrCat("base URL of ", owner->second, " too"),
                    claim.path);
      }
    }
  }

  const ImportOptions& options_;
  ImportReport report_;
  std::map<std::string, v1::Provider> providers_;
  std::map<std::string, ModelsDevSources> sources_;
  std::set<std::string> listed_;  // providers with an entry of their own
  std::set<std::pair<std::string, std::string>> model_ids_;
  std::vector<HostClaim> hosts_;
  std::vector<HostClaim> model_hosts_;
  std::map<std::string, std::string> host_owners_;
};

}  // namespace

absl::StatusOr<Import> ImportModelsDev(const Json& list,
                                       const ImportOptions& options) {
  ListReader reader(options);
  if (!list.is_object() || !reader.Read(list)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_LIST",
                 "no list of models.dev: neither providers with models, as in "
                 "api.json, nor models, as in models.json");
  }
  return reader.Finish();
}

}  // namespace ratecard
