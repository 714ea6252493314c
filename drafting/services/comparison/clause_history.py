"""One clause through all versions: what it was before and what became of it, through moves,
splits and merges.

It follows the stored succession both ways. Versions that the reader may not see are passed over
with all that hangs on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.comparison.compare import ComparedClause
from drafting.policy.identity import Identity
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.versions.queries import versions_of
from drafting.storage.models import (
    Account,
    ClauseSuccession,
    CodeOfPractice,
    Version,
    VersionClause,
)


@dataclass(frozen=True, slots=True)
class SuccessionStep:
    """`old` became `new`. `entry` has the changed words, None while the comparison is computed."""

    old: VersionClause
    new: VersionClause
    kind: str
    confidence: float
    decided_by: str | None  # the editor's name; None: the engine
    entry: ComparedClause | None


@dataclass(frozen=True, slots=True)
class ClauseStage:
    """The clause in one version: several clauses after a split or before a merge. `steps` lead
    here from the version before.
    """

    version: Version
    clauses: tuple[VersionClause, ...]
    steps: tuple[SuccessionStep, ...]


def history_of(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version, clause: VersionClause
) -> list[ClauseStage]:
    """The stages of a clause, the newest first."""
    versions = [
        one for one in reversed(versions_of(session, actor, code)) if one.read_at is not None
    ]
    here = next((n for n, one in enumerate(versions) if one.id == version.id), 0)
    found = {version.id: {clause.id}}
    for n in range(here, 0, -1):
        found[versions[n - 1].id] = _linked(
            session, found[versions[n].id], versions[n - 1], is_back=True
        )
    for n in range(here, len(versions) - 1):
        found[versions[n + 1].id] = _linked(
            session, found[versions[n].id], versions[n + 1], is_back=False
        )
    stages: list[ClauseStage] = []
    for one in versions:
        clauses = _clauses(session, found[one.id])
        before = stages[-1] if stages else None
        if clauses:
            stages.append(
                ClauseStage(one, clauses, _steps(session, before, one, clauses) if before else ())
            )
    return stages[::-1]


def _linked(session: Session, ids: set[int], version: Version, *, is_back: bool) -> set[int]:
    here, there = ClauseSuccession.new_clause_id, ClauseSuccession.old_clause_id
    if not is_back:
        here, there = there, here
    query = select(there).join(VersionClause, VersionClause.id == there)
    return set(session.scalars(query.where(here.in_(ids), VersionClause.version_id == version.id)))


def _clauses(session: Session, ids: set[int]) -> tuple[VersionClause, ...]:
    query = select(VersionClause).where(VersionClause.id.in_(ids)).order_by(VersionClause.position)
    return tuple(session.scalars(query))


def _steps(
    session: Session, before: ClauseStage, version: Version, clauses: Sequence[VersionClause]
) -> tuple[SuccessionStep, ...]:
    old, new = ({one.id: one for one in side} for side in (before.clauses, clauses))
    query = select(ClauseSuccession, Account.name).outerjoin(
        Account, Account.id == ClauseSuccession.decided_by
    )
    query = query.where(
        ClauseSuccession.old_clause_id.in_(old), ClauseSuccession.new_clause_id.in_(new)
    )
    entries = _entries(session, before.version, version)
    steps = []
    for row, name in session.execute(query):
        pair = old[row.old_clause_id], new[row.new_clause_id]
        entry = entries.get((pair[0].position, pair[1].position))
        steps.append(SuccessionStep(*pair, row.kind, row.confidence, name, entry))
    return tuple(sorted(steps, key=lambda one: (one.new.position, one.old.position)))


def _entries(
    session: Session, old: Version, new: Version
) -> dict[tuple[int | None, int | None], ComparedClause]:
    try:
        comparison = comparison_of(session, old, new)
    except (ComparisonNotReadyError, ComparisonFailedError):
        return {}
    return {(entry.pair.old, entry.pair.new): entry for entry in comparison.entries}
