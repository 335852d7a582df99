// What LiteLLM's keys of entries say: which model of which provider, and for
// which region or kind of image the entry's prices are.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_NAME_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_NAME_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace ratecard {

// `bedrock/us-gov-west-1/amazon.nova-pro-v1:0`: the model
// `amazon.nova-pro-v1:0` in the region `us-gov-west-1`.
struct LiteLlmName {
  std::string model_id;  // without the provider's routing prefix
  std::string region;    // empty: everywhere
  // `high/1024-x-1024/gpt-image-1` prices images of these: quality, size and
  // steps, by key.
  std::vector<std::pair<std::string, std::string>> parameters;
  // Prices of capacity that is rented for months.
  bool commitment = false;
  // A deployment that is one of the model's own names: `azure/global/gpt-5.1`.
  bool in_folder = false;
};

// `provider` is the entry's `litellm_provider`.
LiteLlmName ParseLiteLlmName(absl::string_view key, absl::string_view provider);

// `key` without the prefix by which LiteLLM sends it to `provider`.
absl::string_view WithoutRoutingPrefix(absl::string_view key,
                                       absl::string_view provider);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_NAME_H_
