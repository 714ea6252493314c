"""Keeps who is in which draft in other processes, and how many sockets each account has there.

Never stored; forgotten when a process falls silent. A lost state comes again with the browser's
next movement, at the latest after 15 s; one that does not come again belonged to a socket that
left.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from drafting import clock
from drafting.crdt.awareness import write_awareness
from drafting.realtime.cluster.envelope import Presence, ProcessMessage

EXPIRY = 5.0  # seconds without a message after which a process is taken for dead
# seconds after which a state that did not come again is dropped, as browsers do after 30
PRESENCE_EXPIRY = 35.0
# seconds after which its sockets no longer count; the gate waits that long before it refuses
STALE = 2.5
MAX_PROCESSES = 256
MAX_IN_A_PROCESS = 5000


@dataclass(slots=True)
class OtherProcess:
    """What another process has published. Times are seconds of a monotonic clock."""

    received_at: float = 0.0
    # by alias, with the time it was received
    presences: dict[int, tuple[Presence, float]] = field(default_factory=dict)
    sockets: dict[int, int] = field(default_factory=dict)  # by account
    counted_at: float = 0.0

    def put(self, presence: Presence) -> None:
        """Keep the last state of a socket, or forget one that has left."""
        if presence.state.is_leaving:
            self.presences.pop(presence.alias, None)
        elif presence.alias in self.presences or len(self.presences) < MAX_IN_A_PROCESS:
            self.presences[presence.alias] = presence, self.received_at

    def count(self, message: ProcessMessage) -> None:
        """Take over its socket counts, unless the message is a replayed old one."""
        if abs(clock.now().timestamp() - message.at) <= EXPIRY:
            self.counted_at = self.received_at
            if message.is_every_socket:
                self.sockets.clear()
            self.sockets.update(message.sockets)

    def drop_older(self, limit: float) -> Iterator[Presence]:
        """Forget and return the states received at `limit` or before."""
        for alias in [alias for alias, (_, at) in self.presences.items() if at <= limit]:
            yield self.presences.pop(alias)[0]


class RemotePresence:
    """The other processes, as far as this one has received messages of them."""

    def __init__(self) -> None:
        self._processes: dict[str, OtherProcess] = {}

    def receive(self, message: ProcessMessage) -> bool:
        """Take in a message; True if its process was unknown, and so does not know who is here."""
        is_new = message.process not in self._processes
        if is_new and len(self._processes) >= MAX_PROCESSES:
            return False
        other = self._processes.setdefault(message.process, OtherProcess())
        other.received_at = time.monotonic()
        for presence in message.presences.values():
            other.put(presence)
        other.count(message)
        return is_new

    def in_draft(self, draft_id: int) -> list[bytes]:
        """The awareness states in a draft, for a socket that joins it."""
        found = [one for other in self._processes.values() for one, _ in other.presences.values()]
        return [one.awareness for one in found if one.draft_id == draft_id]

    def sockets_of(self, account_id: int) -> int:
        """The number of sockets of an account in other processes."""
        since = time.monotonic() - STALE
        counted = (one for one in self._processes.values() if one.counted_at > since)
        return sum(other.sockets.get(account_id, 0) for other in counted)

    def prune(self) -> list[Presence]:
        """Forget dead processes and expired states; returns a leaving state for each."""
        now, gone = time.monotonic(), list[Presence]()
        for name, other in list(self._processes.items()):
            is_dead = now - other.received_at > EXPIRY
            gone += other.drop_older(now if is_dead else now - PRESENCE_EXPIRY)
            if is_dead:
                del self._processes[name]
        # With the clock of the last state, not one more: if it is received again, its next counts.
        return [
            Presence(one.draft_id, one.alias, write_awareness(one.alias, one.state.clock, None))
            for one in gone
        ]
