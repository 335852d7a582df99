#include "service/catalog/importers/list_entry.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

// What a catalog takes at most for a limit.
constexpr int64_t kMaxTokens = 1'000'000'000'000;

bool IsMonth(const std::string& text) {
  return ParseCatalogDate(absl::StrCat(text, "-01")).ok();
}

v1::Modality ModalityOf(const std::string& name) {
  if (name == "text") return v1::MODALITY_TEXT;
  if (name == "audio") return v1::MODALITY_AUDIO;
  if (name == "image") return v1::MODALITY_IMAGE;
  if (name == "video") return v1::MODALITY_VIDEO;
  if (name == "pdf" || name == "file") return v1::MODALITY_DOCUMENT;
  if (name == "embedding" || name == "embeddings") {
    return v1::MODALITY_EMBEDDING;
  }
  return v1::MODALITY_UNSPECIFIED;
}

std::string Quote(absl::string_view text) {
  return absl::StrCat("\"", text.substr(0, 40), "\"");
}

}  // namespace

v1::Provider NewProvider(absl::string_view format, absl::string_view id,
                         const ImportOptions& options) {
  v1::Provider provider;
  provider.set_provider_id(std::string(id));
  provider.set_currency_code("USD");
  v1::Source* source = provider.add_sources();
  source->set_source_id(std::string(format));
  source->set_checked_date(options.checked_date);
  if (const ImportFormat* list = FindImportFormat(format)) {
    source->set_title(std::string(list->title));
    source->set_url(std::string(list->url));
    source->set_license(std::string(list->license));
  }
  return provider;
}

std::string ReadLabel(ObjectReader* entry, absl::string_view key) {
  std::string text(absl::StripAsciiWhitespace(entry->String(key).value_or("")));
  const std::string problem = TextProblem(text, kMaxLabel);
  if (!problem.empty()) {
    entry->Report(ImportFinding::kBadValue, key, problem);
    return "";
  }
  return text;
}

std::string ReadDay(ObjectReader* entry, absl::string_view key) {
  std::string text = ReadDayOrMonth(entry, key);
  if (IsMonth(text)) {
    entry->Report(ImportFinding::kLeftOut, key, "a month, not a day");
    return "";
  }
  return text;
}

std::string ReadDayOrMonth(ObjectReader* entry, absl::string_view key) {
  std::string text = entry->String(key).value_or("");
  if (!text.empty() && !ParseCatalogDate(text).ok() && !IsMonth(text)) {
    entry->Report(ImportFinding::kBadValue, key, Quote(text));
    return "";
  }
  return text;
}

std::optional<int64_t> ReadTokens(ObjectReader* entry, absl::string_view key) {
  const std::optional<int64_t> tokens = entry->Integer(key);
  if (tokens.has_value() && (*tokens < 0 || *tokens > kMaxTokens)) {
    entry->Report(ImportFinding::kBadValue, key, absl::StrCat(*tokens));
    return std::nullopt;
  }
  return tokens == 0 ? std::nullopt : tokens;
}

std::optional<int64_t> ReadTokensWithin(const v1::Limits& limits,
                                        ObjectReader* entry,
                                        absl::string_view key) {
  const std::optional<int64_t> tokens = ReadTokens(entry, key);
  if (tokens.has_value() && limits.has_context_window_tokens() &&
      *tokens > limits.context_window_tokens()) {
    entry->Report(ImportFinding::kBadValue, key,
                  absl::StrCat(*tokens, " is above the window of ",
                               limits.context_window_tokens()));
    return std::nullopt;
  }
  return tokens;
}

void ReadModalities(ObjectReader* entry, absl::string_view key,
                    google::protobuf::RepeatedField<int>* modalities) {
  for (const std::string& name : entry->Strings(key)) {
    const v1::Modality modality = ModalityOf(name);
    if (modality == v1::MODALITY_UNSPECIFIED) {
      entry->Report(ImportFinding::kBadValue, key, Quote(name));
    } else if (std::find(modalities->begin(), modalities->end(), modality) ==
               modalities->end()) {
      modalities->Add(modality);
    }
  }
}

bool SaysFree(absl::string_view model_id, absl::string_view name) {
  const std::string id = absl::AsciiStrToLower(model_id);
  return id == "free" || absl::EndsWith(id, ":free") ||
         absl::EndsWith(id, "-free") || absl::EndsWith(id, "/free") ||
         absl::StrContains(absl::AsciiStrToLower(name), "(free)");
}

bool SaysPlan(absl::string_view text) {
  std::string words = absl::AsciiStrToLower(text);
  std::replace_if(
      words.begin(), words.end(),
      [](char c) {
        return !absl::ascii_isalnum(static_cast<unsigned char>(c));
      },
      ' ');
  const std::vector<absl::string_view> list = absl::StrSplit(words, ' ');
  return std::any_of(list.begin(), list.end(), [](absl::string_view word) {
    return word == "plan" || word == "plans" || word == "copilot" ||
           word == "subscription" || word == "subscriptions";
  });
}

std::optional<ImportedPrice> ReadPrice(ObjectReader* entry,
                                       absl::string_view key,
                                       PriceScale scale) {
  const Json* value = entry->Value(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_number() && !value->is_string()) {
    entry->Report(ImportFinding::kBadValue, key, Brief(*value));
    return std::nullopt;
  }
  absl::StatusOr<ImportedPrice> price = ImportPrice(value->text, scale);
  if (!price.ok()) {
    entry->Report(ImportFinding::kBadValue, key,
                  absl::StrCat(Brief(*value), " ", price.status().message()));
    return std::nullopt;
  }
  if (price->noise_removed) {
    entry->Report(ImportFinding::kNoiseRemoved, key, "");
  }
  if (price->rounded) {
    entry->Report(ImportFinding::kRounded, key, "");
  }
  return *std::move(price);
}

std::optional<DraftPrice> ReadDraftPrice(ObjectReader* entry,
                                         absl::string_view key,
                                         PriceScale scale, ZeroRule rule) {
  std::optional<ImportedPrice> price = ReadPrice(entry, key, scale);
  if (!price.has_value()) {
    return std::nullopt;
  }
  if (price->nanos > 0) {
    return DraftPrice{v1::METER_STATE_PRICED, *std::move(price)};
  }
  switch (rule.meaning) {
    case ZeroMeaning::kFree:
      return DraftPrice{v1::METER_STATE_FREE, {}};
    case ZeroMeaning::kIncludedInPlan:
      return DraftPrice{v1::METER_STATE_INCLUDED_IN_PLAN, {}};
    case ZeroMeaning::kUnknown:
      break;
  }
  if (rule.part_of_another) {
    entry->Report(ImportFinding::kLeftOut, key,
                  "zero price of what need not be billed separately");
    return std::nullopt;
  }
  entry->Report(ImportFinding::kLeftOut, key,
                "zero price, not said to be free");
  return DraftPrice{v1::METER_STATE_UNPRICED, {}};
}

}  // namespace ratecard
