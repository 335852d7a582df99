"""What ratecardd tells of calls and prices: traces, ids, samples, prices."""

import pathlib
import re
import shutil
import signal
import tempfile
import time
import unittest

import grpc

import ratecard_server
from ratecard_server import Server, v1, wait_for

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN_ID = "00f067aa0ba902b7"


def estimate(server, *metadata, model="gpt-5.2-codex"):
    return server.estimates.EstimateCost(
        v1("EstimateCostRequest")(
            model=model, usage=v1("Usage")(input_tokens=1_000_000)
        ),
        metadata=metadata,
    )


class CallLinesTest(unittest.TestCase):

    def test_name_trace_and_request(self):
        with Server("--log_calls") as server:
            estimate(
                server,
                ("traceparent", f"00-{TRACE_ID}-{SPAN_ID}-01"),
                ("x-request-id", "req-1"),
            )
            with self.assertRaises(grpc.RpcError):
                estimate(
                    server,
                    ("traceparent", f"00-{TRACE_ID}-{'0' * 16}-01"),
                    ("x-request-id", 'a "b" c'),
                    model="none",
                )
            estimate(
                server, ("x-request-id", "one"), ("x-request-id", "two")
            )
            lines = wait_for(
                lambda: len(server.events("call")) == 3
                and server.events("call"),
                "three lines",
            )
        self.assertEqual(
            [lines[0][key] for key in ("trace_id", "span_id", "request_id")],
            [TRACE_ID, SPAN_ID, "req-1"],
        )
        for line in lines[1:]:
            self.assertNotIn("trace_id", line)
            self.assertRegex(line["request_id"], "^[0-9a-f]{32}$")
        self.assertNotEqual(lines[1]["request_id"], lines[2]["request_id"])

    def test_are_so_many_a_second_and_the_rest_is_counted(self):
        calls = 200
        with Server(
            "--log_calls", "--set=observability.max_call_lines_per_second=1"
        ) as server:
            for _ in range(calls):
                estimate(server)
            name = "ratecard_log_lines_dropped_total"
            # The log is read by another thread.
            wait_for(
                lambda: server.metrics()[name] + len(server.events("call"))
                == calls,
                "each call to be in the log or counted",
            )
            dropped = server.metrics()[name]
            self.assertGreater(dropped, calls // 2)
        # The last of them when it stops, if no call came after them.
        told = [line["count"] for line in server.events("call_lines_dropped")]
        self.assertEqual(sum(told), dropped)
        self.assertLess(len(told), calls // 2)

    def test_can_be_had_of_a_server_that_runs(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / "server.textproto"
            file.write_text("")
            with Server(f"--config={file}") as server:
                estimate(server)
                self.assertEqual(server.events("call"), [])
                file.write_text("observability { log_calls: true }")
                server.send_signal(signal.SIGHUP)
                line = wait_for(
                    lambda: server.events("config_reloaded"), "it"
                )[0]
                self.assertEqual(line["changed"], ["observability.log_calls"])
                estimate(server)
                wait_for(lambda: server.events("call"), "the line")


def price(meter, tier="standard"):
    per = "1000000"
    return (
        'ratecard_model_price{provider="openai",model="gpt-5.2-codex",'
        f'service_tier="{tier}",region="",meter="{meter}",per="{per}",'
        'currency="USD"}'
    )


class PricesTest(unittest.TestCase):

    def test_are_those_that_the_provider_publishes(self):
        with Server(
            "--set=observability.exported_models[0]=gpt-5.2-codex"
        ) as server:
            metrics = server.metrics()
        # $1.75 in, $0.175 cached, $14 out per million tokens.
        self.assertEqual(metrics[price("input_tokens")], 1.75)
        self.assertEqual(metrics[price("cache_read_tokens")], 0.175)
        self.assertEqual(metrics[price("output_tokens")], 14)
        self.assertEqual(metrics["ratecard_model_price_left_out"], 0)
        models = {
            re.search('model="([^"]*)"', series)[1]
            for series in metrics
            if series.startswith("ratecard_model_price{")
        }
        self.assertEqual(models, {"gpt-5.2-codex"})

    def test_are_not_exported_unless_asked_for(self):
        with Server() as server:
            self.assertNotIn("ratecard_model_price", server.http("/metrics")[2])

    def test_of_a_provider_are_those_of_all_its_models(self):
        with Server(
            "--set=observability.exported_models[0]=deepseek/*"
        ) as server:
            text = server.http("/metrics")[2]
        self.assertIn('model="deepseek-v4-pro"', text)
        self.assertIn('model="deepseek-v4-flash"', text)

    def test_of_a_model_that_is_none_are_refused(self):
        with self.assertRaisesRegex(
            AssertionError, "observability.exported_models.*gpt-5.2-codex"
        ):
            Server(
                "--set=observability.exported_models[0]=gpt-5.2-codx"
            ).__enter__()

    def test_follow_the_catalog(self):
        with tempfile.TemporaryDirectory() as directory:
            catalog = pathlib.Path(directory)
            for file in ratecard_server.CATALOG_DATA.glob("*.textproto"):
                shutil.copy(file, catalog)
            with Server(
                f"--catalog_dir={catalog}",
                "--set=observability.exported_models[0]="
                "providers/openai/models/gpt-5.2-codex",
            ) as server:
                self.assertEqual(server.metrics()[price("output_tokens")], 14)
                file = catalog / "openai.textproto"
                head, tail = file.read_text().split(
                    'model_id: "gpt-5.2-codex"\n', 1
                )
                tail = re.sub(
                    r'(METER_OUTPUT_TOKENS price: )"14"', r'\1"15.5"', tail, 1
                )
                file.write_text(f'{head}model_id: "gpt-5.2-codex"\n{tail}')
                server.send_signal(signal.SIGHUP)
                wait_for(
                    lambda: server.metrics()[price("output_tokens")] == 15.5,
                    "the new price",
                )
                tail = tail.replace(
                    'METER_OUTPUT_TOKENS price: "15.5"',
                    "METER_OUTPUT_TOKENS state: METER_STATE_UNPRICED",
                    1,
                )
                file.write_text(f'{head}model_id: "gpt-5.2-codex"\n{tail}')
                server.send_signal(signal.SIGHUP)
                wait_for(
                    lambda: price("output_tokens") not in server.metrics(),
                    "no price",
                )
                self.assertEqual(server.metrics()[price("input_tokens")], 1.75)
                self.assertEqual(server.events("exported_models_unknown"), [])
                file.unlink()
                server.send_signal(signal.SIGHUP)
                line = wait_for(
                    lambda: server.events("exported_models_unknown"),
                    "the warning",
                )[0]
                self.assertEqual(line["severity"], "WARNING")
                self.assertIn("gpt-5.2-codex", line["message"])
                self.assertNotIn(
                    "ratecard_model_price{", server.http("/metrics")[2]
                )

    def test_of_other_models_can_be_had_of_a_server_that_runs(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / "server.textproto"
            file.write_text("")
            with Server(f"--config={file}") as server:
                file.write_text(
                    'observability { exported_models: "gpt-5.2-codex" }'
                )
                server.send_signal(signal.SIGHUP)
                wait_for(lambda: server.events("config_reloaded"), "it")
                self.assertEqual(server.metrics()[price("input_tokens")], 1.75)
                # With this it would not start.
                file.write_text(
                    'observability { exported_models: "no-such-model" '
                    "log_calls: true }"
                )
                server.send_signal(signal.SIGHUP)
                line = wait_for(
                    lambda: server.events("config_reload_failed"), "it"
                )[0]
                self.assertRegex(
                    line["mistakes"][0],
                    "^observability.exported_models: no-such-model: ",
                )
                metrics = server.metrics()
                self.assertEqual(len(server.events("config_reloaded")), 1)
        self.assertEqual(
            metrics["ratecard_config_last_reload_successful"], 0
        )
        self.assertEqual(metrics[price("input_tokens")], 1.75)


def reloads(server, subject):
    """Those of the subject, and the result of the last one."""
    metrics = server.metrics()
    return (
        {
            result: metrics[
                f'ratecard_{subject}_reloads_total{{result="{result}"}}'
            ]
            for result in ("success", "unchanged", "failure")
        },
        metrics[f"ratecard_{subject}_last_reload_successful"],
    )


class ReloadMetricsTest(unittest.TestCase):

    def test_tell_of_the_last_one(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / "server.textproto"
            file.write_text("")
            with Server(f"--config={file}") as server:
                expected = {"success": 0, "unchanged": 0, "failure": 0}
                self.assertEqual(reloads(server, "config"), (expected, 1))
                self.assertNotIn(
                    "ratecard_config_last_reload_timestamp_seconds",
                    server.metrics(),
                )
                for text, result, good in (
                    ("observability { log_calls: 2 }", "failure", 0),
                    ("observability { log_calls: true }", "success", 1),
                    ("observability { log_calls: true }", "unchanged", 1),
                ):
                    file.write_text(text)
                    start = time.time()
                    server.send_signal(signal.SIGHUP)
                    expected[result] += 1
                    wait_for(
                        lambda: reloads(server, "config") == (expected, good),
                        f"{result} of {text}",
                    )
                    self.assertGreaterEqual(
                        server.metrics()[
                            "ratecard_config_last_reload_timestamp_seconds"
                        ],
                        int(start),
                    )


class CatalogSurveyTest(unittest.TestCase):

    def test_is_of_the_catalog_in_use(self):
        with Server() as server:
            metrics = server.metrics()
        for name in (
            'ratecard_catalog_conflicts{provider="openai",about="prices"}',
            'ratecard_catalog_price_changes{provider="openai",'
            'period="last_30d"}',
        ):
            self.assertIn(name, metrics)
        with tempfile.TemporaryDirectory() as directory:
            (pathlib.Path(directory) / "acme.textproto").write_text(CONFLICT)
            with Server(f"--catalog_dir={directory}") as server:
                metrics = server.metrics()
        conflicts = {
            series: value
            for series, value in metrics.items()
            if series.startswith("ratecard_catalog_conflicts{")
        }
        self.assertEqual(
            conflicts,
            {
                'ratecard_catalog_conflicts{provider="acme",about="prices"}': 1,
                'ratecard_catalog_conflicts{provider="acme",about="other"}': 0,
            },
        )


CONFLICT = """
provider_id: "acme" display_name: "Acme" currency_code: "USD"
sources { source_id: "s" title: "S" checked_date: "2026-06-01" }
models {
  model_id: "m" display_name: "M" maker: "acme" source_id: "s"
  disagreements {
    field: "price_schedules.rates" value: "2" source_id: "s" reason: "Old."
  }
  price_schedules {
    schedule_id: "all"
    rates { meter: METER_INPUT_TOKENS price: "1" }
  }
}
"""


if __name__ == "__main__":
    unittest.main(verbosity=2)
