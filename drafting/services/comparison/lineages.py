"""Which clause became which from one version to the next, as stored, and the lineage that stays
the same through it.

A lineage is inherited once: by the clause with which most text is shared (DESIGN, decision 12).
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.storage.models import ClauseSuccession, SuccessionDecision, Version, VersionClause


def inherited_lineages(
    session: Session, old: Version, lengths: Sequence[int], comparison: Comparison
) -> list[str | None]:
    """The lineage that each clause of the newer version inherits, by position; None for none.

    `lengths` are those of the new clauses' words, in code points.
    """
    inherited: list[str | None] = [None] * len(lengths)
    known, old_lengths = (
        _positions(session, old.id, one)
        for one in (VersionClause.lineage_id, func.length(VersionClause.text))
    )
    taken = set()
    for before, after, _ in sorted(
        _linked(comparison), key=lambda one: -_shared(old_lengths[one[0]], lengths[one[1]], one[2])
    ):
        if before not in taken and inherited[after] is None:
            taken.add(before)
            inherited[after] = known[before]
    return inherited


def store_succession(session: Session, old: Version, new: Version, comparison: Comparison) -> None:
    """Write down which clause became which; what was written about these two versions before is
    replaced.
    """
    ids = (
        _positions(session, old.id, VersionClause.id),
        _positions(session, new.id, VersionClause.id),
    )
    session.execute(
        delete(ClauseSuccession).where(ClauseSuccession.new_clause_id.in_(ids[1].values()))
    )
    query = select(SuccessionDecision).where(
        SuccessionDecision.old_version_id == old.id, SuccessionDecision.new_version_id == new.id
    )
    deciders = {
        (row.old_clause_id, row.new_clause_id): row.account_id
        for row in session.scalars(query)
        if row.is_together
    }
    rows = [
        {
            "old_clause_id": ids[0][before],
            "new_clause_id": ids[1][after],
            "kind": entry.pair.status.value,
            "confidence": entry.pair.confidence,
            "decided_by": deciders.get((ids[0][before], ids[1][after])),
        }
        for before, after, entry in _linked(comparison)
    ]
    if rows:
        session.execute(insert(ClauseSuccession), rows)


def update_lineages(
    session: Session, old: Version, new: Version, comparison: Comparison
) -> dict[str, str]:
    """Give the lineages of `new` anew, after another succession from `old`. Answers with what
    each lineage became.

    A clause that inherits nothing keeps its own, unless another inherited it.
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
    """How much text is the same, in code points; of a part, what its whole says besides does not
    count.
    """
    deleted = sum(one.old_end - one.old_start for one in entry.changes)
    inserted = sum(one.new_end - one.new_start for one in entry.changes)
    return min(old_length - deleted, new_length - inserted)


def _linked(comparison: Comparison) -> list[tuple[int, int, ComparedClause]]:
    """(old position, new position, entry) of every clause that became another."""
    pairs = [(entry.pair.old, entry.pair.new, entry) for entry in comparison.entries]
    return [(old, new, entry) for old, new, entry in pairs if old is not None and new is not None]
