"""Reading working drafts without holding a replica."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.services.replicas import replica_of
from drafting.storage.models import WorkingDraft


def heads_of(session: Session, draft_ids: Sequence[int]) -> dict[int, int]:
    """The seq of the last committed update of each draft."""
    query = select(WorkingDraft.id, WorkingDraft.head_seq).where(WorkingDraft.id.in_(draft_ids))
    return {row.id: row.head_seq for row in session.execute(query)}


def draft_text(session: Session, draft_id: int) -> str:
    """The Markdown of a working draft as it is committed."""
    return replica_of(session.connection(), draft_id).shared.text
