"""The Socket.IO server and its options: WebSocket only, so that any process can serve any socket without stickiness.

Leans on private parts of python-engineio (`eio._async`) and simple-websocket (`ws.sock`): their versions are pinned, and
nothing outside this module knows.
"""

import socket
import threading
from typing import Any

import simple_websocket
from engineio.async_drivers import gevent as engineio_gevent
from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import Packet

from drafting.crdt.verification import MAX_UPDATE_BYTES
from drafting.request.parts import parts

MOST_ATTACHMENTS = 2
SLACK = 64 * 1024  # so that an update just over the limit is refused in words rather than by a closed socket


class WholeSocket:
    """A socket whose `send` sends all, one sender at a time.

    simple-websocket calls `send` and ignores how much was sent: under gevent a slow reader then loses bytes without an error.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._turn = threading.Lock()
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # gunicorn leaves Nagle's algorithm on

    def send(self, data: bytes) -> int:
        with self._turn:
            self._raw.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


class BoundedWebSocket(engineio_gevent.WebSocketWSGI):  # type: ignore[misc]
    """engineio's WebSocket with a limit on a message's size, which engineio itself does not set, and whole sends."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.server_args["max_message_size"] = server.max_http_buffer_size

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.ws = simple_websocket.Server(environ, **self.server_args)
        self.ws.sock = WholeSocket(self.ws.sock)
        answer = self.app(self)
        if self.ws.mode == "gunicorn":
            raise StopIteration
        return answer


class BoundedPacket(Packet):  # type: ignore[misc]
    """No event of ours has more than two binary parts; one that claims more would wait for them for ever, in memory."""

    def decode(self, encoded_packet: str) -> int:
        claimed = int(super().decode(encoded_packet) or 0)
        if claimed > MOST_ATTACHMENTS:
            raise ValueError("too many attachments")
        return claimed


def make_server(app: Flask) -> SocketIO:
    """The server, attached to `app`."""
    server = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        cors_allowed_origins=[parts(app).settings.base_url],
        serializer=BoundedPacket,
        async_handlers=False,  # one socket's messages are taken in their order
        manage_session=False,
        max_http_buffer_size=MAX_UPDATE_BYTES + SLACK,
    )
    engine = server.server.eio
    engine._async = dict(engine._async, websocket=BoundedWebSocket)
    return server
