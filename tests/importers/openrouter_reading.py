"""An independent reading of OpenRouter's list of models.

Prints {"openrouter": {model: {"standard": {meter: price}}}} for comparison with
what the importer makes of the same file. A price is a decimal string in dollars
per unit quantity of the meter (a million tokens, a thousand requests or
searches, an image), a state (FREE, UNPRICED), or with tiers [[first input
token, price], ...].

    python3 openrouter_reading.py models.json
"""

import json
import re
import sys
from fractions import Fraction

# Meter, units of its unit quantity.
METERS = {
    "prompt": ("INPUT_TOKENS", 10**6),
    "completion": ("OUTPUT_TOKENS", 10**6),
    "internal_reasoning": ("REASONING_TOKENS", 10**6),
    "input_cache_read": ("CACHE_READ_TOKENS", 10**6),
    "input_cache_write": ("CACHE_WRITE_5M_TOKENS", 10**6),
    "input_cache_write_1h": ("CACHE_WRITE_1H_TOKENS", 10**6),
    "audio": ("AUDIO_INPUT_TOKENS", 10**6),
    "input_audio_cache": ("AUDIO_CACHE_READ_TOKENS", 10**6),
    "audio_output": ("AUDIO_OUTPUT_TOKENS", 10**6),
    "image_token": ("IMAGE_INPUT_TOKENS", 10**6),
    "image_output": ("IMAGE_OUTPUT_TOKENS", 10**6),
    "request": ("REQUESTS", 1000),
    "web_search": ("WEB_SEARCHES", 1000),
}


def money(price, quantity):
    """At most nine decimals, half to even, as text."""
    nanos = round(Fraction(price) * quantity * 10**9)
    whole, rest = divmod(nanos, 10**9)
    return f"{whole}.{rest:09d}".rstrip("0").rstrip(".")


def read_price(price, quantity, free, whole):
    if price is None:
        return None
    if Fraction(price) > 0:
        return money(price, quantity)
    if free and Fraction(price) == 0:
        return "FREE"
    return "UNPRICED" if whole else None


def meter_of(key, pricing):
    if key != "image":
        return METERS.get(key)
    # As dear as a token of text: a token of an image.
    if pricing["image"] == pricing.get("prompt"):
        return ("IMAGE_INPUT_TOKENS", 10**6)
    return ("INPUT_IMAGES", 1)


def read_model(model):
    pricing = model["pricing"]
    free = (
        re.search(r"(^|[:/-])free$", model["id"].lower())
        or "(free)" in model["name"].lower()
    )
    prices = {}
    for key, price in pricing.items():
        target = meter_of(key, pricing)
        if target:
            whole = key in ("prompt", "completion")
            read = read_price(price, target[1], free, whole)
            if read:
                prices[target[0]] = read
    for over in pricing.get("overrides", []):
        if "min_prompt_tokens" not in over or "utc_start" in over:
            continue
        start = int(over["min_prompt_tokens"]) + 1
        for key, (meter, quantity) in METERS.items():
            read = read_price(over.get(key), quantity, free, True)
            if read:
                steps = prices.get(meter, [])
                if isinstance(steps, str):
                    steps = [[0, steps]]
                prices[meter] = steps + [[start, read]]
    return {"standard": prices} if prices else {}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        models = json.load(file)["data"]
    json.dump(
        {"openrouter": {m["id"]: read_model(m) for m in models}},
        sys.stdout,
        indent=1,
        sort_keys=True,
    )
