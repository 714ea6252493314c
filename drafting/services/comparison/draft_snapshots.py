"""Snapshots of the working drafts: all chapters as of one moment, read into clauses, so that a
version can be compared.

The worker's part. Of each code of practice only the newest is kept, and what was computed with
older ones is forgotten.
"""

import json
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.tree import Clause, ClauseKind
from drafting.domain.versions import text_digest
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.services.comparison.comparisons import SideClause
from drafting.services.drafts.freezing import catch_up, freeze, joined
from drafting.services.sandbox import read_clauses_limited
from drafting.storage.models import CodeOfPractice, DraftSnapshot, StoredComparison, Version
from drafting.storage.unit_of_work import Database


@dataclass(frozen=True, slots=True)
class SnapshotChapter:
    """Where a chapter lies in the joined text, in code points, and the seq its working draft was
    at.
    """

    chapter_id: int
    title: str
    start: int
    end: int
    seq: int


@dataclass(frozen=True, slots=True)
class DraftText:
    """The joined text of all working drafts as of a moment."""

    at: datetime
    text: str
    digest: str
    chapters: tuple[SnapshotChapter, ...]


def read_draft_text(database: Database, code_id: int) -> DraftText:
    """All chapters as of one moment, while people go on typing."""
    with database.reading() as session:
        frozen = freeze(session, session.get_one(CodeOfPractice, code_id))
    with database.transaction() as session:
        chapters, at = (
            catch_up(session, session.get_one(CodeOfPractice, code_id), frozen),
            clock.now(),
        )
    text, places = joined(chapters)
    placed = zip(chapters, places, strict=True)
    return DraftText(
        at,
        text,
        text_digest(text),
        tuple(
            SnapshotChapter(one.chapter_id, one.title, *place, one.replica.seq)
            for one, place in placed
        ),
    )


def compressed_clauses(taken: DraftText, vocabulary: Vocabulary) -> bytes:
    """The clauses of what was taken, as a snapshot stores them. Slow, and in a child process: no
    transaction.
    """
    clauses = [clause for clause, _ in read_clauses_limited(taken.text, vocabulary)]
    rows = [_row(clause, words) for clause, words in zip(clauses, citations(clauses), strict=True)]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 3)


def store_snapshot(session: Session, code_id: int, taken: DraftText, clauses: bytes) -> bool:
    """Store what was taken in place of what was taken before; False where another worker has
    stored a later moment.

    The same text again is the same snapshot, of a later moment.
    """
    known = list(session.scalars(select(DraftSnapshot).where(DraftSnapshot.code_id == code_id)))
    if any(one.taken_at > taken.at and one.digest != taken.digest for one in known):
        return False
    for old in known:
        if old.digest != taken.digest:
            _forget(session, old)
    snapshot = next((one for one in known if one.digest == taken.digest), None)
    if snapshot is None:
        snapshot = DraftSnapshot(code_id=code_id, digest=taken.digest, clauses=clauses)
        session.add(snapshot)
    snapshot.taken_at = taken.at
    snapshot.chapters = [
        [one.chapter_id, one.title, one.start, one.end, one.seq] for one in taken.chapters
    ]
    return True


def newest_snapshot(session: Session, code: CodeOfPractice) -> DraftSnapshot | None:
    """The one there is, if any."""
    query = select(DraftSnapshot).where(DraftSnapshot.code_id == code.id)
    return session.scalars(query.order_by(DraftSnapshot.taken_at.desc()).limit(1)).one_or_none()


def chapters_of(snapshot: DraftSnapshot) -> tuple[SnapshotChapter, ...]:
    """Its chapters in their order."""
    return tuple(SnapshotChapter(*row) for row in snapshot.chapters)


def stored_clauses(session: Session, code_id: int, digest: str) -> bytes | None:
    """The clauses of a text that a snapshot holds, as it stores them."""
    query = select(DraftSnapshot.clauses).where(
        DraftSnapshot.code_id == code_id, DraftSnapshot.digest == digest
    )
    return session.scalars(query).one_or_none()


def clauses_of_snapshot(session: Session, snapshot: DraftSnapshot) -> list[SideClause]:
    """Its clauses by position. They have no id: nothing hangs on them."""
    rows = json.loads(
        zlib.decompress(stored_clauses(session, snapshot.code_id, snapshot.digest) or b"")
    )
    return [
        SideClause(0, eid, citation, number, ClauseKind(kind), text, start)
        for eid, citation, number, kind, text, start in rows
    ]


def chapters_of_snapshot_clauses(
    chapters: Sequence[SnapshotChapter], sides: Sequence[SideClause]
) -> list[int | None]:
    """The id of the chapter in which each clause stands, by position."""
    starts = [one.start for one in chapters]
    places = [bisect_right(starts, side.start) - 1 for side in sides]
    return [chapters[place].chapter_id if place >= 0 else None for place in places]


def _row(clause: Clause, citation: str) -> list[str | int]:
    return [clause.eid, citation, clause.number, clause.kind.value, clause.text, clause.start]


def _forget(session: Session, snapshot: DraftSnapshot) -> None:
    """Comparisons of the same text as a version of today go on being of use."""
    is_version = exists().where(Version.digest == snapshot.digest)
    is_elsewhere = exists().where(
        DraftSnapshot.digest == snapshot.digest, DraftSnapshot.id != snapshot.id
    )
    session.execute(
        delete(StoredComparison).where(
            StoredComparison.new_digest == snapshot.digest, ~is_version, ~is_elsewhere
        )
    )
    session.delete(snapshot)
