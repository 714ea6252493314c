"""Does an update fit the replica? Decided before the store is asked, for all updates of one flush in their order."""

from collections.abc import Container
from dataclasses import dataclass, field

from drafting import clock
from drafting.crdt.errors import MalformedUpdateError, MissingPredecessorsError, UpdateTooLargeError
from drafting.crdt.update_reader import UpdateReading
from drafting.crdt.verification import brings_news, count_in, verify
from drafting.domain.limits import MAX_TEXT_BYTES
from drafting.services.draft_log import CommittedUpdate
from drafting.services.live_drafts import LiveDraft
from drafting.services.record_updates import Refusal, Result

ERRORS = {
    MissingPredecessorsError: "missing",
    UpdateTooLargeError: "too_large",
    MalformedUpdateError: "malformed",
}


@dataclass(slots=True)
class Pairs:
    """The surrogate pairs of a replica, which are many and not copied, and those of this flush."""

    settled: Container[tuple[int, int]]
    fresh: set[tuple[int, int]] = field(default_factory=set)

    def __contains__(self, place: object) -> bool:
        return place in self.fresh or place in self.settled


@dataclass(slots=True)
class Known:
    """What a replica knows, carried along a flush so that one update may build on another of the same flush.

    And from flush to flush: a draft that hundreds have written in over the months is not read through for every key.
    """

    live: LiveDraft
    seq: int  # of the replica when the flush began
    clocks: dict[int, int]
    pairs: Pairs
    size: int
    owners: dict[int, int | None]
    is_replica: bool = True  # nothing of this flush is in it yet

    @classmethod
    def of(cls, live: LiveDraft) -> "Known":
        """That of the last flush if the replica is still where that left it, else read from the replica."""
        kept, live.known = live.known, None  # given back by `settle`; whatever goes wrong before, it is read anew
        if isinstance(kept, Known) and kept.seq == live.seq:
            return kept
        return cls(live, live.seq, live.shared.known(), Pairs(live.shared.pairs), live.shared.size, dict(live.owners))

    def settle(self, live: LiveDraft, taken: int) -> None:
        """All `taken` updates that were counted in are in the replica: if nothing else is, this holds for the next flush."""
        if live is not self.live or live.seq != self.seq + taken:
            return
        self.seq, self.size = live.seq, live.shared.size
        self.pairs.fresh.clear()
        self.is_replica = True
        live.known = self

    def verdict(self, payload: bytes, account_id: int) -> Result | None:
        """None if the update fits, and is then counted in; else its refusal, or the acknowledgement of what is known."""
        try:
            reading = verify(payload, self.clocks, self.pairs)
        except tuple(ERRORS) as error:
            return Refusal(ERRORS[type(error)])
        if self._is_foreign(reading, account_id):
            return Refusal("malformed")
        if self.is_replica and not brings_news(reading, self.clocks, self.live.shared.deleted):
            now = int(clock.now().timestamp() * 1000)
            return CommittedUpdate(self.live.seq, account_id, now, b"")  # committed earlier, sent again
        if reading.inserted_text_utf8 and self.size + reading.inserted_text_utf8 > MAX_TEXT_BYTES:
            return Refusal("too_large")
        self._count_in(reading, account_id)
        return None

    def _is_foreign(self, reading: UpdateReading, account_id: int) -> bool:
        """Whether an update writes under a client id that is somebody else's: one of the two texts would be ignored.

        Nobody needs to: what a browser sends is its own account's, typed now or earlier on this device.
        """
        return any(self.owners.get(written.client, account_id) != account_id for written in reading.structs)

    def _count_in(self, reading: UpdateReading, account_id: int) -> None:
        for written in reading.structs:
            self.owners.setdefault(written.client, account_id)
        count_in(self.clocks, reading)
        self.pairs.fresh |= reading.pairs
        self.size += reading.inserted_text_utf8
        self.is_replica = False
