"""Where threads stand in a version that they were not written on, or that they are lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from drafting.policy.identity import Identity
from drafting.services.comments.queries import ThreadFilter, VisibleThread, thread_count, threads_of
from drafting.services.versions.queries import versions_of
from drafting.storage.models import (
    CodeOfPractice,
    Round,
    Thread,
    ThreadAnchor,
    Version,
    VersionClause,
)

_WITH_PLACE = (
    joinedload(ThreadAnchor.clause),
    joinedload(ThreadAnchor.version),
    joinedload(ThreadAnchor.editor),
)


def on_clause(version: Version, clause: VersionClause) -> ThreadFilter:
    """The threads that were re-anchored on a clause of a version."""
    return ThreadFilter(carried_to=version.id, carried_clause_id=clause.id)


def lost_in(version: Version) -> ThreadFilter:
    """The threads of earlier versions that have no place in this one."""
    return ThreadFilter(carried_to=version.id, is_lost=True)


def placed_in(version: Version) -> ThreadFilter:
    """The threads of earlier versions that an editor put onto a clause of this one."""
    return ThreadFilter(carried_to=version.id, only_by_hand=True)


@dataclass(frozen=True, slots=True)
class ReanchoredThreads:
    """A round's threads in a later version: how many have a place and how many lost it.

    `places` are those of the first page.
    """

    carried: int
    lost: int
    places: tuple[tuple[VisibleThread, ThreadAnchor], ...]


def reanchored_from(
    session: Session, actor: Identity, code: CodeOfPractice, round_: Round, version: Version
) -> ReanchoredThreads:
    """The threads of a round that the actor sees, in a version later than that of the round."""
    here = ThreadFilter(round_id=round_.id, carried_to=version.id)
    threads = threads_of(session, actor, code, here)
    anchors = anchors_in(session, version, threads)
    return ReanchoredThreads(
        thread_count(session, actor, code, here),
        thread_count(session, actor, code, replace(here, is_lost=True)),
        tuple((seen, anchors[seen.thread.id]) for seen in threads if seen.thread.id in anchors),
    )


def anchors_in(
    session: Session, version: Version, threads: Iterable[VisibleThread]
) -> Mapping[int, ThreadAnchor]:
    """The places of these threads in a version, by the thread's id."""
    ids = [seen.thread.id for seen in threads]
    query = select(ThreadAnchor).where(
        ThreadAnchor.version_id == version.id, ThreadAnchor.thread_id.in_(ids)
    )
    return {anchor.thread_id: anchor for anchor in session.scalars(query.options(*_WITH_PLACE))}


def newest_anchors(
    session: Session, actor: Identity, code: CodeOfPractice, wanted: ColumnElement[bool]
) -> Mapping[int, ThreadAnchor]:
    """The wanted threads' places in the newest version that the actor may see, by thread id."""
    versions = versions_of(session, actor, code)
    if not versions:
        return {}
    query = (
        select(ThreadAnchor).join(Thread, Thread.id == ThreadAnchor.thread_id).options(*_WITH_PLACE)
    )
    query = query.where(
        Thread.code_id == code.id, ThreadAnchor.version_id == versions[0].id, wanted
    )
    return {anchor.thread_id: anchor for anchor in session.scalars(query)}


def newest_anchor(
    session: Session, actor: Identity, code: CodeOfPractice, thread: Thread
) -> ThreadAnchor | None:
    """The place of a thread in the newest visible version; None if that is its own version."""
    return newest_anchors(session, actor, code, Thread.id == thread.id).get(thread.id)
