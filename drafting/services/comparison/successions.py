"""Editors' decisions on which clause became which.

A decision about two versions also holds for every pair of versions that spans them: it follows the
stored succession. Knows nothing of how clauses are paired.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.alignment.decisions import Decisions, Link
from drafting.domain.events.comparison import SuccessionDecided
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import context_of_code
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.services.versions.queries import clause_by_eid
from drafting.services.versions.version_jobs import enqueue_spanning_comparisons
from drafting.storage.models import (
    Change,
    ClauseSuccession,
    CodeOfPractice,
    SuccessionDecision,
    Version,
    VersionClause,
)


class SuccessionChoice(StrEnum):
    """What an editor may say of a change; APART is also what any other value means."""

    TOGETHER = "together"
    APART = "apart"
    OLD_ALONE = "old_alone"
    NEW_ALONE = "new_alone"
    ENGINE = "engine"  # revoke the decisions: the engine pairs the clauses again


def decide_change(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    change: Change,
    *,
    choice: str,
    eid: str,
) -> None:
    """Decide the succession of the clauses of a change, and queue the comparisons that span it.

    With TOGETHER `eid` is the new clause, or the old one if the change added a clause. Raises
    ClauseNotFoundError, NotPermittedError.
    """
    old, new = (
        session.get_one(Version, one) for one in (change.old_version_id, change.new_version_id)
    )
    if choice == SuccessionChoice.ENGINE:
        for row in decisions_about(session, old, new, change.old_clause_id, change.new_clause_id):
            revoke_decision(session, actor, code, row)
    else:
        old_clause, new_clause = _chosen_pair(session, (old, new), change, choice, eid)
        decide_succession(
            session,
            actor,
            code,
            old,
            new,
            old_clause=old_clause,
            new_clause=new_clause,
            is_together=choice == SuccessionChoice.TOGETHER,
        )
    enqueue_spanning_comparisons(session, old, new)


def _chosen_pair(
    session: Session, versions: tuple[Version, Version], change: Change, choice: str, eid: str
) -> tuple[VersionClause | None, VersionClause | None]:
    ids = change.old_clause_id, change.new_clause_id
    old, new = (session.get(VersionClause, one) if one else None for one in ids)
    if choice == SuccessionChoice.OLD_ALONE:
        return old, None
    if choice == SuccessionChoice.NEW_ALONE:
        return None, new
    if choice != SuccessionChoice.TOGETHER:
        return old, new
    if old is not None:
        return old, clause_by_eid(session, versions[1], eid)
    return clause_by_eid(session, versions[0], eid), new


def decide_succession(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    old: Version,
    new: Version,
    *,
    old_clause: VersionClause | None,
    new_clause: VersionClause | None,
    is_together: bool,
) -> SuccessionDecision:
    """Store that two clauses belong together, or never do; None: the other has no counterpart.

    The last decision about a pair holds. The caller queues the comparisons again.
    """
    require(reload_identity(session, actor), Permission.SUCCESSION_DECIDE, context_of_code(code))
    if old_clause is None and new_clause is None:
        raise ClauseNotFoundError
    decision = SuccessionDecision(
        old_version_id=old.id,
        new_version_id=new.id,
        old_clause_id=old_clause.id if old_clause else None,
        new_clause_id=new_clause.id if new_clause else None,
        is_together=is_together,
        account_id=actor.account_id,
        decided_at=clock.now(),
    )
    for row in _rows(session, old, new):
        if _contradicts(row, decision.old_clause_id, decision.new_clause_id):
            session.delete(row)
    session.add(decision)
    session.flush()
    record(session, actor, _event(code, decision, is_taken_back=False))
    return decision


def revoke_decision(
    session: Session, actor: Identity, code: CodeOfPractice, decision: SuccessionDecision
) -> None:
    """Delete a decision, so that the engine pairs the clauses again."""
    require(reload_identity(session, actor), Permission.SUCCESSION_DECIDE, context_of_code(code))
    record(session, actor, _event(code, decision, is_taken_back=True))
    session.delete(decision)
    session.flush()


def decisions_about(
    session: Session, old: Version, new: Version, *clause_ids: int | None
) -> list[SuccessionDecision]:
    """The decisions between two versions that are about any of these clauses."""
    wanted = {one for one in clause_ids if one is not None}
    return [
        row for row in _rows(session, old, new) if wanted & {row.old_clause_id, row.new_clause_id}
    ]


def decisions_between(session: Session, old: Version, new: Version) -> Decisions:
    """What holds between two versions, as positions.

    That is what was decided about these two, or about a pair of versions between them.
    """
    rows = _rows_spanned(session, old, new)
    if not rows:
        return Decisions()
    back = _SuccessionPath(session, old, is_backward=True)
    forth = _SuccessionPath(session, new, is_backward=False)
    pairs: dict[Link, bool] = {}
    old_alone: set[int] = set()
    new_alone: set[int] = set()
    for row in rows:
        first, last = back.position(row.old_clause_id), forth.position(row.new_clause_id)
        if first is not None and last is not None:
            pairs[first, last] = row.is_together
        elif first is not None and row.new_clause_id is None and row.old_version_id == old.id:
            old_alone.add(first)
        elif last is not None and row.old_clause_id is None and row.new_version_id == new.id:
            new_alone.add(last)
    return Decisions(
        together=tuple(sorted(pair for pair, is_together in pairs.items() if is_together)),
        apart=tuple(sorted(pair for pair, is_together in pairs.items() if not is_together)),
        old_alone=tuple(sorted(old_alone)),
        new_alone=tuple(sorted(new_alone)),
    )


def _rows_spanned(session: Session, old: Version, new: Version) -> Sequence[SuccessionDecision]:
    spanned = select(Version.id).where(
        Version.code_id == new.code_id, Version.number.between(old.number, new.number)
    )
    query = select(SuccessionDecision).where(
        SuccessionDecision.old_version_id.in_(spanned),
        SuccessionDecision.new_version_id.in_(spanned),
    )
    return session.scalars(query.order_by(SuccessionDecision.id)).all()


class _SuccessionPath:
    """Follows the stored succession from clauses in between to positions of one version."""

    def __init__(self, session: Session, end: Version, *, is_backward: bool) -> None:
        self.session, self.is_backward = session, is_backward
        query = select(VersionClause.id, VersionClause.position).where(
            VersionClause.version_id == end.id
        )
        self.positions: Mapping[int, int] = {row[0]: row[1] for row in session.execute(query)}

    def position(self, clause_id: int | None) -> int | None:
        """Where the clause is in that version; None if it is not there."""
        seen = set()
        while clause_id is not None and clause_id not in self.positions:
            if clause_id in seen:
                return None
            seen.add(clause_id)
            clause_id = self._next(clause_id)
        return None if clause_id is None else self.positions[clause_id]

    def _next(self, clause_id: int) -> int | None:
        here, there = ClauseSuccession.new_clause_id, ClauseSuccession.old_clause_id
        if not self.is_backward:
            here, there = there, here
        query = select(there).where(here == clause_id).order_by(ClauseSuccession.confidence.desc())
        return self.session.scalars(query.limit(1)).first()


def _rows(session: Session, old: Version, new: Version) -> list[SuccessionDecision]:
    query = select(SuccessionDecision).where(
        SuccessionDecision.old_version_id == old.id, SuccessionDecision.new_version_id == new.id
    )
    return list(session.scalars(query.order_by(SuccessionDecision.id)))


def _contradicts(row: SuccessionDecision, old_id: int | None, new_id: int | None) -> bool:
    """Whether a stored decision is about the same pair, or cannot hold beside a new one.

    That a clause has no counterpart contradicts each pair with it, and the other way round.
    """
    if (row.old_clause_id, row.new_clause_id) == (old_id, new_id):
        return True
    if old_id is None or new_id is None:
        return row.is_together and (
            row.old_clause_id == old_id is not None or row.new_clause_id == new_id is not None
        )
    return (row.old_clause_id, row.new_clause_id) in {(old_id, None), (None, new_id)}


def _event(
    code: CodeOfPractice, decision: SuccessionDecision, *, is_taken_back: bool
) -> SuccessionDecided:
    return SuccessionDecided(
        code_id=code.id,
        old_clause_id=decision.old_clause_id,
        new_clause_id=decision.new_clause_id,
        is_together=decision.is_together,
        is_taken_back=is_taken_back,
    )
