"""The one module that leans on private parts of python-engineio, python-socketio and
simple-websocket: versions are pinned.

Two ways to speak WebSocket in place of engineio's own: `fast` writes past its queues and reads
past its parsers, `stock` keeps both and only mends what loses bytes or has no bound. The same
tests run over both.
"""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import gevent
import simple_websocket
from engineio import exceptions
from engineio import packet as engine_packet
from engineio.async_drivers import gevent as engineio_gevent
from gevent.queue import JoinableQueue
from socketio import packet as socket_packet

from drafting import clock
from drafting.realtime.transport.connection_state import connection_state
from drafting.realtime.transport.fast_path import FastPathReader
from drafting.realtime.transport.fast_websocket import MOST_WAITING, FastWebSocket
from drafting.realtime.transport.frames import message_frame
from drafting.realtime.transport.outboxes import FastOutbox, Outbox, StockOutbox
from drafting.realtime.transport.rate_limit import (
    MAX_CHARGED_SECONDS,
    TOKENS_PER_CPU_SECOND,
    TokenBucket,
    packet_cost,
)

MOST_ATTACHMENTS = 2
FAREWELL = 1.0  # seconds for the last words of the stock WebSocket
log = logging.getLogger(__name__)


def install(server: Any, kind: str) -> None:
    """Give the Socket.IO `server` the WebSocket of the setting: "fast" or "stock"."""
    engine = server.eio
    if kind == "fast":
        engine._async = dict(engine._async, websocket=FastTransport)
    else:
        engine._async = dict(engine._async, websocket=BoundedWebSocket, queue=CountedQueue)


def outbox_of(server: Any, environ: dict[str, Any], sid: str, namespace: str) -> Outbox:
    """The way out to a connected socket."""
    websocket = connection_state(environ).websocket
    return (
        FastOutbox(websocket)
        if websocket
        else StockOutbox(server.eio.sockets[server.manager.eio_sid_from_sid(sid, namespace)])
    )


def acknowledge(
    server: Any, sid: str, namespace: str, ack_id: int, answer: dict[str, object]
) -> None:
    """Answer an event after its handler has returned."""
    engine_sid = server.manager.eio_sid_from_sid(sid, namespace)
    if engine_sid is not None:
        server._send_packet(
            engine_sid,
            server.packet_class(socket_packet.ACK, namespace=namespace, id=ack_id, data=[answer]),
        )


class BoundedPacket(socket_packet.Packet):  # type: ignore[misc]
    """No event of ours has more than two binary parts; one that claims more would wait for them
    for ever, in memory.
    """

    def decode(self, encoded_packet: str) -> int:
        claimed = int(super().decode(encoded_packet) or 0)
        if claimed > MOST_ATTACHMENTS:
            raise ValueError("too many attachments")
        return claimed


class DirectQueue:
    """In place of engineio's queue and its writing greenlet: a packet that is put in is on its
    way.
    """

    def __init__(self, websocket: FastWebSocket) -> None:
        self._websocket = websocket

    def put(self, packet: Any) -> None:
        if packet is None:
            self._websocket.close()
        elif not self._websocket.send(message_frame(packet.encode())):
            # it asks for more, and does not read what waits: it comes back and joins again
            self._websocket.abort()

    def join(self) -> None:
        """Nothing is ever left in it."""


class FastTransport:
    """Called by engineio for each handshake; runs until the connection ends."""

    def __init__(self, handler: Any, server: Any) -> None:
        self._engine = handler.__self__  # engineio's record of this connection
        self._server = server

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not environ.get(
            "HTTP_SEC_WEBSOCKET_KEY"
        ):
            start_response(
                "400 Bad Request", [("Sec-WebSocket-Version", "13"), ("Content-Length", "0")]
            )
            return []
        state = connection_state(environ)
        self._bucket = state.bucket
        limit = self._server.max_http_buffer_size
        websocket = state.websocket = FastWebSocket(environ, limit, state.bucket)
        packets = state.fast_path = FastPathReader(self._generic)
        try:
            self._connect(websocket)
            for message in websocket.messages():
                packets.receive(message)
        except (ValueError, exceptions.EngineIOError) as error:
            log.info("a socket is closed: %s", error)
        finally:
            self._engine.close(wait=False, abort=True, reason=self._server.reason.TRANSPORT_CLOSE)
            websocket.abort()
        if "gunicorn.socket" in environ:
            raise StopIteration
        return []

    def _connect(self, websocket: FastWebSocket) -> None:
        engine = self._engine
        engine.connected = engine.upgraded = True
        waiting, engine.queue = engine.queue, DirectQueue(websocket)
        engine.schedule_ping = self._schedule_ping
        while not waiting.empty():
            engine.queue.put(waiting.get())

    def _generic(self, message: str | bytes) -> None:
        self._bucket.wait(packet_cost(message))
        self._engine.receive(engine_packet.Packet(encoded_packet=message))

    def _schedule_ping(self) -> None:
        """As engineio's, but a timer in place of a sleeping greenlet for each socket."""
        if self._engine.last_ping:
            self._engine.last_ping = None
            gevent.spawn_later(self._server.ping_interval, self._ping)

    def _ping(self) -> None:
        if not self._engine.closing and not self._engine.closed:
            self._engine.last_ping = clock.now().timestamp()
            self._engine.send(engine_packet.Packet(engine_packet.PING))


class CountedQueue(JoinableQueue):  # type: ignore[misc]
    """engineio's queue has no bound, and its end does not end a link that carries nothing; this
    one has both.

    `abort` ends the connection under reader and writer, whatever they wait for.
    """

    waiting_bytes = 0

    def __init__(self) -> None:
        super().__init__()
        self.abort: Callable[[], None] = lambda: None

    def _put(self, item: Any) -> None:
        if item is None:
            gevent.spawn_later(FAREWELL, self.abort)
        elif self.waiting_bytes > MOST_WAITING:
            self.abort()  # it asks for more, and does not read what waits
        super()._put(item)
        self.waiting_bytes += _size(item)

    def _get(self) -> Any:
        item = super()._get()
        self.waiting_bytes -= _size(item)
        return item


def _size(packet: Any) -> int:
    return len(packet.data) if packet is not None and isinstance(packet.data, str | bytes) else 0


class WholeSocket:
    """A socket whose `send` sends all, one sender at a time.

    simple-websocket calls `send` and ignores how much was sent: under gevent a slow reader then
    loses bytes without an error.
    """

    def __init__(self, raw: Any, bucket: TokenBucket) -> None:
        self._raw, self._bucket = raw, bucket
        self._read_at = time.perf_counter()
        self._turn = threading.Lock()
        raw.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )  # gunicorn leaves Nagle's algorithm on

    def send(self, data: bytes) -> int:
        with self._turn:
            self._raw.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        """What simple-websocket did with the last that was read is charged: it answers pings by
        itself.
        """
        self._bucket.wait(
            min(time.perf_counter() - self._read_at, MAX_CHARGED_SECONDS) * TOKENS_PER_CPU_SECOND
        )
        data: bytes = self._raw.recv(size)
        if len(data) == size:
            gevent.sleep(0)  # more is there: reading it would let nobody else have a turn
        self._read_at = time.perf_counter()
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


class BoundedWebSocket(engineio_gevent.WebSocketWSGI):  # type: ignore[misc]
    """engineio's WebSocket with a limit on a message's size, which engineio itself does not set,
    whole sends, and an end.
    """

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.server_args["max_message_size"] = server.max_http_buffer_size
        self._engine = handler.__self__

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop(
            "HTTP_SEC_WEBSOCKET_EXTENSIONS", None
        )  # unpacked, a small frame may be a gigabyte
        self.ws = simple_websocket.Server(environ, **self.server_args)
        self._bucket = connection_state(environ).bucket
        raw, self.ws.sock = self.ws.sock, WholeSocket(self.ws.sock, self._bucket)
        self._engine.queue.abort = partial(_abort, raw)
        answer = self.app(self)
        if self.ws.mode == "gunicorn":
            raise StopIteration
        return answer

    def wait(self) -> Any:
        """The next message; a socket that sends too fast is read later."""
        message = super().wait()
        if isinstance(message, str):  # an event's attachments are counted by its handler
            self._bucket.wait(packet_cost(message))
        return message


def _abort(raw: Any) -> None:
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)
