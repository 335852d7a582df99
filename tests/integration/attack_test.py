#!/usr/bin/env python3
"""The server under attack: each of attacks.py while a client goes on calling.

No call of that client fails; the server's memory stays bounded, and its file
descriptors are as many afterwards as before. The client's 99th percentile is
printed, calm and under attack, and is no matter of this test: beside it stands
that of calls to a server that nobody attacks, which is what the attacker takes
from the machine and not from the server.

Environment:
  RATECARDD               The server binary. Required.
  RATECARD_ATTACK_SECONDS How long each attack lasts; 1.5 by default.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import attacks
import ratecard_server

SECONDS = float(os.environ.get("RATECARD_ATTACK_SECONDS", "1.5"))
SANITIZED = (
    b"__asan_init" in pathlib.Path(os.environ["RATECARDD"]).read_bytes()
)
MIB = 1 << 20
MOST_BYTES = 200 * MIB
# The server looks 20 times a second whether it has more than that in use.
MOST_BETWEEN_LOOKS_BYTES = 400 * MIB
LIMITS = (
    "--set=limits.max_connections=100",
    "--set=limits.max_calls_in_flight=1000",
    "--set=limits.max_calls_per_connection=100",
    f"--set=limits.max_memory_bytes={MOST_BYTES}",
    f"--set=limits.max_untaken_bytes={32 * MIB}",
    # Calls are refused by their turn, whoever makes them, and who makes too
    # many is another matter: of limits for each caller.
    "--set=limits.max_queue_delay=5s",
    "--set=limits.handshake_timeout=1s",
)

COUNTED = {
    "connections": "ratecard_connections_refused_total",
    "idle_streams": "ratecard_connections_hung_up_total",
    "slow_readers": 'ratecard_answers_dropped_total{reason="too_much"}',
}


def resident_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmRSS")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def p99(seconds):
    return sorted(seconds)[len(seconds) * 99 // 100]


def p99_text(seconds, unattacked):
    return (
        f"p99 {p99(seconds) * 1e3:.1f} ms "
        f"(beside it {p99(unattacked) * 1e3:.1f})"
    )


class Caller:
    """A client as it should be, on one connection."""

    def __init__(self, server):
        self._estimate = server.estimates.EstimateCost
        self._request = ratecard_server.v1("EstimateCostRequest")(
            model="gpt-5.2-codex"
        )
        self._request.usage.input_tokens = 1000

    def call(self):
        """Seconds that a call takes. It must not fail."""
        start = time.monotonic()
        self._estimate(self._request, timeout=10)
        return time.monotonic() - start


def call_while(going, *callers):
    """The callers call by turns. Seconds of each one's calls."""
    latencies = [[caller.call()] for caller in callers]
    while going():
        for caller, seconds in zip(callers, latencies):
            seconds.append(caller.call())
        time.sleep(0.002)
    return latencies


class Attack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        batch = ratecard_server.v1("BatchEstimateCostsRequest")()
        for _ in range(200):
            item = batch.requests.add(model="gpt-5.2-codex")
            item.usage.input_tokens = 1000
        cls.batch = os.path.join(cls.folder.name, "batch.pb")
        pathlib.Path(cls.batch).write_bytes(batch.SerializeToString())
        cls.server = cls.enterClassContext(ratecard_server.Server(*LIMITS))
        cls.pid = cls.server.process.pid
        cls.caller = Caller(cls.server)
        cls.unattacked = Caller(
            cls.enterClassContext(ratecard_server.Server())
        )
        # What the first calls allocate is not the attackers'.
        cls.server.estimates.BatchEstimateCosts(batch)
        end = time.monotonic() + 1
        calm, unattacked = call_while(
            lambda: time.monotonic() < end, cls.caller, cls.unattacked
        )
        cls.calm_bytes = resident_bytes(cls.pid)
        cls.calm_descriptors = descriptors(cls.pid)
        print(
            f"calm: {len(calm)} calls, {p99_text(calm, unattacked)}, "
            f"{cls.calm_bytes // MIB} MiB resident, "
            f"{cls.calm_descriptors} descriptors",
            file=sys.stderr,
        )

    def attack(self, name):
        attacker = subprocess.Popen(
            [
                sys.executable,
                "-B",
                attacks.__file__,
                name,
                self.server.grpc_address,
                str(SECONDS),
                self.batch,
            ]
        )
        most = 0

        def going():
            nonlocal most
            most = max(most, resident_bytes(self.pid))
            return attacker.poll() is None

        self.addCleanup(attacker.kill)
        latencies, unattacked = call_while(
            going, self.caller, self.unattacked
        )
        self.assertEqual(attacker.returncode, 0)
        ratecard_server.wait_for(
            lambda: descriptors(self.pid) <= self.calm_descriptors,
            "the attackers' connections to be closed",
        )
        metrics = self.server.metrics()
        print(
            f"{name}: {len(latencies)} calls, "
            f"{p99_text(latencies, unattacked)}, {most // MIB} MiB, afterwards "
            f"{resident_bytes(self.pid) // MIB}",
            file=sys.stderr,
        )
        if not SANITIZED:
            self.assertLess(most, MOST_BETWEEN_LOOKS_BYTES)
            ratecard_server.wait_for(
                lambda: resident_bytes(self.pid) <= MOST_BYTES,
                "memory to be given back",
            )
        ratecard_server.wait_for(
            lambda: self.server.metrics()["ratecard_calls_in_flight"] == 0,
            "the attackers' calls to end",
        )
        self.assertEqual(self.server.http("/readyz")[0], 200)
        return metrics

    def meets(self, name):
        """The server lives through the attack, and does what it has against
        it, if that can be counted."""
        counter = COUNTED.get(name)
        before = self.server.metrics()
        after = self.attack(name)
        if counter is None or SANITIZED:  # which is too slow to be overrun
            return
        for _ in range(9):  # a slow machine has slow attackers
            if after[counter] > before[counter]:
                return
            after = self.attack(name)
        self.assertGreater(after[counter], before[counter])


def add_attacks():
    for name in attacks.ATTACKS:
        setattr(Attack, f"test_{name}", lambda self, name=name: self.meets(name))


add_attacks()

if __name__ == "__main__":
    unittest.main()
