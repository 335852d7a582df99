"""Quotes over the wire: replicas, restarts, rotated keys, and the CLI."""

import base64
import concurrent.futures
import hashlib
import hmac
import json
import os
import pathlib
import signal
import stat
import subprocess
import tempfile
import time
import unittest

import grpc

from ratecard_server import Server, Stub, details_of, v1, wait_for

CLI = os.environ["RATECARD"]
FIRST = "11" * 32
SECOND = "22" * 32


def key(name, state, secret):
    return f"{name} {state} {secret}\n"


def create_request(**fields):
    """120,000 input tokens of which 80,000 cached, and 8,000 output."""
    request = v1("CreateQuoteRequest")(**fields)
    request.request.model = "gpt-5.2-codex"
    request.request.usage.input_tokens = 120_000
    request.request.usage.cache_read_tokens = 80_000
    request.request.usage.output_tokens = 8_000
    return request


def nanos(money):
    return money.units * 10**9 + money.nanos


def varint(number):
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def token_of(quote, secret):
    """The token that quote_token.h and quote_bytes.h say such a quote has.

    For usages of input, cached and output tokens, all given, whose bits are 0,
    1 and 12.
    """

    def text(value):
        return varint(len(value.encode())) + value.encode()

    def instant(time):
        return varint(time.seconds * 2) + varint(time.nanos)

    usage = quote.usage
    flags = (quote.incomplete | quote.strict << 2 | quote.allow_partial << 3)
    body = b"\x01" + text(quote.key_id) + bytes.fromhex(quote.quote_id)
    for value in (quote.model, quote.service_tier, quote.region):
        body += text(value)
    for number in (flags, 1 | 1 << 1 | 1 << 12, usage.input_tokens,
                   usage.cache_read_tokens, usage.output_tokens, 0):
        body += varint(number)
    body += text(quote.total.currency_code)
    body += varint(quote.total.units) + varint(quote.total.nanos)
    body += text(quote.catalog_revision)
    body += instant(quote.create_time) + instant(quote.expire_time)
    body += text(quote.reference)
    code = hmac.new(bytes.fromhex(secret), b"ratecard.dev/quote/1\n" + body,
                    hashlib.sha256).digest()
    return base64.urlsafe_b64encode(body + code).rstrip(b"=").decode()


def quotes(server):
    return Stub(server.channel, "ratecard.v1.QuoteService")


def verify(server, token, **fields):
    return quotes(server).VerifyQuote(
        v1("VerifyQuoteRequest")(token=token, **fields)
    )


class QuoteTest(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.directory = pathlib.Path(scratch.name)
        self.keys = self.directory / "quote.keys"

    def write(self, text):
        """Replaces the keys as a whole, and only for their owner to read."""
        following = self.directory / "next"
        following.write_text(text)
        following.chmod(0o600)
        following.rename(self.keys)

    def start(self, *flags):
        return self.enterContext(Server(f"--quote_keys={self.keys}", *flags))

    def assert_refused(self, code, reason, call, field=None):
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        info, bad_request = details_of(caught.exception)
        self.assertEqual(info.reason, reason)
        self.assertEqual(caught.exception.code(), code)
        if field is not None:
            self.assertIn(
                field, [v.field for v in bad_request.field_violations]
            )
        return info

    def reload(self, server, event, count=1):
        server.send_signal(signal.SIGHUP)
        wait_for(lambda: len(server.events(event)) >= count, event)

    def test_survives_a_restart_and_holds_at_another_replica(self):
        self.write(key("k1", "signing", FIRST))
        with Server(f"--quote_keys={self.keys}") as server:
            quote = (
                quotes(server)
                .CreateQuote(create_request(reference="order-17"))
                .quote
            )
        # 40,000 at $1.75, 80,000 at $0.175 and 8,000 at $14 a million.
        self.assertEqual(nanos(quote.total), 196_000_000)
        self.assertLessEqual(len(quote.token), 4096)
        other = self.directory / "other.keys"
        other.write_text("# of the other replica\n" + self.keys.read_text())
        for flags in ([], [f"--quote_keys={other}"]):
            with Server(f"--quote_keys={self.keys}", *flags) as server:
                found = verify(
                    server,
                    quote.token,
                    model="gpt-5.2-codex",
                    usage=create_request().request.usage,
                ).quote
                self.assertEqual(nanos(found.total), 196_000_000)
                self.assertEqual(found.reference, "order-17")
                self.assertEqual(found.key_id, "k1")

    def test_a_token_is_what_another_program_makes_of_its_documented_form(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        request = create_request(reference="order-17")
        request.request.strict = True
        quote = quotes(server).CreateQuote(request).quote
        self.assertEqual(token_of(quote, FIRST), quote.token)
        cheaper = v1("Quote")()
        cheaper.CopyFrom(quote)
        cheaper.total.nanos = 1
        # Who has the key can make any quote, who has another one none.
        held = verify(server, token_of(cheaper, FIRST)).quote
        self.assertEqual(held.total.nanos, 1)
        self.assert_refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            "QUOTE_SIGNATURE_INVALID",
            lambda: verify(server, token_of(cheaper, SECOND)),
            "token",
        )

    def test_a_quote_is_known_by_its_id_however_often_it_is_presented(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        made = [quotes(server).CreateQuote(create_request()).quote
                for _ in range(20)]
        self.assertEqual(len({quote.quote_id for quote in made}), 20)
        for _ in range(2):
            self.assertEqual(verify(server, made[0].token).quote.quote_id,
                             made[0].quote_id)

    def test_of_batch_does_not_hold_for_a_standard_request(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        request = create_request()
        request.request.model = "gpt-5.2"
        request.request.service_tier = "batch"
        quote = quotes(server).CreateQuote(request).quote
        self.assertEqual(quote.service_tier, "batch")
        verify(server, quote.token, model="gpt-5.2", service_tier="batch")
        self.assert_refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "QUOTE_SERVICE_TIER_MISMATCH",
            lambda: verify(server, quote.token, model="gpt-5.2"),
            "service_tier",
        )

    def test_each_way_not_to_hold_has_its_own_error(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        token = quotes(server).CreateQuote(create_request()).quote.token
        short = create_request()
        short.ttl.seconds = 1
        brief = quotes(server).CreateQuote(short).quote.token
        made = time.monotonic()
        middle = len(token) // 2
        changed = "A" if token[middle] != "A" else "B"
        self.assert_refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            "QUOTE_SIGNATURE_INVALID",
            lambda: verify(
                server, token[:middle] + changed + token[middle + 1 :]
            ),
            "token",
        )
        self.assert_refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            "QUOTE_MALFORMED",
            lambda: verify(server, token + "="),
            "token",
        )
        other = create_request().request.usage
        other.output_tokens = 8_001
        self.assert_refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "QUOTE_USAGE_MISMATCH",
            lambda: verify(server, token, usage=other),
            "usage.output_tokens",
        )
        self.assert_refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "QUOTE_MODEL_MISMATCH",
            lambda: verify(server, token, model="gpt-5.2"),
            "model",
        )
        time.sleep(max(0, made + 1.05 - time.monotonic()))
        info = self.assert_refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "QUOTE_EXPIRED",
            lambda: verify(server, brief),
            "token",
        )
        self.assertIn("expire_time", info.metadata)
        verify(server, token)
        metrics = server.metrics()
        self.assertEqual(metrics["ratecard_quotes_created_total"], 2)
        for result, count in {
            "ok": 1,
            "signature_invalid": 1,
            "malformed": 1,
            "usage_mismatch": 1,
            "model_mismatch": 1,
            "expired": 1,
            "key_retired": 0,
        }.items():
            series = f'ratecard_quotes_verified_total{{result="{result}"}}'
            self.assertEqual(metrics[series], count, result)

    def test_keys_are_rotated_by_reload(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        old = quotes(server).CreateQuote(create_request()).quote.token
        self.write(key("k1", "accepted", FIRST) + key("k2", "signing", SECOND))
        self.reload(server, "quote_keys_reloaded")
        self.assertEqual(verify(server, old).quote.key_id, "k1")
        new = quotes(server).CreateQuote(create_request()).quote
        self.assertEqual(new.key_id, "k2")
        self.write("k1 retired\n" + key("k2", "signing", SECOND))
        self.reload(server, "quote_keys_reloaded", 2)
        info = self.assert_refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "QUOTE_KEY_RETIRED",
            lambda: verify(server, old),
            "token",
        )
        self.assertEqual(info.metadata["key_id"], "k1")
        verify(server, new.token)
        self.write(key("k3", "signing", SECOND))
        self.reload(server, "quote_keys_reloaded", 3)
        self.assert_refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "QUOTE_KEY_UNKNOWN",
            lambda: verify(server, new.token),
        )

    def test_refuses_bad_keys_and_goes_on_with_the_old_ones(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        token = quotes(server).CreateQuote(create_request()).quote.token
        self.write(key("k2", "signing", SECOND) + "k3 signing 5ec2e7\n")
        self.reload(server, "quote_keys_refused")
        refused = server.events("quote_keys_refused")[0]
        self.assertEqual(refused["reason"], "INVALID_QUOTE_KEYS")
        self.assertIn("line 2", refused["message"])
        self.assertEqual(refused["serving_signing"], "k1")
        self.assertEqual(verify(server, token).quote.key_id, "k1")
        series = 'ratecard_quote_keys_reloads_total{result="failure"}'
        self.assertEqual(server.metrics()[series], 1)

    def test_secrets_are_in_no_log_and_no_metric(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start("--log_level=debug", "--log_calls")
        verify(server, quotes(server).CreateQuote(create_request()).quote.token)
        self.write(key("k1", "signing", FIRST) + key("k2", "signing", SECOND))
        self.reload(server, "quote_keys_refused")
        said = json.dumps(server.log) + server.http("/metrics")[2]
        for secret in (FIRST, SECOND):
            self.assertNotIn(secret, said)
        self.assertEqual(server.events("quote_keys_loaded")[0]["signing"], "k1")
        self.assertFalse(server.events("quote_keys_exposed"))

    def test_warns_of_keys_that_others_may_read(self):
        self.write(key("k1", "signing", FIRST))
        self.keys.chmod(0o644)
        server = self.start()
        self.assertTrue(server.events("quote_keys_exposed"))

    def test_warns_of_keys_that_others_may_read_since_they_were_read(self):
        self.write(key("k1", "signing", FIRST))
        server = self.start()
        self.keys.chmod(0o640)
        self.reload(server, "quote_keys_unchanged")
        self.assertTrue(server.events("quote_keys_exposed"))

    def test_does_not_start_with_bad_keys(self):
        self.write("k1 signing 5ec2e7\n")
        ended = subprocess.run(
            [
                os.environ["RATECARDD"],
                "--grpc_address=127.0.0.1:0",
                "--http_address=",
                f"--quote_keys={self.keys}",
            ],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        self.assertEqual(ended.returncode, 1)
        self.assertIn("INVALID_QUOTE_KEYS", ended.stderr)
        self.assertNotIn("5ec2e7", ended.stderr)

    def test_without_keys_there_are_no_quotes(self):
        server = self.enterContext(Server())
        for call in (
            lambda: quotes(server).CreateQuote(create_request()),
            lambda: verify(server, "x"),
        ):
            self.assert_refused(
                grpc.StatusCode.FAILED_PRECONDITION, "QUOTES_DISABLED", call
            )


class CommandTest(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.keys = str(pathlib.Path(scratch.name) / "quote.keys")

    def run_cli(self, *arguments, expect=0, **options):
        done = subprocess.run(
            [CLI, "quote", *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            **options,
        )
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout if expect == 0 else done.stderr

    def create(self, *arguments):
        return self.run_cli(
            "create", "gpt-5.2-codex", "--input=120k", "--cached=80k",
            "--output=8k", *arguments,
        )

    def keygen(self, *arguments, **options):
        return self.run_cli("keygen", f"--keys={self.keys}", *arguments,
                            **options)

    def lines(self):
        return [line.split() for line in pathlib.Path(self.keys)
                .read_text().splitlines()]

    def test_runs_of_keygen_at_once_lose_no_key(self):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda i: self.keygen(f"--id=k{i}"), range(32)))
        lines = self.lines()
        self.assertEqual({line[0] for line in lines},
                         {f"k{i}" for i in range(32)})
        self.assertEqual(sorted(line[1] for line in lines),
                         ["accepted"] * 31 + ["signing"])
        self.create(f"--keys={self.keys}")

    def test_keygen_prints_the_line_if_the_file_is_standard_output(self):
        with tempfile.TemporaryDirectory() as directory:
            said = subprocess.run(
                [CLI, "quote", "keygen", "--keys=-"],
                cwd=directory, text=True, capture_output=True, check=True)
            self.assertRegex(said.stdout, r"^\S+ signing [0-9a-f]{64}\n$")
            self.assertEqual(os.listdir(directory), [])

    def test_keygen_of_one_id_at_once_makes_one_key(self):
        def run(_):
            return subprocess.run(
                [CLI, "quote", "keygen", f"--keys={self.keys}", "--id=one"],
                capture_output=True, timeout=30, check=False,
            ).returncode
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            codes = sorted(pool.map(run, range(8)))
        self.assertEqual(codes, [0] + [2] * 7)
        self.assertEqual(len(self.lines()), 1)

    def test_keygen_keeps_the_mode_and_the_links_of_the_file(self):
        self.keygen("--id=one")
        os.chmod(self.keys, 0o640)
        link = self.keys + ".link"
        os.symlink(self.keys, link)
        said = self.run_cli("keygen", f"--keys={link}", "--id=two")
        self.assertIn("chmod 600", said)
        self.assertTrue(os.path.islink(link))
        self.assertEqual(stat.S_IMODE(os.stat(self.keys).st_mode), 0o640)
        self.assertEqual(len(self.lines()), 2)

    def test_keygen_ends_the_last_line_of_the_file_first(self):
        pathlib.Path(self.keys).write_text(key("k1", "signing", FIRST).strip())
        self.keygen("--id=k2")
        self.assertEqual([line[0] for line in self.lines()], ["k1", "k2"])

    def test_keygen_says_its_json_with_and_without_a_file(self):
        made = json.loads(self.keygen("--id=one", "--json"))
        self.assertEqual(made, {"key_id": "one", "state": "signing",
                                "path": self.keys})
        printed = json.loads(self.run_cli("keygen", "--id=two", "--json"))
        self.assertEqual(set(printed), {"key_id", "state", "line"})
        self.assertRegex(printed["line"], "^two signing [0-9a-f]{64}$")

    def test_mistakes_of_the_command_line_are_no_verdict_on_the_quote(self):
        self.keygen()
        keys = f"--keys={self.keys}"
        token = self.create(keys, "--token-only").strip()
        self.assertIn("--model", self.run_cli("verify", token, keys,
                                              "--provider=openai", expect=2))
        self.run_cli("verify", token, keys, "--model=gpt-5.2-codex",
                     "--region=nowhere", expect=2)
        for wrong in ("x", token + "A", token[:-1]):
            self.run_cli("verify", wrong, keys, expect=1)
        self.run_cli("verify", token, keys, "--tier=batch", expect=1)
        self.assertIn("--as-of", self.run_cli(
            "create", "gpt-5.2-codex", "--input=1", keys, "--as-of=2025-01-01",
            expect=2))

    def test_says_of_a_part_that_it_is_one(self):
        self.keygen()
        keys = f"--keys={self.keys}"
        token = self.create(keys, "--quantity=sessions=1", "--allow-partial",
                            "--token-only").strip()
        text = self.run_cli("verify", token, keys)
        notes = [line for line in text.splitlines() if "(incomplete" in line]
        self.assertEqual([line.split()[0] for line in notes],
                         ["total", "costs"])

    def test_quotes_without_a_server(self):
        self.keygen()
        text = self.create(f"--keys={self.keys}", "--reference=order-17",
                           "--ttl=24h")
        self.assertIn("$0.196", text)
        token = text.splitlines()[-1]
        found = self.run_cli("verify", "-", f"--keys={self.keys}",
                             "--input=120k", "--cached=80k", "--output=8k",
                             "--model=openai/gpt-5.2-codex", input=token + "\n")
        self.assertIn("the quote holds", found)
        self.assertIn("order-17", found)
        refusal = self.run_cli("verify", token, f"--keys={self.keys}",
                               "--input=120k", "--cached=80k", "--output=9k",
                               expect=1)
        self.assertIn("--output is 9000, 8000 was quoted", refusal)

    def test_json_is_the_reply(self):
        self.keygen()
        made = json.loads(self.create(f"--keys={self.keys}", "--json"))
        self.assertEqual(made["quote"]["total"]["nanos"], 196_000_000)
        token = self.create(f"--keys={self.keys}", "--token-only").strip()
        found = json.loads(self.run_cli("verify", token, f"--keys={self.keys}",
                                        "--json"))
        self.assertEqual(found["quote"]["usage"]["input_tokens"], "120000")
        self.assertNotIn("token", found["quote"])

    def test_a_token_of_the_cli_holds_at_a_server_with_its_keys(self):
        self.keygen()
        token = self.create(f"--keys={self.keys}", "--token-only").strip()
        server = self.enterContext(Server(f"--quote_keys={self.keys}"))
        address = f"--server={server.grpc_address}"
        self.run_cli("verify", token, address)
        made = self.create(address, "--token-only").strip()
        self.run_cli("verify", made, f"--keys={self.keys}")
        self.assertIn(
            "exclude each other",
            self.run_cli("verify", token, address, f"--keys={self.keys}",
                         expect=2),
        )

    def test_says_what_to_do_without_keys(self):
        refusal = self.run_cli("create", "gpt-5.2-codex", "--input=1",
                               expect=1)
        self.assertIn("quote keygen", refusal)
        self.assertIn("--keys", refusal)

    def test_keygen_keeps_the_key_that_signs(self):
        said = self.keygen("--id=one")
        self.assertIn("added key one, signing", said)
        self.assertEqual(
            stat.S_IMODE(pathlib.Path(self.keys).stat().st_mode), 0o600
        )
        said += self.keygen("--id=two")
        self.assertIn("added key two, accepted", said)
        lines = [line.split() for line in pathlib.Path(self.keys)
                 .read_text().splitlines()]
        self.assertEqual([line[:2] for line in lines],
                         [["one", "signing"], ["two", "accepted"]])
        for line in lines:
            self.assertRegex(line[2], "^[0-9a-f]{64}$")
            self.assertNotIn(line[2], said)
        self.assertNotEqual(lines[0][2], lines[1][2])
        self.assertIn("already", self.keygen("--id=two", expect=2))
        self.assertIn("not a path",
                      self.run_cli("keygen", "--keys", "", expect=2))
        self.assertIn("not a key id", self.keygen("--id=a b", expect=2))

    def test_keygen_prints_a_line_without_a_file(self):
        self.assertRegex(
            self.run_cli("keygen"),
            r"^\d{4}-\d\d-\d\d-[0-9a-f]{8} signing [0-9a-f]{64}\n$",
        )

    def test_keygen_leaves_a_file_that_is_wrong_alone(self):
        pathlib.Path(self.keys).write_text("something else\n")
        self.assertIn("line 1", self.keygen(expect=1))
        self.assertEqual(pathlib.Path(self.keys).read_text(),
                         "something else\n")

    def test_refuses_a_lifetime_out_of_bounds(self):
        self.assertIn("not a time from 1s to 720h",
                      self.run_cli("create", "gpt-5.2-codex", "--input=1",
                                   "--ttl=721h", expect=2))


if __name__ == "__main__":
    unittest.main()
