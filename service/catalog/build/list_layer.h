// A price list of the field as a layer of a catalog.

#ifndef RATECARD_SERVICE_CATALOG_BUILD_LIST_LAYER_H_
#define RATECARD_SERVICE_CATALOG_BUILD_LIST_LAYER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/name_pattern.h"

namespace ratecard {

// What curated files say of the names that lists use. Immutable; thread-safe.
class KnownNames {
 public:
  // `curated` must be valid.
  explicit KnownNames(absl::Span<const v1::Provider> curated);

  // The id of the provider that a list calls `label`: `aws-bedrock` for
  // `bedrock_converse`. The label itself if no curated file has it.
  std::string ProviderId(const std::string& label) const;

  // Providers that have a pattern with a region.
  std::vector<std::string> RegionalProviders() const;

  // A model's id without the region that a pattern of the provider's says is
  // part of it, and that region: `us.anthropic.claude-…` is
  // `anthropic.claude-…` in `us`. `regional.anthropic.claude-…`, a word of
  // genai-prices, is the bare id. Ids without one stay as they are.
  std::pair<std::string, std::string> SplitRegion(const std::string& provider,
                                                  const std::string& id) const;

  // A model's id in the spelling of the catalog: of what a curated file has as
  // another spelling, or what a pattern of the provider's makes of an id. The
  // id itself if it is no such.
  std::string ModelId(const std::string& provider, const std::string& id) const;

 private:
  struct Forms {
    std::vector<NamePattern> with_region;
    std::vector<NamePattern> of_model_alone;
    std::vector<std::string> regions;
    std::map<std::string, std::string> spellings;  // to ids of models
  };

  std::map<std::string, std::string> ids_;
  std::map<std::string, Forms> forms_;  // by provider id
};

// Puts the providers and makers of a list under the names of the catalog and
// the regions that stand in ids of models into their schedules, and writes
// rates out.
// Models that become one have the schedules of all, where tiers and regions
// differ; of a tier and region twice, those of the provider and the id that
// come first count, and so does their currency: the others are disagreements.
// At `azure` the label `azure_ai` comes first for other makers' models than
// OpenAI's. Other makers' models that a list has at `google` are sold by Vertex
// AI, not by the Gemini API, which has that name here. Providers must be valid.
std::vector<v1::Provider> ToCatalogNames(std::vector<v1::Provider> list,
                                         const KnownNames& names);

// Drops aliases that a pattern makes a model of: lists guess them from names
// that they saw elsewhere.
void DropAliasesOfOthers(const KnownNames& names,
                         std::vector<v1::Provider>* providers);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILD_LIST_LAYER_H_
