"""Makes checkpoints, in the worker: a long log becomes a short one with the same content.

The replacement is built and verified outside any transaction. At any moment the database holds
either the old or the new; both lead to the same text, clocks and deletes.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from drafting import clock
from drafting.crdt.checkpoint import read_history, read_opening, write_history, write_opening
from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.history import EditHistory
from drafting.crdt.shared_text import SharedText
from drafting.services.coediting.checkpoint_store import (
    NewCheckpoint,
    newest_history,
    newest_seq,
    replace_rows,
)
from drafting.services.coediting.records import Failpoint, no_failpoint
from drafting.services.coediting.replicas import Replica, load_replica
from drafting.services.coediting.update_log import CommittedUpdate, LogDamagedError, rows_after
from drafting.services.jobs import enqueue
from drafting.storage.models import DraftUpdate, WorkingDraft
from drafting.storage.unit_of_work import Database

CHECKPOINT = "checkpoint"
ROWS = 1_000  # that a draft has grown by since the last, when nobody types any more
QUIET = timedelta(seconds=30)
MAX_ROWS = 10_000  # after so many it is time, quiet or not


def enqueue_checkpoints(database: Database) -> None:
    """Queue a job for each draft whose log has grown long; one that failed is queued again after as
    much growth.
    """
    with database.reading() as session:  # looking does not take the writers' lock
        grown = list(session.scalars(_grown()))
    for draft_id in grown:
        with database.transaction() as session:
            draft = session.scalars(
                _grown().where(WorkingDraft.id == draft_id).with_for_update(skip_locked=True)
            ).first()
            if draft is not None:
                row = session.get_one(WorkingDraft, draft_id)
                row.checkpoint_asked_seq = row.head_seq
                enqueue(session, CHECKPOINT, None, draft_id=draft_id)


def make_checkpoint(
    database: Database, details: Mapping[str, Any], failpoint: Failpoint = no_failpoint
) -> None:
    """The job.

    Raises LogDamagedError, and changes nothing, if the result would differ from the log.
    """
    draft_id = int(details["draft_id"])
    with database.reading() as session:
        new = _built(session.connection(), draft_id)
    if new is None:
        return
    with database.transaction() as session:
        replace_rows(session.connection(), draft_id, new, failpoint)
    failpoint("after_commit")


def _grown() -> Select[int]:
    last = select(DraftUpdate.at).where(
        DraftUpdate.working_draft_id == WorkingDraft.id, DraftUpdate.seq == WorkingDraft.head_seq
    )
    quiet_since = int((clock.now() - QUIET).timestamp() * 1000)
    rows = WorkingDraft.head_seq - WorkingDraft.checkpoint_asked_seq
    is_quiet = func.coalesce(last.scalar_subquery(), 0) <= quiet_since
    return select(WorkingDraft.id).where(rows >= ROWS, or_(rows >= MAX_ROWS, is_quiet))


def _built(connection: Connection, draft_id: int) -> NewCheckpoint | None:
    """A verified checkpoint of the log as it is now; None if there is nothing new."""
    follows, replica = newest_seq(connection, draft_id), load_replica(connection, draft_id)
    if replica.seq <= follows:
        return None
    history = _history(connection, replica)
    new = NewCheckpoint(
        replica.seq, follows, write_opening(replica.opening()), write_history(history)
    )
    if not _says_the_same(new, replica, history):
        raise LogDamagedError(draft_id=draft_id, seq=replica.seq)
    return new


def _history(connection: Connection, replica: Replica) -> EditHistory:
    """The history up to the replica's place; it has checkpoints of its own, past the opening's."""
    history = newest_history(connection, replica.draft_id)
    rows = rows_after(connection, replica.draft_id, history.seq)
    extend(history, replica.draft_id, [row for row in rows if row.seq <= replica.seq])
    return history


def extend(history: EditHistory, draft_id: int, rows: Sequence[CommittedUpdate]) -> None:
    """Append the rows that follow a history; raises LogDamagedError."""
    for row in rows:
        try:
            history.append(row.at, row.seq, row.payload)
        except MalformedUpdateError as error:
            raise LogDamagedError(draft_id=draft_id, seq=row.seq) from error


def _says_the_same(new: NewCheckpoint, replica: Replica, history: EditHistory) -> bool:
    """Read back both halves as others will. Updates that yrs keeps as pending show in the
    clocks.
    """
    digest, opening, past = (
        replica.shared.digest(),
        read_opening(new.opening),
        read_history(new.history),
    )
    reopened = SharedText()
    reopened.apply_state(opening.state, opening.pairs)
    return (
        history.clocks() == replica.shared.known()
        and [one.digest() for one in (history.shared, reopened, past.shared)] == [digest] * 3
        and opening.owners == replica.owners
        and past.text_at(replica.seq) == replica.shared.text
    )
