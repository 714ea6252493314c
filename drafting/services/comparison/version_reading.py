"""The worker's part of a version: its clauses with their HTML, and which clause of the version
before each one was.

Markdown is rendered with HTML off, in a child process; what comes back is sanitised once more
before it is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import nh3
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.alignment.decisions import Decisions
from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.tree import Clause
from drafting.domain.comparison.compare import Comparison
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.services.codes.vocabularies import vocabulary_of_version
from drafting.services.comparison.comparisons import enqueue_comparison, store_comparison
from drafting.services.comparison.lineages import inherited_lineages, store_succession
from drafting.services.errors import TextTooComplexError
from drafting.services.sandbox import compare_limited, read_clauses_limited
from drafting.services.versions.publishing import version_text
from drafting.services.versions.queries import version_before
from drafting.storage.models import Version, VersionClause
from drafting.storage.unit_of_work import Database

TAGS = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "td",
    "th",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"class", "data-number"},
    "th": {"class", "scope"},
    "span": {"class"},
    "sup": {"class"},
}
SCHEMES = {"http", "https", "mailto"}


def read_version(database: Database, details: Mapping[str, Any]) -> None:
    """Store the clauses of a version, once; a version discarded meanwhile is left alone."""
    with database.reading() as session:
        version = _unread(session, details)
        if version is None:
            return
        text, before = version_text(session, version), version_before(session, version)
        old_text = version_text(session, before) if before else ""
        vocabulary = vocabulary_of_version(version)
        vocabularies = (vocabulary_of_version(before) if before else vocabulary, vocabulary)
    clauses = read_clauses_limited(text, vocabulary)
    comparison = _comparison(old_text, text, vocabularies) if before else None
    with database.transaction() as session:
        version = _unread(session, details)
        if (
            version is not None and vocabulary_of_version(version) == vocabulary
        ):  # else another job is on its way
            _store(session, version, before, clauses, comparison)


def _comparison(
    old_text: str, text: str, vocabularies: tuple[Vocabulary, Vocabulary]
) -> Comparison | None:
    """None where the two texts together are too complex: the version can be read all the same."""
    try:
        return compare_limited(
            old_text, text, Decisions(), vocabularies
        )  # nobody has seen this version yet
    except TextTooComplexError:
        return None


def mark_unreadable(database: Database, details: Mapping[str, Any], failure: str) -> None:
    """Say on the version that its clauses cannot be read, and why; it can then only be
    discarded.
    """
    with database.transaction() as session:
        version = _unread(session, details)
        if version is not None:
            version.failure = failure


def _unread(session: Session, details: Mapping[str, Any]) -> Version | None:
    """The version that the job is about, unless it is done or gone. SQLite gives the id of a
    discarded one to the next.
    """
    version = session.get(Version, details["version_id"], with_for_update=True)
    waits = version is not None and version.read_at is None and version.digest == details["digest"]
    return version if waits else None


def _store(
    session: Session,
    version: Version,
    before: Version | None,
    clauses: Sequence[tuple[Clause, str]],
    comparison: Comparison | None,
) -> None:
    plain = [clause for clause, _ in clauses]
    lineages = _lineages(session, before, plain, comparison)
    cited = citations(plain)
    rows = [
        {
            **asdict(clause),
            "html": _clean(html),
            "version_id": version.id,
            "citation": words,
            "lineage_id": lineage,
        }
        for (clause, html), words, lineage in zip(clauses, cited, lineages, strict=True)
    ]
    if rows:
        session.execute(insert(VersionClause), rows)
    if before is not None and comparison is not None:
        store_succession(session, before, version, comparison)
        store_comparison(session, before, version, Decisions(), comparison)
    for earlier in session.scalars(
        select(Version).where(Version.code_id == version.code_id, Version.number < version.number)
    ):
        if (
            comparison is None or before is None or earlier.id != before.id
        ):  # one that failed is tried once more, and told of
            enqueue_comparison(session, earlier, version)
    version.clause_count, version.read_at, version.failure = len(rows), clock.now(), None


def _clean(html: str) -> str:
    cells = html.lstrip().startswith(
        ("<td", "<th")
    )  # a lone cell is no HTML: give it its table while it is cleaned
    whole = f"<table><tbody><tr>{html}</tr></tbody></table>" if cells else html
    tags = TAGS | {"table", "tbody", "tr"} if cells else TAGS
    kept: str = nh3.clean(
        whole, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener"
    )
    return (
        kept.removeprefix("<table><tbody><tr>").removesuffix("</tr></tbody></table>")
        if cells
        else kept
    )


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
