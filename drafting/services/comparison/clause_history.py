"""The history of one clause through all versions, through moves, splits and merges.

Follows the stored succession in both directions. Versions that the reader may not see are left out,
with everything that depends on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.comparison.compare import ComparedClause
from drafting.policy.identity import Identity
from drafting.services.comparison.comparisons import find_comparison
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
    """`old` became `new`. `entry` has the changed words; None if the comparison is not computed."""

    old: VersionClause
    new: VersionClause
    kind: str
    confidence: float
    decided_by: str | None  # the editor's name; None: the engine
    entry: ComparedClause | None


@dataclass(frozen=True, slots=True)
class ClauseStage:
    """The clause in one version: several clauses after a split or before a merge.

    `steps` lead here from the version before.
    """

    version: Version
    clauses: tuple[VersionClause, ...]
    steps: tuple[SuccessionStep, ...]


def history_of(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version, clause: VersionClause
) -> list[ClauseStage]:
    """The stages of a clause, the newest first."""
    visible = versions_of(session, actor, code)
    versions = [one for one in reversed(visible) if one.read_at is not None]
    ids = _clause_ids(session, versions, version, clause)
    stages: list[ClauseStage] = []
    for one in versions:
        clauses = _clauses(session, ids.get(one.id, set()))
        if clauses:
            steps = _steps(session, stages[-1], one, clauses) if stages else ()
            stages.append(ClauseStage(one, clauses, steps))
    return stages[::-1]


def _clause_ids(
    session: Session, versions: Sequence[Version], version: Version, clause: VersionClause
) -> dict[int, set[int]]:
    """The ids of what the clause was or became in each version, by the id of the version."""
    here = next((n for n, one in enumerate(versions) if one.id == version.id), 0)
    found = {version.id: {clause.id}}
    for new, old in pairwise(reversed(versions[: here + 1])):
        found[old.id] = _linked(session, found[new.id], old, is_backward=True)
    for old, new in pairwise(versions[here:]):
        found[new.id] = _linked(session, found[old.id], new, is_backward=False)
    return found


def _linked(session: Session, ids: set[int], version: Version, *, is_backward: bool) -> set[int]:
    here, there = ClauseSuccession.new_clause_id, ClauseSuccession.old_clause_id
    if not is_backward:
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
    entries = _entries(session, before.version, version)
    query = (
        select(ClauseSuccession, Account.name)
        .outerjoin(Account, Account.id == ClauseSuccession.decided_by)
        .where(ClauseSuccession.old_clause_id.in_(old), ClauseSuccession.new_clause_id.in_(new))
    )
    steps = []
    for row, editor in session.execute(query):
        first, last = old[row.old_clause_id], new[row.new_clause_id]
        entry = entries.get((first.position, last.position))
        steps.append(SuccessionStep(first, last, row.kind, row.confidence, editor, entry))
    return tuple(sorted(steps, key=lambda one: (one.new.position, one.old.position)))


def _entries(
    session: Session, old: Version, new: Version
) -> dict[tuple[int | None, int | None], ComparedClause]:
    comparison = find_comparison(session, old, new)
    entries = comparison.entries if comparison is not None else ()
    return {(entry.pair.old, entry.pair.new): entry for entry in entries}
