"""The stored succession of clauses from one version to the next, and their lineages.

A lineage is inherited once, by the clause that shares most text (DESIGN, decision 12).
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.storage.models import ClauseSuccession, SuccessionDecision, Version, VersionClause

LinkedEntry = tuple[int, int, ComparedClause]  # with the old and the new position


def inherited_lineages(
    session: Session, old: Version, lengths: Sequence[int], comparison: Comparison
) -> list[str | None]:
    """The lineage that each clause of the newer version inherits, by position; None for none.

    `lengths` are those of the new clauses, in code points.
    """
    inherited: list[str | None] = [None] * len(lengths)
    lineages = _positions(session, old.id, VersionClause.lineage_id)
    old_lengths = _positions(session, old.id, func.length(VersionClause.text))

    def shared(link: LinkedEntry) -> int:
        return _shared(old_lengths[link[0]], lengths[link[1]], link[2])

    for before, after, _ in sorted(_linked(comparison), key=shared, reverse=True):
        if before in lineages and inherited[after] is None:
            inherited[after] = lineages.pop(before)
    return inherited


def store_succession(session: Session, old: Version, new: Version, comparison: Comparison) -> None:
    """Store which clause became which, in place of what was stored for these two versions."""
    old_ids = _positions(session, old.id, VersionClause.id)
    new_ids = _positions(session, new.id, VersionClause.id)
    replaced = ClauseSuccession.new_clause_id.in_(new_ids.values())
    session.execute(delete(ClauseSuccession).where(replaced))
    deciders = _deciders(session, old, new)
    rows = [
        {
            "old_clause_id": old_ids[before],
            "new_clause_id": new_ids[after],
            "kind": entry.pair.status.value,
            "confidence": entry.pair.confidence,
            "decided_by": deciders.get((old_ids[before], new_ids[after])),
        }
        for before, after, entry in _linked(comparison)
    ]
    if rows:
        session.execute(insert(ClauseSuccession), rows)


def _deciders(
    session: Session, old: Version, new: Version
) -> dict[tuple[int | None, int | None], int | None]:
    """The accounts that decided that two clauses belong together, by the ids of the clauses."""
    query = select(SuccessionDecision).where(
        SuccessionDecision.old_version_id == old.id,
        SuccessionDecision.new_version_id == new.id,
        SuccessionDecision.is_together,
    )
    rows = session.scalars(query)
    return {(row.old_clause_id, row.new_clause_id): row.account_id for row in rows}


def update_lineages(
    session: Session, old: Version, new: Version, comparison: Comparison
) -> dict[str, str]:
    """Update the lineages of `new` after another succession from `old`; returns {old: new lineage}.

    A clause that inherits nothing keeps its lineage, unless another clause inherited it.
    """
    rows = session.execute(
        select(VersionClause.id, VersionClause.lineage_id, func.length(VersionClause.text))
        .where(VersionClause.version_id == new.id)
        .order_by(VersionClause.position)
    ).all()
    inherited = inherited_lineages(session, old, [row[2] for row in rows], comparison)
    foreign = {*inherited, *_positions(session, old.id, VersionClause.lineage_id).values()}
    became = {}
    for (clause_id, lineage, _), wanted in zip(rows, inherited, strict=True):
        now = wanted or (lineage if lineage not in foreign else uuid4().hex)
        if now != lineage:
            became[lineage] = now
            session.execute(
                update(VersionClause).where(VersionClause.id == clause_id).values(lineage_id=now)
            )
    return became


def _positions(session: Session, version_id: int, column: Any) -> dict[int, Any]:
    query = select(VersionClause.position, column).where(VersionClause.version_id == version_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _shared(old_length: int, new_length: int, entry: ComparedClause) -> int:
    """How much text both clauses share, in code points; for a part, only its share counts."""
    deleted = sum(one.old_end - one.old_start for one in entry.changes)
    inserted = sum(one.new_end - one.new_start for one in entry.changes)
    return min(old_length - deleted, new_length - inserted)


def _linked(comparison: Comparison) -> list[LinkedEntry]:
    """The entry of every clause that became another, with both positions."""
    pairs = [(entry.pair.old, entry.pair.new, entry) for entry in comparison.entries]
    return [(old, new, entry) for old, new, entry in pairs if old is not None and new is not None]
