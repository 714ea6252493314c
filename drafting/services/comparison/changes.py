"""The numbered changes between two versions, and what editors say about them.

A number belongs to a pair of clauses and never changes, so that it can be cited. The comparison
itself is computed in comparisons.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.comparison.compare import Comparison
from drafting.domain.comparison.redline import is_change
from drafting.domain.comparison.significance import Significance
from drafting.domain.events.comparison import ChangeRevised
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import context_of_code
from drafting.services.comparison.errors import ChangeNotFoundError, ChangeRevisedError
from drafting.services.fields import checked_choice, checked_text
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.storage.models import (
    Account,
    ActivityEntry,
    Change,
    CodeOfPractice,
    Version,
    VersionClause,
)

MAX_SUMMARY_CHARACTERS = 300
OldAndNew = tuple[int | None, int | None]  # ids or positions of two clauses


def number_changes(session: Session, old: Version, new: Version, comparison: Comparison) -> None:
    """Number the changes of a comparison in reading order; pairs that have a number keep it.

    A pair that is no longer a change keeps its number too, and is no longer current.
    """
    known = {(row.old_clause_id, row.new_clause_id): row for row in _rows(session, old, new)}
    pairs = _changed_pairs(session, old, new, comparison)
    added = [pair for pair in dict.fromkeys(pairs) if pair not in known]
    first = max((row.number for row in known.values()), default=0) + 1
    for number, (old_id, new_id) in enumerate(added, start=first):
        session.add(
            Change(
                old_version_id=old.id,
                new_version_id=new.id,
                number=number,
                old_clause_id=old_id,
                new_clause_id=new_id,
                is_current=True,
                revision=0,
            )
        )
    current = set(pairs)
    for pair, row in known.items():
        row.is_current = pair in current


def _changed_pairs(
    session: Session, old: Version, new: Version, comparison: Comparison
) -> list[OldAndNew]:
    """The ids of the clauses of every change, in reading order."""
    old_ids, new_ids = _ids(session, old), _ids(session, new)
    return [
        (
            None if entry.pair.old is None else old_ids[entry.pair.old],
            None if entry.pair.new is None else new_ids[entry.pair.new],
        )
        for entry in filter(is_change, comparison.entries)
    ]


def changes_of(session: Session, old: Version, new: Version) -> Mapping[OldAndNew, Change]:
    """The current changes, by the positions of their clauses."""
    old_at, new_at = (
        {clause_id: position for position, clause_id in _ids(session, one).items()}
        for one in (old, new)
    )
    return {
        (old_at.get(row.old_clause_id or 0), new_at.get(row.new_clause_id or 0)): row
        for row in _rows(session, old, new)
        if row.is_current
    }


def change_by_number(session: Session, old: Version, new: Version, number: int) -> Change:
    """One change, current or not; raises ChangeNotFoundError."""
    for row in _rows(session, old, new):
        if row.number == number:
            return row
    raise ChangeNotFoundError


def revise_change(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    change: Change,
    *,
    summary: str,
    significance: str,
    revision: int,
) -> None:
    """Store the summary and significance of a change; "" means what the rules propose.

    Raises ChangeRevisedError if `revision`, which the editor saw, is not the newest.
    """
    require(reload_identity(session, actor), Permission.CHANGE_REVISE, context_of_code(code))
    session.refresh(change, with_for_update=True)
    if change.revision != revision:
        raise ChangeRevisedError(
            summary=change.summary or "",
            significance=change.significance or "",
            revision=change.revision,
        )
    change.summary = checked_text(summary, field="summary", most=MAX_SUMMARY_CHARACTERS) or None
    change.significance = _checked_significance(significance)
    change.revision += 1
    change.revised_by, change.revised_at = actor.account_id, clock.now()
    event = ChangeRevised(
        code_id=code.id,
        change_id=change.id,
        revision=change.revision,
        summary=change.summary or "",
        significance=change.significance or "",
    )
    record(session, actor, event)


def _checked_significance(text: str) -> str | None:
    if not text:
        return None
    return checked_choice(Significance, text, field="significance").value


@dataclass(frozen=True, slots=True)
class Revision:
    """What an editor said of a change, and when; "" means what the rules propose."""

    at: datetime
    name: str
    summary: str
    significance: str


def revisions_of(session: Session, change: Change) -> list[Revision]:
    """Everything that editors said, the newest first, from the activity trail."""
    query = (
        select(ActivityEntry, Account.name)
        .outerjoin(Account, Account.id == ActivityEntry.account_id)
        .where(
            ActivityEntry.kind == ChangeRevised.__name__,
            ActivityEntry.details["change_id"].as_integer() == change.id,
        )
        .order_by(ActivityEntry.id.desc())
    )
    return [
        Revision(entry.at, name or "", entry.details["summary"], entry.details["significance"])
        for entry, name in session.execute(query)
    ]


def _rows(session: Session, old: Version, new: Version) -> list[Change]:
    query = select(Change).where(Change.old_version_id == old.id, Change.new_version_id == new.id)
    return list(session.scalars(query.order_by(Change.number)))


def _ids(session: Session, version: Version) -> dict[int, int]:
    query = select(VersionClause.position, VersionClause.id).where(
        VersionClause.version_id == version.id
    )
    return {row[0]: row[1] for row in session.execute(query)}
