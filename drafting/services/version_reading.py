"""The worker's part of a version: its clauses with their HTML, and which clause of the version before each one was.

Markdown is rendered with HTML off, in a child process; what comes back is sanitised once more before it is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import nh3
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.citations import citations
from drafting.domain.clauses import Clause
from drafting.domain.comparison import ComparedClause, Comparison
from drafting.services.bounded import clauses_in_child, comparison_in_child
from drafting.services.comparisons import enqueue_comparison, keep_comparison
from drafting.services.errors import TextTooComplexError
from drafting.services.versions import version_text
from drafting.storage.models import ClauseSuccession, Version, VersionClause
from drafting.storage.unit_of_work import Database

TAGS = {"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "s", "span", "strong", "sub", "sup", "td", "th"}
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
        text, before = version_text(session, version), _before(session, version)
        old_text = version_text(session, before) if before else ""
    clauses = clauses_in_child(text)
    comparison = _comparison(old_text, text) if before else None
    with database.transaction() as session:
        version = _unread(session, details)
        if version is not None:
            _store(session, version, before, clauses, comparison)


def _comparison(old_text: str, text: str) -> Comparison | None:
    """None where the two texts together are too complex: the version can be read all the same."""
    try:
        return comparison_in_child(old_text, text)
    except TextTooComplexError:
        return None


def mark_unreadable(database: Database, details: Mapping[str, Any], failure: str) -> None:
    """Say on the version that its clauses cannot be read, and why; it can then only be discarded."""
    with database.transaction() as session:
        version = _unread(session, details)
        if version is not None:
            version.failure = failure


def _unread(session: Session, details: Mapping[str, Any]) -> Version | None:
    """The version that the job is about, unless it is done or gone. SQLite gives the id of a discarded one to the next."""
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
        {**asdict(clause), "html": _clean(html), "version_id": version.id, "citation": words, "lineage_id": lineage}
        for (clause, html), words, lineage in zip(clauses, cited, lineages, strict=True)
    ]
    if rows:
        session.execute(insert(VersionClause), rows)
    if before is not None and comparison is not None:
        _store_succession(session, before.id, version.id, comparison)
        keep_comparison(session, before.digest, version.digest, comparison)
    for earlier in session.scalars(select(Version).where(Version.code_id == version.code_id, Version.number < version.number)):
        if comparison is None or before is None or earlier.id != before.id:  # one that failed is tried once more, and told of
            enqueue_comparison(session, earlier, version)
    version.clause_count, version.read_at, version.failure = len(rows), clock.now(), None


def _clean(html: str) -> str:
    cells = html.lstrip().startswith(("<td", "<th"))  # a lone cell is no HTML: give it its table while it is cleaned
    whole = f"<table><tbody><tr>{html}</tr></tbody></table>" if cells else html
    tags = TAGS | {"table", "tbody", "tr"} if cells else TAGS
    kept: str = nh3.clean(whole, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener")
    return kept.removeprefix("<table><tbody><tr>").removesuffix("</tr></tbody></table>") if cells else kept


def _before(session: Session, version: Version) -> Version | None:
    query = select(Version).where(Version.code_id == version.code_id, Version.number < version.number)
    return session.scalars(query.order_by(Version.number.desc()).limit(1)).one_or_none()


def _positions(session: Session, version_id: int, column: Any) -> dict[int, Any]:
    query = select(VersionClause.position, column).where(VersionClause.version_id == version_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _lineages(session: Session, before: Version | None, clauses: Sequence[Clause], comparison: Comparison | None) -> list[str]:
    """A lineage for each new clause: that of the clause it shares most text with, given once, or a new one."""
    lineages = [uuid4().hex for _ in clauses]
    if before is None or comparison is None:
        return lineages
    known, lengths = (
        _positions(session, before.id, one) for one in (VersionClause.lineage_id, func.length(VersionClause.text))
    )
    heirs: tuple[set[int], set[int]] = set(), set()
    for old, new, _ in sorted(_linked(comparison), key=lambda link: -_shared(lengths[link[0]], clauses[link[1]], link[2])):
        if old not in heirs[0] and new not in heirs[1]:
            heirs[0].add(old)
            heirs[1].add(new)
            lineages[new] = known[old]
    return lineages


def _shared(old_length: int, new: Clause, entry: ComparedClause) -> int:
    """How much text is the same, in code points; of a part, what its whole says besides does not count."""
    deleted = sum(one.old_end - one.old_start for one in entry.changes)
    inserted = sum(one.new_end - one.new_start for one in entry.changes)
    return min(old_length - deleted, len(new.text) - inserted)


def _linked(comparison: Comparison) -> list[tuple[int, int, ComparedClause]]:
    """(old position, new position, entry) of every clause that became another."""
    pairs = [(entry.pair.old, entry.pair.new, entry) for entry in comparison.entries]
    return [(old, new, entry) for old, new, entry in pairs if old is not None and new is not None]


def _store_succession(session: Session, old_id: int, new_id: int, comparison: Comparison) -> None:
    old = _positions(session, old_id, VersionClause.id)
    new = _positions(session, new_id, VersionClause.id)
    rows = [
        {
            "old_clause_id": old[old_position],
            "new_clause_id": new[new_position],
            "kind": entry.pair.status.value,
            "confidence": entry.pair.confidence,
            "decided_by": None,
        }
        for old_position, new_position, entry in _linked(comparison)
    ]
    if rows:
        session.execute(insert(ClauseSuccession), rows)
