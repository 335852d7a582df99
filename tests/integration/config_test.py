"""The configuration of ratecardd: its file, --set, what SIGHUP takes over."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from ratecard_server import Server, wait_for


def print_config(*flags):
    return subprocess.run(
        [os.environ["RATECARDD"], *flags, "--print_config"],
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )


class ConfigTest(unittest.TestCase):

    def setUp(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(directory) / "server.textproto"
        self.flag = f"--config={self.file}"

    def test_flags_go_before_the_file_and_that_before_the_defaults(self):
        self.file.write_text(
            "limits { max_streams: 7 max_calls_per_connection: 8 }\n"
        )
        result = print_config(
            "--set=limits.max_streams=9", self.flag, "--drain_timeout=3s"
        )
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("max_streams: 9\n", result.stdout)
        self.assertIn("max_calls_per_connection: 8\n", result.stdout)
        self.assertIn('drain_timeout: "3s"\n', result.stdout)
        self.assertIn("max_receive_message_bytes: 4194304\n", result.stdout)

    def test_takes_what_it_prints(self):
        printed = print_config("--set=limits.max_streams=9").stdout
        self.file.write_text(printed)
        self.assertEqual(print_config(self.flag).stdout, printed)

    def test_says_all_that_is_wrong_and_does_not_start(self):
        self.file.write_text(
            'limits { max_stream: 7 }\nshutdown { drain_timeout: "soon" }\n'
        )
        result = subprocess.run(
            [os.environ["RATECARDD"], self.flag, "--set=listen.port=1"],
            text=True,
            capture_output=True,
            timeout=30,
            check=False,
        )
        self.assertEqual(result.returncode, 2)
        self.assertIn(f"{self.file}:1:", result.stderr)
        self.assertIn("max_stream", result.stderr)
        self.assertIn("listen.port: there is no `port`", result.stderr)
        self.assertIn(
            "shutdown.drain_timeout (--drain_timeout): `soon` is not a time",
            result.stderr,
        )

    def test_names_every_file_that_it_cannot_read(self):
        result = subprocess.run(
            [
                os.environ["RATECARDD"],
                "--catalog_dir=/no/catalog",
                "--quote_keys=/no/keys",
                "--set=listen.tls.certificate_file=/no/certificate",
                "--set=listen.tls.private_key_file=/no/key",
            ],
            text=True,
            capture_output=True,
            timeout=30,
            check=False,
        )
        self.assertEqual(result.returncode, 1)
        failures = [
            line["message"]
            for line in map(json.loads, result.stderr.splitlines())
            if line["event"] == "start_failed"
        ]
        self.assertEqual(len(failures), 3)
        for path, failure in zip(
            ("/no/catalog", "/no/keys", "/no/certificate"), failures
        ):
            self.assertIn(path, failure)

    def test_says_that_it_cannot_print(self):
        for flag in ("--print_config", "--help", "--version"):
            with open("/dev/full", "wb") as full:
                result = subprocess.run(
                    [os.environ["RATECARDD"], flag],
                    text=True,
                    stdout=full,
                    stderr=subprocess.PIPE,
                    timeout=30,
                    check=False,
                )
            self.assertEqual(result.returncode, 1)
            self.assertIn("No space left on device", result.stderr)

    def test_sighup_takes_over_what_it_can_and_says_what_it_cannot(self):
        self.file.write_text("")
        with Server(self.flag) as server:
            self.file.write_text(
                "observability { log_level: LOG_LEVEL_DEBUG }\n"
                "limits { max_calls_per_connection: 5 }\n"
            )
            server.send_signal(signal.SIGHUP)
            line = wait_for(lambda: server.events("config_reloaded"), "it")[0]
            self.assertEqual(line["changed"], ["observability.log_level"])
            self.assertEqual(
                line["need_restart"], ["limits.max_calls_per_connection"]
            )
            self.assertEqual(line["severity"], "WARNING")

    def test_sighup_keeps_what_was_if_the_file_is_wrong(self):
        self.file.write_text("observability { log_level: LOG_LEVEL_DEBUG }\n")
        with Server(self.flag) as server:
            self.file.write_text("observability { log_level: 99 }\nnonsense: 1")
            server.send_signal(signal.SIGHUP)
            line = wait_for(
                lambda: server.events("config_reload_failed"), "it"
            )[0]
            self.assertRegex(line["mistakes"][-1], "nonsense|log_level")
            self.assertEqual(server.events("config_reloaded"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
