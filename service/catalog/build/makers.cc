#include "service/catalog/build/makers.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

struct Known {
  absl::string_view name;
  absl::string_view maker;
};

// Folders, prefixes and names of makers, in lower case.
constexpr Known kVendors[] = {
    {"openai", "openai"},
    {"anthropic", "anthropic"},
    {"google", "google"},
    {"deepseek-ai", "deepseek"},
    {"deepseek", "deepseek"},
    {"x-ai", "xai"},
    {"xai", "xai"},
    {"xai-org", "xai"},
    {"mistralai", "mistral"},
    {"mistral", "mistral"},
    {"amazon", "amazon"},
    {"meta", "meta"},
    {"meta-llama", "meta"},
    {"facebook", "meta"},
    {"qwen", "alibaba"},
    {"alibaba", "alibaba"},
    {"alibaba-nlp", "alibaba"},
    {"moonshotai", "moonshotai"},
    {"moonshot", "moonshotai"},
    {"zai", "zai"},
    {"z-ai", "zai"},
    {"zai-org", "zai"},
    {"thudm", "zai"},
    {"zhipuai", "zai"},
    {"minimaxai", "minimax"},
    {"minimax", "minimax"},
    {"cohere", "cohere"},
    {"coherelabs", "cohere"},
    {"ai21", "ai21"},
    {"ai21labs", "ai21"},
    {"nvidia", "nvidia"},
    {"microsoft", "microsoft"},
    {"perplexity", "perplexity"},
    {"xiaomi", "xiaomi"},
    {"xiaomimimo", "xiaomi"},
    {"stepfun", "stepfun"},
    {"stepfun-ai", "stepfun"},
    {"bytedance", "bytedance"},
    {"bytedance-seed", "bytedance"},
    {"baidu", "baidu"},
    {"tencent", "tencent"},
    {"ibm", "ibm"},
    {"ibm-granite", "ibm"},
    {"inception", "inception"},
    {"upstage", "upstage"},
    {"arcee-ai", "arcee"},
    {"liquid", "liquid"},
    {"liquidai", "liquid"},
    {"nousresearch", "nousresearch"},
    {"black-forest-labs", "black-forest-labs"},
    {"stabilityai", "stability"},
    {"stability", "stability"},
    {"twelvelabs", "twelvelabs"},
    {"writer", "writer"},
    {"inclusionai", "inclusionai"},
    {"meituan", "meituan"},
    {"poolside", "poolside"},
    {"thinkingmachines", "thinkingmachines"},
    {"sarvamai", "sarvam"},
    {"databricks", "databricks"},
    {"snowflake", "snowflake"},
    {"baai", "baai"},
};

// Beginnings of names without folders, in lower case. The first that fits
// counts.
constexpr Known kProducts[] = {
    {"gpt-oss", "openai"},
    {"gpt-", "openai"},
    {"chatgpt-", "openai"},
    {"o1", "openai"},
    {"o3", "openai"},
    {"o4-", "openai"},
    {"dall-e", "openai"},
    {"whisper", "openai"},
    {"sora-", "openai"},
    {"text-embedding-3", "openai"},
    {"text-embedding-ada", "openai"},
    {"claude", "anthropic"},
    {"gemini", "google"},
    {"gemma", "google"},
    {"imagen", "google"},
    {"veo-", "google"},
    {"palm", "google"},
    {"deepseek", "deepseek"},
    {"grok", "xai"},
    {"mistral", "mistral"},
    {"ministral", "mistral"},
    {"mixtral", "mistral"},
    {"magistral", "mistral"},
    {"codestral", "mistral"},
    {"devstral", "mistral"},
    {"pixtral", "mistral"},
    {"voxtral", "mistral"},
    {"llama", "meta"},
    {"meta-llama", "meta"},
    {"codellama", "meta"},
    {"muse-", "meta"},
    {"nova-", "amazon"},
    {"titan-", "amazon"},
    {"qwen", "alibaba"},
    {"qwq", "alibaba"},
    {"qvq", "alibaba"},
    {"kimi", "moonshotai"},
    {"moonshot", "moonshotai"},
    {"glm", "zai"},
    {"chatglm", "zai"},
    {"minimax", "minimax"},
    {"abab", "minimax"},
    {"command", "cohere"},
    {"c4ai", "cohere"},
    {"aya-", "cohere"},
    {"rerank-english", "cohere"},
    {"rerank-multilingual", "cohere"},
    {"embed-english", "cohere"},
    {"embed-multilingual", "cohere"},
    {"jamba", "ai21"},
    {"nemotron", "nvidia"},
    {"phi-", "microsoft"},
    {"sonar", "perplexity"},
    {"mimo-", "xiaomi"},
    {"step-", "stepfun"},
    {"doubao", "bytedance"},
    {"seed-", "bytedance"},
    {"ernie", "baidu"},
    {"hunyuan", "tencent"},
    {"granite", "ibm"},
    {"mercury", "inception"},
    {"solar-", "upstage"},
    {"hermes", "nousresearch"},
    {"flux", "black-forest-labs"},
    {"stable-diffusion", "stability"},
    {"voyage-", "voyageai"},
};

absl::string_view VendorOf(absl::string_view name) {
  for (const Known& known : kVendors) {
    if (name == known.name) {
      return known.maker;
    }
  }
  return "";
}

bool IsNumber(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// Words that makers of their own use for more than one product: Amazon's Nova
// is a chat model, Deepgram's one for speech.
bool IsCommonWord(absl::string_view name) {
  for (const absl::string_view word :
       {"nova-", "flux", "seed-", "step-", "solar-", "mercury", "command",
        "hermes", "sonar", "palm"}) {
    if (absl::StartsWith(name, word)) {
      return true;
    }
  }
  return false;
}

// The last folder, without the prefixes before points that name a vendor or an
// area, and without what follows a `:` or an `@`.
std::string LastName(const std::string& id) {
  absl::string_view name = id;
  name = name.substr(name.rfind('/') + 1);
  absl::ConsumePrefix(&name, "ft:");
  name = name.substr(0, name.find_first_of(":@"));
  for (size_t point = name.find('.'); point != absl::string_view::npos;
       point = name.find('.')) {
    const absl::string_view prefix = name.substr(0, point);
    const bool is_name = std::all_of(
        prefix.begin(), prefix.end(),
        [](unsigned char c) { return absl::ascii_isalpha(c) || c == '-'; });
    if (!is_name || (VendorOf(prefix).empty() && prefix.size() > 6)) {
      break;
    }
    name.remove_prefix(point + 1);
  }
  return std::string(name);
}

// Makers by the provider that is their home.
using Homes = std::map<std::string, std::vector<std::string>>;

Homes FindHomes(absl::Span<const v1::Provider> curated) {
  Homes homes;
  for (const v1::Provider& provider : curated) {
    homes[provider.provider_id()].assign(provider.home_makers().begin(),
                                         provider.home_makers().end());
  }
  return homes;
}

// By maker and core name.
using BaseModels = std::map<std::pair<std::string, std::string>, std::string>;

BaseModels FindBaseModels(absl::Span<const v1::Provider> curated) {
  BaseModels base_models;
  for (const v1::Provider& provider : curated) {
    for (const v1::Model& model : provider.models()) {
      if (model.base_model().empty()) {
        continue;
      }
      base_models.emplace(
          std::make_pair(model.maker(), CoreName(model.model_id())),
          model.base_model());
      for (const v1::Alias& alias : model.aliases()) {
        base_models.emplace(
            std::make_pair(model.maker(), CoreName(alias.alias_id())),
            model.base_model());
      }
    }
  }
  return base_models;
}

}  // namespace

std::string MakerOf(absl::string_view model_id) {
  const std::string id = absl::AsciiStrToLower(model_id);
  std::vector<std::string> folders = absl::StrSplit(id, '/');
  const std::string name = folders.back();
  folders.pop_back();
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    if (const absl::string_view maker = VendorOf(*folder); !maker.empty()) {
      return std::string(maker);
    }
  }
  for (const absl::string_view prefix : absl::StrSplit(name, '.')) {
    if (const absl::string_view maker = VendorOf(prefix);
        !maker.empty() && prefix.size() < name.size()) {
      return std::string(maker);
    }
  }
  const std::string product = LastName(id);
  for (const Known& known : kProducts) {
    if (absl::StartsWith(product, known.name)) {
      return std::string(known.maker);
    }
  }
  return "";
}

std::string MakerName(const std::string& maker) {
  const absl::string_view known = VendorOf(absl::AsciiStrToLower(maker));
  return known.empty() ? maker : std::string(known);
}

std::string CoreName(absl::string_view model_id) {
  std::string name = absl::StrReplaceAll(
      LastName(absl::AsciiStrToLower(model_id)), {{".", "-"}, {"_", "-"}});
  // The first version of what a provider serves, or any of a dated model; a
  // later one without a date is another model.
  const size_t version = name.rfind("-v");
  if (version == std::string::npos ||
      !IsNumber(absl::string_view(name).substr(version + 2))) {
    return name;
  }
  const size_t date = name.rfind('-', version - 1) + 1;
  if (absl::EndsWith(name, "-v1") ||
      (version - date == 8 &&
       IsNumber(absl::string_view(name).substr(date, 8)))) {
    name.resize(version);
  }
  return name;
}

void FillMakers(absl::Span<const v1::Provider> curated,
                std::vector<v1::Provider>* providers) {
  const Homes homes = FindHomes(curated);
  BaseModels base_models = FindBaseModels(curated);
  for (v1::Provider& provider : *providers) {
    const auto home = homes.find(provider.provider_id());
    for (v1::Model& model : *provider.mutable_models()) {
      const bool is_home = home != homes.end();
      if (model.maker().empty() &&
          !(is_home && home->second.size() == 1 &&
            IsCommonWord(absl::AsciiStrToLower(model.model_id())))) {
        model.set_maker(MakerOf(model.model_id()));
      }
      if (!is_home) {
        continue;
      }
      const std::vector<std::string>& makers = home->second;
      if (model.maker().empty() && makers.size() == 1) {
        model.set_maker(makers.front());
      }
      if (std::find(makers.begin(), makers.end(), model.maker()) !=
          makers.end()) {
        base_models.try_emplace({model.maker(), CoreName(model.model_id())},
                                LastName(model.model_id()));
      }
    }
  }
  for (v1::Provider& provider : *providers) {
    for (v1::Model& model : *provider.mutable_models()) {
      const auto it =
          base_models.find({model.maker(), CoreName(model.model_id())});
      if (model.base_model().empty() && it != base_models.end()) {
        model.set_base_model(it->second);
      }
    }
  }
}

}  // namespace ratecard
