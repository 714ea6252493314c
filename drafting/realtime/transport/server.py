"""The Socket.IO server and its options: WebSocket only, so that any process can serve any socket
without stickiness.
"""

from flask import Flask
from flask_socketio import SocketIO

from drafting.crdt.verification import MAX_UPDATE_BYTES
from drafting.realtime.transport.engine import BoundedPacket, install
from drafting.request.app_context import app_context

SLACK = (
    64 * 1024
)  # so that an update just over the limit is refused in words rather than by a closed socket
# Seconds. A browser calls a silent link lost after the two together; the server, which looks every
# PING_TIMEOUT, after 55.
PING_INTERVAL, PING_TIMEOUT = 15, 20


def make_server(app: Flask) -> SocketIO:
    """The server, attached to `app`."""
    settings = app_context(app).settings
    server = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        cors_allowed_origins=[settings.base_url],
        serializer=BoundedPacket,
        async_handlers=False,  # one socket's messages are taken in their order
        manage_session=False,
        max_http_buffer_size=MAX_UPDATE_BYTES + SLACK,
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
    )
    install(server.server, settings.websocket)
    return server
