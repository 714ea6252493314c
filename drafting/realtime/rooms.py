"""Who of this process is in which working draft, and saying something to all of them.

Whoever reads too slowly is left out once 4 MiB wait for them, and told to join again when those are gone: joining brings
what they lack. Others' cursors are relayed together, each at most ten times a second, the last place of each, and in one
write with what was typed, if something is within a moment.
"""

from collections.abc import Callable, Iterable

from flask_socketio import SocketIO

from drafting.crdt.awareness import join_awareness
from drafting.realtime.connections import Connection
from drafting.realtime.outlets import Said

CURSORS_EVERY = 0.1  # seconds
CARRIED = 0.04  # seconds in which they wait for an update that takes them along
LOOK_EVERY = 0.1  # seconds between two looks whether a slow reader has caught up


class Rooms:
    """The rooms of one namespace."""

    def __init__(self, namespace: str, socketio: Callable[[], SocketIO]) -> None:
        self._namespace = namespace
        self._socketio = socketio
        self._rooms: dict[int, dict[str, Connection]] = {}
        self._moved: dict[int, dict[str, bytes]] = {}  # awareness to be relayed: by draft, by whose it is
        self._due: set[int] = set()  # drafts whose awareness may leave now

    def enter(self, draft_id: int, connection: Connection) -> None:
        self._rooms.setdefault(draft_id, {})[connection.sid] = connection

    def leave(self, draft_id: int, connection: Connection) -> None:
        room = self._rooms.get(draft_id, {})
        room.pop(connection.sid, None)
        if not room:
            self._rooms.pop(draft_id, None)

    def cursors(self, draft_id: int, elsewhere: Iterable[bytes] = ()) -> bytes | None:
        """What all who are in a draft show of themselves, here and in other processes, for somebody who comes."""
        states = [one.joined.awareness for one in self._members(draft_id) if one.joined and one.joined.awareness]
        states += elsewhere
        return join_awareness(states) if states else None

    def tell(self, draft_id: int, event: str, message: dict[str, object], but: object = None) -> None:
        """Say something to all who are in a draft, or to all but one."""
        said = Said(self._namespace, event, {"draft": draft_id, **message})
        moved = self._taken(draft_id) if draft_id in self._due else {}
        everybody = said.with_more(self._cursors_said(draft_id, moved)) if moved else said
        for one in self._members(draft_id):
            if one.sid in moved:
                self._show_others(one, draft_id, moved)
            if one.sid != but:
                self._send(said if one.sid in moved else everybody, one)
            elif moved and one.sid not in moved:
                self._send(self._cursors_said(draft_id, moved), one)

    def tell_one(self, connection: Connection, draft_id: int, event: str, message: dict[str, object]) -> None:
        """Say something to one of them."""
        self._send(Said(self._namespace, event, {"draft": draft_id, **message}), connection)

    def moved(self, draft_id: int, sid: str, awareness: bytes) -> None:
        """Somebody's state is another now: relayed at once, or with those of the others a moment later."""
        if draft_id not in self._rooms:
            return
        if draft_id in self._moved:
            self._moved[draft_id][sid] = awareness
        else:
            self._moved[draft_id] = {sid: awareness}
            self._socketio().start_background_task(self._relay_cursors, draft_id)

    def _relay_cursors(self, draft_id: int) -> None:
        while self._moved[draft_id]:
            self._due.add(draft_id)
            self._socketio().sleep(CARRIED)
            self._due.discard(draft_id)
            if moved := self._taken(draft_id):
                self._show(draft_id, moved)
            self._socketio().sleep(CURSORS_EVERY - CARRIED)
        del self._moved[draft_id]

    def _taken(self, draft_id: int) -> dict[str, bytes]:
        moved = self._moved[draft_id]
        self._moved[draft_id] = {}
        self._due.discard(draft_id)
        return moved

    def _show(self, draft_id: int, moved: dict[str, bytes]) -> None:
        said = self._cursors_said(draft_id, moved)
        for one in self._members(draft_id):
            if one.sid in moved:
                self._show_others(one, draft_id, moved)
            else:
                self._send(said, one)

    def _show_others(self, one: Connection, draft_id: int, moved: dict[str, bytes]) -> None:
        """Nobody is shown to themselves."""
        if others := {sid: state for sid, state in moved.items() if sid != one.sid}:
            self._send(self._cursors_said(draft_id, others), one)

    def _cursors_said(self, draft_id: int, moved: dict[str, bytes]) -> Said:
        return Said(self._namespace, "awareness", {"draft": draft_id, "awareness": join_awareness(moved.values())})

    def _members(self, draft_id: int) -> list[Connection]:
        return list(self._rooms.get(draft_id, {}).values())

    def _send(self, said: Said, connection: Connection) -> None:
        if not connection.is_behind and not connection.outlet.send(said):
            connection.is_behind = True
            self._socketio().start_background_task(self._let_catch_up, connection)

    def _let_catch_up(self, connection: Connection) -> None:
        while connection.outlet.backlog and not connection.is_gone:
            self._socketio().sleep(LOOK_EVERY)
        connection.is_behind = False
        if connection.joined and not connection.is_gone:
            self.tell_one(connection, connection.joined.live.draft_id, "resync", {})
