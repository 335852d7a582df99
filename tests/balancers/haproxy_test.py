"""A real HAProxy with deploy/haproxy/haproxy.cfg before real replicas.

Environment:
  RATECARDD  The server binary. Required.
  HAPROXY    The haproxy binary. Required.
"""

import csv
import os
import pathlib
import socket
import tempfile
import unittest

import grpc

import fleet
from fleet import Load, substituted
from ratecard_server import PATIENCE_S, ROOT, wait_for
from resilience import ALL_HEALTHY, REPLICAS, ResilienceTests

CONFIGURATION = ROOT / "deploy/haproxy/haproxy.cfg"
# HAProxy cannot try again what a replica refuses with an answer, so replicas
# wait until it has seen that they stop.
FLAGS = ("--set=shutdown.balancer_delay=3s",)


class Haproxy(fleet.Balancer):
    """A HAProxy with the shipped configuration."""

    def __init__(self, replicas, scratch):
        self.address = f"127.0.0.1:{fleet.free_port()}"
        self._stats = f"127.0.0.1:{fleet.free_port()}"
        self._socket = f"{scratch}/admin.sock"
        config = substituted(
            CONFIGURATION.read_text(),
            ("bind :8080 proto", f"bind {self.address} proto", 1),
            ("bind 127.0.0.1:8404", f"bind {self._stats}", 1),
            ("socket /run/haproxy/admin.sock", f"socket {self._socket}", 1),
            # Only root could take another identity.
            ("  user haproxy\n  group haproxy\n", "", 1),
            *(
                (f" ratecard-{number}:50051", f" {replica.address}", 2)
                for number, replica in enumerate(replicas, 1)
            ),
        )
        path = pathlib.Path(scratch) / "haproxy.cfg"
        path.write_text(config)
        super().__init__(
            os.environ["HAPROXY"], "-db", "-f", str(path),
            log=path.with_suffix(".log"),
        )

    def hosts(self):
        table = self.get(self._stats, "/;csv")
        if table is None:
            return ()
        return tuple(
            fleet.Host(
                row["status"] == "UP",
                int(row["scur"]),
                int(row["hrsp_2xx"]),
                # Tries that were followed by one at another replica.
                int(row["wredis"]),
            )
            for row in csv.DictReader(table.lstrip("# ").splitlines())
            if row["pxname"] == "ratecard"
            and row["svname"].startswith("ratecard-")
        )

    def retries(self):
        return sum(host.failed for host in self.hosts())

    def command(self, line):
        """What the administrative socket answers."""
        with socket.socket(socket.AF_UNIX) as admin:
            admin.settimeout(PATIENCE_S)
            admin.connect(self._socket)
            admin.sendall(f"{line}\n".encode())
            return admin.makefile().read().strip()


class HaproxyTest(ResilienceTests, unittest.TestCase):
    unavailable = "no replica serves"

    @classmethod
    def setUpClass(cls):
        scratch = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.replicas = cls.enterClassContext(fleet.replicas(REPLICAS, *FLAGS))
        cls.balancer = cls.enterClassContext(Haproxy(cls.replicas, scratch))

    def test_only_the_api_is_served(self):
        with grpc.insecure_channel(self.balancer.address) as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            with self.assertRaises(grpc.RpcError) as raised:
                check(b"", timeout=PATIENCE_S)
        self.assertEqual(
            raised.exception.code(), grpc.StatusCode.UNIMPLEMENTED
        )
        self.assertEqual(raised.exception.details(), "not of the API")

    def test_replica_that_is_drained_by_hand_gets_no_call(self):
        with Load(self.balancer.address, self.replicas[0]) as load:
            for backend in ("ratecard", "streams"):
                self.assertEqual(
                    self.balancer.command(
                        f"set server {backend}/ratecard-1 state drain"
                    ),
                    "",
                )
            wait_for(
                lambda: self.balancer.hosts()[0].in_flight == 0, "no call"
            )
            drained = self.balancer.hosts()[0].answered
            load.more()
            self.assertEqual(self.balancer.hosts()[0].answered, drained)
            for backend in ("ratecard", "streams"):
                self.balancer.command(
                    f"set server {backend}/ratecard-1 state ready"
                )
            wait_for(
                lambda: self.balancer.hosts()[0].answered > drained, "a call"
            )
            self.balancer.wait_healthy(*ALL_HEALTHY)
        self.check_no_failure("drained by hand", load)


if __name__ == "__main__":
    unittest.main(verbosity=2)
