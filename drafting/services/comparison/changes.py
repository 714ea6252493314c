"""The numbered changes between two versions: named once, cited for ever, and what editors say
about them.

The comparison is computed (services/comparison/comparisons.py); a number is given to a pair of
clauses and stays with it.
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

LONGEST_SUMMARY = 300  # characters
Positions = tuple[int | None, int | None]  # of the old and the new clause


def number_changes(session: Session, old: Version, new: Version, comparison: Comparison) -> None:
    """Give numbers to the changes of a comparison, in reading order; pairs that have one keep it.

    A pair that is no change any more keeps its number too, and is marked as gone.
    """
    known = {(row.old_clause_id, row.new_clause_id): row for row in _rows(session, old, new)}
    ids = _ids(session, old), _ids(session, new)
    number = max((row.number for row in known.values()), default=0)
    current = set()
    for entry in filter(is_change, comparison.entries):
        pair = (
            None if entry.pair.old is None else ids[0][entry.pair.old],
            None if entry.pair.new is None else ids[1][entry.pair.new],
        )
        current.add(pair)
        if pair not in known:
            number += 1
            session.add(_change_row(old, new, number, *pair))
    for pair, row in known.items():
        row.is_current = pair in current


def _change_row(
    old: Version, new: Version, number: int, old_clause_id: int | None, new_clause_id: int | None
) -> Change:
    return Change(
        old_version_id=old.id,
        new_version_id=new.id,
        number=number,
        old_clause_id=old_clause_id,
        new_clause_id=new_clause_id,
        is_current=True,
        revision=0,
    )


def changes_of(session: Session, old: Version, new: Version) -> Mapping[Positions, Change]:
    """The changes that are there now, by the positions of their clauses."""
    places = [
        {clause_id: position for position, clause_id in _ids(session, one).items()}
        for one in (old, new)
    ]
    return {
        (places[0].get(row.old_clause_id or 0), places[1].get(row.new_clause_id or 0)): row
        for row in _rows(session, old, new)
        if row.is_current
    }


def change_by_number(session: Session, old: Version, new: Version, number: int) -> Change:
    """One change, also one that is gone; raises ChangeNotFoundError."""
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
    """Say what a change is in one line, and whether it is substantive; empty: what the rules
    propose.

    `revision` is the one that the editor had before them; raises ChangeRevisedError if there is
    a newer one.
    """
    require(reload_identity(session, actor), Permission.CHANGE_REVISE, context_of_code(code))
    session.refresh(change, with_for_update=True)
    if change.revision != revision:
        raise ChangeRevisedError(
            summary=change.summary or "",
            significance=change.significance or "",
            revision=change.revision,
        )
    change.summary = checked_text(summary, field="summary", most=LONGEST_SUMMARY) or None
    chosen = (
        checked_choice(Significance, significance, field="significance") if significance else None
    )
    change.significance = chosen.value if chosen else None
    change.revision += 1
    change.revised_by, change.revised_at = actor.account_id, clock.now()
    stored = {"summary": change.summary or "", "significance": change.significance or ""}
    record(
        session,
        actor,
        ChangeRevised(code_id=code.id, change_id=change.id, revision=change.revision, **stored),
    )


@dataclass(frozen=True, slots=True)
class Revision:
    """What an editor said of a change, and when; "" is what the rules propose."""

    at: datetime
    name: str
    summary: str
    significance: str


def revisions_of(session: Session, change: Change) -> list[Revision]:
    """All that editors said, the newest first, from the activity trail."""
    query = select(ActivityEntry, Account.name).outerjoin(
        Account, Account.id == ActivityEntry.account_id
    )
    about = ActivityEntry.details["change_id"].as_integer() == change.id
    query = query.where(ActivityEntry.kind == ChangeRevised.__name__, about).order_by(
        ActivityEntry.id.desc()
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
