"""The values that pass through the committer: senders, refusals, results and merged updates.

Knows neither sockets nor the database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from drafting.crdt.integration import merge_updates
from drafting.services.coediting.update_log import CommittedUpdate

# Called with the name of each point passed; tests kill the process there.
Failpoint = Callable[[str], None]


@dataclass(slots=True)
class Sender:
    """Who sends. `epoch` is the rights epoch at which the right to write was last seen to hold."""

    account_id: int
    sign_in_id: int
    epoch: int
    # seconds that its updates took to be tried and applied, and that it has not waited for yet
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an update was not committed: an `error` of docs/realtime-protocol.md."""

    error: str


Result = CommittedUpdate | Refusal


@dataclass(frozen=True, slots=True)
class MergedUpdate:
    """The updates (after, seq] of a draft in one. `origin` is their only sender, who has them;
    None if there are several.
    """

    after: int
    seq: int
    payload: bytes
    origin: object = None


def no_failpoint(point: str) -> None:
    """Pass every point."""


def merge_committed(
    updates: Sequence[CommittedUpdate], origins: Mapping[int, object] | None = None
) -> MergedUpdate:
    """Updates that follow each other in the log, as one; `origins` tells by seq who sent those
    of this process.
    """
    senders = {(origins or {}).get(update.seq) for update in updates}
    origin = senders.pop() if len(senders) == 1 else None
    return MergedUpdate(
        updates[0].seq - 1,
        updates[-1].seq,
        merge_updates([update.payload for update in updates]),
        origin,
    )
