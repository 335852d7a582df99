"""What `ratecard` prints and how it exits, offline and against a server.

Environment:
  RATECARD   The CLI. Required.
  RATECARDD  The server. Required.
"""

import decimal
import json
import os
import pathlib
import pty
import re
import resource
import select
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import threading
import time
import unittest
import xml.etree.ElementTree

import peak_memory

RATECARD = os.environ["RATECARD"]
RATECARDD = os.environ["RATECARDD"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "service" / "catalog" / "data"
CODEX = ["estimate", "gpt-5.2-codex", "--input", "120k", "--cached", "80k",
         "--output", "8k", "--as-of", "2026-07-01"]

WORKLOAD_TEXT = """
# Two classes, one of them partly in batch.
classes {
  class_id: "review"
  model: "gpt-5.2-codex"
  usage { input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000 }
  requests_per_period: 1000
}
as_of { seconds: 1782864000 }
"""
WORKLOAD_JSON = {
    "classes": [{
        "classId": "review",
        "model": "gpt-5.2-codex",
        "usage": {"inputTokens": "120000", "cacheReadTokens": 80000,
                  "outputTokens": 8000},
        "requestsPerPeriod": 1000,
    }],
    "asOf": "2026-07-01T00:00:00Z",
}


def run(*arguments, **options):
  environment = dict(os.environ, **options.pop("env", {}))
  return subprocess.run([RATECARD, *arguments], capture_output=True, text=True,
                        timeout=60, env=environment, **options)


class Case(unittest.TestCase):

  def ok(self, *arguments, **options):
    result = run(*arguments, **options)
    self.assertEqual((result.returncode, result.stderr), (0, ""), result)
    return result.stdout

  def fails(self, code, *arguments, **options):
    result = run(*arguments, **options)
    self.assertEqual(result.returncode, code, result)
    self.assertTrue(result.stderr)
    return result.stderr

  def row(self, text, first):
    """The words of the line that begins with `first`."""
    for line in text.splitlines():
      if line.startswith(first):
        return line[len(first):].split()
    self.fail(f"no line begins with {first!r}:\n{text}")


class Estimate(Case):

  # 40,000 × 1.75 + 80,000 × 0.175 + 8,000 × 14, per million.
  def test_prices_a_request_line_by_line(self):
    text = self.ok(*CODEX)
    self.assertEqual(self.row(text, "input_tokens "),
                     ["40,000", "$1.75", "1M", "tokens", "$0.07"])
    self.assertEqual(self.row(text, "cache_read_tokens "),
                     ["80,000", "$0.175", "1M", "tokens", "$0.014"])
    self.assertEqual(self.row(text, "output_tokens "),
                     ["8,000", "$14.00", "1M", "tokens", "$0.112"])
    self.assertEqual(self.row(text, "total "), ["$0.196"])
    self.assertEqual(self.row(text, "saved by caching "), ["$0.126"])
    self.assertIn("\nfits\n", text)
    self.assertIn("catalog ", text)

  def test_every_way_to_write_a_quantity_is_the_same_request(self):
    written = [["120k", "80k"], ["120_000", "80_000"], ["0.12M", "80.0k"],
               ["120,000", "80000"]]
    replies = {
        self.ok("estimate", "gpt-5.2-codex", "--input", a, "--cached", b,
                "--as-of=2026-07-01")
        for a, b in written
    }
    self.assertEqual(len(replies), 1)

  def test_snapshot_and_provider_prefix_mean_the_same_model(self):
    for name in "gpt-5.2-codex-2025-12-18", "openai/gpt-5.2-codex":
      text = self.ok("estimate", name, *CODEX[2:])
      self.assertEqual(self.row(text, "model "), ["openai/gpt-5.2-codex"])
      self.assertEqual(self.row(text, "total "), ["$0.196"])
    text = self.ok("estimate", "gpt-5.2-codex-2025-12-18", *CODEX[2:])
    self.assertIn("snapshot gpt-5.2-codex-2025-12-18", text)

  def test_json_is_the_reply_of_the_api(self):
    estimate = json.loads(self.ok(*CODEX, "--json"))["estimate"]
    self.assertEqual(estimate["total"],
                     {"currency_code": "USD", "nanos": 196000000})
    self.assertEqual(estimate["model"], "providers/openai/models/gpt-5.2-codex")
    self.assertEqual(estimate["as_of"], "2026-07-01T00:00:00Z")
    self.assertEqual([line["meter"] for line in estimate["lines"]],
                     ["METER_INPUT_TOKENS", "METER_CACHE_READ_TOKENS",
                      "METER_OUTPUT_TOKENS"])
    self.assertEqual(estimate["fit"]["verdict"], "FIT_VERDICT_FITS")

  # Writing without ever reading costs more than not caching.
  # As --help says; 64-bit integers are strings so that no reader rounds them.
  def test_json_has_the_field_names_of_the_proto(self):
    self.assertIn("field names of the .proto",
                  " ".join(self.ok("estimate", "--help").split()))
    line = json.loads(self.ok(*CODEX, "--json"))["estimate"]["lines"][0]
    self.assertEqual((line["meter"], line["unit_quantity"]),
                     ("METER_INPUT_TOKENS", "1000000"))

  # "Tier" alone is the service tier.
  def test_a_threshold_is_not_called_a_tier(self):
    text = self.ok("estimate", "gpt-6.1-sol", "--input", "300k", "--output",
                   "5k", "--tier", "batch")
    self.assertIn(" from 272,001 tokens\n", text)
    self.assertNotIn("tier from", text)

  def test_a_negative_saving_has_a_minus(self):
    text = self.ok("estimate", "claude-opus-5-5", "--input", "100k",
                   "--cache-write-1h", "100k")
    self.assertRegex(" ".join(self.row(text, "saved by caching ")),
                     r"^-\$0\.\d+$")

  def test_dates_choose_prices(self):
    text = self.ok(*CODEX[:-1], "2025-01-01")
    self.assertIn("warning:", text)

  def test_a_quantity_without_a_price_is_refused(self):
    arguments = ["estimate", "gpt-5.2-codex", "--input", "1k", "--quantity",
                 "output_images:size=1024x1024=3"]
    error = self.fails(1, *arguments)
    self.assertIn("output_images", error)
    text = self.ok(*arguments, "--allow-partial")
    self.assertIn("total (incomplete)", text)
    self.assertEqual(self.row(text, "output_images "), ["3", "unpriced", "-"])

  def test_an_error_about_parameters_shows_the_flag_that_gives_them(self):
    arguments = ["estimate", "openai/gpt-image-1", "--input", "1k"]
    error = self.fails(1, *arguments, "--quantity", "output_images=1")
    self.assertIn("is priced by quality: low, medium, high; size: ", error)
    flag, quantity = error.split("as in ")[1].split()
    self.assertEqual(
        (flag, quantity),
        ("--quantity", "output_images:quality=low,size=1024x1024=1"))
    self.ok(*arguments, flag, quantity)

  def test_a_free_model_costs_nothing(self):
    text = self.ok("estimate", "gemma-4-31b-it", "--input", "1k",
                   "--output", "1k")
    self.assertEqual(self.row(text, "total "), ["$0.00"])
    self.assertIn("free", text)

  def test_batch_costs_half_at_the_tier_that_is_offered(self):
    standard, batch = (
        json.loads(self.ok("estimate", "claude-opus-5-5", "--input", "1M",
                           "--tier", tier, "--json"))["estimate"]["total"]
        for tier in ("standard", "batch"))
    self.assertEqual(int(standard["units"]), 2 * int(batch["units"]))


GEMINI = ["gemini-2.5-pro", "--output", "1000", "--as-of", "2026-11-22"]
SVG = "{http://www.w3.org/2000/svg}"


class Explain(Case):

  # Above 200,000 input tokens Gemini 2.5 Pro costs $2.50 and $15, up to there
  # $1.25 and $10; batch is half of either. GPT-5.2: $1.75 and $14.
  def test_says_what_would_change_a_cost_the_cheapest_first(self):
    text = self.ok("explain", *GEMINI, "--input", "200001")
    self.assertEqual(self.row(text, "total "), ["$0.5150025"])
    self.assertEqual(
        self.row(text, "input below the tier, 200,000 tokens "),
        ["$0.26", "-$0.2550025", "-49.5%"])
    self.assertEqual(self.row(text, "service tier batch "),
                     ["$0.25750125", "-$0.25750125", "-50%"])
    self.assertLess(text.index("service tier batch"),
                    text.index("input below the tier"))

  def test_names_the_lengths_at_which_another_model_is_cheaper(self):
    text = self.ok("explain", *GEMINI, "--input", "1k", "--with", "gpt-5.2")
    self.assertIn("Against openai/gpt-5.2, by input length", text)
    self.assertEqual(self.row(text, "         0 "),
                     ["200,000", "google/gemini-2.5-pro", "$0.01", "$0.014"])
    self.assertEqual(self.row(text, "   200,001 "),
                     ["272,000", "openai/gpt-5.2", "$0.5150025",
                      "$0.36400175"])

  # 1.25 - 1 <= n × (1 - 0.1) from 1 on, 2 - 1 from 2 on.
  def test_says_when_a_cache_write_pays(self):
    text = " ".join(self.ok("explain", "claude-sonnet-4-5", "--input", "1k",
                            "--as-of", "2026-11-22").split())
    self.assertIn("A cache write for 5 minutes pays from the first re-read on "
                  "(write $3.75, read $0.30, uncached $3.00 per 1M tokens).",
                  text)
    self.assertIn("A cache write for 1 hour pays from 2 re-reads on", text)

  def test_looks_at_what_it_is_asked_for(self):
    text = self.ok("explain", *GEMINI, "--input", "100k", "--hit-rate",
                   "80%,0%", "--what-if-tier", "turbo", "--at", "2020-01-01")
    # 20,000 × 1.25 + 80,000 × 0.125 + 1,000 × 10, per million.
    self.assertEqual(self.row(text, "80% of the input read from cache "),
                     ["$0.045", "-$0.09", "-66.7%"])
    self.assertIn("0% of the input read from cache", text)
    self.assertIn("service tier turbo is not possible: service tier 'turbo' is "
                  "not offered", " ".join(text.split()))

  def test_json_is_the_reply_of_the_api(self):
    reply = json.loads(self.ok("explain", *GEMINI, "--input", "200001",
                               "--with", "gpt-5.2", "--json"))
    self.assertEqual(reply["estimate"]["total"]["nanos"], 515002500)
    batch, = [one for one in reply["alternatives"]
              if one.get("service_tier") == "batch"]
    self.assertEqual(batch["difference"],
                     {"currency_code": "USD", "nanos": -257501250})
    self.assertEqual(reply["crossovers"][0]["ranges"][1]["from_input_tokens"],
                     "200001")

  def test_errors_name_the_flag(self):
    self.assertIn("--cached", self.fails(2, "explain", "o3", "--input", "1",
                                         "--cached", "2"))
    self.assertIn("gpt-5.2", self.fails(1, "explain", "o3", "--input", "1",
                                        "--with", "gpt-5.2x"))
    for bad in (["--hit-rate", "0.8"], ["--hit-rate", "101%"],
                ["--at", "soon"]):
      self.fails(2, "explain", "o3", "--input", "1", *bad)


class Plot(Case):

  def svg(self, *arguments):
    text = self.ok("plot", *arguments, "--as-of", "2026-11-22")
    return xml.etree.ElementTree.fromstring(text)

  def paths(self, svg, kind):
    return [path.get("d") for path in svg.iter(f"{SVG}path")
            if path.get("class") == kind]

  def test_draws_a_tier_as_a_jump(self):
    svg = self.svg("gemini-2.5-pro", "gpt-5.2", "--output", "1k", "--to",
                   "400k")
    costs = self.paths(svg, "cost")
    self.assertEqual([d.count("M") for d in costs], [2, 1])
    # Straight up, at the first token of the tier.
    jump, = self.paths(svg, "jump")
    start, end = jump[1:].split("L")
    self.assertEqual(start.split()[0], end.split()[0])
    words = [text.text for text in svg.iter(f"{SVG}text")]
    for word in ("Cost of a request by input length", "google/gemini-2.5-pro",
                 "openai/gpt-5.2", "$0.20", "200K"):
      self.assertIn(word, words)

  def test_draws_by_hit_rate(self):
    svg = self.svg("gemini-2.5-pro", "--x", "hit-rate", "--input", "100k")
    words = [text.text for text in svg.iter(f"{SVG}text")]
    self.assertIn("40%", words)
    self.assertEqual(len(self.paths(svg, "cost")), 1)

  def test_writes_a_file(self):
    with tempfile.TemporaryDirectory() as directory:
      path = f"{directory}/cost.svg"
      self.assertEqual(self.ok("plot", "gpt-5.2", "--out", path), "")
      xml.etree.ElementTree.parse(path)
      self.assertIn("cannot write", self.fails(
          1, "plot", "gpt-5.2", "--out", f"{directory}/none/cost.svg"))

  def test_json_is_the_reply_of_the_api(self):
    reply = json.loads(self.ok("plot", "gemini-2.5-pro", "--from", "100k",
                               "--to", "300k", "--as-of", "2026-11-22",
                               "--json"))
    bounds = [(piece["from_value"], piece["to_value"])
              for piece in reply["curves"][0]["pieces"]]
    self.assertEqual(bounds, [("100000", "200000"), ("200001", "300000")])

  def test_usage_errors_exit_2(self):
    for bad in ([], ["o3", "--x", "smell"], ["o3", "--input", "1"],
                ["o3", "--from", "5", "--to", "4"],
                ["o3", "--x", "hit-rate", "--from", "0.5"],
                ["o3", "--hit-rate", "50%", "--cached", "5"]):
      with self.subTest(bad):
        self.fails(2, "plot", *bad)


class Fit(Case):

  def test_says_by_how_much_it_does_not_fit(self):
    result = run("fit", "gpt-5.2-codex", "--input", "300k", "--max-output",
                 "10k")
    self.assertEqual((result.returncode, result.stderr), (3, ""))
    self.assertTrue(result.stdout.startswith("does not fit: "))
    self.assertEqual(self.row(result.stdout, "input "),
                     ["272,000", "300,000", "28,000"])
    self.assertIn("cut 28,000 input tokens", result.stdout)
    self.assertIn("2 chunks", result.stdout)

  # O3 takes 200,000 tokens, of which at most 100,000 are output.
  def test_says_which_cut_is_enough(self):
    for arguments, advice in (
        (["--input", "150k", "--max-output", "100k"],
         "cut 50,000 input tokens, or ask for 50,000 fewer output tokens, or "
         "split the input into 2 chunks of at most 75,000 tokens"),
        (["--input", "250k", "--max-output", "150k"],
         "ask for 50,000 fewer output tokens, and either cut 150,000 input "
         "tokens, or split the input into 3 chunks of at most 83,334 tokens"),
        (["--max-output", "150k"], "ask for 50,000 fewer output tokens")):
      text = " ".join(run("fit", "o3", *arguments).stdout.split())
      self.assertIn(f"to make it fit {advice}", text)
      advised = json.loads(run("fit", "o3", *arguments, "--json").stdout)
      self.assertEqual(advised["fit"]["advice"].get("needs_both_cuts", False),
                       " and " in advice)

  def test_does_not_ask_for_less_input_where_the_output_is_too_long(self):
    for arguments in ["--input", "1k", "--max-output", "500k"], \
        ["--max-output", "200k"]:
      text = run("fit", "gpt-5.2-codex", *arguments).stdout
      self.assertEqual(" ".join(self.row(text, "room for input ")),
                       "none beside so much output")
      self.assertNotIn("cut", text)

  def test_one_token_is_no_plural(self):
    text = run("fit", "claude-opus-5-5", "--input", "1M", "--max-output",
               "1").stdout
    self.assertIn("cut 1 input token, or ask for 1 fewer output token, ", text)
    self.assertIn("none: 1 token too many", text)

  def test_says_where_64_bits_do_not_hold_a_number(self):
    most = str(2**63 - 1)
    text = run("fit", "gpt-5.2-codex", "--input", most, "--max-output",
               most).stdout
    self.assertEqual(
        self.row(text, "context window "),
        ["400,000", *["9,223,372,036,854,775,807", "or", "more"] * 2])

  def test_says_what_is_left(self):
    text = self.ok("fit", "gpt-5.2-codex", "--input", "272k", "--max-output",
                   "1k")
    self.assertTrue(text.startswith("fits: "))
    self.assertEqual(self.row(text, "room for output "), ["128,000", "tokens"])

  def test_a_limit_that_is_not_published_is_unknown(self):
    result = run("fit", "mistral-ocr-2512", "--input", "1", "--max-output", "1")
    self.assertEqual(result.returncode, 4)
    self.assertTrue(result.stdout.startswith("fit unknown: "))
    self.assertIn("not published", result.stdout)

  def test_a_modality_that_is_not_taken_does_not_fit(self):
    result = run("fit", "gpt-5.2-codex", "--modality", "text,audio")
    self.assertEqual(result.returncode, 3)
    self.assertIn("audio", result.stdout)

  def test_json_exits_alike(self):
    result = run("fit", "gpt-5.2-codex", "--input", "300k", "--json")
    self.assertEqual(result.returncode, 3)
    fit = json.loads(result.stdout)["fit"]
    self.assertEqual(fit["violations"][0]["excess_tokens"], "28000")


class Compare(Case):

  def test_ranks_and_counts_what_is_left_out(self):
    out = self.ok("compare", "--input", "100k", "--output", "5k",
                      "--maker", "openai", "--provider", "openai", "--limit", "3")
    self.assertRegex(out, r"RANK +MODEL +TOTAL")
    self.assertRegex(out, r"LEFT OUT BY +MODELS +BY IT ALONE")
    self.assertRegex(out, r"3 of [\d,]+ ranked of [\d,]+ models")

  def test_shows_the_difference_to_a_baseline(self):
    # 100,000 x 1.75 + 5,000 x 14 millionths.
    out = self.ok("compare", "gpt-5.2-codex", "claude-opus-4-5", "--input",
                      "100k", "--output", "5k", "--baseline", "gpt-5.2-codex",
                      "--as-of", "2026-07-01")
    self.assertIn("baseline: openai/gpt-5.2-codex, $0.245", out)
    self.assertRegex(out, r"openai/gpt-5.2-codex +\$0\.245 +\+\$0\.00")

  def test_json_is_the_reply_of_the_api(self):
    reply = json.loads(self.ok(
        "compare", "gpt-5.2-codex", "--input", "100k", "--output", "5k",
        "--as-of", "2026-07-01", "--json"))
    self.assertEqual(1, reply["ranked_count"])
    self.assertEqual("providers/openai/models/gpt-5.2-codex",
                     reply["models"][0]["model"])

  def test_lists_what_a_reason_leaves_out(self):
    out = self.ok("compare", "--input", "100k", "--output", "5k",
                      "--left-out", "plan", "--limit", "2")
    self.assertRegex(out, r"LEFT OUT +WHY")

  def test_compares_a_workload_to_the_model_that_it_names(self):
    text = """classes {
  model: "gpt-5.2-codex" requests_per_period: 10
  usage { input_tokens: 100000 output_tokens: 5000 } }"""
    out = self.ok("compare", "--workload", "-", "--maker", "openai",
                  "--as-of", "2026-07-01", "--limit", "2", input=text)
    self.assertIn("baseline: openai/gpt-5.2-codex, $2.45", out)

  def test_says_what_would_be_right(self):
    error = self.fails(2, "compare", "--input", "1k", "--benchmark", "SciCod")
    self.assertIn("nearest: SciCode", error)
    self.assertIn("--limit", self.fails(2, "compare", "--limit", "0"))
    self.assertIn("BENCHMARK=SCORE", self.fails(
        2, "compare", "--input", "1k", "--min-score", "70"))


class Models(Case):

  def test_lists_all_by_default(self):
    text = self.ok("models")
    listed = json.loads(self.ok("models", "--json"))
    self.assertEqual(len(listed["models"]), listed["total_size"])
    self.assertIn(f"\n{listed['total_size']:,} models, catalog ", text)
    self.assertEqual(
        self.row(text, "openai/gpt-5.2-codex "),
        ["400,000", "272,000", "128,000", "$1.75", "$0.175", "$14.00",
         "retired"])

  def test_filters_sorts_and_limits(self):
    names = self.ok("models", "--provider", "openai", "--min-window", "200k",
                    "--sort", "output_price desc", "--names").split()
    self.assertTrue(names)
    self.assertTrue(all(name.startswith("openai/") for name in names), names)
    some = self.ok("models", "--provider", "openai", "--min-window", "200k",
                   "--sort", "output_price desc", "--names", "--limit", "2")
    self.assertEqual(some.split(), names[:2])
    text = self.ok("models", "--limit", "2")
    self.assertRegex(text, r"\n2 of [\d,]+ models")

  def test_names_resolve_to_themselves(self):
    names = self.ok("models", "--names").split()
    self.assertGreater(len(names), 12000)
    for name in names[::500]:
      self.assertEqual(self.row(self.ok("resolve", name), "model "), [name])

  # deepseek-v4-pro costs $1.32 in Beijing's peak hours and $0.66 at others.
  def test_shows_the_price_that_it_filters_by(self):
    for as_of, price, dear in (("2026-11-23T01:30:00Z", "$1.32", True),
                               ("2026-11-23T00:30:00Z", "$0.66", False)):
      with self.subTest(as_of):
        arguments = ["models", "--text", "deepseek-v4-pro", "--provider",
                     "deepseek", "--as-of", as_of]
        row = self.row(self.ok(*arguments), "deepseek/deepseek-v4-pro ")
        self.assertIn(price, row)
        self.assertIn("other prices by time of day", " ".join(row))
        under = self.ok(*arguments, "--max-input-price", "1.00", "--names")
        self.assertEqual("deepseek-v4-pro" in under, not dear)

  def test_shows_free_where_it_is_free_in_one_region(self):
    with tempfile.TemporaryDirectory() as folder:
      pathlib.Path(folder, "acme.textproto").write_text("""
          provider_id: "acme" display_name: "Acme" currency_code: "USD"
          regions { region_id: "eu" } regions { region_id: "us" }
          sources { source_id: "s" title: "S" checked_date: "2026-06-01" }
          models {
            model_id: "m" display_name: "M" maker: "acme" source_id: "s"
            price_schedules {
              schedule_id: "eu" region: "eu"
              rates { meter: METER_INPUT_TOKENS price: "5" }
              rates { meter: METER_OUTPUT_TOKENS price: "6" }
            }
            price_schedules {
              schedule_id: "us" region: "us"
              rates { meter: METER_INPUT_TOKENS state: METER_STATE_FREE }
              rates { meter: METER_OUTPUT_TOKENS price: "7" }
            }
          }""")
      text = self.ok("models", "--catalog-dir", folder, "--max-input-price",
                     "1")
    row = " ".join(self.row(text, "acme/m "))
    self.assertIn("free", row)
    self.assertIn("$6.00", row)
    self.assertIn("in us; output in eu", row)

  def test_names_the_flag_of_a_bad_filter(self):
    self.assertIn("--max-input-price",
                  self.fails(2, "models", "--max-input-price", "cheap"))
    self.assertIn("--sort", self.fails(2, "models", "--sort", "beauty"))

  def test_a_maker_or_product_line_that_nobody_is_is_refused(self):
    self.assertIn("--maker has 'opnai', which is no maker in the catalog; "
                  "nearest: openai", self.fails(2, "models", "--maker", "opnai"))
    self.assertIn("--product-line has 'gpt-codx'",
                  self.fails(2, "models", "--product-line", "gpt-codx"))
    self.assertEqual(self.ok("models", "--maker", "OpenAI"),
                     self.ok("models", "--maker", "openai"))

  # OpenRouter's authors are `meta-llama`, `z-ai` and `qwen`.
  def test_a_maker_has_the_models_of_every_name_that_lists_give_it(self):
    for maker, author in (("meta", "meta-llama"), ("zai", "z-ai"),
                          ("alibaba", "qwen")):
      names = self.ok("models", "--maker", maker, "--names").split()
      self.assertTrue(any(name.startswith(f"openrouter/{author}/")
                          for name in names), maker)
      self.fails(2, "models", "--maker", author)

  # Pages are priced; tokens it does not count.
  def test_a_model_that_counts_no_tokens_is_priced_all_the_same(self):
    ocr = "mistral/mistral-ocr-4-1"
    of_state = lambda state: self.ok("models", "--price-state", state,
                                     "--names").split()
    self.assertIn(ocr, of_state("priced"))
    self.assertNotIn(ocr, of_state("unpriced"))
    self.assertIn("mistral/labs-leanstral-1-5-1", of_state("unpriced"))
    row = lambda text, name: " ".join(self.row(text, name + " "))
    text = self.ok("models", "--provider", "mistral")
    self.assertIn("input_pages $4.00 per 1,000", row(text, ocr))
    self.assertIn("no price published",
                  row(text, "mistral/labs-leanstral-1-5-1"))
    history = self.ok("show", ocr).split("Price history")[1]
    self.assertIn("input_pages $4.00 per 1,000 pages", history)

  def test_json_has_nothing_that_no_flag_takes(self):
    self.assertNotIn("next_page_token",
                     json.loads(self.ok("models", "--limit", "2", "--json")))
    self.fails(2, "models", "--names", "--json")


class ManyModels(Case):
  """Sixty providers that sell the same two models."""

  @classmethod
  def setUpClass(cls):
    cls.folder = tempfile.TemporaryDirectory()
    cls.addClassCleanup(cls.folder.cleanup)
    for i in range(100, 160):
      models = "".join(f"""
          models {{
            model_id: "{name}" display_name: "{name}" maker: "acme"
            source_id: "s"
            price_schedules {{
              schedule_id: "s"
              rates {{ meter: METER_INPUT_TOKENS price: "1" }}
              rates {{ meter: METER_OUTPUT_TOKENS price: "2" }}
            }}
          }}""" for name in ("wide-4.5-sonata", "tall-2-mini"))
      pathlib.Path(cls.folder.name, f"seller-{i}.textproto").write_text(f"""
          provider_id: "seller-{i}" display_name: "Seller {i}"
          currency_code: "USD"
          sources {{ source_id: "s" title: "S" checked_date: "2026-06-01" }}
          {models}""")

  def lines(self, *arguments, **options):
    return self.ok(*arguments, "--catalog-dir", self.folder.name,
                   **options).splitlines()

  def on_terminal(self, *arguments, columns=80):
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, columns))
    process = subprocess.Popen(
        [RATECARD, *arguments, "--catalog-dir", self.folder.name],
        stdout=follower, env={**os.environ, "NO_COLOR": "1"})
    os.close(follower)
    text = b""
    with os.fdopen(leader, "rb") as terminal:
      try:
        while part := terminal.read1():
          text += part
      except OSError:  # nobody writes any more
        pass
    self.assertEqual(process.wait(timeout=60), 0)
    return text.decode().splitlines()

  def test_a_terminal_gets_some_and_a_pipe_all(self):
    self.assertEqual(len(self.lines("models")), 120 + 3)
    lines = self.on_terminal("models")
    self.assertEqual(len(lines), 50 + 4)
    self.assertTrue(lines[-2].startswith("50 of 120 models, "), lines[-2])
    self.assertIn("--all", lines[-1])
    self.assertEqual(len(self.on_terminal("models", "--all")), 120 + 3)
    self.assertEqual(len(self.on_terminal("models", "--limit", "60")), 60 + 3)
    self.assertEqual(len(self.on_terminal("models", "--names")), 120)
    self.fails(2, "models", "--all", "--limit", "3")

  def test_a_terminal_gets_some_providers_and_a_pipe_all(self):
    self.assertEqual(self.lines("providers")[-1], "60 providers")
    lines = self.on_terminal("providers")
    self.assertEqual(lines[-2:], ["50 of 60 providers",
                                  "Narrow them by TEXT, or list --all"])
    self.assertEqual(self.on_terminal("providers", "--all")[-1],
                     "60 providers")
    self.assertEqual(self.lines("providers", "Seller 12")[-1], "10 providers")
    self.assertEqual(self.lines("providers", "nobody"), ["0 providers"])

  def test_lines_fit_the_terminal(self):
    for columns in 60, 80, 120:
      lines = self.on_terminal("models", "sonata", columns=columns)
      self.assertLessEqual(max(map(len, lines[:-2])), columns)
      self.assertIn("INPUT/1M", lines[0])

  def test_a_word_filters(self):
    self.assertEqual(self.lines("models", "4.5-SONATA", "--names"),
                     self.lines("models", "--text", "4.5-sonata", "--names"))
    self.assertEqual(len(self.lines("models", "sonata", "--names")), 60)
    self.fails(2, "models", "sonata", "--text", "tall")

  def test_an_ambiguous_name_is_a_line_to_read(self):
    error = self.fails(1, "show", "tall-2-mini", "--catalog-dir",
                       self.folder.name)
    self.assertEqual(
        error,
        "ratecard: 'tall-2-mini' means 60 models: seller-100/tall-2-mini, "
        "seller-101/tall-2-mini, seller-102/tall-2-mini, "
        "seller-103/tall-2-mini, seller-104/tall-2-mini and 55 more; give "
        "--provider\n")

  def test_a_typo_suggests_each_model_once(self):
    for typed, nearest in (("wide sonata 4.5", "wide-4.5-sonata"),
                           ("tal2-mini", "tall-2-mini"),
                           ("seler-100/tall-2-mni", "seller-100/tall-2-mini")):
      self.assertIn(f"; nearest: {nearest}\n",
                    self.fails(1, "show", typed, "--catalog-dir",
                               self.folder.name))


class ShowAndResolve(Case):

  def test_show_has_card_prices_history_and_sources(self):
    text = self.ok("show", "gpt-5.2-codex")
    for part in ("Prices as of", "Price history", "Card: ", "BENCHMARK",
                 "Sources that disagree", "SOURCE", "272,000", "$14.00"):
      self.assertIn(part, text)
    self.assertEqual(json.loads(self.ok("show", "gpt-5.2-codex", "--json"))
                     ["model_id"], "gpt-5.2-codex")

  # Only the long-context prices of the past are no longer there.
  def test_show_tells_past_prices_apart_by_their_tiers(self):
    text = self.ok("show", "claude-sonnet-4-5")
    history = text.split("Price history\n")[1].split("\n\n")[0]
    rows = [line.split() for line in history.splitlines()
            if " standard " in line]
    self.assertEqual(
        [row[:row.index("standard")] + row[row.index("standard") + 1:-1]
         for row in rows],
        [["2026-04-30", "$3.00", "$0.30", "$15.00"],
         ["2026-04-30", "200,000", "in", "$6.00", "$0.60", "$22.50"],
         ["2026-04-30", "$3.00", "$0.30", "$15.00", "documented"]])

  def test_show_names_the_meter_that_sources_disagree_on(self):
    text = self.ok("show", "claude-sonnet-4-5")
    self.assertIn("output_tokens, batch  differs by $3.75 per 1M tokens\n"
                  "  taken  $7.50 (anthropic-batch-2026-10-14)\n"
                  "  other  $7.50; $11.25 from 200,001 input tokens "
                  "(genai-prices-2026-11-01)\n", text)

  def test_show_has_every_tier_that_estimate_bills(self):
    text = self.ok("show", "gemini-2.5-pro")
    rows = [line.split() for line in text.splitlines()
            if " audio_input_tokens " in line and "200,001" in line]
    self.assertTrue([row for row in rows if "$2.50" in row], text)

  # V4 Pro cost $0.435 a million at every hour until 2026-08-16T16:00Z, and then
  # $0.66 and twice that in peak hours.
  def test_history_of_a_model_is_what_it_cost_when(self):
    text = self.ok("history", "deepseek-v4-pro")
    at = "2026-08-16T16:00:00Z"
    rows = [line.split() for line in text.splitlines() if at in line]
    self.assertEqual([row[:5] for row in rows], [
        ["2026-05-25T05:18:18Z", at, "standard", "$0.435", "$0.003625"],
        [at, "standard", "$0.66", "$0.022", "$1.98"],
        [at, "standard", "$1.32", "$0.044", "$3.96"]])
    self.assertIn("recorded", rows[0])
    self.assertIn("documented mon-fri Asia/Shanghai except holidays",
                  " ".join(rows[2]))
    # A first price without a beginning is no change; on one day two parts of
    # the day changed.
    self.assertIn("\n3 changes, catalog ", text)
    self.assertEqual(self.history_rows(text), self.history_rows(
        self.ok("show", "deepseek-v4-pro")))
    self.assertIn("\n1 change, catalog ", self.ok(
        "history", "deepseek-v4-pro", "--until", at))
    since = self.ok("history", "deepseek-v4-pro", "--since", at)
    self.assertIn("\n2 changes, catalog ", since)
    self.assertIn("$0.66", since)
    self.assertNotIn("$0.435", since)
    self.assertIn("no prices then", self.ok(
        "history", "deepseek-v4-pro", "--tier", "standard", "--since",
        "1990-01-01", "--until", "1990-02-01", "--catalog-dir",
        self.dated_catalog()))

  def history_rows(self, text):
    return [line.split() for line in
            text.split("Price history\n")[1].split("\n\n")[0].splitlines()]

  def test_history_and_show_have_the_same_order(self):
    for name in "gemini-3.8-flash", "claude-sonnet-4-5", "deepseek-v4-flash":
      self.assertEqual(*(self.history_rows(self.ok(command, name))
                         for command in ("history", "show")))

  def dated_catalog(self):
    folder = tempfile.TemporaryDirectory()
    self.addCleanup(folder.cleanup)
    pathlib.Path(folder.name, "acme.textproto").write_text("""
        provider_id: "acme" display_name: "Acme" currency_code: "USD"
        sources { source_id: "s" title: "S" checked_date: "2026-06-01" }
        models {
          model_id: "deepseek-v4-pro" display_name: "X" maker: "acme"
          source_id: "s"
          price_schedules {
            schedule_id: "a" start_time: "2026-01-01" end_time: "2026-02-01"
            rates { meter: METER_INPUT_TOKENS price: "3" }
          }
          price_schedules {
            schedule_id: "b" start_time: "2026-02-01" end_time: "9000-01-01"
            rates { meter: METER_INPUT_TOKENS price: "4" }
          }
          price_schedules {
            schedule_id: "c" start_time: "9000-01-01"
            rates { meter: METER_INPUT_TOKENS price: "1" }
          }
        }""")
    return folder.name

  # 3 to 4 is a third more, 4 to 1 three quarters less.
  def test_history_of_many_is_what_changed_the_latest_last(self):
    directory = ["--catalog-dir", self.dated_catalog()]
    name = "acme/deepseek-v4-pro"
    text = self.ok("history", *directory)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    self.assertEqual(lines[1:4], [
        f"2026-01-01 documented {name} new, input $3.00 per 1M tokens",
        f"2026-02-01 documented {name} input $3.00 → $4.00 (+33%) per 1M "
        "tokens",
        f"9000-01-01 announced {name} input $4.00 → $1.00 (-75%) per 1M "
        "tokens"])
    last = self.ok("history", "--limit", "1", *directory)
    self.assertIn("the last 1 of 3 changes", last)
    self.assertIn("announced", last)
    self.assertNotIn("$3.00", last)
    self.assertIn("1 change,", self.ok(
        "history", "--since", "2026-01-02", "--until", "2026-02-02",
        *directory))
    of_one = self.ok("history", name, *directory)
    self.assertIn("announced", of_one)
    self.assertIn("\n3 changes, ", of_one)

  def test_history_asks_for_the_changes_of_a_provider_maker_or_tier(self):
    changes = lambda *flags: json.loads(
        self.ok("history", "--json", *flags))["price_changes"]
    for change in changes("--provider", "google", "--tier", "batch"):
      self.assertTrue(change["model"].startswith("providers/google/"))
      self.assertEqual(change["service_tier"], "batch")
      self.assertIn("change_time", change)
    self.assertTrue(changes("--maker", "Anthropic", "--since", "2026-01-01"))
    reply = json.loads(self.ok("history", "openai/o3", "--json"))
    self.assertEqual(reply["total_size"], len(reply["price_changes"]))
    self.assertNotIn("next_page_token", reply)
    self.assertNotIn("change_time", reply["price_changes"][0])

  def test_history_says_what_is_wrong_by_flag(self):
    self.assertIn("--maker has 'opnai'",
                  self.fails(2, "history", "--maker", "opnai"))
    self.assertIn("--until", self.fails(2, "history", "--since", "2026-02-01",
                                        "--until", "2026-02-01"))
    self.assertIn("--limit", self.fails(2, "history", "--limit", "0"))
    self.assertIn("--limit", self.fails(2, "history", "o3", "--limit", "3"))
    self.assertIn("nearest: ", self.fails(1, "history", "gpt-5.2-codx"))
    for arguments in ["o3", "--tier", "flx"], ["--provider", "google", "--tier",
                                               "flx"]:
      self.assertIn("service tier 'flx' is not offered; offered: batch,",
                    self.fails(1, "history", *arguments))
    # Offered, though nothing changed.
    self.assertIn("0 changes", self.ok("history", "--tier", "flex", "--until",
                                       "1990-01-01"))
    self.assertIn("--since", self.fails(2, "history", "--since", "soon"))

  def test_every_model_can_be_shown(self):
    for name in self.ok("models", "--names").split()[::500]:
      self.assertIn("Prices as of", self.ok("show", name))

  def test_resolve_says_how_and_what_else(self):
    text = self.ok("resolve", "gpt-5.2-codex")
    self.assertEqual(self.row(text, "rule "), ["exact", "id"])
    self.assertIn("azure/gpt-5.2-codex", text)

  def test_providers_and_revision(self):
    self.assertIn("openai", self.ok("providers"))
    revision = json.loads(self.ok("revision", "--json"))
    self.assertEqual(revision["origin"], "embedded")
    self.assertIn(revision["catalog_revision"], self.ok("revision"))


class Workload(Case):

  def setUp(self):
    folder = tempfile.TemporaryDirectory()
    self.addCleanup(folder.cleanup)
    self.folder = pathlib.Path(folder.name)

  def file(self, name, text):
    path = self.folder / name
    path.write_text(text)
    return str(path)

  # 1,000 requests a day at $0.196.
  def test_text_json_and_standard_input_give_one_answer(self):
    text = self.ok("workload", self.file("w.textproto", WORKLOAD_TEXT))
    self.assertEqual(self.row(text, "total "), ["$196.00", "$5,880.00"])
    as_json = json.dumps(WORKLOAD_JSON)
    self.assertEqual(self.ok("workload", self.file("w.json", as_json)), text)
    self.assertEqual(self.ok("workload", self.file("w", as_json)), text)
    for written in WORKLOAD_TEXT, as_json:
      self.assertEqual(self.ok("workload", "-", input=written), text)

  def test_errors_have_line_and_column(self):
    path = self.file("w.textproto", WORKLOAD_TEXT.replace("model:", "modle:"))
    self.assertIn(f"{path}:5:8: ", self.fails(1, "workload", path))
    self.assertIn("Nearest: model", self.fails(1, "workload", path))
    path = self.file("w.json", '{"classes": [{"usage": {"input_tokns": 1}}]}')
    self.assertIn("Nearest: input_tokens", self.fails(1, "workload", path))
    path = self.file("w.json", "[]")
    self.assertIn(f"{path}:1:1: a workload is an object",
                  self.fails(1, "workload", path))
    path = self.file("w.json", "{\n \"classes\": [\n  {\"model\" 5}]}")
    self.assertIn(f"{path}:3:12: ", self.fails(1, "workload", path))

  def test_a_field_that_the_api_refuses_has_its_place(self):
    path = self.file("w.textproto",
                     WORKLOAD_TEXT.replace("input_tokens: 120000",
                                           "input_tokens: -1"))
    self.assertIn(f"{path}:6:11: ", self.fails(1, "workload", path))

  def test_a_number_of_requests_that_is_forgotten_is_not_none(self):
    without = WORKLOAD_TEXT.replace("requests_per_period: 1000", "")
    path = self.file("w.textproto", without)
    self.assertIn(f"{path}:3:1: requests_per_period is not given",
                  self.fails(1, "workload", path))
    none = WORKLOAD_TEXT.replace("1000", "0")
    text = self.ok("workload", self.file("w.textproto", none))
    self.assertEqual(self.row(text, "total "), ["$0.00", "$0.00"])

  def test_an_amount_that_is_too_large_has_the_place_of_its_class(self):
    classes = "".join(
        'classes { class_id: "%s" model: "gpt-6.1-sol" requests_per_period: %d '
        "usage { input_tokens: 1000000 } }\n" % (name, requests)
        for name, requests in (("a", 1), ("b", 2**63 - 1)))
    path = self.file("w.textproto", classes)
    self.assertIn(f"{path}:2:1: the amount is more than",
                  self.fails(1, "workload", path))

  def test_a_byte_order_mark_is_no_mistake(self):
    path = self.file("w.json", "\ufeff" + json.dumps(WORKLOAD_JSON))
    self.assertEqual(self.row(self.ok("workload", path), "total "),
                     ["$196.00", "$5,880.00"])

  def test_a_line_that_is_not_utf_8_is_named(self):
    path = self.folder / "w.textproto"
    path.write_bytes(b'classes {\n model: "\xff" }')
    self.assertIn(f"{path}:2: the line is not UTF-8",
                  self.fails(1, "workload", str(path)))

  def test_a_missing_file_is_named(self):
    self.assertIn("/nowhere/w.json: No such file",
                  self.fails(1, "workload", "/nowhere/w.json"))


# 1,200 input tokens of which 200 cached, and 34 output.
CHAT = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1782864000,
    "model": "gpt-5.2-codex",
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "Hello"}}],
    "usage": {"prompt_tokens": 1200, "completion_tokens": 34,
              "total_tokens": 1234,
              "prompt_tokens_details": {"cached_tokens": 200}},
}


class PriceTest(Case):

  PRICE = "$0.002261"  # 1,000 × $1.75 + 200 × $0.175 + 34 × $14, per million

  def price(self, text, *flags):
    return self.ok("price", "--provider", "openai", *flags, input=text)

  def test_a_response_has_its_price_and_where_each_quantity_was(self):
    text = self.price(json.dumps(CHAT, indent=1), "-")
    self.assertIn("openai chat", text)
    self.assertEqual(self.row(text, "total "), [self.PRICE])
    self.assertRegex(text, r"1,200  usage\.prompt_tokens  +input_tokens")

  def test_standard_input_is_the_default(self):
    text = json.dumps(CHAT)
    self.assertEqual(self.price(text), self.price(text, "-"))

  def test_events_are_one_response(self):
    chunk = dict(CHAT, object="chat.completion.chunk")
    events = "".join(f"data: {event}\n\n" for event in (
        json.dumps(dict(chunk, usage=None)),
        json.dumps(dict(chunk, choices=[])), "[DONE]"))
    self.assertEqual(self.row(self.price(events), "total "), [self.PRICE])
    lines = events.replace("data: ", "").replace("[DONE]", "")
    self.assertEqual(self.row(self.price(lines, "--stream"), "total "),
                     [self.PRICE])

  def test_a_stream_that_was_cut_short_has_no_price(self):
    chunk = json.dumps(dict(CHAT, object="chat.completion.chunk", usage=None))
    self.assertIn("the payload has no usage",
                  self.fails(1, "price", input=f"data: {chunk}\n\n"))

  def test_the_same_response_twice_is_not_counted_twice(self):
    result = run("price", input=(json.dumps(CHAT) + "\n") * 2)
    self.assertEqual(result.returncode, 1)
    self.assertIn("refused: this is response chatcmpl-1 of line 1 again",
                  result.stdout)
    self.assertIn("priced 1, refused 1\n", result.stdout)

  def test_each_line_is_a_response_and_bad_ones_harm_no_other(self):
    good, other = json.dumps(CHAT), json.dumps(dict(CHAT, id="chatcmpl-2"))
    result = run("price", input=f"{good}\n{{\n\n{other}\n")
    self.assertEqual((result.returncode, result.stderr), (1, ""))
    self.assertEqual(self.row(result.stdout, "      1  ")[-1], self.PRICE)
    self.assertEqual(self.row(result.stdout, "      2  ")[0], "refused:")
    self.assertEqual(self.row(result.stdout, "      4  ")[-1], self.PRICE)
    self.assertIn("$0.004522\n", result.stdout)
    self.assertIn("priced 2, refused 1\n", result.stdout)

  def test_an_array_is_priced_as_lines_are(self):
    text = self.price(json.dumps([CHAT, dict(CHAT, id="chatcmpl-2")], indent=1))
    self.assertIn("priced 2, refused 0\n", text)

  def test_json_has_an_object_for_each_response(self):
    result = run("price", "--json", input=json.dumps(CHAT) + "\n{}\n")
    self.assertEqual((result.returncode, result.stderr), (1, ""))
    first, second = map(json.loads, result.stdout.splitlines())
    self.assertEqual(first["line"], 1)
    self.assertEqual(first["response"]["estimate"]["total"]["nanos"], 2261000)
    self.assertEqual(second["line"], 2)
    self.assertIn("message", second["error"])

  def test_an_array_without_a_response_is_an_error(self):
    self.assertIn("there is no response", self.fails(1, "price", input="[]"))

  def test_extract_shows_no_price(self):
    text = self.price(json.dumps(CHAT), "--extract")
    self.assertIn("usage.prompt_tokens", text)
    self.assertNotIn("$", text)
    self.assertIn("--extract shows no price",
                  self.fails(2, "price", "--extract", "--tier", "batch",
                             input=json.dumps(CHAT)))

  def test_a_missing_file_is_named(self):
    self.assertIn("/nowhere/r.jsonl: No such file",
                  self.fails(1, "price", "/nowhere/r.jsonl"))

  def test_memory_does_not_grow_with_the_file(self):
    def lines(count):
      return "".join(json.dumps(dict(CHAT, id=f"chatcmpl-{i}")) + "\n"
                     for i in range(count))

    def events(count):
      chunk = dict(CHAT, object="chat.completion.chunk", usage=None)
      return (f"data: {json.dumps(chunk)}\n\n" * count +
              f"data: {json.dumps(dict(chunk, usage=CHAT['usage']))}\n\n")

    with tempfile.TemporaryDirectory() as folder:
      path = pathlib.Path(folder) / "many"
      for make in lines, events:
        peaks = []
        for count in 5_000, 80_000:
          path.write_text(make(count))
          _, code, peak_kib = peak_memory.run_measured(
              [RATECARD, "price", "--json", str(path)], subprocess.DEVNULL)
          self.assertEqual(code, 0)
          peaks.append(peak_kib)
        self.assertLess(peaks[1] - peaks[0], 8 << 10, make.__name__)


class Errors(Case):

  def test_a_typo_in_a_model_suggests_the_nearest(self):
    error = self.fails(1, "estimate", "gpt-5.2-codx", "--input", "1")
    self.assertRegex(
        error, r"^ratecard: model 'gpt-5\.2-codx' is not in the catalog; "
        r"nearest: gpt-5\.2-codex")

  def test_a_typo_in_command_or_flag_suggests_and_exits_2(self):
    self.assertIn("did you mean estimate?", self.fails(2, "estmate", "x"))
    self.assertIn("did you mean --input?",
                  self.fails(2, "estimate", "x", "--inptu", "5"))

  def test_a_bad_quantity_says_what_one_is(self):
    self.assertIn(
        "--input: '12q' is not a quantity: 120000, 120_000, 120,000, or with a "
        "suffix k, M or G 120k, 1.5M",
        self.fails(2, "estimate", "gpt-5.2-codex", "--input", "12q"))

  def test_usage_errors_exit_2(self):
    for arguments in ([], ["estimate"], ["estimate", "a", "b"],
                      ["estimate", "a", "--input"],
                      ["fit", "a", "--modality", "smell"],
                      ["estimate", "a", "--as-of", "soon"],
                      ["models", "--color", "pink"],
                      ["models", "--timeout", "soon"],
                      ["models", "--server", "nowhere"],
                      ["models", "--server", "localhost:port"],
                      ["models", "--server", ""],
                      ["models", "--catalog-dir", ""],
                      ["estimate", "o3", "--input", "1", "--tier", ""],
                      ["estimate", "o3", "--input", "1", "--provider", ""],
                      ["estimate", "o3"],
                      ["estimate", "o3", "--input", "1", "--cached", "2"],
                      ["estimate", "o3", "--quantity", "input_tokens=5"],
                      ["models", "--currency", "usd"],
                      ["fit", "o3"],
                      ["models", "--limit", "0"],
                      ["completion", "tcsh"],
                      ["models", "--server", "a:1", "--catalog-dir", "b"]):
      with self.subTest(arguments):
        self.fails(2, *arguments)

  def test_a_scheme_before_the_address_is_named(self):
    self.assertIn("without what stands before ://",
                  self.fails(2, "models", "--server", "http://localhost:50051"))

  def test_help_and_version_are_also_words(self):
    self.assertEqual(self.ok("help"), self.ok("--help"))
    self.assertEqual(self.ok("help", "fit"), self.ok("fit", "--help"))
    self.assertEqual(self.ok("version"), self.ok("--version"))

  def test_a_flag_that_another_command_has_suggests_this_ones(self):
    self.assertIn("did you mean --max-output?",
                  self.fails(2, "fit", "o3", "--output", "5"))

  def test_a_meter_that_is_none_suggests_those_that_can_be_given(self):
    error = self.fails(2, "estimate", "o3", "--quantity", "pages=5")
    self.assertIn("'pages' is not a meter; nearest: input_pages", error)
    error = self.fails(2, "estimate", "o3", "--quantity", "xyzzy=5")
    self.assertIn("web_searches", error)
    self.assertNotIn("_tokens", error)
    self.assertNotIn("--input", error)
    self.assertIn("'size' is given twice", self.fails(
        2, "estimate", "o3", "--quantity", "output_images:size=a,size=b=3"))

  def test_a_time_that_is_none_says_what_one_is(self):
    error = self.fails(2, *CODEX[:-1], "2026-07-01T09:30Z")
    self.assertIn("with seconds and zone", error)
    self.assertIn("+08:00", error)

  def test_years_have_four_digits(self):
    text = self.ok(*CODEX[:-1], "0001-01-01")
    self.assertEqual(self.row(text, "as of "), ["0001-01-01T00:00:00Z"])

  def test_a_name_that_is_not_utf_8_is_shown_escaped(self):
    for arguments in (["estimate", b"\xff\xfe", "--input", "1"],
                      ["estimate", "o3", "--input", "1", "--region",
                       b"\xff\xfe"],
                      ["models", "--maker", b"\xff\xfe"]):
      self.assertRegex(self.fails(2, *arguments),
                       r"^ratecard: \S+: '\\xff\\xfe' is not UTF-8\n")
      status = json.loads(self.fails(2, *arguments, "--json"))
      self.assertIn("'\\xff\\xfe' is not UTF-8", status["message"])

  def test_fields_of_the_api_are_named_by_their_flags(self):
    error = self.fails(2, "estimate", "gpt-5.2-codex", "--input", "5",
                       "--cached", "9")
    self.assertIn("--cached", error)
    self.assertIn("--input", error)
    self.assertNotIn("_tokens", error)

  def test_json_errors_are_a_status(self):
    status = json.loads(self.fails(1, "estimate", "gpt-5.2-codx", "--input",
                                   "1", "--json"))
    self.assertEqual(status["code"], 5)
    info = status["details"][0]
    self.assertEqual(info["reason"], "MODEL_NOT_FOUND")
    self.assertIn("gpt-5.2-codex", info["metadata"]["nearest"])
    status = json.loads(self.fails(2, "estimate", "--json"))
    self.assertEqual(status["code"], 3)

  def test_an_unreachable_server_exits_5_and_is_named(self):
    error = self.fails(5, *CODEX, "--server", "127.0.0.1:1")
    self.assertIn("127.0.0.1:1", error)
    self.assertIn("cannot be reached", error)

  def test_nothing_used_costs_nothing_in_words(self):
    text = self.ok("estimate", "o3", "--input", "0")
    self.assertIn("$0.00, as nothing is used", text)
    self.assertNotIn("METER", text)


class Streams(Case):

  def test_head_does_not_make_it_fail(self):
    for arguments in "models", "show gpt-5.2-codex", "--help":
      result = subprocess.run(
          ["bash", "-c", f"set -o pipefail; '{RATECARD}' {arguments} | true"],
          capture_output=True, text=True, timeout=60)
      self.assertEqual((result.returncode, result.stderr), (0, ""))

  def test_a_full_disk_does(self):
    with open("/dev/full", "w") as full:
      result = subprocess.run([RATECARD, "models"], stdout=full, text=True,
                              stderr=subprocess.PIPE, timeout=60)
    self.assertEqual(result.returncode, 1)
    self.assertIn("No space left", result.stderr)

  def test_a_closed_standard_output_does(self):
    result = subprocess.run(["bash", "-c", f"'{RATECARD}' models >&-"],
                            capture_output=True, text=True, timeout=60)
    self.assertEqual(result.returncode, 1)
    self.assertIn("cannot write", result.stderr)

  def test_no_colour_unless_on_a_terminal(self):
    self.assertNotIn("\x1b", self.ok("models"))
    self.assertIn("\x1b", self.ok("models", "--color", "always"))
    self.assertIn("\x1b", self.ok("models", "--color=always",
                                  env={"NO_COLOR": "1"}))
    self.assertIn("\x1b", self.on_terminal({"NO_COLOR": ""}))
    self.assertNotIn("\x1b", self.on_terminal({"NO_COLOR": "1"}))
    self.assertNotIn("\x1b", self.on_terminal({"NO_COLOR": "",
                                               "TERM": "dumb"}))

  def on_terminal(self, environment):
    leader, follower = pty.openpty()
    with os.fdopen(leader, "rb") as terminal:
      subprocess.run([RATECARD, *CODEX], stdout=follower, timeout=60,
                     env={**os.environ, "TERM": "xterm", **environment})
      text = terminal.read1().decode()
      os.close(follower)
    return text


class HelpAndCompletion(Case):

  def commands(self, group=""):
    """Names of all commands, those in groups with the group before."""
    text = self.ok(*group.split(), "--help")
    part = text[text.index("\nCommands:\n"):].splitlines()[2:] + [""]
    names = []
    for line in part[:part.index("")]:
      if not line.startswith("   "):
        name = f"{group} {line.split()[0]}".strip()
        is_group = name in ("catalog", "quote")
        names += self.commands(name) if is_group else [name]
    return names

  def test_every_command_has_help_with_an_example(self):
    self.assertIn("Exit codes:", self.ok("--help"))
    self.assertIn("estimate", self.commands())
    for command in self.commands():
      text = self.ok(*command.split(), "--help")
      self.assertIn("Example:", text)
      self.assertIn(f"  ratecard {command}", text.replace("<(", "  "))
      self.assertLessEqual(max(map(len, text.splitlines())), 80, text)

  def test_examples_in_help_work(self):
    for command in ("estimate", "explain", "fit", "models", "show", "history",
                    "resolve", "compare"):
      text = self.ok(command, "--help").replace("\\\n", "")
      for line in text[text.index("Example:"):].splitlines()[1:]:
        if "--batch" in line:
          continue  # of a file that there is not
        result = run(*shlex.split(line)[1:])
        self.assertIn(result.returncode, (0, 3), line)
        self.assertEqual(result.stderr, "")

  def test_version(self):
    self.assertRegex(self.ok("--version"), r"^ratecard \d+\.\d+\.\d+\n$")

  def test_man_page_has_every_command_and_flag(self):
    page = self.ok("man").replace("\\-", "-")
    for command in self.commands():
      self.assertIn(f".SS ratecard {command}", page)
    for flag in "--cache-write-12h", "--max-output", "--names", "--server":
      self.assertIn(flag, page)
    if shutil.which("man"):
      with tempfile.NamedTemporaryFile("w", suffix=".1") as file:
        file.write(self.ok("man"))
        file.flush()
        result = subprocess.run(
            ["man", "--warnings", "-l", file.name], capture_output=True,
            text=True, timeout=60, env={**os.environ, "MANWIDTH": "80"})
      self.assertEqual((result.returncode, result.stderr), (0, ""))

  def bash_replies(self, line):
    script = """
      source <("$RATECARD" completion bash)
      PATH="$(dirname "$RATECARD"):$PATH"
      COMP_LINE="$1" COMP_POINT=${#1} COMP_WORDS=($1) COMP_CWORD=0
      _ratecard 2>/dev/null
      printf '%s\\n' "${COMPREPLY[@]}"
    """
    result = subprocess.run(["bash", "-c", script, "bash", line],
                            capture_output=True, text=True, timeout=60)
    self.assertEqual(result.stderr, "")
    return result.stdout.split()

  def test_bash_completes_commands_flags_values_and_models(self):
    self.assertEqual(self.bash_replies("ratecard est"), ["estimate"])
    self.assertEqual(self.bash_replies("ratecard cat"), ["catalog"])
    self.assertEqual(self.bash_replies("ratecard catalog im"), ["import"])
    self.assertEqual(
        self.bash_replies("ratecard catalog import --from lite"), ["litellm"])
    self.assertIn("--strict", self.bash_replies("ratecard catalog import --s"))
    self.assertIn("--cached-audio",
                  self.bash_replies("ratecard estimate --cached"))
    self.assertEqual(self.bash_replies("ratecard estimate x --tier bat"),
                     ["batch"])
    self.assertEqual(self.bash_replies("ratecard models --provider openai-"),
                     ["openai-decisions"])
    self.assertEqual(self.bash_replies("ratecard models --modality im"),
                     ["image"])
    self.assertEqual(self.bash_replies("ratecard models --modality image,au"),
                     ["image,audio"])
    # What is before the = stays on the line.
    self.assertEqual(self.bash_replies("ratecard models --modality=im"),
                     ["image"])
    self.assertEqual(self.bash_replies("ratecard show gpt-5.2-co"),
                     ["gpt-5.2-codex"])
    self.assertIn("openai/gpt-5.2-codex",
                  self.bash_replies("ratecard --json estimate openai/gpt-5"))
    # Bash breaks words at colons: what is before the last one stays.
    self.assertEqual(
        self.bash_replies("ratecard show amazon.nova-pro-v1:"), ["0"])

  def test_completion_knows_what_the_catalog_has(self):
    words = lambda *arguments: self.ok("complete", *arguments).split()
    self.assertEqual(words("provider", "--", "openai"),
                     ["openai", "openai-decisions"])
    self.assertIn("openai/gpt-5.2-codex", words("model", "--", "openai/gpt-5.2-c"))
    self.assertIn("batch", words("tier"))
    self.assertIn("us", words("region"))
    self.assertEqual(words("maker", "anthro"), ["anthropic"])
    self.assertEqual(words("model", "--", "-"), [])
    self.assertNotIn("  complete ", self.ok("--help"))

  def after_tab(self, shell, setup, line):
    """The command line that a Tab behind `line` makes of it."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 200))
    with tempfile.TemporaryDirectory() as home:
      environment = {
          "PATH": f"{pathlib.Path(RATECARD).parent}:{os.environ['PATH']}",
          "HOME": home, "TERM": "dumb", "LC_ALL": "C.UTF-8"}
      process = subprocess.Popen(
          shell, stdin=follower, stdout=follower, stderr=follower,
          env=environment, start_new_session=True)
      os.close(follower)
      text = ""

      def wait_for(pattern):
        nonlocal text
        end = time.monotonic() + 30
        while not re.search(pattern, text) and time.monotonic() < end:
          if select.select([leader], [], [], 0.1)[0]:
            text += os.read(leader, 65536).decode(errors="replace")

      os.write(leader, f"{setup}\necho REA''DY\n".encode())
      wait_for("READY")
      # The line is shown, not run.
      os.write(leader, line.encode() + b"\t\x01: '\x05' ; echo DO''NE\n")
      wait_for("DONE")
      process.kill()
      process.wait()
      os.close(leader)
    return text

  @unittest.skipUnless(shutil.which("zsh"), "no zsh")
  def test_tab_completes_in_bash_and_zsh(self):
    shells = (
        (["bash", "--norc", "--noprofile", "-i"],
         "source <(ratecard completion bash)"),
        (["zsh", "-f", "-i"],
         "autoload -Uz compinit; compinit -u -D; "
         "source <(ratecard completion zsh)"))
    for shell, setup in shells:
      for line, completed in (
          ("show gpt-5.2-co", "gpt-5.2-codex"),
          ("show openai/gpt-5.2-co", "openai/gpt-5.2-codex"),
          ("show amazon.nova-pro-v1:", "amazon.nova-pro-v1:0"),
          ("estimate x --provider anth", "--provider anthropic"),
          ("estimate x --provider=anth", "--provider=anthropic"),
          ("estimate x --tier bat", "--tier batch"),
          ("models --maker openai,anthro", "openai,anthropic")):
        with self.subTest(shell[0], line=line):
          self.assertIn(completed,
                        self.after_tab(shell, setup, f"ratecard {line}"))

  def test_zsh_and_fish_accept_their_scripts(self):
    for shell in "zsh", "fish":
      script = self.ok("completion", shell)
      self.assertIn("--cache-write-12h" if shell == "zsh"
                    else "-l cache-write-12h", script)
      if shutil.which(shell):
        result = subprocess.run([shell, "-n", "/dev/stdin"], input=script,
                                capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ""), shell)

  @unittest.skipUnless(shutil.which("fish"), "no fish")
  def test_fish_completes(self):
    script = """
      set -x PATH (dirname $RATECARD) $PATH
      $RATECARD completion fish | source
      complete -C $argv[1]
    """
    with tempfile.TemporaryDirectory() as home:
      for line, expected in [("ratecard est", "estimate"),
                             ("ratecard show gpt-5.2-co", "gpt-5.2-codex"),
                             ("ratecard models --modality im", "image"),
                             ("ratecard estimate --cached-a",
                              "--cached-audio"),
                             ("ratecard show amazon.nova-pro-v1:",
                              "amazon.nova-pro-v1:0"),
                             ("ratecard fit x --provider anth", "anthropic"),
                             ("ratecard models --maker openai,anthro",
                              "openai,anthropic")]:
        result = subprocess.run(
            ["fish", "--no-config", "-c", script, line], capture_output=True,
            text=True, timeout=60, env={**os.environ, "HOME": home})
        words = [reply.split("\t")[0] for reply in result.stdout.splitlines()]
        self.assertIn(expected, words, result)


class Server(Case):

  @classmethod
  def setUpClass(cls):
    cls.process = subprocess.Popen(
        [RATECARDD, "--grpc_address=127.0.0.1:0", "--http_address="],
        stderr=subprocess.PIPE, text=True)
    cls.address = None
    for line in cls.process.stderr:
      entry = json.loads(line)
      if entry.get("event") == "serving":
        cls.address = entry["grpc_address"]
        break
    if cls.address is None:
      raise RuntimeError("no server")
    threading.Thread(target=cls.process.stderr.read, daemon=True).start()

  @classmethod
  def tearDownClass(cls):
    cls.process.terminate()
    cls.process.wait(timeout=30)
    cls.process.stderr.close()

  def both(self, *arguments, **options):
    """The answer, which must be the same either way."""
    local = run(*arguments, **options)
    # An http_proxy is for the web: the address given is the one to talk to.
    remote = run(*arguments, "--server", self.address,
                 env={"http_proxy": "http://127.0.0.1:1"}, **options)
    self.assertEqual(
        (remote.returncode, remote.stdout, remote.stderr),
        (local.returncode, local.stdout, local.stderr), arguments)
    return local

  def test_answers_are_the_same_either_way(self):
    for form in [], ["--json"]:
      for arguments in (
          CODEX,
          ["fit", "gpt-5.2-codex", "--input", "300k", "--max-output", "10k"],
          ["explain", *GEMINI, "--input", "210k", "--with", "gpt-5.2"],
          ["plot", *GEMINI, "--to", "300k"],
          ["models", "--as-of", "2026-07-01"],
          ["show", "gpt-5.2-codex", "--as-of", "2026-07-01"],
          ["history", "openai/o3"],
          ["history", "--provider", "openai"],
          ["history", "--until", "2026-07-01"],
          ["resolve", "gpt-5.2-codex-2025-12-18"],
          ["catalog", "conflicts", "--provider", "anthropic"],
          ["providers"]):
        self.assertTrue(self.both(*arguments, *form).stdout)

  def test_workloads_are_the_same_either_way(self):
    self.both("workload", "-", input=WORKLOAD_TEXT)

  def test_errors_are_the_same_either_way(self):
    for form in [], ["--json"]:
      for arguments in (
          ["estimate", "gpt-5.2-codx", "--input", "1"],
          ["estimate", "gpt-5.2-codex"],
          ["estimate", b"gpt\xff", "--input", "1"],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--cached", "9"],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--tier", "warp"],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--tier", "y" * 9000],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--tier", "é" * 63],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--region", "y" * 9000],
          ["estimate", "y" * 9000, "--input", "5"],
          ["models", "--sort", "y" * 9000],
          ["models", "--maker", "y" * 9000],
          ["estimate", "gpt-5.2-codex", "--quantity", "output_images=3"],
          ["models", "--provider", "opnai"],
          ["history", "gpt-5.2-codx"],
          ["history", "providers/openai/models/o3", "--provider", "azure"],
          ["history", "--maker", "y" * 9000],
          ["fit", "gpt-5.2-codex"]):
        error = self.both(*arguments, *form)
        self.assertIn(error.returncode, (1, 2))
        self.assertLess(len(error.stderr), 3000)

  def test_the_servers_catalog_has_the_same_revision(self):
    local, remote = (
        json.loads(self.ok("revision", "--json", *where))["catalog_revision"]
        for where in ([], ["--server", self.address]))
    self.assertEqual(local, remote)

  def test_a_catalog_directory_gives_the_same_prices(self):
    self.assertEqual(
        self.ok("models", "--as-of", "2026-07-01", "--catalog-dir",
                f"{DATA},{DATA / 'imported'}"),
        self.ok("models", "--as-of", "2026-07-01"))

  def test_a_server_that_does_not_answer_in_time_exits_5(self):
    with socket.create_server(("127.0.0.1", 0)) as silent:
      address = "%s:%d" % silent.getsockname()
      error = self.fails(5, *CODEX, "--server", address, "--timeout", "200ms")
    self.assertIn(address, error)
    self.assertIn("did not answer within 200ms", error)


class TimeZones(Case):

  def test_without_them_it_says_what_is_missing(self):
    for where in [], ["--catalog-dir", str(DATA)]:
      with self.subTest(where):
        error = self.fails(1, "revision", *where, env={"TZDIR": "/nonexistent"})
        self.assertIn("'Asia/Shanghai' cannot be loaded: is tzdata installed?",
                      error)
        self.assertEqual(error.count("\n") == 1, not where)


LIST = {
    "acme": {
        "id": "acme", "name": "Acme", "npm": "@acme/sdk", "env": ["ACME_KEY"],
        "doc": "https://acme.example/docs", "models": {
            "big": {
                "id": "big", "name": "Big", "attachment": False,
                "reasoning": True, "tool_call": True, "open_weights": False,
                "release_date": "2026-01-02", "last_updated": "2026-01-02",
                "modalities": {"input": ["text"], "output": ["text"]},
                "limit": {"context": 400000, "output": 128000},
                "cost": {"input": 0.049999999999999996, "output": 14,
                         "cached_input": 0.175},
            }}}}


class CatalogFiles(Case):

  def setUp(self):
    folder = tempfile.TemporaryDirectory()
    self.addCleanup(folder.cleanup)
    self.list = pathlib.Path(folder.name, "api.json")
    self.list.write_text(json.dumps(LIST))
    self.out = str(pathlib.Path(folder.name, "imported"))

  def import_list(self, *arguments):
    return run("catalog", "import", "--from", "models.dev", "--checked-date",
               "2026-10-31", str(self.list), *arguments)

  def test_an_imported_list_is_a_catalog(self):
    result = self.import_list("--out", self.out)
    self.assertEqual((result.returncode, result.stderr), (0, ""))
    self.assertEqual(self.row(result.stdout, "models"), ["1"])
    self.assertEqual(
        self.row(self.ok("catalog", "verify", self.out), "models"), ["1"])
    # 1,000,000 × 0.05 + 1,000 × 14 millionths.
    text = self.ok("estimate", "acme/big", "--input", "1M", "--output", "1k",
                   "--catalog-dir", self.out, "--as-of", "2026-11-01")
    self.assertEqual(self.row(text, "total"), ["$0.064"])

  def test_what_was_not_understood_is_said(self):
    result = self.import_list("--json")
    findings = {(finding["finding"], finding["key"]): finding
                for finding in json.loads(result.stdout)["findings"]}
    unknown = findings["unknown_key", "cost.cached_input"]
    self.assertEqual(unknown["count"], 1)
    self.assertEqual(unknown["first_path"], "acme.models.big.cost.cached_input")
    self.assertIn(("noise_removed", "cost.input"), findings)

  def test_strict_fails_where_something_was_lost(self):
    self.assertEqual(self.import_list().returncode, 0)
    self.assertEqual(self.import_list("--strict").returncode, 1)

  def test_what_is_no_list_is_refused(self):
    for text, problem in (("{", "INVALID_JSON"), ("[]", "INVALID_LIST"),
                          ('{"acme": {"models": {}}}', "INVALID_LIST"),
                          ('{"a": 1, "a": 2}', "twice")):
      self.list.write_text(text)
      result = self.import_list("--out", self.out, "--json")
      self.assertEqual(result.returncode, 1)
      self.assertIn(problem, result.stderr)
      self.assertIn(f'"message": "{self.list}: ', result.stderr)
      self.assertFalse(os.path.exists(self.out))

  def test_standard_input_is_named_as_such(self):
    error = self.fails(1, "catalog", "import", "--from", "genai-prices", "-",
                       input="[]")
    self.assertEqual(error, "ratecard: standard input: no model was found: "
                     "expected a list of the format genai-prices "
                     "(genai-prices), found an array of 0\n")

  def test_models_of_models_dev_without_providers_are_a_list(self):
    self.list.write_text(json.dumps({"acme/big": {
        "id": "acme/big", "name": "Big",
        "modalities": {"input": ["text"], "output": ["text"]}}}))
    result = self.import_list("--out", self.out)
    self.assertEqual((result.returncode, result.stderr), (0, ""))
    self.assertEqual(self.row(result.stdout, "  unpriced"), ["1"])

  def test_an_import_replaces_what_one_wrote_and_nothing_else(self):
    for _ in range(2):
      self.assertEqual(self.import_list("--out", self.out).returncode, 0)
    acme = pathlib.Path(self.out, "acme.textproto")
    acme.write_text("# Mine.\n")
    result = self.import_list("--out", self.out)
    self.assertEqual(result.returncode, 1)
    self.assertIn(f"would replace {acme}, which does not begin with the comment "
                  '"Written by `ratecard catalog import`"', result.stderr)
    self.assertEqual(acme.read_text(), "# Mine.\n")

  def test_a_format_or_date_that_is_none_is_named(self):
    error = self.fails(2, "catalog", "import", "--from", "x", str(self.list))
    self.assertIn("'x' is not one of litellm, models.dev", error)
    error = self.fails(2, "catalog", "import", "--from", "litellm",
                       "--checked-date", "today", str(self.list))
    self.assertIn("'today' is not a date", error)

  def test_a_group_says_what_is_in_it(self):
    self.assertIn("which command? import, verify", self.fails(2, "catalog"))
    self.assertIn("did you mean import?", self.fails(2, "catalog", "imprt"))

  def test_verify_names_every_mistake(self):
    pathlib.Path(self.out).mkdir()
    pathlib.Path(self.out, "bad.textproto").write_text(
        "provider_id: \"bad\"\ndisplay_name: \"X\"\ncurrency_code: \"usd\"\n")
    self.assertIn("bad.textproto:3: currency_code",
                  self.fails(1, "catalog", "verify", self.out))


class CatalogBuild(Case):
  """Of two lists of acme's: a newer one with a higher price of `big`, without
  `old` and with a key that nobody knows, and LiteLLM's, which disagrees."""

  def setUp(self):
    folder = tempfile.TemporaryDirectory()
    self.addCleanup(folder.cleanup)
    self.folder = pathlib.Path(folder.name)
    self.out = self.folder / "imported"
    self.june = self.write("june.json", self.models_dev(
        big={"input": 1, "output": 4}, old={"input": 2, "output": 8}))
    self.october = self.write("october.json", self.models_dev(
        big={"input": 1.5, "output": 4, "cache_input": 0.1}))
    self.litellm = self.write("litellm.json", {"acme/big": {
        "litellm_provider": "acme", "mode": "chat",
        "input_cost_per_token": 3e-6, "output_cost_per_token": 4e-6}})
    self.lists = [f"models.dev@2026-06-30={self.june}",
                  f"models.dev@2026-10-31={self.october}"]

  def write(self, name, value):
    path = self.folder / name
    path.write_text(json.dumps(value))
    return path

  @staticmethod
  def models_dev(**costs):
    return {"acme": {"id": "acme", "name": "Acme", "models": {
        name: {"id": name, "name": name, "cost": cost,
               "limit": {"context": 1000, "output": 100}}
        for name, cost in costs.items()}}}

  def build(self, *lists, out=None):
    return self.ok("catalog", "build", "--out", str(out or self.out), *lists)

  def written(self, folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}

  def test_counts_what_each_list_has_and_what_became_of_it(self):
    text = self.build(*self.lists, f"litellm@2026-11-01={self.litellm}")
    # Providers, models, found, priced, unknown keys, conflicts.
    self.assertEqual(self.row(text, "models.dev@2026-06-30"),
                     ["1", "2", "2", "2", "0", "0"])
    self.assertEqual(self.row(text, "models.dev@2026-10-31"),
                     ["1", "1", "1", "1", "1", "1"])
    self.assertEqual(self.row(text, "litellm@2026-11-01"),
                     ["1", "1", "1", "1", "0", "0"])
    self.assertEqual(self.row(text, "models "), ["2"])
    self.assertEqual(self.row(text, "  no longer listed"), ["1"])
    self.assertEqual(self.row(text, "disagreements"), ["1"])
    again = json.loads(self.build(*self.lists, "--json"))
    self.assertEqual(again["models"], 2)
    self.assertEqual(again["lists"][1], {
        "format": "models.dev", "checked_date": "2026-10-31", "providers": 1,
        "models": 1, "found": 1, "priced": 1, "unknown_keys": 1,
        "conflicts": 0})
    checked = json.loads(self.ok("catalog", "verify", str(self.out), "--json"))
    self.assertEqual((checked["providers"], checked["models"]), (1, 2))
    self.assertEqual(len(checked["catalog_revision"]), 32)

  def test_the_result_is_a_catalog_with_both_prices_of_a_change(self):
    self.build(*self.lists)
    self.assertEqual(
        self.row(self.ok("catalog", "verify", str(self.out)), "models"), ["2"])
    # 1,000,000 × $1 in June, × $1.50 in November.
    for day, total in ("2026-06-01", "$1.00"), ("2026-11-05", "$1.50"):
      text = self.ok("estimate", "acme/big", "--input", "1M", "--output", "0",
                     "--catalog-dir", str(self.out), "--as-of", day)
      self.assertEqual(self.row(text, "total"), [total])
    text = self.ok("estimate", "acme/old", "--input", "1M", "--output", "0",
                   "--catalog-dir", str(self.out), "--as-of", "2026-07-01")
    self.assertIn("warning: no price list has it any more, the last one had it "
                  "on 2026-06-30\n", text)
    text = self.ok("show", "acme/old", "--catalog-dir", str(self.out))
    self.assertEqual(self.row(text, "status"), ["unlisted"])
    self.assertEqual(self.row(text, "last listed"), ["2026-06-30"])

  def test_equal_lists_in_another_order_give_equal_bytes(self):
    other = self.folder / "other"
    self.build(*self.lists)
    self.build(*reversed(self.lists), out=other)
    self.assertEqual(self.written(self.out), self.written(other))
    self.assertEqual(list(self.written(self.out)), ["acme.textproto"])

  def test_takes_the_place_of_an_earlier_build_alone(self):
    self.build(*self.lists)
    mine = self.out / "mine.textproto"
    mine.write_text('provider_id: "mine" display_name: "Mine" '
                    'currency_code: "USD"\n')
    renamed = json.loads(self.october.read_text())
    renamed["zeta"] = {**renamed.pop("acme"), "id": "zeta", "name": "Zeta"}
    self.build(f"models.dev@2026-10-31={self.write('zeta.json', renamed)}")
    self.assertEqual(set(self.written(self.out)),
                     {"mine.textproto", "zeta.textproto"})

  def test_errors_say_what_would_be_right_and_write_nothing(self):
    june = f"models.dev@2026-06-30={self.june}"
    empty = self.write("empty.json", [])
    cut = self.folder / "cut.json"
    cut.write_text('{"acme": ')
    for lists, words in (
        [["models.dev=x.json"], "does not say the day"],
        [["nobody@2026-06-30=x.json"], "a format that can be imported"],
        [["models.dev@2026-06-31=x.json"], "does not say the day"],
        [["models.dev@2026-06-30="], "names no file"],
        [["models.dev@2026-06-30=/nowhere.json"], "/nowhere.json"],
        [[june, june], "two lists of models.dev of 2026-06-30"],
        [[june, f"models.dev@2026-10-31={cut}"], f"{cut}: JSON document ended"],
        [[june, f"genai-prices@2026-10-31={empty}"],
         f"{empty}: no model was found: expected a list of the format "
         "genai-prices"],
        [[f"litellm@2026-06-30={self.june}"], f"{self.june}: is no list"]):
      with self.subTest(lists=lists):
        result = run("catalog", "build", "--out", str(self.out), *lists)
        self.assertIn(result.returncode, (1, 2), result)
        self.assertIn(words, result.stderr)
        self.assertFalse(self.out.exists())

  def test_does_not_replace_a_file_that_it_did_not_write(self):
    self.out.mkdir()
    mine = self.out / "acme.textproto"
    mine.write_text('provider_id: "acme"  # Corrected by hand.\n')
    before = self.written(self.out)
    error = self.fails(1, "catalog", "build", "--out", str(self.out),
                       *self.lists)
    self.assertIn(f"would replace {mine}, which does not begin with the comment "
                  '"Written by `ratecard catalog build`"; give --out another',
                  error)
    self.assertEqual(self.written(self.out), before)

  def test_does_not_write_into_the_curated_files(self):
    curated = self.folder / "curated"
    curated.mkdir()
    (curated / "zeta.textproto").write_text(
        'provider_id: "zeta" display_name: "Zeta" currency_code: "USD"\n')
    error = self.fails(2, "catalog", "build", "--out", f"{curated}/",
                       "--curated", str(curated), *self.lists)
    self.assertIn("is the directory of --curated", error)
    self.assertEqual(list(self.written(curated)), ["zeta.textproto"])

  def build_in_a_full_disk(self, **options):
    """A build of a list that has grown, which may write no large files."""
    grown = {f"m{i}": {"input": 1, "output": 4} for i in range(100)}
    path = self.write("grown.json", self.models_dev(**grown))
    limit = 4096
    return run("catalog", "build", "--out", str(self.out),
               f"models.dev@2026-11-01={path}",
               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                     (limit, limit)),
               **options)

  def test_a_build_that_cannot_write_leaves_the_earlier_one(self):
    self.build(*self.lists)
    before = self.written(self.out)
    result = self.build_in_a_full_disk(restore_signals=False)
    self.assertEqual(result.returncode, 1)
    self.assertEqual(result.stderr, f"ratecard: cannot write {self.out}/"
                     ".acme.textproto.tmp: File too large\n")
    self.assertEqual(self.written(self.out), before)

  # It left the file empty that it was writing.
  def test_a_build_that_is_killed_leaves_the_earlier_one(self):
    self.build(*self.lists)
    before = self.written(self.out)
    result = self.build_in_a_full_disk()
    self.assertEqual(result.returncode, -signal.SIGXFSZ)
    after = self.written(self.out)
    self.assertEqual({name: after[name] for name in before}, before)
    self.ok("catalog", "verify", str(self.out))
    self.build(*self.lists)
    self.assertEqual(self.written(self.out), before)


class CatalogConflicts(Case):

  def conflicts(self, *arguments):
    rows = json.loads(self.ok("catalog", "conflicts", "--json",
                              *arguments))["conflicts"]
    return [row["disagreement"] for row in rows]

  def assert_total(self, total, *arguments):
    reply = json.loads(self.ok("estimate", *arguments, "--json"))
    money = reply["estimate"]["total"]
    self.assertEqual(
        decimal.Decimal(money.get("units", 0)) +
        decimal.Decimal(money.get("nanos", 0)).scaleb(-9), decimal.Decimal(total))

  # genai-prices still has the tier that ended with the beta.
  def test_a_tier_that_one_list_has_is_found(self):
    text = self.ok("catalog", "conflicts", "claude-sonnet-4-5", "--provider",
                   "anthropic", "--prices")
    self.assertIn("anthropic/claude-sonnet-4-5  input_tokens  differs by $3.00 "
                  "per 1M tokens\n  taken  $3.00 (anthropic-pricing)\n"
                  "  other  $3.00; $6.00 from 200,001 input tokens (genai-"
                  "prices-2026-11-01)\n"
                  "  why    The list itself says that these describe use before "
                  "the beta ended on\n         2026-04-30.\n", text)
    self.assertNotIn("first in the order of trust.\n", text)
    # 1m × $3 + 0.1m × $15, without a tier
    self.assert_total("4.5", "claude-sonnet-4-5", "--input", "1m", "--output",
                      "100k")

  # 0.14 in two lists, 0.28 in LiteLLM's.
  def test_a_price_of_an_earlier_version_is_found(self):
    values = {row["value"]
              for row in self.conflicts("deepseek-chat", "--provider",
                                        "deepseek")
              if row.get("meter") == "METER_INPUT_TOKENS"}
    self.assertIn("0.28", values)
    # The last price before the name was shut down: 0.14 and 0.28.
    self.assert_total("0.42", "deepseek-chat", "--input", "1m", "--output",
                      "1m", "--as-of", "2026-07-01")

  # genai-prices has one price of text and audio; OpenAI has $40 for audio.
  def test_a_price_of_text_that_stands_for_audio_is_found(self):
    text = self.ok("catalog", "conflicts", "gpt-4o-audio-preview", "--provider",
                   "openai")
    self.assertIn("openai/gpt-4o-audio-preview  audio_input_tokens  differs by "
                  "$37.50 per 1M tokens\n  taken  $40.00 (litellm", text)
    for name in ("gpt-4o-audio-preview", "gpt-4o-audio-preview-2025-06-03"):
      # 0.5m × $2.50 + 0.5m × $40
      self.assert_total("21.25", name, "--input", "1m", "--audio-input", "500k",
                        "--output", "0")

  # model-prices has no tier before 2026-04-20; Google had it from the start.
  def test_a_tier_that_starts_late_in_a_list_is_found(self):
    text = self.ok("catalog", "conflicts", "gemini-2.5-pro", "--provider",
                   "google")
    self.assertIn("google/gemini-2.5-pro  output_tokens  differs by $5.00 per "
                  "1M tokens\n  taken  $10.00; $15.00 from 200,001 input "
                  "tokens (", text)
    for day in ("2025-08-01", "2026-05-01"):
      # 200,000 × $1.25 + 100,000 × $10; 200,001 × $2.50 + 100,000 × $15
      self.assert_total("1.25", "gemini-2.5-pro", "--input", "200000",
                        "--output", "100k", "--as-of", day)
      self.assert_total("2.0000025", "gemini-2.5-pro", "--input", "200001",
                        "--output", "100k", "--as-of", day)

  def test_the_dearest_is_first_and_the_rest_is_counted(self):
    rows = self.conflicts("--provider", "openai")
    known = [float(row["price_difference"]) for row in rows
             if "price_difference" in row]
    self.assertEqual(known, sorted(known, reverse=True))
    self.assertGreater(len(rows), len(known))
    self.assertTrue(all("price_difference" in row for row in rows[:len(known)]))
    prices = self.conflicts("--provider", "openai", "--prices")
    self.assertTrue(all(row["field"].startswith("price_schedules")
                        for row in prices))
    text = self.ok("catalog", "conflicts", "--provider", "openai", "--limit",
                   "2")
    self.assertEqual(text.count("\n  other "), 2)
    self.assertRegex(text, rf"\n2 of {len(rows):,} conflicts in [\d,]+ models, "
                           rf"{len(prices):,} about prices\n$")

  def test_says_that_there_are_none(self):
    self.assertEqual(self.ok("catalog", "conflicts", "no-such-model"),
                     "0 conflicts in 0 models, 0 about prices\n")

  def test_errors_say_what_would_be_right(self):
    self.assertIn("nearest: openai", self.fails(1, "catalog", "conflicts",
                                                "--provider", "opnai"))
    self.assertIn("--limit", self.fails(2, "catalog", "conflicts", "--limit",
                                        "0"))


class CatalogDiff(Case):

  def setUp(self):
    folder = tempfile.TemporaryDirectory()
    self.addCleanup(folder.cleanup)
    self.folder = pathlib.Path(folder.name)

  def catalog(self, name, models_dev, date="2026-10-31"):
    path = self.folder / f"{name}.json"
    path.write_text(json.dumps(models_dev))
    self.ok("catalog", "import", "--from", "models.dev", "--checked-date", date,
            "--out", str(self.folder / name), str(path))
    return str(self.folder / name)

  def diff(self, *arguments):
    result = run("catalog", "diff", *arguments)
    self.assertEqual((result.returncode, result.stderr), (1, ""), result)
    return result.stdout

  def trimmed(self):
    return json.loads((ROOT / "tests" / "testdata" / "lists" /
                       "models.dev.json").read_text())

  def test_a_list_read_on_another_day_is_the_same_catalog(self):
    before = self.catalog("june", self.trimmed(), "2026-06-30")
    after = self.catalog("october", self.trimmed())
    self.assertEqual(self.ok("catalog", "diff", before, after),
                     "no differences\n")
    self.assertEqual(
        json.loads(self.ok("catalog", "diff", before, after,
                           "--json"))["providers"], [])

  def test_says_what_changed_between_two_states_of_a_list(self):
    before = self.trimmed()
    after = self.trimmed()
    models = after["302ai"]["models"]
    models["chatgpt-4o-latest"]["cost"] = {"input": 4, "output": 15}
    models["chatgpt-4o-latest"]["limit"]["output"] = 32768
    models["minimax-m1"] = models.pop("MiniMax-M1")
    models["minimax-m1"]["id"] = "minimax-m1"
    models["brand-new"] = dict(
        models["chatgpt-4o-latest"], id="brand-new", cost={"input": 1})
    text = self.diff(self.catalog("before", before),
                     self.catalog("after", after))
    self.assertEqual(
        text,
        "302ai\n"
        "  chatgpt-4o-latest: input $5.00 → $4.00 per 1M tokens\n"
        "  brand-new added: input $1.00 per 1M tokens\n"
        "  minimax-m1: id was MiniMax-M1\n"
        "  chatgpt-4o-latest: limits.max_output_tokens 16,384 → 32,768\n"
        "\n"
        "1 provider differs; models: 1 added, 1 with another id, 1 with other "
        "prices, 1\nwith other facts\n")

  def test_json_has_prices_as_the_api_has_them(self):
    after = self.trimmed()
    after["302ai"]["models"]["MiniMax-M1"]["cost"]["input"] = 0.2
    reply = json.loads(self.diff(self.catalog("before", self.trimmed()),
                                 self.catalog("after", after), "--json"))
    [model] = reply["providers"][0]["models"]
    self.assertEqual((model["model_id"], model["change"]),
                     ("MiniMax-M1", "changed"))
    [rate] = model["prices"][0]["rates"]
    self.assertEqual((rate["before"]["meter"], rate["before"]["price"],
                      rate["after"]["price"]),
                     ("METER_INPUT_TOKENS", "0.132", "0.2"))
    self.assertEqual(reply["counts"]["prices_changed"], 1)

  # The curated facts say when prices changed; here one price changes once more.
  def test_layers_are_merged_and_a_change_has_its_day(self):
    before = self.folder / "curated"
    before.mkdir()
    (before / "acme.textproto").write_text("""
      provider_id: "acme" display_name: "Acme" currency_code: "USD"
      sources { source_id: "page" title: "Prices" checked_date: "2026-11-01" }
      models {
        model_id: "big" source_id: "page"
        price_schedules {
          schedule_id: "standard"
          rates { meter: METER_INPUT_TOKENS price: "2.50" }
        }
      }""")
    after = shutil.copytree(before, self.folder / "corrected")
    text = (before / "acme.textproto").read_text()
    (after / "acme.textproto").write_text(
        text.replace('schedule_id: "standard"', """
          schedule_id: "old" end_time: "2026-07-30"
          rates { meter: METER_INPUT_TOKENS price: "2.50" }
        }
        price_schedules {
          schedule_id: "standard" start_time: "2026-07-30" """)
        .replace('"2.50" }\n        }\n      }', '"2" }\n        }\n      }'))
    list_ = self.catalog("list", self.trimmed())
    self.assertEqual(
        self.diff(f"{before},{list_}", f"{after},{list_}"),
        "acme\n  big: input $2.50 → $2.00 per 1M tokens from 2026-07-30\n\n"
        "1 provider differs; models: 1 with other prices\n")

  # As diff: 1 is no error.
  def test_an_error_exits_with_2(self):
    list_ = self.catalog("list", self.trimmed())
    self.assertIn("/nonexistent cannot be read",
                  self.fails(2, "catalog", "diff", list_, "/nonexistent"))
    (self.folder / "bad.textproto").write_text("provider_id: 3\n")
    self.assertIn("bad.textproto:1",
                  self.fails(2, "catalog", "diff", str(self.folder), list_))


class CatalogDirectory(Case):

  def test_every_mistake_has_file_line_and_field(self):
    with tempfile.TemporaryDirectory() as folder:
      pathlib.Path(folder, "bad.textproto").write_text(
          "provider_id: \"x\"\ndisplay_name: \"X\"\ncurrency_code: \"usd\"\n")
      error = self.fails(1, "models", "--catalog-dir", folder)
    self.assertIn("bad.textproto:3", error)
    self.assertIn("currency_code", error)


if __name__ == "__main__":
  unittest.main()
