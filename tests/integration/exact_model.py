"""Ratecard's prices, computed a second time.

An exact reading of the published rules (docs and the comments of the protos)
that shares no code with the service: it reads the catalog text, writes out
inherited schedules itself and prices with `fractions.Fraction`. Slow, plain and
complete enough to answer EstimateCost, EstimateWorkload and CheckContextFit.

Money is an exact Fraction of nanos (1e-9 of the currency) until it is rounded.
Instants are integer nanoseconds since 1970. Where the rules leave the order of
checks open, a refusal names every reason that would be right.
"""

import collections
import dataclasses
import datetime
import fractions
import functools
import itertools
import re
import zoneinfo

Fraction = fractions.Fraction

INT64_MAX = 2**63 - 1
NANOS = 10**9
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
STALE_AFTER = 2160 * 3600 * NANOS
MONTH_SECONDS = 30 * 86400

PRICED, FREE, INCLUDED, UNPRICED = range(1, 5)  # MeterState.

# Input meters are numbered by modality (text, audio, image, video), then cache
# state (uncached, read, written for 5 minutes, 1 hour, 12 hours).
TEXT, AUDIO, IMAGE, VIDEO = range(4)
STATES = 5
INPUT, READ, WRITE_5M = 1, 2, 3
OUTPUT, REASONING = 21, 22
OUTPUTS = (OUTPUT, 23, 24, 25)
INPUT_METERS = range(1, 21)
TOKEN_METERS = range(1, 26)
REQUESTS, WEB_SEARCHES, STORAGE = 38, 39, 44
TOOLS = (WEB_SEARCHES, 40, 41, 42, 43)


class Refused(Exception):
    """A refusal, with every `CODE REASON` that the rules allow for it."""
    def __init__(self, *reasons):
        super().__init__(", ".join(sorted(reasons)))
        self.reasons = frozenset(reasons)


def invalid(*reasons):
    return ["INVALID_ARGUMENT " + reason for reason in reasons]


def precondition(*reasons):
    return ["FAILED_PRECONDITION " + reason for reason in reasons]


TOO_MUCH_MONEY = "OUT_OF_RANGE AMOUNT_OUT_OF_RANGE"
TOO_MANY_TOKENS = "OUT_OF_RANGE QUANTITY_OUT_OF_RANGE"


def money(nanos):
    """Whole nanos, half to even, of an exact amount."""
    rounded = round(nanos)
    if abs(rounded) > INT64_MAX * NANOS + NANOS - 1:
        raise Refused(TOO_MUCH_MONEY)
    return rounded


def instant(text):
    """Nanoseconds of an RFC 3339 time in UTC or a bare date; None if empty."""
    if not text:
        return None
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    since = moment - EPOCH
    return (since.days * 86400 + since.seconds) * NANOS


def unit_quantities(meter_proto):
    """The quantities in brackets in the comments of meter.proto, by meter."""
    found = re.findall(r"\[([\d,]+)\][^\[\]]*?METER_\w+ = (\d+);", meter_proto)
    return {int(number): int(unit.replace(",", "")) for unit, number in found}


@dataclasses.dataclass(frozen=True)
class Price:
    """What one unit quantity costs between two thresholds."""

    state: int
    nanos: int = 0
    inexact: bool = False

    def times(self, factor):
        if self.state != PRICED:
            return self
        exact = self.nanos * factor
        inexact = self.inexact or exact.denominator != 1
        return Price(PRICED, round(exact), inexact)


def price_of(proto, otherwise):
    if proto.price:
        nanos = Fraction(proto.price) * NANOS
        assert nanos.denominator == 1, proto
        return Price(PRICED, int(nanos), proto.inexact)
    return Price(proto.state or otherwise)


@dataclasses.dataclass(frozen=True)
class Rate:
    meter: int
    parameters: frozenset
    billed_as: int
    base: Price
    tiers: tuple  # of (threshold, Price), ascending
    kind: str  # what the thresholds look at, or ""
    graduated: bool
    allowance: tuple
    source: str  # as written: may be empty

    def key(self):
        return self.meter, self.parameters

    def times(self, factor):
        return dataclasses.replace(
            self,
            base=self.base.times(factor),
            tiers=tuple((at, price.times(factor)) for at, price in self.tiers))

    def slices(self, quantity, totals, before=0, after=0):
        """[(units, price, threshold)] of a quantity in a request.

        `before` and `after` are the units that the rate bills in the entries of
        the usage before and after this one.
        """
        steps = ((0, self.base),) + self.tiers
        if not self.graduated:
            level = totals.get(self.kind, before + quantity + after)
            at, price = [step for step in steps if step[0] <= level][-1]
            return [(quantity, price, at)]
        found = []
        for (at, price), (above, _) in zip(steps, steps[1:] + ((None, None),)):
            first = max(at, before + 1)
            last = before + quantity
            if above is not None:
                last = min(last, above - 1)
            if last >= first:
                found.append((last - first + 1, price, at))
        return found


def rate_of(proto):
    kinds = {tier.WhichOneof("threshold") for tier in proto.tiers}
    assert len(kinds) < 2, proto
    kind = kinds.pop() if kinds else ""
    return Rate(meter=proto.meter,
                parameters=frozenset(
                    (p.key, p.value) for p in proto.parameters),
                billed_as=proto.billed_as,
                base=price_of(proto, UNPRICED),
                tiers=tuple((getattr(tier, kind), price_of(tier, UNPRICED))
                            for tier in proto.tiers),
                kind=kind,
                graduated=proto.tier_mode == 2,
                allowance=((proto.free_allowance.quantity,
                            proto.free_allowance.period,
                            proto.free_allowance.shared_by)
                           if proto.HasField("free_allowance") else ()),
                source=proto.source_id)


class Schedule:
    """A price schedule; the model that it is of writes out its `rates`."""
    def __init__(self, proto):
        self.proto = proto
        self.id = proto.schedule_id
        self.tier = proto.service_tier or "standard"
        self.region = proto.region
        self.start = instant(proto.start_time)
        self.end = instant(proto.end_time)
        self.last_seen = instant(proto.last_seen_time)
        self.verified = proto.start_basis == 3
        self.rates = None

    def reach(self):
        """The period it can be asked for: a verified date is no start."""
        start = None if self.verified else self.start
        return (float("-inf") if start is None else start,
                float("inf") if self.end is None else self.end)

    def holds(self, as_of):
        return ((self.start is None or self.start <= as_of)
                and (self.end is None or as_of < self.end))

    def rate(self, meter, parameters=frozenset()):
        """The rate that names most of the given parameters, or None."""
        fitting = [
            rate for rate in self.by_meter.get(meter, ())
            if rate.parameters <= parameters
        ]
        return max(fitting, key=lambda rate: len(rate.parameters), default=None)

    @functools.cached_property
    def by_meter(self):
        table = collections.defaultdict(list)
        for rate in self.rates.values():
            table[rate.meter].append(rate)
        return table

    @functools.cached_property
    def windows(self):
        def minutes(text):
            hours, rest = text.split(":")
            return int(hours) * 60 + int(rest)

        return [(zoneinfo.ZoneInfo(w.time_zone), minutes(w.start),
                 minutes(w.end), set(w.weekdays), w.except_holidays)
                for w in self.proto.daily_windows]

    def opening(self, as_of, holidays):
        """(day, calendar) of the opening of a window that is open, or None."""
        for zone, start, end, weekdays, calendar in self.windows:
            local = local_time(as_of, zone)
            minute = local.hour * 60 + local.minute
            day = local.date()
            if start < end:
                inside = start <= minute < end
            else:
                inside = minute >= start or minute < end
                if minute < end:
                    day -= datetime.timedelta(days=1)
            if (inside and (not weekdays or day.isoweekday() in weekdays)
                    and (not calendar
                         or day.isoformat() not in holidays[calendar].dates)):
                return day.isoformat(), calendar
        return None


def local_time(as_of, zone):
    return (EPOCH + datetime.timedelta(seconds=as_of // NANOS)).astimezone(zone)


class Model:
    """A model with its schedules written out."""
    def __init__(self, provider, proto):
        self.provider = provider
        self.proto = proto
        self.name = f"{provider.name}/models/{proto.model_id}"
        self.currency = proto.currency_code or provider.proto.currency_code
        # Whether a schedule must be cut where a standard one begins or ends
        # that alone has thresholds; the result here is not.
        self.is_cut = False
        self.schedules = {
            s.schedule_id: Schedule(s) for s in proto.price_schedules
        }
        for schedule in self.schedules.values():
            self.write_out(schedule)
        for schedule in self.schedules.values():
            self.add_thresholds(schedule)
        lifecycle = proto.lifecycle
        self.release = instant(lifecycle.release_date)
        self.deprecation = instant(lifecycle.deprecation_date)
        self.retirement = instant(lifecycle.retirement_date)
        self.last_listed = instant(lifecycle.last_listed_date)

    def write_out(self, schedule):
        if schedule.rates is not None:
            return
        rates = {}
        if schedule.proto.inherits:
            parent = self.schedules[schedule.proto.inherits]
            self.write_out(parent)
            rates = dict(parent.rates)
            for adjustment in schedule.proto.adjustments:
                factor = Fraction(adjustment.factor)
                meters = adjustment.meters or TOKEN_METERS
                rates = {
                    key: rate.times(factor) if rate.meter in meters else rate
                    for key, rate in rates.items()
                }
        for proto in schedule.proto.rates:
            rate = rate_of(proto)
            rates[rate.key()] = rate
        schedule.rates = rates

    def add_thresholds(self, schedule):
        """UNPRICED from where the standard tier changes its price."""
        if schedule.tier == "standard" or schedule.proto.flat:
            return
        start, end = schedule.reach()
        if schedule.verified:  # Earlier requests have the price as seen then.
            start = schedule.start
        for key, rate in schedule.rates.items():
            if rate.tiers or rate.billed_as or rate.base.state == UNPRICED:
                continue
            beside = [
                standard.rates.get(key) for standard in self.schedules.values()
                if standard.tier == "standard"
                and standard.region == schedule.region
                and standard.reach()[0] < end and start < standard.reach()[1]
            ]
            thresholds = [
                (other.tiers[0][0], other.kind) for other in beside
                if other and other.kind in ("min_input_tokens",
                                            "min_output_tokens")
            ]
            if thresholds:
                self.is_cut |= (len(set(thresholds)) > 1
                                or len(thresholds) < len(beside))
                at, kind = min(thresholds)
                schedule.rates[key] = dataclasses.replace(
                    rate, kind=kind, tiers=((at, Price(UNPRICED)),))

    def source(self, schedule, rate):
        return rate.source or schedule.proto.source_id or self.proto.source_id

    def lifecycle_warnings(self, as_of):
        warnings = set()
        if self.release is not None and as_of < self.release:
            warnings.add("BEFORE_RELEASE")
        if self.retirement is not None and as_of >= self.retirement:
            warnings.add("MODEL_RETIRED")
        elif self.deprecation is not None and as_of >= self.deprecation:
            warnings.add("MODEL_DEPRECATED")
        elif (not warnings and self.last_listed is not None
              and as_of >= self.last_listed + 86400 * NANOS):
            warnings.add("MODEL_UNLISTED")
        return warnings

    def covers(self, tier, region):
        reaching = self.provider.containing(region) if region else [""]
        return any(s.tier == tier and s.region in reaching
                   for s in self.schedules.values())

    def select(self, tier, region, as_of):
        """(schedule, warnings); the region "" is the global prices."""
        offered = self.schedules.values()
        same_tier = [s for s in offered if s.tier == tier]
        if region:
            reaching = self.provider.containing(region)
            placed = [s for s in same_tier if s.region in reaching]
        else:
            reaching = [""]
            placed = [s for s in same_tier if not s.region]
        if not placed:
            reasons = set()
            if not same_tier:
                reasons.add("SERVICE_TIER_NOT_OFFERED")
            if not any(s.region in reaching for s in offered):
                reasons.add(
                    "REGION_NOT_OFFERED" if region else "REGION_REQUIRED")
            if not reasons:  # Each is offered, but not together.
                reasons = {
                    "SERVICE_TIER_NOT_OFFERED",
                    "REGION_NOT_OFFERED" if region else "REGION_REQUIRED"
                }
            raise Refused(*precondition(*reasons))
        def priced(schedule):
            if schedule.holds(as_of):
                return True
            if not schedule.verified or as_of >= schedule.start:
                return False
            # A verified date is no start: what was before it ends there.
            before = [
                s.end for s in same_tier
                if s.region == schedule.region and s.end is not None
                and s.end <= schedule.start
                and bool(s.windows) == bool(schedule.windows)
            ]
            return not before or as_of >= max(before)

        narrowest = min({s.region for s in placed if priced(s)}
                        or {s.region for s in placed}, key=reaching.index)
        holding = [s for s in placed if s.region == narrowest and priced(s)]
        if not holding:
            raise Refused(*precondition("PRICE_NOT_IN_FORCE",
                                        "SERVICE_TIER_NOT_OFFERED"))
        calendars = self.provider.calendars
        windowed = [s for s in holding if s.windows]
        opened = [s for s in windowed if s.opening(as_of, calendars)]
        chosen = opened or [s for s in holding if not s.windows]
        if not chosen:
            raise Refused(*precondition("PRICE_NOT_IN_FORCE"))
        (schedule,) = chosen
        warnings = {"daily windows"} if windowed else set()
        if opened:  # Only then does it matter whether the day is a holiday.
            day, calendar = schedule.opening(as_of, calendars)
            if calendar and day > calendars[calendar].covers_through:
                warnings.add("HOLIDAYS_UNKNOWN")
        if schedule.last_seen is not None and as_of >= schedule.last_seen:
            warnings.add("PRICE_DATE_UNCERTAIN")
        if schedule.verified and as_of < schedule.start:
            warnings.add("PRICE_BEFORE_VERIFIED")
        return schedule, warnings


class Provider:
    def __init__(self, proto):
        self.proto = proto
        self.name = f"providers/{proto.provider_id}"
        self.ids = {proto.provider_id, *proto.aliases}
        self.calendars = {c.calendar_id: c for c in proto.holiday_calendars}
        self.sources = {
            s.source_id: instant(s.checked_date) for s in proto.sources
        }
        self.regions = {r.region_id: set(r.contains) for r in proto.regions}
        self.models = [Model(self, model) for model in proto.models]

    @functools.lru_cache(maxsize=None)
    def containing(self, region):
        """The region and all that contain it, narrowest first."""
        found, frontier = [region], [region]
        while frontier:
            frontier = sorted(r for r, parts in self.regions.items()
                              if parts & set(frontier) and r not in found)
            found += frontier
        return found


@dataclasses.dataclass
class Meaning:
    model: Model
    region: str = ""
    tier: str = ""
    warnings: frozenset = frozenset()


class Catalog:
    def __init__(self, providers, units):
        self.providers = [Provider(proto) for proto in providers]
        self.units = units

    def models(self):
        return [
            model for provider in self.providers for model in provider.models
        ]

    def provider(self, text):
        return next((p for p in self.providers if text in p.ids), None)

    def resolve(self, name, provider, as_of):
        """What a name means: ids, aliases, `provider/name`, resource names."""
        if not name:
            raise Refused(*invalid("MODEL_REQUIRED"))
        scope = self.providers
        given = None
        if provider:
            given = self.provider(provider)
            if not given:
                raise Refused("NOT_FOUND PROVIDER_NOT_FOUND")
        match = re.fullmatch(r"providers/([^/]+)/models/(.+)", name)
        if match:
            found = [m for p in scope for m in p.models if m.name == name]
            if not found or (given and found[0].provider is not given):
                raise Refused("NOT_FOUND MODEL_NOT_FOUND",
                              *invalid("NAME_CONTRADICTED"))
            return Meaning(found[0])
        if not given and "/" in name:
            first, rest = name.split("/", 1)
            given = self.provider(first)
            name = rest if given else name
        if given:
            hits = self.hits(given.models, name, as_of)
        else:
            models = [m for m in self.models() if not m.proto.plan_only]
            home = [
                m for m in models
                if m.proto.maker in m.provider.proto.home_makers
            ]
            hits = self.hits(home, name, as_of)
            if not hits:
                hits = self.hits([m for m in models if m not in home], name,
                                 as_of)
                for hit in hits:
                    hit.warnings = frozenset(["OUTSIDE_HOME"])
        if not hits:
            raise Refused("NOT_FOUND MODEL_NOT_FOUND")
        if len(hits) > 1:
            raise Refused(*precondition("MODEL_AMBIGUOUS"))
        return hits[0]

    @staticmethod
    def hits(models, name, as_of):
        exact = [Meaning(m) for m in models if m.proto.model_id == name]
        if exact:
            return exact
        return [
            Meaning(m, alias.region, alias.service_tier)
            for m in models
            for alias in m.proto.aliases
            if alias.alias_id == name
            and (not alias.start_time or instant(alias.start_time) <= as_of)
            and (not alias.end_time or as_of < instant(alias.end_time))
        ]


@dataclasses.dataclass
class Quantities:
    """What is billed: token cells by meter, everything else one by one."""

    input: object = None  # All input tokens; None: not given.
    output: object = None
    cells: dict = dataclasses.field(default_factory=dict)
    others: list = dataclasses.field(default_factory=list)
    overlap_assumed: bool = False
    requests_given: bool = False


TOKEN_FIELDS = ("input_tokens", "cache_read_tokens", "cache_write_tokens",
                "cache_write_5m_tokens", "cache_write_1h_tokens",
                "cache_write_12h_tokens", "audio_input_tokens",
                "image_input_tokens", "video_input_tokens",
                "cached_audio_input_tokens", "cached_image_input_tokens",
                "cached_video_input_tokens", "output_tokens",
                "reasoning_tokens", "audio_output_tokens",
                "image_output_tokens", "video_output_tokens")
FIELDS = TOKEN_FIELDS + ("web_searches", "requests")


def total_of(whole, parts):
    """A sum: as given, or of its given parts (None: neither is)."""
    given = [part for part in parts if part is not None]
    if whole is None:
        if sum(given) > INT64_MAX:
            raise Refused(TOO_MANY_TOKENS)
        return sum(given) if given else None
    if sum(given) > whole:
        raise Refused(*invalid("PART_EXCEEDS_WHOLE"))
    return whole


def quantities_of(usage, cache_share=None):
    """The cells of a usage; `cache_share` is a Fraction of the input."""
    field = {
        name: getattr(usage, name) if usage.HasField(name) else None
        for name in FIELDS
    }
    errors = set()
    given = [value for value in field.values() if value is not None]
    if any(v < 0 for v in given + [q.quantity for q in usage.quantities]):
        errors.add("NEGATIVE_QUANTITY")
    if not given and not usage.quantities:
        errors.add("USAGE_REQUIRED")
    if len(usage.quantities) > 64:
        errors.add("TOO_MANY_QUANTITIES")
    twice = {WEB_SEARCHES: field["web_searches"], REQUESTS: field["requests"]}
    counted = [(entry.meter, frozenset((p.key, p.value)
                                       for p in entry.parameters))
               for entry in usage.quantities]
    if len(set(counted)) < len(counted):
        errors.add("INVALID_QUANTITY")
    for entry in usage.quantities:
        if len(entry.parameters) > 8:
            errors |= {"TOO_MANY_QUANTITIES", "INVALID_QUANTITY"}
        if not 25 < entry.meter <= 45 or twice.get(entry.meter) is not None:
            errors.add("INVALID_QUANTITY")
    if "NEGATIVE_QUANTITY" in errors:
        raise Refused(*invalid(*errors))
    result = Quantities()

    def check_share():  # With a share tokens are counted in millionths.
        most = max(result.input or 0, result.output or 0)
        if cache_share is not None and most > INT64_MAX // 10**6:
            raise Refused(TOO_MANY_TOKENS)

    every(invalid(*errors), lambda: fill_input(result, field, cache_share),
          lambda: fill_output(result, field), check_share)
    plain = frozenset()
    if field["web_searches"] is not None:
        result.others.append((WEB_SEARCHES, field["web_searches"], plain))
    for q in usage.quantities:
        parameters = frozenset((p.key, p.value) for p in q.parameters)
        result.others.append((q.meter, q.quantity, parameters))
    if field["requests"] is not None:
        result.others.append((REQUESTS, field["requests"], plain))
    result.requests_given = any(
        meter == REQUESTS for meter, *_ in result.others)
    return result


def fill_input(result, field, cache_share):
    writes = [
        field[f"cache_write_{life}_tokens"] for life in ("5m", "1h", "12h")
    ]
    written = total_of(field["cache_write_tokens"], writes)
    cached = [None] + [
        field[f"cached_{m}_input_tokens"] for m in ("audio", "image", "video")
    ]
    rows = [None] + [
        field[f"{m}_input_tokens"] for m in ("audio", "image", "video")
    ]
    row_given = any(row is not None for row in rows)
    column_given = written is not None or field["cache_read_tokens"] is not None
    if cache_share is not None and (field["cache_read_tokens"] is not None
                                    or cached != [None] * 4):
        raise Refused(*invalid("INVALID_SHARE"))
    read = total_of(field["cache_read_tokens"], cached)
    rows = [total_of(row, [cell]) for row, cell in zip(rows, cached)]
    whole = field["input_tokens"]
    if whole is None and row_given and column_given:
        raise Refused(*invalid("USAGE_AMBIGUOUS"))
    whole = total_of(whole, rows if row_given else [read, written])
    if whole is None:
        return
    result.input = whole
    total_of(whole, rows)
    if cache_share is not None:
        read = whole * cache_share
        if read + (written or 0) > whole:
            raise Refused(*invalid("PART_EXCEEDS_WHOLE", "INVALID_SHARE"))
    total_of(whole, [read, written])

    read, written = read or 0, written or 0
    writes = [part or 0 for part in writes]
    writes[0] += written - sum(writes)
    columns = [whole - read - written, read] + writes
    rows = [row or 0 for row in rows]
    rows[TEXT] = whole - sum(rows)
    table = fill_table(rows, columns, cached)
    result.overlap_assumed = not is_only_table(table, cached)
    for row in range(4):
        for column in range(STATES):
            if table[row][column]:
                result.cells[1 + STATES * row + column] = table[row][column]


def fill_table(rows, columns, cached):
    """Given cells, then audio, image and video from the left, text the rest.

    A row whose read cell is given has to find room for the rest outside the
    reads, which the rows before it leave.
    """
    table = [[0] * STATES for _ in rows]
    left = list(columns)
    need = list(rows)
    for row in (AUDIO, IMAGE, VIDEO):
        table[row][1] = cached[row] or 0
        need[row] -= table[row][1]
        left[1] -= table[row][1]
    spare = (left[0] + sum(left[2:]) - sum(
        need[row] for row in (AUDIO, IMAGE, VIDEO) if cached[row] is not None))
    if spare < 0:
        raise Refused(*invalid("PART_EXCEEDS_WHOLE"))
    for row in (AUDIO, IMAGE, VIDEO):
        for column in range(STATES):
            most = min(need[row], left[column])
            if cached[row] is not None:
                most = 0 if column == 1 else most
            elif column != 1:
                most = min(most, spare)
                spare -= most
            table[row][column] += most
            left[column] -= most
            need[row] -= most
        assert not need[row]
    table[TEXT] = left
    return table


def is_only_table(table, cached):
    """Whether no other table has the same sums and the same given cells.

    There is another one just if tokens of two cells can be swapped: one token
    each moves to the other's column. Longer detours need no look, as only cells
    of one column can be given.
    """
    def free(row, column):
        return column != 1 or cached[row] is None

    return not any(table[r][c] and table[s][d] and free(r, c) and free(s, d)
                   and free(r, d) and free(s, c)
                   for r, s in itertools.combinations(range(4), 2)
                   for c, d in itertools.permutations(range(STATES), 2))


def fill_output(result, field):
    parts = {
        REASONING: field["reasoning_tokens"],
        23: field["audio_output_tokens"],
        24: field["image_output_tokens"],
        25: field["video_output_tokens"]
    }
    whole = total_of(field["output_tokens"], parts.values())
    if whole is None:
        return
    result.output = whole
    parts[OUTPUT] = whole - sum(part or 0 for part in parts.values())
    result.cells.update({meter: part for meter, part in parts.items() if part})


@dataclasses.dataclass(frozen=True)
class Line:
    meter: int
    billed_as: int
    quantity: object
    price: Price
    tier_min: int
    assumed: bool
    source: str
    parameters: frozenset
    allowance: tuple
    unit: int

    def exact(self):
        return Fraction(self.quantity) * self.price.nanos / self.unit


class Pricing:
    """The lines of one request by one schedule."""
    def __init__(self, model, schedule, quantities, units):
        self.model, self.schedule, self.units = model, schedule, units
        self.totals = {
            "min_input_tokens": quantities.input or 0,
            "min_output_tokens": quantities.output or 0
        }
        self.lines = [
            line for meter, quantity in quantities.cells.items()
            for line in self.cell(meter, quantity)
        ]
        others = list(quantities.others)
        if not quantities.requests_given and schedule.by_meter.get(REQUESTS):
            others.append((REQUESTS, 1, frozenset()))
        rates = [
            self.billing(meter, parameters) for meter, _, parameters in others
        ]
        for i, (meter, quantity, _) in enumerate(others):
            if quantity:
                before, after = (sum(others[j][1] for j in places
                                     if rates[j] is rates[i])
                                 for places in (range(i),
                                                range(i + 1, len(others))))
                self.lines += self.by_rate(meter, rates[i], quantity, False,
                                           before, after)

    def billing(self, meter, parameters):
        """The rate that bills a quantity, or None."""
        rate = self.schedule.rate(meter, parameters)
        if rate is not None and rate.billed_as:
            rate = self.schedule.rate(rate.billed_as, parameters)
        return rate

    def by_rate(self, meter, rate, quantity, assumed, before=0, after=0):
        unit = self.units[meter]
        if rate is not None and rate.billed_as:
            rate = self.schedule.rate(rate.billed_as, rate.parameters)
        if rate is None:
            return [
                Line(meter, meter, quantity, Price(UNPRICED), 0, False, "",
                     frozenset(), (), unit)
            ]
        return [
            Line(meter, rate.meter, count, price, at, assumed,
                 self.model.source(self.schedule, rate), rate.parameters,
                 rate.allowance, self.units[rate.meter])
            for count, price, at in rate.slices(quantity, self.totals, before,
                                                after)
        ]

    def cell(self, meter, quantity):
        rate, assumed = self.cell_rate(meter)
        return self.by_rate(meter, rate, quantity, assumed)

    def cell_rate(self, meter):
        """(rate, assumed) of a cell of tokens; the rate is None if unpriced."""
        rate = self.schedule.rate(meter)
        if rate is not None:
            return rate, False
        if meter == REASONING:
            return self.cell_rate(OUTPUT)
        if meter in OUTPUTS:
            return self.dearest(OUTPUTS)
        modality, state = divmod(meter - 1, STATES)
        row = range(1 + STATES * modality, 1 + STATES * (modality + 1))
        own = [m for m in row if self.schedule.rate(m) is not None]
        if modality == TEXT and state > 0:
            kind = (READ,) if state == 1 else range(WRITE_5M, WRITE_5M + 3)
            if not any(m in own for m in kind) and INPUT in own:
                return self.schedule.rate(INPUT), False
        if modality in (IMAGE, VIDEO) and not own:
            return self.cell_rate(1 + state)
        if (modality in (IMAGE, VIDEO) and state == 0
                and self.schedule.rate(INPUT)):
            return self.schedule.rate(INPUT), False
        return self.dearest([*row, *range(1 + state, 21, STATES)])

    def dearest(self, meters):
        best = None
        for meter in meters:
            rate = self.schedule.rate(meter)
            if rate is None:
                continue
            (line,) = self.by_rate(meter, rate, 1, True)
            if line.price.state in (PRICED, FREE) and (
                    best is None or line.price.nanos > best[0].nanos):
                best = line.price, self.schedule.rate(line.billed_as)
        return (best[1], True) if best else (None, False)

    def savings(self):
        """Exact nanos that caching saved, or None."""
        saved = None
        for line in self.lines:
            if line.meter not in INPUT_METERS or (line.meter - 1) % STATES == 0:
                continue
            uncached = self.cell(line.meter - (line.meter - 1) % STATES,
                                 line.quantity)
            if UNPRICED in [x.price.state for x in [line, *uncached]]:
                return None
            saved = ((saved or 0) + sum(x.exact() for x in uncached) -
                     line.exact())
        return saved


SUBTOTALS = ("input", "output", "cache", "tools", "other")


def subtotal_of(meter):
    if meter in INPUT_METERS:
        return "input" if (meter - 1) % STATES == 0 else "cache"
    if meter in TOKEN_METERS:
        return "output"
    if meter == STORAGE:
        return "cache"
    return "tools" if meter in TOOLS else "other"


@dataclasses.dataclass
class Priced:
    """One request by one schedule, exact."""

    pricing: Pricing
    total: Fraction
    incomplete: bool
    warnings: set
    fit: dict


def price(catalog, place, quantities, as_of, strict, partial):
    """Prices cells at an instant; raises Refused."""
    meaning, schedule, warnings = place
    model = meaning.model
    pricing = Pricing(model, schedule, quantities, catalog.units)
    lines = pricing.lines
    unpriced = [line for line in lines if line.price.state == UNPRICED]
    reasons = set()
    if unpriced and (not partial or len(unpriced) == len(lines)):
        reasons.add("METER_UNPRICED")
    if strict and any(line.assumed for line in lines):
        reasons.add("RATE_ASSUMED")
    priced = [line for line in lines if line.price.state != UNPRICED]
    total = sum((line.exact() for line in priced), Fraction())
    if reasons:
        every(precondition(*reasons), lambda: money(total))
    fit = fit_of_usage(model.proto, quantities)
    stale = [
        line for line in priced
        if as_of > model.provider.sources[line.source] + STALE_AFTER
    ]
    warnings = warnings | model.lifecycle_warnings(as_of) | meaning.warnings
    warnings |= {
        name for name, hit in (("OVERLAP_ASSUMED", quantities.overlap_assumed),
                               ("RATE_ASSUMED",
                                any(line.assumed for line in priced)),
                               ("METERS_UNPRICED", unpriced),
                               ("FREE_ALLOWANCE_IGNORED",
                                any(line.allowance for line in priced)),
                               ("PRICE_STALE", stale),
                               ("INCLUDED_IN_PLAN",
                                any(x.price.state == INCLUDED for x in priced)),
                               ("PRICE_INEXACT",
                                any(line.price.inexact for line in priced)),
                               ("DOES_NOT_FIT",
                                fit and fit["verdict"] == "DOES_NOT_FIT"))
        if hit
    }
    return Priced(pricing, total, bool(unpriced), warnings, fit)


def locate(catalog, request, tier, as_of, strict):
    """(meaning, schedule, warnings) for the names in a request or class."""
    meaning = catalog.resolve(request.model, request.provider, as_of)
    provider = meaning.model.provider
    region = request.region
    reasons = set()
    if region and region not in provider.regions:
        reasons.add("UNKNOWN_REGION")
    if request.service_tier and meaning.tier not in ("", request.service_tier):
        reasons.add("NAME_CONTRADICTED")
    if reasons:
        raise Refused(*invalid(*reasons))
    if region and meaning.region:
        if region in provider.containing(meaning.region):
            region = meaning.region
        elif meaning.region not in provider.containing(region):
            raise Refused(*invalid("NAME_CONTRADICTED"))
    tier = tier or meaning.tier or "standard"
    # Nobody can leave out the region of a name.
    assumed = (not region and meaning.region and not strict
               and not meaning.model.covers(tier, meaning.region)
               and meaning.model.covers(tier, ""))
    schedule, warnings = meaning.model.select(
        tier, "" if assumed else region or meaning.region, as_of)
    if assumed:
        warnings.add("REGION_ASSUMED")
    return meaning, schedule, warnings


def every(reasons, *steps):
    """The results of all steps; refuses with `reasons` and all of theirs."""
    results, reasons = [], set(reasons)
    for step in steps:
        try:
            results.append(step())
        except Refused as refused:
            reasons |= refused.reasons
    if reasons:
        raise Refused(*reasons)
    return results


def estimate(catalog, request, as_of):
    """The answer to an EstimateCostRequest as a dict of plain values."""
    place, quantities = every(
        (), lambda: locate(catalog, request, request.service_tier, as_of,
                           request.strict),
        lambda: quantities_of(request.usage))
    meaning, schedule, _ = place
    done = price(catalog, place, quantities, as_of, request.strict,
                 request.allow_partial)
    done.warnings.discard("daily windows")
    lines = done.pricing.lines
    exact = collections.Counter()
    for line in lines:
        if line.price.state != UNPRICED:
            exact[subtotal_of(line.meter)] += line.exact()
    savings = done.pricing.savings()
    return {
        "model": meaning.model.name,
        "currency": meaning.model.currency,
        "total": money(done.total),
        **{
            f"{name}_cost": money(exact[name]) for name in SUBTOTALS
        }, "cache_savings": None if savings is None else money(savings),
        "incomplete": done.incomplete,
        "service_tier": schedule.tier,
        "region": schedule.region,
        "schedule_id": schedule.id,
        "warnings": sorted(done.warnings),
        "lines": sorted(line_answer(line) for line in lines),
        "fit": done.fit
    }


def line_answer(line):
    if line.price.state == UNPRICED:
        return (line.meter, line.quantity, UNPRICED)
    return (line.meter, line.quantity,
            line.price.state, line.billed_as, line.price.nanos, line.unit,
            money(line.exact()), line.assumed, line.tier_min,
            sorted(line.parameters), line.source, line.price.inexact)


def class_list_reasons(request):
    """What is wrong with the classes of a workload as a list."""
    reasons = set()
    if not request.classes:
        reasons.add("CLASSES_REQUIRED")
    if len(request.classes) > 1000:
        reasons.add("TOO_MANY_CLASSES")
    ids = class_ids(request)
    if len(set(ids)) < len(ids):
        reasons.add("DUPLICATE_CLASS")
    return reasons


def class_ids(request):
    return [c.class_id or f"class-{i}" for i, c in enumerate(request.classes, 1)]


def workload(catalog, request, as_of):
    """The answer to an EstimateWorkloadRequest."""
    seconds = 86400  # As long as the period is not known to be bad.
    reasons = class_list_reasons(request)
    if request.HasField("period"):
        if (request.period.nanos
                or not 1 <= request.period.seconds <= 100 * 366 * 86400):
            reasons.add("INVALID_PERIOD")
        else:
            seconds = request.period.seconds
    classes = every(
        invalid(*reasons), *[
            functools.partial(workload_class, catalog, c, seconds, as_of,
                              request) for c in request.classes
        ])
    totals = {}
    for c in classes:
        total = totals.setdefault(c["currency"], [0, 0])
        total[0] += c["cost_per_period"]
        total[1] += c["cost_per_month"]
    verdicts = {c["fit"]["verdict"] if c["fit"] else "UNKNOWN" for c in classes}
    return {
        "classes": [{
            "class_id": name,
            **c
        } for name, c in zip(class_ids(request), classes)],
        "totals": sorted(
            (currency, money(per_period), money(per_month))
            for currency, (per_period, per_month) in totals.items()),
        "fit_verdict": next(
            v for v in ("DOES_NOT_FIT", "UNKNOWN", "FITS") if v in verdicts)
    }


CACHE_READ_FIELDS = ("cache_read_tokens", "cached_audio_input_tokens",
                     "cached_image_input_tokens", "cached_video_input_tokens")


def workload_class(catalog, c, seconds, as_of, request):
    reasons = set()
    for share in (c.batch_share_ppm, c.cache_share_ppm):
        if not 0 <= share <= 10**6:
            reasons.add("INVALID_SHARE")
    if c.cache_share_ppm and any(map(c.usage.HasField, CACHE_READ_FIELDS)):
        reasons.add("INVALID_SHARE")
    if c.batch_share_ppm and c.service_tier:
        reasons.add("INVALID_SHARE")
    if c.requests_per_period < 0:
        reasons.add("NEGATIVE_QUANTITY")
    cache_share = (Fraction(c.cache_share_ppm, 10**6)
                   if 0 < c.cache_share_ppm <= 10**6 else None)
    batch = Fraction(c.batch_share_ppm, 10**6)
    parts = [(share, tier)
             for share, tier in ((1 - batch, c.service_tier), (batch, "batch"))
             if share > 0]

    def quantities():
        return quantities_of(c.usage, cache_share)

    def part(tier):
        meaning = catalog.resolve(c.model, c.provider, as_of)
        place, cells = every(
            (invalid("INVALID_SHARE") if c.batch_share_ppm and meaning.tier else
             ()), lambda: locate(catalog, c, tier, as_of, request.strict),
            quantities)
        return meaning, price(catalog, place, cells, as_of, request.strict,
                              request.allow_partial)

    _, *done = every(invalid(*reasons), quantities,
                     *[functools.partial(part, tier) for _, tier in parts])
    meaning = done[0][0]
    done = [priced for _, priced in done]
    one = sum(share * d.total for (share, _), d in zip(parts, done))
    warnings = set().union(*[d.warnings for d in done])
    if "daily windows" in warnings:
        warnings.remove("daily windows")
        warnings.add("DAILY_WINDOW")
    every_period = c.requests_per_period * one
    return {
        "model": meaning.model.name,
        "currency": meaning.model.currency,
        "cost_per_period": money(every_period),
        "cost_per_month": money(every_period * MONTH_SECONDS / seconds),
        "cost_per_request": money(one),
        "incomplete": any(d.incomplete for d in done),
        "fit": done[0].fit,
        "warnings": sorted(warnings)
    }


MODALITIES = range(1, 7)


def fit_of_usage(proto, quantities):
    limits = proto.limits
    if (quantities.input is None and quantities.output
            is None) or not any(map(limits.HasField, LIMIT_FIELDS)):
        return None
    used = {(meter - 1) // STATES + 1
            for meter in quantities.cells
            if meter in INPUT_METERS}
    given = {meter - 21 for meter in quantities.cells if meter > REASONING}
    text = {1}  # Instructions and markup are no use of a modality.
    return fit(proto, quantities.input, quantities.output, used - text, given,
               0)


LIMIT_FIELDS = ("context_window_tokens", "max_input_tokens",
                "max_output_tokens")


def fit(proto, given_in, given_out, takes, gives, overlap):
    """A ContextFit as a dict; None stands for unset."""
    limits = proto.limits
    window, most_in, most_out = [
        getattr(limits, name) if limits.HasField(name) else None
        for name in LIMIT_FIELDS
    ]
    outside = limits.output_outside_window
    tokens_in, tokens_out = given_in or 0, given_out or 0
    in_window = tokens_in + (0 if outside else tokens_out)
    wanted = [("INPUT", given_in, tokens_in, most_in),
              ("OUTPUT", given_out, tokens_out, most_out),
              ("CONTEXT_WINDOW",
               given_in if outside or given_in is not None else given_out,
               in_window, window),]
    violations = [
        (kind, allowed, requested, requested - allowed, 0)
        for kind, given, requested, allowed in wanted
        if given is not None and allowed is not None and requested > allowed
    ]
    missing = set()
    for kind, used, known in (("INPUT_MODALITY", takes,
                               set(proto.input_modalities)),
                              ("OUTPUT_MODALITY", gives,
                               set(proto.output_modalities))):
        if used and not known:
            missing.add(kind)
        violations += [(kind, 0, 0, 0, m) for m in set(used) - known if known]
    if given_in is not None and most_in is None and window is None:
        missing.add("CONTEXT_WINDOW")
    if given_out is not None and most_out is None:
        missing.add("OUTPUT")
    if (given_in is not None and given_out is not None and window is None
            and not outside):
        missing.add("CONTEXT_WINDOW")
    verdict = "DOES_NOT_FIT" if violations else "UNKNOWN" if missing else "FITS"
    alone_in = lowest(most_in, window)
    alone_out = most_out if outside else lowest(most_out, window)
    available = None
    if alone_in is not None and tokens_in > alone_in:
        available = 0
    elif given_in is not None:
        available = (most_out if outside else lowest(
            most_out, None if window is None else window - tokens_in))
    room = lowest(most_in,
                  None if window is None else window - (in_window - tokens_in))
    short_of_tokens = violations and all(v[4] == 0 for v in violations)
    return {
        "verdict": verdict,
        "violations": sorted(
            (kind, allowed, int64(requested), int64(excess), m)
            for kind, allowed, requested, excess, m in violations),
        "missing": sorted(missing) if verdict == "UNKNOWN" else None,
        "available_output": available,
        "headroom": None if room is None else int64(room - tokens_in),
        "window_used_ppm":
            (None if window is None else int64(in_window * 10**6 // window)),
        "advice": (advice(tokens_in, tokens_out, alone_in, alone_out,
                          None if outside else window, overlap)
                   if short_of_tokens else None)
    }


def lowest(*limits):
    """The lowest of the published limits, or None."""
    return min((x for x in limits if x is not None), default=None)


def int64(value):
    return max(-INT64_MAX - 1, min(INT64_MAX, value))


def advice(tokens_in, tokens_out, alone_in, alone_out, shared, overlap):
    """(cut input, cut output, chunks, size of a chunk, overlap).

    Each cut does by itself, unless neither fits even alone: then it takes both.
    `shared` is the window if output counts against it.
    """
    in_alone = alone_in is None or tokens_in <= alone_in
    out_alone = alone_out is None or tokens_out <= alone_out
    cut_in = cut_out = None
    chunks = size = 0
    if not out_alone and not in_alone:
        cut_out = tokens_out - alone_out
    elif in_alone:
        most = lowest(alone_out, None if shared is None else shared - tokens_in)
        if most is not None and tokens_out > most:
            cut_out = tokens_out - most
    if out_alone or not in_alone:
        beside = (min(tokens_out, alone_out)
                  if alone_out is not None else tokens_out)
        room = lowest(alone_in, None if shared is None else shared - beside)
        if room is not None and tokens_in > room:
            cut_in = tokens_in - room
            if room > 0:
                if overlap >= room:
                    raise Refused(*invalid("INVALID_OVERLAP"))
                chunks = -(-(tokens_in - overlap) // (room - overlap))
                size = -(-(tokens_in + (chunks - 1) * overlap) // chunks)
    return cut_in, cut_out, chunks, size, overlap


def check_fit(catalog, request, as_of):
    """The answer to a CheckContextFitRequest."""
    given_in = (request.input_tokens
                if request.HasField("input_tokens") else None)
    given_out = (request.max_output_tokens
                 if request.HasField("max_output_tokens") else None)
    takes, gives = request.input_modalities, request.output_modalities
    reasons = set()
    if min(given_in or 0, given_out or 0) < 0:
        reasons.add("NEGATIVE_QUANTITY")
    if request.chunk_overlap_tokens < 0:
        reasons |= {"INVALID_OVERLAP", "NEGATIVE_QUANTITY"}
    if any(m not in MODALITIES for m in [*takes, *gives]):
        reasons.add("INVALID_MODALITY")
    if given_in is None and given_out is None and not takes and not gives:
        reasons.add("FIT_REQUIRED")
    (meaning,) = every(
        invalid(*reasons),
        lambda: catalog.resolve(request.model, request.provider, as_of))
    model = meaning.model
    return {
        "model": model.name,
        "fit": fit(model.proto, given_in, given_out, set(takes), set(gives),
                   request.chunk_overlap_tokens),
        "warnings": sorted(model.lifecycle_warnings(as_of) | meaning.warnings)
    }
