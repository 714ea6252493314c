"""Our own WebSocket over gevent's socket: one greenlet reads, every sender writes at once.

What the network does not take waits here, up to a limit; no sender waits for a slow reader.
Knows neither Engine.IO nor drafts. gevent's `socket._sock` is private: its plain, non-blocking
`send` is what makes a broadcast cheap.
"""

import contextlib
import socket
from base64 import b64encode
from collections import deque
from collections.abc import Iterator
from hashlib import sha1
from typing import Any

import gevent

from drafting.realtime.transport.frames import (
    CLOSE,
    NORMAL,
    PING,
    PONG,
    Control,
    FrameError,
    FrameReader,
    close_frame,
    frame,
)
from drafting.realtime.transport.rate_limit import FRAME, TokenBucket

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
MOST_WAITING = 4 * 1024 * 1024  # bytes for a reader that is too slow
PIECE = 64  # bytes that each piece that waits takes beside its own
LEAST_READ, MOST_READ = 4096, 256 * 1024


class FastWebSocket:
    """One upgraded connection, from the answer to the handshake to its end."""

    def __init__(self, environ: dict[str, Any], limit: int, bucket: TokenBucket) -> None:
        self._bucket = bucket
        self._socket = _socket_of(environ)
        self._send_now = self._socket._sock.send
        self._reader = FrameReader(limit)
        self._waiting: deque[bytes] = deque()
        self.backlog = 0  # bytes that wait
        self.is_closed = False
        self._socket.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )  # gunicorn leaves Nagle's algorithm on
        self._write(_answer_to(environ["HTTP_SEC_WEBSOCKET_KEY"]))

    def send(self, frames: bytes) -> bool:
        """Send whole frames, or keep them until the network takes them; False, and nothing is
        kept, if too much waits.
        """
        if not self._waiting:
            self._write(frames)
        elif self.backlog > MOST_WAITING:
            return False
        else:
            self._wait_with(frames)
        return True

    def messages(self) -> Iterator[str | bytes]:
        """What the browser sends until either side ends it; control frames are answered here."""
        size = LEAST_READ
        while not self.is_closed:
            try:
                data = self._socket.recv(size)
                found = self._reader.feed(data)
            except FrameError as error:
                self.close(error.code)
                return
            except OSError:
                return
            if not data:
                return
            size = self._next_size(len(data), size)
            for message in found:
                if not isinstance(message, Control):
                    yield message
                elif not self._goes_on_after(message):
                    return

    @staticmethod
    def _next_size(got: int, asked: int) -> int:
        """How much to read next. When more is there already, reading it would let nobody else
        have a turn.
        """
        if got < asked:
            return LEAST_READ
        gevent.sleep(0)
        return min(asked * 4, MOST_READ)

    def _goes_on_after(self, control: Control) -> bool:
        self._bucket.wait(FRAME)
        if control.opcode == CLOSE:
            self.close(int.from_bytes(control.payload[:2], "big") or NORMAL)
        elif control.opcode == PING and not self.send(frame(PONG, control.payload)):
            self.abort()  # it asks again and again, and does not read
        return not self.is_closed

    def close(self, code: int = NORMAL) -> None:
        """Say goodbye and end; what waits is still sent, if the network takes it at once."""
        if not self.is_closed:
            self.send(close_frame(code))
            self.abort()

    def abort(self) -> None:
        """End the connection under reader and writer."""
        if not self.is_closed:
            self.is_closed = True
            self._waiting.clear()
            self.backlog = 0
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _write(self, data: bytes) -> None:
        """While nothing waits."""
        if self.is_closed:
            return
        try:
            sent = self._send_now(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.abort()
            return
        if sent < len(data):
            self._wait_with(data[sent:])

    def _wait_with(self, rest: bytes) -> None:
        self._waiting.append(rest)
        self.backlog += len(rest) + PIECE
        if len(self._waiting) == 1:
            gevent.spawn(self._drain)

    def _drain(self) -> None:
        """The first that waits is taken out only when it is sent, so that nothing overtakes it."""
        try:
            while self._waiting:
                first = self._waiting[0]
                self._socket.sendall(first)
                if self._waiting:  # else it was aborted during sendall
                    self._waiting.popleft()
                    self.backlog -= len(first) + PIECE
        except OSError:
            self.abort()


def _socket_of(environ: dict[str, Any]) -> Any:
    """The connection under gunicorn, or under gevent's own server."""
    if "gunicorn.socket" in environ:
        return environ["gunicorn.socket"]
    given = environ["wsgi.input"]
    return getattr(given, "rfile", given).raw._sock


def _answer_to(key: str) -> bytes:
    accept = b64encode(sha1(key.encode() + GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
