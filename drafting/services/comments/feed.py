"""Decides who is notified that a thread changed: those who may see the change, before or after it.

The permission map alone decides.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.events.answers import AnswerPublished, AnswerRecorded, AnswersPublished
from drafting.domain.events.comments import CommentAdded, CommentMoved, CommentsPublished
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.codes.queries import context_of_code
from drafting.services.comments.visibility import context_of_comment
from drafting.services.versions.queries import context_of_version
from drafting.storage.models import ActivityEntry, CodeOfPractice, Comment, Round, Thread, Version

ThreadEvent = CommentAdded | CommentMoved | AnswerRecorded | AnswerPublished
RoundEvent = CommentsPublished | AnswersPublished
NOTIFIED_EVENTS: dict[str, type[ThreadEvent | RoundEvent]] = {
    kind.__name__: kind
    for kind in (
        CommentAdded,
        CommentMoved,
        AnswerRecorded,
        AnswerPublished,
        CommentsPublished,
        AnswersPublished,
    )
}
# events on one version: behind more of them a page looks at everything once, instead of at each
MOST_MISSED = 200
LONGEST_ABSENCE = timedelta(minutes=2)  # after it, too, a page looks at everything once
COMMITTING = timedelta(
    seconds=10
)  # an entry bears the instant at which its transaction began: it may be seen this much later
RequiredPermission = tuple[Permission, Context]


@dataclass(frozen=True, slots=True)
class ThreadNotification:
    """A thread changed, or many at once.

    `grants`: alternatives. An identity is notified if it holds every permission of at least one.
    `eid` is None for the whole version, `number` is None for many threads.
    """

    code_id: int
    version_id: int
    eid: str | None
    number: int | None
    what: str  # "comment", "state", "answer", or "all": a round was published at once
    grants: tuple[tuple[RequiredPermission, ...], ...]


def may_receive(identity: Identity, notification: ThreadNotification) -> bool:
    """Whether this identity is notified."""
    return any(
        all(may(identity, permission, context) for permission, context in grant)
        for grant in notification.grants
    )


def may_follow(session: Session, identity: Identity, version_id: int) -> bool:
    """Whether the identity may read the version at all."""
    version = session.get(Version, version_id)
    code = session.get(CodeOfPractice, version.code_id) if version else None
    return (
        version is not None
        and code is not None
        and may(identity, Permission.VERSION_READ, context_of_version(code, version))
    )


def version_of_event(session: Session, event: ThreadEvent | RoundEvent) -> int | None:
    """The id of the version that `event` is about, by one query; None if its thread or round is
    gone.
    """
    if isinstance(event, RoundEvent):
        return session.scalars(
            select(Round.version_id).where(Round.id == event.round_id)
        ).one_or_none()
    return session.scalars(
        select(Thread.version_id).where(Thread.id == event.thread_id)
    ).one_or_none()


def notification_of(session: Session, event: ThreadEvent | RoundEvent) -> ThreadNotification | None:
    """The notification of `event`; None if the thread is gone."""
    notifications = _notifications(session, [event])
    return notifications[0] if notifications else None


def latest_entry(session: Session, code_id: int) -> int:
    """The number of the newest activity entry of a code of practice: the state that a page
    shows.
    """
    return (
        session.scalars(
            select(func.max(ActivityEntry.id)).where(ActivityEntry.code_id == code_id)
        ).one()
        or 0
    )


def latest_entry_on(session: Session, version_id: int) -> int:
    """The same for the code of practice that a version is of."""
    return latest_entry(session, session.get_one(Version, version_id).code_id)


def notifications_since(
    session: Session, version_id: int, since: int
) -> list[ThreadNotification] | None:
    """The notifications on a version after entry `since`; None if there are more than
    MOST_MISSED.
    """
    version = session.get(Version, version_id)
    if version is None:
        return []
    return _recent_notifications(session, version, ActivityEntry.id > since)


def notifications_visible_since(
    session: Session, actor: Identity, version: Version, moment: datetime
) -> list[ThreadNotification]:
    """The notifications after `moment` that `actor` may receive, perhaps some twice; "all" if it is
    long ago.

    For pages that poll: by time, since a number of the trail would count what the actor may not
    see.
    """
    is_long_ago = moment < clock.now() - LONGEST_ABSENCE
    notifications = (
        None
        if is_long_ago
        else _recent_notifications(session, version, ActivityEntry.at > moment - COMMITTING)
    )
    if notifications is None:
        return [ThreadNotification(version.code_id, version.id, None, None, "all", ())]
    return [notification for notification in notifications if may_receive(actor, notification)]


def _recent_notifications(
    session: Session, version: Version, later: ColumnElement[bool]
) -> list[ThreadNotification] | None:
    wanted = (
        ActivityEntry.code_id == version.code_id,
        later,
        ActivityEntry.kind.in_(NOTIFIED_EVENTS),
    )
    query = (
        select(ActivityEntry)
        .where(*wanted, _is_about(version.id))
        .order_by(ActivityEntry.id)
        .limit(MOST_MISSED + 1)
    )
    entries = session.scalars(query).all()
    if len(entries) > MOST_MISSED:
        return None
    return _notifications(
        session,
        [
            NOTIFIED_EVENTS[entry.kind](code_id=version.code_id, **entry.details)
            for entry in entries
        ],
    )


def _is_about(version_id: int) -> ColumnElement[bool]:
    """The entry's thread or round is of the version."""
    thread_id, round_id = (
        ActivityEntry.details[key].as_integer() for key in ("thread_id", "round_id")
    )
    threads = select(Thread.id).where(Thread.version_id == version_id)
    return or_(
        thread_id.in_(threads), round_id.in_(select(Round.id).where(Round.version_id == version_id))
    )


def _notifications(
    session: Session, events: Collection[ThreadEvent | RoundEvent]
) -> list[ThreadNotification]:
    """In the order of the events, without those whose thread or round is gone; threads are
    loaded once for all.
    """
    options = (
        joinedload(Thread.version),
        joinedload(Thread.clause),
        joinedload(Thread.round),
        selectinload(Thread.comments),
    )
    ids = {event.thread_id for event in events if not isinstance(event, RoundEvent)}
    query = (
        select(Thread)
        .where(Thread.id.in_(ids))
        .options(*options)
        .execution_options(populate_existing=True)
    )
    threads = {thread.id: thread for thread in session.scalars(query)} if ids else {}
    notifications = []
    for event in events:
        if isinstance(event, RoundEvent):
            notifications.append(_notification_of_round(session, event))
        elif event.thread_id in threads:
            notifications.append(_notification_of_thread(session, threads[event.thread_id], event))
    return [notification for notification in notifications if notification is not None]


def _notification_of_round(session: Session, event: RoundEvent) -> ThreadNotification | None:
    round_ = session.get(Round, event.round_id)
    if round_ is None:
        return None
    code = session.get_one(CodeOfPractice, round_.version.code_id)
    read = (Permission.VERSION_READ, context_of_version(code, round_.version))
    return ThreadNotification(code.id, round_.version_id, None, None, "all", ((read,),))


def _notification_of_thread(
    session: Session, thread: Thread, event: ThreadEvent
) -> ThreadNotification:
    code = session.get_one(CodeOfPractice, thread.code_id)
    read = (Permission.VERSION_READ, context_of_version(code, thread.version))
    grants = tuple((read, *grant) for grant in _grants(code, thread, event))
    what = {CommentAdded: "comment", CommentMoved: "state"}.get(type(event), "answer")
    eid = thread.clause.eid if thread.clause else None
    return ThreadNotification(thread.code_id, thread.version_id, eid, thread.number, what, grants)


def _grants(
    code: CodeOfPractice, thread: Thread, event: ThreadEvent
) -> list[tuple[RequiredPermission, ...]]:
    opening = (Permission.COMMENT_READ, context_of_comment(code, thread.comments[0]))
    if isinstance(event, AnswerRecorded):
        return [(opening, (Permission.ANSWER_PREPARED_READ, context_of_code(code)))]
    if isinstance(event, AnswerPublished):
        return [(opening,)]
    comment = next(one for one in thread.comments if one.id == event.comment_id)
    after = _reading(code, comment)
    if isinstance(event, CommentAdded):
        return [(opening, after)]
    before = _reading(code, comment, CommentState(event.before))
    if comment.position == 1:  # those who saw it must see it go
        return [(after,), (before,)]
    return [(opening, after), (opening, before)]


def _reading(
    code: CodeOfPractice, comment: Comment, state: CommentState | None = None
) -> RequiredPermission:
    context = context_of_comment(code, comment)
    if state is not None and context.comment is not None:
        context = replace(context, comment=replace(context.comment, state=state))
    return Permission.COMMENT_READ, context
