"""Reads the clauses of a version again after the reader was mended: a version keeps its text, its
clauses and their addresses, and gets what the reader could not tell before.

A clause is found again by the place at which it begins. It keeps its id, its address and its
lineage; places of threads in its words follow the words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.orm import Session

from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.parsing import READING
from drafting.domain.clauses.tree import Clause
from drafting.domain.words.changes import word_changes
from drafting.services.codes.vocabularies import vocabulary_of_version
from drafting.services.comparison.clause_html import clean_html
from drafting.services.sandbox import TextToCompare, read_clauses_limited
from drafting.services.versions.publishing import version_text
from drafting.storage.base import Base
from drafting.storage.models import (
    ClauseSuccession,
    Thread,
    ThreadAnchor,
    Version,
    VersionClause,
)
from drafting.storage.unit_of_work import Database

_CLAUSE = cast("Table", VersionClause.__table__)
_SUCCESSION = cast("Table", ClauseSuccession.__table__)


def text_to_compare(session: Session, version: Version) -> TextToCompare:
    """The text of a version with all that its reading depends on."""
    starts = tuple(one.start for one in version.chapters[1:])
    return TextToCompare(version_text(session, version), vocabulary_of_version(version), starts)


def read_again(database: Database, version_id: int) -> None:
    """Read a version again if an earlier reader read it; nothing if it waits to be read at all.

    Raises TextTooComplexError.
    """
    with database.reading() as session:
        version = session.get(Version, version_id)
        if version is None or not _is_outdated(version):
            return
        new = text_to_compare(session, version)
    clauses = read_clauses_limited(new.text, new.vocabulary, new.chapters)
    with database.transaction() as session:
        version = session.get(Version, version_id, with_for_update=True)
        if version is not None and _is_outdated(version):
            _replace(session, version, clauses)
            version.clause_count, version.reading = len(clauses), READING


def read_version_again(database: Database, details: Mapping[str, Any]) -> None:
    """The job of the worker that a migration queues for each version."""
    read_again(database, details["version_id"])


def _is_outdated(version: Version) -> bool:
    return version.read_at is not None and version.reading < READING


def _replace(session: Session, version: Version, clauses: Sequence[tuple[Clause, str]]) -> None:
    query = select(VersionClause).where(VersionClause.version_id == version.id)
    known = {one.start: one for one in session.scalars(query.order_by(VersionClause.position))}
    plain = [clause for clause, _ in clauses]
    stored = [known.pop(clause.start, None) for clause in plain]
    eids = _addresses(plain, stored, known.values())
    # no two clauses of a version may have one position, not even for a moment
    _shift_positions(session, version)
    renamed = {one.eid: eid for one, eid in zip(plain, eids, strict=True) if one.eid != eid}
    ids: list[int] = []
    for (clause, html), row, eid, cited in zip(
        clauses, stored, eids, citations(plain), strict=True
    ):
        values = {
            **asdict(clause),
            "eid": eid,
            "html": clean_html(_linked(html, renamed)),
            "citation": cited,
        }
        ids.append(_store(session, version, row, values))
    for gone in known.values():  # what is part of another clause now
        inside = [n for n, clause in enumerate(plain) if clause.start <= gone.start]
        _refer_to(session, gone.id, ids[inside[-1]] if inside else None)
        session.execute(delete(_CLAUSE).where(_CLAUSE.c.id == gone.id))
    session.expire_all()


def _shift_positions(session: Session, version: Version) -> None:
    session.execute(
        update(_CLAUSE)
        .where(_CLAUSE.c.version_id == version.id)
        .values(position=-1 - _CLAUSE.c.position)
    )


def _addresses(
    clauses: Sequence[Clause],
    stored: Sequence[VersionClause | None],
    gone: Iterable[VersionClause],
) -> list[str]:
    """The addresses: those that were given out stay, new ones are none of these."""
    taken = {row.eid for row in (*stored, *gone) if row is not None}
    found = []
    for clause, row in zip(clauses, stored, strict=True):
        eid, number = row.eid if row else clause.eid, 1
        while row is None and eid in taken:
            number += 1
            eid = f"{clause.eid[:70]}-{number}"
        taken.add(eid)
        found.append(eid)
    return found


def _linked(html: str, renamed: Mapping[str, str]) -> str:
    """The HTML with its links inside the version leading to the addresses that were given out."""
    for eid, kept in renamed.items() if 'href="#' in html else ():
        html = html.replace(f'href="#{eid}"', f'href="#{kept}"')
    return html


def _store(
    session: Session, version: Version, row: VersionClause | None, values: dict[str, Any]
) -> int:
    if row is None:
        row = VersionClause(**values, version_id=version.id, lineage_id=uuid4().hex)
        session.add(row)
        session.flush()
        return row.id
    if row.text != values["text"]:
        _follow_words(session, row.id, row.text, values["text"])
    session.execute(update(_CLAUSE).where(_CLAUSE.c.id == row.id).values(**values))
    return row.id


def _follow_words(session: Session, clause_id: int, old: str, new: str) -> None:
    """Move the places of threads in the words of a clause to where the words are now."""
    changes = word_changes(old, new)

    def now(place: int, *, is_end: bool) -> int:
        moved = 0
        for change in changes:
            if is_end and change.old_start == place:  # what stands behind it now is not quoted
                break
            if change.old_end <= place:
                moved = change.new_end - change.old_end
            elif change.old_start < place:
                return min(change.new_start + place - change.old_start, change.new_end)
        return place + moved

    threads = session.scalars(select(Thread).where(Thread.clause_id == clause_id))
    anchors = session.scalars(select(ThreadAnchor).where(ThreadAnchor.clause_id == clause_id))
    for one in (*threads, *anchors):
        if one.start is not None and one.end is not None:
            one.start, one.end = now(one.start, is_end=False), now(one.end, is_end=True)
            one.exact = new[one.start : one.end]
    session.flush()


def _refer_to(session: Session, clause_id: int, other: int | None) -> None:
    """Have everything that refers to one clause refer to another one."""
    old, new = _SUCCESSION.c.old_clause_id, _SUCCESSION.c.new_clause_id
    ends = or_(old == clause_id, new == clause_id)
    session.execute(delete(_SUCCESSION).where(ends))  # the next comparison finds it again
    for table in Base.metadata.tables.values():
        for column in _references(table):
            session.execute(update(table).where(column == clause_id).values({column.name: other}))


def _references(table: Table) -> list[Any]:
    if table is _SUCCESSION:
        return []
    keys = [key for key in table.foreign_keys if key.column is _CLAUSE.c.id]
    return [key.parent for key in keys]
