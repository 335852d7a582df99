#!/usr/bin/env python3
"""What genai-prices' list means, read independently of the importer.

    genai_prices_reading.py genai-prices.json > reading.json

Prints {provider: {model: {moment: {meter: price}}}}. A moment is a service tier
and an instant, `batch@2026-10-14T00:00`: each at which the prices of that tier
may change, and 2000-01-01 for all time before. A price is a decimal per our unit
quantity, a state, or a list of such with the input tokens from which each
applies. A meter is a name with parameters: `WEB_SEARCHES{search_type=fast}`.
"""

import datetime
import decimal
import json
import sys
from decimal import Decimal

PER_MILLION = ("1000000", "1000000")
# Key: our meter, our unit quantity, theirs.
KEYS = {
    "input_mtok": ("INPUT_TOKENS", *PER_MILLION),
    "output_mtok": ("OUTPUT_TOKENS", *PER_MILLION),
    "cache_read_mtok": ("CACHE_READ_TOKENS", *PER_MILLION),
    "cache_write_mtok": ("CACHE_WRITE_5M_TOKENS", *PER_MILLION),
    "cache_write_1h_mtok": ("CACHE_WRITE_1H_TOKENS", *PER_MILLION),
    "input_audio_mtok": ("AUDIO_INPUT_TOKENS", *PER_MILLION),
    "cache_audio_read_mtok": ("AUDIO_CACHE_READ_TOKENS", *PER_MILLION),
    "output_audio_mtok": ("AUDIO_OUTPUT_TOKENS", *PER_MILLION),
    "input_image_mtok": ("IMAGE_INPUT_TOKENS", *PER_MILLION),
    "cache_image_read_mtok": ("IMAGE_CACHE_READ_TOKENS", *PER_MILLION),
    "output_image_mtok": ("IMAGE_OUTPUT_TOKENS", *PER_MILLION),
    "input_video_mtok": ("VIDEO_INPUT_TOKENS", *PER_MILLION),
    "output_video_mtok": ("VIDEO_OUTPUT_TOKENS", *PER_MILLION),
    "output_reasoning_mtok": ("REASONING_TOKENS", *PER_MILLION),
    "input_mchars": ("INPUT_CHARACTERS", *PER_MILLION),
    "input_document_kpages": ("INPUT_PAGES", "1000", "1000"),
    "input_annotated_document_kpages": ("ANNOTATED_PAGES", "1000", "1000"),
    "requests_kcount": ("REQUESTS", "1000", "1000"),
    "web_searches_kcount": ("WEB_SEARCHES", "1000", "1000"),
    "storage_searches_kcount": ("FILE_SEARCHES", "1000", "1000"),
    # Either direction; where both are given they agree.
    "audio_hours": ("INPUT_AUDIO_MILLISECONDS", "60000", "3600000"),
    "input_audio_hours": ("INPUT_AUDIO_MILLISECONDS", "60000", "3600000"),
}
# No meter of ours counts these.
NO_METER = {"output_citation_mtok", "input_text_messages_kcount"}
TIER_SELECTORS = ("processing", "service_tier", "speed", "route")

decimal.getcontext().prec = 60


def exact(number, ours, theirs):
    """The price without float noise, at nine decimals."""
    number = Decimal(number)
    for digits in range(1, 20):
        short = Decimal(f"{number:.{digits - 1}e}")
        if abs(short - number) <= abs(number) * Decimal("1e-12"):
            number = short
            break
    price = number * Decimal(ours) / Decimal(theirs)
    price = price.quantize(Decimal("1e-9"), rounding=decimal.ROUND_HALF_EVEN)
    return f"{price.normalize():f}" if price else "0"


def price_of(value, ours, theirs):
    if not isinstance(value, dict):
        return exact(value, ours, theirs)
    steps = [[0, exact(value["base"], ours, theirs)]]
    for tier in sorted(value["tiers"], key=lambda tier: tier["start"]):
        price = exact(tier["price"], ours, theirs)
        if price != steps[-1][1]:
            steps.append([tier["start"] + 1, price])
    return steps if len(steps) > 1 else steps[0][1]


def rates(prices, state, typed):
    out = {}
    for key, value in prices.items():
        if key not in NO_METER:
            meter, ours, theirs = KEYS[key]
            out[meter] = price_of(value, ours, theirs)
    for search_type, value in typed.items():
        _, ours, theirs = KEYS["web_searches_kcount"]
        out[f"WEB_SEARCHES{{search_type={search_type}}}"] = price_of(
            value, ours, theirs)
    return out or {"INPUT_TOKENS": state, "OUTPUT_TOKENS": state}


def holds(constraint, moment):
    if not constraint:
        return True
    if "start_date" in constraint:
        return moment.date().isoformat() >= constraint["start_date"]
    start, end = constraint["start_time"][:5], constraint["end_time"][:5]
    now = moment.strftime("%H:%M")
    if end < start:
        return now >= start or now < end
    return start <= now < end


def moments(entries):
    """Each day on which something changes, at each minute at which it does."""
    days, times = {"2000-01-01"}, {"00:00"}
    for entry in entries:
        constraint = entry.get("constraint") or {}
        if "start_date" in constraint:
            days.add(constraint["start_date"])
        if "start_time" in constraint:
            times |= {constraint["start_time"][:5], constraint["end_time"][:5]}
    for day in sorted(days):
        for time in sorted(times):
            yield datetime.datetime.fromisoformat(f"{day}T{time}")


def state_of(model):
    comment = model.get("price_comments", "").lower()
    said = "free of charge" in comment or "(free)" in model.get(
        "name", "").lower()
    if said or model["id"].endswith(":free"):
        return "FREE"
    if "included in the subscription" in comment:
        return "INCLUDED_IN_PLAN"
    return "UNPRICED"


def tier_of(variant):
    """The tier that a variant is for; None if for all tiers or none."""
    (key, value), = variant["when"].items()
    assert key in TIER_SELECTORS or key == "search_type", key
    if key == "search_type" or (value == "default" and not variant["prices"]):
        return None
    return value.replace("/", "-")


def read_model(model):
    entries = model["prices"]
    if isinstance(entries, dict):
        entries = [{"prices": entries}]
    variants = model.get("price_variants") or []
    tiers = {"standard"} | {tier_of(variant) for variant in variants}
    out = {}
    for tier in sorted(tiers - {None}):
        own = [variant for variant in variants if tier_of(variant) == tier]
        typed = [
            variant for variant in variants
            if "search_type" in variant["when"] and variant["prices"]
        ]
        for moment in moments(entries + own + typed):
            active = [v for v in own if holds(v.get("constraint"), moment)]
            if tier != "standard" and not active:
                continue
            prices = dict(entries[0]["prices"])
            for entry in reversed(entries):
                if holds(entry.get("constraint"), moment):
                    prices = dict(entry["prices"])
                    break
            # The first variant with a key has it.
            for variant in reversed(active):
                prices.update(variant["prices"])
            searches = {
                variant["when"]["search_type"]:
                variant["prices"]["web_searches_kcount"]
                for variant in reversed(typed)
                if holds(variant.get("constraint"), moment)
            }
            out[f"{tier}@{moment.isoformat(timespec='minutes')}"] = rates(
                prices, state_of(model), searches)
    return out


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        providers = json.load(file, parse_float=Decimal)
    json.dump(
        {
            provider["id"].lower():
            {model["id"]: read_model(model)
             for model in provider["models"]}
            for provider in providers
        },
        sys.stdout,
        indent=1)


if __name__ == "__main__":
    main()
