"""What tests of a running ratecardd share: start it, call it, scrape it.

Messages are made from the .proto files themselves, without generated code.

Environment:
  RATECARDD  The server binary. Required.
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile

import grpc
from google.protobuf import descriptor_pb2
from google.protobuf import descriptor_pool
from google.protobuf import message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOG_DATA = ROOT / "service/catalog/data"
GOOGLE_PROTOS = "/usr/share/java/proto-google-common-protos.jar"
PATIENCE_S = 30  # How long to wait for what must happen.


def wait_for(condition, what):
    """Returns what `condition` returns, once that is true."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE_S} s in vain for {what}")
        time.sleep(0.005)


def _load_messages():
    """A function from full name to message class, of all our protos."""
    with tempfile.TemporaryDirectory() as scratch:
        with zipfile.ZipFile(GOOGLE_PROTOS) as jar:
            jar.extractall(
                scratch, [n for n in jar.namelist() if n.startswith("google/")]
            )
        output = pathlib.Path(scratch) / "descriptors.pb"
        protos = sorted(str(p) for p in (ROOT / "proto").rglob("*.proto"))
        subprocess.run(
            [
                "protoc",
                f"-I{ROOT}/proto",
                f"-I{scratch}",
                "--include_imports",
                f"--descriptor_set_out={output}",
                *protos,
                f"{scratch}/google/rpc/error_details.proto",
                f"{scratch}/google/rpc/status.proto",
            ],
            check=True,
        )
        files = descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return pool, lambda name: factory.GetPrototype(
        pool.FindMessageTypeByName(name)
    )


POOL, message = _load_messages()
Status = message("google.rpc.Status")
ErrorInfo = message("google.rpc.ErrorInfo")
BadRequest = message("google.rpc.BadRequest")


def v1(name):
    """A message class of the API."""
    return message(f"ratecard.v1.{name}")


class Stub:
    """Methods of a service as functions: stub.EstimateCost(request).

    A method that takes a stream takes an iterator, one that sends a stream
    returns one.
    """

    def __init__(self, channel, service):
        descriptor = POOL.FindServiceByName(service)
        # This version's method descriptors do not say what streams.
        proto = descriptor_pb2.ServiceDescriptorProto()
        descriptor.CopyToProto(proto)
        for method, kind in zip(descriptor.methods, proto.method):
            response = message(method.output_type.full_name)
            sides = [
                "stream" if streams else "unary"
                for streams in (kind.client_streaming, kind.server_streaming)
            ]
            setattr(
                self,
                method.name,
                getattr(channel, "_".join(sides))(
                    f"/{service}/{method.name}",
                    request_serializer=lambda call: call.SerializeToString(),
                    response_deserializer=response.FromString,
                ),
            )


def details_of(error):
    """ErrorInfo and BadRequest of an RpcError; None for one that is missing."""
    trailers = dict(error.trailing_metadata())
    status = Status.FromString(trailers["grpc-status-details-bin"])
    found = {}
    for detail in status.details:
        for kind in (ErrorInfo, BadRequest):
            if detail.Is(kind.DESCRIPTOR):
                found[kind] = kind.FromString(detail.value)
    return found.get(ErrorInfo), found.get(BadRequest)


class Server:
    """A ratecardd on free ports, stopped at the end of a `with` block.

    Its channel has the `credentials`, or none.
    """

    def __init__(self, *flags, grpc_address="127.0.0.1:0", credentials=None):
        self._credentials = credentials
        self.process = subprocess.Popen(
            [
                os.environ["RATECARDD"],
                f"--grpc_address={grpc_address}",
                "--http_address=127.0.0.1:0",
                *flags,
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        self.log = []
        self.unreadable = []  # Lines that are no JSON.
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    def _read_log(self):
        for line in self.process.stderr:
            try:
                self.log.append(json.loads(line))
            except ValueError:
                self.unreadable.append(line)

    def __enter__(self):
        try:
            serving = wait_for(
                lambda: self.events("serving")
                or self.process.poll() is not None,
                "the server to serve",
            )
        except AssertionError:
            self.process.kill()
            raise
        if serving is True:
            raise AssertionError(f"the server ended: {self.log}")
        self.grpc_address = serving[0]["grpc_address"]
        self.http_address = serving[0]["http_address"]
        if self._credentials:
            self.channel = grpc.secure_channel(
                self.grpc_address, self._credentials
            )
        else:
            self.channel = grpc.insecure_channel(self.grpc_address)
        self.estimates = Stub(self.channel, "ratecard.v1.EstimateService")
        self.usage = Stub(self.channel, "ratecard.v1.UsageService")
        self.comparisons = Stub(self.channel, "ratecard.v1.ComparisonService")
        self.catalog = Stub(self.channel, "ratecard.v1.CatalogService")
        return self

    def __exit__(self, *unused):
        self.channel.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.wait()
        finally:
            self.process.kill()
            self.process.stderr.close()

    def events(self, name):
        """Log lines of an event so far."""
        return [line for line in list(self.log) if line["event"] == name]

    def send_signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        """The exit status, once the process ended and its log is read."""
        status = self.process.wait(timeout=PATIENCE_S)
        self._reader.join(timeout=PATIENCE_S)
        return status

    def http(self, path, method="GET"):
        """Code, headers and body of an HTTP answer."""
        request = urllib.request.Request(
            f"http://{self.http_address}{path}", method=method
        )
        try:
            with urllib.request.urlopen(
                request, timeout=PATIENCE_S
            ) as response:
                return (
                    response.status,
                    response.headers,
                    response.read().decode(),
                )
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def metrics(self):
        """Values by series, written as in the exposition: `name{label="x"}`."""
        text = self.http("/metrics")[2]
        return {
            series: float(value)
            for series, value in re.findall(r"^([^#].*) (\S+)$", text, re.M)
        }
