"""What `ratecard` prints and how it exits, offline and against a server.

Environment:
  RATECARD   The CLI. Required.
  RATECARDD  The server. Required.
"""

import json
import os
import pathlib
import pty
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

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


class Models(Case):

  def test_lists_all_by_default(self):
    text = self.ok("models")
    listed = json.loads(self.ok("models", "--json"))
    self.assertEqual(len(listed["models"]), listed["total_size"])
    self.assertIn(f"\n{listed['total_size']} models, catalog ", text)
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
    self.assertRegex(text, r"\n2 of \d+ models")

  def test_names_resolve_to_themselves(self):
    for name in self.ok("models", "--names").split():
      self.assertEqual(self.row(self.ok("resolve", name), "model "), [name])

  def test_names_the_flag_of_a_bad_filter(self):
    self.assertIn("--max-input-price",
                  self.fails(1, "models", "--max-input-price", "cheap"))
    self.assertIn("--sort", self.fails(1, "models", "--sort", "beauty"))


class ShowAndResolve(Case):

  def test_show_has_card_prices_history_and_sources(self):
    text = self.ok("show", "gpt-5.2-codex")
    for part in ("Prices as of", "Price history", "Card: ", "BENCHMARK",
                 "Sources that disagree", "SOURCE", "272,000", "$14.00"):
      self.assertIn(part, text)
    self.assertEqual(json.loads(self.ok("show", "gpt-5.2-codex", "--json"))
                     ["model_id"], "gpt-5.2-codex")

  def test_every_model_can_be_shown(self):
    for name in self.ok("models", "--names").split():
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
    path = self.file("w.json", "{\n \"classes\": [\n  {\"model\" 5}]}")
    self.assertIn(f"{path}:3:12: ", self.fails(1, "workload", path))

  def test_a_field_that_the_api_refuses_has_its_place(self):
    path = self.file("w.textproto",
                     WORKLOAD_TEXT.replace("input_tokens: 120000",
                                           "input_tokens: -1"))
    self.assertIn(f"{path}:6:11: ", self.fails(1, "workload", path))

  def test_a_missing_file_is_named(self):
    self.assertIn("/nowhere/w.json: No such file",
                  self.fails(1, "workload", "/nowhere/w.json"))


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
        "--input: '12q' is not a quantity: digits with optional _ and a suffix "
        "k, M or G, for example 120k",
        self.fails(2, "estimate", "gpt-5.2-codex", "--input", "12q"))

  def test_usage_errors_exit_2(self):
    for arguments in ([], ["estimate"], ["estimate", "a", "b"],
                      ["estimate", "a", "--input"],
                      ["fit", "a", "--modality", "smell"],
                      ["estimate", "a", "--as-of", "soon"],
                      ["models", "--color", "pink"],
                      ["models", "--timeout", "soon"],
                      ["models", "--server", "nowhere"],
                      ["models", "--limit", "0"],
                      ["completion", "tcsh"],
                      ["models", "--server", "a:1", "--catalog-dir", "b"]):
      with self.subTest(arguments):
        self.fails(2, *arguments)

  def test_fields_of_the_api_are_named_by_their_flags(self):
    error = self.fails(1, "estimate", "gpt-5.2-codex", "--input", "5",
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

  def commands(self):
    text = self.ok("--help")
    part = text[text.index("\nCommands:\n"):].splitlines()[2:]
    return [line.split()[0] for line in part[:part.index("")]
            if not line.startswith("   ")]

  def test_every_command_has_help_with_an_example(self):
    self.assertIn("Exit codes:", self.ok("--help"))
    self.assertIn("estimate", self.commands())
    for command in self.commands():
      text = self.ok(command, "--help")
      self.assertIn("Example:", text)
      self.assertIn(f"  ratecard {command}", text.replace("<(", "  "))
      self.assertLessEqual(max(map(len, text.splitlines())), 80, text)

  def test_examples_in_help_work(self):
    for command in "estimate", "fit", "models", "show", "resolve":
      text = self.ok(command, "--help")
      for line in text[text.index("Example:"):].splitlines()[1:]:
        result = run(*line.split()[1:])
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
    self.assertIn("--cached-audio",
                  self.bash_replies("ratecard estimate --cached"))
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
                              "--cached-audio")]:
        result = subprocess.run(
            ["fish", "--no-config", "-c", script, line], capture_output=True,
            text=True, timeout=60, env={**os.environ, "HOME": home})
        words = [reply.split("\t")[0] for reply in result.stdout.splitlines()]
        self.assertIn(expected, words, result)


class Speed(Case):

  # An aim for a quiet machine; tenfold for a busy one.
  def test_an_estimate_takes_no_time_to_speak_of(self):
    times = []
    for _ in range(10):
      start = time.monotonic()
      self.ok(*CODEX)
      times.append(time.monotonic() - start)
    self.assertLess(min(times), 0.5)


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
          ["models", "--as-of", "2026-07-01"],
          ["show", "gpt-5.2-codex", "--as-of", "2026-07-01"],
          ["resolve", "gpt-5.2-codex-2025-12-18"],
          ["providers"]):
        self.assertTrue(self.both(*arguments, *form).stdout)

  def test_workloads_are_the_same_either_way(self):
    self.both("workload", "-", input=WORKLOAD_TEXT)

  def test_errors_are_the_same_either_way(self):
    for form in [], ["--json"]:
      for arguments in (
          ["estimate", "gpt-5.2-codx", "--input", "1"],
          ["estimate", "gpt-5.2-codex"],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--cached", "9"],
          ["estimate", "gpt-5.2-codex", "--input", "5", "--tier", "warp"],
          ["estimate", "gpt-5.2-codex", "--quantity", "output_images=3"],
          ["models", "--provider", "opnai"],
          ["fit", "gpt-5.2-codex"]):
        self.assertEqual(self.both(*arguments, *form).returncode, 1)

  def test_the_servers_catalog_has_the_same_revision(self):
    local, remote = (
        json.loads(self.ok("revision", "--json", *where))["catalog_revision"]
        for where in ([], ["--server", self.address]))
    self.assertEqual(local, remote)

  def test_a_catalog_directory_gives_the_same_prices(self):
    self.assertEqual(
        self.ok("models", "--as-of", "2026-07-01", "--catalog-dir", str(DATA)),
        self.ok("models", "--as-of", "2026-07-01"))

  def test_a_server_that_does_not_answer_in_time_exits_5(self):
    error = self.fails(5, *CODEX, "--server", self.address, "--timeout", "1ns")
    self.assertIn(self.address, error)
    self.assertIn("did not answer within 1ns", error)


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
