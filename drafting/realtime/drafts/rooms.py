"""The rooms of one namespace: who of this process is in which working draft, and sends to all.

A reader that is too slow is left out once 4 MiB wait for it, and told to join again when they
have gone; joining brings what it lacks. Cursors are relayed together, each at most ten times a
second, in one write with an update if one follows within a moment.
"""

from collections.abc import Iterable

from flask_socketio import SocketIO

from drafting.crdt.awareness import join_awareness
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.transport.outboxes import EncodedEvent

CURSORS_EVERY = 0.1  # seconds
CARRIED = 0.04  # seconds in which they wait for an update that takes them along
LOOK_EVERY = 0.1  # seconds between two looks whether a slow reader has caught up


class Rooms:
    """The rooms of one namespace."""

    def __init__(self, namespace: str, server: SocketIO) -> None:
        self._namespace = namespace
        self._server = server
        self._rooms: dict[int, dict[str, Connection]] = {}
        self._moved: dict[
            int, dict[str, bytes]
        ] = {}  # awareness to be relayed: by draft, by whose it is
        self._due: set[int] = set()  # drafts whose awareness may leave now
        self._is_relaying = False

    def enter(self, draft_id: int, connection: Connection) -> None:
        self._rooms.setdefault(draft_id, {})[connection.sid] = connection

    def leave(self, draft_id: int, connection: Connection) -> None:
        room = self._rooms.get(draft_id, {})
        room.pop(connection.sid, None)
        if not room:
            self._rooms.pop(draft_id, None)

    def cursors(self, draft_id: int, elsewhere: Iterable[bytes] = ()) -> bytes | None:
        """What all who are in a draft show of themselves, here and in other processes, for
        a socket that joins.
        """
        states = [
            one.joined.awareness
            for one in self._members(draft_id)
            if one.joined and one.joined.awareness
        ]
        states += elsewhere
        return join_awareness(states) if states else None

    def tell(
        self, draft_id: int, event: str, message: dict[str, object], but: object = None
    ) -> None:
        """Say something to all who are in a draft, or to all but one."""
        said = EncodedEvent(self._namespace, event, {"draft": draft_id, **message})
        moved = self._taken(draft_id) if draft_id in self._due else {}
        cursors = self._cursors_said(draft_id, moved)
        everybody = said.with_more(cursors) if cursors else said
        apart = {but, *moved}
        for one in self._members(draft_id):
            if one.sid not in apart:
                self._send(everybody, one)
                continue
            seen = self._cursors_said(draft_id, moved, but=one.sid) if one.sid in moved else cursors
            if one.sid != but:
                self._send(said.with_more(seen) if seen else said, one)
            elif seen:
                self._send(seen, one)

    def tell_one(
        self, connection: Connection, draft_id: int, event: str, message: dict[str, object]
    ) -> None:
        """Say something to one of them."""
        self._send(EncodedEvent(self._namespace, event, {"draft": draft_id, **message}), connection)

    def moved(self, draft_id: int, sid: str, awareness: bytes) -> None:
        """Note a changed awareness state; it is relayed at once, or with others a moment later."""
        if draft_id not in self._rooms:
            return
        self._moved.setdefault(draft_id, {})[sid] = awareness
        if not self._is_relaying:
            self._is_relaying = True
            self._server.start_background_task(self._relay_cursors)

    def _relay_cursors(self) -> None:
        """One round for all drafts: a timer for each of many would cost more than what it
        relays.
        """
        try:
            while self._moved:
                self._due = set(self._moved)
                self._server.sleep(CARRIED)
                for draft_id in tuple(self._due):
                    self._show(draft_id, self._taken(draft_id))
                self._server.sleep(CURSORS_EVERY - CARRIED)
        finally:
            self._is_relaying = False

    def _taken(self, draft_id: int) -> dict[str, bytes]:
        self._due.discard(draft_id)
        return self._moved.pop(draft_id, {})  # they may have left with what was said in between

    def _show(self, draft_id: int, moved: dict[str, bytes]) -> None:
        everybody = self._cursors_said(draft_id, moved)
        for one in self._members(draft_id):
            if (
                said := self._cursors_said(draft_id, moved, but=one.sid)
                if one.sid in moved
                else everybody
            ):
                self._send(said, one)

    def _cursors_said(
        self, draft_id: int, moved: dict[str, bytes], but: str = ""
    ) -> EncodedEvent | None:
        """Those who moved, as it is said to all, or to one of them: nobody is shown to
        themselves.
        """
        states = [state for sid, state in moved.items() if sid != but]
        fields: dict[str, object] = {"draft": draft_id, "awareness": join_awareness(states)}
        return EncodedEvent(self._namespace, "awareness", fields) if states else None

    def _members(self, draft_id: int) -> list[Connection]:
        return list(self._rooms.get(draft_id, {}).values())

    def _send(self, said: EncodedEvent, connection: Connection) -> None:
        if not connection.is_behind and not connection.outbox.send(said):
            connection.is_behind = True
            self._server.start_background_task(self._let_catch_up, connection)

    def _let_catch_up(self, connection: Connection) -> None:
        while connection.outbox.backlog and not connection.is_gone:
            self._server.sleep(LOOK_EVERY)
        connection.is_behind = False
        if connection.joined and not connection.is_gone:
            self.tell_one(connection, connection.joined.cached.draft_id, "resync", {})
