"""A Python client of grpcio, with generated code, against a running ratecardd.

Environment:
  RATECARD_ADDRESS  Where it serves.
  RATECARD_IPV6     Where another does, on IPv6.
  RATECARD_UNIX     Where another does, on a UNIX socket.
"""

import datetime
import json
import os
import unittest

import grpc
from google.protobuf import timestamp_pb2
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2
from grpc_health.v1 import health_pb2_grpc
from grpc_status import rpc_status
from ratecard.v1 import catalog_service_pb2
from ratecard.v1 import catalog_service_pb2_grpc
from ratecard.v1 import estimate_service_pb2 as api
from ratecard.v1 import estimate_service_pb2_grpc
from ratecard.v1 import fit_pb2
from ratecard.v1 import usage_pb2
from ratecard.v1 import usage_service_pb2
from ratecard.v1 import usage_service_pb2_grpc

PATIENCE_S = 30
# The model is neither too new nor retired then.
AS_OF = timestamp_pb2.Timestamp()
AS_OF.FromDatetime(datetime.datetime(2026, 3, 1))


def estimate_request(model="gpt-5.2-codex", view=None, **usage):
    return api.EstimateCostRequest(
        model=model, usage=usage_pb2.Usage(**usage), as_of=AS_OF, view=view
    )


def codex_request(**fields):
    """40,000 × $1.75 + 80,000 × $0.175 + 8,000 × $14, per million: $0.196."""
    return estimate_request(
        input_tokens=120_000,
        cache_read_tokens=80_000,
        output_tokens=8_000,
        **fields,
    )


def nanos(money):
    return money.units * 10**9 + money.nanos


def details_of(status):
    """ErrorInfo and BadRequest of a google.rpc.Status."""
    info = error_details_pb2.ErrorInfo()
    bad_request = error_details_pb2.BadRequest()
    for detail in status.details:
        for message in (info, bad_request):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    return info, bad_request


class PythonClient(unittest.TestCase):

    def setUp(self):
        self.channel = self.connect(os.environ["RATECARD_ADDRESS"])
        self.estimates = estimate_service_pb2_grpc.EstimateServiceStub(
            self.channel
        )
        self.usage = usage_service_pb2_grpc.UsageServiceStub(self.channel)
        self.catalog = catalog_service_pb2_grpc.CatalogServiceStub(self.channel)

    def connect(self, address, **arguments):
        channel = grpc.insecure_channel(address, **arguments)
        self.addCleanup(channel.close)
        return channel

    def refused(self, call, *arguments):
        with self.assertRaises(grpc.RpcError) as refusal:
            call(*arguments, timeout=PATIENCE_S)
        return refusal.exception

    def estimate_total(self, channel):
        stub = estimate_service_pb2_grpc.EstimateServiceStub(channel)
        reply = stub.EstimateCost(codex_request(), timeout=PATIENCE_S)
        return nanos(reply.estimate.total)

    def test_estimates_a_cost(self):
        total = self.estimates.EstimateCost(
            codex_request(), timeout=PATIENCE_S
        ).estimate.total
        self.assertEqual(total.currency_code, "USD")
        self.assertEqual(nanos(total), 196_000_000)

    def test_connects_over_ipv6_and_unix_sockets(self):
        for place in ("RATECARD_IPV6", "RATECARD_UNIX"):
            channel = self.connect(os.environ[place])
            self.assertEqual(self.estimate_total(channel), 196_000_000)

    def test_compresses_requests(self):
        channel = self.connect(
            os.environ["RATECARD_ADDRESS"], compression=grpc.Compression.Gzip
        )
        self.assertEqual(self.estimate_total(channel), 196_000_000)

    def test_quantities_above_2_to_53_stay_exact(self):
        # (2^53 + 1) × $1.75 per million is $15,762,598,695.79673775.
        tokens = 2**53 + 1
        estimate = self.estimates.EstimateCost(
            estimate_request(
                input_tokens=tokens, view=api.ESTIMATE_VIEW_FULL
            ),
            timeout=PATIENCE_S,
        ).estimate
        self.assertEqual([line.quantity for line in estimate.lines], [tokens])
        self.assertEqual(nanos(estimate.total), 15_762_598_695_796_737_750)

    def test_errors_say_which_field_is_wrong(self):
        error = self.refused(
            self.estimates.EstimateCost, estimate_request(input_tokens=-1)
        )
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        info, bad_request = details_of(rpc_status.from_call(error))
        self.assertEqual(info.domain, "ratecard.dev")
        self.assertEqual(info.reason, "NEGATIVE_QUANTITY")
        self.assertEqual(
            [violation.field for violation in bad_request.field_violations],
            ["usage.input_tokens"],
        )

    def test_errors_say_what_is_near(self):
        error = self.refused(
            self.estimates.EstimateCost,
            codex_request(model="gpt-5.2-codx"),
        )
        self.assertEqual(error.code(), grpc.StatusCode.NOT_FOUND)
        info, _ = details_of(rpc_status.from_call(error))
        self.assertEqual(info.reason, "MODEL_NOT_FOUND")
        self.assertEqual(
            info.metadata["nearest"].split(",")[0], "gpt-5.2-codex"
        )

    def test_checks_a_fit(self):
        # 300,000 of at most 272,000 input tokens.
        fit = self.estimates.CheckContextFit(
            api.CheckContextFitRequest(
                model="gpt-5.2-codex",
                input_tokens=300_000,
                max_output_tokens=10_000,
            ),
            timeout=PATIENCE_S,
        ).fit
        self.assertEqual(fit.verdict, fit_pb2.FIT_VERDICT_DOES_NOT_FIT)
        self.assertEqual(
            [(v.limit, v.excess_tokens) for v in fit.violations],
            [(fit_pb2.LIMIT_KIND_INPUT, 28_000)],
        )

    def test_a_bad_item_keeps_none_of_a_batch(self):
        results = self.estimates.BatchEstimateCosts(
            api.BatchEstimateCostsRequest(
                requests=[
                    codex_request(),
                    codex_request(model="gpt-5.2-codx"),
                    codex_request(),
                ]
            ),
            timeout=PATIENCE_S,
        ).results
        self.assertEqual(
            [result.WhichOneof("result") for result in results],
            ["estimate", "error", "estimate"],
        )
        self.assertEqual(nanos(results[2].estimate.total), 196_000_000)
        self.assertEqual(
            details_of(results[1].error)[0].reason, "MODEL_NOT_FOUND"
        )

    def test_streams_estimates(self):
        # An input token costs 1,750 nanos; every hundredth item is refused.
        def items():
            for index in range(1_000):
                model = "gpt-5.2-codex" if index % 100 else "gpt-5.2-codx"
                yield api.StreamEstimateCostsRequest(
                    item_id=f"item {index}",
                    request=estimate_request(model, input_tokens=index + 1),
                )

        results = {
            result.item_id: result
            for result in self.estimates.StreamEstimateCosts(
                items(), timeout=PATIENCE_S
            )
        }
        self.assertEqual(len(results), 1_000)
        for index in range(1_000):
            result = results[f"item {index}"]
            if index % 100:
                self.assertEqual(
                    nanos(result.estimate.total), 1_750 * (index + 1)
                )
            else:
                self.assertEqual(
                    details_of(result.error)[0].reason, "MODEL_NOT_FOUND"
                )

    def test_watches_the_catalog_until_it_cancels(self):
        news = self.catalog.WatchCatalog(
            catalog_service_pb2.WatchCatalogRequest(), timeout=PATIENCE_S
        )
        revision = next(news).revision
        self.assertGreater(revision.model_count, 0)
        news.cancel()
        with self.assertRaises(grpc.RpcError) as ended:
            next(news)
        self.assertEqual(ended.exception.code(), grpc.StatusCode.CANCELLED)

    def test_a_deadline_ends_a_watch(self):
        # Long enough for the first revision, and there is no second one.
        news = self.catalog.WatchCatalog(
            catalog_service_pb2.WatchCatalogRequest(), timeout=2
        )
        next(news)
        with self.assertRaises(grpc.RpcError) as ended:
            next(news)
        self.assertEqual(
            ended.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED
        )

    def test_prices_the_bytes_of_a_response(self):
        response = {
            "object": "chat.completion",
            "model": "gpt-5.2-codex",
            "choices": [],
            "usage": {
                "prompt_tokens": 120_000,
                "prompt_tokens_details": {"cached_tokens": 80_000},
                "completion_tokens": 8_000,
                "total_tokens": 128_000,
            },
        }
        reply = self.usage.PriceUsage(
            usage_service_pb2.PriceUsageRequest(
                payload=json.dumps(response).encode(),
                provider="openai",
                as_of=AS_OF,
            ),
            timeout=PATIENCE_S,
        )
        self.assertEqual(nanos(reply.estimate.total), 196_000_000)
        self.assertEqual(reply.extracted.usage.cache_read_tokens, 80_000)

    def test_replies_above_4_mib_need_a_higher_limit(self):
        batch = api.BatchEstimateCostsRequest(
            requests=[codex_request(view=api.ESTIMATE_VIEW_FULL)] * 10_000
        )
        error = self.refused(self.estimates.BatchEstimateCosts, batch)
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        channel = self.connect(
            os.environ["RATECARD_ADDRESS"],
            options=[("grpc.max_receive_message_length", 64 << 20)],
        )
        reply = estimate_service_pb2_grpc.EstimateServiceStub(
            channel
        ).BatchEstimateCosts(batch, timeout=PATIENCE_S)
        self.assertGreater(reply.ByteSize(), 4 << 20)
        self.assertEqual(
            {nanos(result.estimate.total) for result in reply.results},
            {196_000_000},
        )

    def test_the_server_refuses_requests_above_4_mib(self):
        error = self.refused(
            self.usage.PriceUsage,
            usage_service_pb2.PriceUsageRequest(payload=b" " * (4 << 20)),
        )
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_lists_models_a_page_at_a_time(self):
        request = catalog_service_pb2.ListModelsRequest(
            parent="providers/openai", page_size=100
        )
        names = set()
        while True:
            page = self.catalog.ListModels(request, timeout=PATIENCE_S)
            names.update(model.name for model in page.models)
            request.page_token = page.next_page_token
            if not page.next_page_token:
                break
        self.assertEqual(len(names), page.total_size)
        self.assertIn("providers/openai/models/gpt-5.2-codex", names)

    def test_health_is_known_by_service(self):
        health = health_pb2_grpc.HealthStub(self.channel)
        reply = health.Check(
            health_pb2.HealthCheckRequest(
                service="ratecard.v1.EstimateService"
            ),
            timeout=PATIENCE_S,
        )
        self.assertEqual(reply.status, health_pb2.HealthCheckResponse.SERVING)
        error = self.refused(
            health.Check, health_pb2.HealthCheckRequest(service="nobody")
        )
        self.assertEqual(error.code(), grpc.StatusCode.NOT_FOUND)


if __name__ == "__main__":
    unittest.main()
