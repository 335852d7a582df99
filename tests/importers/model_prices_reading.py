#!/usr/bin/env python3
"""What a snapshot of model-prices says, read independently of the importer.

  model_prices_reading.py FILE            prices, as {provider: {model: {schedule: {meter: price}}}}
  model_prices_reading.py --changes FILE  requests just before and after each documented change
  model_prices_reading.py --hours FILE    the same of each edge of peak and off-peak hours

A schedule is named `tier start..end`, in peak or off-peak hours `tier/peak
start..end`; an open end is empty, and a schedule open at both ends just `tier`.
A price is a decimal in US dollars per million tokens, `FREE` or `UNPRICED`; with
tiers it is a list of [first input token count, price], from 0 on. The hours stand
under `windows`: zone, span, days of the week, and days that are `except`ed.
Exact: no float is involved.

Of the rules the list leaves to its readers:
- A documented date holds to the instant; before the day on which the list first
  had a model (its first entry's own date) the first price holds all the same.
- An entry that ends before its own date, with nothing before it, never held.
- An entry by record that only adds prices to the one before it held since that
  one's start.
- No mode begins before the model.
- Peak hours of before a price was first seen count if they go on after.
- A price of 0 is free only if documented for input and output alike; 0 for
  cached tokens says that they have no price of their own.
- The multiple for long cache writes needs a price of cache writes. It is that
  of 12 hours at OpenAI, of 1 hour elsewhere.
"""

import json
import sys
from datetime import datetime, timedelta
from decimal import Decimal

PRECISION = Decimal(10) ** -9
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
OPEN = ""
FIELDS = ("input", "output", "cache_read", "cache_write")
METERS = {
    "input": "INPUT_TOKENS",
    "output": "OUTPUT_TOKENS",
    "cache_read": "CACHE_READ_TOKENS",
    "cache_write": "CACHE_WRITE_5M_TOKENS",
    "cache_write_1h": "CACHE_WRITE_1H_TOKENS",
    "cache_write_12h": "CACHE_WRITE_12H_TOKENS",
}


def exact(number):
    """Without the noise of floats: the shortest within a relative 1e-12."""
    for digits in range(1, 40):
        short = round_to(number, digits)
        if abs(short - number) * 10**12 < abs(number) or short == number:
            return short
    return number


def round_to(number, digits):
    if number == 0:
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - digits + 1))


def show(price):
    if isinstance(price, str):
        return price
    text = format(price.quantize(PRECISION).normalize(), "f")
    return text


def cells_of(provider, rates, factor=Decimal(1)):
    """{meter: [(first token count, price), …]} of an entry's rates."""
    free = (rates["valid_from_basis"] == "documented"
            and rates.get("input") == 0 and rates.get("output") == 0)
    multiple = rates.get("cache_write_1h_multiple")
    if not rates.get("cache_write"):
        multiple = None
    long_write = "cache_write_12h" if provider == "openai" else "cache_write_1h"
    levels = [(0, rates)] + [(tier["above"] + 1, tier) for tier in rates.get("tiers", [])]
    cells = {}
    for least, prices in levels:
        found = {field: prices[field] for field in FIELDS if prices.get(field) is not None}
        if multiple is not None and "input" in found:
            found[long_write] = exact(found["input"]) * exact(multiple)
        for field, value in found.items():
            value = exact(value)
            if value == 0:
                if free:
                    value = "FREE"
                elif field.startswith("cache"):
                    continue
                else:
                    value = "UNPRICED"
            else:
                value = value * factor
            steps = cells.setdefault(field, [])
            if not steps or steps[-1][1] != value:
                steps.append((least, value))
    return cells


def only_adds(old, new):
    """Whether every price of `old`, at each of its thresholds, is in `new`."""
    return all(set(steps) <= set(new.get(field, [])) for field, steps in old.items())


def sightings(provider, timeline):
    """[start, end, rates, cells]; start is empty for the first."""
    ends = [entry["start"] for entry in timeline[1:]] + ["9999"]
    return [[entry["start"] or "", end, entry["rates"],
             entry["rates"] and cells_of(provider, entry["rates"])]
            for entry, end in zip(timeline, ends)]


def periods(provider, timeline, model=None):
    """[start, open to the past, end, cells] in order of time. `model` is the
    first period of the model's standard prices."""
    entries = sightings(provider, timeline)
    # Drop what was over before its own date.
    first = None  # when the list first had the model
    if model is not None:
        first = model[0] if model[1] else None
    elif entries and entries[0][2]:
        rates = entries[0][2]
        first = None if rates["valid_from_basis"] == "documented" else rates["valid_from"]
    live = []
    for start, end, rates, cells in entries:
        if rates is None:
            continue
        follows = bool(live) and live[-1][1] == start
        if not follows:
            start = max(start, rates["valid_from"], model[0] if model else "")
        if start < end:
            live.append((start, end, rates, cells, follows))
    # Each sighting's final prices: those of the records that only add to it.
    result = []
    for index, (start, end, rates, cells, follows) in enumerate(live):
        if follows:
            before = live[index - 1]
            same = before[3] == cells
            adds = rates["valid_from_basis"] != "documented" and only_adds(before[3], cells)
            if same or adds:
                result[-1][2] = end
                result[-1][3] = cells
                continue
        result.append([start, not follows and start == first, end, cells])
    return result


def rules_of(snapshot, provider, model):
    for rule in snapshot["schedules"].get("schedule", []):
        if rule["provider"] != provider:
            continue
        if "off_peak_hours_utc" in rule:
            factor = rule["off_peak_multiplier"].get(model)
            name = "off-peak"
        else:
            factor = rule["peak_multiplier"]
            name = "peak"
        if factor is not None:
            yield (name, Decimal(factor), rule["valid_from"], rule.get("valid_until", "9999"),
                   windows_of(snapshot, rule, name))


def windows_of(snapshot, rule, name):
    """The hours in UTC: they are of one day there and where the holidays are."""
    days = "12345" if rule.get("weekdays_only") else "1234567"
    holidays = ""
    if "holidays" in rule:
        dates = snapshot["schedules"]["holidays"][rule["holidays"]]["dates"]
        holidays = " except " + ",".join(dates)
    hours = rule[name.replace("-", "_") + "_hours_utc"]
    return [f"UTC {start}-{'24:00' if end == '00:00' else end} {days}{holidays}"
            for start, end in hours]


def scale(cells, factor):
    return {field: [(least, value if isinstance(value, str) else value * factor)
                    for least, value in steps] for field, steps in cells.items()}


def shown(cells):
    out = {}
    for field, steps in sorted(cells.items()):
        if len(steps) == 1 and steps[0][0] == 0:
            out[METERS[field]] = show(steps[0][1])
        else:
            out[METERS[field]] = [[least, show(value)] for least, value in steps]
    return out


def name(tier, start, end):
    period = f"{start}..{OPEN if end == '9999' else end}"
    return tier if period == ".." else f"{tier} {period}"


def tiers_of(provider, modes):
    standard = periods(provider, modes["standard"])
    first = standard[0] if standard else None
    return {mode: standard if mode == "standard" else periods(provider, timeline, first)
            for mode, timeline in modes.items()}


def schedules(snapshot, provider, model, modes):
    out = {}
    for mode, found in tiers_of(provider, modes).items():
        for start, is_open, end, cells in found:
            out[name(mode, OPEN if is_open else start, end)] = shown(cells)
            for rule, factor, since, until, windows in rules_of(snapshot, provider, model):
                low = max(since, "" if is_open else start)
                high = min(until, end)
                if low < high and not (is_open and high <= start):
                    out[name(f"{mode}/{rule}", low, high)] = {
                        **shown(scale(cells, factor)), "windows": windows}
    return out


def usages(cells):
    """A request that is small, and one at the beginning of each further tier,
    with tokens of every kind that has a price there."""
    starts = {least for steps in cells.values() for least, _ in steps}
    for least in sorted(starts | {0}):
        usage = {"input_tokens": least or 10000}
        for count, (field, steps) in enumerate(sorted(cells.items()), 1):
            priced = steps[0][0] <= least and not isinstance(steps[0][1], str)
            if field != "input" and priced:
                usage[METERS[field].lower()] = 1000 * count
        yield usage


def total_of(cells, usage, factor):
    """In US dollars, to the nearest nano, the even one of two; `-` without a
    price."""
    if not cells:
        return "-"
    counts = dict(usage)
    for field in ("cache_read", "cache_write", "cache_write_1h", "cache_write_12h"):
        counts["input_tokens"] -= counts.get(METERS[field].lower(), 0)
    total = Decimal(0)
    for field, steps in cells.items():
        count = counts.get(METERS[field].lower(), 0)
        price = [value for least, value in steps if least <= usage["input_tokens"]]
        if count and price[-1] == "UNPRICED":
            return "-"
        if count and price[-1] != "FREE":
            total += count * price[-1] * factor / 1000000
    return format(total.quantize(PRECISION).normalize(), "f")


def is_within(windows, moment):
    clock = moment.strftime("%H:%M")
    for window in windows:
        _, hours, days, *rest = window.split(" ")
        start, end = hours.split("-")
        over_midnight = start >= end
        inside = start <= clock or clock < end if over_midnight else start <= clock < end
        dates = rest[1].split(",") if rest else []
        if (inside and str(moment.isoweekday()) in days
                and moment.strftime("%Y-%m-%d") not in dates):
            return True
    return False


def factor_at(snapshot, provider, model, moment):
    for _, factor, since, until, windows in rules_of(snapshot, provider, model):
        if since <= moment.strftime(MOMENT) < until and is_within(windows, moment):
            return factor
    return Decimal(1)


def changes(snapshot):
    """Provider, model, tier, time, usage as protobuf text, and the total."""
    for provider, models in snapshot["prices"].items():
        for model, modes in models.items():
            held = tiers_of(provider, modes)
            for tier, timeline in modes.items():
                before = None
                for entry in timeline:
                    rates = entry["rates"]
                    if rates and rates["valid_from_basis"] == "documented":
                        start = entry["start"]
                        # What is corrected at its own start never held.
                        if before and before["valid_from"] < start:
                            old = cells_of(provider, before)
                        else:
                            old = before_of(held[tier], start)
                        yield from requests(snapshot, provider, model, tier,
                                            start, old, cells_of(provider, rates))
                    before = rates


def before_of(held, moment):
    for since, is_open, until, cells in held:
        if until >= moment and (is_open or since < moment):
            return cells
    return None


def hours(snapshot):
    """As `changes`, for the first Friday to Saturday of each rule."""
    for provider, models in snapshot["prices"].items():
        for model, modes in models.items():
            held = tiers_of(provider, modes)["standard"]
            for _, _, since, _, windows in rules_of(snapshot, provider, model):
                friday = datetime.strptime(since, MOMENT).replace(hour=0, minute=0)
                while friday.isoweekday() != 5:
                    friday += timedelta(days=1)
                for edge in sorted(edges(friday, windows) | edges(friday + timedelta(days=1), windows)):
                    moment = edge.strftime(MOMENT)
                    cells = before_of(held, moment)
                    yield from requests(snapshot, provider, model, "standard",
                                        moment, cells, cells)


def edges(day, windows):
    clocks = {clock for window in windows for clock in window.split(" ")[1].split("-")}
    return {day + timedelta(hours=int(clock[:2]), minutes=int(clock[3:])) for clock in clocks}


def requests(snapshot, provider, model, tier, start, *cells):
    change = datetime.strptime(start, MOMENT)
    for moment, prices in zip((change - timedelta(seconds=1), change), cells):
        factor = factor_at(snapshot, provider, model, moment)
        for usage in usages(prices or cells[1]):
            text = " ".join(f"{name}: {count}" for name, count in usage.items())
            yield (provider, model, tier, moment.strftime(MOMENT), text,
                   total_of(prices, usage, factor))


def main():
    arguments = sys.argv[1:]
    with open(arguments[-1], encoding="utf-8") as file:
        snapshot = json.load(file, parse_float=Decimal)
    requested = {"--changes": changes, "--hours": hours}.get(arguments[0])
    if requested:
        for request in requested(snapshot):
            print(*request, sep="\t")
        return
    result = {provider: {model: schedules(snapshot, provider, model, modes)
                         for model, modes in models.items()}
              for provider, models in snapshot["prices"].items()}
    # Models with the price of a stand-in have none of their own.
    for estimate in snapshot.get("estimates", []):
        result[estimate["provider"]].setdefault(estimate["model"], {})
    json.dump(result, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
