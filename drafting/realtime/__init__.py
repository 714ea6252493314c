"""Sockets. This door decides nothing: it authorises, hands to the committer, and relays. docs/realtime-protocol.md."""

from flask import Flask

from drafting.realtime.draft_namespace import DraftNamespace
from drafting.realtime.gate import SocketGate
from drafting.realtime.server import make_server
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.watch import Watch
from drafting.request.parts import parts


def register_realtime(app: Flask) -> None:
    """Put the socket server before the application, and the gate before the socket server."""
    server = make_server(app)
    namespace = DraftNamespace(parts(app))
    server.on_namespace(namespace)
    threads = ThreadNamespace(parts(app))
    server.on_namespace(threads)
    watch = Watch(app, namespace)
    namespace.when_connected = watch.start
    parts(app).database.listen(watch.hear)
    parts(app).database.listen(threads.hear)
    app.wsgi_app = SocketGate(app, app.wsgi_app)  # type: ignore[method-assign]
