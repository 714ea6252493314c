"""The namespace /drafts: one method for each event of docs/realtime-protocol.md. It decides nothing.

Rights come from policy, order and durability from the committer; this module only authorises, hands over and answers.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as SocketRefusedError
from flask_socketio import Namespace

from drafting.crdt.awareness import read_awareness, write_awareness
from drafting.crdt.errors import MalformedAwarenessError, MalformedUpdateError
from drafting.crdt.update_reader import read_state_vector
from drafting.policy.permissions import Permission
from drafting.realtime.connections import Connection, Joined, room_of, user_of
from drafting.realtime.gate import IDENTITY
from drafting.realtime.joining import rights_in
from drafting.realtime.messages import Join, read_bytes, read_join
from drafting.realtime.refusals import Answer, refusal
from drafting.realtime.ring import Presence
from drafting.request.identity import asks
from drafting.request.parts import Parts
from drafting.services.draft_log import CommittedUpdate, LogDamagedError
from drafting.services.errors import DraftNotFoundError
from drafting.services.live_drafts import LiveDraft
from drafting.services.record_updates import Refusal, Sender

NAMESPACE = "/drafts"
log = logging.getLogger(__name__)


class DraftNamespace(Namespace):  # type: ignore[misc]
    """The sockets of this process that edit or read working drafts."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(NAMESPACE)
        self._parts = parts
        self.connections: dict[str, Connection] = {}
        self.when_connected: Callable[[], None] = lambda: None
        self.when_seen: Callable[[Presence], None] = lambda presence: None
        self.seen_elsewhere: Callable[[int], Iterable[bytes]] = lambda draft_id: ()
        parts.committer.relay = self.relay

    @asks(Permission.PUBLIC)  # the gate has asked already: only signed-in sockets come here
    def on_connect(self, auth: object = None) -> None:
        identity = request.environ.get(IDENTITY)
        # The handshake may be long ago: a socket that was dismissed can ask for the namespace again.
        if identity is None or not rights_in(self._parts.database, identity.sign_in_id or 0, 0).identity.is_signed_in:
            raise SocketRefusedError("Sign in first.")
        self.connections[_sid()] = Connection(_sid(), identity)
        self.when_connected()

    @asks(Permission.PUBLIC)
    def on_disconnect(self, reason: object = None) -> None:
        connection = self.connections.pop(_sid(), None)
        if connection is not None:
            self.leave(connection)

    @asks(Permission.DRAFT_READ)
    def on_join(self, message: object = None) -> Answer:
        connection, join = self.connections.get(_sid()), read_join(message)
        if connection is None or join is None:
            return refusal("malformed" if connection else "not_joined")
        self.leave(connection)
        rights = rights_in(self._parts.database, connection.identity.sign_in_id or 0, join.draft_id)
        if not rights.may_read:
            return refusal("not_found" if rights.identity.is_signed_in else "signed_out")
        connection.identity = rights.identity
        sender = Sender(rights.identity.account_id or 0, rights.identity.sign_in_id or 0, rights.epoch)
        try:
            live = self._parts.live_drafts.hold(join.draft_id)
        except DraftNotFoundError:
            return refusal("not_found")
        except LogDamagedError:
            log.exception("draft %d cannot be opened", join.draft_id)
            return refusal("damaged")
        for update in self._parts.live_drafts.catch_up(live):  # another process may have committed a moment ago
            self.relay(live, update, None)
        connection.joined = Joined(live, join.client_id, sender, rights.may_write)
        return self._welcome(connection.joined, join)

    def _welcome(self, joined: Joined, join: Join) -> Answer:
        live = joined.live
        if join.lineage not in {None, live.lineage_id}:
            self.leave(self.connections[_sid()])
            return refusal("lineage", lineage=live.lineage_id)
        try:
            read_state_vector(join.state_vector)
        except MalformedUpdateError:
            self.leave(self.connections[_sid()])
            return refusal("malformed")
        for awareness in (*self._seen_here(live.draft_id, _sid()), *self.seen_elsewhere(live.draft_id)):
            self.emit("awareness", {"draft": live.draft_id, "awareness": awareness}, room=_sid())
        # From here to the answer no greenlet may switch: what is relayed from now on must reach this socket after it.
        self.socketio.server.enter_room(_sid(), room_of(live.draft_id), namespace=NAMESPACE)
        return {
            "ok": True,
            "lineage": live.lineage_id,
            "seq": live.seq,
            "may_write": joined.may_write,
            "update": live.shared.update_since(join.state_vector),
            "state_vector": live.shared.state_vector,
        }

    @asks(Permission.DRAFT_WRITE)
    def on_update(self, message: object = None) -> Answer:
        joined, given = self._joined(message, "update")
        if joined is None or given is None:
            return refusal("not_joined" if given else "malformed")
        if not joined.may_write:
            return refusal("not_permitted")
        if isinstance(message, dict) and message.get("lineage") != joined.live.lineage_id:
            return refusal("lineage", lineage=joined.live.lineage_id)
        result = self._parts.committer.submit(joined.live, joined.sender, given, origin=_sid())
        if isinstance(result, Refusal):
            more = {"state_vector": joined.live.shared.state_vector} if result.error == "missing" else {}
            return refusal(result.error, **more)
        return {"ok": True, "seq": result.seq, "at": result.at}

    @asks(Permission.DRAFT_READ)
    def on_awareness(self, message: object = None) -> Answer:
        joined, given = self._joined(message, "awareness")
        if joined is None or given is None:
            return refusal("not_joined" if given else "malformed")
        try:
            state = read_awareness(given, client_id=joined.client_id)
        except MalformedAwarenessError:
            return refusal("malformed")
        user = user_of(self.connections[_sid()].identity)
        seen: dict[str, object] | None = None if state.is_leaving else {"user": user, "cursor": state.cursor}
        joined.awareness_clock = max(joined.awareness_clock, state.clock)
        relayed = write_awareness(joined.alias, state.clock, seen)
        joined.awareness = b"" if state.is_leaving else relayed
        self._emit_awareness(joined, relayed, _sid())
        return {"ok": True}

    @asks(Permission.DRAFT_READ)
    def on_leave(self, message: object = None) -> Answer:
        connection = self.connections.get(_sid())
        if connection is not None:
            self.leave(connection)
        return {"ok": True}

    def error(self, error: Exception) -> Answer:
        """Called by Flask-SocketIO when a method above raises: one socket's trouble stays its own."""
        if isinstance(error, SocketRefusedError):
            raise error
        log.error("an event of a socket failed", exc_info=error)
        return refusal("not_saved_yet")

    def leave(self, connection: Connection) -> None:
        """Take a socket out of its draft; the others see its cursor go."""
        joined, connection.joined = connection.joined, None
        if joined is None:
            return
        self._parts.live_drafts.let_go(joined.live)
        self.socketio.server.leave_room(connection.sid, room_of(joined.live.draft_id), namespace=NAMESPACE)
        if joined.awareness:
            gone = write_awareness(joined.alias, joined.awareness_clock + 1, None)
            self._emit_awareness(joined, gone, connection.sid)

    def relay(self, live: LiveDraft, update: CommittedUpdate, origin: object) -> None:
        """Hand a committed update to everybody in the draft but its sender."""
        message = {"draft": live.draft_id, "seq": update.seq, "update": update.payload}
        self.socketio.emit("update", message, namespace=NAMESPACE, room=room_of(live.draft_id), skip_sid=origin)

    def _joined(self, message: object, name: str) -> tuple[Joined | None, bytes | None]:
        """What this socket is in, if the message is for it; and the bytes of the message, if it has the right shape."""
        connection, given = self.connections.get(_sid()), read_bytes(message, name)
        if given is None:
            return None, None
        joined = connection.joined if connection else None
        return (joined if joined and joined.live.draft_id == given[0] else None), given[1]

    def presences(self) -> list[Presence]:
        """Everybody who shows up in a draft in this process."""
        joined = [one.joined for one in self.connections.values() if one.joined]
        return [Presence(one.live.draft_id, one.alias, one.awareness) for one in joined if one.awareness]

    def _seen_here(self, draft_id: int, sid: str) -> list[bytes]:
        joined = [one.joined for one in self.connections.values() if one.joined and one.sid != sid]
        return [one.awareness for one in joined if one.live.draft_id == draft_id and one.awareness]

    def _emit_awareness(self, joined: Joined, awareness: bytes, sid: str) -> None:
        self.relay_awareness(joined.live.draft_id, awareness, sid)
        self.when_seen(Presence(joined.live.draft_id, joined.alias, awareness))

    def relay_awareness(self, draft_id: int, awareness: bytes, sid: str | None = None) -> None:
        """Show a state to everybody of this process who is in the draft, but its sender."""
        message = {"draft": draft_id, "awareness": awareness}
        self.socketio.emit("awareness", message, namespace=NAMESPACE, room=room_of(draft_id), skip_sid=sid)


def _sid() -> str:
    sid: Any = request.sid  # type: ignore[attr-defined]
    return str(sid)
