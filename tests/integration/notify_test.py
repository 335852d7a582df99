"""What a service manager is told of ratecardd: $NOTIFY_SOCKET."""

import os
import pathlib
import signal
import socket
import tempfile
import unittest

from ratecard_server import PATIENCE_S, Server


class NotifyTest(unittest.TestCase):

    def test_says_when_it_serves_takes_over_a_configuration_and_stops(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        path = str(pathlib.Path(directory) / "notify")
        manager = self.enterContext(
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        )
        manager.bind(path)
        manager.settimeout(PATIENCE_S)
        os.environ["NOTIFY_SOCKET"] = path
        self.addCleanup(os.environ.pop, "NOTIFY_SOCKET")

        def told():
            return manager.recv(4096).decode().splitlines()

        with Server("--drain_timeout=3s") as server:
            self.assertEqual(told(), ["READY=1"])
            # It did not say so early.
            self.assertEqual(server.http("/readyz")[0], 200)
            server.send_signal(signal.SIGHUP)
            self.assertEqual(told()[0], "RELOADING=1")
            self.assertEqual(told(), ["READY=1"])
            server.send_signal(signal.SIGTERM)
            # 15 s more than it may drain for.
            self.assertEqual(
                told(), ["STOPPING=1", "EXTEND_TIMEOUT_USEC=18000000"]
            )
            self.assertEqual(server.wait(), 0)
        manager.setblocking(False)
        self.assertRaises(BlockingIOError, manager.recv, 4096)


if __name__ == "__main__":
    unittest.main()
