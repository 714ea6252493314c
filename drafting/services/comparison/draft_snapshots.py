"""Snapshots of the working drafts: all chapters as of one moment, read into clauses.

Only the newest snapshot of a code of practice is stored; comparisons with older ones are deleted.
"""

import json
import zlib
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.tree import Clause, ClauseKind
from drafting.domain.versions import text_digest
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.services.comparison.clauses import SideClause, SideWithChapters, chapter_ids_at
from drafting.services.drafts.freezing import catch_up, freeze, join_chapters
from drafting.services.sandbox import read_clauses_limited
from drafting.storage.models import CodeOfPractice, DraftSnapshot, StoredComparison, Version
from drafting.storage.unit_of_work import Database


@dataclass(frozen=True, slots=True)
class SnapshotChapter:
    """Where a chapter lies in the joined text, in code points, and the seq of its draft."""

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

    @property
    def chapter_starts(self) -> tuple[int, ...]:
        """Where each chapter after the first begins."""
        return tuple(one.start for one in self.chapters[1:])


def read_draft_text(database: Database, code_id: int) -> DraftText:
    """All chapters as of one moment, while people go on typing."""
    with database.reading() as session:
        frozen = freeze(session, session.get_one(CodeOfPractice, code_id))
    with database.transaction() as session:
        chapters = catch_up(session, session.get_one(CodeOfPractice, code_id), frozen)
        at = clock.now()
    text, places = join_chapters(chapters)
    placed = tuple(
        SnapshotChapter(one.chapter_id, one.title, *place, one.replica.seq)
        for one, place in zip(chapters, places, strict=True)
    )
    return DraftText(at, text, text_digest(text), placed)


def compressed_clauses(draft: DraftText, vocabulary: Vocabulary) -> bytes:
    """The clauses of a text as a snapshot stores them. Slow, in a child process: no transaction."""
    clauses = [
        clause for clause, _ in read_clauses_limited(draft.text, vocabulary, draft.chapter_starts)
    ]
    rows = [_row(clause, cited) for clause, cited in zip(clauses, citations(clauses), strict=True)]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 3)


def store_snapshot(session: Session, code_id: int, draft: DraftText, clauses: bytes) -> bool:
    """Replace the stored snapshot; False if another worker has stored one of a later moment.

    If the text is the same, the same row gets the later moment.
    """
    known = list(session.scalars(select(DraftSnapshot).where(DraftSnapshot.code_id == code_id)))
    others = [one for one in known if one.digest != draft.digest]
    if any(one.taken_at > draft.at for one in others):
        return False
    for one in others:
        _delete(session, one)
    snapshot = next((one for one in known if one.digest == draft.digest), None)
    if snapshot is None:
        snapshot = DraftSnapshot(code_id=code_id, digest=draft.digest, clauses=clauses)
        session.add(snapshot)
    snapshot.taken_at = draft.at
    snapshot.chapters = [list(astuple(one)) for one in draft.chapters]
    return True


def newest_snapshot(session: Session, code: CodeOfPractice) -> DraftSnapshot | None:
    """The stored snapshot, if any."""
    query = select(DraftSnapshot).where(DraftSnapshot.code_id == code.id)
    return session.scalars(query.order_by(DraftSnapshot.taken_at.desc()).limit(1)).one_or_none()


def chapters_of(snapshot: DraftSnapshot) -> tuple[SnapshotChapter, ...]:
    """Its chapters in their order."""
    return tuple(SnapshotChapter(*row) for row in snapshot.chapters)


def stored_clauses(session: Session, code_id: int, digest: str) -> bytes | None:
    """The compressed clauses of a text, None if no snapshot holds it."""
    query = select(DraftSnapshot.clauses).where(
        DraftSnapshot.code_id == code_id, DraftSnapshot.digest == digest
    )
    return session.scalars(query).one_or_none()


def side_of_snapshot(session: Session, snapshot: DraftSnapshot) -> SideWithChapters:
    """Its clauses by position. Their id is 0, because nothing can refer to them."""
    compressed = stored_clauses(session, snapshot.code_id, snapshot.digest) or b""
    clauses = [
        SideClause(0, eid, citation, number, ClauseKind(kind), *rest)
        for eid, citation, number, kind, *rest in json.loads(zlib.decompress(compressed))
    ]
    starts = (one.start for one in clauses)
    return SideWithChapters(clauses, chapter_ids_at(chapters_of(snapshot), starts))


def _row(clause: Clause, citation: str) -> list[str | int | None]:
    return [
        clause.eid,
        citation,
        clause.number,
        clause.kind.value,
        clause.text,
        clause.start,
        clause.parent,
    ]


def _delete(session: Session, snapshot: DraftSnapshot) -> None:
    """Delete a snapshot and its comparisons, unless a version or another code has the same text."""
    is_version = exists().where(Version.digest == snapshot.digest)
    is_elsewhere = exists().where(
        DraftSnapshot.digest == snapshot.digest, DraftSnapshot.id != snapshot.id
    )
    is_of_snapshot = StoredComparison.new_digest == snapshot.digest
    session.execute(delete(StoredComparison).where(is_of_snapshot, ~is_version, ~is_elsewhere))
    session.delete(snapshot)
