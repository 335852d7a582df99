#include "service/catalog/importers/litellm_facts.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

struct Flag {
  absl::string_view key;
  v1::Capability capability;
};

constexpr Flag kCapabilities[] = {
    {"supports_function_calling", v1::CAPABILITY_TOOL_USE},
    {"supports_parallel_function_calling", v1::CAPABILITY_PARALLEL_TOOL_USE},
    {"supports_response_schema", v1::CAPABILITY_STRUCTURED_OUTPUT},
    {"supports_native_structured_output", v1::CAPABILITY_STRUCTURED_OUTPUT},
    {"supports_reasoning", v1::CAPABILITY_REASONING},
    {"thinking_always_on", v1::CAPABILITY_REASONING},
    {"supports_prompt_caching", v1::CAPABILITY_PROMPT_CACHING},
    {"supports_web_search", v1::CAPABILITY_WEB_SEARCH},
    {"supports_computer_use", v1::CAPABILITY_COMPUTER_USE},
    {"supports_code_execution", v1::CAPABILITY_CODE_EXECUTION},
    {"supports_native_streaming", v1::CAPABILITY_STREAMING},
};

struct ModalityFlag {
  absl::string_view key;
  v1::Modality modality;
};

constexpr ModalityFlag kInputFlags[] = {
    {"supports_vision", v1::MODALITY_IMAGE},
    {"supports_image_input", v1::MODALITY_IMAGE},
    {"supports_embedding_image_input", v1::MODALITY_IMAGE},
    {"supports_audio_input", v1::MODALITY_AUDIO},
    {"supports_video_input", v1::MODALITY_VIDEO},
    {"supports_pdf_input", v1::MODALITY_DOCUMENT},
};

// Capabilities for which a catalog has no word.
constexpr absl::string_view kOtherCapabilities[] = {
    "supports_adaptive_thinking",
    "supports_anthropic_compaction",
    "supports_assistant_prefill",
    "supports_box_questions",
    "supports_fast_mode",
    "supports_forced_tool_use",
    "supports_legacy_thinking",
    "supports_multimodal",
    "supports_nova_canvas_image_edit",
    "supports_system_messages",
    "supports_tool_search",
    "supports_url_context",
};

// How LiteLLM calls the model, where it read of it, and rate limits.
constexpr absl::string_view kIgnored[] = {
    "audio_transcription_config",
    "bedrock_converse_supports_strict_tools",
    "bedrock_output_config_effort_ceiling",
    "comment",
    "default_reasoning_effort",
    "gemini_audio_only_live",
    "gemini_native_audio",
    "reasoning_contexts",
    "reasoning_effort_levels",
    "reasoning_modes",
    "rpd",
    "rpm",
    "source",
    "supported_audio_formats",
    "supported_endpoints",
    "supports_anthropic_thinking_payload",
    "supports_bedrock_converse_tool_result_images",
    "supports_bedrock_native_structured_output",
    "supports_bedrock_runtime_chat_completions_inline_reasoning",
    "supports_bedrock_runtime_chat_completions_response_format",
    "supports_bedrock_runtime_chat_completions_tools_with_reasoning",
    "supports_image_size",
    "supports_low_reasoning_effort",
    "supports_max_reasoning_effort",
    "supports_mid_conversation_system",
    "supports_minimal_reasoning_effort",
    "supports_none_reasoning_effort",
    "supports_output_config",
    "supports_parallel_tool_use_config",
    "supports_prompt_cache_breakpoint",
    "supports_regex_lookaround",
    "supports_sampling_params",
    "supports_speed",
    "supports_thinking_cache_preservation",
    "supports_tool_choice",
    "supports_xhigh_reasoning_effort",
    "token_count_framing",
    "token_count_model",
    "token_count_tokenizer",
    "tpm",
    "use_openai_responses_path",
    "uses_embed_content",
    "vertex_ai_audio_api",
};

// The modality that a mode alone says.
std::optional<v1::Modality> OutputOf(absl::string_view mode) {
  if (mode == "embedding") {
    return v1::MODALITY_EMBEDDING;
  }
  if (mode == "image_generation" || mode == "image_edit") {
    return v1::MODALITY_IMAGE;
  }
  if (mode == "audio_speech") {
    return v1::MODALITY_AUDIO;
  }
  if (mode == "video_generation") {
    return v1::MODALITY_VIDEO;
  }
  if (mode == "audio_transcription" || mode == "ocr") {
    return v1::MODALITY_TEXT;
  }
  return std::nullopt;
}

std::optional<v1::Modality> ModalityOf(absl::string_view name) {
  if (name == "text" || name == "code") {
    return v1::MODALITY_TEXT;
  }
  if (name == "image") {
    return v1::MODALITY_IMAGE;
  }
  if (name == "audio") {
    return v1::MODALITY_AUDIO;
  }
  if (name == "video") {
    return v1::MODALITY_VIDEO;
  }
  if (name == "pdf" || name == "document" || name == "file") {
    return v1::MODALITY_DOCUMENT;
  }
  if (name == "embedding") {
    return v1::MODALITY_EMBEDDING;
  }
  return std::nullopt;
}

void AddOnce(int value, google::protobuf::RepeatedField<int>* values) {
  if (std::find(values->begin(), values->end(), value) == values->end()) {
    values->Add(value);
    std::sort(values->begin(), values->end());
  }
}

class FactReader {
 public:
  FactReader(const std::string& mode, ObjectReader* entry, v1::Model* model)
      : mode_(mode), entry_(entry), model_(model) {}

  void Run() {
    ReadLimits();
    ReadModalities();
    ReadCapabilities();
    ReadRetirement();
    LeaveOut();
    Ignore();
  }

 private:
  // A limit; 0 is not published.
  std::optional<int64_t> Limit(absl::string_view key) {
    constexpr int64_t kMax = 1'000'000'000'000;
    const std::optional<int64_t> limit = entry_->Integer(key);
    if (limit.has_value() && (*limit < 0 || *limit > kMax)) {
      entry_->Report(ImportFinding::kBadValue, key, absl::StrCat(*limit));
      return std::nullopt;
    }
    return limit == 0 ? std::nullopt : limit;
  }

  // `max_input_tokens` is the window, unless the model puts out more than that:
  // then it can only be the input limit.
  void ReadLimits() {
    std::optional<int64_t> input = Limit("max_input_tokens");
    std::optional<int64_t> output = Limit("max_output_tokens");
    // An old key, for either of the two.
    const std::optional<int64_t> tokens = Limit("max_tokens");
    if (tokens.has_value() && tokens != input && !output.has_value()) {
      output = tokens;
    }
    if (!input.has_value() && !output.has_value()) {
      return;
    }
    v1::Limits limits;
    if (output.has_value()) {
      limits.set_max_output_tokens(*output);
    }
    if (input.has_value() && output.value_or(0) > *input) {
      limits.set_max_input_tokens(*input);
    } else if (input.has_value()) {
      limits.set_context_window_tokens(*input);
    }
    if (!model_->has_limits()) {
      *model_->mutable_limits() = limits;
    } else if (model_->limits().SerializeAsString() !=
               limits.SerializeAsString()) {
      entry_->Report(ImportFinding::kBadValue, "max_input_tokens",
                     absl::StrCat(Text(limits), " contradicts ",
                                  Text(model_->limits()), ", which was taken"));
    }
  }

  static std::string Text(const v1::Limits& limits) {
    return absl::StrCat(
        limits.context_window_tokens() + limits.max_input_tokens(), " in, ",
        limits.max_output_tokens(), " out");
  }

  void ReadModalities() {
    bool any = false;
    for (const std::string& name : entry_->Strings("supported_modalities")) {
      any |= AddModality("supported_modalities", name,
                         model_->mutable_input_modalities());
    }
    for (const ModalityFlag& flag : kInputFlags) {
      if (entry_->Bool(flag.key).value_or(false)) {
        // Whatever else it takes, it takes text; a transcription is of audio.
        if (!any && mode_ != "audio_transcription") {
          AddOnce(v1::MODALITY_TEXT, model_->mutable_input_modalities());
        }
        AddOnce(flag.modality, model_->mutable_input_modalities());
      }
    }
    if (mode_ == "audio_transcription") {
      AddOnce(v1::MODALITY_AUDIO, model_->mutable_input_modalities());
    }
    ReadOutputModalities();
  }

  void ReadOutputModalities() {
    bool any = false;
    for (const std::string& name :
         entry_->Strings("supported_output_modalities")) {
      any |= AddModality("supported_output_modalities", name,
                         model_->mutable_output_modalities());
    }
    const std::optional<v1::Modality> of_mode = OutputOf(mode_);
    if (!any && of_mode.has_value()) {
      AddOnce(*of_mode, model_->mutable_output_modalities());
    }
    if (entry_->Bool("supports_audio_output").value_or(false)) {
      if (!any && !of_mode.has_value()) {
        AddOnce(v1::MODALITY_TEXT, model_->mutable_output_modalities());
      }
      AddOnce(v1::MODALITY_AUDIO, model_->mutable_output_modalities());
    }
  }

  bool AddModality(absl::string_view key, absl::string_view name,
                   google::protobuf::RepeatedField<int>* modalities) {
    const std::optional<v1::Modality> modality = ModalityOf(name);
    if (!modality.has_value()) {
      entry_->Report(ImportFinding::kBadValue, key, name.substr(0, 40));
      return false;
    }
    AddOnce(*modality, modalities);
    return true;
  }

  void ReadCapabilities() {
    for (const Flag& flag : kCapabilities) {
      if (entry_->Bool(flag.key).value_or(false)) {
        AddOnce(flag.capability, model_->mutable_capabilities());
      }
    }
    for (const absl::string_view key : kOtherCapabilities) {
      if (entry_->Bool(key).value_or(false)) {
        entry_->Report(ImportFinding::kLeftOut, key,
                       "a capability for which there is no word");
      }
    }
  }

  // Providers call the last day of a model its deprecation; so does the list.
  void ReadRetirement() {
    const std::optional<std::string> date = entry_->String("deprecation_date");
    if (!date.has_value()) {
      return;
    }
    if (!ParseCatalogDate(*date).ok()) {
      entry_->Report(ImportFinding::kBadValue, "deprecation_date",
                     date->substr(0, 40));
      return;
    }
    const std::string& known = model_->lifecycle().retirement_date();
    if (known.empty()) {
      model_->mutable_lifecycle()->set_retirement_date(*date);
    } else if (known != *date) {
      entry_->Report(
          ImportFinding::kBadValue, "deprecation_date",
          absl::StrCat(*date, " contradicts ", known, ", which was taken"));
    }
  }

  // Understood, and without a place in a catalog.
  void LeaveOut() {
    struct Fact {
      absl::string_view key;
      absl::string_view reason;
    };
    constexpr Fact kFacts[] = {
        {"output_vector_size", "length of vectors"},
        {"prompt_cache_min_tokens", "shortest prompt that is cached"},
        {"supported_regions", "where a model is served"},
    };
    for (const Fact& fact : kFacts) {
      if (entry_->Value(fact.key) != nullptr) {
        entry_->Report(ImportFinding::kLeftOut, fact.key, fact.reason);
      }
    }
  }

  void Ignore() {
    for (const absl::string_view key : kIgnored) {
      entry_->Ignore({key});
    }
  }

  const std::string& mode_;
  ObjectReader* const entry_;
  v1::Model* const model_;
};

}  // namespace

void ReadLiteLlmFacts(const std::string& mode, ObjectReader* entry,
                      v1::Model* model) {
  FactReader(mode, entry, model).Run();
}

}  // namespace ratecard
