"""TLS of ratecardd: who is let in, and certificates that change meanwhile."""

import os
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

import grpc

from ratecard_server import PATIENCE_S, Server, Stub, v1, wait_for

HEALTH = "/grpc.health.v1.Health/Check"
EXPIRY = "ratecard_tls_certificate_expiry_timestamp_seconds"
LAST_RELOAD = "ratecard_tls_certificate_last_reload_successful"
RELOADS = 'ratecard_tls_certificate_reloads_total{result="%s"}'
FAR_FUTURE = "20490101000000Z"


def openssl(directory, *arguments):
    return subprocess.run(
        ["openssl", *arguments],
        cwd=directory,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


class Authority:
    """Issues certificates, into a directory of its own."""

    def __init__(self, directory, *key):
        directory.mkdir()
        self.directory = directory
        self._request("ca", "-x509", "-days", "2", "-out", "ca.pem", key=key)
        self.file = directory / "ca.pem"
        (directory / "index.txt").touch()
        (directory / "ca.cnf").write_text(
            "[ca]\ndefault_ca = d\n"
            "[d]\ndatabase = index.txt\nnew_certs_dir = .\n"
            "rand_serial = yes\nunique_subject = no\ndefault_md = sha256\n"
            "policy = p\n[p]\ncommonName = supplied\n"
        )

    def _request(self, name, *arguments, key=()):
        openssl(
            self.directory,
            "req", "-newkey",
            *(key or ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")),
            "-nodes", "-keyout", f"{name}.key", "-subj", f"/CN={name}",
            *arguments,
        )

    def issue(self, name, names, end=FAR_FUTURE):
        """Paths of the certificate, which has these `names`, and its key."""
        self._request(name, "-new", "-out", f"{name}.csr")
        (self.directory / "ext").write_text(f"subjectAltName = {names}\n")
        openssl(
            self.directory,
            "ca", "-config", "ca.cnf", "-batch", "-notext", "-extfile", "ext",
            "-cert", "ca.pem", "-keyfile", "ca.key", "-in", f"{name}.csr",
            "-startdate", "20200101000000Z", "-enddate", end,
            "-out", f"{name}.pem",
        )
        return self.directory / f"{name}.pem", self.directory / f"{name}.key"


def read(*paths):
    return [path.read_bytes() for path in paths]


def der(path):
    return ssl.PEM_cert_to_DER_cert(path.read_text())


def not_after(path):
    """When a certificate ends, as openssl says it, in seconds since 1970."""
    line = openssl(path.parent, "x509", "-in", path, "-noout", "-enddate")
    return ssl.cert_time_to_seconds(line.strip().removeprefix("notAfter="))


def shown_certificate(address):
    """What a new connection is shown, in DER."""
    host, port = address.rsplit(":", 1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    with socket.create_connection((host, int(port)), PATIENCE_S) as plain:
        with context.wrap_socket(plain) as connection:
            return connection.getpeercert(binary_form=True)


def health(channel):
    """The status code of a call."""
    try:
        channel.unary_unary(HEALTH)(b"", timeout=PATIENCE_S)
        return grpc.StatusCode.OK
    except grpc.RpcError as error:
        return error.code()


class Load(threading.Thread):
    """Makes calls until it is stopped; keeps the errors."""

    def __init__(self, call):
        super().__init__()
        self._call = call
        self._stopped = threading.Event()
        self.calls = 0
        self.errors = []

    def run(self):
        while not self._stopped.wait(0.005):
            try:
                self._call()
                self.calls += 1
            except Exception as error:  # pylint: disable=broad-except
                self.errors.append(error)

    def await_calls(self, more):
        """Waits until that many further calls were made."""
        goal = self.calls + more
        wait_for(lambda: self.calls >= goal or self.errors, "calls")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *unused):
        self._stopped.set()
        self.join()


class TlsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.root = pathlib.Path(directory.name)
        cls.ca = Authority(cls.root / "ca")
        cls.other_ca = Authority(cls.root / "other")
        names = "IP:127.0.0.1,DNS:localhost"
        cls.first = cls.ca.issue("first", names)
        cls.second = cls.ca.issue("second", names, "20480101000000Z")
        cls.client = cls.ca.issue("client", "URI:spiffe://test/billing")

    def serve(self, certificate, key, *flags, credentials=None):
        return Server(
            f"--set=listen.tls.certificate_file={certificate}",
            f"--set=listen.tls.private_key_file={key}",
            *flags,
            credentials=credentials or self.credentials(),
        )

    def serve_clients(self, config, kind):
        """A server that asks clients for certificates, and one that has one."""
        return self.serve(
            *self.first,
            f"--config={config}",
            f"--set=listen.tls.client_ca_file={self.ca.file}",
            f"--set=listen.tls.client_certificates={kind}",
            credentials=self.credentials(*self.client),
        )

    def credentials(self, certificate=None, key=None):
        """Of clients that trust the authority."""
        return grpc.ssl_channel_credentials(
            self.ca.file.read_bytes(),
            key and key.read_bytes(),
            certificate and certificate.read_bytes(),
        )

    def channel(self, server, *client):
        """A new connection, with a client's certificate and key or without."""
        channel = grpc.secure_channel(
            server.grpc_address,
            self.credentials(*client),
            options=[("grpc.use_local_subchannel_pool", 1)],
        )
        self.addCleanup(channel.close)
        return channel

    def live_files(self, certificate, key):
        """Copies that a server may watch, and what replaces them."""
        directory = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(dir=self.root)))
        live = directory / "live.pem"

        def replace(*files):
            # One file, so that nobody sees half of the change.
            (directory / "next").write_bytes(b"".join(read(*files)))
            os.replace(directory / "next", live)

        replace(certificate, key)
        return live, replace

    def test_tls_serves_and_plain_text_does_not(self):
        with self.serve(*self.first) as server:
            self.assertEqual(health(server.channel), grpc.StatusCode.OK)
            self.assertEqual(
                shown_certificate(server.grpc_address), der(self.first[0])
            )
            with grpc.insecure_channel(server.grpc_address) as plain:
                self.assertEqual(health(plain), grpc.StatusCode.UNAVAILABLE)
            self.assertEqual(
                server.metrics()[EXPIRY], not_after(self.first[0])
            )
            # Of another authority, for a client.
            stranger = grpc.ssl_channel_credentials(
                self.other_ca.file.read_bytes()
            )
            with grpc.secure_channel(server.grpc_address, stranger) as channel:
                self.assertEqual(health(channel), grpc.StatusCode.UNAVAILABLE)

    def test_a_new_certificate_fails_no_call(self):
        live, replace = self.live_files(*self.first)
        with self.serve(
            live, live, "--log_calls", "--set=listen.tls.reload_interval=1s"
        ) as server:
            open_stub = Stub(self.channel(server), "ratecard.v1.CatalogService")
            request = v1("GetCatalogRevisionRequest")()

            def call_anew():
                with grpc.secure_channel(
                    server.grpc_address,
                    self.credentials(),
                    options=[("grpc.use_local_subchannel_pool", 1)],
                ) as channel:
                    channel.unary_unary(HEALTH)(b"", timeout=PATIENCE_S)

            with Load(
                lambda: open_stub.GetCatalogRevision(
                    request, timeout=PATIENCE_S
                )
            ) as kept, Load(call_anew) as fresh:
                fresh.await_calls(5)
                for count, files in enumerate(
                    (self.second, self.first, self.second), start=1
                ):
                    replace(*files)
                    if count == 2:
                        server.send_signal(signal.SIGHUP)
                    wait_for(
                        lambda: len(server.events("tls_certificate_reloaded"))
                        == count,
                        "the certificate",
                    )
                    self.assertEqual(
                        shown_certificate(server.grpc_address), der(files[0])
                    )
                    self.assertEqual(
                        server.metrics()[EXPIRY], not_after(files[0])
                    )
                    kept.await_calls(20)
                    fresh.await_calls(5)
            self.assertEqual(kept.errors, [])
            self.assertEqual(fresh.errors, [])
            self.assertEqual(server.metrics()[RELOADS % "success"], 3)
            self.assertEqual(server.metrics()[RELOADS % "failure"], 0)
            # One connection made them all.
            peers = {
                line["peer"]
                for line in server.events("call")
                if line["grpc_method"] == "GetCatalogRevision"
            }
            self.assertEqual(len(peers), 1)

    def test_a_bad_certificate_is_refused_and_the_old_one_serves_on(self):
        live, replace = self.live_files(*self.first)
        junk = self.root / "junk"
        junk.write_text("-----BEGIN CERTIFICATE-----\nnone\n")
        weak_ca = Authority(self.root / "weak", "rsa:1024")
        weak = weak_ca.issue("weak", "IP:127.0.0.1")
        expired = self.ca.issue("stale", "IP:127.0.0.1", "20200102000000Z")
        with self.serve(
            live, live, "--set=listen.tls.reload_interval=1h"
        ) as server:
            for count, (files, reason) in enumerate(
                (
                    ((junk,), "certificate 1 cannot be read"),
                    (
                        (self.second[0], self.first[1]),
                        "the key is not that of the first certificate",
                    ),
                    ((self.second[0],), "there is no private key"),
                    ((), "there is no certificate"),
                    (
                        (weak[0], weak_ca.file, weak[1]),
                        "certificate 2: ca key too small",
                    ),
                    (
                        (self.second[0], self.client[0], self.second[1]),
                        "certificate 1 is not issued by certificate 2",
                    ),
                    (expired, "certificate 1 expired at 2020-01-02T00:00:00"),
                ),
                start=1,
            ):
                replace(*files)
                server.send_signal(signal.SIGHUP)
                refused = wait_for(
                    lambda: server.events("tls_certificate_refused")[
                        count - 1:],
                    "the refusal",
                )[0]
                self.assertEqual(refused["reason"], "INVALID_TLS_FILES")
                self.assertIn(reason, refused["message"])
                self.assertEqual(
                    shown_certificate(server.grpc_address), der(self.first[0])
                )
                self.assertEqual(
                    health(self.channel(server)), grpc.StatusCode.OK
                )
                self.assertEqual(server.metrics()[LAST_RELOAD], 0)
            live.unlink()
            server.send_signal(signal.SIGHUP)
            wait_for(
                lambda: server.events("tls_certificate_refused")[7:], "the last"
            )
            self.assertEqual(server.metrics()[RELOADS % "failure"], 8)
            self.assertEqual(
                server.metrics()[EXPIRY], not_after(self.first[0])
            )
            replace(*self.second)
            server.send_signal(signal.SIGHUP)
            wait_for(
                lambda: server.events("tls_certificate_reloaded"), "the good"
            )
            self.assertEqual(
                shown_certificate(server.grpc_address), der(self.second[0])
            )
            self.assertEqual(server.metrics()[LAST_RELOAD], 1)

    def bad_clients(self):
        return {
            "other authority": self.other_ca.issue("other", "DNS:other"),
            "expired": self.ca.issue("expired", "DNS:old", "20200102000000Z"),
        }

    def test_clients_show_certificates(self):
        config = self.root / "callers.textproto"
        config.write_text(
            'access { callers { name: "billing" roles: [ROLE_QUOTE] '
            'certificate_names: "spiffe://test/billing" } }'
        )
        bad_clients = self.bad_clients()
        for kind, without in (
            ("required", grpc.StatusCode.UNAVAILABLE),
            ("optional", grpc.StatusCode.OK),
        ):
            with self.subTest(kind), self.serve_clients(
                config, kind
            ) as server:
                self.assertEqual(health(server.channel), grpc.StatusCode.OK)
                self.assertEqual(health(self.channel(server)), without)
                for why, files in bad_clients.items():
                    self.assertEqual(
                        health(self.channel(server, *files)),
                        grpc.StatusCode.UNAVAILABLE,
                        why,
                    )
                # The name in the certificate is who calls.
                request = v1("EstimateCostRequest")(
                    model="gpt-5.2-codex", usage=v1("Usage")(input_tokens=1)
                )
                server.estimates.EstimateCost(request, timeout=PATIENCE_S)
                if kind == "optional":
                    stub = Stub(
                        self.channel(server), "ratecard.v1.EstimateService"
                    )
                    with self.assertRaises(grpc.RpcError) as raised:
                        stub.EstimateCost(request, timeout=PATIENCE_S)
                    self.assertEqual(
                        raised.exception.code(),
                        grpc.StatusCode.UNAUTHENTICATED,
                    )

    def test_a_name_counts_as_the_kind_it_is_of(self):
        config = self.root / "kinds.textproto"
        config.write_text(
            'access { callers { name: "billing" roles: [ROLE_QUOTE] '
            'certificate_names: "spiffe://test/billing" '
            'certificate_names: "billing.test" } }'
        )
        request = v1("EstimateCostRequest")(
            model="gpt-5.2-codex", usage=v1("Usage")(input_tokens=1)
        )
        with self.serve_clients(config, "required") as server:
            for number, (names, code) in enumerate((
                ("URI:spiffe://test/billing", grpc.StatusCode.OK),
                ("DNS:billing.test", grpc.StatusCode.OK),
                ("DNS:other.test,DNS:billing.test", grpc.StatusCode.OK),
                (
                    "DNS:spiffe://test/billing",
                    grpc.StatusCode.UNAUTHENTICATED,
                ),
                ("URI:billing.test", grpc.StatusCode.UNAUTHENTICATED),
            )):
                client = self.ca.issue(f"kind-{number}", names)
                stub = Stub(
                    self.channel(server, *client), "ratecard.v1.EstimateService"
                )
                call = stub.EstimateCost.future(request, timeout=PATIENCE_S)
                self.assertEqual(call.code(), code, names)

    def cli(self, server, *flags):
        return subprocess.run(
            [
                os.environ["RATECARD"],
                "revision",
                f"--server={server.grpc_address}",
                *flags,
            ],
            capture_output=True,
            text=True,
        )

    def test_the_command_line_speaks_tls(self):
        certificate, key = self.client
        secret = self.root / "secret"
        made = subprocess.run(
            [os.environ["RATECARD"], "token", "--id=cli", "--json"],
            check=True, capture_output=True, text=True,
        ).stdout
        token = made.split('"token": "')[1].split('"')[0]
        salted_hash = made.split('"salted_hash": "')[1].split('"')[0]
        config = self.root / "cli.textproto"
        config.write_text(
            'access { callers { name: "cli" roles: [ROLE_READ_CATALOG] '
            f'tokens {{ id: "cli" salted_hash: "{salted_hash}" }} }} }}'
        )
        trusting = f"--ca-file={self.ca.file}"
        shown = (f"--cert-file={certificate}", f"--key-file={key}")
        given = f"--token-file={secret}"
        with self.serve_clients(config, "required") as server:
            secret.write_text(token + "\n")
            result = self.cli(server, trusting, *shown, given)
            self.assertEqual(result.returncode, 0, result.stderr)
            for flags in (
                (),
                ("--tls", *shown, given),  # whom this machine trusts
                (trusting,),
                (f"--ca-file={self.other_ca.file}", *shown, given),
            ):
                result = self.cli(server, *flags)
                self.assertEqual(result.returncode, 5, flags)
            result = self.cli(server, trusting, *shown)
            self.assertEqual(result.returncode, 1)
            self.assertIn("is that of a caller", result.stderr)
            for flags, why in (
                ((given,), "--token-file needs --tls or --ca-file"),
                ((trusting, shown[0]), "need each other"),
                ((trusting, shown[1]), "need each other"),
            ):
                result = self.cli(server, *flags)
                self.assertEqual(result.returncode, 2, flags)
                self.assertIn(why, result.stderr)
            for text in ("", "two words", "x" * 5000, "line\nline"):
                secret.write_text(text)
                result = self.cli(server, trusting, *shown, given)
                self.assertEqual(result.returncode, 1)
                self.assertIn("must have one token", result.stderr)
            secret.unlink()
            result = self.cli(server, trusting, *shown, given)
            self.assertEqual(result.returncode, 1)
            self.assertIn("No such file", result.stderr)
        result = subprocess.run(
            [os.environ["RATECARD"], "revision", trusting],
            capture_output=True, text=True,
        )
        self.assertEqual(result.returncode, 2)
        self.assertIn("need --server", result.stderr)

    def start(self, *flags):
        """Exit status and what a server says that does not start."""
        result = subprocess.run(
            [os.environ["RATECARDD"], *flags],
            capture_output=True, text=True, timeout=PATIENCE_S,
        )
        return result.returncode, result.stderr

    def test_says_what_is_wrong_with_the_configuration(self):
        status, text = self.start(
            "--grpc_address=0.0.0.0:0",
            "--http_address=0.0.0.0:0",
            "--set=listen.tls.client_certificates=required",
            "--set=listen.tls.reload_interval=0s",
        )
        self.assertEqual(status, 2)
        for path, what in (
            ("listen.grpc_address", "listen.allow_plaintext"),
            ("listen.http_address", "listen.allow_plaintext"),
            ("listen.tls.client_ca_file", "must be given"),
            ("listen.tls.certificate_file", "must be given"),
            ("listen.tls.reload_interval", "at least 1s"),
        ):
            self.assertRegex(text, f"(?m)^ratecardd: {path}.*{what}")
        certificate, key = self.first
        for files, what in (
            ((self.root / "none", key), "No such file or directory"),
            ((certificate, self.root), "Is a directory"),
            ((key, key), "there is no certificate"),
            ((certificate, self.second[1]), "the key is not that of"),
        ):
            status, text = self.start(
                "--grpc_address=127.0.0.1:0",
                "--http_address=",
                f"--set=listen.tls.certificate_file={files[0]}",
                f"--set=listen.tls.private_key_file={files[1]}",
            )
            self.assertEqual(status, 1)
            self.assertIn('"event":"start_failed"', text)
            self.assertIn(what, text)

    def test_plain_text_for_others_can_be_allowed(self):
        with Server(
            "--set=listen.allow_plaintext=true",
            "--http_address=0.0.0.0:0",
            grpc_address="0.0.0.0:0",
        ) as server:
            self.assertEqual(health(server.channel), grpc.StatusCode.OK)
            self.assertNotIn(EXPIRY, server.metrics())

    def test_serves_with_an_expired_certificate_and_warns(self):
        expired = self.ca.issue("worn", "IP:127.0.0.1", "20200102000000Z")
        with self.serve(*expired) as server:
            wait_for(
                lambda: server.events("tls_certificate_out_of_date"), "warning"
            )
            self.assertEqual(
                shown_certificate(server.grpc_address), der(expired[0])
            )
            self.assertEqual(
                health(server.channel), grpc.StatusCode.UNAVAILABLE
            )
            # What is in use is not refused.
            server.send_signal(signal.SIGHUP)
            wait_for(
                lambda: server.events("tls_certificate_unchanged"), "the reload"
            )
            self.assertEqual(server.metrics()[LAST_RELOAD], 1)


if __name__ == "__main__":
    unittest.main()
