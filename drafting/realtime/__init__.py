"""Sockets. This door decides nothing: it authorises, hands to the committer, and relays. docs/realtime-protocol.md."""

from functools import partial

from flask import Flask
from gevent.monkey import is_module_patched

from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.other_processes import Neighbours
from drafting.realtime.rights_watch import Watch
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.transport.commit_thread import Aside
from drafting.realtime.transport.handshake_gate import SocketGate
from drafting.realtime.transport.server import make_server
from drafting.realtime.transport.shutdown import move_on
from drafting.request.parts import parts


def register_realtime(app: Flask) -> None:
    """Put the socket server before the application, and the gate before the socket server."""
    server = make_server(app)
    if is_module_patched("threading") and parts(app).database.is_sqlite:
        parts(app).database.aside = Aside()
    namespace = DraftNamespace(parts(app))
    server.on_namespace(namespace)
    threads = ThreadNamespace(parts(app))
    server.on_namespace(threads)
    watch = Watch(app, namespace, threads)
    gate = SocketGate(app, app.wsgi_app)
    neighbours = Neighbours(parts(app), gate, namespace, watch)

    def begin() -> None:
        watch.start()
        neighbours.meet()

    parts(app).committer.before_relay = watch.review_up_to
    namespace.before_relay = watch.review_up_to
    threads.before_join = watch.tell_threads
    namespace.when_connected = threads.when_connected = begin
    parts(app).database.listen(watch.hear)
    parts(app).beginnings.append(begin)
    parts(app).farewells.append(partial(move_on, server))
    app.wsgi_app = gate  # type: ignore[method-assign]
