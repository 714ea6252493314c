"""The sockets of this process on /drafts: who is in which draft, and what is sent to them.

Knows no event of a browser; namespace.py handles those. Other processes learn who shows up here
through `publish_presence`.
"""

from collections.abc import Callable
from typing import Any

from drafting.crdt.awareness import write_awareness
from drafting.realtime.cluster.envelope import Presence
from drafting.realtime.drafts.connections import Connection, Joined
from drafting.realtime.drafts.head_notices import HeadNotices
from drafting.realtime.drafts.rooms import Rooms
from drafting.realtime.transport.disconnecting import disconnect_socket
from drafting.services.coediting.records import MergedUpdate
from drafting.services.coediting.replica_cache import CachedReplica, ReplicaCache

NAMESPACE = "/drafts"


class DraftSockets:
    """Connections by sid, and the rooms that they are in. `server` is the SocketIO server."""

    def __init__(
        self,
        server: Any,
        replica_cache: ReplicaCache,
        publish_presence: Callable[[Presence], None],
    ) -> None:
        self._server = server
        self._replica_cache = replica_cache
        self._publish_presence = publish_presence
        self._head_notices = HeadNotices(self._send_head, server)
        self.connections: dict[str, Connection] = {}
        self.rooms = Rooms(NAMESPACE, server)
        # the rights epoch under which all who had joined by then were, or are being, reviewed
        self.reviewed_epoch = 0

    def leave(self, connection: Connection) -> None:
        """Take a socket out of its draft; the others see its cursor go."""
        joined, connection.joined = connection.joined, None
        if joined is None:
            return
        connection.uncharged_seconds += joined.sender.cpu_seconds
        self._replica_cache.release(joined.cached)
        self.rooms.leave(joined.cached.draft_id, connection)
        if joined.awareness:
            gone = write_awareness(joined.alias, joined.awareness_clock + 1, None)
            self.show(joined, connection.sid, gone)

    def show(self, joined: Joined, sid: str, awareness: bytes) -> None:
        """Relay an awareness state of this process, here and to the other processes."""
        draft_id = joined.cached.draft_id
        self.rooms.moved(draft_id, sid, awareness)
        self._publish_presence(Presence(draft_id, joined.alias, awareness))

    def show_remote(self, presence: Presence) -> None:
        """Relay an awareness state of another process to all in the draft."""
        self.rooms.moved(presence.draft_id, f"remote {presence.alias}", presence.awareness)

    def presences(self) -> list[Presence]:
        """The last awareness state of each socket of this process that has one."""
        joined = [one.joined for one in self.connections.values() if one.joined]
        return [
            Presence(one.cached.draft_id, one.alias, one.awareness)
            for one in joined
            if one.awareness
        ]

    def relay(self, cached: CachedReplica, merged: MergedUpdate) -> None:
        """Send committed updates to all in the draft, except to a socket that sent them all."""
        message: dict[str, object] = {
            "after": merged.after,
            "seq": merged.seq,
            "update": merged.payload,
        }
        self.rooms.tell(cached.draft_id, "update", message, but=merged.origin)
        self._head_notices.moved(cached.draft_id, merged.seq)

    def emit(self, event: str, message: dict[str, object], connection: Connection) -> None:
        """Send an event to one socket, through the Socket.IO server."""
        self._server.emit(event, message, namespace=NAMESPACE, room=connection.sid)

    def disconnect(self, connection: Connection) -> None:
        """End one socket; it may connect and join again."""
        disconnect_socket(self._server, NAMESPACE, connection.sid)

    def _send_head(self, draft_id: int, seq: int) -> None:
        self.rooms.tell(draft_id, "head", {"seq": seq})
