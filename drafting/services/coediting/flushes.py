"""What a flush brought to one draft, as it is relayed: its updates merged into one, so that
everybody hears once.

Knows neither sockets nor the store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafting.crdt.wire.merging import merged
from drafting.services.coediting.log import CommittedUpdate


@dataclass(frozen=True, slots=True)
class MergedUpdate:
    """The updates (after, seq] of a draft in one. `origin` is their only sender, who has them;
    None if there are several.
    """

    after: int
    seq: int
    payload: bytes
    origin: object = None


def merge_committed(
    updates: Sequence[CommittedUpdate], origins: Mapping[int, object] | None = None
) -> MergedUpdate:
    """Updates that follow each other in the log, as one; `origins` tells by seq who sent those
    of this process.
    """
    senders = {(origins or {}).get(update.seq) for update in updates}
    origin = senders.pop() if len(senders) == 1 else None
    return MergedUpdate(
        updates[0].seq - 1, updates[-1].seq, merged([update.payload for update in updates]), origin
    )
