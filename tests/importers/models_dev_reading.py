"""An independent reading of models.dev's api.json.

Prints {provider: {model: {schedule: {meter: price}}}} for comparison with what
the importer makes of the same file. A price is a decimal string in dollars per
million tokens, a state (FREE, INCLUDED_IN_PLAN, UNPRICED), "billed_as METER",
or with tiers [[first input token, price], ...].

    python3 models_dev_reading.py api.json
"""

import json
import re
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal

METERS = {
    "input": "INPUT_TOKENS",
    "output": "OUTPUT_TOKENS",
    "reasoning": "REASONING_TOKENS",
    "cache_read": "CACHE_READ_TOKENS",
    "cache_write": "CACHE_WRITE_5M_TOKENS",
    "input_audio": "AUDIO_INPUT_TOKENS",
    "output_audio": "AUDIO_OUTPUT_TOKENS",
}
PLAN_WORDS = {"plan", "plans", "copilot", "subscription", "subscriptions"}


def money(number):
    """Without float noise, at most nine decimals, as text."""
    exact = Decimal(number)
    value = exact
    for digits in range(1, 17):
        shorter = Context(prec=digits, rounding="ROUND_HALF_UP").plus(exact)
        if abs(shorter - exact) * 10**12 < exact:
            value = shorter
            break
    value = value.quantize(Decimal("1e-9"), rounding=ROUND_HALF_EVEN)
    text = format(value, "f").rstrip("0").rstrip(".")
    return text or "0"


def words(*texts):
    return set(re.findall("[a-z0-9]+", " ".join(texts).lower()))


def zero_of(provider_id, provider, model_id, model):
    """What a price of 0 means in this entry; None if nothing says."""
    if words(provider_id, provider["name"], model_id) & PLAN_WORDS:
        return "INCLUDED_IN_PLAN"
    free_id = re.search(r"(^|[:/-])free$", model_id.lower())
    if free_id or "(free)" in model["name"].lower():
        return "FREE"
    return None


def read_price(number, zero, whole):
    if number is None:
        return None
    if number > 0:
        return money(number)
    return zero or ("UNPRICED" if whole else None)


def first_token(size):
    return size if str(size).endswith("1") else size + 1


def read_cost(cost, zero, modalities):
    prices = {}
    for key, meter in METERS.items():
        price = read_price(cost.get(key), zero, key in ("input", "output"))
        if price:
            prices[meter] = {"base": price}
    tiers = [
        (first_token(int(t["tier"]["size"])), t) for t in cost.get("tiers", [])
    ]
    if "context_over_200k" in cost:
        tiers.append((200001, cost["context_over_200k"]))
    for start, tier in sorted(tiers, key=lambda item: item[0]):
        for key, meter in METERS.items():
            priced_below = "base" in prices.get(meter, {})
            whole = key in ("input", "output") or priced_below
            price = read_price(tier.get(key), zero, whole)
            below = list(prices.get(meter, {}).values())[-1:]
            if price and below != [price]:
                prices.setdefault(meter, {"base": "NONE"})[str(start)] = price
    for direction, text in (("input", "INPUT"), ("output", "OUTPUT")):
        audio = f"AUDIO_{text}_TOKENS"
        if (
            "audio" in modalities.get(direction, [])
            and f"{text}_TOKENS" in prices
            and audio not in prices
        ):
            prices[audio] = {"base": f"billed_as {text}_TOKENS"}
    return {meter: by_steps(steps) for meter, steps in prices.items()}


def by_steps(prices):
    steps = [
        [0 if start == "base" else int(start), price]
        for start, price in prices.items()
        if price != "NONE"
    ]
    return steps[0][1] if len(steps) == 1 and not steps[0][0] else steps


def read_model(zero, model):
    schedules = {}
    modalities = model.get("modalities", {})
    if "cost" in model:
        schedules["standard"] = read_cost(model["cost"], zero, modalities)
    elif zero == "INCLUDED_IN_PLAN":
        schedules["standard"] = {"INPUT_TOKENS": zero, "OUTPUT_TOKENS": zero}
    for name, mode in model.get("experimental", {}).get("modes", {}).items():
        body = mode.get("provider", {}).get("body", {})
        tier = body.get("service_tier", name)
        schedules[tier] = read_cost(mode["cost"], zero, modalities)
    return {k: s for k, s in schedules.items() if s}


def read(document):
    return {
        provider_id: {
            model_id: read_model(
                zero_of(provider_id, provider, model_id, model), model
            )
            for model_id, model in provider["models"].items()
        }
        for provider_id, provider in document.items()
    }


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        source = json.load(file, parse_float=Decimal, parse_int=Decimal)
    json.dump(read(source), sys.stdout, indent=1, sort_keys=True)
