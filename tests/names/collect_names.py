#!/usr/bin/env python3
"""The names under which price lists have models, and what each one means.

    collect_names.py FORMAT FILE

Prints a line for each: label of the provider, name, id of the provider in the
catalog, id of the model there, `priced` or `-`. Read on its own, from the list
alone: what a label and a region mean stands here a second time.
"""

import json
import pathlib
import re
import sys
from decimal import Decimal

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "importers"))
import litellm_reading  # noqa: E402

PROVIDERS = {
    "openai": ["text-completion-openai"],
    "google": ["gemini"],
    "google-vertex": ["google-vertex-anthropic", "vertex_ai"],
    "aws-bedrock": ["amazon-bedrock", "aws", "bedrock", "bedrock_converse",
                    "bedrock_mantle"],
    "azure": ["azure_ai", "azure_text", "azure-cognitive-services"],
    "cohere": ["cohere_chat"],
    "mistral": ["codestral", "text-completion-codestral"],
    "xai": ["x-ai"],
    "togetherai": ["together", "together_ai"],
    "fireworks-ai": ["fireworks", "fireworks_ai",
                     "fireworks_ai-embedding-models"],
    "friendli": ["friendliai"],
    "moonshotai": ["moonshot"],
    "voyageai": ["voyage"],
    "vercel": ["vercel_ai_gateway"],
    "github-copilot": ["github_copilot"],
    "nvidia": ["nvidia_nim"],
    "llama": ["meta_llama"],
    "xiaomi": ["xiaomi_mimo"],
    "zhipuai": ["bigmodel"],
    "alibaba": ["dashscope"],
    "opencode-go": ["opencode_go"],
    "snowflake-cortex": ["snowflake"],
    "cloudflare-workers-ai": ["cloudflare"],
    "novita-ai": ["novita"],
    "gmicloud": ["gmi"],
    "abliteration-ai": ["abliteration"],
    "aimlapi": ["aiml"],
    "digitalocean": ["gradient_ai"],
    "inception": ["text-completion-inception"],
    "nova": ["amazon_nova"],
}
PROVIDER_OF = {label: provider for provider, labels in PROVIDERS.items()
               for label in labels}
# Of Bedrock's inference profiles; `regional` is genai-prices' word for none.
AREA = re.compile(
    r"(us|eu|jp|au|apac|ca|in|global|us-gov|regional)\.(?=[a-z0-9]+\.)")


def provider_of(label):
    if label.startswith("vertex_ai-"):
        return "google-vertex"
    return PROVIDER_OF.get(label, label)


# Forms of ids that mean what follows.
FORMS = {"fireworks-ai": "accounts/fireworks/models/"}
# Ids that genai-prices alone has, and what AWS calls the model.
BEDROCK = {
    "claude-fable-5-v1:0": "claude-fable-5",
    "claude-fable-5-1-v1:0": "claude-fable-5-1",
    "claude-opus-4-5-v1:0": "claude-opus-4-5-20251101-v1:0",
    "claude-opus-4-6-v1:0": "claude-opus-4-6-v1",
    "claude-opus-4-7-v1:0": "claude-opus-4-7",
    "claude-opus-4-8-v1:0": "claude-opus-4-8",
    "claude-sonnet-4-6-v1:0": "claude-sonnet-4-6",
    "claude-sonnet-5-v1:0": "claude-sonnet-5",
}


def meaning(label, model):
    provider = provider_of(label)
    model = model.removeprefix(FORMS.get(provider, ""))
    # The Gemini API serves Google's models alone.
    if provider == "google" and model.startswith("claude"):
        provider = "google-vertex"
    if provider == "aws-bedrock":
        model = AREA.sub("", model, count=1)
        maker, _, name = model.partition(".")
        model = maker + "." + BEDROCK[name] if name in BEDROCK else model
    return provider, model


def has_price(value):
    """Whether a number above 0 stands under a key that speaks of money."""
    if isinstance(value, dict):
        return any(has_price(inner) for inner in value.values())
    if isinstance(value, list):
        return any(has_price(inner) for inner in value)
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except ArithmeticError:
            return False
    return isinstance(value, (int, float, Decimal)) and value > 0


def litellm(data):
    for key, entry in data.items():
        label = entry.get("litellm_provider") if isinstance(entry, dict) else None
        if label is None or key == "sample_spec":
            continue
        model, _, _, rented = litellm_reading.parse_name(key, label)
        if rented:
            continue
        money = {name: value for name, value in entry.items()
                 if "cost" in name or name == "tiered_pricing"}
        yield label, key, model, has_price(money)


def models_dev(data):
    for label, provider in data.items():
        for model, entry in provider["models"].items():
            money = {name: value for name, value in entry.get("cost", {}).items()
                     if isinstance(value, (int, float))}
            yield label, model, model, has_price(money)


def genai_prices(data):
    for provider in data:
        for model in provider["models"]:
            yield (provider["id"], model["id"], model["id"],
                   has_price(model.get("prices")))


def model_prices(data):
    for label, models in data["prices"].items():
        for model, modes in models.items():
            rates = [entry["rates"] for entry in modes.get("standard", [])
                     if entry["rates"]]
            money = [{name: value for name, value in entry.items()
                      if name in ("input", "output")} for entry in rates[-1:]]
            yield label, model, model, has_price(money)


def openrouter(data):
    for model in data["data"]:
        yield "openrouter", model["id"], model["id"], has_price(
            {key: value for key, value in model["pricing"].items()})


def main():
    kind, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    read = {"litellm": litellm, "models.dev": models_dev,
            "genai-prices": genai_prices, "model-prices": model_prices,
            "openrouter": openrouter}[kind]
    for label, name, model, priced in read(data):
        provider, model = meaning(label, model)
        print(label, name, provider, model, "priced" if priced else "-",
              sep="\t")


if __name__ == "__main__":
    main()
