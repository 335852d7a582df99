"""Who may call ratecardd: tokens, roles, rates, and what is said of refusals."""

import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

import grpc

import ratecard_server
from ratecard_server import Server, details_of, message, v1, wait_for

RetryInfo = message("google.rpc.RetryInfo")
REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
HEALTH = "/grpc.health.v1.Health/Check"

# What a caller needs for each service; health is open.
ROLES = {
    "ratecard.v1.CatalogService": "ROLE_READ_CATALOG",
    "ratecard.v1.ComparisonService": "ROLE_QUOTE",
    "ratecard.v1.EstimateService": "ROLE_QUOTE",
    "ratecard.v1.ExplanationService": "ROLE_QUOTE",
    "ratecard.v1.QuoteService": "ROLE_QUOTE",
    "ratecard.v1.UsageService": "ROLE_QUOTE",
}


def new_token(token_id):
    """A token, and what the configuration has of it."""
    made = json.loads(
        subprocess.run(
            [os.environ["RATECARD"], "token", f"--id={token_id}", "--json"],
            text=True,
            capture_output=True,
            check=True,
        ).stdout
    )
    return made["token"], made["salted_hash"]


def caller(name, roles, *tokens, more=""):
    kept = "\n".join(
        f'tokens {{ id: "{token.split("_")[1]}" salted_hash: "{kept}" {end} }}'
        for token, kept, end in tokens
    )
    return (
        f'callers {{ name: "{name}" roles: [{", ".join(roles)}]\n{kept}\n'
        f"{more} }}\n"
    )


def methods():
    """Every method of every service: its path, and whether it streams in."""
    for service in ROLES:
        descriptor = ratecard_server.POOL.FindServiceByName(service)
        for method in descriptor.methods:
            yield service, f"/{service}/{method.name}"


def call(server, path, token=None, timeout=ratecard_server.PATIENCE_S):
    """Calls any method with an empty request. Returns its status code."""
    metadata = [("authorization", f"Bearer {token}")] if token else []
    stream = server.channel.stream_stream(path)(
        iter([b""]), metadata=metadata, timeout=timeout
    )
    try:
        next(stream, None)
        stream.cancel()
        return grpc.StatusCode.OK
    except grpc.RpcError as error:
        return error.code()


REFUSED = (
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
)


class AccessTest(unittest.TestCase):

    def setUp(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(directory) / "server.textproto"
        self.flag = f"--config={self.file}"
        self.quote, self.quote_hash = new_token("quote")

    def configure(self, *callers, more=""):
        self.file.write_text(f"access {{ {''.join(callers)} {more} }}\n")

    def estimate(self, server, token, **options):
        request = v1("EstimateCostRequest")(
            model="gpt-5.2-codex", usage=v1("Usage")(input_tokens=1_000_000)
        )
        return server.estimates.EstimateCost(
            request,
            metadata=[("authorization", f"Bearer {token}")],
            **options,
        )

    def metrics(self, server, token):
        request = urllib.request.Request(
            f"http://{server.http_address}/metrics",
            headers={"Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read().decode()

    def http(self, server, path, token=None, method="GET"):
        request = urllib.request.Request(
            f"http://{server.http_address}{path}", method=method
        )
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def test_every_method_needs_its_role(self):
        tokens = {}
        callers = []
        for role in (
            "ROLE_QUOTE",
            "ROLE_READ_CATALOG",
            "ROLE_ADMINISTER_CATALOG",
            "ROLE_SCRAPE_METRICS",
        ):
            name = role.lower().replace("_", "-")
            tokens[role], kept = new_token(name)
            callers.append(caller(name, [role], (tokens[role], kept, "")))
        self.configure(*callers)
        with Server(self.flag) as server:
            seen = 0
            for service, path in methods():
                seen += 1
                self.assertEqual(
                    call(server, path), grpc.StatusCode.UNAUTHENTICATED, path
                )
                self.assertEqual(
                    call(server, path, "rct_quote_" + "0" * 64),
                    grpc.StatusCode.UNAUTHENTICATED,
                    path,
                )
                for role, token in tokens.items():
                    code = call(server, path, token)
                    if role == ROLES[service]:
                        self.assertNotIn(code, REFUSED, path)
                    else:
                        self.assertEqual(
                            code, grpc.StatusCode.PERMISSION_DENIED, path
                        )
            self.assertGreater(seen, 20)
            for role, token in tokens.items():
                self.assertEqual(
                    self.http(server, "/metrics", token),
                    200 if role == "ROLE_SCRAPE_METRICS" else 403,
                )
                self.assertEqual(
                    self.http(server, "/-/reload", token, "POST"),
                    202 if role == "ROLE_ADMINISTER_CATALOG" else 403,
                )
            self.assertEqual(self.http(server, "/metrics"), 401)
            self.assertEqual(self.http(server, "/-/reload", None, "POST"), 401)
            self.assertEqual(
                self.http(
                    server, "/-/reload", tokens["ROLE_ADMINISTER_CATALOG"]
                ),
                405,
            )
            # What probes ask is open.
            self.assertEqual(self.http(server, "/healthz"), 200)
            self.assertEqual(self.http(server, "/readyz"), 200)
            self.assertEqual(
                call(server, HEALTH), grpc.StatusCode.OK
            )
            reloaded = wait_for(lambda: server.events("config_reloaded"), "it")
            self.assertEqual(reloaded[0]["changed"], [])
            self.assertEqual(
                server.events("admin_call")[0]["caller"],
                "role-administer-catalog",
            )

    def test_refusals_are_logged_and_counted_and_no_token_is(self):
        expired, expired_hash = new_token("expired")
        scrape, scrape_hash = new_token("scrape")
        self.configure(
            caller(
                "billing",
                ["ROLE_QUOTE"],
                (self.quote, self.quote_hash, ""),
                (
                    expired,
                    expired_hash,
                    'expire_time: "2026-01-01T00:00:00Z"',
                ),
            ),
            caller(
                "prometheus", ["ROLE_SCRAPE_METRICS"], (scrape, scrape_hash, "")
            ),
        )
        path = "/ratecard.v1.EstimateService/EstimateCost"
        wrong = self.quote[:-1] + ("0" if self.quote[-1] != "0" else "1")
        with Server(self.flag) as server:
            self.estimate(server, self.quote)
            for token, reason in (
                (None, "CREDENTIALS_REQUIRED"),
                ("nonsense", "TOKEN_MALFORMED"),
                (wrong, "TOKEN_UNKNOWN"),
                (expired, "TOKEN_EXPIRED"),
                (scrape, "ROLE_REQUIRED"),
            ):
                call(server, path, token)
                line = wait_for(
                    lambda: [
                        line
                        for line in server.events("call_refused")
                        if line["reason"] == reason
                    ],
                    reason,
                )[0]
                self.assertEqual(line["role"], "quote")
                self.assertEqual(line["grpc_method"], "EstimateCost")
                self.assertRegex(line["peer"], r"^ipv4:127\.0\.0\.1:\d+$")
                self.assertEqual(
                    line["caller"],
                    {"TOKEN_EXPIRED": "billing", "ROLE_REQUIRED": "prometheus"}.get(
                        reason, ""
                    ),
                )
            metrics = self.metrics(server, scrape)
            for reason, count in (
                ("no_credentials", 1),
                ("malformed_token", 1),
                ("unknown_token", 1),
                ("expired_token", 1),
                ("role_missing", 1),
                ("rate_limited", 0),
            ):
                self.assertIn(
                    f'ratecard_auth_failures_total{{reason="{reason}"}} {count}\n',
                    metrics,
                )
            self.assertIn(
                'ratecard_caller_calls_total{caller="billing"} 1\n', metrics
            )
            log = json.dumps(server.log)
            for token in (self.quote, expired, scrape, wrong):
                self.assertNotIn(token.split("_")[2], log)

    def test_a_rotation_under_load_fails_no_call(self):
        second, second_hash = new_token("second")
        first = (self.quote, self.quote_hash, "")
        self.configure(caller("billing", ["ROLE_QUOTE"], first))
        with Server(self.flag) as server:
            token = [self.quote]
            stop = threading.Event()

            made = [0] * 4

            def load(number):
                while not stop.is_set():
                    self.estimate(server, token[0])
                    made[number] += 1

            def await_calls(count):
                """Waits until each thread has made further calls."""
                goals = [one + count for one in made]
                wait_for(
                    lambda: all(one >= goal for one, goal in zip(made, goals))
                    or any(one.done() for one in loads),
                    "calls",
                )

            def reload(*tokens):
                before = len(server.events("config_reloaded"))
                self.configure(caller("billing", ["ROLE_QUOTE"], *tokens))
                server.send_signal(signal.SIGHUP)
                wait_for(
                    lambda: len(server.events("config_reloaded")) > before,
                    "the reload",
                )

            with concurrent.futures.ThreadPoolExecutor(4) as threads:
                loads = [threads.submit(load, number) for number in range(4)]
                try:
                    await_calls(1)
                    reload(first, (second, second_hash, ""))
                    token[0] = second
                    # The first may still have been made with the old one.
                    await_calls(2)
                    reload((second, second_hash, ""))
                    await_calls(2)
                finally:
                    stop.set()
                for one in loads:
                    one.result()
            with self.assertRaises(grpc.RpcError) as caught:
                self.estimate(server, self.quote)
            self.assertEqual(
                details_of(caught.exception)[0].reason, "TOKEN_UNKNOWN"
            )
            self.assertEqual(
                server.events("config_reloaded")[0]["changed"], ["access"]
            )

    def test_streams_end_with_the_token_that_opened_them(self):
        second, second_hash = new_token("second")
        roles = ["ROLE_QUOTE", "ROLE_READ_CATALOG"]
        kept = (second, second_hash, "")
        self.configure(
            caller("billing", roles, (self.quote, self.quote_hash, ""), kept)
        )

        def open_streams(server, token):
            """A watch and a stream that were answered once."""
            metadata = [("authorization", f"Bearer {token}")]
            watch = server.catalog.WatchCatalog(
                v1("WatchCatalogRequest")(), metadata=metadata
            )
            waiting = threading.Event()
            self.addCleanup(waiting.set)

            def requests():
                yield v1("StreamEstimateCostsRequest")()
                waiting.wait()

            stream = server.estimates.StreamEstimateCosts(
                requests(), metadata=metadata
            )
            next(watch)
            next(stream)
            return watch, stream

        with Server(self.flag) as server:
            withdrawn = open_streams(server, self.quote)
            held = open_streams(server, second)
            self.configure(caller("billing", roles, kept))
            server.send_signal(signal.SIGHUP)
            for stream in withdrawn:
                with self.assertRaises(grpc.RpcError) as caught:
                    next(stream)
                self.assertEqual(
                    details_of(caught.exception)[0].reason, "TOKEN_UNKNOWN"
                )
            refused = wait_for(
                lambda: server.events("call_refused")[1:], "the lines"
            )
            self.assertEqual(len(refused), 1)
            # The role that streams of news need is taken away.
            self.configure(caller("billing", ["ROLE_QUOTE"], kept))
            server.send_signal(signal.SIGHUP)
            with self.assertRaises(grpc.RpcError) as caught:
                next(held[0])
            self.assertEqual(
                details_of(caught.exception)[0].reason, "ROLE_REQUIRED"
            )
            self.assertTrue(held[1].is_active())
            for stream in held:
                stream.cancel()

    def test_a_configuration_that_lost_its_callers_opens_nothing(self):
        first = (self.quote, self.quote_hash, "")
        roles = ["ROLE_QUOTE", "ROLE_SCRAPE_METRICS"]
        self.configure(caller("billing", roles, first))
        with Server(self.flag) as server:
            self.file.write_text("")
            server.send_signal(signal.SIGHUP)
            wait_for(lambda: server.events("callers_kept"), "the line")
            wait_for(lambda: server.events("config_reloaded"), "the reload")
            self.assertIn(
                "\nratecard_config_last_reload_successful 0\n",
                self.metrics(server, self.quote),
            )
            path = "/ratecard.v1.EstimateService/EstimateCost"
            self.assertEqual(
                call(server, path), grpc.StatusCode.UNAUTHENTICATED
            )
            self.estimate(server, self.quote)

    def test_a_caller_that_calls_too_often_is_told_when_to_come_back(self):
        self.configure(
            caller(
                "billing",
                ["ROLE_QUOTE"],
                (self.quote, self.quote_hash, ""),
                more="rate_limit { calls_per_second: 0.001 burst: 3 }",
            )
        )
        with Server(self.flag) as server:
            self.estimate(server, self.quote)
            # A stream counts, and so does each message.
            requests = iter([v1("StreamEstimateCostsRequest")()] * 3)
            answers = server.estimates.StreamEstimateCosts(
                requests, metadata=[("authorization", f"Bearer {self.quote}")]
            )
            next(answers)
            with self.assertRaises(grpc.RpcError) as caught:
                list(answers)
            for _ in range(2):
                self.assertEqual(
                    caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED
                )
                self.assertEqual(
                    details_of(caught.exception)[0].reason, "RATE_LIMITED"
                )
                trailers = dict(caught.exception.trailing_metadata())
                status = ratecard_server.Status.FromString(
                    trailers["grpc-status-details-bin"]
                )
                retry = RetryInfo()
                self.assertTrue(
                    any(detail.Unpack(retry) for detail in status.details)
                )
                # One every 1,000 s.
                self.assertGreater(retry.retry_delay.seconds, 900)
                self.assertLessEqual(retry.retry_delay.seconds, 1000)
                with self.assertRaises(grpc.RpcError) as caught:
                    self.estimate(server, self.quote)

    def test_without_callers_each_host_has_a_rate(self):
        self.configure(more="rate_limit { calls_per_second: 0.001 burst: 2 }")
        with Server(self.flag) as server:
            for _ in range(2):
                server.catalog.GetCatalogRevision(
                    v1("GetCatalogRevisionRequest")()
                )
            with self.assertRaises(grpc.RpcError) as caught:
                server.catalog.GetCatalogRevision(
                    v1("GetCatalogRevisionRequest")()
                )
            self.assertEqual(
                details_of(caught.exception)[0].reason, "RATE_LIMITED"
            )

    def test_nothing_is_reloaded_once_it_stops(self):
        admin, kept = new_token("admin")
        self.configure(
            caller("admin", ["ROLE_ADMINISTER_CATALOG"], (admin, kept, ""))
        )
        with Server(self.flag, "--set=shutdown.balancer_delay=1h") as server:
            server.send_signal(signal.SIGTERM)
            wait_for(
                lambda: self.http(server, "/readyz") == 503, "it to drain"
            )
            self.assertEqual(self.http(server, "/-/reload", None, "POST"), 401)
            self.assertEqual(self.http(server, "/-/reload", admin, "POST"), 503)

    def test_without_callers_all_is_open_but_nothing_can_be_reloaded(self):
        with Server() as server:
            self.assertEqual(self.http(server, "/metrics"), 200)
            self.assertEqual(self.http(server, "/-/reload", None, "POST"), 404)

    def test_reflection_and_channelz_are_served_as_configured(self):
        channelz = "/grpc.channelz.v1.Channelz/GetServers"
        with Server() as server:
            self.assertEqual(call(server, REFLECTION), grpc.StatusCode.OK)
            self.assertEqual(
                call(server, channelz), grpc.StatusCode.UNIMPLEMENTED
            )
        self.configure(
            caller("me", ["ROLE_QUOTE"], (self.quote, self.quote_hash, ""))
        )
        with Server(self.flag) as server:
            self.assertEqual(
                call(server, REFLECTION, self.quote),
                grpc.StatusCode.UNIMPLEMENTED,
            )
        with Server(self.flag, "--set=listen.reflection=on") as server:
            self.assertEqual(call(server, REFLECTION), grpc.StatusCode.OK)
        with Server(
            "--set=listen.reflection=off", "--set=listen.channelz=true"
        ) as server:
            self.assertEqual(
                call(server, REFLECTION), grpc.StatusCode.UNIMPLEMENTED
            )
            self.assertEqual(call(server, channelz), grpc.StatusCode.OK)

    def test_hashes_are_not_printed(self):
        self.configure(
            caller("me", ["ROLE_QUOTE"], (self.quote, self.quote_hash, ""))
        )
        result = subprocess.run(
            [os.environ["RATECARDD"], self.flag, "--print_config"],
            text=True,
            capture_output=True,
            check=True,
        )
        self.assertIn('salted_hash: "(secret)"', result.stdout)
        self.assertNotIn(self.quote_hash.split(":")[2], result.stdout)

    def test_says_all_that_is_wrong_with_callers(self):
        self.file.write_text("""access {
            callers { roles: [ROLE_UNSPECIFIED] }
            callers { name: "a" tokens { id: "x y" salted_hash: "abc" } }
            callers {
              name: "a" roles: ROLE_QUOTE certificate_names: ""
              tokens { id: "t" salted_hash: "sha256:%s:%s" expire_time: "soon" }
              rate_limit { burst: 0 }
            }
            rate_limit { calls_per_second: -1 }
        }""" % ("0" * 32, "0" * 64))
        result = subprocess.run(
            [os.environ["RATECARDD"], self.flag],
            text=True,
            capture_output=True,
            timeout=30,
            check=False,
        )
        self.assertEqual(result.returncode, 2)
        for place in (
            "access.callers[0].name: must be",
            "access.callers[0].roles[0]: must be",
            "access.callers[0]: has neither",
            "access.callers[1].roles: has none",
            "access.callers[1].tokens[0].id: must be",
            "access.callers[1].tokens[0].salted_hash: must be sha256:",
            "access.callers[2].name: `a` is that of access.callers[1].name",
            "access.callers[2].certificate_names: need listen.tls.client_cert",
            "access.callers[2].certificate_names[0]: is empty",
            "access.callers[2].tokens[0].expire_time: `soon` is not a time",
            "access.callers[2].rate_limit.calls_per_second: must be above 0",
            "access.callers[2].rate_limit.burst: must be from 1",
            "access.rate_limit.calls_per_second: must be above 0",
        ):
            self.assertIn(place, result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
