"""Builds every object of the live engine, in the order in which they need each other.

The one cycle (a broadcast is received by the link, which publishes) is closed by
`ProcessBroadcast.subscribe` and the Protocol BroadcastReceiver.
"""

from collections.abc import Callable
from functools import partial

from flask import Flask
from gevent.monkey import is_module_patched

from drafting.realtime.cluster.pubsub import ProcessBroadcast
from drafting.realtime.cluster.remote_presence import RemotePresence
from drafting.realtime.cluster_link import ClusterLink
from drafting.realtime.commit_and_rights_poller import CommitAndRightsPoller
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.drafts.sockets import DraftSockets
from drafting.realtime.drafts.update_handler import UpdateHandler
from drafting.realtime.thread_followers import ThreadFollowers
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.transport.commit_thread import CommitRunner
from drafting.realtime.transport.handshake_gate import SocketGate
from drafting.realtime.transport.server import make_server
from drafting.realtime.transport.shutdown import disconnect_all
from drafting.request.app_context import app_context
from drafting.services.coediting.committer import Committer

MakeCommitter = Callable[..., Committer]


def register_realtime(app: Flask, make_committer: MakeCommitter) -> None:
    """Put the socket server before the application, and the gate before the socket server.

    `make_committer(relay=…, before_relay=…)` makes the committer of this process.
    """
    context, server = app_context(app), make_server(app)
    if is_module_patched("threading") and context.database.is_sqlite:
        context.database.run_commit = CommitRunner()
    broadcast = ProcessBroadcast(context.settings.redis_url, context.settings.secret_key)
    remote = RemotePresence()
    gate = SocketGate(app, app.wsgi_app, remote.sockets_of, broadcast.publish_socket_count)
    sockets = DraftSockets(server, context.replica_cache, broadcast.publish_presence)
    followers = ThreadFollowers(server, context.database)
    poller = CommitAndRightsPoller(app, context, sockets, followers, broadcast.publish_head)
    link = ClusterLink(broadcast, remote, gate, sockets, poller)
    broadcast.subscribe(link)
    committer = make_committer(relay=link.relay, before_relay=poller.review_up_to)

    def start() -> None:
        poller.start(server.start_background_task)
        broadcast.start()

    updates = UpdateHandler(committer, sockets)
    server.on_namespace(
        DraftNamespace(
            context, sockets, updates, poller, remote_states=remote.in_draft, on_connect=start
        )
    )
    server.on_namespace(
        ThreadNamespace(context.database, followers, poller.notify_followers, start)
    )
    context.database.on_commit += [poller.on_commit, broadcast.publish_other_commit]
    context.on_start.append(start)
    context.on_shutdown.append(partial(disconnect_all, server))
    app.wsgi_app = gate  # type: ignore[method-assign]
