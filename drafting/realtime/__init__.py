"""Sockets. This door decides nothing: it authorises, hands to the committer, and relays.
docs/realtime-protocol.md.
"""

from functools import partial

from flask import Flask
from gevent.monkey import is_module_patched

from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.other_processes import ClusterLink
from drafting.realtime.rights_watch import CommitAndRightsPoller
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.transport.commit_thread import CommitRunner
from drafting.realtime.transport.handshake_gate import SocketGate
from drafting.realtime.transport.server import make_server
from drafting.realtime.transport.shutdown import disconnect_all
from drafting.request.app_context import app_context


def register_realtime(app: Flask) -> None:
    """Put the socket server before the application, and the gate before the socket server."""
    server = make_server(app)
    if is_module_patched("threading") and app_context(app).database.is_sqlite:
        app_context(app).database.run_commit = CommitRunner()
    namespace = DraftNamespace(app_context(app))
    server.on_namespace(namespace)
    threads = ThreadNamespace(app_context(app))
    server.on_namespace(threads)
    watch = CommitAndRightsPoller(app, namespace, threads)
    gate = SocketGate(app, app.wsgi_app)
    neighbours = ClusterLink(app_context(app), gate, namespace, watch)

    def begin() -> None:
        watch.start()
        neighbours.meet()

    app_context(app).committer.before_relay = watch.review_up_to
    namespace.before_relay = watch.review_up_to
    threads.before_join = watch.tell_threads
    namespace.when_connected = threads.when_connected = begin
    app_context(app).database.listen(watch.hear)
    app_context(app).on_start.append(begin)
    app_context(app).on_shutdown.append(partial(disconnect_all, server))
    app.wsgi_app = gate  # type: ignore[method-assign]
