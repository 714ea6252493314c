"""The Socket.IO namespace /drafts: one method for each event of docs/realtime-protocol.md.

It decides nothing. Rights come from policy, order and durability from the committer; this module
authorises, hands over and answers.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from queue import SimpleQueue
from typing import Any, Protocol

from flask import request
from flask_socketio import ConnectionRefusedError as SocketRefusedError
from flask_socketio import Namespace

from drafting.policy.identity import Identity
from drafting.policy.permissions import Permission
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.fast_path_handler import FastPathHandler
from drafting.realtime.drafts.joining import join_draft, rights_in
from drafting.realtime.drafts.messages import Join, read_bytes, read_join
from drafting.realtime.drafts.sockets import NAMESPACE, DraftSockets
from drafting.realtime.drafts.update_handler import UpdateHandler
from drafting.realtime.refusals import Answer, refusal, too_many_sockets
from drafting.realtime.transport.connection_state import connection_state
from drafting.realtime.transport.engine import outbox_of
from drafting.realtime.transport.rate_limit import JOIN, LEAVE, update_cost
from drafting.request.app_context import AppContext
from drafting.request.identity import asks
from drafting.services.coediting.records import Result
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.coediting.update_log import CommittedUpdate

MAX_TRIES = 5  # to join under rights that do not change during the join
log = logging.getLogger(__name__)


class CommittedUpdateRelay(Protocol):
    """Relays updates of other processes once the rights of the sockets here were reviewed."""

    def relay_committed(
        self, cached: CachedReplica, updates: Sequence[CommittedUpdate]
    ) -> None: ...


class DraftNamespace(Namespace):  # type: ignore[misc]
    """Handles the events of sockets that edit or read working drafts."""

    def __init__(
        self,
        context: AppContext,
        sockets: DraftSockets,
        updates: UpdateHandler,
        relay: CommittedUpdateRelay,
        *,
        remote_states: Callable[[int], Iterable[bytes]],
        on_connect: Callable[[], None],
    ) -> None:
        """`remote_states`: the awareness states in a draft of other processes. `on_connect` is
        called at each connection; the first one of a process starts its background loops.
        """
        super().__init__(NAMESPACE)
        self._context = context
        self._sockets = sockets
        self._updates = updates
        self._relay = relay
        self._remote_states = remote_states
        self._when_connected = on_connect

    @asks(Permission.PUBLIC)  # the gate has asked already: only signed-in sockets come here
    def on_connect(self, auth: object = None) -> None:
        state = connection_state(request.environ)
        # Long after the handshake, a disconnected socket can ask for the namespace again.
        is_fresh, state.is_fresh = state.is_fresh, False
        if not (is_fresh or self._is_signed_in(state.identity)):
            raise SocketRefusedError("Sign in first.")
        if state.is_over_limit:
            raise SocketRefusedError(*too_many_sockets())
        server = self.socketio.server
        outbox = outbox_of(server, request.environ, _sid(), NAMESPACE)
        connection = Connection(_sid(), state.identity, outbox, state.bucket)
        self._sockets.connections[_sid()] = connection
        if state.fast_path and state.websocket:
            handler = FastPathHandler(
                self._updates, connection, state.websocket, request.environ, server
            )
            state.fast_path.listener = handler.handle
        self._when_connected()

    def _is_signed_in(self, identity: Identity) -> bool:
        return rights_in(self._context.database, identity.sign_in_id or 0, 0).identity.is_signed_in

    @asks(Permission.PUBLIC)
    def on_disconnect(self, reason: object = None) -> None:
        connection = self._sockets.connections.pop(_sid(), None)
        if connection is not None:
            connection.is_gone = True
            self._sockets.leave(connection)
            if fast_path := connection_state(request.environ).fast_path:
                fast_path.listener = None

    @asks(Permission.DRAFT_READ)
    def on_join(self, message: object = None) -> Answer:
        connection, join = self._connection(), read_join(message)
        if connection is None:
            return refusal("not_joined")
        cost = JOIN + update_cost(join.state_vector if join else b"")
        connection.bucket.wait(cost + connection.pending_cost())
        left = connection.joined.cached if connection.joined else None
        if left:
            # until it has joined again: else the replica of a lone reader would be loaded twice
            left.references += 1
        try:
            self._sockets.leave(connection)
            return self.enter(connection, join) if join else refusal("malformed")
        finally:
            if left:
                self._context.replica_cache.release(left)

    def enter(self, connection: Connection, join: Join) -> Answer:
        """Put a socket into a draft; the answer holds all that its browser lacks."""
        sockets = self._sockets
        for _ in range(MAX_TRIES):
            answer = join_draft(self._context, connection, join, self._relay.relay_committed)
            joined = connection.joined
            if joined is None or joined.sender.epoch >= sockets.reviewed_epoch:
                break
            sockets.leave(connection)  # a right changed while the draft was being loaded
        else:
            return refusal("not_saved_yet")
        if connection.is_gone:  # while it waited for its turn, or for the database
            sockets.leave(connection)
            return refusal("not_joined")
        if joined is not None:
            self._enter_room(connection, joined.cached.draft_id)
        return answer

    def _enter_room(self, connection: Connection, draft_id: int) -> None:
        rooms = self._sockets.rooms
        if cursors := rooms.cursors(draft_id, self._remote_states(draft_id)):
            rooms.tell_one(connection, draft_id, "awareness", {"awareness": cursors})
        # No greenlet has switched since the answer was read: all that is relayed from now on is
        # what the browser lacks.
        rooms.enter(draft_id, connection)

    @asks(Permission.DRAFT_WRITE)
    def on_update(self, message: object = None) -> Answer:
        found = read_bytes(message, "update")
        if found is None or not isinstance(message, dict):
            return refusal("malformed")
        draft_id, payload = found
        results: SimpleQueue[Result] = SimpleQueue()
        lineage = message.get("lineage")
        self._updates.submit_update(self._connection(), draft_id, lineage, payload, results.put)
        return self._updates.acknowledgement(results.get(), self._connection())

    @asks(Permission.DRAFT_READ)
    def on_awareness(self, message: object = None) -> Answer:
        found = read_bytes(message, "awareness")
        error = self._updates.set_awareness(self._connection(), *found) if found else "malformed"
        return refusal(error) if error else {"ok": True}

    @asks(Permission.DRAFT_READ)
    def on_leave(self, message: object = None) -> Answer:
        if connection := self._connection():
            connection.bucket.wait(LEAVE)
            self._sockets.leave(connection)
        return {"ok": True}

    def error(self, error: Exception) -> Answer:
        """Called by Flask-SocketIO when a handler raises: other sockets are not affected."""
        if isinstance(error, SocketRefusedError):
            raise error
        log.error("an event of a socket failed", exc_info=error)
        return refusal("not_saved_yet")

    def _connection(self) -> Connection | None:
        return self._sockets.connections.get(_sid())


def _sid() -> str:
    sid: Any = request.sid  # type: ignore[attr-defined]
    return str(sid)
