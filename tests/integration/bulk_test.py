"""`ratecard estimate --batch` on files large and small, right and wrong.

Environment:
  RATECARD   The CLI. Required.
  RATECARDD  The server. Required.
"""

import contextlib
import csv
import fractions
import gzip
import io
import json
import os
import pathlib
import pty
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import peak_memory
import ratecard_server

RATECARD = os.environ["RATECARD"]
SANITIZED = b"__asan_init" in pathlib.Path(RATECARD).read_bytes()
# As an instrumented binary is slow, and its memory says nothing.
LINES = 50_000 if SANITIZED else 1_000_000
MAX_PEAK_KIB = 100 * 1000 * 1000 // 1024
AS_OF = "2026-11-20"

# Published prices at AS_OF by name and tier, in dollars per million tokens:
# uncached input, cached input, output. What is asked for is below every
# long-context tier. With Gemini's, a cached token is 37.5 nanos.
PRICES = {
    ("gpt-5.2-codex", ""): ("1.75", "0.175", "14"),
    ("openai/gpt-5.2", "standard"): ("1.75", "0.175", "14"),
    ("gemini-3.8-flash", "batch"): ("0.375", "0.0375", "1.875"),
}
MODELS = {"gpt-5.2-codex": "openai/gpt-5.2-codex",
          "openai/gpt-5.2": "openai/gpt-5.2",
          "gemini-3.8-flash": "google/gemini-3.8-flash"}
# The same, in tenths of a nano-dollar per token.
TENTHS = {key: [int(fractions.Fraction(price) * 10_000) for price in prices]
          for key, prices in PRICES.items()}


def run(*arguments, **options):
  return subprocess.run([RATECARD, "estimate", *arguments],
                        capture_output=True, timeout=300, **options)


def run_measured(out, *arguments):
  """Writes to the file `out`. Standard error, exit code and peak in KiB."""
  with open(out, "wb") as file:
    return peak_memory.run_measured([RATECARD, "estimate", *arguments], file)


def cost_nanos(prices, uncached, cached, output):
  """Exact, rounded once, half to even, to 1e-9 of a dollar."""
  nanos, rest = divmod(
      prices[0] * uncached + prices[1] * cached + prices[2] * output, 10)
  return nanos + (rest > 5 or (rest == 5 and nanos % 2))


def decimal_of(nanos):
  text = f"{nanos // 10**9}.{nanos % 10**9:09d}".rstrip("0")
  return text.rstrip(".")


# Each with what it is refused for; `{i}` is the number of the record.
MISTAKES = [
    ("{i},red,gpt-5.2-codex,12x,0,5,", "'12x' is not a quantity"),
    ("{i},red,gpt-5.2-codex,100,200,5,", "more than input_tokens"),
    ("{i},red,gpt-5.2-kodex,100,0,5,", "gpt-5.2-codex"),
    ("{i},red,gpt-5.2-codex,100,0,5", "has 6 cells, the header has 7"),
    ("{i},red,gpt-5.2-codex,100,0,5,,", "has 8 cells, the header has 7"),
    ("{i},red,,100,0,5,", "model"),
    ("{i},\"red\"x,gpt-5.2-codex,100,0,5,", "text behind a closing quote"),
    ("{i},r\xe9d,gpt-5.2-codex,100,0,5,", "is not UTF-8"),  # as Latin-1
    ("{i},red,gpt-5.2-codex,-1,0,5,", "'-1' is not a quantity"),
]
MISTAKE_EVERY = 997


class MillionLines(unittest.TestCase):

  @classmethod
  def setUpClass(cls):
    cls.folder = tempfile.TemporaryDirectory()
    cls.path = os.path.join(cls.folder.name, "usage.csv")
    cls.totals = {}  # (team, model): [requests, nanos]
    cls.mistakes = {}  # line: part of the message
    dice = random.Random(20261125)
    for prices in PRICES.values():
      assert all(fractions.Fraction(p) * 10_000 % 1 == 0 for p in prices)
    names = list(PRICES)
    teams = ["red", "green, or blue", "say \"hi\"", "two\nlines", "größe"]
    quoted = {team: '"' + team.replace('"', '""') + '"' for team in teams}
    line = 2
    with open(cls.path, "wb") as file:
      file.write(b"id,team,model,Input Tokens,cached,output,tier\r\n")
      for i in range(LINES):
        if i % MISTAKE_EVERY == 500:
          text, why = MISTAKES[i // MISTAKE_EVERY % len(MISTAKES)]
          cls.mistakes[line] = why
          file.write(text.format(i=i).encode("latin-1") + b"\r\n")
          line += 1
          continue
        team = dice.choice(teams)
        model, tier = key = dice.choice(names)
        tokens = int(dice.random() * 200_000)
        cached = int(dice.random() * (tokens + 1))
        output = int(dice.random() * 9_000)
        written = tokens if i % 3 else f'"{tokens:,}"'
        file.write(f"{i},{quoted[team]},{model},{written},{cached},{output},"
                   f"{tier}\r\n"
                   .encode())
        total = cls.totals.setdefault((team, MODELS[model]), [0, 0])
        total[0] += 1
        total[1] += cost_nanos(TENTHS[key], tokens - cached, cached, output)
        line += 1 + team.count("\n")

  @classmethod
  def tearDownClass(cls):
    cls.folder.cleanup()

  def check_peak(self, peak_kib):
    if not SANITIZED:
      self.assertLess(peak_kib, MAX_PEAK_KIB)

  def check_refused(self, refused):
    """`refused`: line and message of each, in order."""
    self.assertEqual([line for line, _ in refused], list(self.mistakes))
    for line, message in refused:
      self.assertIn(self.mistakes[line], message)

  def test_totals_are_the_exact_sums_and_mistakes_have_their_lines(self):
    out = os.path.join(self.folder.name, "totals")
    err, code, peak = run_measured(
        out, "--batch", self.path, "--keep", "id", "--by", "team,model", "--json",
        "--as-of", AS_OF)
    self.assertEqual((code, err), (1, ""))
    self.check_peak(peak)
    with open(out, encoding="utf-8") as lines:
      rows = [json.loads(line) for line in lines]
    self.check_refused([(row["line"], row["error"]["message"])
                        for row in rows if "error" in row])
    found = {(row["by"]["team"], row["by"]["model"]):
             [row["requests"], row["total"], row["currency_code"]]
             for row in rows if "by" in row}
    expected = {key: [requests, decimal_of(nanos), "USD"]
                for key, (requests, nanos) in self.totals.items()}
    self.assertEqual(found, expected)
    self.assertEqual(rows[-1], {"priced": LINES - len(self.mistakes),
                                "refused": len(self.mistakes)})

  def test_results_of_each_line_add_up_to_the_same(self):
    out = os.path.join(self.folder.name, "results")
    err, code, peak = run_measured(
        out, "--batch", self.path, "--keep", "team", "--map", "id=-", "--write",
        "csv", "--as-of", AS_OF)
    self.assertEqual(code, 1)
    self.check_peak(peak)
    self.assertEqual(err, f"priced {LINES - len(self.mistakes):,}, refused "
                          f"{len(self.mistakes):,}\n")
    sums = {}
    refused = []
    with open(out, newline="", encoding="utf-8") as lines:
      rows = csv.reader(lines)
      self.assertEqual(next(rows)[:6], ["line", "team", "model",
                                        "service_tier", "region", "total"])
      for line, team, model, _, _, total, *_, error in rows:
        if error:
          refused.append((int(line), error))
          continue
        whole, _, part = total.partition(".")
        group = sums.setdefault((team, model), [0, 0])
        group[0] += 1
        group[1] += int(whole + part.ljust(9, "0"))
    self.check_refused(refused)
    self.assertEqual(sums, self.totals)


class Case(unittest.TestCase):

  def setUp(self):
    self.folder = tempfile.TemporaryDirectory()
    self.addCleanup(self.folder.cleanup)

  def file(self, text, name="usage.csv"):
    path = os.path.join(self.folder.name, name)
    with open(path, "wb") as file:
      file.write(text if isinstance(text, bytes) else text.encode())
    return path

  def price(self, path, *arguments, code=0):
    result = run("--batch", path, "--as-of", AS_OF, *arguments)
    self.assertEqual(result.returncode, code, result)
    return result.stdout.decode()

  def fails(self, code, *arguments, **options):
    result = run(*arguments, **options)
    self.assertEqual(result.returncode, code, result)
    self.assertEqual(result.stdout, b"")
    return result.stderr.decode()


class Forms(Case):

  # 40,000 × 1.75 + 80,000 × 0.175 + 8,000 × 14, per million.
  def test_csv_and_both_forms_of_json_are_the_same(self):
    csv_file = self.file("model;Input (k);cached;output\n"
                         "gpt-5.2-codex;120;80k;8000\n")
    flat = self.file('{"model":"gpt-5.2-codex","input_tokens":120000,'
                     '"cached":"80k","output":8000}\n', "flat.jsonl")
    nested = self.file('{"model":"gpt-5.2-codex","usage":{"inputTokens":'
                       '"120000","cacheReadTokens":80000,"output_tokens":'
                       '8000}}\n', "nested.ndjson")
    replies = [json.loads(self.price(path, "--json"))
               for path in (csv_file, flat, nested)]
    self.assertEqual(replies[0]["estimate"]["total"],
                     {"currency_code": "USD", "nanos": 196000000})
    self.assertEqual([reply.pop("line") for reply in replies], [2, 1, 1])
    self.assertEqual(replies[0], replies[1])
    self.assertEqual(replies[0], replies[2])

  def test_standard_input_is_known_by_its_first_character(self):
    for text in '{"model":"gpt-5.2-codex","input":"1M"}', \
        "model,input\ngpt-5.2-codex,1M\n":
      result = run("--batch", "-", "--as-of", AS_OF, input=text.encode())
      self.assertIn(b"$1.75", result.stdout)

  def test_flags_hold_where_a_line_says_nothing(self):
    path = self.file("model,input,tier\n,1M,\n,1M,standard\nopenai/gpt-5.2,"
                     "1M,\n")
    rows = list(csv.DictReader(io.StringIO(self.price(
        path, "gpt-5.4", "--tier", "batch", "--write", "csv"))))
    self.assertEqual([(row["model"], row["service_tier"]) for row in rows],
                     [("openai/gpt-5.4", "batch"),
                      ("openai/gpt-5.4", "standard"),
                      ("openai/gpt-5.2", "batch")])

  def test_encodings(self):
    text = "model,input,team\ngpt-5.2-codex,1M,größe\n"
    for encoding, flags in [("utf-8-sig", []), ("utf-16", []),
                            ("latin-1", ["--encoding", "latin1"])]:
      out = self.price(self.file(text.encode(encoding)), "--by", "team", *flags)
      self.assertIn("größe", out)
    out = self.price(self.file(text.encode("latin-1")), "--by", "team", code=1)
    self.assertIn("2  refused: cell 3 is not UTF-8; say what it is by "
                  "--encoding", out)

  def test_a_column_may_be_mapped_and_left_out(self):
    path = self.file("in,what\n1.5,x\n")
    out = self.price(path, "gpt-5.2-codex", "--map", "in=input_tokens*1000000",
                     "--map", "what=-")
    self.assertIn("$2.625", out)  # 1.5 × 1.75

  def test_every_currency_has_its_own_total(self):
    path = self.file("model,input\ngpt-5.2-codex,1M\ngpt-5.2-codex,1M\n")
    out = self.price(path, "--by", "currency", "--write", "csv")
    self.assertEqual(out, "requests,input_tokens,cache_read_tokens,"
                          "output_tokens,total,currency,incomplete\n"
                          "2,2000000,0,0,3.5,USD,\n")

  # 12,000 × 1.75 per million.
  def test_the_decimal_mark_of_the_file_is_asked_for_and_not_guessed(self):
    path = self.file("model;input\ngpt-5.2-codex;12.000\n")
    self.assertIn("'12.000' may be 12 or 12000: write which; or say by "
                  "--decimal-mark", self.price(path, code=1))
    self.assertIn("$0.021", self.price(path, "--decimal-mark", "comma"))
    self.assertIn("'dot' is neither point nor comma",
                  self.fails(2, "--batch", path, "--decimal-mark", "dot"))

  def test_columns_keep_names_of_their_own_beside_those_of_the_result(self):
    path = self.file("input,total,given_total,Line\n1,2,3,4\n")
    row = next(csv.DictReader(io.StringIO(self.price(
        path, "gpt-5.2-codex", "--keep-rest", "--write", "csv"))))
    self.assertEqual([row["line"], row["given_given_total"],
                      row["given_total"], row["given_Line"], row["total"]],
                     ["2", "2", "3", "4", "0.00000175"])
    totals = self.price(path, "gpt-5.2-codex", "--keep-rest", "--by",
                        "total,Total,model,currency", "--write", "csv")
    self.assertTrue(totals.startswith("given_total,model,requests,"), totals)

  def test_one_request_is_what_holds_anyway(self):
    path = self.file("input\n1000000\n")
    self.assertIn("$1.75", self.price(path, "gpt-5.2-codex", "--requests", "1"))
    self.fails(2, "gpt-5.2-codex", "--batch", path, "--requests", "2")

  def test_one_instant_for_all_lines(self):
    path = self.file("model,input\n" + "gpt-5.2-codex,1\n" * 5000)
    result = run("--batch", path, "--json")
    self.assertEqual(1, len({json.loads(line)["estimate"]["as_of"]
                             for line in result.stdout.splitlines()}))


class Mistakes(Case):

  def test_of_the_command_line(self):
    path = self.file("model,input\ngpt-5.2-codex,1\n")
    for arguments, message in [
        ([], "MODEL is required, unless --batch is given"),
        (["--batch", path, "--input", "5"], "--batch takes what requests use"),
        (["gpt-5.2-codex", "--input", "5", "--by", "team"],
         "--by requires --batch"),
        (["--batch", path, "--map", "in"], "'in' is not COLUMN=FIELD"),
        (["--batch", path, "--format", "xls"], "'xls' is not one of csv"),
        (["--batch", path, "--delimiter", ",,"], "is not one character"),
        (["--batch", path, "--json", "--write", "csv"], "give either"),
    ]:
      self.assertIn(message, self.fails(2, *arguments))

  def test_of_the_file(self):
    for text, message in [
        ("", "there is nothing in"),
        ("model,input\n", "there is no request in"),
        ("model,inptu\na,1\n",
         "column 'inptu' is not known; nearest: input"),
        ("input,Input\n1,1\n", "the header has column 'Input' twice"),
    ]:
      self.assertIn(message, self.fails(1, "--batch", self.file(text)))
    self.assertIn("cannot read", self.fails(1, "--batch", "/none/such.csv"))
    self.assertIn("'x' is not an encoding",
                  self.fails(1, "--batch", self.file("input\n1\n"),
                             "--encoding", "x"))
    self.assertIn("no column 'team'",
                  self.fails(1, "--batch", self.file("input\n1\n"), "--by",
                             "team"))

  # Beside totals of CSV, refusals are on standard error.
  def test_a_refusal_is_one_line_of_plain_text(self):
    path = self.file('model,input\n"a\nb\x1b[2J",1\n')
    result = run("--batch", path, "--by", "model", "--write", "csv")
    self.assertRegex(result.stderr, rb"^line 2: model 'a.b.\[2J' is not in the "
                                    rb"catalog.*\npriced 0, refused 1\n$")

  def test_what_is_no_text(self):
    text = "model,input\ngpt-5.2-codex,1\n"
    for data, name, message in [
        (gzip.compress(text.encode()), "usage.csv.gz", "zcat FILE"),
        (text.replace("\n", "\r"), "usage.csv", "CR alone"),
        (text.encode("utf-16-le"), "usage.csv", "--encoding, as utf-16le"),
        ('[{"model":"gpt-5.2-codex"}]', "usage.json", "jq -c '.[]' FILE"),
        ('{\n"model":"gpt-5.2-codex"\n}', "usage.json", "jq -c . FILE"),
    ]:
      self.assertIn(message, self.fails(1, "--batch", self.file(data, name)))

  # What lines have is only known behind the last one.
  def test_a_key_that_no_line_has(self):
    path = self.file('{"model":"gpt-5.2-codex","input":"1M","team":"a"}\n',
                     "usage.jsonl")
    for flags in ["--by", "taem"], ["--keep", "taem"], ["--map", "taem=input"]:
      result = run("--batch", path, "--as-of", AS_OF, "--keep", "team", *flags)
      self.assertEqual(result.returncode, 1)
      self.assertIn(b"$1.75", result.stdout)
      self.assertEqual(result.stderr, b"ratecard: the file has no column "
                                      b"'taem'; it has input, model, team\n")

  def test_the_answer_cannot_be_written(self):
    path = self.file("model,input\n" + "gpt-5.2-codex,1\n" * 200_000)
    with open("/dev/full", "wb") as full:
      result = subprocess.run(
          [RATECARD, "estimate", "--batch", path, "--json"], stdout=full,
          stderr=subprocess.PIPE, timeout=300, check=False)
    self.assertEqual(result.returncode, 1)
    self.assertIn(b"cannot write the answer", result.stderr)
    # No more is priced than is read.
    process = subprocess.Popen(
        [RATECARD, "estimate", "--batch", "-", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    line = b'{"model":"gpt-5.2-codex","input":1}\n'
    process.stdin.write(line * 2000)
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    with self.assertRaises(BrokenPipeError):
      while True:
        process.stdin.write(line * 1000)
        process.stdin.flush()
    with contextlib.suppress(BrokenPipeError):
      process.stdin.close()
    self.assertEqual(process.wait(), 0)
    self.assertEqual(process.stderr.read(), b"")
    process.stderr.close()

  def test_a_line_without_end_costs_no_memory(self):
    path = self.file(b"model,input\n" + b"x" * (200 << 20) +
                     b"\ngpt-5.2-codex,1M\n")
    out = os.path.join(self.folder.name, "out")
    _, code, peak = run_measured(out, "--batch", path, "--as-of", AS_OF)
    self.assertEqual(code, 1)
    out = pathlib.Path(out).read_text()
    self.assertIn("2  refused: the record is longer than 1048576 bytes", out)
    self.assertIn("$1.75", out)
    if not SANITIZED:
      self.assertLess(peak, MAX_PEAK_KIB)

  def test_more_groups_than_can_be_kept(self):
    path = self.file("id,input\n" + "".join(f"{i},1\n"
                                            for i in range(100_002)))
    result = run("gpt-5.2-codex", "--batch", path, "--by", "id")
    self.assertEqual(result.returncode, 1)
    self.assertIn(b"group by columns with fewer values", result.stderr)


class Places(Case):

  def test_a_server_answers_the_same(self):
    lines = "".join(f"gpt-5.2-codex,{i},{i % 7}\n" for i in range(2500))
    path = self.file("model,input,id\n" + lines + "no-such-model,1,x\n")
    flags = ["--batch", path, "--keep", "id", "--json", "--as-of", AS_OF]
    offline = run(*flags)
    with ratecard_server.Server() as server:
      online = run(*flags, "--server", server.grpc_address)
    self.assertEqual(online.returncode, 1)
    self.assertEqual(online.stdout, offline.stdout)

  def start(self, server, *flags):
    """Prices standard input; 1,000 lines are answered."""
    process = subprocess.Popen(
        [RATECARD, "estimate", "--batch", "-", "--server", server.grpc_address,
         *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    process.stdin.write(b"model,input\n" + b"acme/one,1000000\n" * 1000)
    process.stdin.flush()
    ratecard_server.wait_for(
        lambda: re.search(r'grpc_server_handled_total{.*BatchEstimateCosts.*"OK'
                          r'".*} 1\n', server.http("/metrics")[2]),
        "the first lines")
    return process

  def catalog(self, price):
    return self.file(f"""
        provider_id: "acme" display_name: "Acme" currency_code: "USD"
        sources {{ source_id: "s" title: "S" checked_date: "2026-11-01" }}
        models {{
          model_id: "one" display_name: "One" maker: "acme" source_id: "s"
          price_schedules {{
            schedule_id: "a"
            rates {{ meter: METER_INPUT_TOKENS price: "{price}" }}
          }}
        }}""", "acme.textproto")

  # 1,000 × $3, and then the server is gone.
  def test_a_server_that_stops_leaves_what_was_done(self):
    self.catalog(3)
    with ratecard_server.Server(f"--catalog_dir={self.folder.name}") as server:
      table = self.start(server)
      server.send_signal(signal.SIGTERM)
      server.wait()
      out, err = table.communicate(b"acme/one,1000000\n" * 1000)
    self.assertEqual(table.returncode, 5)
    self.assertIn(b"acme/one     1,000  1,000,000,000       0       0  "
                  b"$3,000.00\n", out)
    self.assertIn(b"priced 1,000, refused 0\n", out)
    self.assertIn(b"; this ends before the file does: 1,000 priced and 0 "
                  b"refused, the last one at line 1001; go on from line 1002",
                  err)

  # 1,000 x 1,000 tokens at $1.75 per million, and then the server is gone.
  def test_a_server_that_stops_leaves_what_was_priced(self):
    line = (b'{"object":"chat.completion","model":"gpt-5.2-codex","usage":'
            b'{"prompt_tokens":1000,"completion_tokens":0,'
            b'"total_tokens":1000}}\n')
    with ratecard_server.Server() as server:
      process = subprocess.Popen(
          [RATECARD, "price", "--server", server.grpc_address],
          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
          stderr=subprocess.PIPE)
      # One more than a batch, which is then sent.
      process.stdin.write(line * 1001)
      process.stdin.flush()
      ratecard_server.wait_for(
          lambda: re.search(r'grpc_server_handled_total{.*BatchPriceUsage.*"OK'
                            r'".*} 1\n', server.http("/metrics")[2]),
          "the first lines")
      server.send_signal(signal.SIGTERM)
      server.wait()
      out, err = process.communicate(line * 1000)
    self.assertEqual(process.returncode, 5)
    self.assertRegex(out, rb"gpt-5.2-codex .* \$1\.75\n")
    self.assertIn(b"priced 1,000, refused 0\n", out)
    self.assertIn(b"; this ends before the file does: the last line that is "
                  b"answered is 1000; go on behind it", err)

  def test_json_totals_say_where_a_run_was_cut_short(self):
    self.catalog(3)
    with ratecard_server.Server(f"--catalog_dir={self.folder.name}") as server:
      totals = self.start(server, "--by", "model", "--json")
      server.send_signal(signal.SIGTERM)
      server.wait()
      out, _ = totals.communicate(b"acme/one,1000000\n" * 1000)
    self.assertEqual(json.loads(out.splitlines()[-1]),
                     {"priced": 1000, "refused": 0, "stopped_at_line": 1001})

  # 1,000 × $3 and 500 × $4.
  def test_a_catalog_that_changes_meanwhile_is_told(self):
    self.catalog(3)
    with ratecard_server.Server(f"--catalog_dir={self.folder.name}") as server:
      table = self.start(server)
      self.catalog(4)
      server.send_signal(signal.SIGHUP)
      ratecard_server.wait_for(lambda: server.events("catalog_reloaded"),
                               "the other prices")
      out, err = table.communicate(b"acme/one,1000000\n" * 500)
    self.assertEqual(table.returncode, 0)
    self.assertIn(b"$5,000.00", out)
    self.assertRegex(
        err.decode(), r"^warning: the server's catalog changed meanwhile: "
        r"requests were answered by [0-9a-f]{32} \(1,000\), [0-9a-f]{32} "
        r"\(500\); price them again to have all from one\n$")

  def shown_on_a_terminal(self, *flags):
    terminal, end = pty.openpty()
    shown = []
    def read():
      try:
        while True:
          shown.append(os.read(terminal, 4096))
      except OSError:
        pass
    reader = threading.Thread(target=read)
    reader.start()
    subprocess.run([RATECARD, "estimate", "--batch", *flags],
                   stdout=subprocess.DEVNULL, stderr=end, check=True)
    os.close(end)
    reader.join()
    os.close(terminal)
    return b"".join(shown)

  def test_progress_is_for_terminals(self):
    path = self.file("model,input\n" + "gpt-5.2-codex,1\n" * 3000)
    text = self.shown_on_a_terminal(path)
    self.assertIn(b" lines, ", text)
    self.assertTrue(text.endswith(b"\r\x1b[K"), text)
    self.assertEqual(self.shown_on_a_terminal(path, "--json"), b"")
    self.assertEqual(run("--batch", path).stderr, b"")


if __name__ == "__main__":
  unittest.main()
