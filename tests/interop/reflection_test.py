"""grpcurl and `buf curl`, which learn the API from the server's reflection.

Environment:
  RATECARD_ADDRESS  Where ratecardd serves.
  GRPCURL, BUF      The programs.
"""

import json
import os
import subprocess
import unittest

ADDRESS = os.environ["RATECARD_ADDRESS"]
SERVICES = {
    "ratecard.v1.CatalogService",
    "ratecard.v1.EstimateService",
    "ratecard.v1.UsageService",
}
ESTIMATES = "ratecard.v1.EstimateService"
HEALTH = "grpc.health.v1.Health"
# 40,000 × $1.75 + 80,000 × $0.175 + 8,000 × $14, per million: $0.196.
CODEX = {
    "model": "gpt-5.2-codex",
    "usage": {
        "input_tokens": "120000",
        "cache_read_tokens": "80000",
        "output_tokens": "8000",
    },
    "as_of": "2026-03-01T00:00:00Z",
}
CODEX_NANOS = 196_000_000
NEGATIVE = {"model": "gpt-5.2-codex", "usage": {"input_tokens": -1}}


def run(*command, requests=()):
    """A finished program that was given JSON documents on stdin."""
    return subprocess.run(
        command,
        input="\n".join(map(json.dumps, requests)),
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )


def documents(text):
    """JSON documents that follow each other."""
    found = []
    decoder = json.JSONDecoder()
    while text := text.lstrip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found


def items():
    """A thousand requests of a stream; each hundredth is refused."""
    return [
        {
            "item_id": f"item {index}",
            "request": {
                **CODEX,
                "model": "gpt-5.2-codex" if index % 100 else "gpt-5.2-codx",
                "usage": {"input_tokens": index + 1},
            },
        }
        for index in range(1_000)
    ]


class ReflectionTest(unittest.TestCase):

    def output_of(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def check_results(self, results, item_id):
        by_id = {result[item_id]: result for result in results}
        self.assertEqual(len(by_id), 1_000)
        for index in range(1_000):
            result = by_id[f"item {index}"]
            if index % 100:
                # An input token costs 1,750 nanos.
                self.assertEqual(
                    result["estimate"]["total"]["nanos"], 1_750 * (index + 1)
                )
            else:
                self.assertEqual(
                    result["error"]["details"][0]["reason"], "MODEL_NOT_FOUND"
                )


class Grpcurl(ReflectionTest):

    def grpcurl(self, *arguments, requests=(), flags=()):
        return run(
            os.environ["GRPCURL"], "-plaintext", *flags, ADDRESS, *arguments,
            requests=requests,
        )

    def call(self, method, *requests, flags=()):
        return self.grpcurl(
            method, requests=requests, flags=["-d", "@", *flags]
        )

    def test_lists_services_and_methods(self):
        services = self.output_of(self.grpcurl("list")).split()
        self.assertLessEqual(SERVICES, set(services))
        methods = self.output_of(self.grpcurl("list", ESTIMATES)).split()
        self.assertIn(f"{ESTIMATES}.StreamEstimateCosts", methods)

    def test_describes_every_service(self):
        described = self.output_of(self.grpcurl("describe"))
        for service in SERVICES | {HEALTH}:
            self.assertIn(f"{service} is a service", described)
        method = self.output_of(
            self.grpcurl("describe", f"{ESTIMATES}.EstimateCost")
        )
        self.assertIn('post: "/v1/estimates:estimateCost"', method)

    def test_calls(self):
        result = self.call(f"{ESTIMATES}/EstimateCost", CODEX)
        [reply] = documents(self.output_of(result))
        self.assertEqual(reply["estimate"]["total"]["nanos"], CODEX_NANOS)

    def test_checks_health(self):
        result = self.call(f"{HEALTH}/Check", {"service": ESTIMATES})
        self.assertEqual(
            documents(self.output_of(result)), [{"status": "SERVING"}]
        )

    def test_64_bit_integers_are_strings(self):
        tokens = str(2**53 + 1)
        request = {
            **CODEX,
            "usage": {"input_tokens": tokens},
            "view": "ESTIMATE_VIEW_FULL",
        }
        result = self.call(f"{ESTIMATES}/EstimateCost", request)
        [reply] = documents(self.output_of(result))
        [line] = reply["estimate"]["lines"]
        self.assertEqual(line["quantity"], tokens)

    def test_decodes_the_details_of_errors(self):
        result = self.call(
            f"{ESTIMATES}/EstimateCost", NEGATIVE, flags=["-format-error"]
        )
        info, bad_request = json.loads(result.stderr)["details"]
        self.assertEqual(info["reason"], "NEGATIVE_QUANTITY")
        self.assertEqual(
            bad_request["field_violations"][0]["field"], "usage.input_tokens"
        )

    def test_streams_estimates(self):
        result = self.call(f"{ESTIMATES}/StreamEstimateCosts", *items())
        self.check_results(documents(self.output_of(result)), "item_id")

    def test_watches_the_catalog_until_its_time_is_up(self):
        result = self.call(
            "ratecard.v1.CatalogService/WatchCatalog", {},
            flags=["-max-time", "2"],
        )
        [news] = documents(result.stdout)
        self.assertGreater(news["revision"]["model_count"], 0)
        self.assertIn("DeadlineExceeded", result.stderr)


class BufCurl(ReflectionTest):

    def buf(self, *arguments, path="", requests=()):
        return run(
            os.environ["BUF"], "curl", "--protocol", "grpc",
            "--http2-prior-knowledge", *arguments, f"http://{ADDRESS}{path}",
            requests=requests,
        )

    def call(self, method, *requests):
        return self.buf(
            "--data", "@-", path=f"/{ESTIMATES}/{method}", requests=requests
        )

    def test_lists_methods(self):
        methods = self.output_of(self.buf("--list-methods")).split()
        self.assertLessEqual(
            {f"{ESTIMATES}/StreamEstimateCosts", f"{HEALTH}/Check"},
            set(methods),
        )

    def test_calls(self):
        [reply] = documents(self.output_of(self.call("EstimateCost", CODEX)))
        self.assertEqual(reply["estimate"]["total"]["nanos"], CODEX_NANOS)

    def test_knows_the_code_of_errors(self):
        # buf names the types of details, and shows them as bytes.
        result = self.call("EstimateCost", NEGATIVE)
        error = json.loads(result.stderr)
        self.assertEqual(error["code"], "invalid_argument")
        self.assertEqual(
            [detail["type"] for detail in error["details"]],
            ["google.rpc.ErrorInfo", "google.rpc.BadRequest"],
        )

    def test_streams_estimates(self):
        result = self.call("StreamEstimateCosts", *items())
        self.check_results(documents(self.output_of(result)), "itemId")


if __name__ == "__main__":
    unittest.main()
