#!/usr/bin/python3
"""A day of a server in ten minutes: load, while everything else changes.

  RATECARDD=build/release/service/server/ratecardd tests/soak/soak.py [SECONDS]

600 seconds by default. Clients call, by TLS, at 70% of what they got through
when nothing held them back, and connect anew every two seconds; every second
the catalog is another one, every five the certificate. Prints the resident
memory's slope once a minute is over (a quarter of the time, of less than four
minutes), file descriptors, calls, errors and reloads. Fails on an error, on
descriptors that are more at the end than at the beginning, on a slope of more
than MOST_MIB_PER_MINUTE, on a reload that is refused, and on fewer than
LEAST_TAKEN of what was changed that the server took over.

Python with grpc, as for tests/integration, and openssl.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(
    0, str(pathlib.Path(__file__).resolve().parents[1] / "integration")
)

import grpc

import ratecard_server
import tls_test

CLIENTS = 2  # Processes.
OUTSTANDING = 16  # Calls of each.
SHARE = 0.7  # Of saturation.
CALIBRATION_S = 5
# What an allocator's wandering may look like; a leak of 100 bytes a call is
# 20 times as much.
MOST_MIB_PER_MINUTE = 0.5
# Changes that come while the one before is read are taken over as one.
LEAST_TAKEN = 0.9
MIB = 1 << 20


def call_for(address, ca_file, seconds, rate):
    """Makes calls, at most `rate` a second, 0 for as many as go. Returns how
    many, and the errors."""
    credentials = grpc.ssl_channel_credentials(
        pathlib.Path(ca_file).read_bytes()
    )
    request = ratecard_server.v1("EstimateCostRequest")(model="acme/one")
    request.usage.input_tokens = 1_000_000
    lock = threading.Lock()
    start = time.monotonic()
    calls = 0
    errors = []

    def caller():
        nonlocal calls
        while time.monotonic() - start < seconds:
            with grpc.secure_channel(
                address,
                credentials,
                options=[("grpc.use_local_subchannel_pool", 1)],
            ) as channel:
                estimate = ratecard_server.Stub(
                    channel, "ratecard.v1.EstimateService"
                ).EstimateCost
                renewal = time.monotonic() + 2
                while time.monotonic() < renewal:
                    with lock:
                        calls += 1
                        turn = calls
                    if rate:
                        wait = start + turn / rate - time.monotonic()
                        time.sleep(max(0, wait))
                    try:
                        estimate(request, timeout=10)
                    except grpc.RpcError as error:
                        errors.append(f"{error.code()}: {error.details()}")
                    if time.monotonic() - start > seconds:
                        return

    threads = [threading.Thread(target=caller) for _ in range(OUTSTANDING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"calls": calls, "errors": errors}


def start_clients(server, ca_file, seconds, rate):
    return [
        subprocess.Popen(
            [
                sys.executable, __file__, "client", server.grpc_address,
                str(ca_file), str(seconds), str(rate / CLIENTS),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(CLIENTS)
    ]


def results(clients):
    return [json.loads(client.communicate()[0]) for client in clients]


def write_catalog(directory, price):
    text = f"""
        provider_id: "acme" display_name: "Acme" currency_code: "USD"
        sources {{ source_id: "s" title: "S" checked_date: "2026-11-01" }}
        models {{
          model_id: "one" display_name: "One" maker: "acme" source_id: "s"
          price_schedules {{
            schedule_id: "a"
            rates {{ meter: METER_INPUT_TOKENS price: "{price}" }}
          }}
        }}"""
    new = directory / "acme.new"
    new.write_text(text)
    new.rename(directory / "acme.textproto")


def resident_bytes(pid):
    pages = pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGESIZE")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def slope(points):
    """Of a straight line through (x, y), by least squares."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum(
        (x - mean_x) ** 2 for x, _ in points
    )


class Reloads:
    """What a server says of all times that it read `what` again."""

    def __init__(self, server, what):
        metrics = server.metrics()
        self.taken, self.refused = (
            int(metrics[f'ratecard_{what}_reloads_total{{result="{result}"}}'])
            for result in ("success", "failure")
        )
        self.last_is_good = (
            metrics[f"ratecard_{what}_last_reload_successful"] == 1
        )

    def are_well(self, changes):
        return (
            self.last_is_good
            and self.refused == 0
            and self.taken >= LEAST_TAKEN * changes
        )


class Soak:
    def __init__(self, folder, seconds):
        self.seconds = seconds
        self.catalog = folder / "catalog"
        self.catalog.mkdir()
        write_catalog(self.catalog, 1)
        self.authority = tls_test.Authority(folder / "ca")
        self.pem = folder / "server.pem"
        self.renew_certificate()

    def renew_certificate(self):
        # Both in one file: they cannot be seen apart.
        parts = self.authority.issue("server", "IP:127.0.0.1")
        new = self.pem.with_suffix(".new")
        new.write_text(
            "".join(pathlib.Path(part).read_text() for part in parts)
        )
        new.rename(self.pem)

    def run(self):
        with ratecard_server.Server(
            f"--catalog_dir={self.catalog}",
            f"--set=listen.tls.certificate_file={self.pem}",
            f"--set=listen.tls.private_key_file={self.pem}",
            credentials=None,
        ) as server:
            return self.soak(server)

    def soak(self, server):
        pid = server.process.pid
        before = descriptors(pid)
        ca = self.authority.file
        free = results(start_clients(server, ca, CALIBRATION_S, 0))
        saturation = sum(one["calls"] for one in free) / CALIBRATION_S
        print(f"saturation: {saturation:.0f} calls/s", flush=True)
        clients = start_clients(server, ca, self.seconds, SHARE * saturation)
        start = time.monotonic()
        memory = []
        most = 0
        second = 0
        while any(client.poll() is None for client in clients):
            second += 1
            write_catalog(self.catalog, 1 + second % 7)
            if second % 5 == 0:
                self.renew_certificate()
            server.send_signal(signal.SIGHUP)
            memory.append((time.monotonic() - start, resident_bytes(pid)))
            most = max(most, descriptors(pid))
            if second % 60 == 0:
                print(
                    f"{second} s: {memory[-1][1] / MIB:.1f} MiB, "
                    f"{descriptors(pid)} descriptors",
                    flush=True,
                )
            time.sleep(max(0, start + second - time.monotonic()))
        ended = results(clients)
        ratecard_server.wait_for(
            lambda: descriptors(pid) <= before, "descriptors to be given back"
        )
        warm = min(60, self.seconds / 4)
        growth = slope([(x / 60, y / MIB) for x, y in memory if x > warm])
        errors = [error for one in free + ended for error in one["errors"]]
        calls = sum(one["calls"] for one in ended)
        print(
            f"{calls} calls, {calls / self.seconds:.0f} a second; "
            f"{len(errors)} errors; memory {memory[0][1] / MIB:.1f} to "
            f"{memory[-1][1] / MIB:.1f} MiB, {growth:+.3f} MiB a minute after "
            f"{warm:.0f} s; descriptors {before}, at most {most}, "
            f"{descriptors(pid)} at the end"
        )
        reloads_are_well = True
        for what, changes in (
            ("catalog", second), ("tls_certificate", second // 5)
        ):
            reloads = Reloads(server, what)
            print(
                f"{what}: {reloads.taken} of {changes} changes taken over, "
                f"{reloads.refused} refused, the last one "
                f"{'good' if reloads.last_is_good else 'refused'}"
            )
            if not reloads.are_well(changes):
                print(f"reloads of {what} failed", file=sys.stderr)
                reloads_are_well = False
        for error in sorted(set(errors))[:5]:
            print(error, file=sys.stderr)
        if growth > MOST_MIB_PER_MINUTE:
            print(
                f"memory grows by more than {MOST_MIB_PER_MINUTE} MiB a minute",
                file=sys.stderr,
            )
        return (
            not errors and reloads_are_well and growth <= MOST_MIB_PER_MINUTE
        )


def main():
    if sys.argv[1:2] == ["client"]:
        address, ca_file, seconds, rate = sys.argv[2:]
        result = call_for(address, ca_file, float(seconds), float(rate))
        print(json.dumps(result))
        return 0
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as folder:
        return 0 if Soak(pathlib.Path(folder), seconds).run() else 1


if __name__ == "__main__":
    sys.exit(main())
