#!/usr/bin/env python3
"""Cuts a price list down to what shows every key and every shape that it has.

    trim_list.py FORMAT LIST > tests/testdata/lists/FORMAT.json

Takes an entry if it has something that no entry before it has: a key, a type
or sign of a value, a word of a short vocabulary; then some more at random.
Leaves out prose: descriptions and notes are empty, and of comments there is
what an importer reads: dates with the words beside them, some phrases.
"""

import json
import random
import re
import sys

PROSE = {"description", "note", "notes", "comment", "reason", "terms",
         "details", "extractors", "price_discrepancies", "sources"}
# Keys whose values are words of a vocabulary.
WORDS = {"mode", "status", "type", "basis", "valid_from_basis", "processing",
         "service_tier", "speed", "route", "search_type", "period"}
# Keys of objects that are names, not parts of the shape.
NAMES = {"off_peak_multiplier", "peak_multiplier"}
MORE = {"litellm": 40, "models.dev": 130, "genai-prices": 140,
        "model-prices": 70, "openrouter": 70}
DATE = re.compile(r"\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{1,2}, \d{4}|"
                  r"\d{1,2} [A-Z][a-z]+ \d{4}")
PHRASES = ("free of charge", "included in the subscription")
SIGHTINGS = re.compile(r"checked|verified|listed|lists|as of|through|until",
                       re.IGNORECASE)
ENDS = re.compile(r"deprecated|retire[sd]|shut down", re.IGNORECASE)


def shorten(comment):
    """The dates of a comment with the words that say what happened on them."""
    said = [phrase for phrase in PHRASES if phrase in comment.lower()]
    for found in DATE.finditer(comment):
        before = re.split(r"[.;,] |\(", comment[:found.start()])[-1]
        after = re.split(r"[.;,] |\)", comment[found.end():])[0]
        words = before.split()[-3:]
        marks = ENDS.findall(before) + SIGHTINGS.findall(before + after)
        marks = [mark for mark in marks if mark not in " ".join(words)]
        said.append(" ".join(marks + words + [found.group()]))
    return ". ".join(said)


def clean(value):
    """A value without prose."""
    if isinstance(value, list):
        return [clean(item) for item in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, item in value.items():
        if key == "price_comments":
            item = shorten(item)
            if item:
                out[key] = item
        else:
            out[key] = type(item)() if key in PROSE else clean(item)
    return out


def shapes(value, path=""):
    """What there is to know about how a value is written."""
    if isinstance(value, dict):
        if not value:
            yield f"{path} {{}}"
        for key, item in value.items():
            name = key
            if path.rsplit(".", 1)[-1] in NAMES:
                name = "*"
            yield from shapes(item, f"{path}.{name}")
    elif isinstance(value, list):
        yield f"{path} of {min(len(value), 2)}"
        for item in value:
            yield from shapes(item, f"{path}[]")
    elif isinstance(value, bool) or value is None:
        yield f"{path} {value}"
    elif isinstance(value, str):
        number = re.fullmatch(r"-?[\d.]+(e-?\d+)?", value)
        kind = "text"
        if path.rsplit(".", 1)[-1] in WORDS:
            kind = value
        elif number:
            kind = f"number {float(value) > 0}"
        yield f"{path} {kind}"
    else:
        yield f"{path} number {(value > 0) - (value < 0)}"


def choose(entries, more, features=shapes):
    """The keys of the entries to keep."""
    seen, kept, rest = set(), [], []
    for key, entry in entries:
        new = set(features(entry)) - seen
        (kept if new else rest).append(key)
        seen |= new
    chosen = random.Random(20261123).sample(rest, min(more, len(rest)))
    return set(kept) | set(chosen)


def trim_litellm(data, more):
    def features(entry):
        yield from shapes(entry)
        yield entry.get("litellm_provider", "")[:3]

    def folders(key):
        parts = key.split("/")[:-1]
        return {"folders": len(parts), "free": "free" in key, "regional": [
            re.sub(r"\d", "9", part) for part in parts
            if re.search(r"\d", part) or part.startswith("us")][:1]}

    kept = choose([(key, {**entry, **folders(key)})
                   for key, entry in data.items()], more, features)
    # Entries of one model that contradict each other.
    seen = {}
    for key, entry in data.items():
        name = (entry.get("litellm_provider"), key.split("/")[-1])
        other = seen.setdefault(name, key)
        limits = [data[k].get("max_input_tokens") for k in (other, key)]
        if limits[0] != limits[1] and re.search(r"\d/", key):
            kept |= {other, key}
    return {key: clean(entry) if "litellm_provider" in entry and
            key != "sample_spec" else {}
            for key, entry in data.items() if key in kept}


def trim_models_dev(data, more):
    entries = []
    for provider, body in data.items():
        about = {k: v for k, v in body.items() if k not in ("models", "env")}
        for model, entry in body["models"].items():
            marks = {
                "plan": "plan" in provider,
                "free": bool(re.search(r"[:/-]free$", model)),
                "nothing": entry.get("cost", {}).get("input") == 0,
                "provider_of": about,
            }
            entries.append(((provider, model), {**entry, **marks}))
    kept = choose(entries, more)
    out = {}
    for provider, body in data.items():
        models = {model: clean(entry)
                  for model, entry in body["models"].items()
                  if (provider, model) in kept}
        if models:
            out[provider] = {**clean(body), "models": models}
    return out


def trim_genai_prices(data, more):
    entries = [((provider["id"], model["id"]), {
        **model, "free": ":free" in model["id"],
        "unpriced": model["prices"] == {} and ":free" not in model["id"],
        "said": [word for word in ("free", "subscription", "retire", "deprecat")
                 if word in model.get("price_comments", "").lower()]})
               for provider in data for model in provider["models"]]
    kept = choose(entries, more)
    out = []
    for provider in data:
        models = [clean(model) for model in provider["models"]
                  if (provider["id"], model["id"]) in kept]
        if models:
            out.append({**clean({k: v for k, v in provider.items()
                                 if k != "models"}), "models": models})
    return out


def trim_model_prices(data, more):
    ruled = {model for rule in data["schedules"]["schedule"]
             for key in ("off_peak_multiplier", "peak_multiplier")
             if isinstance(rule.get(key), dict) for model in rule[key]}
    by_rule = {rule["provider"] for rule in data["schedules"]["schedule"]
               if not isinstance(rule.get("off_peak_multiplier"), dict)}
    named = {tuple(estimate["like"].split("/", 1))
             for estimate in data["estimates"]}
    entries = [((provider, model), modes)
               for provider, models in data["prices"].items()
               for model, modes in models.items()]
    kept = choose(entries, more) | named | {
        key for key, _ in entries if key[1] in ruled or key[0] in by_rule}
    out = dict(data)
    out["prices"] = {
        provider: {model: clean(modes) for model, modes in models.items()
                   if (provider, model) in kept}
        for provider, models in data["prices"].items()}
    out["prices"] = {p: models for p, models in out["prices"].items() if models}
    there = {(p, m) for p, models in out["prices"].items() for m in models}
    for key in ("bases", "status"):
        out[key] = {p: {m: v for m, v in models.items() if (p, m) in there}
                    for p, models in data[key].items() if p in out["prices"]}
    out["aliases"] = {
        key: {name: to for name, to in names.items()
              if not isinstance(to, str) or to in out["prices"] or
              tuple(to.split("/", 1)) in there}
        for key, names in data["aliases"].items()}
    return {key: clean(value) for key, value in out.items()}


def trim_openrouter(data, more):
    entries = [(entry["id"], {**entry, "pricing_as_text":
                              entry["pricing"].get("image") ==
                              entry["pricing"].get("prompt"),
                              "supported_parameters": None})
               for entry in data["data"]]
    kept = choose(entries, more)
    return {**data, "data": [clean(entry) for entry in data["data"]
                             if entry["id"] in kept]}


def main():
    name, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        data = json.load(file, parse_float=Written)
    trim = globals()["trim_" + re.sub("[.-]", "_", name)]
    text = json.dumps(as_written(trim(data, MORE[name])), ensure_ascii=False,
                      indent=1)
    print(re.sub(r'"number (\S+)"', r"\1", text))


class Written(float):
    """A number that knows how it was written."""

    def __init__(self, text):
        self.text = text


def as_written(value):
    if isinstance(value, Written):
        return f"number {value.text}"
    if isinstance(value, list):
        return [as_written(item) for item in value]
    if isinstance(value, dict):
        return {key: as_written(item) for key, item in value.items()}
    return value


if __name__ == "__main__":
    main()
