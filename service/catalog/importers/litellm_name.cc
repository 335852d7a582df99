#include "service/catalog/importers/litellm_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

// The part before the first `/`; empty if there is none.
absl::string_view FirstFolder(absl::string_view key) {
  const size_t slash = key.find('/');
  return slash == absl::string_view::npos ? "" : key.substr(0, slash);
}

void DropFolder(absl::string_view* key) {
  key->remove_prefix(FirstFolder(*key).size() + 1);
}

bool IsNumberOrMax(absl::string_view text) {
  return text == "max" ||
         (!text.empty() &&
          std::all_of(text.begin(), text.end(),
                      [](unsigned char c) { return absl::ascii_isdigit(c); }));
}

// `1024-x-1024`.
bool IsSize(absl::string_view folder) {
  const std::vector<absl::string_view> sides = absl::StrSplit(folder, "-x-");
  return sides.size() == 2 && IsNumberOrMax(sides[0]) &&
         IsNumberOrMax(sides[1]);
}

// `50-steps`.
bool IsSteps(absl::string_view folder) {
  return absl::ConsumeSuffix(&folder, "-steps") && IsNumberOrMax(folder);
}

// `us-gov-west-1`.
bool IsAwsRegion(absl::string_view folder) {
  const std::vector<absl::string_view> parts = absl::StrSplit(folder, '-');
  if (parts.size() < 3 || parts.size() > 4 || parts.front().size() != 2 ||
      parts.back().size() != 1 ||
      !absl::ascii_isdigit(static_cast<unsigned char>(parts.back()[0]))) {
    return false;
  }
  return std::all_of(parts.begin(), parts.end() - 1, [](absl::string_view p) {
    return !p.empty() && std::all_of(p.begin(), p.end(), [](unsigned char c) {
      return absl::ascii_islower(c);
    });
  });
}

bool IsAzureArea(absl::string_view folder) {
  return folder == "us" || folder == "eu" || folder == "apac" ||
         folder == "us-gov";
}

// Azure's deployments that are served anywhere.
bool IsAzureGlobal(absl::string_view folder) {
  return folder == "global" || folder == "global-standard";
}

// Takes quality, size and steps of images off the beginning.
void TakeImageFolders(absl::string_view* key, LiteLlmName* name) {
  const absl::string_view first = FirstFolder(*key);
  if (first.empty()) {
    return;
  }
  const absl::string_view second = FirstFolder(key->substr(first.size() + 1));
  const bool has_quality = !IsSize(first) && IsSize(second);
  if (!has_quality && !IsSize(first)) {
    return;
  }
  if (has_quality) {
    name->parameters.emplace_back("quality", first);
    DropFolder(key);
  }
  name->parameters.emplace_back(
      "size", absl::StrReplaceAll(FirstFolder(*key), {{"-x-", "x"}}));
  DropFolder(key);
  if (IsSteps(FirstFolder(*key))) {
    name->parameters.emplace_back(
        "steps", absl::StripSuffix(FirstFolder(*key), "-steps"));
    DropFolder(key);
  }
}

void TakeRegion(absl::string_view provider, absl::string_view* key,
                LiteLlmName* name) {
  const absl::string_view folder = FirstFolder(*key);
  if (folder == "*" || IsAwsRegion(folder) ||
      (provider == "azure" && IsAzureArea(folder))) {
    name->region = folder == "*" ? "" : std::string(folder);
    DropFolder(key);
  } else if (provider == "azure" && IsAzureGlobal(folder)) {
    name->in_folder = true;
    DropFolder(key);
  }
  if (absl::EndsWith(FirstFolder(*key), "-commitment")) {
    name->commitment = true;
    DropFolder(key);
  }
}

}  // namespace

absl::string_view WithoutRoutingPrefix(absl::string_view key,
                                       absl::string_view provider) {
  const absl::string_view folder = FirstFolder(key);
  if (folder.empty() || folder.size() + 1 >= key.size()) {
    return key;
  }
  // `vertex_ai/` is the prefix of `vertex_ai-anthropic_models` too, and
  // `amazon-nova/` that of `amazon_nova`.
  const std::string label = absl::StrReplaceAll(provider, {{"-", "_"}});
  const std::string prefix = absl::StrReplaceAll(folder, {{"-", "_"}});
  const bool routes =
      label == prefix || absl::StartsWith(label, absl::StrCat(prefix, "_"));
  return routes ? key.substr(folder.size() + 1) : key;
}

LiteLlmName ParseLiteLlmName(absl::string_view key,
                             absl::string_view provider) {
  LiteLlmName name;
  absl::string_view rest = WithoutRoutingPrefix(key, provider);
  const bool had_prefix = rest.size() < key.size();
  TakeImageFolders(&rest, &name);
  if (!name.parameters.empty() && !had_prefix) {
    rest = WithoutRoutingPrefix(rest, provider);
  }
  TakeRegion(provider, &rest, &name);
  std::sort(name.parameters.begin(), name.parameters.end());
  name.in_folder |= !name.region.empty() || !name.parameters.empty();
  name.model_id = std::string(rest);
  return name;
}

}  // namespace ratecard
