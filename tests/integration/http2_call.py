"""HTTP/2 over a bare socket, and one gRPC call whose reply waits for leave.

An ordinary client always takes a reply at once. This one gives the server a
flow-control window of 0 bytes, so that a call that was answered stays in
progress until the test opens the window (RFC 9113, 5.2).
"""

import socket
import struct

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
WINDOW_UPDATE, CONTINUATION = 8, 9
END_STREAM, ACK, END_HEADERS = 0x1, 0x1, 0x4
INITIAL_WINDOW_SIZE = 4
STREAM = 1
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind, flags, stream, payload=b""):
    return (
        struct.pack(">I", len(payload))[1:]
        + bytes([kind, flags])
        + struct.pack(">I", stream)
        + payload
    )


def header(name, value):
    """A header field of less than 127 bytes each."""
    # A literal without indexing, without Huffman coding (RFC 7541, 6.2.2).
    return bytes([0, len(name)]) + name + bytes([len(value)]) + value


def call_headers(path, host):
    """The headers of a call of gRPC."""
    return b"".join(
        [
            header(b":method", b"POST"),
            header(b":scheme", b"http"),
            header(b":path", path.encode()),
            header(b":authority", host.encode()),
            header(b"content-type", b"application/grpc"),
            header(b"te", b"trailers"),
        ]
    )


def message(request):
    """The bytes of a request as gRPC sends them."""
    return b"\0" + struct.pack(">I", len(request)) + request


class HeldCall:
    """Sends a request; the reply comes after release().

    `timeout` is sent as the `grpc-timeout`, as it is.
    """

    def __init__(self, address, path, request, timeout=None):
        host, port = address.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)), timeout=30)
        self._input = self._socket.makefile("rb")
        headers = call_headers(path, host)
        if timeout is not None:
            headers += header(b"grpc-timeout", timeout.encode())
        self._socket.sendall(
            PREFACE
            + frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, 0))
            + frame(HEADERS, END_HEADERS, STREAM, headers)
            + frame(DATA, END_STREAM, STREAM, message(request))
        )
        # The server's own headers come before the data that it has to hold.
        self._read_until(lambda kind, flags, stream: kind == HEADERS)

    def release(self):
        """Takes the reply. Returns its bytes; None if it was cut off."""
        self._socket.sendall(
            frame(WINDOW_UPDATE, 0, STREAM, struct.pack(">I", 1 << 20))
        )
        data = self._read_until(
            lambda kind, flags, stream: kind == HEADERS and flags & END_STREAM
        )
        return None if data is None else data[5:]

    def close(self):
        self._input.close()
        self._socket.close()

    def _read_until(self, wanted):
        """The data before the wanted frame; None if the connection ends."""
        data = b""
        while True:
            head = self._input.read(9)
            if len(head) < 9:
                return None
            length = int.from_bytes(head[:3], "big")
            kind, flags = head[3], head[4]
            stream = int.from_bytes(head[5:], "big")
            payload = self._input.read(length)
            if kind == SETTINGS and not flags & ACK:
                self._socket.sendall(frame(SETTINGS, ACK, 0))
            elif kind == PING and not flags & ACK:
                self._socket.sendall(frame(PING, ACK, 0, payload))
            elif kind == DATA:
                data += payload
            if wanted(kind, flags, stream):
                return data
