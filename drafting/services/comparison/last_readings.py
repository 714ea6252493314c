"""The version that a reader marked as read last, and which clauses changed since.

It is a private note of the reader, so the activity trail does not record it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.comparison.redline import is_change
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.comparison.comparisons import find_comparison
from drafting.services.people.identities import reload_identity
from drafting.services.versions.queries import context_of_version
from drafting.storage.models import CodeOfPractice, LastReading, Version, VersionClause


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What is new to a reader: positions of the newer version, and read but deleted old ones."""

    new: Callable[[int], bool]
    old: Callable[[int], bool]


def mark_read(session: Session, actor: Identity, code: CodeOfPractice, version: Version) -> None:
    """Remember that the actor has read this version."""
    actor = reload_identity(session, actor)
    require(actor, Permission.READING_MARK, context_of_version(code, version))
    row = last_reading(session, actor, code)
    if row is None:
        row = LastReading(account_id=actor.account_id, code_id=code.id)
        session.add(row)
    row.version_id, row.read_at = version.id, clock.now()


def last_reading(session: Session, actor: Identity, code: CodeOfPractice) -> LastReading | None:
    """What the actor marked, if anything."""
    if actor.account_id is None:
        return None
    return session.get(LastReading, (actor.account_id, code.id))


def changed_since(
    session: Session, reading: LastReading, old: Version, new: Version
) -> ChangedSince | None:
    """What changed after the marked version; None while the comparison with it is not computed."""
    read = session.get_one(Version, reading.version_id)
    if read.id == old.id:
        return ChangedSince(lambda _: True, lambda _: True)
    if read.number >= new.number:
        return ChangedSince(lambda _: False, lambda _: False)
    comparison = find_comparison(session, read, new)
    if comparison is None:
        return None
    changed = frozenset(one.pair.new for one in comparison.entries if is_change(one))
    known, lineages = frozenset(_lineages(session, read)), _lineages(session, old)
    return ChangedSince(changed.__contains__, lambda position: lineages[position] in known)


def _lineages(session: Session, version: Version) -> list[str]:
    query = select(VersionClause.lineage_id).where(VersionClause.version_id == version.id)
    return list(session.scalars(query.order_by(VersionClause.position)))
