"""Reads the past of a working draft, and who wrote which run of its present text.

Slow for a long draft (tenths of a second for 260,000 edits): not for a handler that others wait
for.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.crdt.authorship import Run, author_runs
from drafting.crdt.history import EditHistory
from drafting.services.coediting.checkpoint_store import newest_history
from drafting.services.coediting.checkpoints import extend
from drafting.services.coediting.replicas import load_replica
from drafting.services.coediting.update_log import rows_after


@dataclass(frozen=True, slots=True)
class PastMoment:
    """A place to look at: the state after the update `seq`, at `at` (ms since 1970, UTC)."""

    at: int
    seq: int


def authorship(session: Session, draft_id: int) -> tuple[str, list[Run]]:
    """The text as it is committed and its runs by account, offsets in code points; None is the
    operator.
    """
    replica = load_replica(session.connection(), draft_id)
    return replica.shared.text, author_runs(replica.shared, replica.owners)


def moments_of(session: Session, draft_id: int) -> list[PastMoment]:
    """All moments at which the text can be shown, the latest last."""
    return [PastMoment(moment.at, moment.seq) for moment in _history(session, draft_id).moments]


def text_at(session: Session, draft_id: int, seq: int) -> str:
    """The text as it was at the last moment not after `seq`."""
    return _history(session, draft_id).text_at(seq)


def _history(session: Session, draft_id: int) -> EditHistory:
    history = newest_history(session.connection(), draft_id)
    extend(history, draft_id, rows_after(session.connection(), draft_id, history.seq))
    return history
