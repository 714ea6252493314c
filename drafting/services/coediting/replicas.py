"""A replica of a working draft, opened from its newest good checkpoint and the rows of the log
after it.

Nothing here is committed or relayed. A replica so far behind that the rows it lacks are gone
takes the checkpoint that stands for them: updates commute, and what is known already is taken
twice without harm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from drafting import clock
from drafting.crdt.checkpoint import OpeningState
from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.shared_text import SharedText
from drafting.crdt.wire.update_reader import clients_of
from drafting.services.coediting.checkpoint_store import newest_opening
from drafting.services.coediting.update_log import CommittedUpdate, LogDamagedError, rows_after


@dataclass(slots=True)
class Replica:
    """The text, and the seq up to which it holds the log."""

    draft_id: int
    seq: int = 0
    owners: dict[int, int | None] = field(
        default_factory=dict
    )  # whose each Yjs client id is, by who first used it
    shared: SharedText = field(default_factory=SharedText)

    def apply_committed(self, updates: Sequence[CommittedUpdate]) -> list[CommittedUpdate]:
        """Apply those of `updates` that are next in the log; returns what was applied. No
        greenlet switch in here.
        """
        fresh = [update for update in updates if update.seq > self.seq]
        for update in fresh:
            self._apply(update)
        return fresh

    def catch_up(self, connection: Connection) -> list[CommittedUpdate]:
        """Read the log past the replica's seq, apply what is there, and return it; raises
        LogDamagedError.
        """
        opening, rows = _read(connection, self.draft_id, self.seq)
        return ([self._apply_opening(*opening)] if opening else []) + self.apply_committed(rows)

    def opening(self) -> OpeningState:
        """Everything needed to open a replica at this place."""
        return OpeningState(self.shared.update_since(b"\0"), self.owners, self.shared.pairs)

    def _apply(self, update: CommittedUpdate) -> None:
        try:
            self.shared.apply(update.payload)
        except MalformedUpdateError as error:
            raise LogDamagedError(draft_id=self.draft_id, seq=update.seq) from error
        self.seq = update.seq
        for client in clients_of(update.payload):
            self.owners.setdefault(client, update.account_id)

    def _apply_opening(self, seq: int, opening: OpeningState) -> CommittedUpdate:
        try:
            self.shared.apply_state(opening.state, opening.pairs)
        except MalformedUpdateError as error:
            raise LogDamagedError(draft_id=self.draft_id, seq=seq) from error
        self.seq = seq
        self.owners |= opening.owners
        return CommittedUpdate(seq, None, int(clock.now().timestamp() * 1000), opening.state)


def load_replica(connection: Connection, draft_id: int) -> Replica:
    """A replica as of now; raises LogDamagedError."""
    replica = Replica(draft_id)
    replica.catch_up(connection)
    return replica


Opened = tuple[int, OpeningState]


def _read(
    connection: Connection, draft_id: int, seq: int
) -> tuple[Opened | None, list[CommittedUpdate]]:
    """What leads from `seq` to the head: rows, after a checkpoint if the replica is empty or has a
    gap.
    """
    opening = None if seq else newest_opening(connection, draft_id, after=0)
    while True:
        at = opening[0] if opening else seq
        try:
            return opening, rows_after(connection, draft_id, at)
        except LogDamagedError:
            opening = newest_opening(connection, draft_id, after=at)
            if opening is None:
                raise
