"""Reads threads: only what the actor may see of them, for every caller."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.consultation.comments import CommentState
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import context_of_code
from drafting.services.comments.errors import ThreadNotFoundError
from drafting.services.comments.visibility import may_read, visible_to
from drafting.services.versions.queries import may_see
from drafting.storage.models import (
    CodeOfPractice,
    Comment,
    Disposition,
    Round,
    Thread,
    ThreadAnchor,
    Version,
    VersionClause,
)

PAGE = 50  # threads


@dataclass(frozen=True, slots=True)
class VisibleThread:
    """A thread as one identity sees it. `prepared` is set only for those who record answers."""

    thread: Thread
    comments: tuple[Comment, ...]
    answer: Disposition | None  # the last published one
    prepared: Disposition | None  # the last one, if it is newer than that
    revision: int  # of the last answer known to those who record answers; 0 for none

    @property
    def opening(self) -> Comment:
        return self.comments[0]


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """The filters of a list; None and "" mean everything."""

    version_id: int | None = None
    round_id: int | None = None
    clause_id: int | None = None
    only_general: bool = False  # threads on the version as a whole
    # id of a later version than that of the thread, where it has a place or lost it
    carried_to: int | None = None
    carried_clause_id: int | None = None
    only_by_hand: bool = False  # of the carried ones: those put there by hand
    is_lost: bool = False  # of the carried ones: those without a place, instead of those with one
    answered: bool | None = None  # by a published answer
    state: CommentState | None = None
    group_id: int | None = None
    mine: bool = False
    words: str = ""


def threads_of(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    wanted: ThreadFilter,
    *,
    after: int = 0,
    most: int | None = PAGE,
) -> list[VisibleThread]:
    """The threads that the actor may see, by number, after the one numbered `after`; `most` None
    for all.
    """
    query = (
        _openings(select(Thread), actor, code, wanted)
        .where(Thread.number > after)
        .order_by(Thread.number)
    )
    query = query.limit(most).options(*_WITH_ALL).execution_options(populate_existing=True)
    return [_as_seen(actor, code, thread) for thread in session.scalars(query)]


def thread_count(
    session: Session, actor: Identity, code: CodeOfPractice, wanted: ThreadFilter
) -> int:
    """The number of threads that the actor may see."""
    return int(session.scalars(_openings(select(func.count(Thread.id)), actor, code, wanted)).one())


def counts_by_clause(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> Mapping[int | None, int]:
    """Counts of visible threads, re-anchored ones too, by clause id; None for the version as a
    whole.
    """
    own = _openings(
        select(Thread.clause_id, func.count(Thread.id)),
        actor,
        code,
        ThreadFilter(version_id=version.id),
    )
    counts: Counter[int | None] = Counter(
        {row[0]: row[1] for row in session.execute(own.group_by(Thread.clause_id))}
    )
    here = (ThreadAnchor.thread_id == Thread.id) & (ThreadAnchor.version_id == version.id)
    carried = _openings(
        select(ThreadAnchor.clause_id, func.count(Thread.id)).join(Thread, here),
        actor,
        code,
        ThreadFilter(),
    )
    carried = carried.where(ThreadAnchor.status != AnchorStatus.ORPHAN).group_by(
        ThreadAnchor.clause_id
    )
    counts.update({row[0]: row[1] for row in session.execute(carried)})
    return counts


def counts_by_eid(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> Mapping[str, int]:
    """The same by the clause's address; clauses without a thread are left out."""
    counts = counts_by_clause(session, actor, code, version)
    query = select(VersionClause.id, VersionClause.eid).where(
        VersionClause.version_id == version.id
    )
    return {row[1]: counts[row[0]] for row in session.execute(query) if row[0] in counts}


def thread_by_number(
    session: Session, actor: Identity, code: CodeOfPractice, number: int
) -> VisibleThread:
    """One thread; raises ThreadNotFoundError also when the actor may not see its opening
    comment.
    """
    query = select(Thread).where(Thread.code_id == code.id, Thread.number == number)
    thread = session.scalars(
        query.options(*_WITH_ALL).execution_options(populate_existing=True)
    ).one_or_none()
    if (
        thread is None
        or not may_see(actor, code, thread.version)
        or not may_read(actor, code, thread.comments[0])
    ):
        raise ThreadNotFoundError
    return _as_seen(actor, code, thread)


def hold_thread(session: Session, thread: Thread) -> None:
    """Lock a thread until the transaction ends and read again what is in it, which others may
    just have changed.
    """
    session.refresh(thread, ["comments", "dispositions"], with_for_update=True)
    for table in (
        Comment,
        Disposition,
    ):  # a refresh of the lists alone keeps the rows it knows as they were
        query = select(table).where(table.thread_id == thread.id)
        session.scalars(query.execution_options(populate_existing=True)).all()


_WITH_ALL = (
    joinedload(Thread.version),
    joinedload(Thread.clause),
    joinedload(Thread.round),
    selectinload(Thread.comments).joinedload(Comment.account),
    selectinload(Thread.comments).joinedload(Comment.organisation),
    selectinload(Thread.comments).joinedload(Comment.stakeholder_group),
    selectinload(Thread.dispositions).joinedload(Disposition.account),
)


def _openings(
    query: Select[*tuple[Any, ...]], actor: Identity, code: CodeOfPractice, wanted: ThreadFilter
) -> Select[*tuple[Any, ...]]:
    """Threads of the code whose opening comment the actor sees, narrowed."""
    joined = query.join(Comment, (Comment.thread_id == Thread.id) & (Comment.position == 1))
    joined = joined.outerjoin(Round, Round.id == Thread.round_id)
    return joined.where(
        Thread.code_id == code.id, visible_to(actor, code), *_narrowed(actor, wanted)
    )


def _narrowed(actor: Identity, wanted: ThreadFilter) -> Sequence[ColumnElement[bool]]:
    published = select(Disposition.thread_id).where(Disposition.published_at.is_not(None))
    carried = select(ThreadAnchor.thread_id).where(ThreadAnchor.version_id == wanted.carried_to)
    carried = carried.where((ThreadAnchor.status == AnchorStatus.ORPHAN) == wanted.is_lost)
    if wanted.carried_clause_id is not None:
        carried = carried.where(ThreadAnchor.clause_id == wanted.carried_clause_id)
    if wanted.only_by_hand:
        carried = carried.where(ThreadAnchor.decided_by.is_not(None))
    conditions: list[tuple[bool, ColumnElement[bool]]] = [
        (wanted.version_id is not None, Thread.version_id == wanted.version_id),
        (wanted.round_id is not None, Thread.round_id == wanted.round_id),
        (wanted.clause_id is not None or wanted.only_general, Thread.clause_id == wanted.clause_id),
        (wanted.carried_to is not None, Thread.id.in_(carried)),
        (wanted.answered is True, Thread.id.in_(published)),
        (wanted.answered is False, Thread.id.not_in(published)),
        (wanted.state is not None, Comment.state == wanted.state),
        (wanted.group_id is not None, Comment.stakeholder_group_id == wanted.group_id),
        (wanted.mine, Comment.account_id == actor.account_id),
        (bool(wanted.words), Comment.text.icontains(wanted.words, autoescape=True)),
    ]
    return [condition for is_wanted, condition in conditions if is_wanted]


def _as_seen(actor: Identity, code: CodeOfPractice, thread: Thread) -> VisibleThread:
    comments = tuple(comment for comment in thread.comments if may_read(actor, code, comment))
    published = next(
        (one for one in reversed(thread.dispositions) if one.published_at is not None), None
    )
    last = thread.dispositions[-1] if thread.dispositions else None
    if last is None or not may(actor, Permission.ANSWER_PREPARED_READ, context_of_code(code)):
        return VisibleThread(thread, comments, published, None, 0)
    return VisibleThread(
        thread, comments, published, None if last is published else last, last.revision
    )


def latest_answers(
    session: Session, actor: Identity, code: CodeOfPractice, *, most: int = 5
) -> list[VisibleThread]:
    """The most recently answered threads among those that the actor may see."""
    newest = select(Disposition.thread_id, func.max(Disposition.published_at).label("at"))
    newest = newest.where(Disposition.published_at.is_not(None)).group_by(Disposition.thread_id)
    answered = newest.subquery()
    query = _openings(select(Thread), actor, code, ThreadFilter()).join(
        answered, answered.c.thread_id == Thread.id
    )
    query = query.order_by(answered.c.at.desc(), Thread.number).limit(most).options(*_WITH_ALL)
    return [_as_seen(actor, code, thread) for thread in session.scalars(query)]
