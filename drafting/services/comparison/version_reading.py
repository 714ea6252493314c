"""Reads a version into clauses with their HTML, and finds their succession: a job of the worker.

Markdown is rendered in a child process with HTML switched off; the result is sanitised again before
it is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.alignment.decisions import Decisions
from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.parsing import READING
from drafting.domain.clauses.tree import Clause
from drafting.domain.comparison.compare import Comparison
from drafting.services.codes.vocabularies import vocabulary_of_version
from drafting.services.comparison.clause_html import clean_html
from drafting.services.comparison.comparisons import store_comparison
from drafting.services.comparison.lineages import inherited_lineages, store_succession
from drafting.services.comparison.rereading import read_again, text_to_compare
from drafting.services.errors import TextTooComplexError
from drafting.services.sandbox import TextToCompare, compare_limited, read_clauses_limited
from drafting.services.versions.queries import version_before
from drafting.services.versions.version_jobs import enqueue_comparison
from drafting.storage.models import Version, VersionClause
from drafting.storage.unit_of_work import Database


def read_version(database: Database, details: Mapping[str, Any]) -> None:
    """Store the clauses of a version, once; a version that was discarded is left alone."""
    with database.reading() as session:
        version = _unread(session, details)
        if version is None:
            return
        new, before = text_to_compare(session, version), version_before(session, version)
        old = text_to_compare(session, before) if before else None
    if before is not None:
        read_again(database, before.id)
    clauses = read_clauses_limited(new.text, new.vocabulary, new.chapters)
    comparison = _comparison(old, new) if old else None
    with database.transaction() as session:
        version = _unread(session, details)
        # with another vocabulary another job is queued
        if version is not None and vocabulary_of_version(version) == new.vocabulary:
            _store_clauses(session, version, before, clauses, comparison)


def _comparison(old: TextToCompare, new: TextToCompare) -> Comparison | None:
    """None if the two texts together are too complex: the version can be read all the same."""
    try:
        # without decisions, because no editor has seen this version yet
        return compare_limited(old, new, Decisions())
    except TextTooComplexError:
        return None


def mark_unreadable(database: Database, details: Mapping[str, Any], failure: str) -> None:
    """Store on the version why its clauses cannot be read; it can then only be discarded."""
    with database.transaction() as session:
        version = _unread(session, details)
        if version is not None:
            version.failure = failure


def _unread(session: Session, details: Mapping[str, Any]) -> Version | None:
    """The version of the job, None if it is read or discarded.

    SQLite gives the id of a discarded version to the next one.
    """
    version = session.get(Version, details["version_id"], with_for_update=True)
    waits = version is not None and version.read_at is None and version.digest == details["digest"]
    return version if waits else None


def _store_clauses(
    session: Session,
    version: Version,
    before: Version | None,
    clauses: Sequence[tuple[Clause, str]],
    comparison: Comparison | None,
) -> None:
    rows = _rows(session, version, before, clauses, comparison)
    if rows:
        session.execute(insert(VersionClause), rows)
    if before is not None and comparison is not None:
        store_succession(session, before, version, comparison)
        store_comparison(session, before, version, Decisions(), comparison)
    older = Version.code_id == version.code_id, Version.number < version.number
    for earlier in session.scalars(select(Version).where(*older)):
        is_compared = comparison is not None and before is not None and earlier.id == before.id
        if not is_compared:  # one that was too complex is tried once more, and then reported
            enqueue_comparison(session, earlier, version)
    version.clause_count, version.read_at, version.failure = len(rows), clock.now(), None
    version.reading = READING


def _rows(
    session: Session,
    version: Version,
    before: Version | None,
    clauses: Sequence[tuple[Clause, str]],
    comparison: Comparison | None,
) -> list[dict[str, Any]]:
    plain = [clause for clause, _ in clauses]
    lineages = _lineages(session, before, plain, comparison)
    return [
        {
            **asdict(clause),
            "html": clean_html(html),
            "version_id": version.id,
            "citation": citation,
            "lineage_id": lineage,
        }
        for (clause, html), citation, lineage in zip(
            clauses, citations(plain), lineages, strict=True
        )
    ]


def _lineages(
    session: Session,
    before: Version | None,
    clauses: Sequence[Clause],
    comparison: Comparison | None,
) -> list[str]:
    """A lineage for each new clause: an inherited one or its own."""
    if before is None or comparison is None:
        return [uuid4().hex for _ in clauses]
    inherited = inherited_lineages(
        session, before, [len(clause.text) for clause in clauses], comparison
    )
    return [lineage or uuid4().hex for lineage in inherited]
