"""The namespace /drafts: one method for each event of docs/realtime-protocol.md. It decides
nothing.

Rights come from policy, order and durability from the committer; this module only authorises,
hands over and answers.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from queue import SimpleQueue
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as SocketRefusedError
from flask_socketio import Namespace

from drafting.crdt.awareness import read_awareness, write_awareness, write_json_awareness
from drafting.crdt.errors import MalformedAwarenessError
from drafting.policy.identity import Identity
from drafting.policy.permissions import Permission
from drafting.realtime.cluster.envelope import Presence
from drafting.realtime.drafts.connections import Connection, Joined
from drafting.realtime.drafts.head_notices import HeadNotices
from drafting.realtime.drafts.hot_event_handler import FastPathHandler
from drafting.realtime.drafts.joining import join_draft, rights_in
from drafting.realtime.drafts.messages import Join, read_bytes, read_join
from drafting.realtime.drafts.rooms import Rooms
from drafting.realtime.refusals import Answer, refusal, too_many_sockets
from drafting.realtime.transport.engine import FAST_PATH, outbox_of
from drafting.realtime.transport.handshake_gate import CROWDED, FRESH, IDENTITY
from drafting.realtime.transport.rate_limit import AWARENESS, JOIN, LEAVE, update_cost
from drafting.request.app_context import AppContext
from drafting.request.identity import asks
from drafting.services.coediting.log import CommittedUpdate
from drafting.services.coediting.records import MergedUpdate, Refusal, Result, merge_committed
from drafting.services.coediting.replica_cache import CachedReplica

NAMESPACE = "/drafts"
TRIES = 5  # to join under rights that do not change meanwhile
log = logging.getLogger(__name__)


class DraftNamespace(Namespace):  # type: ignore[misc]
    """The sockets of this process that edit or read working drafts."""

    def __init__(self, parts: AppContext) -> None:
        super().__init__(NAMESPACE)
        self._parts = parts
        self.connections: dict[str, Connection] = {}
        self.rooms = Rooms(NAMESPACE, lambda: self.socketio)
        self.heads = HeadNotices(
            lambda draft_id, seq: self.rooms.tell(draft_id, "head", {"seq": seq}),
            lambda: self.socketio,
        )
        # of the rights: the watch has looked, or looks now, at everybody who had joined by then
        self.reviewed_epoch = 0
        self.before_relay: Callable[[], None] = lambda: None
        self.when_connected: Callable[[], None] = lambda: None
        self.when_seen: Callable[[Presence], None] = lambda presence: None
        self.seen_elsewhere: Callable[[int], Iterable[bytes]] = lambda draft_id: ()
        parts.committer.relay = self.relay_flush

    @asks(Permission.PUBLIC)  # the gate has asked already: only signed-in sockets come here
    def on_connect(self, auth: object = None) -> None:
        environ, identity = request.environ, request.environ.get(IDENTITY)
        # The handshake may be long ago: a socket that was dismissed can ask for the namespace
        # again.
        if identity is None or not (environ.pop(FRESH, False) or self._is_signed_in(identity)):
            raise SocketRefusedError("Sign in first.")
        if environ.get(CROWDED):
            raise SocketRefusedError(*too_many_sockets())
        outlet = outbox_of(self.socketio.server, environ, _sid(), NAMESPACE)
        connection = self.connections[_sid()] = Connection(_sid(), identity, outlet, environ)
        if hot := environ.get(FAST_PATH):
            hot.listener = FastPathHandler(self, connection).take
        self.when_connected()

    def _is_signed_in(self, identity: Identity) -> bool:
        return rights_in(self._parts.database, identity.sign_in_id or 0, 0).identity.is_signed_in

    @asks(Permission.PUBLIC)
    def on_disconnect(self, reason: object = None) -> None:
        connection = self.connections.pop(_sid(), None)
        if connection is not None:
            connection.is_gone = True
            self.leave(connection)
            if hot := connection.environ.get(FAST_PATH):
                hot.listener = None

    @asks(Permission.DRAFT_READ)
    def on_join(self, message: object = None) -> Answer:
        connection, join = self.connections.get(_sid()), read_join(message)
        if connection is None:
            return refusal("not_joined")
        connection.keep_pace(
            JOIN + update_cost(join.state_vector if join else b"") + connection.work()
        )
        left = connection.joined.live if connection.joined else None
        if left:
            # until it has joined: whoever is alone in a draft would have it loaded anew
            left.references += 1
        try:
            self.leave(connection)
            return self.enter(connection, join) if join else refusal("malformed")
        finally:
            if left:
                self._parts.replica_cache.release(left)

    def enter(self, connection: Connection, join: Join) -> Answer:
        """Let a socket into a draft; the answer has all that its browser lacks."""
        for _ in range(TRIES):
            answer = join_draft(self._parts, connection, join, self.relay)
            if connection.joined is None or connection.joined.sender.epoch >= self.reviewed_epoch:
                break
            self.leave(connection)  # a right changed while the draft was being loaded
        else:
            return refusal("not_saved_yet")
        if connection.is_gone:  # while it waited for its turn, or the store
            self.leave(connection)
            return refusal("not_joined")
        if joined := connection.joined:
            draft_id = joined.live.draft_id
            if cursors := self.rooms.cursors(draft_id, self.seen_elsewhere(draft_id)):
                self.rooms.tell_one(connection, draft_id, "awareness", {"awareness": cursors})
            # From the answer to here no greenlet has switched: what is relayed from now on is what
            # it lacks.
            self.rooms.enter(draft_id, connection)
        return answer

    @asks(Permission.DRAFT_WRITE)
    def on_update(self, message: object = None) -> Answer:
        given = read_bytes(message, "update")
        if given is None or not isinstance(message, dict):
            return refusal("malformed")
        answers: SimpleQueue[Result] = SimpleQueue()
        lineage = message.get("lineage")
        self.take_update(self.connections.get(_sid()), given[0], lineage, given[1], answers.put)
        return self.answer_to(answers.get(), self.connections.get(_sid()))

    def take_update(
        self,
        connection: Connection | None,
        draft_id: int,
        lineage: object,
        payload: bytes,
        then: Callable[[Result], None],
    ) -> None:
        """Hand an update to the committer; `then` is called with what became of it, at once if
        it is refused here.
        """
        if connection is not None:
            connection.keep_pace(
                update_cost(payload) + connection.work()
            )  # first: it may wait, and much may happen meanwhile
        joined = _joined(connection, draft_id)
        if connection is None or joined is None:
            then(Refusal("not_joined"))
        elif not joined.may_write:
            then(Refusal("not_permitted"))
        elif lineage != joined.live.lineage_id:
            then(Refusal("lineage"))
        else:
            self._parts.committer.enqueue(joined.live, joined.sender, payload, then, connection.sid)

    def answer_to(self, result: Result, connection: Connection | None) -> Answer:
        """The acknowledgement of an update, or its refusal with what the browser needs to go on."""
        if isinstance(result, CommittedUpdate):
            if connection:
                connection.lacks_since = 0.0
            return {"ok": True, "seq": result.seq, "at": result.at}
        live = connection.joined.live if connection and connection.joined else None
        if connection and live is not None and result.error == "missing":
            connection.lacks(live.draft_id)
            return refusal("missing", state_vector=live.shared.state_vector)
        return (
            refusal("lineage", lineage=live.lineage_id)
            if live and result.error == "lineage"
            else refusal(result.error)
        )

    @asks(Permission.DRAFT_READ)
    def on_awareness(self, message: object = None) -> Answer:
        given = read_bytes(message, "awareness")
        error = self.take_awareness(self.connections.get(_sid()), *given) if given else "malformed"
        return refusal(error) if error else {"ok": True}

    def take_awareness(
        self, connection: Connection | None, draft_id: int, payload: bytes
    ) -> str | None:
        """Relay where somebody is, soon; returns the error, if it is refused."""
        if connection is not None:
            connection.keep_pace(AWARENESS)
        joined = _joined(connection, draft_id)
        if connection is None or joined is None:
            return "not_joined"
        try:
            state = read_awareness(payload, client_id=joined.client_id)
        except MalformedAwarenessError:
            return "malformed"
        joined.awareness_clock = max(joined.awareness_clock, state.clock)
        if state.is_leaving:
            relayed, joined.awareness = write_awareness(joined.alias, state.clock, None), b""
        else:
            relayed = joined.awareness = write_json_awareness(
                joined.alias, state.clock, joined.user, state.cursor
            )
        self._moved(joined, connection.sid, relayed)
        return None

    @asks(Permission.DRAFT_READ)
    def on_leave(self, message: object = None) -> Answer:
        connection = self.connections.get(_sid())
        if connection is not None:
            connection.keep_pace(LEAVE)
            self.leave(connection)
        return {"ok": True}

    def error(self, error: Exception) -> Answer:
        """Called by Flask-SocketIO when a method above raises: one socket's trouble stays its
        own.
        """
        if isinstance(error, SocketRefusedError):
            raise error
        log.error("an event of a socket failed", exc_info=error)
        return refusal("not_saved_yet")

    def leave(self, connection: Connection) -> None:
        """Take a socket out of its draft; the others see its cursor go."""
        joined, connection.joined = connection.joined, None
        if joined is None:
            return
        connection.unpaid += joined.sender.cpu_seconds
        self._parts.replica_cache.release(joined.live)
        self.rooms.leave(joined.live.draft_id, connection)
        if joined.awareness:
            gone = write_awareness(joined.alias, joined.awareness_clock + 1, None)
            self._moved(joined, connection.sid, gone)

    def _moved(self, joined: Joined, sid: str, awareness: bytes) -> None:
        self.rooms.moved(joined.live.draft_id, sid, awareness)
        self.when_seen(Presence(joined.live.draft_id, joined.alias, awareness))

    def moved_elsewhere(self, presence: Presence) -> None:
        """Show somebody of another process to everybody of this one who is in the draft."""
        self.rooms.moved(presence.draft_id, f"elsewhere {presence.alias}", presence.awareness)

    def presences(self) -> list[Presence]:
        """Everybody who shows up in a draft in this process."""
        joined = [one.joined for one in self.connections.values() if one.joined]
        return [
            Presence(one.live.draft_id, one.alias, one.awareness) for one in joined if one.awareness
        ]

    def relay(self, live: CachedReplica, updates: Sequence[CommittedUpdate]) -> None:
        """Hand what other processes committed to everybody in the draft."""
        if updates:
            self.before_relay()
            self.relay_flush(live, merge_committed(updates))

    def relay_flush(self, live: CachedReplica, relayed: MergedUpdate) -> None:
        """Hand what a flush brought to everybody in the draft, but not to one who sent it all."""
        message: dict[str, object] = {
            "after": relayed.after,
            "seq": relayed.seq,
            "update": relayed.payload,
        }
        self.rooms.tell(live.draft_id, "update", message, but=relayed.origin)
        self.heads.moved(live.draft_id, relayed.seq)


def _joined(connection: Connection | None, draft_id: int) -> Joined | None:
    """What this socket is in, if the message is for it."""
    joined = connection.joined if connection else None
    return joined if joined and joined.live.draft_id == draft_id else None


def _sid() -> str:
    sid: Any = request.sid  # type: ignore[attr-defined]
    return str(sid)
