"""What callers see of a fleet behind a balancer while replicas come and go."""

import queue

import grpc

from fleet import CALLERS, Load, Stub, estimate_request
from ratecard_server import PATIENCE_S, v1, wait_for

REPLICAS = 3
ALL_HEALTHY = (True,) * REPLICAS
# Calls that must be on their way to a replica that is to die.
IN_FLIGHT = 8
# Longer than a replica may take to answer a call that is no stream.
QUIET_S = 2.5


class ResilienceTests:
    """Tests of a unittest.TestCase that has `replicas`, a `balancer` before
    them, and what that says where no replica serves, `unavailable`."""

    def setUp(self):
        self.balancer.wait_healthy(*ALL_HEALTHY)

    def load(self):
        return Load(self.balancer.address, self.replicas[0])

    def check_no_failure(self, what, load, *more):
        print(
            f"{type(self.balancer).__name__}: {what}: {load.answered} calls, "
            f"{len(load.failures)} failed",
            *more,
            sep=", ",
            flush=True,
        )
        self.assertEqual(load.failures, [])

    def test_rolling_restart_fails_no_call(self):
        retries = self.balancer.retries()
        with self.load() as load:
            for replica in self.replicas:
                self.assertEqual(replica.stop(), 0)
                replica.start()
                self.balancer.wait_healthy(*ALL_HEALTHY)
                before = self.balancer.hosts()
                load.more()
            after = self.balancer.hosts()
        retries = self.balancer.retries() - retries
        self.check_no_failure(
            "rolling restart", load, f"{retries} tried again"
        )
        # Each one is in use again.
        for now, then in zip(after, before):
            self.assertGreater(now.answered, then.answered)

    def test_killed_replica_fails_no_call_and_only_its_own_are_tried_again(
        self,
    ):
        victim = 1
        replica = self.replicas[victim]

        def in_flight():
            return self.balancer.hosts()[victim].in_flight

        before = self.balancer.hosts()
        retries = self.balancer.retries()
        with self.load() as load:
            # What it was given stays with it, and is there when it dies.
            replica.freeze()
            wait_for(lambda: in_flight() >= IN_FLIGHT, "calls in flight")
            lost = in_flight()
            replica.kill()
            load.more(1000)
            after = self.balancer.hosts()
            retries = self.balancer.retries() - retries
            replica.start()
            self.balancer.wait_healthy(*ALL_HEALTHY)
            load.more()
        self.check_no_failure(
            "kill -9",
            load,
            f"{lost} in flight at one replica",
            f"{retries} tried again",
        )
        # Each caller has one call in flight, and may send one more before word
        # of the death is around.
        self.assertGreaterEqual(retries, lost)
        self.assertLessEqual(retries, 2 * CALLERS)
        failed = [now.failed > then.failed for now, then in zip(after, before)]
        self.assertEqual(failed, [False, True, False])

    def test_replica_that_hangs_fails_no_call(self):
        with self.load() as load:
            self.replicas[2].freeze()
            self.balancer.wait_healthy(True, True, False)
            load.more()
            self.replicas[2].thaw()
            self.balancer.wait_healthy(*ALL_HEALTHY)
            load.more()
        self.check_no_failure("hung replica", load)

    def test_streams_stay_open_however_quiet(self):
        requests = queue.SimpleQueue()
        item = v1("StreamEstimateCostsRequest")(request=estimate_request())
        with grpc.insecure_channel(self.balancer.address) as channel:
            estimates = Stub(channel, "ratecard.v1.EstimateService")
            answers = estimates.StreamEstimateCosts(iter(requests.get, None))
            requests.put(item)
            first = next(answers)
            catalog = Stub(channel, "ratecard.v1.CatalogService")
            watch = catalog.WatchCatalog(v1("WatchCatalogRequest")())
            self.assertTrue(next(watch).revision.catalog_revision)
            with self.assertRaises(grpc.FutureTimeoutError):
                watch.result(timeout=QUIET_S)
            watch.cancel()
            requests.put(item)
            self.assertEqual(next(answers), first)
            requests.put(None)
            self.assertEqual(list(answers), [])

    def test_without_replicas_callers_are_told_at_once(self):
        for replica in self.replicas:
            replica.kill()
        self.balancer.wait_healthy(*[False] * REPLICAS)
        with grpc.insecure_channel(self.balancer.address) as channel:
            stub = Stub(channel, "ratecard.v1.EstimateService")
            with self.assertRaises(grpc.RpcError) as raised:
                stub.EstimateCost(estimate_request(), timeout=PATIENCE_S)
            self.assertEqual(
                raised.exception.code(), grpc.StatusCode.UNAVAILABLE
            )
            self.assertIn(self.unavailable, raised.exception.details())
            for replica in self.replicas:
                replica.start()
            self.balancer.wait_healthy(*ALL_HEALTHY)
            stub.EstimateCost(estimate_request(), timeout=PATIENCE_S)
