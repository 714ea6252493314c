"""What the sockets of a process that ends are told: nothing but the end of the connection.

The namespaces are not ended, so a browser takes it for a lost connection and comes back by
itself, after a moment that is different for each (docs/realtime-protocol.md, "Several
processes"); it sends again what was not acknowledged.
"""

from flask_socketio import SocketIO


def disconnect_all(server: SocketIO) -> None:
    """Close every WebSocket of this process; slow readers do not keep the others waiting."""
    engine = server.server.eio
    for sid in list(engine.sockets):
        server.start_background_task(engine.disconnect, sid)
