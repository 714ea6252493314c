"""Re-anchors the threads of earlier versions in a later one, along the stored comparisons.

A job of the worker. It never overwrites what an editor decided. A comparison that is missing is
left out; the threads keep the places they had.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.anchors.reanchoring import (
    Place,
    ReanchoredPlace,
    Words,
    better,
    reanchor_places,
)
from drafting.services.comparison.comparisons import find_comparison
from drafting.services.versions.queries import version_before
from drafting.services.versions.version_jobs import enqueue_later_reanchoring
from drafting.storage.models import Thread, ThreadAnchor, Version, VersionClause
from drafting.storage.unit_of_work import Database

Places = dict[int, Place]  # by the thread's id


@dataclass(frozen=True, slots=True)
class _Side:
    """The clauses of a version: their ids by position, and their text."""

    version: Version
    ids: tuple[int, ...]
    words: Words


def reanchor_into_version(database: Database, details: Mapping[str, Any]) -> None:
    """Re-anchor in one version: a job. What is slow is done before the write transaction."""
    with database.reading() as session:
        version = _same(session, details)
        found = find_anchors(session, version) if version is not None else {}
    with database.transaction() as session:
        version = _same(session, details)
        if version is not None and store_anchors(session, version, found):
            enqueue_later_reanchoring(session, version)


def reanchor_threads(session: Session, version: Version) -> None:
    """Find and store the place of every thread of the earlier versions in this one."""
    store_anchors(session, version, find_anchors(session, version))


def find_anchors(session: Session, version: Version) -> dict[int, ReanchoredPlace]:
    """The place of every thread of the earlier versions, by the id of the thread.

    It is the more certain of the direct one and the one by way of the version before.
    """
    before = version_before(session, version)
    if before is None or version.read_at is None:
        return {}
    new = _side(session, version)
    last = _along(session, before, new, _last_places(session, before))
    found = {
        thread: ReanchoredPlace(AnchorStatus.ORPHAN, 0.0, one.place) for thread, one in last.items()
    }
    found |= _along(session, before, new, places_in(session, before))
    decided = _decided(session, before)
    for thread, direct in _direct(session, before, new):
        if thread not in decided:
            found[thread] = better(found.get(thread, direct), direct)
    return found


def _direct(session: Session, before: Version, new: _Side) -> Iterator[tuple[int, ReanchoredPlace]]:
    """The threads of all versions older than `before`, each from its own version."""
    query = select(Version).where(Version.code_id == before.code_id, Version.number < before.number)
    for earlier in session.scalars(query.order_by(Version.number.desc())):
        yield from _along(session, earlier, new, _own_places(session, earlier)).items()


def _along(
    session: Session, old: Version, new: _Side, places: Places
) -> dict[int, ReanchoredPlace]:
    """What became of the places of one version; nothing if the comparison is not computed."""
    comparison = find_comparison(session, old, new.version) if places else None
    if comparison is None:
        return {}
    pairs = [entry.pair for entry in comparison.entries]
    carried = reanchor_places(_side(session, old).words, new.words, pairs, list(places.values()))
    return dict(zip(places, carried, strict=True))


def store_anchors(session: Session, version: Version, found: Mapping[int, ReanchoredPlace]) -> bool:
    """Store what was found over what was found before; whether anything changed.

    A thread that was not found, because a comparison is missing, keeps its place.
    """
    side = _side(session, version)
    query = select(ThreadAnchor).where(ThreadAnchor.version_id == version.id)
    known = {row.thread_id: row for row in session.scalars(query)}
    values = {thread: _values(side, one) for thread, one in found.items()}
    added = [
        {"thread_id": one, "version_id": version.id, "carried_at": clock.now(), **values[one]}
        for one in values.keys() - known.keys()
    ]
    if added:
        session.execute(insert(ThreadAnchor), sorted(added, key=itemgetter("thread_id")))
    updated = [_update(known[one], values[one]) for one in values.keys() & known.keys()]
    return bool(added) or any(updated)


def _update(anchor: ThreadAnchor, values: Mapping[str, Any]) -> bool:
    """Set the values that the engine found, unless an editor decided; whether any differs."""
    is_same = all(getattr(anchor, name) == value for name, value in values.items())
    if is_same or anchor.decided_by is not None:
        return False
    for name, value in {**values, "carried_at": clock.now()}.items():
        setattr(anchor, name, value)
    return True


def _values(side: _Side, one: ReanchoredPlace) -> dict[str, Any]:
    place = one.place
    clause_id = None if place is None else side.ids[place.clause]
    values = {"clause_id": clause_id, "status": one.status, "confidence": round(one.confidence, 3)}
    if place is None or place.start is None or one.status is AnchorStatus.ORPHAN:
        return {**values, "start": None, "end": None, "exact": None}
    exact = side.words.quoted(place)
    return {**values, "start": place.start, "end": place.end, "exact": exact}


def places_in(session: Session, version: Version) -> Places:
    """The place of every thread in a version: its own threads and those re-anchored in it."""
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
