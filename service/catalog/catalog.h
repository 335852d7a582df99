// An immutable catalog: models, names, prices.
//
//   std::shared_ptr<const Catalog> catalog = store.Current();
//   RATECARD_ASSIGN_OR_RETURN(const Resolution found,
//                             catalog->Resolve("gpt-5.2-codex", "", now));

#ifndef RATECARD_SERVICE_CATALOG_CATALOG_H_
#define RATECARD_SERVICE_CATALOG_CATALOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"
#include "service/catalog/usage_plan.h"

namespace ratecard {

class NameIndex;

// Mirrors ratecard.v1.ResolutionRule.
enum class ResolutionRule : uint8_t {
  kUnspecified = 0,
  kExactId,
  kAlias,
  kSnapshot,
  kPattern,
  kResourceName,
};

// Mirrors ratecard.v1.ResolutionScope.
enum class ResolutionScope : uint8_t {
  kUnspecified = 0,
  kGivenProvider,
  kProviderPrefix,
  kHomeProviders,
  kOtherProviders,
};

// How a name came to mean a model. Views are into the catalog.
struct Resolution {
  const Model* model = nullptr;
  ResolutionRule rule = ResolutionRule::kUnspecified;
  ResolutionScope scope = ResolutionScope::kUnspecified;
  absl::string_view matched;       // alias or pattern; empty for an id
  absl::string_view region;        // fixed by the name; empty: none
  absl::string_view service_tier;  // fixed by the name; empty: none
};

// Whether an error about a name says which ones are nearest, whose search takes
// a hundred times as long as all else.
enum class Suggestions : bool { kNone, kNearest };

struct CatalogCounts {
  int providers = 0;
  int models = 0;
  int schedules = 0;
  int names = 0;
};

// Thread-safe.
class Catalog {
 public:
  ~Catalog();
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  // What `name` means at `as_of`: design and rules in README, "Names".
  //
  // `provider` is empty, a provider id or alias, or a base URL of its API.
  // Errors: INVALID_ARGUMENT MODEL_REQUIRED, NAME_CONTRADICTED; NOT_FOUND
  // PROVIDER_NOT_FOUND or MODEL_NOT_FOUND, with the nearest names;
  // FAILED_PRECONDITION MODEL_AMBIGUOUS, with the candidates. Does not allocate
  // when an id or an alias hits.
  absl::StatusOr<Resolution> Resolve(
      absl::string_view name, absl::string_view provider, absl::Time as_of,
      Suggestions suggestions = Suggestions::kNearest) const;

  // The provider of that id, alias or base URL of its API. Errors: NOT_FOUND
  // PROVIDER_NOT_FOUND, with the nearest names.
  absl::StatusOr<const Provider*> ResolveProvider(
      absl::string_view provider,
      Suggestions suggestions = Suggestions::kNearest) const;

  // Makes ready what the first search for nearest names would, in about a
  // microsecond for each name.
  void PrepareSuggestions() const;

  // Every model that `name`, if it is no resource name, means at some provider,
  // in order of resource name.
  std::vector<Resolution> Candidates(absl::string_view name,
                                     absl::Time as_of) const;

  // By `providers/{provider}` and `providers/{provider}/models/{model}`.
  // Errors: INVALID_ARGUMENT INVALID_NAME; NOT_FOUND PROVIDER_NOT_FOUND,
  // MODEL_NOT_FOUND, with the nearest names.
  absl::StatusOr<const Provider*> GetProvider(absl::string_view name) const;
  absl::StatusOr<const Model*> GetModel(absl::string_view name) const;

  // In order of id and of resource name.
  absl::Span<const Provider> providers() const { return providers_; }
  absl::Span<const Model> models() const { return models_; }

  // How responses of the providers are read.
  const UsagePlan& usage_plan() const { return usage_plan_; }

  // 32 hexadecimal digits, a hash of the content.
  const std::string& revision() const { return revision_; }
  const CatalogCounts& counts() const { return counts_; }

 private:
  friend class CatalogBuilder;
  Catalog();

  absl::StatusOr<Resolution> ResolveResourceName(absl::string_view name,
                                                 absl::string_view provider_id,
                                                 absl::string_view model_id,
                                                 const Provider* given,
                                                 absl::Time as_of,
                                                 Suggestions suggestions) const;
  // Without a provider: at home first, then everywhere else.
  absl::StatusOr<Resolution> ResolveAnywhere(absl::string_view name,
                                             absl::Time as_of,
                                             Suggestions suggestions) const;

  std::vector<Provider> providers_;
  std::vector<Model> models_;
  std::unique_ptr<const NameIndex> names_;
  UsagePlan usage_plan_;
  std::string revision_;
  CatalogCounts counts_;
  // Owns the protos of providers and the bytes of models.
  std::shared_ptr<const void> owned_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_CATALOG_H_
