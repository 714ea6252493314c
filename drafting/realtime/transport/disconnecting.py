"""Ending a socket: the namespace at once, and a moment later the WebSocket itself, if the
browser did not by then.
"""

import time

from flask_socketio import SocketIO

GRACE = 0.5  # seconds for a browser to hang up by itself


def dismiss(server: SocketIO, namespace: str, sid: str) -> None:
    """The browser is told by the caller why."""
    engine_sid = server.server.manager.eio_sid_from_sid(sid, namespace)
    server.server.disconnect(sid, namespace=namespace)
    server.start_background_task(_hang_up, server, engine_sid)


def _hang_up(server: SocketIO, engine_sid: str) -> None:
    time.sleep(GRACE)
    server.server.eio.disconnect(engine_sid)
