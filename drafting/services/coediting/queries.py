"""Reading working drafts without holding a replica."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from drafting.services.coediting.replicas import load_replica
from drafting.storage.models import WorkingDraft

_draft = WorkingDraft.__table__
_HEADS = select(_draft.c.id, _draft.c.head_seq).where(
    _draft.c.id.in_(bindparam("draft_ids", expanding=True))
)


def head_seqs(session: Session, draft_ids: Sequence[int]) -> dict[int, int]:
    """The seq of the last committed update of each draft."""
    rows = session.connection().execute(_HEADS, {"draft_ids": list(draft_ids)})
    return {row.id: row.head_seq for row in rows}


def draft_text(session: Session, draft_id: int) -> str:
    """The Markdown of a working draft as it is committed."""
    return load_replica(session.connection(), draft_id).shared.text
