"""Random requests to a real server agree with exact_model.py to the last nano.

Environment:
  RATECARDD             The server binary. Required.
  RATECARD_EXACT_COUNT  Random estimates against the curated catalog; 100000.
  RATECARD_EXACT_SEED   Which requests; printed. Default: 20261122.

Besides the curated catalog some files of the imported one are served, and a
small one made for the test, for rules that no real model needs at present.
"""

import collections
import datetime
import json
import multiprocessing
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOOGLE_PROTOS = "/usr/share/java/proto-google-common-protos.jar"
COUNT = int(os.environ.get("RATECARD_EXACT_COUNT", "100000"))
SEED = os.environ.get("RATECARD_EXACT_SEED") or "20261122"
WORKERS = max(2, min(4, os.cpu_count() or 2))
IMPORTED = 2  # Place among the catalogs; its names have tests of their own.
CHUNK = 500  # Requests of one random stream.
IN_FLIGHT = 100  # Calls that a worker has under way.

MADE_UP = """
provider_id: "made-up" display_name: "Made up" aliases: "mu"
home_makers: "made-up" currency_code: "USD"
regions { region_id: "area" contains: "zone-1" contains: "zone-2" }
regions { region_id: "zone-1" contains: "rack-1" }
regions { region_id: "zone-2" }
regions { region_id: "rack-1" }
regions { region_id: "elsewhere" }
holiday_calendars {
  calendar_id: "days"
  dates: "2026-03-27" dates: "2026-05-01" dates: "2026-10-26"
  covers_through: "2026-12-31" source_id: "old"
}
sources { source_id: "old" title: "Old list" checked_date: "2026-01-15" }
sources { source_id: "new" title: "New list" checked_date: "2026-08-01" }
models {
  model_id: "windows" display_name: "Windows" maker: "made-up"
  limits { context_window_tokens: 1000 }
  input_modalities: MODALITY_TEXT output_modalities: MODALITY_TEXT
  lifecycle { release_date: "2026-02-01" deprecation_date: "2026-09-01" }
  price_schedules {
    schedule_id: "standard"
    rates { meter: METER_INPUT_TOKENS price: "3.000000001" }
    rates { meter: METER_CACHE_WRITE_12H_TOKENS price: "7.123456789" }
    rates { meter: METER_OUTPUT_TOKENS price: "0.000000005" }
    source_id: "old"
  }
  price_schedules {
    schedule_id: "night" inherits: "standard"
    adjustments { factor: "0.333333333" }
    daily_windows {
      time_zone: "Europe/Berlin" start: "22:00" end: "06:00"
      weekdays: [WEEKDAY_MONDAY, WEEKDAY_FRIDAY, WEEKDAY_SATURDAY]
      except_holidays: "days"
    }
    daily_windows { time_zone: "Europe/Berlin" start: "12:00" end: "12:30" }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "evening" start_time: "2026-04-01"
    daily_windows { time_zone: "Europe/Berlin" start: "20:15" end: "22:00" }
    rates { meter: METER_INPUT_TOKENS price: "0.5" source_id: "old" }
    rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_FREE }
    source_id: "new"
  }
  source_id: "old"
}
models {
  model_id: "tiers" display_name: "Tiers" maker: "made-up"
  limits { max_input_tokens: 3000 max_output_tokens: 500 }
  input_modalities: MODALITY_TEXT output_modalities: MODALITY_TEXT
  price_schedules {
    schedule_id: "standard"
    rates {
      meter: METER_INPUT_TOKENS price: "1"
      tiers { min_input_tokens: 101 price: "2" }
      tiers { min_input_tokens: 1001 price: "0.7" }
    }
    rates {
      meter: METER_CACHE_READ_TOKENS
      tiers { min_input_tokens: 50 price: "0.1" }
    }
    rates { meter: METER_CACHE_WRITE_5M_TOKENS state: METER_STATE_FREE }
    rates {
      meter: METER_OUTPUT_TOKENS price: "5"
      tiers { min_output_tokens: 200 price: "6" }
      tiers { min_output_tokens: 300 state: METER_STATE_FREE }
    }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "batch" service_tier: "batch"
    rates { meter: METER_INPUT_TOKENS price: "0.5" }
    rates { meter: METER_CACHE_READ_TOKENS price: "0.05" }
    rates { meter: METER_OUTPUT_TOKENS price: "2.5" }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "flex" service_tier: "flex" flat: true
    rates { meter: METER_INPUT_TOKENS price: "0.6" }
    rates { meter: METER_OUTPUT_TOKENS price: "2.6" }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "fast" service_tier: "fast" inherits: "standard"
    adjustments { meters: METER_INPUT_TOKENS factor: "1.7" }
    rates { meter: METER_REASONING_TOKENS price: "9" }
    source_id: "new"
  }
  source_id: "new"
}
models {
  model_id: "counted" display_name: "Counted" maker: "made-up"
  input_modalities: MODALITY_TEXT output_modalities: MODALITY_IMAGE
  price_schedules {
    schedule_id: "standard"
    rates { meter: METER_INPUT_TOKENS price: "1000000" }
    rates { meter: METER_REQUESTS price: "0.007" }
    rates { meter: METER_INPUT_IMAGES price: "1000000" }
    rates { meter: METER_OUTPUT_IMAGES price: "0.04" }
    rates {
      meter: METER_OUTPUT_IMAGES price: "0.08"
      parameters { key: "quality" value: "high" }
    }
    rates {
      meter: METER_OUTPUT_IMAGES price: "0.17"
      parameters { key: "quality" value: "high" }
      parameters { key: "size" value: "1024x1024" }
    }
    rates {
      meter: METER_WEB_SEARCHES price: "10"
      parameters { key: "search_context_size" value: "low" }
    }
    rates {
      meter: METER_MAPS_QUERIES price: "9" tier_mode: TIER_MODE_GRADUATED
      tiers { min_quantity: 11 price: "7" }
      tiers { min_quantity: 101 price: "5.000000003" }
      free_allowance { quantity: 100 period: "day" shared_by: "tools" }
    }
    rates {
      meter: METER_OUTPUT_VIDEO_MILLISECONDS price: "6"
      tiers { min_quantity: 8000 price: "5" }
    }
    rates { meter: METER_SESSIONS price: "0.03" }
    rates { meter: METER_CACHE_STORAGE_TOKEN_HOURS price: "1" }
    rates { meter: METER_RERANK_UNITS state: METER_STATE_INCLUDED_IN_PLAN }
    rates { meter: METER_FILE_SEARCHES state: METER_STATE_UNPRICED }
    source_id: "new"
  }
  source_id: "new"
}
models {
  model_id: "mixed" display_name: "Mixed" maker: "made-up"
  currency_code: "EUR"
  limits { max_output_tokens: 900 }
  price_schedules {
    schedule_id: "standard"
    rates { meter: METER_INPUT_TOKENS price: "2" }
    rates { meter: METER_CACHE_READ_TOKENS price: "0.2" }
    rates { meter: METER_CACHE_WRITE_1H_TOKENS price: "4" }
    rates { meter: METER_AUDIO_INPUT_TOKENS billed_as: METER_INPUT_TOKENS }
    rates { meter: METER_IMAGE_CACHE_READ_TOKENS price: "0.3" }
    rates { meter: METER_VIDEO_INPUT_TOKENS price: "3" }
    rates { meter: METER_AUDIO_OUTPUT_TOKENS price: "12" }
    rates { meter: METER_IMAGE_OUTPUT_TOKENS price: "12" }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "batch" service_tier: "batch" inherits: "standard"
    adjustments { factor: "0.5" }
    adjustments { meters: METER_AUDIO_OUTPUT_TOKENS factor: "1.000000001" }
    source_id: "new"
  }
  source_id: "new"
}
models {
  model_id: "plan" display_name: "Plan" maker: "made-up" plan_only: true
  limits { context_window_tokens: 500 output_outside_window: true }
  price_schedules {
    schedule_id: "standard"
    rates { meter: METER_INPUT_TOKENS state: METER_STATE_INCLUDED_IN_PLAN }
    rates { meter: METER_OUTPUT_TOKENS state: METER_STATE_INCLUDED_IN_PLAN }
    rates { meter: METER_AUDIO_INPUT_TOKENS state: METER_STATE_FREE }
    source_id: "new"
  }
  source_id: "new"
}
models {
  model_id: "regional" display_name: "Regional" maker: "made-up"
  aliases { alias_id: "area-regional" region: "area" }
  aliases { alias_id: "batch-regional" service_tier: "batch" }
  price_schedules {
    schedule_id: "area" region: "area"
    rates { meter: METER_INPUT_TOKENS price: "1" }
    rates { meter: METER_OUTPUT_TOKENS price: "3" }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "zone-1" region: "zone-1" inherits: "area"
    adjustments { factor: "1.1" }
    source_id: "new"
  }
  price_schedules {
    schedule_id: "batch" service_tier: "batch" region: "area" inherits: "area"
    adjustments { factor: "0.5" }
    source_id: "new"
  }
  source_id: "new"
}
models {
  model_id: "dated" display_name: "Dated" maker: "made-up"
  aliases { alias_id: "dated-latest" start_time: "2026-06-01"
            end_time: "2026-07-01T12:30:00Z" }
  limits { context_window_tokens: 100 max_input_tokens: 80 }
  lifecycle { release_date: "2026-01-02" retirement_date: "2026-11-30" }
  price_schedules {
    schedule_id: "first" start_time: "2026-01-01T06:00:00Z"
    end_time: "2026-06-01" last_seen_time: "2026-05-20T01:02:03Z"
    rates { meter: METER_INPUT_TOKENS price: "1" }
    source_id: "old"
  }
  price_schedules {
    schedule_id: "second" start_time: "2026-06-01"
    start_basis: DATE_BASIS_RECORDED end_time: "2026-12-01"
    rates { meter: METER_INPUT_TOKENS price: "2" }
    source_id: "old"
  }
  price_schedules {
    schedule_id: "fast" service_tier: "fast"
    rates { meter: METER_INPUT_TOKENS price: "4" }
    source_id: "old"
  }
  price_schedules {
    schedule_id: "fast-late" service_tier: "fast" inherits: "fast"
    adjustments { factor: "0.9" }
    daily_windows { time_zone: "America/New_York" start: "23:30" end: "00:01" }
    source_id: "old"
  }
  price_schedules {
    schedule_id: "batch" service_tier: "batch" start_time: "2026-04-01"
    start_basis: DATE_BASIS_VERIFIED end_time: "2026-10-01"
    rates { meter: METER_INPUT_TOKENS price: "0.5" }
    source_id: "old"
  }
  source_id: "old"
}
"""


def make_stubs(folder):
    """Python classes of the contract, generated into `folder`."""
    with zipfile.ZipFile(GOOGLE_PROTOS) as jar:
        jar.extractall(folder,
                       [n for n in jar.namelist() if n.endswith(".proto")])
    ours = sorted((ROOT / "proto").rglob("*.proto"))
    protos = [str(p.relative_to(ROOT / "proto")) for p in ours] + [
        "google/rpc/status.proto", "google/type/money.proto",
        "google/api/annotations.proto", "google/api/http.proto",
        "google/api/field_behavior.proto", "google/api/resource.proto"
    ]
    protoc = ["protoc", f"--python_out={folder}"]
    subprocess.run([*protoc, f"-I{ROOT / 'proto'}", f"-I{folder}", *protos],
                   check=True)


class Setup:
    """What a process needs: stubs, the two catalogs, channels."""

    def __init__(self, stubs, servers):
        sys.path[:0] = [str(stubs), str(ROOT / "tests/integration")]
        import exact_model
        import grpc
        from google.protobuf import text_format
        from google.rpc import error_info_pb2, status_pb2
        from ratecard.v1 import (catalog_pb2, catalog_service_pb2, estimate_pb2,
                                 estimate_service_pb2, fit_pb2)

        self.model = exact_model
        self.grpc = grpc
        self.text_format = text_format
        self.error_info = error_info_pb2
        self.status = status_pb2
        self.pb = estimate_service_pb2
        self.warnings = estimate_pb2.WarningCode
        self.verdicts = fit_pb2.FitVerdict
        self.limits = fit_pb2.LimitKind
        units = exact_model.unit_quantities(
            (ROOT / "proto/ratecard/v1/meter.proto").read_text())
        self.catalogs = [
            exact_model.Catalog([
                text_format.Parse(path.read_text(), catalog_pb2.Provider())
                for path in sorted(folder.glob("*.textproto"))
            ], units)
            for folder, _ in servers
        ]
        self.get_model_request = catalog_service_pb2.GetModelRequest
        self.methods = []
        methods = (
            ("estimate", "EstimateService/EstimateCost",
             self.pb.EstimateCostResponse),
            ("workload", "EstimateService/EstimateWorkload",
             self.pb.EstimateWorkloadResponse),
            ("fit", "EstimateService/CheckContextFit",
             self.pb.CheckContextFitResponse),
            ("model", "CatalogService/GetModel", catalog_pb2.Model))
        for _, address in servers:
            channel = grpc.insecure_channel(address)
            self.methods.append({
                kind: channel.unary_unary(
                    f"/ratecard.v1.{method}",
                    lambda request: request.SerializeToString(),
                    reply.FromString)
                for kind, method, reply in methods
            })

    def reason(self, error):
        """`CODE REASON` of a failed call."""
        reason = "(no ErrorInfo)"
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                for detail in self.status.Status.FromString(value).details:
                    info = self.error_info.ErrorInfo()
                    if detail.Unpack(info):
                        reason = info.reason
        return f"{error.code().name} {reason}"


def nanos(money, currency):
    assert money.currency_code == currency, money
    assert money.units * money.nanos >= 0 and abs(money.nanos) < 10**9, money
    return money.units * 10**9 + money.nanos


def verdict_answer(setup, verdict):
    return setup.verdicts.Name(verdict).replace("FIT_VERDICT_", "")


def fit_answer(setup, fit):
    value = lambda name: getattr(fit, name) if fit.HasField(name) else None
    advice = None
    if fit.HasField("advice"):
        a = fit.advice
        advice = (
            a.cut_input_tokens if a.HasField("cut_input_tokens") else None,
            a.cut_output_tokens if a.HasField("cut_output_tokens") else None,
            a.chunks, a.chunk_tokens, a.overlap_tokens)
    short = lambda kind: setup.limits.Name(kind).replace("LIMIT_KIND_", "")
    verdict = verdict_answer(setup, fit.verdict)
    return {
        "verdict": verdict,
        "violations": sorted((short(v.limit), v.allowed_tokens,
                              v.requested_tokens, v.excess_tokens, v.modality)
                             for v in fit.violations),
        "missing": (sorted(map(short, fit.missing_limits))
                    if verdict == "UNKNOWN" else None),
        "available_output": value("available_output_tokens"),
        "headroom": value("input_headroom_tokens"),
        "window_used_ppm": value("window_used_ppm"),
        "advice": advice
    }


def warnings_answer(setup, warnings):
    return sorted(
        setup.warnings.Name(w.code).replace("WARNING_CODE_", "")
        for w in warnings)


def estimate_answer(setup, request, reply):
    e = reply.estimate
    currency = e.total.currency_code
    amount = lambda name: nanos(getattr(e, name), currency)
    optional = lambda name, unset: amount(name) if e.HasField(name) else unset
    answer = {
        "model": e.model,
        "currency": currency,
        "total": amount("total"),
        **{f"{name}_cost": optional(f"{name}_cost", 0)
           for name in setup.model.SUBTOTALS},
        "cache_savings": optional("cache_savings", None),
        "incomplete": e.incomplete,
        "service_tier": e.service_tier,
        "region": e.region,
        "warnings": warnings_answer(setup, e.warnings)
    }
    if request.view == setup.pb.ESTIMATE_VIEW_FULL:
        lines = [line_answer(setup, line, currency) for line in e.lines]
        answer.update({
            "schedule_id": e.schedule_id,
            "lines": sorted(lines),
            "fit": fit_answer(setup, e.fit) if e.HasField("fit") else None
        })
    return answer


def line_answer(setup, x, currency):
    if x.state == setup.model.UNPRICED:
        return x.meter, x.quantity, x.state
    return (x.meter, x.quantity, x.state, x.billed_as, x.unit_price_nanos,
            x.unit_quantity, nanos(x.amount, currency), x.rate_assumed,
            x.tier_min, sorted((p.key, p.value) for p in x.parameters),
            x.source_id, x.inexact)


def workload_answer(setup, unused_request, reply):
    classes = []
    for c in reply.classes:
        currency = c.cost_per_period.currency_code
        classes.append({
            "class_id": c.class_id,
            "model": c.model,
            "currency": currency,
            "cost_per_period": nanos(c.cost_per_period, currency),
            "cost_per_month": nanos(c.cost_per_month, currency),
            "cost_per_request": nanos(c.cost_per_request, currency),
            "incomplete": c.incomplete,
            "fit": fit_answer(setup, c.fit) if c.HasField("fit") else None,
            "warnings": warnings_answer(setup, c.warnings)
        })
    return {
        "classes": classes,
        "totals": sorted(
            (t.cost_per_period.currency_code,
             nanos(t.cost_per_period, t.cost_per_period.currency_code),
             nanos(t.cost_per_month, t.cost_per_period.currency_code))
            for t in reply.totals),
        "fit_verdict": verdict_answer(setup, reply.fit_verdict)
    }


def fit_reply_answer(setup, unused_request, reply):
    return {
        "model": reply.resolution.model,
        "fit": fit_answer(setup, reply.fit),
        "warnings": warnings_answer(setup, reply.warnings)
    }


class Maker:
    """Makes requests that are mostly sound, near every edge of a catalog."""

    def __init__(self, setup, catalog, rng, by_id):
        self.setup, self.catalog, self.rng = setup, catalog, rng
        self.by_id = by_id  # Names are ids of models, of a given provider.
        self.models = [
            model for model in catalog.models()
            if model.schedules and not model.is_cut
        ]
        self.huge = 0.05  # Share of absurd sizes.

    def chance(self, probability):
        return self.rng.random() < probability

    def request(self, kind):
        return getattr(self, kind)()

    def as_of(self, schedule, message):
        """Sets an instant, often near something that happens to the model."""
        moment = (self.rng.choice(schedule.instants) if self.chance(0.6) else
                  self.rng.randrange(1_735_000_000, 1_835_000_000) * 10**9)
        moment += self.rng.choice([
            0, 0, 0, -1, 1, -(10**9), 10**9,
            self.rng.randrange(-86400, 86400) * 10**9
        ])
        if self.chance(0.003):
            moment = 10**9 * self.rng.choice(
                [-62_135_424_000, -5_000_000_000, 0, 253_402_214_400])
        message.seconds, message.nanos = divmod(moment, 10**9)
        if self.chance(0.002):
            message.nanos = self.rng.choice([-1, 10**9, 2**31 - 1])
        elif self.chance(0.002):
            message.seconds = self.rng.choice(
                [253_402_300_800, -62_135_596_801, 2**63 - 1, -(2**63)])

    def name(self, model, request):
        rng = self.rng
        name = model.proto.model_id
        if self.by_id:
            request.provider = model.provider.proto.provider_id
            request.model = name
            return
        if model.proto.aliases and self.chance(0.3):
            name = rng.choice(model.proto.aliases).alias_id
        provider = rng.choice(sorted(model.provider.ids))
        form = rng.random()
        if form < 0.5:
            request.provider = provider
        elif form < 0.8:
            name = f"{provider}/{name}"
        elif form < 0.9:
            name = model.name
        request.model = name
        if self.chance(0.005):
            request.model = rng.choice(["", name + "-x", "x/" + name])
        elif self.chance(0.005):
            request.provider = "nobody"

    def place(self, model, request):
        """A schedule; sets its tier and region, mostly."""
        rng = self.rng
        schedule = rng.choice(list(model.schedules.values()))
        if schedule.tier != "standard" or self.chance(0.3):
            request.service_tier = schedule.tier
        request.region = schedule.region
        if schedule.region and self.chance(0.4):
            parts = model.provider.regions[schedule.region]
            request.region = rng.choice(sorted(parts | {schedule.region}))
        if self.chance(0.02):
            request.service_tier = rng.choice([
                "standard", "batch", "flex", "priority", "fast", "Batch", "none"
            ])
        if self.chance(0.02):
            request.region = rng.choice(
                ["", "nowhere", *model.provider.regions])
        return schedule

    def size(self, schedule):
        rng = self.rng
        shape = rng.random()
        if shape < 0.25:
            return rng.randrange(20)
        if shape < 0.6:
            return rng.randrange(400_000)
        if shape < 0.85 and schedule.edges:
            return max(0, rng.choice(schedule.edges) + rng.randrange(-2, 3))
        if shape < 1 - self.huge:
            return rng.randrange(10**rng.randrange(1, 15))
        return rng.choice([2**63 - 1, 2**62, 10**15, rng.randrange(2**63)])

    def split(self, whole, weights):
        """`whole` in as many random parts as there are weights; some are 0."""
        parts = []
        for weight in weights[:-1]:
            part = 0
            if whole and self.chance(weight):
                part = (whole
                        if self.chance(0.1) else self.rng.randrange(whole + 1))
            parts.append(part)
            whole -= part
        return parts + [whole]

    def usage(self, schedule, usage, cache_reads=True):
        """Makes a table of cells and fills in some of what is known of it."""
        own = {meter for meter, _ in schedule.rates}
        likely = lambda meters: 0.35 if own & set(meters) else 0.05

        def set_if(name, value, often):
            if value and self.chance(often) or self.chance(0.01):
                setattr(usage, name, value)

        self.input(schedule, usage, likely, set_if, cache_reads)
        if self.chance(0.8 if likely([21]) > 0.1 else 0.1):
            whole = self.size(schedule)
            parts = self.split(whole, [0.3, likely([23]), likely([24]),
                                       likely([25]), 0])
            known = self.chance(0.85)
            for name, part in zip(
                ("reasoning", "audio_output", "image_output", "video_output"),
                    parts):
                set_if(name + "_tokens", part, 0.95)
            set_if("output_tokens", whole, known)
        self.counted(schedule, usage)
        if not usage.ByteSize() and self.chance(0.9):
            usage.input_tokens = self.size(schedule)
        if self.chance(0.03):
            name = self.rng.choice(self.setup.model.FIELDS)
            beside = getattr(usage, name) + self.rng.choice([-1, 1])
            beside = min(max(0, beside), 2**63 - 1)
            setattr(usage, name, self.rng.choice(
                [-1, -(2**63), 0, 1, 2**63 - 1, self.size(schedule), beside]))

    def input(self, schedule, usage, likely, set_if, cache_reads):
        if self.chance(0.1):
            return
        whole = self.size(schedule)
        rows = self.split(whole, [likely(range(6, 11)), likely(range(11, 16)),
                                  likely(range(16, 21)), 0])
        states = [0.4 * cache_reads, likely([3, 8, 13, 18]),
                  likely([4, 9, 14, 19]), likely([5, 10, 15, 20]), 0]
        cells = [self.split(row, states) for row in rows]
        sums = [sum(column) for column in zip(*cells)]
        mixed = sum(map(bool, rows)) > 1 and whole > sums[4]
        if self.chance(0.9 if mixed else 0.7):
            usage.input_tokens = whole
        for name, row in zip(("audio", "image", "video"), rows):
            set_if(name + "_input_tokens", row, 0.95)
        if cache_reads:
            set_if("cache_read_tokens", sums[0], 0.95)
            for name, row in zip(("audio", "image", "video"), cells):
                set_if(f"cached_{name}_input_tokens", row[0], 0.5)
        set_if("cache_write_tokens", sum(sums[1:4]), 0.4)
        for life, column in zip(("5m", "1h", "12h"), sums[1:4]):
            set_if(f"cache_write_{life}_tokens", column, 0.8)

    def counted(self, schedule, usage):
        rng = self.rng
        others = [key for key in schedule.rates if key[0] > 25]
        if self.chance(0.25 if any(m == 39 for m, _ in others) else 0.03):
            usage.web_searches = (self.size(schedule)
                                  if self.chance(0.2) else rng.randrange(9))
        if self.chance(0.01) or self.chance(0.2 if any(
                m == 38 for m, _ in others) else 0):
            usage.requests = rng.randrange(4)
        for _ in range(
                rng.choice([0, 0, 0, 1, 2, 3]) if others else self.chance(0.02)
        ):
            entry = usage.quantities.add()
            meter, parameters = (rng.choice(others)
                                 if others and self.chance(0.97) else
                                 (rng.randrange(26, 46), ()))
            if meter in (38, 39) and self.chance(0.9):
                usage.ClearField("requests" if meter == 38 else "web_searches")
            entry.meter = meter
            entry.quantity = self.size(schedule)
            for key, value in parameters:
                if self.chance(0.9):
                    entry.parameters.add(key=key, value=value)
            if self.chance(0.1):
                entry.parameters.add(key="colour", value="red")
            twice = any(e.meter == entry.meter and
                        list(e.parameters) == list(entry.parameters)
                        for e in usage.quantities[:-1])
            if twice and self.chance(0.95):
                del usage.quantities[-1]
        if usage.quantities and self.chance(0.02):
            entry = usage.quantities[0]
            wrong = rng.randrange(4)
            if wrong == 0:
                entry.quantity = -1
            elif wrong == 1:
                entry.meter = rng.choice([0, 1, 25, 46])
            elif wrong == 2:
                for i in range(9):
                    entry.parameters.add(key=f"k{i}", value="v")
            else:
                usage.quantities.extend([entry] * 64)

    def estimate(self):
        request = self.setup.pb.EstimateCostRequest()
        model = self.rng.choice(self.models)
        schedule = self.place(model, request)
        self.name(model, request)
        self.usage(schedule, request.usage)
        self.as_of(schedule, request.as_of)
        request.strict = self.chance(0.1)
        request.allow_partial = self.chance(0.2)
        request.view = (self.setup.pb.ESTIMATE_VIEW_FULL
                        if self.chance(0.9) else self.rng.choice([0, 1]))
        return request

    def workload(self):
        rng = self.rng
        request = self.setup.pb.EstimateWorkloadRequest()
        self.huge = 0.002
        for _ in range(rng.choice([1, 1, 2, 3]) if self.chance(0.99) else 0):
            c = request.classes.add()
            model = rng.choice(self.models)
            schedule = self.place(model, c)
            self.name(model, c)
            if self.chance(0.3):
                c.class_id = rng.choice(["a", "class-2", str(rng.random())])
            share = rng.choice(
                [0, 0, 1, 500_000, 999_999, 10**6,
                 rng.randrange(10**6)])
            cached = rng.choice([0, 0, 1, 333_333, 10**6, rng.randrange(10**6)])
            in_batch = any(
                s.tier == "batch" and s.region == schedule.region
                for s in model.schedules.values())
            if share and in_batch and c.service_tier in ("", "batch"):
                c.ClearField("service_tier")
                c.batch_share_ppm = share
            c.cache_share_ppm = cached
            self.usage(schedule, c.usage, cache_reads=not cached)
            c.requests_per_period = rng.choice([
                0, 1, 1000,
                rng.randrange(10**7),
                rng.randrange(10**7),
                rng.choice([rng.randrange(10**12), 2**63 - 1])
            ])
            wrong = rng.randrange(400)
            if wrong == 0:
                c.batch_share_ppm = rng.choice([-1, 10**6 + 1])
            elif wrong == 1:
                c.cache_share_ppm = rng.choice([-1, 10**6 + 1])
            elif wrong == 2:
                c.usage.cache_read_tokens = 0
            elif wrong == 3:
                c.requests_per_period = -1
            elif wrong == 4:
                c.service_tier, c.batch_share_ppm = "batch", 5
        if self.chance(0.7):
            request.period.seconds = rng.choice(
                [1, 7, 3600, 86400, 2592000,
                 rng.randrange(1, 10**9)])
        if self.chance(0.02):
            request.period.seconds = rng.choice([0, -1, 2**40])
        elif self.chance(0.02):
            request.period.nanos = 1
        if request.classes:
            self.as_of(schedule, request.as_of)
        request.strict = self.chance(0.1)
        request.allow_partial = self.chance(0.4)
        return request

    def fit(self):
        rng = self.rng
        request = self.setup.pb.CheckContextFitRequest()
        model = rng.choice(self.models)
        schedule = rng.choice(list(model.schedules.values()))
        self.name(model, request)
        limits = [v for _, v in model.proto.limits.ListFields() if v > 1] or [9]

        def size():
            near = rng.choice(limits) + rng.randrange(-2, 3)
            return max(
                0,
                rng.choice([
                    near, near, near // 2, near * 3 // 2, near * 9,
                    rng.randrange(100),
                    self.size(schedule)
                ]))

        if self.chance(0.85):
            request.input_tokens = size()
        if self.chance(0.75):
            request.max_output_tokens = size()
        for field in (request.input_modalities, request.output_modalities):
            if self.chance(0.4):
                field.extend(rng.choices(range(1, 7), k=rng.randrange(1, 4)))
        if self.chance(0.4):
            request.chunk_overlap_tokens = rng.choice([1, 200, size()])
        wrong = rng.randrange(150)
        if wrong == 0:
            request.input_tokens = -1
        elif wrong == 1:
            request.max_output_tokens = -(2**63)
        elif wrong == 2:
            request.chunk_overlap_tokens = -1
        elif wrong == 3:
            request.input_modalities.append(rng.choice([0, 7]))
        self.as_of(schedule, request.as_of)
        return request


def add_edges(catalog):
    """Gives schedules the instants and sizes at which something changes."""
    day = 86400 * 10**9
    for model in catalog.models():
        stamps = [model.release, model.deprecation, model.retirement]
        if model.last_listed is not None:
            stamps.append(model.last_listed + day)
        stamps += [
            checked + 90 * day for checked in model.provider.sources.values()
        ]
        limits = [v for _, v in model.proto.limits.ListFields()]
        for schedule in model.schedules.values():
            schedule.instants = [
                s for s in stamps +
                2 * [schedule.start, schedule.end, schedule.last_seen]
                if s is not None
            ]
            for proto in model.schedules.values():
                schedule.instants += window_edges(model.provider, proto)
            schedule.edges = limits + [
                at for rate in schedule.rates.values() for at, _ in rate.tiers
            ]


def window_edges(provider, schedule):
    edges = []
    for zone, start, end, _, calendar in schedule.windows:
        days = [
            datetime.date(2026, 3, 28),
            datetime.date(2026, 10, 25),
            datetime.date(2025, 3, 1),
            datetime.date(2026, 8, 20)
        ]
        if calendar:
            holidays = provider.calendars[calendar]
            days += [
                datetime.date.fromisoformat(d)
                for d in [*holidays.dates, holidays.covers_through]
            ]
        for first in days:
            for shift in range(-3, 4):
                date = first + datetime.timedelta(days=shift)
                for minute in (0, start, end % 1440):
                    local = datetime.datetime.combine(
                        date, datetime.time(minute // 60, minute % 60), zone)
                    edges.append(int(local.timestamp()) * 10**9)
    return edges


ANSWERS = {
    "estimate": estimate_answer,
    "workload": workload_answer,
    "fit": fit_reply_answer
}
setup = None  # Of this process.


def start_worker(stubs, servers):
    global setup
    setup = Setup(stubs, servers)
    for catalog in setup.catalogs:
        add_edges(catalog)


def expectation(catalog, kind, request):
    """The model's answer, or the set of refusals that it allows."""
    model = setup.model
    answers = {
        "estimate": model.estimate,
        "workload": model.workload,
        "fit": model.check_fit
    }
    as_of = request.as_of.seconds * 10**9 + request.as_of.nanos
    try:
        if not (0 <= request.as_of.nanos < 10**9
                and -62_135_596_800 <= request.as_of.seconds < 253_402_300_800):
            reasons = (model.class_list_reasons(request)
                       if kind == "workload" else ())
            raise model.Refused(*model.invalid("INVALID_TIME", *reasons))
        return answers[kind](catalog, request, as_of)
    except model.Refused as refused:
        return refused.reasons


def check(catalog, kind, request, call):
    """(outcome, disagreement or None) of one call."""
    expected = expectation(catalog, kind, request)
    try:
        got = ANSWERS[kind](setup, request, call.result())
    except setup.grpc.RpcError as error:
        got = setup.reason(error)
    if isinstance(expected, frozenset):
        if isinstance(got, str) and got in expected:
            return got, None
        expected = " or ".join(sorted(expected))
    elif isinstance(got, dict):
        different = [key for key in got if got[key] != expected[key]]
        if not different:
            return "OK", None
        expected = {key: expected[key] for key in different}
        got = {key: got[key] for key in different}
    text = setup.text_format.MessageToString(request, as_one_line=True)
    return ("disagrees",
            f"{kind}: {text}\n    expected {expected}\n    got {got}")


def run_chunk(job):
    """Sends the requests of one random stream, many at a time."""
    which, kind, number, count, seed = job
    rng = random.Random(f"{seed}/{which}/{kind}/{number}")
    catalog = setup.catalogs[which]
    maker = Maker(setup, catalog, rng, by_id=which == IMPORTED)
    method = setup.methods[which][kind]
    outcomes, disagreements = collections.Counter(), []
    waiting = collections.deque()

    def finish():
        outcome, disagreement = check(catalog, kind, *waiting.popleft())
        outcomes[outcome] += 1
        if disagreement:
            disagreements.append(f"[{which} {number}] {disagreement}")

    for _ in range(count):
        request = maker.request(kind)
        waiting.append((request, method.future(request, timeout=60)))
        if len(waiting) >= IN_FLIGHT:
            finish()
    while waiting:
        finish()
    return outcomes, disagreements


def start_server(*flags):
    """(process, address) of a server on a free port."""
    process = subprocess.Popen(
        [os.environ["RATECARDD"], "--grpc_address=127.0.0.1:0",
         "--http_address=", *flags], stderr=subprocess.PIPE, text=True)
    seen = []
    for line in process.stderr:
        seen.append(line)
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("event") == "serving":
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return process, entry["grpc_address"]
    process.communicate()
    raise RuntimeError("no server: " + "".join(seen))


def some_imported(folder):
    """Providers with prices of many kinds, and others by the seed."""
    always = ("alibaba", "aws-bedrock", "azure", "deepseek", "google-vertex",
              "openai", "xai")
    paths = {path.stem: path for path in sorted(folder.glob("*.textproto"))}
    others = random.Random(SEED).sample(sorted(set(paths) - set(always)), 10)
    return [paths[name] for name in (*always, *others)]


class ExactTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print(f"seed {SEED}", flush=True)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        stubs = pathlib.Path(folder.name, "stubs")
        stubs.mkdir()
        make_stubs(stubs)
        made_up = pathlib.Path(folder.name, "catalog")
        made_up.mkdir()
        (made_up / "made-up.textproto").write_text(MADE_UP)
        imported = pathlib.Path(folder.name, "imported")
        imported.mkdir()
        curated = ROOT / "service/catalog/data"
        for path in some_imported(curated / "imported"):
            shutil.copy(path, imported)
        servers = []  # (folder of its catalog, address)
        for catalog in curated, made_up, imported:
            process, address = start_server(f"--catalog_dir={catalog}")
            cls.addClassCleanup(process.stderr.close)
            cls.addClassCleanup(process.wait)
            cls.addClassCleanup(process.terminate)
            servers.append((catalog, address))
        start_worker(stubs, servers)
        context = multiprocessing.get_context("spawn")
        cls.pool = context.Pool(WORKERS, start_worker, (stubs, servers))
        cls.addClassCleanup(cls.pool.terminate)

    def agree(self, kind, counts):
        """Random requests of a kind, so many for each catalog."""
        started = time.monotonic()
        jobs = [(which, kind, number, min(CHUNK, count - first), SEED)
                for which, count in enumerate(counts)
                for number, first in enumerate(range(0, count, CHUNK))]
        outcomes, disagreements = collections.Counter(), []
        for some, wrong in self.pool.imap_unordered(run_chunk, jobs):
            outcomes += some
            disagreements += wrong
        print(f"{kind}: {sum(outcomes.values())} in "
              f"{time.monotonic() - started:.0f} s: " +
              ", ".join(f"{o} {n}" for o, n in outcomes.most_common()),
              flush=True)
        if disagreements:
            for text in sorted(disagreements, key=len)[:10]:
                print(text[:2000], flush=True)
        self.assertEqual(len(disagreements), 0, f"seed {SEED}")
        self.assertGreater(outcomes["OK"], sum(counts) / 3)

    def test_estimates(self):
        self.agree("estimate", (COUNT, COUNT // 4, COUNT // 4))

    def test_workloads(self):
        self.agree("workload", (2000, 1000, 1000))

    def test_fits(self):
        self.agree("fit", (5000, 2000, 2000))

    def test_written_out_schedules(self):
        """GetModel gives what the text says, every schedule complete."""
        wrong = []
        for catalog, methods in zip(setup.catalogs, setup.methods):
            for model in catalog.models():
                if model.is_cut:
                    continue
                got = methods["model"](setup.get_model_request(name=model.name))
                sent = {
                    s.schedule_id: self.sent(model, s)
                    for s in got.price_schedules
                }
                for schedule in model.schedules.values():
                    expected = self.described(model, schedule,
                                              schedule.rates.values())
                    wrong += [
                        f"{model.name} {schedule.id} {field}: {e}, but sent {g}"
                        for field, e, g in zip((
                            "places and dates", "windows", "rates"
                        ), expected, sent.pop(schedule.id, (None, None, None)))
                        if e != g
                    ]
                wrong += [f"{model.name}: {extra} is extra" for extra in sent]
        print(f"schedules: {len(wrong)} differences", *wrong[:10], sep="\n")
        self.assertFalse(wrong)

    def sent(self, model, proto):
        rates = [setup.model.rate_of(rate) for rate in proto.rates]
        return self.described(model, setup.model.Schedule(proto), rates)

    @staticmethod
    def described(model, schedule, rates):
        """Equal for equal schedules, however they are written."""
        price = lambda p: (p.state, p.nanos, p.inexact)
        return (
            (schedule.tier, schedule.region, schedule.start, schedule.end,
             schedule.last_seen, schedule.verified, schedule.proto.flat,
             schedule.proto.inherits),
            sorted(
                (str(zone), start, end, sorted(weekdays), calendar)
                for zone, start, end, weekdays, calendar in schedule.windows),
            sorted((r.meter, sorted(r.parameters), r.billed_as, price(r.base),
                    [(at, price(p))
                     for at, p in r.tiers], r.kind, r.graduated, r.allowance,
                    model.source(schedule, r))
                   for r in rates))


if __name__ == "__main__":
    unittest.main(verbosity=2)
