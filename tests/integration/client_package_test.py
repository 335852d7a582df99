"""The client library as others use it: installed, built against, run.

Environment:
  RATECARDD       The server binary. Required.
  RATECARD_BUILD  The build folder to install from. Required.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

from ratecard_server import ROOT, Server

# By hand: GPT-5.2 Codex costs $1.75 in and $14 out per million tokens.
#   100,000 × 1.75 / 10^6 + 2,000 × 14 / 10^6 = 0.175 + 0.028
#   1 × 1.75 / 10^6 = 0.00000175
#   1,000, 2,000 and 3,000 × 1.75 / 10^6
EXPECTED = [
    "one: USD 0.203000000",
    "two: USD 0.000001750",
    "three: MODEL_NOT_FOUND, nearest: gpt-5.2-codex",
    "item 1: USD 0.001750000",
    "item 2: USD 0.003500000",
    "item 3: USD 0.005250000",
]


def run(*command, **options):
    """What the command prints; its messages if it fails."""
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=300, **options
    )
    if ended.returncode != 0:
        raise AssertionError(f"{command}: {ended.stdout}{ended.stderr}")
    return ended.stdout


class ClientPackageTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        # Outside the tree, so that nothing but the package is found.
        root = pathlib.Path(scratch.name)
        cls.prefix = root / "prefix"
        for component in ("library", "dev"):
            run("cmake", "--install", os.environ["RATECARD_BUILD"],
                "--prefix", cls.prefix, "--component", component)
        source = root / "source"
        source.mkdir()
        for file in (ROOT / "client/examples").iterdir():
            (source / file.name).write_bytes(file.read_bytes())
        build = root / "build"
        run("cmake", "-S", source, "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        run("cmake", "--build", build)
        cls.example = build / "estimate"

    def prices(self, *target):
        lines = run(self.example, *target).splitlines()
        self.assertEqual(EXPECTED[:2] + EXPECTED[3:], lines[:2] + lines[3:])
        # The nearest comes first, others may follow.
        self.assertTrue(lines[2].startswith(EXPECTED[2]), lines[2])
        return lines

    def test_prices_without_a_server_as_with_one(self):
        here = self.prices()
        with Server() as server:
            self.assertEqual(here, self.prices(server.grpc_address))
            self.assertEqual(
                here, self.prices(f"dns:///{server.grpc_address}")
            )

    def test_goes_on_when_one_of_two_servers_was_killed(self):
        with Server() as killed, Server() as other:
            killed.process.kill()
            killed.wait()
            self.prices(f"ipv4:{killed.grpc_address},{other.grpc_address}")

    def test_a_server_that_is_not_there_is_said(self):
        ended = subprocess.run(
            [self.example, "127.0.0.1:1"],
            capture_output=True, text=True, timeout=60,
        )
        self.assertIn("one: SERVER_UNREACHABLE", ended.stdout)
        self.assertIn("127.0.0.1:1", ended.stderr)
        self.assertEqual(1, ended.returncode)

    def test_shows_no_names_but_its_own(self):
        library = self.prefix / "lib"
        files = sorted(library.rglob("libratecard_client.so"))
        self.assertEqual(1, len(files), files)
        names = run("nm", "-DC", "--defined-only", files[0]).splitlines()
        foreign = [
            name for name in names
            if not any(own in name for own in (
                "ratecard::v1::", "google::api::", "google::rpc::",
                "google::type::", "ratecard::Client::", "ratecard::Canceller::",
                "ratecard::Error", "ratecard::ToStatus", "descriptor_table_"))
        ]
        self.assertEqual([], foreign)
        # Those of the core mention the messages too, as parameters.
        self.assertEqual([], [n for n in names if "Handler" in n])


if __name__ == "__main__":
    unittest.main()
