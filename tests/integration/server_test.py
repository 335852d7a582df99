"""ratecardd as its users see it: over the wire, by signals, flags and logs."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import string
import struct
import subprocess
import tempfile
import threading
import time
import unittest

import grpc

import http2_call
import ratecard_server
from ratecard_server import Server, details_of, v1, wait_for

SERVICES = ("ratecard.v1.CatalogService", "ratecard.v1.EstimateService",
            "ratecard.v1.QuoteService", "ratecard.v1.UsageService",
            "ratecard.v1.ComparisonService", "ratecard.v1.ExplanationService")
SERVING, NOT_SERVING = 1, 2


def codex_request(model="gpt-5.2-codex", **fields):
    """120,000 input tokens of which 80,000 cached, and 8,000 output."""
    return v1("EstimateCostRequest")(
        model=model,
        usage=v1("Usage")(
            input_tokens=120_000, cache_read_tokens=80_000, output_tokens=8_000
        ),
        **fields,
    )


def nanos(money):
    return money.units * 10**9 + money.nanos


def run(*flags, **environment):
    """Runs a server that should end by itself."""
    return subprocess.run(
        [os.environ["RATECARDD"], *flags],
        env={**os.environ, **environment},
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )


def call_health(server, service):
    """grpc.health.v1.Health/Check: one string in, one enum out."""
    name = service.encode()
    reply = server.channel.unary_unary("/grpc.health.v1.Health/Check")(
        b"\x0a" + bytes([len(name)]) + name if name else b""
    )
    return reply[1]


class Load:
    """Threads that make the same call over and over until stopped."""

    def __init__(self, server, check, threads=4):
        self._stop = threading.Event()
        self._check = check
        self.calls = 0
        self.errors = []
        self._threads = [
            threading.Thread(target=self._run, args=(server,))
            for _ in range(threads)
        ]

    def _run(self, server):
        with grpc.insecure_channel(
            server.grpc_address, options=[("grpc.use_local_subchannel_pool", 1)]
        ) as channel:
            stub = ratecard_server.Stub(channel, "ratecard.v1.EstimateService")
            while not self._stop.is_set():
                try:
                    self._check(stub.EstimateCost(codex_request()))
                    self.calls += 1
                except Exception as error:  # pylint: disable=broad-except
                    self.errors.append(error)
                    return

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *unused):
        self._stop.set()
        for thread in self._threads:
            thread.join()


class ApiTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def test_prices_a_request_to_the_nano(self):
        for name in (
            "gpt-5.2-codex",
            "gpt-5.2-codex-2025-12-18",
            "openai/gpt-5.2-codex",
        ):
            estimate = self.server.estimates.EstimateCost(
                codex_request(name)
            ).estimate
            self.assertEqual(nanos(estimate.total), 196_000_000, name)
            self.assertEqual(estimate.total.currency_code, "USD")

    def test_says_that_300k_in_does_not_fit_a_window_of_400k(self):
        fit = self.server.estimates.CheckContextFit(
            v1("CheckContextFitRequest")(
                model="gpt-5.2-codex",
                input_tokens=300_000,
                max_output_tokens=10_000,
            )
        ).fit
        self.assertEqual(fit.verdict, 2)
        self.assertEqual([v.excess_tokens for v in fit.violations], [28_000])

    def test_errors_carry_reason_and_field(self):
        request = codex_request()
        request.usage.input_tokens = -1
        with self.assertRaises(grpc.RpcError) as caught:
            self.server.estimates.EstimateCost(request)
        self.assertEqual(
            caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT
        )
        info, bad_request = details_of(caught.exception)
        self.assertEqual(info.reason, "NEGATIVE_QUANTITY")
        self.assertEqual(info.domain, "ratecard.dev")
        self.assertIn(
            "usage.input_tokens",
            [v.field for v in bad_request.field_violations],
        )

    def test_unknown_models_are_not_found_with_a_reason(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.server.estimates.EstimateCost(codex_request("gpt-5.2-codec"))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)
        self.assertEqual(
            details_of(caught.exception)[0].reason, "MODEL_NOT_FOUND"
        )

    def test_every_method_answers(self):
        catalog = self.server.catalog
        model = catalog.ResolveModel(
            v1("ResolveModelRequest")(model="gpt-5.2-codex")
        ).resolution.model
        self.assertEqual(model, "providers/openai/models/gpt-5.2-codex")
        self.assertEqual(
            catalog.GetModel(v1("GetModelRequest")(name=model)).name, model
        )
        self.assertEqual(
            catalog.GetProvider(
                v1("GetProviderRequest")(name="providers/openai")
            ).name,
            "providers/openai",
        )
        count = catalog.ListModels(v1("ListModelsRequest")()).total_size
        revision = catalog.GetCatalogRevision(v1("GetCatalogRevisionRequest")())
        self.assertEqual(revision.model_count, count)
        self.assertEqual(revision.origin, "embedded")
        self.assertEqual(
            catalog.ListProviders(v1("ListProvidersRequest")()).total_size,
            revision.provider_count,
        )
        workload = v1("EstimateWorkloadRequest")()
        workload.classes.add(
            model="gpt-5.2-codex",
            requests_per_period=10,
            usage=codex_request().usage,
        )
        reply = self.server.estimates.EstimateWorkload(workload)
        self.assertEqual(nanos(reply.totals[0].cost_per_period), 1_960_000_000)

    def test_a_batch_has_a_result_for_each_request(self):
        batch = v1("BatchEstimateCostsRequest")(
            requests=[codex_request(), codex_request("gpt-5.2-codec")]
        )
        reply = self.server.estimates.BatchEstimateCosts(batch)
        self.assertEqual(
            [result.WhichOneof("result") for result in reply.results],
            ["estimate", "error"],
        )
        self.assertEqual(nanos(reply.results[0].estimate.total), 196_000_000)

    def test_a_stream_answers_each_request_by_its_id(self):
        models = ["gpt-5.2-codex", "gpt-5.2-codec"] * 500
        results = list(
            self.server.estimates.StreamEstimateCosts(
                v1("StreamEstimateCostsRequest")(
                    item_id=str(i), request=codex_request(model)
                )
                for i, model in enumerate(models)
            )
        )
        self.assertEqual(
            [result.item_id for result in results],
            [str(i) for i in range(len(models))],
        )
        for i, result in enumerate(results):
            if i % 2:
                self.assertIn("gpt-5.2-codec", result.error.message)
            else:
                self.assertEqual(nanos(result.estimate.total), 196_000_000)

    def test_reflection_lists_the_services(self):
        # ServerReflectionRequest with list_services, its field 7, set to "*".
        replies = self.server.channel.stream_stream(
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
        )(iter([b"\x3a\x01*"]))
        reply = next(replies)
        for service in (*SERVICES, "grpc.health.v1.Health"):
            self.assertIn(service.encode(), reply)

    def test_has_health_for_each_service_and_for_all(self):
        for service in ("", *SERVICES):
            self.assertEqual(
                call_health(self.server, service), SERVING, service
            )
        with self.assertRaises(grpc.RpcError) as caught:
            call_health(self.server, "ratecard.v1.NoService")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_serves_http(self):
        for path in ("/metrics", "/healthz", "/readyz"):
            code, headers, body = self.server.http(path)
            self.assertEqual(code, 200, path)
            self.assertTrue(body)
            head_code, head_headers, head_body = self.server.http(path, "HEAD")
            self.assertEqual((head_code, head_body), (200, ""))
            self.assertEqual(
                head_headers["Content-Type"], headers["Content-Type"]
            )
            for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
                self.assertEqual(self.server.http(path, method)[0], 405, method)
        for path in ("/", "/metrics/", "/../etc/passwd", "/healthz2"):
            self.assertEqual(self.server.http(path)[0], 404, path)

    def test_idle_http_peers_do_not_keep_probes_waiting(self):
        host, port = self.server.http_address.rsplit(":", 1)
        with contextlib.ExitStack() as peers:
            for _ in range(200):
                peers.enter_context(
                    socket.create_connection((host, int(port)), timeout=5)
                )
            for path in ("/healthz", "/readyz", "/metrics"):
                start = time.monotonic()
                self.assertEqual(self.server.http(path)[0], 200)
                # All of them are hung up on within a few seconds.
                self.assertLess(time.monotonic() - start, ratecard_server.PATIENCE_S)
        with contextlib.ExitStack() as peers:
            for _ in range(40):
                peers.enter_context(
                    socket.create_connection((host, int(port)), timeout=5)
                )
            start = time.monotonic()
            self.assertEqual(self.server.http("/healthz")[0], 200)
            self.assertLess(time.monotonic() - start, 0.8)

    def test_slow_http_requests_do_not_keep_probes_waiting(self):
        host, port = self.server.http_address.rsplit(":", 1)
        for head in (
            b"GET /healthz HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n",
            b"POST /no HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: ",
        ):
            with self.subTest(head), contextlib.ExitStack() as stack:
                peers = [
                    stack.enter_context(
                        socket.create_connection((host, int(port)), timeout=5)
                    )
                    for _ in range(64)
                ]
                for peer in peers:
                    peer.sendall(head)
                done = threading.Event()

                def trickle():
                    while not done.wait(0.3):
                        for peer in peers:
                            with contextlib.suppress(OSError):
                                peer.send(b"1")

                thread = threading.Thread(target=trickle)
                thread.start()
                stack.callback(thread.join)
                stack.callback(done.set)
                self.assertEqual(self.server.http("/healthz")[0], 200)

    def test_no_http_request_has_a_body(self):
        host, port = self.server.http_address.rsplit(":", 1)
        for rest, code in (
            (b"Content-Length: 1\r\n\r\nx", b"413"),
            (b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", b"413"),
            (b"Content-Length: 0\r\n\r\n", b"200"),
        ):
            with self.subTest(rest), socket.create_connection(
                (host, int(port)), timeout=ratecard_server.PATIENCE_S
            ) as peer:
                peer.sendall(b"GET /healthz HTTP/1.1\r\n" + rest)
                self.assertEqual(peer.recv(12), b"HTTP/1.1 " + code)

    # 2,562,048 hours are more nanoseconds than 63 bits hold.
    def test_serves_calls_whose_deadline_is_centuries_away(self):
        for timeout in ("1000000H", "2562047H", "3000000H", "99999999H"):
            with self.subTest(timeout):
                call = http2_call.HeldCall(
                    self.server.grpc_address,
                    "/ratecard.v1.EstimateService/EstimateCost",
                    codex_request().SerializeToString(),
                    timeout,
                )
                self.addCleanup(call.close)
                reply = v1("EstimateCostResponse").FromString(call.release())
                self.assertEqual(nanos(reply.estimate.total), 196_000_000)

    def test_refuses_requests_that_are_too_large(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.server.estimates.EstimateCost(codex_request("x" * (5 << 20)))
        self.assertEqual(
            caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED
        )

    # Here so that a line in the log that is no JSON fails the reader of it.
    def test_bytes_that_are_no_request_are_refused_and_not_logged(self):
        with Server() as server:
            call = server.channel.unary_unary(
                "/ratecard.v1.EstimateService/EstimateCost"
            )
            for request in (b"\xff\xff\xff\xff", b"\x0a\x02\xff\xfe"):
                with self.assertRaises(grpc.RpcError) as caught:
                    call(request)
                self.assertEqual(
                    caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT
                )
                self.assertEqual(
                    details_of(caught.exception)[0].reason, "MALFORMED_REQUEST"
                )
            events = {line["event"] for line in server.log}
        self.assertFalse(server.unreadable)
        self.assertEqual(events, {"starting", "serving"})
        with Server("--log_level=debug") as server:
            with self.assertRaises(grpc.RpcError):
                server.channel.unary_unary(
                    "/ratecard.v1.EstimateService/EstimateCost"
                )(b"\x0a\x02\xff\xfe")
            wait_for(lambda: server.events("protobuf"), "the log")
        self.assertFalse(server.unreadable)

    def test_logs_json_lines(self):
        self.assertFalse(self.server.unreadable)
        for line in self.server.log:
            self.assertRegex(
                line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
            )
            self.assertIn(
                line["severity"], ("DEBUG", "INFO", "WARNING", "ERROR")
            )


class MetricsTest(unittest.TestCase):

    def test_are_at_zero_from_the_start_unless_they_name_a_model(self):
        with Server() as server:
            metrics = server.metrics()
        for service in SERVICES:
            for method in ratecard_server.POOL.FindServiceByName(
                service
            ).methods:
                kind = {
                    "StreamEstimateCosts": "bidi_stream",
                    "WatchCatalog": "server_stream",
                }.get(method.name, "unary")
                labels = (
                    f'grpc_type="{kind}",grpc_service="{service}",'
                    f'grpc_method="{method.name}"'
                )
                for name in (
                    "started_total",
                    "msg_received_total",
                    "msg_sent_total",
                    "handling_seconds_count",
                ):
                    self.assertEqual(
                        metrics[f"grpc_server_{name}{{{labels}}}"], 0, name
                    )
                codes = [
                    series
                    for series in metrics
                    if series.startswith(
                        f"grpc_server_handled_total{{{labels},"
                    )
                ]
                self.assertEqual(len(codes), 17)
        for series, value in metrics.items():
            if series.startswith(
                (
                    "grpc_server_",
                    "ratecard_fit",
                    "ratecard_reso",
                    "ratecard_catalog_reloads_total",
                )
            ):
                self.assertEqual(value, 0, series)
            self.assertNotIn("model=", series)
        self.assertIn(
            'ratecard_resolutions_total{outcome="ambiguous"}', metrics
        )
        self.assertIn('ratecard_fit_verdicts_total{verdict="unknown"}', metrics)
        self.assertGreater(metrics["ratecard_catalog_models"], 20)
        self.assertGreater(metrics["ratecard_catalog_providers"], 5)
        for name in (
            "ratecard_catalog_loaded_timestamp_seconds",
            "ratecard_catalog_age_seconds",
            "process_cpu_seconds_total",
            "process_resident_memory_bytes",
            "process_open_fds",
        ):
            self.assertGreaterEqual(metrics[name], 0)

    def test_count_estimates_cost_and_quantities(self):
        with Server() as server:
            for name in ("gpt-5.2-codex", "gpt-5.2-codex-2025-12-18"):
                server.estimates.EstimateCost(codex_request(name))
            with self.assertRaises(grpc.RpcError):
                server.estimates.EstimateCost(
                    codex_request(service_tier="no-tier")
                )
            with self.assertRaises(grpc.RpcError):
                server.estimates.EstimateCost(codex_request("no-such-model"))
            metrics = server.metrics()
        model = 'provider="openai",model="gpt-5.2-codex"'
        self.assertEqual(
            metrics[
                f'ratecard_estimates_total{{{model},service_tier="standard",'
                'outcome="ok"}'
            ],
            2,
        )
        self.assertEqual(
            metrics[
                f'ratecard_estimates_total{{{model},service_tier="unknown",'
                'outcome="service_tier_not_offered"}'
            ],
            1,
        )
        self.assertEqual(
            metrics[
                f"ratecard_estimated_cost_total{{{model},"
                'service_tier="standard",currency="USD"}'
            ],
            0.392,
        )
        # 2 × 80,000 × ($1.75 − $0.175) ÷ 1,000,000.
        self.assertEqual(
            metrics[f'ratecard_cache_savings_total{{{model},currency="USD"}}'],
            0.252,
        )
        for meter, quantity in (
            ("input_tokens", 80_000),
            ("cache_read_tokens", 160_000),
            ("output_tokens", 16_000),
        ):
            self.assertEqual(
                metrics[
                    f"ratecard_estimated_quantity_total{{{model},"
                    f'meter="{meter}"}}'
                ],
                quantity,
            )
        for outcome, count in (
            ("exact_id", 2),
            ("snapshot", 1),
            ("not_found", 1),
        ):
            self.assertEqual(
                metrics[f'ratecard_resolutions_total{{outcome="{outcome}"}}'],
                count,
                outcome,
            )

    def test_no_caller_can_make_series(self):
        rng = random.Random(3)
        word = lambda: "zz" + "".join(rng.choices(string.ascii_lowercase, k=12))
        with Server() as server:
            server.estimates.EstimateCost(codex_request())
            with self.assertRaises(grpc.RpcError):
                server.estimates.EstimateCost(
                    codex_request(service_tier=word())
                )
            with self.assertRaises(grpc.RpcError):
                server.estimates.EstimateCost(codex_request(region=word()))
            # What takes a look at every model comes after the start.
            wait_for(
                lambda: "ratecard_catalog_conflicts"
                in server.http("/metrics")[2],
                "what is told of the catalog",
            )
            before = set(server.metrics())
            for _ in range(300):
                for request in (
                    codex_request(word()),
                    codex_request(f"{word()}/{word()}"),
                    codex_request(provider=word()),
                    codex_request(service_tier=word()),
                    codex_request(region=word()),
                ):
                    with self.assertRaises(grpc.RpcError):
                        server.estimates.EstimateCost(request)
            after = set(server.metrics())
        self.assertEqual(after, before)
        self.assertFalse([series for series in after if "zz" in series])

    def test_series_that_name_a_model_are_capped(self):
        with Server("--set=observability.max_model_series=3") as server:
            models = server.catalog.ListModels(
                v1("ListModelsRequest")(page_size=1000)
            ).models
            for model in models:
                try:
                    server.estimates.EstimateCost(codex_request(model.name))
                except grpc.RpcError:
                    pass  # Counted all the same.
            metrics = server.metrics()
        named = [
            series
            for series in metrics
            if "model=" in series and 'model="other"' not in series
        ]
        self.assertEqual(len(named), 3)
        estimates = sum(
            value
            for series, value in metrics.items()
            if series.startswith("ratecard_estimates_total")
        )
        self.assertEqual(estimates, len(models))

    def test_promtool_finds_nothing_wrong(self):
        self.assertTrue(
            shutil.which("promtool"),
            "promtool is missing: apt-get install prometheus",
        )
        with Server() as server:
            server.estimates.EstimateCost(codex_request())
            text = server.http("/metrics")[2]
        result = subprocess.run(
            ["promtool", "check", "metrics"],
            input=text,
            text=True,
            capture_output=True,
            check=False,
        )
        self.assertEqual(
            (result.returncode, result.stdout, result.stderr), (0, "", "")
        )


class StopTest(unittest.TestCase):
    """A call whose reply the client has not taken yet is in progress."""

    def held_call(self, server):
        call = http2_call.HeldCall(
            server.grpc_address,
            "/ratecard.v1.EstimateService/EstimateCost",
            codex_request().SerializeToString(),
        )
        self.addCleanup(call.close)
        return call

    def test_sigterm_lets_a_call_in_progress_finish(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number), Server(
                "--drain_timeout=60s"
            ) as server:
                call = self.held_call(server)
                server.send_signal(number)
                wait_for(lambda: server.http("/readyz")[0] == 503, "draining")
                self.assertEqual(server.http("/healthz")[0], 200)
                with self.assertRaises(OSError):
                    wait_for(
                        lambda: socket.create_connection(
                            server.grpc_address.split(":")
                        ).close(),
                        "the port to close",
                    )
                self.assertIsNone(server.process.poll())
                reply = v1("EstimateCostResponse").FromString(call.release())
                self.assertEqual(nanos(reply.estimate.total), 196_000_000)
                call.close()
                self.assertEqual(server.wait(), 0)
                self.assertTrue(
                    server.events("drained")[0]["all_calls_finished"]
                )
                self.assertEqual(server.log[-1]["event"], "stopped")

    def test_drain_timeout_bounds_a_call_that_never_finishes(self):
        with Server("--drain_timeout=100ms") as server:
            self.held_call(server)
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(), 0)
            self.assertFalse(server.events("drained")[0]["all_calls_finished"])

    def test_a_second_signal_ends_it_at_once(self):
        with Server("--drain_timeout=1h") as server:
            self.held_call(server)
            server.send_signal(signal.SIGTERM)
            wait_for(lambda: server.events("draining"), "draining")
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(), 128 + signal.SIGTERM)

    def test_who_does_not_read_the_log_holds_up_nobody(self):
        process = subprocess.Popen(
            [
                os.environ["RATECARDD"],
                "--grpc_address=127.0.0.1:0",
                "--http_address=127.0.0.1:0",
                "--log_calls",
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        for line in process.stderr:
            if json.loads(line)["event"] == "serving":
                address = json.loads(line)["grpc_address"]
                break
        # A pipe holds 64 KiB; a line has more than 200 bytes.
        with grpc.insecure_channel(address) as channel:
            estimates = ratecard_server.Stub(
                channel, "ratecard.v1.EstimateService"
            )
            for _ in range(1000):
                estimates.EstimateCost(
                    codex_request(), timeout=ratecard_server.PATIENCE_S
                )
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(ratecard_server.PATIENCE_S), 0)

    def test_watchers_of_health_hear_of_it(self):
        with Server("--drain_timeout=60s") as server:
            watch = server.channel.unary_stream("/grpc.health.v1.Health/Watch")(
                b""
            )
            self.assertEqual(next(watch)[1], SERVING)
            server.send_signal(signal.SIGTERM)
            self.assertEqual(next(watch)[1], NOT_SERVING)
            self.assertEqual(server.wait(), 0)

    def test_under_load_every_call_that_was_handled_is_answered(self):
        def check(response):
            self.assertEqual(nanos(response.estimate.total), 196_000_000)

        with Server("--log_calls") as server, Load(server, check) as load:
            wait_for(lambda: load.calls > 200, "calls")
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(), 0)
            self.assertTrue(server.events("drained")[0]["all_calls_finished"])
        self.assertEqual(len(server.events("call")), load.calls)
        for error in load.errors:
            self.assertIsInstance(error, grpc.RpcError)
            # gRPC cancels what arrives after it announced that it stops and
            # before the client has heard of that.
            self.assertIn(
                error.code(),
                (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED),
            )


class BoundsTest(unittest.TestCase):

    def test_streams_beyond_max_streams_are_refused(self):
        with Server("--set=limits.max_streams=1") as server:
            request = v1("WatchCatalogRequest")()
            watch = server.catalog.WatchCatalog(request)
            next(watch)
            with self.assertRaises(grpc.RpcError) as caught:
                next(server.catalog.WatchCatalog(request))
            self.assertEqual(
                caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED
            )
            self.assertEqual(
                details_of(caught.exception)[0].reason, "TOO_MANY_STREAMS"
            )
            watch.cancel()
            server.estimates.EstimateCost(codex_request())

    def test_calls_of_who_takes_no_answers_are_bounded(self):
        with Server(
            "--set=listen.completion_queues=1",
            "--set=limits.max_calls_in_flight=8",
        ) as server:
            host, port = server.grpc_address.rsplit(":", 1)
            with socket.create_connection((host, int(port))) as greedy:
                peer = "ipv4:%s:%d" % greedy.getsockname()
                path = "/ratecard.v1.EstimateService/EstimateCost"
                request = http2_call.message(
                    codex_request().SerializeToString()
                )
                no_window = struct.pack(
                    ">HI", http2_call.INITIAL_WINDOW_SIZE, 0
                )
                greedy.sendall(
                    http2_call.PREFACE
                    + http2_call.frame(http2_call.SETTINGS, 0, 0, no_window)
                    + b"".join(
                        http2_call.frame(
                            http2_call.HEADERS,
                            http2_call.END_HEADERS,
                            stream,
                            http2_call.call_headers(path, host),
                        )
                        + http2_call.frame(
                            http2_call.DATA,
                            http2_call.END_STREAM,
                            stream,
                            request,
                        )
                        for stream in range(1, 25, 2)
                    )
                )
                # Of 12 calls 8 may be in progress, and 4 of these answered.
                for counter in (
                    'ratecard_calls_shed_total{reason="calls_in_flight"}',
                    'ratecard_answers_dropped_total{reason="too_much"}',
                ):
                    wait_for(
                        lambda counter=counter: server.metrics()[counter] >= 4,
                        counter,
                    )
                wait_for(
                    lambda: server.metrics()["ratecard_calls_in_flight"] == 4,
                    "room for others",
                )
                server.estimates.EstimateCost(codex_request())
            cut_off = server.events("caller_cut_off")
            self.assertEqual(
                {(line["reason"], line["peer"]) for line in cut_off},
                {("answers_too_much", peer)},
            )

    # Each took milliseconds once, and the server's thread for a minute.
    def test_a_batch_of_names_that_are_none_does_not_hold_up_others(self):
        with Server() as server:
            request = v1("BatchEstimateCostsRequest")()
            for number in range(10_000):
                request.requests.add().model = f"gpt-5.{number}-codx"
            start = time.monotonic()
            response = server.estimates.BatchEstimateCosts(request)
            self.assertLess(time.monotonic() - start, 10)
            near = [
                number
                for number, result in enumerate(response.results)
                if "; nearest: " in result.error.message
            ]
            self.assertEqual(near, list(range(100)))


class ReloadTest(unittest.TestCase):

    def setUp(self):
        self.directory = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )
        for file in ratecard_server.CATALOG_DATA.glob("*.textproto"):
            shutil.copy(file, self.directory)
        self.file = self.directory / "openai.textproto"
        self.text = self.file.read_text()

    def reloads(self, server, result):
        return server.metrics()[
            f'ratecard_catalog_reloads_total{{result="{result}"}}'
        ]

    def with_output_price(self, price):
        """The catalog with another output price of gpt-5.2-codex."""
        head, tail = self.text.split('model_id: "gpt-5.2-codex"\n', 1)
        tail, count = re.subn(
            r'(METER_OUTPUT_TOKENS price: )"14"', rf'\1"{price}"', tail, count=1
        )
        self.assertEqual(count, 1)
        return f'{head}model_id: "gpt-5.2-codex"\n{tail}'

    def test_serves_the_directory(self):
        with Server(f"--catalog_dir={self.directory}") as server:
            revision = server.catalog.GetCatalogRevision(
                v1("GetCatalogRevisionRequest")()
            )
            self.assertEqual(revision.origin, str(self.directory))
        revisions = [
            self.revision_of(f"--catalog_dir={ratecard_server.CATALOG_DATA}"),
            self.revision_of(
                f"--catalog_dir={ratecard_server.CATALOG_DATA},"
                f"{ratecard_server.CATALOG_DATA / 'imported'}"
            ),
            self.revision_of(),
        ]
        self.assertEqual(revision.catalog_revision, revisions[0])
        self.assertEqual(revisions[1], revisions[2])

    @staticmethod
    def revision_of(*flags):
        with Server(*flags) as server:
            return server.catalog.GetCatalogRevision(
                v1("GetCatalogRevisionRequest")()
            ).catalog_revision

    def test_sighup_takes_good_catalogs_and_refuses_bad_ones_under_load(self):
        allowed = {196_000_000, 212_000_000}

        def check(response):
            self.assertIn(nanos(response.estimate.total), allowed)

        with Server(f"--catalog_dir={self.directory}") as server:
            price = lambda: nanos(
                server.estimates.EstimateCost(codex_request()).estimate.total
            )
            with Load(server, check) as load:
                for round_number in range(1, 4):
                    self.file.write_text(self.with_output_price(16))
                    server.send_signal(signal.SIGHUP)
                    wait_for(lambda: price() == 212_000_000, "the new price")

                    self.file.write_text(self.with_output_price(-16))
                    server.send_signal(signal.SIGHUP)
                    wait_for(
                        lambda: self.reloads(server, "failure") == round_number,
                        "the refusal",
                    )
                    self.assertEqual(price(), 212_000_000)

                    self.file.write_text(self.text)
                    server.send_signal(signal.SIGHUP)
                    wait_for(lambda: price() == 196_000_000, "the old price")

                self.file.write_text(self.text + "\n# Nothing else.\n")
                server.send_signal(signal.SIGHUP)
                wait_for(
                    lambda: self.reloads(server, "unchanged") == 1, "the reload"
                )
                calls = load.calls
                wait_for(lambda: load.calls > calls + 100, "more calls")
            self.assertEqual(load.errors, [])
            self.assertEqual(self.reloads(server, "success"), 6)
            self.assertEqual(len(server.events("catalog_reloaded")), 6)
            self.assertEqual(len(server.events("catalog_unchanged")), 1)
            refusals = server.events("catalog_refused")
        self.assertEqual(len(refusals), 3)
        self.assertEqual(refusals[0]["reason"], "INVALID_CATALOG")
        self.assertRegex(
            refusals[0]["mistakes"][0], r"openai\.textproto:\d+: .*price"
        )

    def test_watchers_are_told_of_each_new_catalog(self):
        with Server(f"--catalog_dir={self.directory}") as server:
            watch = server.catalog.WatchCatalog(v1("WatchCatalogRequest")())
            first = next(watch).revision
            self.assertEqual(
                first,
                server.catalog.GetCatalogRevision(
                    v1("GetCatalogRevisionRequest")()
                ),
            )
            self.file.write_text(self.with_output_price(16))
            server.send_signal(signal.SIGHUP)
            second = next(watch).revision
            self.assertNotEqual(
                second.catalog_revision, first.catalog_revision
            )
            server.send_signal(signal.SIGTERM)
            with self.assertRaises(grpc.RpcError) as caught:
                next(watch)
            self.assertEqual(
                caught.exception.code(), grpc.StatusCode.UNAVAILABLE
            )
            self.assertEqual(server.wait(), 0)

    def test_the_interval_does_it_too_and_tells_of_a_mistake_once(self):
        with Server(
            f"--catalog_dir={self.directory}", "--catalog_reload_interval=1s"
        ) as server:
            self.file.write_text(self.with_output_price(-16))
            wait_for(
                lambda: self.reloads(server, "failure") >= 2, "two refusals"
            )
            self.assertEqual(len(server.events("catalog_refused")), 1)
            self.file.write_text(self.with_output_price(16))
            wait_for(lambda: server.events("catalog_reloaded"), "the reload")

    def test_at_start_every_mistake_is_fatal_and_named(self):
        self.file.write_text(self.with_output_price(-16))
        (self.directory / "extra.textproto").write_text("no_such_field: 1\n")
        result = run(
            f"--catalog_dir={self.directory}",
            "--grpc_address=127.0.0.1:0",
            "--http_address=127.0.0.1:0",
        )
        self.assertEqual(result.returncode, 1)
        last = json.loads(result.stderr.splitlines()[-1])
        self.assertEqual(
            (last["event"], last["reason"]), ("start_failed", "INVALID_CATALOG")
        )
        mistakes = "\n".join(last["mistakes"])
        self.assertRegex(mistakes, r"openai\.textproto:\d+: ")
        self.assertRegex(mistakes, r"extra\.textproto:1")

    def test_a_directory_that_is_not_there_is_fatal(self):
        result = run("--catalog_dir=/no/such/directory")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/no/such/directory", result.stderr)

    def test_without_a_directory_sighup_changes_nothing(self):
        with Server() as server:
            server.send_signal(signal.SIGHUP)
            wait_for(lambda: server.events("catalog_fixed"), "the log")
            server.estimates.EstimateCost(codex_request())


class FlagsTest(unittest.TestCase):

    def test_without_time_zones_it_says_what_is_missing(self):
        for flags in ((), (f"--catalog_dir={ratecard_server.CATALOG_DATA}",)):
            with self.subTest(flags):
                result = run(*flags, TZDIR="/nonexistent")
                self.assertEqual(result.returncode, 1)
                last = json.loads(result.stderr.splitlines()[-1])
                self.assertEqual(last["event"], "start_failed")
                self.assertIn(
                    "'Asia/Shanghai' cannot be loaded: is tzdata installed?",
                    json.dumps(last),
                )

    def test_a_second_server_on_the_same_address_fails_and_names_it(self):
        with Server() as server:
            for flags in (
                (
                    f"--grpc_address={server.grpc_address}",
                    "--http_address=127.0.0.1:0",
                ),
                (
                    "--grpc_address=127.0.0.1:0",
                    f"--http_address={server.http_address}",
                ),
            ):
                result = run(*flags)
                taken = [f.split("=")[1] for f in flags if not f.endswith(":0")]
                self.assertEqual(result.returncode, 1)
                log = [json.loads(line) for line in result.stderr.splitlines()]
                last = log[-1]
                self.assertEqual(last["event"], "start_failed")
                # The internals of gRPC would only hide it.
                self.assertNotIn("grpc", [line["event"] for line in log])
                self.assertRegex(
                    last["message"],
                    f"cannot listen for .* on {taken[0]}: ",
                )

    def test_serves_on_ipv6_and_unix_sockets(self):
        with tempfile.TemporaryDirectory() as directory:
            for address in ("[::1]:0", f"unix:{directory}/ratecard.sock"):
                with Server(grpc_address=address) as server:
                    server.estimates.EstimateCost(codex_request())

    def test_several_queues_serve(self):
        with Server("--completion_queues=2") as server:
            with concurrent.futures.ThreadPoolExecutor(8) as threads:
                replies = list(
                    threads.map(
                        server.estimates.EstimateCost, [codex_request()] * 400
                    )
                )
        self.assertEqual(
            {nanos(r.estimate.total) for r in replies}, {196_000_000}
        )

    def test_wrong_flags_exit_2_and_say_why(self):
        for flag in (
            "--no_such_flag",
            "--grpc_address=nowhere",
            "--drain_timeout=soon",
            "--completion_queues=0",
            "--log_calls=maybe",
        ):
            result = run(flag)
            self.assertEqual(result.returncode, 2, flag)
            self.assertIn(flag.split("=")[0], result.stderr)

    def test_wrong_flags_say_what_would_be_right(self):
        for flag, remedy in (
            ("--drain_timeout=abc", "a time such as 10s"),
            ("--log_calls=maybe", "true or false"),
            ("--completion_queues=many", "a whole number"),
            ("--grpc-address=x", "did you mean --grpc_address?"),
        ):
            self.assertIn(remedy, run(flag).stderr, flag)

    def test_help_and_version_go_to_stdout(self):
        result = run("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("--grpc_address=127.0.0.1:50051", result.stdout)
        result = run("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^ratecardd \d+\.\d+\.\d+\n$")

    def test_log_calls_logs_each_call(self):
        with Server("--log_calls") as server:
            server.estimates.EstimateCost(codex_request())
            with self.assertRaises(grpc.RpcError):
                server.estimates.EstimateCost(codex_request("none"))
            calls = wait_for(
                lambda: len(server.events("call")) == 2
                and server.events("call"),
                "the log",
            )
        self.assertEqual([call["code"] for call in calls], ["OK", "NOT_FOUND"])
        self.assertEqual(calls[0]["grpc_method"], "EstimateCost")
        with Server() as server:
            server.estimates.EstimateCost(codex_request())
        self.assertEqual(server.events("call"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
