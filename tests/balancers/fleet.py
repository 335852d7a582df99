"""Replicas of ratecardd, a balancer before them, and callers in a loop."""

import collections
import contextlib
import itertools
import json
import pathlib
import random
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import grpc

sys.path.insert(
    0, str(pathlib.Path(__file__).resolve().parents[1] / "integration")
)
import ratecard_server
from ratecard_server import PATIENCE_S, Server, Stub, v1

# Below those that systems give to connections: nobody else gets one while its
# replica is down.
PORTS = range(20_000, 30_000)
AS_OF = {"seconds": 1_780_000_000}  # 2026-05-28
CALLERS = 24


def free_port():
    """A port of loopback that nobody listens on."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


class Replica:
    """A ratecardd that keeps its address when it is started again."""

    def __init__(self, *flags):
        self._flags = flags
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.start()

    def start(self):
        self.server = Server(*self._flags, grpc_address=self.address)
        self.server.__enter__()

    def stop(self):
        """As a service manager does. Returns the exit status."""
        self.server.send_signal(signal.SIGTERM)
        status = self.server.wait()
        self.server.__exit__()
        return status

    def freeze(self):
        self.server.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.server.send_signal(signal.SIGCONT)

    def kill(self):
        self.server.process.kill()
        self.server.wait()
        self.server.__exit__()


@contextlib.contextmanager
def replicas(count, *flags):
    with contextlib.ExitStack() as stack:
        started = []
        for _ in range(count):
            started.append(Replica(*flags))
            stack.callback(started[-1].kill)
        yield started


class Balancer:
    """A balancer before replicas, stopped at the end of a `with` block.

    Those that derive from it know its configuration and its statistics:
    `address` is where it takes calls, `hosts()` gives a Host for each replica,
    in order, and `retries()` how often it tried a call again.
    """

    def __init__(self, *command, log):
        self._command = command
        self._log = pathlib.Path(log)

    def __enter__(self):
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *unused):
        self._process.terminate()
        try:
            self._process.wait(timeout=PATIENCE_S)
        finally:
            self._process.kill()

    def log(self):
        return self._log.read_text(errors="replace")

    def get(self, address, path):
        """The body of an HTTP answer; None while nobody listens."""
        if self._process.poll() is not None:
            raise AssertionError(f"the balancer ended: {self.log()}")
        try:
            return ask(f"http://{address}{path}").body
        except urllib.error.URLError:
            return None

    def wait_healthy(self, *expected):
        """Until it takes just those replicas for healthy."""
        ratecard_server.wait_for(
            lambda: tuple(host.healthy for host in self.hosts()) == expected,
            f"health {expected}",
        )


# What a balancer says of a replica: whether it gives calls to it, how many it
# waits for, how many it got answers to, and how many tries of calls failed.
Host = collections.namedtuple("Host", "healthy in_flight answered failed")
Answer = collections.namedtuple("Answer", "code headers body")


def ask(url, body=None):
    """Code, headers and body of an HTTP answer; `body` is sent as JSON."""
    request = urllib.request.Request(url)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return Answer(
                answer.status, answer.headers, answer.read().decode()
            )
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read().decode())


def substituted(text, *replacements):
    """`text` with (old, new, count) replaced, which it has just so often."""
    for old, new, count in replacements:
        if text.count(old) != count:
            raise AssertionError(
                f"{old!r} is there {text.count(old)} times, not {count}"
            )
        text = text.replace(old, new)
    return text


def estimate_request(model="gpt-5.2-codex", input_tokens=120_000, **fields):
    return v1("EstimateCostRequest")(
        model=model,
        usage=v1("Usage")(input_tokens=input_tokens, output_tokens=8_000),
        as_of=AS_OF,
        **fields,
    )


def fit_request(model="gpt-5.2-codex", input_tokens=300_000, **fields):
    return v1("CheckContextFitRequest")(
        model=model, input_tokens=input_tokens, **fields
    )


class Load:
    """Callers that call one after the other in a `with` block, without retries
    of their own, and compare each answer with what a replica says."""

    def __init__(self, address, replica, callers=CALLERS):
        self._address = address
        estimates = replica.server.estimates
        self._calls = [
            (method, request, getattr(estimates, method)(request))
            for method, request in (
                ("EstimateCost", estimate_request()),
                ("EstimateCost", estimate_request("claude-opus-4-5")),
                ("CheckContextFit", fit_request()),
            )
        ]
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self.answered = 0
        self.failures = []  # What callers saw.
        self._threads = [
            threading.Thread(target=self._call, daemon=True)
            for _ in range(callers)
        ]

    def _call(self):
        options = [
            ("grpc.use_local_subchannel_pool", 1),
            ("grpc.enable_retries", 0),
        ]
        with grpc.insecure_channel(self._address, options) as channel:
            stub = Stub(channel, "ratecard.v1.EstimateService")
            for method, request, expected in itertools.cycle(self._calls):
                if self._stopping.is_set():
                    return
                failure = None
                try:
                    answer = getattr(stub, method)(request, timeout=PATIENCE_S)
                    if answer != expected:
                        failure = f"another answer to {method}: {answer}"
                except grpc.RpcError as error:
                    failure = f"{method}: {error.code()} {error.details()}"
                with self._lock:
                    self.answered += 1
                    if failure:
                        self.failures.append(failure)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self.more()
        return self

    def __exit__(self, *unused):
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=2 * PATIENCE_S)

    def more(self, calls=200):
        """Waits until that many further calls were answered."""
        enough = self.answered + calls
        ratecard_server.wait_for(
            lambda: self.answered >= enough, f"{calls} more calls"
        )
