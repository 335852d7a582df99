"""The compose file, as Docker Compose itself reads it."""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from manifests import MEMORY_MARGIN_BYTES, ROOT

FILE = ROOT / "deploy/compose/compose.yaml"
COMPOSE = pathlib.Path(sys.executable).parent / "docker-compose"


class ComposeTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        result = subprocess.run(
            [COMPOSE, "-f", FILE, "config", "--format=json"],
            text=True,
            capture_output=True,
            check=False,
        )
        if result.returncode != 0 or result.stderr:
            raise AssertionError(result.stderr)
        cls.services = json.loads(result.stdout)["services"]

    def test_mounts_and_builds_from_what_is_in_the_tree(self):
        paths = [
            pathlib.Path(volume["source"])
            for service in self.services.values()
            for volume in service.get("volumes", [])
            if volume["type"] == "bind"
        ]
        build = self.services["ratecard"]["build"]
        paths.append(pathlib.Path(build["context"]) / build["dockerfile"])
        self.assertEqual([p for p in paths if not p.exists()], [])
        self.assertGreater(len(paths), 1)

    def test_opens_ports_on_loopback_only(self):
        hosts = [
            port["host_ip"]
            for service in self.services.values()
            for port in service["ports"]
        ]
        self.assertEqual(set(hosts), {"127.0.0.1"})

    def test_the_server_takes_its_command(self):
        image_config = ROOT / "service/server/default_config.textproto"
        command = [
            argument.replace("/etc/ratecard/ratecardd.textproto",
                             str(image_config))
            for argument in self.services["ratecard"]["command"]
        ]
        printed = subprocess.run(
            [os.environ["RATECARDD"], *command, "--print_config"],
            text=True,
            capture_output=True,
            check=False,
        )
        self.assertEqual((printed.stderr, printed.returncode), ("", 0))
        for port in self.services["ratecard"]["ports"]:
            self.assertIn(f':{port["target"]}"', printed.stdout)
        most = re.search(r"^ *max_memory_bytes: (\d+)$", printed.stdout, re.M)
        self.assertGreaterEqual(
            int(self.services["ratecard"]["mem_limit"]),
            int(most[1]) + MEMORY_MARGIN_BYTES,
        )


if __name__ == "__main__":
    unittest.main()
