"""Editors' decisions on which clause became which: stored, taken back, and carried to pairs of
versions farther apart.

A decision about two versions also holds for every pair that spans them, along the succession.
"""

from collections.abc import Mapping

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
from drafting.storage.models import (
    ClauseSuccession,
    CodeOfPractice,
    SuccessionDecision,
    Version,
    VersionClause,
)


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
    """Say that two clauses belong together, or never do; with one of them None, that the other
    has no counterpart.

    The last word on a pair holds. Whoever calls has the comparison computed anew.
    """
    require(reload_identity(session, actor), Permission.SUCCESSION_DECIDE, context_of_code(code))
    if old_clause is None and new_clause is None:
        raise ClauseNotFoundError
    for row in _rows(session, old, new):
        if _contradicts(row, old_clause, new_clause):
            session.delete(row)
    decision = SuccessionDecision(
        old_version_id=old.id,
        new_version_id=new.id,
        old_clause_id=old_clause.id if old_clause else None,
        new_clause_id=new_clause.id if new_clause else None,
        is_together=is_together,
        account_id=actor.account_id,
        decided_at=clock.now(),
    )
    session.add(decision)
    session.flush()
    record(session, actor, _event(code, decision, is_taken_back=False))
    return decision


def revoke_decision(
    session: Session, actor: Identity, code: CodeOfPractice, decision: SuccessionDecision
) -> None:
    """Let the engine decide again."""
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
    """What holds between two versions, as positions: said of them, or of a pair of versions that
    lies between.
    """
    spanned = select(Version.id).where(
        Version.code_id == new.code_id, Version.number.between(old.number, new.number)
    )
    query = select(SuccessionDecision).where(
        SuccessionDecision.old_version_id.in_(spanned),
        SuccessionDecision.new_version_id.in_(spanned),
    )
    rows = session.scalars(query.order_by(SuccessionDecision.id)).all()
    if not rows:
        return Decisions()
    back, forth = (
        _SuccessionPath(session, old, is_backward=True),
        _SuccessionPath(session, new, is_backward=False),
    )
    together: dict[Link, bool] = {}
    alone: tuple[set[int], set[int]] = set(), set()
    for row in rows:
        first, last = back.position(row.old_clause_id), forth.position(row.new_clause_id)
        if first is not None and last is not None:
            together[first, last] = row.is_together
        elif first is not None and row.new_clause_id is None and row.old_version_id == old.id:
            alone[0].add(first)
        elif last is not None and row.old_clause_id is None and row.new_version_id == new.id:
            alone[1].add(last)
    return Decisions(
        together=tuple(sorted(pair for pair, is_together in together.items() if is_together)),
        apart=tuple(sorted(pair for pair, is_together in together.items() if not is_together)),
        old_alone=tuple(sorted(alone[0])),
        new_alone=tuple(sorted(alone[1])),
    )


class _SuccessionPath:
    """From clauses of versions in between to the positions of one version at the end, along the
    stored succession.
    """

    def __init__(self, session: Session, end: Version, *, is_backward: bool) -> None:
        self.session, self.is_backward = session, is_backward
        query = select(VersionClause.id, VersionClause.position).where(
            VersionClause.version_id == end.id
        )
        self.positions: Mapping[int, int] = {row[0]: row[1] for row in session.execute(query)}

    def position(self, clause_id: int | None) -> int | None:
        """Where the clause is in the version at the end; None if it has no place there."""
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


def _contradicts(
    row: SuccessionDecision, old: VersionClause | None, new: VersionClause | None
) -> bool:
    """The same pair, or one that says of the same clause that it has no counterpart, or the
    other way round.
    """
    old_id, new_id = old.id if old else None, new.id if new else None
    if (row.old_clause_id, row.new_clause_id) == (old_id, new_id):
        return True
    if old_id is None or new_id is None:  # no counterpart: whatever bound it is void
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
