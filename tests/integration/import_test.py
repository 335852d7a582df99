"""Imported price lists say what the lists mean, and the server prices by it.

Each list in tests/testdata/lists is imported and compared with what a small
independent program, tests/importers/*_reading.py, reads out of the same file:
every price, in both directions. Then random requests are priced by a server on
the imported files and, exactly, by hand from the reading.

    import_test.py                      the test
    import_test.py --list FORMAT FILE   the same for any other list

Environment:
  RATECARD              The CLI. Required.
  RATECARDD             The server. Required.
  RATECARD_IMPORT_SEED  Which requests; printed. Default: 20261123.

All readings print {provider: {model: {schedule: {thing: price}}}}. A schedule
is `tier@region/hours start..end`, of which everything after the tier may be
missing; hours are `peak` or `off-peak`. Those of genai-prices are instants
instead: `tier@2026-10-14T00:00`. A thing is a meter, with parameters
`METER{key=value,...}`; its price a decimal, a state, `billed_as METER`, or a
list of [first input token, price]. Beside things a schedule may have `windows`,
and things may have an allowance, `METER allowance`.
"""

import collections
import datetime
import functools
import json
import operator
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest
import zoneinfo
from fractions import Fraction

import grpc
from google.protobuf import text_format

import ratecard_server

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = ROOT / "tests/testdata/lists"
RATECARD = os.environ["RATECARD"]
SEED = os.environ.get("RATECARD_IMPORT_SEED") or "20261123"
COUNT = 500  # Random requests for each list.
FORMATS = ("genai-prices", "litellm", "model-prices", "models.dev",
           "openrouter")
UTC = datetime.timezone.utc
EARLIEST = datetime.datetime(2023, 1, 1, tzinfo=UTC)
LATEST = datetime.datetime(2027, 1, 1, tzinfo=UTC)
UNIT = {
    meter: int(quantity.replace(",", "")) for quantity, meter in re.findall(
        r"\[([\d,]+)\][^\[\]]*?METER_(\w+) = \d+;",
        (ROOT / "proto/ratecard/v1/meter.proto").read_text())
}
STATES = ("FREE", "INCLUDED_IN_PLAN", "UNPRICED")
KEY = re.compile(r"(?P<tier>[^@/ ]+)(@(?P<region>[^/ ]+))?(/(?P<hours>[^ ]+))?"
                 r"( (?P<start>\S*)\.\.(?P<end>\S*))?")
CELL = re.compile(r"(?:(?P<row>AUDIO|IMAGE|VIDEO)_)?(?:(?P<input>INPUT)|"
                  r"CACHE_(?P<state>READ|WRITE_5M|WRITE_1H|WRITE_12H))_TOKENS")
OUTPUT_FIELDS = {
    "REASONING_TOKENS": "reasoning_tokens",
    "AUDIO_OUTPUT_TOKENS": "audio_output_tokens",
    "IMAGE_OUTPUT_TOKENS": "image_output_tokens",
    "VIDEO_OUTPUT_TOKENS": "video_output_tokens",
}
# What is billed as something else where it has no price of its own.
PART_OF = {
    "CACHE_READ_TOKENS": "INPUT_TOKENS",
    "CACHE_WRITE_5M_TOKENS": "INPUT_TOKENS",
    "REASONING_TOKENS": "OUTPUT_TOKENS",
}

Provider = ratecard_server.v1("Provider")
Rate = ratecard_server.v1("Rate")
METERS = Rate.DESCRIPTOR.fields_by_name["meter"].enum_type.values_by_number
METER_STATES = Rate.DESCRIPTOR.fields_by_name[
    "state"].enum_type.values_by_number
VERIFIED = 3  # DATE_BASIS_VERIFIED: no start.


def meter_name(number):
  return METERS[number].name[len("METER_"):]


def run(*arguments):
  return subprocess.run([RATECARD, *arguments], capture_output=True, text=True,
                        timeout=300, check=False)


def import_list(name, path, folder):
  """The findings of an import into `folder`, as the CLI prints them."""
  result = run("catalog", "import", "--from", name, "--out", folder, "--json",
               "--checked-date", "2026-11-01", str(path))
  assert result.returncode == 0, result.stderr
  result_of_verify = run("catalog", "verify", folder)
  assert result_of_verify.returncode == 0, result_of_verify.stderr
  return json.loads(result.stdout)


def read_list(name, path):
  """The independent reading."""
  script = ROOT / f"tests/importers/{re.sub('[.-]', '_', name)}_reading.py"
  result = subprocess.run([sys.executable, "-B", script, path],
                          capture_output=True, text=True, timeout=300,
                          check=False)
  assert result.returncode == 0, result.stderr
  return json.loads(result.stdout)


# The imported files in the shape of a reading.


def price_text(proto):
  return proto.price or METER_STATES[proto.state].name[len("METER_STATE_"):]


def rate_entry(rate):
  """(thing, price) of a rate."""
  thing = meter_name(rate.meter)
  if rate.parameters:
    thing += "{%s}" % ",".join(
        sorted(f"{p.key}={p.value}" for p in rate.parameters))
  if rate.billed_as:
    return thing, f"billed_as {meter_name(rate.billed_as)}"
  steps = []
  if rate.price or rate.state:
    steps.append([0, price_text(rate)])
  for tier in rate.tiers:
    kind = tier.WhichOneof("threshold")
    least = getattr(tier, kind)
    # No list has other thresholds.
    steps.append([least if kind == "min_input_tokens" else f"{kind} {least}",
                  price_text(tier)])
  return thing, steps[0][1] if len(steps) == 1 and not steps[0][0] else steps


def window_text(window, calendars):
  days = "".join(str(day) for day in sorted(window.weekdays)) or "1234567"
  text = f"{window.time_zone} {window.start}-{window.end} {days}"
  if window.except_holidays:
    text += " except " + ",".join(calendars[window.except_holidays])
  return text


def schedule_entry(schedule, calendars):
  things = {}
  for rate in schedule.rates:
    thing, price = rate_entry(rate)
    assert thing not in things, schedule
    things[thing] = price
    if rate.HasField("free_allowance"):
      free = rate.free_allowance
      things[f"{thing} allowance"] = (
          f"{free.quantity} {free.period} {free.shared_by}")
  if schedule.daily_windows:
    things["windows"] = sorted(
        window_text(window, calendars) for window in schedule.daily_windows)
  return things


def schedule_key(schedule):
  key = schedule.service_tier or "standard"
  if schedule.region:
    key += f"@{schedule.region}"
  if schedule.daily_windows:
    off_peak = "off-peak" in schedule.schedule_id
    key += "/off-peak" if off_peak else "/peak"
  start = "" if schedule.start_basis == VERIFIED else schedule.start_time
  if start or schedule.end_time:
    key += f" {full_time(start)}..{full_time(schedule.end_time)}"
  return key


def full_time(text):
  """A bare date is its first instant."""
  return f"{text}T00:00:00Z" if re.fullmatch("[0-9-]{10}", text) else text


def imported_models(folder):
  """{provider: {model: [(key, schedule entry)]}}, of all files."""
  found = {}
  for path in sorted(pathlib.Path(folder).glob("*.textproto")):
    provider = text_format.Parse(path.read_text(encoding="utf-8"), Provider())
    calendars = {c.calendar_id: c.dates for c in provider.holiday_calendars}
    found[provider.provider_id] = {
        model.model_id: [(schedule_key(s), schedule_entry(s, calendars))
                         for s in model.price_schedules]
        for model in provider.models
    }
  return found


def as_instants(entries, instants):
  """Dated schedules as the reading of genai-prices gives them."""
  dates, times = {"2000-01-01"}, {"00:00"}
  for key, things in entries:
    parts = KEY.fullmatch(key)
    dates |= {(parts[edge] or "2000-01-01")[:10] for edge in ("start", "end")}
    for window in things.get("windows", []):
      times |= set(window.split()[1].split("-"))
  shown = {}
  for tier, day_and_time in (key.split("@") for key in instants):
    at = datetime.datetime.fromisoformat(day_and_time).replace(tzinfo=UTC)
    dates.discard(day_and_time[:10])
    times.discard(day_and_time[11:])
    key = in_force(dict(entries), tier, "", at)
    if key:
      things = dict(entries)[key]
      shown[f"{tier}@{day_and_time}"] = {
          thing: price for thing, price in things.items() if thing != "windows"
      }
  # Changes that no reading knows of, and tiers.
  shown.update({f"a change on {date}": {} for date in dates - {"2000-01-01"}})
  shown.update({f"a change at {time}": {} for time in times - {"24:00"}})
  tiers = {key.split("@")[0] for key in instants}
  shown.update({key: {} for key, _ in entries
                if KEY.fullmatch(key)["tier"] not in tiers})
  return shown


# Which schedule of a reading holds.


def instant(text):
  moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
  return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_open(window, at):
  """Whether a window, as text, is open."""
  zone, span, days, *rest = window.split()
  local = at.astimezone(zoneinfo.ZoneInfo(zone))
  now, day = local.strftime("%H:%M"), local.date()
  start, end = span.split("-")
  if start < end:
    inside = start <= now < end
  else:
    inside = now >= start or now < end
    if now < end:
      day -= datetime.timedelta(days=1)
  return (inside and str(day.isoweekday()) in days and
          not (rest and day.isoformat() in rest[1].split(",")))


def same_hours(windows, others):
  """Whether windows are open at the same times, however they are written."""
  return open_hours(tuple(windows)) == open_hours(tuple(others))


@functools.lru_cache(maxsize=None)
def open_hours(windows):
  """The quarters of an hour of 2026 in which one of the windows is open."""
  quarter = datetime.timedelta(minutes=15)
  first = datetime.datetime(2026, 1, 1, tzinfo=UTC)
  return frozenset(
      i for i in range(365 * 24 * 4)
      if any(is_open(window, first + i * quarter) for window in windows))


def in_force(schedules, tier, region, at):
  """The key that holds at an instant, or None."""
  always = None
  for key, things in schedules.items():
    parts = KEY.fullmatch(key)
    if ((parts["tier"], parts["region"] or "") != (tier, region) or
        (parts["start"] and at < instant(parts["start"])) or
        (parts["end"] and at >= instant(parts["end"]))):
      continue
    if "windows" not in things:
      always = key
    elif any(is_open(window, at) for window in things["windows"]):
      return key
  return always


def differences(reading, imported, instants):
  """Every difference, as text, and how many prices were compared."""
  found, count = [], 0

  def both(where, a, b):
    for key in sorted(set(a) | set(b)):
      if key not in a:
        found.append(f"{where} {key}: imported only: {b[key]}"[:400])
      elif key not in b:
        found.append(f"{where} {key}: in the list only: {a[key]}"[:400])
      else:
        yield key, a[key], b[key]

  for provider, models, others in both("", reading, imported):
    for model, said, entries in both(provider, models, others):
      keys = [key for key, _ in entries]
      if len(set(keys)) < len(keys):
        found.append(f"{provider} {model}: schedules twice: {keys}")
      got = as_instants(entries, said) if instants else dict(entries)
      for key, prices, rates in both(f"{provider} {model}", said, got):
        for thing, a, b in both(f"{provider} {model} {key}", prices, rates):
          count += 1
          same = same_hours if thing == "windows" else operator.eq
          if not same(a, b):
            found.append(f"{provider} {model} {key} {thing}: {b}, "
                         f"in the list {a}")
  return found, count


# Random requests, and what they cost by the reading.


def level(things, thing, tokens):
  """Price text of a thing in a request of so many input tokens."""
  price = things[thing]
  if isinstance(price, str):
    return (level(things, price.split()[1], tokens)
            if price.startswith("billed_as ") else price)
  return ([text for least, text in price if least <= tokens] or
          ["UNPRICED"])[-1]


def rates_of(things):
  return [thing for thing in things
          if thing != "windows" and not thing.endswith(" allowance")]


def thresholds_of(things, names):
  return {least for name in names if isinstance(things.get(name), list)
          for least, _ in things[name] if least}


class Requests:
  """Random requests for the models of a reading."""

  def __init__(self, reading, instants, rng):
    self.rng, self.instants = rng, instants
    self.models = [(provider, model, schedules)
                   for provider, models in sorted(reading.items())
                   for model, schedules in sorted(models.items()) if schedules]
    # So that rare things, thresholds and daily windows are all tried.
    self.by_thing = collections.defaultdict(list)
    self.by_trait = collections.defaultdict(list)
    for provider, model, schedules in self.models:
      for key, things in sorted(schedules.items()):
        for thing in rates_of(things):
          self.by_thing[thing].append((provider, model, schedules, key))
        if thresholds_of(things, rates_of(things)):
          self.by_trait["thresholds"].append((provider, model, schedules, key))
        if any("windows" in other for other in schedules.values()):
          self.by_trait["windows"].append((provider, model, schedules, key))

  def draw(self):
    """(request, expected nanos; None: unpriced)."""
    while True:
      thing, kind = None, self.rng.random()
      if kind < 0.3:
        thing = self.rng.choice(sorted(self.by_thing))
        provider, model, schedules, key = self.rng.choice(self.by_thing[thing])
      elif kind < 0.5 and self.by_trait:
        trait = self.rng.choice(sorted(self.by_trait))
        provider, model, schedules, key = self.rng.choice(self.by_trait[trait])
      else:
        provider, model, schedules = self.rng.choice(self.models)
        key = self.rng.choice(sorted(schedules))
      place = self.place(schedules, key)
      if not place:
        continue
      tier, region, at = place
      things = schedules[key]
      standard = self.standard(schedules, key, region, at)
      chosen = self.choose(things, thing)
      if not chosen:
        continue
      tokens = self.amounts(chosen, things, standard)
      nanos = self.cost(things, tokens, standard if tier != "standard" else {})
      request = self.request(provider, model, tokens)
      request.service_tier, request.region = tier, region
      request.as_of.FromDatetime(at.replace(tzinfo=None))
      return request, nanos

  def place(self, schedules, key):
    """(tier, region, an instant at which the schedule holds), if any."""
    if self.instants:
      tier, at = key.split("@")
      return tier, "", instant(at) + datetime.timedelta(
          seconds=self.rng.randrange(60))
    parts = KEY.fullmatch(key)
    tier, region = parts["tier"], parts["region"] or ""
    start = max(EARLIEST, instant(parts["start"] or "2000-01-01"))
    end = min(LATEST, instant(parts["end"] or "2100-01-01"))
    seconds = int((end - start).total_seconds())
    for _ in range(200):
      if seconds <= 0:
        return None
      offset = self.rng.choice([0, seconds - 1, self.rng.randrange(seconds),
                                self.rng.randrange(seconds)])
      at = start + datetime.timedelta(seconds=offset)
      if in_force(schedules, tier, region, at) == key:
        return tier, region, at
    return None

  def standard(self, schedules, key, region, at):
    """The standard prices beside those of a service tier."""
    if self.instants:
      other = "standard@" + key.split("@")[1]
      earlier = [k for k in sorted(schedules) if k.startswith("standard@") and
                 k <= other]
      return schedules[earlier[-1]] if earlier else {}
    found = in_force(schedules, "standard", region, at)
    return schedules[found] if found else {}

  def choose(self, things, wanted):
    """Some things to use; now and then one without a price of its own."""
    rates = rates_of(things)
    names = [name for name in rates if not re.match(
        "(AUDIO|IMAGE|VIDEO)_CACHE_WRITE", name)]
    some = min(len(names), self.rng.randint(1, 5))
    chosen = set(self.rng.sample(sorted(names), some))
    # Which tokens of a modality are written cannot be said beside others.
    if wanted and wanted not in names:
      return {wanted}
    if wanted:
      chosen.add(wanted)
    if self.rng.random() < 0.3:
      part, whole = self.rng.choice(sorted(PART_OF.items()))
      kind = part.split("_5M")[0]
      if whole in things and not any(name.startswith(kind) for name in rates):
        chosen.add(part)
    if self.rng.random() < 0.1:
      other = self.rng.choice(["SESSIONS", "INPUT_PIXELS", "RERANK_UNITS"])
      if not any(name.startswith(other) for name in rates):
        chosen.add(other)
    return chosen

  def amounts(self, chosen, things, standard):
    """{thing: units}; input tokens often just at a threshold."""
    units = {}
    for name in sorted(chosen):
      most = 10**self.rng.randint(0, 6)
      units[name] = self.rng.randint(1, most)
    cells = [name for name in units if CELL.fullmatch(name)]
    thresholds = sorted(thresholds_of(things, rates_of(things)) |
                        thresholds_of(standard, rates_of(standard)))
    if cells and thresholds and self.rng.random() < 0.7:
      total = self.rng.choice(thresholds) + self.rng.choice([-1, 0, 1, 5000])
      for cell in cells[1:]:
        units[cell] = self.rng.randint(1, max(1, total // len(cells)))
      units[cells[0]] = max(1, total - sum(units[c] for c in cells[1:]))
    return units

  @staticmethod
  def cost(things, units, standard):
    total = sum(n for name, n in units.items() if CELL.fullmatch(name))
    exact = Fraction(0)
    billed = dict(units)
    if "REQUESTS" in things:
      billed.setdefault("REQUESTS", 1)
    for name, count in billed.items():
      if name not in things:
        name = PART_OF.get(name, name)
      if name not in things:
        return None
      text = level(things, name, total)
      # A tier without the thresholds of `standard` has no price above them.
      above = thresholds_of(standard, [name])
      if isinstance(things[name], str) and above and total >= min(above) and (
          not things[name].startswith("billed_as ")):
        text = "UNPRICED"
      if text == "UNPRICED":
        return None
      if text not in STATES:
        unit = UNIT[name.split("{")[0]]
        exact += Fraction(text) * count * 10**9 / unit
    return round(exact)

  def request(self, provider, model, units):
    request = ratecard_server.v1("EstimateCostRequest")()
    if self.rng.random() < 0.5:
      request.model = f"providers/{provider}/models/{model}"
    else:
      request.provider, request.model = provider, model
    usage = request.usage
    sums = collections.Counter()
    for name, count in units.items():
      cell = CELL.fullmatch(name)
      if cell:
        sums["input_tokens"] += count
        state = (cell["state"] or "").lower()
        if state:
          sums[f"cache_{state}_tokens"] += count
        if cell["row"]:
          row = cell["row"].lower()
          sums[f"{row}_input_tokens"] += count
          if state == "read":
            sums[f"cached_{row}_input_tokens"] += count
      elif name in OUTPUT_FIELDS or name == "OUTPUT_TOKENS":
        sums["output_tokens"] += count
        if name in OUTPUT_FIELDS:
          sums[OUTPUT_FIELDS[name]] += count
      else:
        self.add_quantity(usage, name, count)
    for row in ("audio", "image", "video"):
      if f"{row}_input_tokens" in sums and "cache_read_tokens" in sums:
        sums[f"cached_{row}_input_tokens"] += 0
    for field, count in sums.items():
      setattr(usage, field, count)
    return request

  @staticmethod
  def add_quantity(usage, thing, count):
    meter, _, parameters = thing.rstrip("}").partition("{")
    quantity = usage.quantities.add(quantity=count)
    quantity.meter = next(number for number, value in METERS.items()
                          if value.name == f"METER_{meter}")
    for parameter in parameters.split(",") if parameters else []:
      key, _, value = parameter.partition("=")
      quantity.parameters.add(key=key, value=value)


def answer(server, request):
  """Nanos of the total; None if refused for want of a price; else text."""
  try:
    total = server.estimates.EstimateCost(request).estimate.total
  except grpc.RpcError as error:
    info, _ = ratecard_server.details_of(error)
    return (None if info and info.reason == "METER_UNPRICED" else
            f"{error.code().name}: {error.details()}")
  return total.units * 10**9 + total.nanos


def wrong_prices(name, reading, folder, count):
  """Disagreements over `count` random requests, and how many had a price."""
  rng = random.Random(f"{SEED}/{name}")
  requests = Requests(reading, name == "genai-prices", rng)
  wrong, priced = [], 0
  with ratecard_server.Server(f"--catalog_dir={folder}") as server:
    for _ in range(count):
      request, expected = requests.draw()
      got = answer(server, request)
      priced += expected is not None
      if got != expected:
        text = text_format.MessageToString(request, as_one_line=True)
        wrong.append(f"{text}: {got}, by the list {expected}")
  return wrong, priced


def lost(report, kind):
  """{key: how often} of the findings of a kind."""
  counts = collections.Counter()
  for finding in report["findings"]:
    if finding["finding"] == kind:
      counts[finding.get("key", "")] += int(finding["count"])
  return dict(counts)


KINDS = ("unknown_key", "bad_value", "left_out", "noise_removed", "rounded")


class ImportTest(unittest.TestCase):

  def agrees(self, name, models, findings, unknown=None):
    """`models`: priced, free, in a plan, unpriced. `findings`: of KINDS."""
    path = LISTS / f"{name}.json"
    with tempfile.TemporaryDirectory() as folder:
      report = import_list(name, path, folder)
      self.assertEqual([
          int(report[kind])
          for kind in ("priced", "free", "included_in_plan", "unpriced")
      ], models)
      self.assertEqual([sum(lost(report, kind).values()) for kind in KINDS],
                       findings)
      self.assertEqual(lost(report, "unknown_key"), unknown or {})
      reading = read_list(name, path)
      different, count = differences(reading, imported_models(folder),
                                     name == "genai-prices")
      self.assertFalse(different, "\n".join(different[:20]))
      self.assertGreater(count, 0)
      wrong, priced = wrong_prices(name, reading, folder, COUNT)
      print(f"{name}: {count} prices, {COUNT} requests, {priced} priced, "
            f"seed {SEED}", flush=True)
      self.assertFalse(wrong, "\n".join(wrong[:10]))
      self.assertGreater(priced, COUNT / 3)

  def test_genai_prices(self):
    self.agrees("genai-prices", [177, 10, 1, 2], [0, 0, 65, 2, 2])

  def test_litellm(self):
    self.agrees("litellm", [268, 1, 3, 28], [0, 4, 297, 10, 6])

  def test_model_prices(self):
    self.agrees("model-prices", [98, 0, 0, 7], [0, 0, 171, 2, 0])

  # Prices under keys that the format does not have: lost, but not in silence.
  def test_models_dev(self):
    self.agrees("models.dev", [144, 3, 7, 16], [8, 2, 72, 7, 0], {
        "cost.cache_input": 1, "cost.cached_input": 2, "cost.cached_write": 2,
        "cost.citation": 1, "cost.image": 1, "cost.request": 1
    })

  def test_openrouter(self):
    self.agrees("openrouter", [75, 8, 0, 2], [0, 0, 13, 1, 1])


def check_list(name, path):
  """Compares any list; the exit status."""
  with tempfile.TemporaryDirectory() as folder:
    report = import_list(name, path, folder)
    reading = read_list(name, path)
    different, count = differences(reading, imported_models(folder),
                                   name == "genai-prices")
    wrong, priced = wrong_prices(name, reading, folder, 20 * COUNT)
  print({key: value for key, value in report.items() if key != "findings"})
  print({kind: sum(lost(report, kind).values()) for kind in KINDS})
  print("unknown keys:", lost(report, "unknown_key"))
  print(f"{count} prices, {len(different)} differences; {20 * COUNT} requests, "
        f"{priced} priced, {len(wrong)} differ")
  print(*different[:30], *wrong[:20], sep="\n")
  return 1 if different or wrong else 0


if __name__ == "__main__":
  if len(sys.argv) == 4 and sys.argv[1] == "--list" and sys.argv[2] in FORMATS:
    sys.exit(check_list(sys.argv[2], sys.argv[3]))
  unittest.main(verbosity=2)
