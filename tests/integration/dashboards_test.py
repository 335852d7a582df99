"""Dashboards and rules over what a real Prometheus has of a real ratecardd.

While a load of all kinds runs, every query of every panel and variable returns
data, and so does all that the rules name.
"""

import json
import math
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

import grpc

from ratecard_server import CATALOG_DATA, PATIENCE_S, ROOT
from ratecard_server import Server, Stub, v1, wait_for

DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))
PROMETHEUS = ROOT / "deploy/prometheus"

# What Grafana puts in for its own variables, and for `All` of the others.
BUILT_IN = {"__rate_interval": "10s", "__range": "60s", "__interval": "5s"}

# A model with a batch tier, of which web searches have no price.
MODEL = """
provider_id: "acme"
display_name: "Acme"
home_makers: "acme"
currency_code: "USD"
sources {{
  source_id: "list"
  title: "Price list"
  url: "https://acme.example.com/prices"
  checked_date: "2026-11-01"
}}
models {{
  model_id: "acme-1"
  maker: "acme"
  source_id: "list"
  limits {{ context_window_tokens: 100000 }}
  price_schedules {{
    schedule_id: "standard"
    rates {{ meter: METER_INPUT_TOKENS price: "{price}" }}
    rates {{ meter: METER_CACHE_READ_TOKENS price: "0.1" }}
    rates {{ meter: METER_CACHE_WRITE_5M_TOKENS price: "1.5" }}
    rates {{ meter: METER_OUTPUT_TOKENS price: "4" }}
    source_id: "list"
  }}
  price_schedules {{
    schedule_id: "batch"
    service_tier: "batch"
    rates {{ meter: METER_INPUT_TOKENS price: "0.5" }}
    rates {{ meter: METER_OUTPUT_TOKENS price: "2" }}
    source_id: "list"
  }}
}}
"""

# `mystery_tokens` is what no rule knows.
RESPONSE = json.dumps({
    "object": "chat.completion",
    "model": "gpt-5.2-codex",
    "usage": {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 600},
        "mystery_tokens": 3,
    },
}).encode()


def metrics_in(expression):
    """Names of metrics and of what rules record."""
    return set(
        re.findall(
            r"\b(?:ratecard[_:][a-z0-9_:]+|grpc_server_[a-z_]+|process_[a-z_]+"
            r"|up\b)",
            re.sub(r'"[^"]*"', "", expression),
        )
    )


def selectors_in(expression):
    """Metrics with what follows them in braces."""
    return re.findall(
        r"(?:ratecard[_:]|grpc_server_|process_|up\b)[a-z0-9_:]*(?:\{[^}]*\})?",
        expression,
    )


def panels_of(board):
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def substituted(text, board):
    """The query as Grafana sends it, with `All` of each variable."""
    values = dict(BUILT_IN)
    for variable in board["templating"]["list"]:
        values[variable["name"]] = variable.get("allValue", "")
    return re.sub(r"\$(\w+)|\$\{(\w+)\}",
                  lambda found: values[found[1] or found[2]], text)


class DashboardFilesTest(unittest.TestCase):

    def boards(self):
        return [json.loads(path.read_text()) for path in DASHBOARDS]

    def test_there_are_three_with_names_of_their_own(self):
        boards = self.boards()
        self.assertEqual(len(boards), 3)
        for key in ("uid", "title"):
            self.assertEqual(len({board[key] for board in boards}), 3)

    def test_panels_say_what_they_show(self):
        for board in self.boards():
            ids = [panel["id"] for panel in board["panels"]]
            self.assertEqual(len(ids), len(set(ids)))
            titles = [panel["title"] for panel in board["panels"]]
            self.assertEqual(len(titles), len(set(titles)))
            self.assertEqual(board["panels"][0]["type"], "row")
            for panel in panels_of(board):
                with self.subTest(panel["title"]):
                    self.assertRegex(panel["description"], r"^[^a-z].*\.$")
                    defaults = panel["fieldConfig"]["defaults"]
                    self.assertTrue(defaults["unit"])
                    self.assertTrue(defaults["thresholds"]["steps"])
                    self.assertGreater(len(panel["targets"]), 0)
                    refs = {target["refId"] for target in panel["targets"]}
                    self.assertEqual(len(refs), len(panel["targets"]))
                    for target in panel["targets"]:
                        self.assertTrue(target["expr"])

    def test_shares_of_nothing_are_nothing(self):
        divisors = [
            (panel["title"], divisor)
            for board in self.boards()
            for panel in panels_of(board)
            for target in panel["targets"]
            for divisor in target["expr"].split(" / ")[1:]
        ]
        self.assertGreater(len(divisors), 10)
        for title, divisor in divisors:
            with self.subTest(title):
                self.assertRegex(
                    divisor, r"^(\(.* > 0\)|[1-9]|0\.|process_max_fds\b)"
                )

    def test_everything_asks_the_data_source_that_was_chosen(self):
        for board in self.boards():
            variables = board["templating"]["list"]
            self.assertEqual(
                [(v["name"], v["query"]) for v in variables
                 if v["type"] == "datasource"],
                [("datasource", "prometheus")],
            )
            askers = [v for v in variables if v["type"] == "query"]
            askers += board["annotations"]["list"]
            for panel in panels_of(board):
                askers += [panel, *panel["targets"]]
            for asker in askers:
                self.assertEqual(
                    asker["datasource"],
                    {"type": "prometheus", "uid": "${datasource}"},
                )

    def test_panels_do_not_overlap(self):
        for board in self.boards():
            taken = set()
            for panel in board["panels"]:
                at = panel["gridPos"]
                self.assertLessEqual(at["x"] + at["w"], 24, panel["title"])
                for x in range(at["x"], at["x"] + at["w"]):
                    for y in range(at["y"], at["y"] + at["h"]):
                        self.assertNotIn((x, y), taken, panel["title"])
                        taken.add((x, y))

    def test_variables_are_used_and_known(self):
        for board in self.boards():
            names = {v["name"] for v in board["templating"]["list"]}
            used = set(re.findall(r"\$\{?(\w+)", json.dumps(board)))
            used.discard("__all")  # Not a variable, but a value of one.
            self.assertEqual(used - names - set(BUILT_IN), set())
            self.assertEqual(names - used, set())


class Prometheus:
    """A Prometheus as deploy/prometheus sets it up, but a second apart."""

    def __init__(self, directory, target, token):
        (directory / "token").write_text(token)
        config = (PROMETHEUS / "prometheus.yml").read_text()
        for ours, here in (
            ("15s", "1s"),
            ("rules/*.yml", f"{PROMETHEUS}/rules/*.yml"),
            ("    # authorization:", "    authorization:"),
            ("    #   credentials_file: /etc/prometheus/ratecard-token",
             f"      credentials_file: {directory}/token"),
            ("ratecard:9464", target),
        ):
            assert ours in config, ours
            config = config.replace(ours, here)
        (directory / "prometheus.yml").write_text(config)
        self._log = open(directory / "prometheus.log", "w+")
        self.process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={directory}/prometheus.yml",
                f"--storage.tsdb.path={directory}/data",
                "--web.listen-address=127.0.0.1:0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )

    def _address(self):
        text = pathlib.Path(self._log.name).read_text()
        if self.process.poll() is not None:
            raise AssertionError(text)
        found = re.search(r'msg="Listening on" address=(\S+)', text)
        return found and found[1]

    def __enter__(self):
        self.address = wait_for(self._address, "Prometheus to listen")
        wait_for(lambda: self._is_ready(), "Prometheus to be ready")
        return self

    def __exit__(self, *unused):
        self.process.kill()
        self.process.wait()
        self._log.close()

    def _is_ready(self):
        try:
            return self.get("query", query="1")
        except urllib.error.HTTPError:
            return None

    def get(self, path, **parameters):
        """The data of an answer of the API."""
        url = (f"http://{self.address}/api/v1/{path}?"
               + urllib.parse.urlencode(parameters, doseq=True))
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as response:
            return json.load(response)["data"]

    def query(self, expression, instant=True):
        """Whether a query returns a number, of now or of the last 15 s."""
        if instant:
            result = self.get("query", query=expression)
        else:
            now = float(self.get("query", query="time()")["result"][1])
            result = self.get("query_range", query=expression, start=now - 15,
                              end=now, step=1)
        if result["resultType"] == "scalar":
            return True
        return any(
            math.isfinite(float(value))
            for series in result["result"]
            for _, value in series.get("values") or [series["value"]]
        )


class Load(threading.Thread):
    """Calls of all kinds, again and again."""

    def __init__(self, server, anonymous):
        super().__init__()
        self._server = server
        self._anonymous = anonymous
        self._end = threading.Event()
        self.rounds = 0
        self.error = None

    def run(self):
        try:
            while not self._end.wait(0.05):
                self._round()
                self.rounds += 1
        except Exception as error:  # For the test to raise.
            self.error = error

    def stop(self):
        self._end.set()
        self.join()

    def _refused(self, code, call, request):
        try:
            call(request)
        except grpc.RpcError as error:
            if error.code() == code:
                return
            raise
        raise AssertionError(f"not refused: {request}")

    def _round(self):
        def request(model="acme/acme-1", **fields):
            usage = v1("Usage")(
                input_tokens=12_000, output_tokens=500,
                **fields.pop("usage", {}),
            )
            return v1("EstimateCostRequest")(model=model, usage=usage, **fields)

        estimates = self._server.estimates
        cached = request(usage={"cache_read_tokens": 8_000})
        batch = request(service_tier="batch")
        searching = {"web_searches": 2}
        estimates.EstimateCost(cached)
        estimates.EstimateCost(request(usage={"cache_write_5m_tokens": 8_000}))
        estimates.EstimateCost(batch)
        estimates.EstimateCost(request("gpt-5.2-codex", usage=searching))
        estimates.EstimateCost(request(usage=searching, allow_partial=True))
        for code, bad in (
            ("FAILED_PRECONDITION", request(usage=searching)),
            ("NOT_FOUND", request("no-such-model")),
            ("INVALID_ARGUMENT", request(usage={"cache_read_tokens": -1})),
        ):
            self._refused(grpc.StatusCode[code], estimates.EstimateCost, bad)
        self._refused(grpc.StatusCode.UNAUTHENTICATED,
                      self._anonymous.EstimateCost, cached)
        estimates.BatchEstimateCosts(
            v1("BatchEstimateCostsRequest")(requests=[cached, batch] * 10)
        )
        list(estimates.StreamEstimateCosts(
            v1("StreamEstimateCostsRequest")(item_id=str(i), request=cached)
            for i in range(10)
        ))
        for tokens in (1_000, 1_000_000):
            estimates.CheckContextFit(v1("CheckContextFitRequest")(
                model="acme/acme-1", input_tokens=tokens))
        self._server.usage.PriceUsage(
            v1("PriceUsageRequest")(payload=RESPONSE, provider="openai")
        )
        quotes = Stub(self._server.channel, "ratecard.v1.QuoteService")
        quote = quotes.CreateQuote(
            v1("CreateQuoteRequest")(request=cached)).quote
        quotes.VerifyQuote(v1("VerifyQuoteRequest")(token=quote.token))
        self._server.catalog.ListModels(v1("ListModelsRequest")(page_size=5))


def make_server(directory):
    """A ratecardd that has all there is to see, its token and its channel's."""
    catalog = directory / "catalog"
    catalog.mkdir()
    (catalog / "openai.textproto").write_bytes(
        (CATALOG_DATA / "openai.textproto").read_bytes())
    (catalog / "acme.textproto").write_text(MODEL.format(price="1"))
    (directory / "keys").write_text(f"first signing {'11' * 32}\n")
    (directory / "keys").chmod(0o600)
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec",
            "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90",
            "-subj", "/CN=ratecard", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", directory / "tls.key", "-out", directory / "tls.pem",
        ],
        check=True,
        capture_output=True,
    )
    made = json.loads(subprocess.check_output(
        [os.environ["RATECARD"], "token", "--id=a", "--json"]))
    config = directory / "ratecardd.textproto"
    config.write_text(f"""
listen {{ tls {{
  certificate_file: "{directory}/tls.pem"
  private_key_file: "{directory}/tls.key"
}} }}
catalog {{ dir: "{catalog}" }}
quotes {{ keys: "{directory}/keys" }}
observability {{
  log_calls: true
  max_call_lines_per_second: 1
  exported_models: ["acme/*", "gpt-5.2-codex"]
}}
access {{ callers {{
  name: "load"
  roles: [ROLE_QUOTE, ROLE_READ_CATALOG, ROLE_SCRAPE_METRICS]
  tokens {{ id: "a" salted_hash: "{made["salted_hash"]}" }}
}} }}
""")
    tls = grpc.ssl_channel_credentials((directory / "tls.pem").read_bytes())
    server = Server(
        f"--config={config}",
        credentials=grpc.composite_channel_credentials(
            tls, grpc.access_token_call_credentials(made["token"])),
    )
    return server, made["token"], tls


class DashboardsTest(unittest.TestCase):
    """Against one server and one Prometheus, in the order of a day."""

    @classmethod
    def setUpClass(cls):
        directory = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        server, token, tls = make_server(directory)
        cls.enterClassContext(server)
        cls.prometheus = cls.enterClassContext(
            Prometheus(directory, server.http_address, token))
        anonymous = cls.enterClassContext(
            grpc.secure_channel(server.grpc_address, tls))
        cls.load = Load(server, Stub(anonymous, "ratecard.v1.EstimateService"))
        cls.load.start()
        cls.addClassCleanup(cls.load.stop)
        price = ('ratecard_model_price{model="acme-1", meter="input_tokens", '
                 'service_tier="standard"} == %s')
        wait_for(lambda: cls.prometheus.query(price % 1), "the first price")
        (directory / "catalog/acme.textproto").write_text(
            MODEL.format(price="1.25"))
        server.send_signal(signal.SIGHUP)
        wait_for(lambda: cls.prometheus.query(price % 1.25), "the new price")

    def names(self):
        return set(self.prometheus.get("label/__name__/values"))

    def expect_all(self, queries):
        """Waits until each of (what, expression, instant) returns data."""
        missing = list(queries)
        self.assertNotEqual(missing, [])

        def all_have_data():
            if self.load.error:
                raise self.load.error
            missing[:] = [query for query in missing
                          if not self.prometheus.query(*query[1:])]
            return not missing

        try:
            wait_for(all_have_data, "data")
        except AssertionError:
            self.fail("no data of\n" + "\n".join(
                f"{what}: {expression}" for what, expression, _ in missing))

    def rules(self):
        groups = self.prometheus.get("rules")["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def test_every_panel_has_data(self):
        queries = []
        for path in DASHBOARDS:
            board = json.loads(path.read_text())
            for panel in panels_of(board):
                queries += [
                    (f'{path.stem}: {panel["title"]}',
                     substituted(target["expr"], board), target["instant"])
                    for target in panel["targets"]
                ]
            for annotation in board["annotations"]["list"]:
                queries.append((f'{path.stem}: {annotation["name"]}',
                                substituted(annotation["expr"], board), False))
        self.assertGreater(len(queries), 60)
        self.expect_all(queries)

    def test_every_variable_has_values(self):
        for path in DASHBOARDS:
            board = json.loads(path.read_text())
            for variable in board["templating"]["list"]:
                if variable["type"] != "query":
                    continue
                query = variable["query"]["query"]
                selector, label = re.fullmatch(
                    r"label_values\((.*), (\w+)\)", query).groups()
                with self.subTest(path.stem, query=query):
                    wait_for(
                        lambda: self.prometheus.get(
                            f"label/{label}/values",
                            **{"match[]": substituted(selector, board)}),
                        query,
                    )

    def test_every_rule_has_what_it_names(self):
        rules = self.rules()
        recorded = [rule for rule in rules if rule["type"] == "recording"]
        alerts = [rule for rule in rules if rule["type"] == "alerting"]
        self.assertGreater(len(recorded), 15)
        self.assertGreater(len(alerts), 20)
        self.expect_all(
            (rule["name"], rule["query"], True) for rule in recorded
        )
        self.expect_all(
            (rule["name"], selector, True)
            for rule in alerts
            for selector in selectors_in(rule["query"])
        )
        for rule in alerts:
            self.prometheus.query(rule["query"])
        wait_for(
            lambda: all(rule["health"] == "ok" for rule in self.rules()),
            "all rules to be evaluated without an error",
        )

    def test_no_alert_says_of_a_server_that_is_well_that_it_is_not(self):
        active = {
            alert["labels"]["alertname"]
            for alert in self.prometheus.get("alerts")["alerts"]
        }
        self.assertEqual(active & {
            "RatecardAvailabilityBurnFast",
            "RatecardAvailabilityBurnSlow",
            "RatecardCatalogReloadFailing",
            "RatecardCatalogsDiffer",
            "RatecardConfigReloadFailing",
            "RatecardDown",
            "RatecardQuoteKeysReloadFailing",
            "RatecardReplicaDown",
            "RatecardRestarting",
            "RatecardTlsCertificateExpiresSoon",
            "RatecardTlsReloadFailing",
            "RatecardTokenExpired",
        }, set())


if __name__ == "__main__":
    unittest.main()
