"""Ends a socket: its namespace at once, and a moment later the WebSocket itself."""

import time

from flask_socketio import SocketIO

GRACE = 0.5  # seconds for a browser to close the connection by itself


def disconnect_socket(server: SocketIO, namespace: str, sid: str) -> None:
    """Disconnect one socket; the caller has told the browser why."""
    engine_sid = server.server.manager.eio_sid_from_sid(sid, namespace)
    server.server.disconnect(sid, namespace=namespace)
    server.start_background_task(_close_websocket, server, engine_sid)


def _close_websocket(server: SocketIO, engine_sid: str) -> None:
    time.sleep(GRACE)
    server.server.eio.disconnect(engine_sid)
