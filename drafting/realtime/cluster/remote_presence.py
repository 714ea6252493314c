"""Who is in which draft in other processes, and how many sockets each person has there, as they
tell; forgotten when a process is not heard of any more.

Never stored. A state that was lost comes again with the browser's next movement, within 15 s if
it does not move; one that does not come again was somebody who left.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drafting import clock
from drafting.crdt.awareness import write_awareness
from drafting.realtime.cluster.envelope import Presence, ProcessMessage

EXPIRY = 5.0  # seconds without a word after which a process is taken for dead
# seconds after which somebody who was not heard of again is taken to have left, as browsers do
# after 30
LASTING = 35.0
# seconds after which its sockets do not count; the gate waits so long before it believes that they
# do
STALE = 2.5
MOST_PROCESSES = 256
MOST_IN_A_PROCESS = 5000

Relay = Callable[[Presence], None]  # to everybody of this process who is in its draft


@dataclass(slots=True)
class OtherProcess:
    heard_at: float
    presences: dict[int, tuple[Presence, float]] = field(
        default_factory=dict
    )  # by alias; and when they were heard
    sockets: dict[int, int] = field(default_factory=dict)  # by account
    counted_at: float = 0.0


class RemotePresence:
    """The other processes, as far as this one has heard."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._processes: dict[str, OtherProcess] = {}

    def hear(self, ring: ProcessMessage) -> bool:
        """Take in who moved; whether this process was not known, and so does not know who is
        here.
        """
        other = self._processes.get(ring.process)
        is_new = other is None
        if other is None:
            if len(self._processes) >= MOST_PROCESSES:
                return False
            other = self._processes[ring.process] = OtherProcess(0.0)
        other.heard_at = time.monotonic()
        for presence in ring.presences.values():
            self._take(other, presence)
        if (
            abs(clock.now().timestamp() - ring.at) <= EXPIRY
        ):  # else it is an old one, said again to keep somebody out
            other.counted_at = other.heard_at
            if ring.is_every_socket:
                other.sockets.clear()
            other.sockets.update(ring.sockets)
        return is_new

    def _take(self, other: OtherProcess, presence: Presence) -> None:
        if presence.state.is_leaving:
            other.presences.pop(presence.alias, None)
        elif presence.alias in other.presences or len(other.presences) < MOST_IN_A_PROCESS:
            other.presences[presence.alias] = presence, other.heard_at
        self._relay(presence)

    def in_draft(self, draft_id: int) -> list[bytes]:
        """The states to show to somebody who joins."""
        found = [one for other in self._processes.values() for one, _ in other.presences.values()]
        return [one.awareness for one in found if one.draft_id == draft_id]

    def sockets_of(self, account_id: int) -> int:
        """How many sockets somebody has in other processes."""
        since = time.monotonic() - STALE
        return sum(
            other.sockets.get(account_id, 0)
            for other in self._processes.values()
            if other.counted_at > since
        )

    def prune(self) -> None:
        """Take whoever was in a process that died, or is not heard of any more, out of the
        drafts.
        """
        now, gone = time.monotonic(), list[Presence]()
        for name, other in list(self._processes.items()):
            last = now - LASTING
            if now - other.heard_at > EXPIRY:
                del self._processes[name]
                last = now
            for alias in [
                alias for alias, (_, heard_at) in other.presences.items() if heard_at <= last
            ]:
                gone.append(other.presences.pop(alias)[0])
        for one in gone:
            # With the clock of the last state, not one more: should they be heard again, their next
            # state counts.
            self._relay(
                Presence(one.draft_id, one.alias, write_awareness(one.alias, one.state.clock, None))
            )
