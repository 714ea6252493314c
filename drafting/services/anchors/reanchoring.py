"""Threads of earlier versions in a later one: carried along the stored comparisons, step by step
and directly.

The worker's part. What an editor decided is never overwritten; where a comparison is missing,
that way is not gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.anchors.reanchoring import Carried, Place, Words, better, carry_places
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.versions.queries import version_before
from drafting.services.versions.reanchoring_jobs import enqueue_later_reanchoring
from drafting.storage.models import Thread, ThreadAnchor, Version, VersionClause
from drafting.storage.unit_of_work import Database

Places = dict[int, Place]  # by the thread's id


@dataclass(frozen=True, slots=True)
class _Side:
    """The clauses of a version: their ids by position, and their words."""

    version: Version
    ids: tuple[int, ...]
    words: Words


def reanchor_into_version(database: Database, details: Mapping[str, Any]) -> None:
    """The worker's job. What is slow is done before the transaction that writes begins."""
    with database.reading() as session:
        version = _same(session, details)
        found = find_anchors(session, version) if version is not None else {}
    with database.transaction() as session:
        version = _same(session, details)
        if version is not None and store_anchors(session, version, found):
            enqueue_later_reanchoring(session, version)


def reanchor_threads(session: Session, version: Version) -> None:
    """Find and keep the place of every thread of the earlier versions in this one."""
    store_anchors(session, version, find_anchors(session, version))


def find_anchors(session: Session, version: Version) -> dict[int, Carried]:
    """The place of every thread of the earlier versions: the surer of the direct one and that by
    way of the version before.
    """
    before = version_before(session, version)
    if before is None or version.read_at is None:
        return {}
    new = _side(session, version)
    decided, lost = _decided(session, before), _last_places(session, before)
    found = {
        thread: Carried(AnchorStatus.ORPHAN, 0.0, one.place)
        for thread, one in _along(session, before, new, lost).items()
    }
    found |= _along(session, before, new, places_in(session, before))
    query = select(Version).where(
        Version.code_id == version.code_id, Version.number < before.number
    )
    for earlier in session.scalars(query.order_by(Version.number.desc())):
        own = {
            thread: place
            for thread, place in _own_places(session, earlier).items()
            if thread not in decided
        }
        for thread, direct in _along(session, earlier, new, own).items():
            found[thread] = better(found.get(thread, direct), direct)
    return found


def _along(session: Session, old: Version, new: _Side, places: Places) -> dict[int, Carried]:
    """What became of the places of one version; nothing where the comparison is not there."""
    try:
        comparison = comparison_of(session, old, new.version) if places else None
    except (ComparisonNotReadyError, ComparisonFailedError):
        comparison = None
    if comparison is None:
        return {}
    pairs = [entry.pair for entry in comparison.entries]
    carried = carry_places(_side(session, old).words, new.words, pairs, list(places.values()))
    return dict(zip(places, carried, strict=True))


def store_anchors(session: Session, version: Version, found: Mapping[int, Carried]) -> bool:
    """Store what was found over what the engine found before; whether anything is now otherwise.

    A thread that was not found, because a comparison is missing, keeps the place it had.
    """
    side = _side(session, version)
    query = select(ThreadAnchor).where(ThreadAnchor.version_id == version.id)
    known = {row.thread_id: row for row in session.scalars(query)}
    added, is_changed = [], False
    for thread, one in found.items():
        values, row = _values(side, one), known.get(thread)
        if row is None:
            added.append(
                {"thread_id": thread, "version_id": version.id, "carried_at": clock.now(), **values}
            )
        elif row.decided_by is None and any(
            getattr(row, name) != value for name, value in values.items()
        ):
            is_changed = True
            for name, value in {**values, "carried_at": clock.now()}.items():
                setattr(row, name, value)
    if added:
        session.execute(insert(ThreadAnchor), added)
    return is_changed or bool(added)


def _values(side: _Side, one: Carried) -> dict[str, Any]:
    place = one.place
    has_words = (
        place is not None and place.start is not None and one.status is not AnchorStatus.ORPHAN
    )
    return {
        "clause_id": None if place is None else side.ids[place.clause],
        "status": one.status,
        "confidence": round(one.confidence, 3),
        "start": place.start if place is not None and has_words else None,
        "end": place.end if place is not None and has_words else None,
        "exact": side.words.quoted(place) if place is not None and has_words else None,
    }


def places_in(session: Session, version: Version) -> Places:
    """Where every thread is that has a place in a version: its own ones and those that were
    carried into it.
    """
    rows = _anchors(session, version, ThreadAnchor.status != AnchorStatus.ORPHAN)
    return {**_own_places(session, version), **rows}


def _last_places(session: Session, version: Version) -> Places:
    return _anchors(session, version, ThreadAnchor.status == AnchorStatus.ORPHAN)


def _anchors(session: Session, version: Version, *conditions: Any) -> Places:
    query = select(
        ThreadAnchor.thread_id, VersionClause.position, ThreadAnchor.start, ThreadAnchor.end
    )
    query = query.join(VersionClause, VersionClause.id == ThreadAnchor.clause_id)
    return _as_places(
        session.execute(query.where(ThreadAnchor.version_id == version.id, *conditions))
    )


def _own_places(session: Session, version: Version) -> Places:
    query = select(Thread.id, VersionClause.position, Thread.start, Thread.end).where(
        Thread.version_id == version.id
    )
    return _as_places(
        session.execute(query.join(VersionClause, VersionClause.id == Thread.clause_id))
    )


def _as_places(rows: Iterable[Any]) -> Places:
    return {thread_id: Place(position, start, end) for thread_id, position, start, end in rows}


def _decided(session: Session, version: Version) -> list[int]:
    query = select(ThreadAnchor.thread_id).where(ThreadAnchor.version_id == version.id)
    return list(session.scalars(query.where(ThreadAnchor.decided_by.is_not(None))))


def _side(session: Session, version: Version) -> _Side:
    query = select(VersionClause.id, VersionClause.text).where(
        VersionClause.version_id == version.id
    )
    rows = session.execute(query.order_by(VersionClause.position)).all()
    return _Side(version, tuple(row.id for row in rows), Words.of(row.text for row in rows))


def _same(session: Session, details: Mapping[str, Any]) -> Version | None:
    version = session.get(Version, details["version_id"])
    return version if version is not None and version.digest == details["digest"] else None
