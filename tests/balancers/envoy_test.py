"""A real Envoy with deploy/envoy/envoy.yaml before real replicas.

Environment:
  RATECARDD         The server binary. Required.
  ENVOY             The envoy binary. Required.
  RATECARD_BUILD    The build folder, which has proto/ratecard.pb. Required.
"""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import urllib.parse

import grpc
from google.protobuf import json_format

import fleet
from fleet import AS_OF, Stub, ask, estimate_request, fit_request, substituted
from http_rules import bindings, variables
from ratecard_server import PATIENCE_S, POOL, ROOT, Status, v1, wait_for
from resilience import ALL_HEALTHY, REPLICAS, ResilienceTests

CONFIGURATION = ROOT / "deploy/envoy/envoy.yaml"
DESCRIPTORS = pathlib.Path(os.environ["RATECARD_BUILD"]) / "proto/ratecard.pb"
BUCKET = "{max_tokens: 2000, tokens_per_fill: 1000, fill_interval: 0.1s}"

# https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
HTTP_CODES = {
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.FAILED_PRECONDITION: 400,
}


class Envoy(fleet.Balancer):
    """An Envoy with the shipped configuration, and the changes to it."""

    def __init__(self, replicas, scratch, *changes):
        self.address = f"127.0.0.1:{fleet.free_port()}"
        self._admin = f"127.0.0.1:{fleet.free_port()}"
        self._ports = [replica.port for replica in replicas]
        config = substituted(
            CONFIGURATION.read_text(),
            (
                "proto_descriptor: /etc/envoy/ratecard.pb",
                f"proto_descriptor: {DESCRIPTORS}",
                1,
            ),
            (
                "address: 0.0.0.0, port_value: 8080",
                "address: {}, port_value: {}".format(*self.address.split(":")),
                1,
            ),
            (
                "address: 127.0.0.1, port_value: 9901",
                "address: {}, port_value: {}".format(*self._admin.split(":")),
                1,
            ),
            *(
                (
                    f"address: ratecard-{number}, port_value: 50051",
                    f"address: 127.0.0.1, port_value: {port}",
                    1,
                )
                for number, port in enumerate(self._ports, 1)
            ),
            *changes,
        )
        path = pathlib.Path(scratch) / "envoy.yaml"
        path.write_text(config)
        super().__init__(
            os.environ["ENVOY"],
            "--config-path", str(path),
            "--concurrency", "2",
            "--disable-hot-restart",
            "--log-level", "warning",
            "--file-flush-interval-msec", "50",
            log=path.with_suffix(".log"),
        )

    def hosts(self):
        clusters = self.get(self._admin, "/clusters?format=json")
        if clusters is None:
            return ()
        found = {}
        for cluster in json.loads(clusters)["cluster_statuses"]:
            for host in cluster.get("host_statuses", ()):
                stats = {
                    stat["name"]: int(stat.get("value", 0))
                    for stat in host["stats"]
                }
                port = host["address"]["socket_address"]["port_value"]
                found[port] = fleet.Host(
                    # Anything else that is set says why not.
                    host["health_status"] == {"eds_health_status": "HEALTHY"},
                    stats["rq_active"],
                    stats["rq_success"],
                    stats["rq_error"],
                )
        return tuple(found[port] for port in self._ports)

    def stat(self, name):
        stats = json.loads(
            self.get(self._admin, f"/stats?format=json&filter=^{name}$")
        )
        return stats["stats"][0]["value"]

    def retries(self):
        return self.stat("cluster.ratecard.upstream_rq_retry")

    def url(self, path):
        return f"http://{self.address}{path}"

    def access_log(self):
        return [
            json.loads(line)
            for line in self.log().splitlines()
            if line.startswith("{") and line.endswith("}")
        ]


SAMPLES = {
    "CatalogService.GetModel": dict(
        name="providers/openai/models/gpt-5.2-codex"
    ),
    "CatalogService.ListModels": dict(
        parent="providers/openai",
        page_size=2,
        order_by="name desc",
        as_of=AS_OF,
        view="MODEL_VIEW_FULL",
        filter=dict(
            makers=["openai", "OpenAI"],
            min_context_window_tokens=100_000,
            max_input_price="2.5",
        ),
    ),
    "CatalogService.GetProvider": dict(name="providers/openai"),
    "CatalogService.ListProviders": dict(page_size=1000),
    "CatalogService.ResolveModel": dict(
        model="us.anthropic.claude-sonnet-4-5-20250929-v1:0", as_of=AS_OF
    ),
    "CatalogService.ListPriceChanges": dict(
        parent="providers/-", model="gpt-4o", end_time=AS_OF, page_size=3
    ),
    "CatalogService.GetCatalogRevision": {},
    "CatalogService.WatchCatalog": {},
    "ComparisonService.CompareModels": dict(
        usage=dict(input_tokens=1000, output_tokens=100),
        models=["gpt-5.2-codex", "claude-opus-4-5"],
        baseline_model="claude-opus-4-5",
        as_of=AS_OF,
    ),
    "EstimateService.EstimateCost": estimate_request(
        view="ESTIMATE_VIEW_FULL"
    ),
    "EstimateService.BatchEstimateCosts": dict(
        requests=[estimate_request(), estimate_request("unknown")]
    ),
    "EstimateService.StreamEstimateCosts": dict(
        item_id="one", request=estimate_request()
    ),
    "EstimateService.CheckContextFit": fit_request(as_of=AS_OF),
    "EstimateService.EstimateWorkload": dict(
        classes=[
            dict(
                class_id="chat",
                model="claude-opus-4-5",
                usage=dict(input_tokens=12_000, output_tokens=800),
                requests_per_period=50_000,
            )
        ],
        as_of=AS_OF,
    ),
    "ExplanationService.ExplainCost": dict(
        request=estimate_request(), other_models=["claude-opus-4-5"]
    ),
    "ExplanationService.TraceCosts": dict(
        models=["gemini-2.5-pro"], to_value=400_000, as_of=AS_OF
    ),
    # Of replicas without keys: errors.
    "QuoteService.CreateQuote": dict(request=estimate_request()),
    "QuoteService.VerifyQuote": dict(token="none"),
    "UsageService.PriceUsage": dict(
        payload=b'{"model": "gpt-5.2-codex", "usage":'
        b' {"input_tokens": 10, "output_tokens": 5}}',
        as_of=AS_OF,
    ),
    "UsageService.BatchPriceUsage": dict(requests=[dict(payload=b"none")]),
    "UsageService.ExtractUsage": dict(
        payload=b'{"usage": {"prompt_tokens": 10, "completion_tokens": 5}}',
        provider="openai",
    ),
}
# What is another at each replica and in each answer.
MOMENTS = {
    "CatalogService.GetCatalogRevision": "loadTime",
    "EstimateService.BatchEstimateCosts": "asOf",
}
STREAMS = {"CatalogService.WatchCatalog", "EstimateService.StreamEstimateCosts"}


def as_json(answer):
    return json_format.MessageToDict(answer, descriptor_pool=POOL)


def query(fields, prefix=""):
    """Fields as parameters of a URL: name and value of each."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from query(value, f"{prefix}{name}.")
        else:
            for item in value if isinstance(value, list) else [value]:
                yield prefix + name, item


class EnvoyTest(ResilienceTests, unittest.TestCase):
    unavailable = "no healthy upstream"

    @classmethod
    def setUpClass(cls):
        cls.scratch = cls.enterClassContext(tempfile.TemporaryDirectory())
        # Which stop without shutdown.balancer_delay: what they then refuse is
        # tried again.
        cls.replicas = cls.enterClassContext(fleet.replicas(REPLICAS))
        cls.balancer = cls.enterClassContext(
            Envoy(cls.replicas, cls.scratch)
        )

    def http(self, verb, path, request):
        """The answer to a request by the path of its method."""
        if verb == "post":
            return ask(self.balancer.url(path), as_json(request))
        fields = as_json(request)
        for name, _ in variables(path):
            path = re.sub(f"{{{name}=.*?}}", fields.pop(name), path)
        parameters = urllib.parse.urlencode(list(query(fields)))
        return ask(self.balancer.url(f"{path}?{parameters}"))

    def test_every_method_answers_json_as_it_answers_grpc(self):
        rules = list(bindings())
        self.assertEqual(set(SAMPLES), {name for name, *_ in rules})
        codes = set()
        channel = self.replicas[0].server.channel
        for name, descriptor, verb, path, _ in rules:
            if name in STREAMS:
                continue
            request = SAMPLES[name]
            if isinstance(request, dict):
                request = v1(descriptor.name)(**request)
            service, method = name.split(".")
            call = getattr(Stub(channel, f"ratecard.v1.{service}"), method)
            with self.subTest(method=name):
                answer = self.http(verb, path, request)
                try:
                    code, expected = 200, as_json(call(request))
                except grpc.RpcError as error:
                    code = HTTP_CODES[error.code()]
                    expected = as_json(
                        Status.FromString(
                            dict(error.trailing_metadata())[
                                "grpc-status-details-bin"
                            ]
                        )
                    )
                self.assertEqual(answer.code, code, answer.body)
                self.assertEqual(
                    answer.headers["Content-Type"], "application/json"
                )
                found = json.loads(answer.body)
                if name in MOMENTS:
                    self.assertTrue(found.pop(MOMENTS[name]))
                    expected.pop(MOMENTS[name])
                self.assertEqual(found, expected)
                codes.add(code)
        self.assertEqual(codes, {200, 400})

    def test_estimate_by_hand(self):
        # 1,000 × $1.75 + 100 × $14, per million.
        answer = ask(
            self.balancer.url("/v1/estimates:estimateCost"),
            {
                "model": "gpt-5.2-codex",
                "usage": {"inputTokens": 1000, "outputTokens": "100"},
            },
        )
        self.assertEqual(
            json.loads(answer.body)["estimate"]["total"],
            {"currencyCode": "USD", "nanos": 3_150_000},
        )

    def test_errors_have_their_http_code_and_details(self):
        answer = ask(
            self.balancer.url("/v1/estimates:estimateCost"),
            {"model": "gpt-5.2-codx", "usage": {"inputTokens": 1}},
        )
        self.assertEqual(answer.code, 404)
        error = json.loads(answer.body)
        self.assertEqual(error["code"], grpc.StatusCode.NOT_FOUND.value[0])
        info = error["details"][0]
        self.assertEqual(
            info["@type"], "type.googleapis.com/google.rpc.ErrorInfo"
        )
        self.assertEqual(info["reason"], "MODEL_NOT_FOUND")
        self.assertIn("gpt-5.2-codex", info["metadata"]["nearest"])

    def test_names_of_models_may_have_slashes_and_colons(self):
        bedrock = "aws-bedrock/models/anthropic.claude-sonnet-4-5-20250929"
        openrouter = "openrouter/models/anthropic"
        for path, name in (
            (f"{bedrock}-v1:0", f"{bedrock}-v1:0"),
            (f"{bedrock}-v1%3A0", f"{bedrock}-v1:0"),
            (
                f"{openrouter}/claude-opus-4.5",
                f"{openrouter}/claude-opus-4.5",
            ),
            (
                f"{openrouter}%2Fclaude-opus-4.5",
                f"{openrouter}/claude-opus-4.5",
            ),
        ):
            with self.subTest(path=path):
                answer = ask(self.balancer.url(f"/v1/providers/{path}"))
                self.assertEqual(answer.code, 200, answer.body)
                self.assertEqual(
                    json.loads(answer.body)["name"], f"providers/{name}"
                )

    def test_pages_go_on_at_another_replica(self):
        names = []
        token = ""
        pages = 0
        while pages == 0 or token:
            page = json.loads(
                ask(
                    self.balancer.url(
                        f"/v1/providers?page_size=100&page_token={token}"
                    )
                ).body
            )
            names += [provider["name"] for provider in page["providers"]]
            token = page.get("nextPageToken", "")
            pages += 1
        self.assertGreaterEqual(pages, REPLICAS)
        self.assertEqual(len(set(names)), page["totalSize"])
        self.assertEqual(len(names), page["totalSize"])

    def test_what_is_not_of_the_api_is_refused(self):
        for path, code in (
            ("/v1/nothing", 404),
            ("/metrics", 404),
            ("/v1/providers?page_sze=1", 400),
        ):
            with self.subTest(path=path):
                self.assertEqual(ask(self.balancer.url(path)).code, code)
        # That of one replica says nothing of the others.
        with grpc.insecure_channel(self.balancer.address) as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            with self.assertRaises(grpc.RpcError) as raised:
                check(b"", timeout=PATIENCE_S)
        self.assertEqual(
            raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED
        )

    def test_streams_send_a_message_a_line(self):
        request = as_json(
            v1("StreamEstimateCostsRequest")(
                **SAMPLES["EstimateService.StreamEstimateCosts"]
            )
        )
        answer = ask(
            self.balancer.url("/v1/estimates:streamEstimateCosts"),
            [request, {**request, "itemId": "two"}],
        )
        estimate = as_json(
            self.replicas[0].server.estimates.EstimateCost(estimate_request())
        )
        self.assertEqual(
            [json.loads(line) for line in answer.body.splitlines()],
            [{"itemId": item, **estimate} for item in ("one", "two")],
        )

    def test_watch_stays_open(self):
        with subprocess.Popen(
            [
                "curl", "--silent", "--no-buffer",
                self.balancer.url("/v1/catalogRevision:watch"),
            ],
            stdout=subprocess.PIPE,
        ) as curl:
            revision = json.loads(curl.stdout.readline())["revision"]
            self.assertIsNone(curl.poll())
            curl.terminate()
        server = self.replicas[0].server
        expected = server.catalog.GetCatalogRevision(
            v1("GetCatalogRevisionRequest")()
        )
        self.assertEqual(
            revision["catalogRevision"], expected.catalog_revision
        )

    def test_large_requests_are_tried_again_as_well(self):
        request = v1("ExtractUsageRequest")(
            payload=b'{"usage": {"prompt_tokens": 10, "completion_tokens": 5},'
            b' "text": "' + 3_000_000 * b"x" + b'"}',
            provider="openai",
        )
        self.replicas[0].freeze()
        with grpc.insecure_channel(self.balancer.address) as channel:
            usage = Stub(channel, "ratecard.v1.UsageService")
            answers = [
                usage.ExtractUsage.future(request, timeout=PATIENCE_S)
                for _ in range(2 * REPLICAS)
            ]
            wait_for(
                lambda: self.balancer.hosts()[0].in_flight > 0, "a call"
            )
            self.replicas[0].kill()
            for answer in answers:
                self.assertEqual(
                    answer.result().extracted.usage.input_tokens, 10
                )
            tries = {
                dict(answer.initial_metadata())["x-envoy-attempt-count"]
                for answer in answers
            }
        self.replicas[0].start()
        self.assertEqual(tries, {"1", "2"})

    def test_limit_of_rate_is_told_apart_from_failure(self):
        with contextlib.ExitStack() as stack:
            scratch = stack.enter_context(tempfile.TemporaryDirectory())
            envoy = stack.enter_context(
                Envoy(
                    self.replicas,
                    scratch,
                    (
                        BUCKET,
                        "{max_tokens: 3, tokens_per_fill: 1,"
                        " fill_interval: 3600s}",
                        1,
                    ),
                )
            )
            envoy.wait_healthy(*ALL_HEALTHY)
            # Is not a call.
            self.assertEqual(ask(envoy.url("/healthz")).code, 200)
            path = envoy.url("/v1/providers/openai")
            channel = stack.enter_context(
                grpc.insecure_channel(envoy.address)
            )
            stub = Stub(channel, "ratecard.v1.EstimateService")
            stub.EstimateCost(estimate_request())
            for _ in range(2):
                self.assertEqual(ask(path).code, 200)
            refused = ask(path)
            self.assertEqual(refused.code, 429)
            self.assertEqual(refused.headers["Retry-After"], "1")
            with self.assertRaises(grpc.RpcError) as raised:
                stub.EstimateCost(estimate_request())
            self.assertEqual(
                raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED
            )
            self.assertEqual(
                envoy.stat("cluster.ratecard.upstream_rq_total"), 3
            )

    def test_healthz_says_whether_a_replica_serves(self):
        self.assertEqual(ask(self.balancer.url("/healthz")).code, 200)
        for replica, code in zip(self.replicas, (200, 200, 503)):
            replica.kill()
            self.balancer.wait_healthy(
                *(r.server.process.poll() is None for r in self.replicas)
            )
            self.assertEqual(ask(self.balancer.url("/healthz")).code, code)
        for replica in self.replicas:
            replica.start()

    def test_access_log_tells_of_calls_that_fail(self):
        name = "not-in-the-catalog"
        with grpc.insecure_channel(self.balancer.address) as channel:
            stub = Stub(channel, "ratecard.v1.EstimateService")
            with self.assertRaises(grpc.RpcError):
                stub.EstimateCost(
                    estimate_request(name),
                    metadata=[("x-request-id", name)],
                )
        ask(self.balancer.url(f"/v1/providers/{name}"))

        def lines(**fields):
            return [
                line
                for line in self.balancer.access_log()
                if fields.items() <= line.items()
            ]

        (by_grpc,) = wait_for(lambda: lines(request_id=name), "the log")
        self.assertEqual(by_grpc["grpc_status"], "NotFound")
        self.assertEqual(by_grpc["attempts"], 1)
        (by_http,) = wait_for(
            lambda: lines(path=f"/v1/providers/{name}"), "the log"
        )
        self.assertEqual(by_http["status"], 404)
        self.assertEqual(
            by_http["grpc_path"], "/ratecard.v1.CatalogService/GetProvider"
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
