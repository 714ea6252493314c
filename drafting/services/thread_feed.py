"""Who hears that a thread changed: those who may see what changed, before or after; decided by the permission map alone."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from drafting.domain.comments import CommentState
from drafting.domain.events import AnswerPublished, AnswerRecorded, CommentAdded, CommentMoved
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.code_queries import context_of_code
from drafting.services.comment_visibility import context_of_comment
from drafting.services.version_queries import context_of_version
from drafting.storage.models import ActivityEntry, CodeOfPractice, Comment, Thread, Version

ThreadEvent = CommentAdded | CommentMoved | AnswerRecorded | AnswerPublished
THREAD_EVENTS: dict[str, type[ThreadEvent]] = {
    kind.__name__: kind for kind in (CommentAdded, CommentMoved, AnswerRecorded, AnswerPublished)
}
MOST_MISSED = 200  # events; whoever was away longer has loaded the page anew
Demand = tuple[Permission, Context]


@dataclass(frozen=True, slots=True)
class Doorbell:
    """A thread changed. `lines`: whoever meets all demands of one line hears it. `eid` is None for the whole version."""

    code_id: int
    version_id: int
    eid: str | None
    number: int
    what: str  # "comment", "state" or "answer"
    lines: tuple[tuple[Demand, ...], ...]


def hears(identity: Identity, bell: Doorbell) -> bool:
    """Whether this identity is told."""
    return any(all(may(identity, permission, context) for permission, context in line) for line in bell.lines)


def may_follow(session: Session, identity: Identity, version_id: int) -> bool:
    """Whether the identity may read the version at all."""
    version = session.get(Version, version_id)
    code = session.get(CodeOfPractice, version.code_id) if version else None
    return (
        version is not None and code is not None and may(identity, Permission.VERSION_READ, context_of_version(code, version))
    )


def doorbell_of(session: Session, event: ThreadEvent) -> Doorbell | None:
    """What to ring after `event`; None if the thread is gone."""
    options = (joinedload(Thread.version), joinedload(Thread.clause), joinedload(Thread.round))
    query = select(Thread).where(Thread.id == event.thread_id).options(*options, selectinload(Thread.comments))
    thread = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if thread is None:
        return None
    code = session.get_one(CodeOfPractice, thread.code_id)
    read = (Permission.VERSION_READ, context_of_version(code, thread.version))
    lines = tuple((read, *line) for line in _lines(code, thread, event))
    what = {CommentAdded: "comment", CommentMoved: "state"}.get(type(event), "answer")
    eid = thread.clause.eid if thread.clause else None
    return Doorbell(thread.code_id, thread.version_id, eid, thread.number, what, lines)


def latest_entry(session: Session, code_id: int) -> int:
    """The number of the last thing that happened in a code of practice: what a page, or a follower, is up to date with."""
    return session.scalars(select(func.max(ActivityEntry.id)).where(ActivityEntry.code_id == code_id)).one() or 0


def bells_since(session: Session, version_id: int, since: int) -> list[Doorbell]:
    """What rang on a version behind entry `since`: for a page that was loaded a moment before it began to follow."""
    version = session.get(Version, version_id)
    if version is None:
        return []
    wanted = (ActivityEntry.code_id == version.code_id, ActivityEntry.id > since, ActivityEntry.kind.in_(THREAD_EVENTS))
    entries = session.scalars(select(ActivityEntry).where(*wanted).order_by(ActivityEntry.id.desc()).limit(MOST_MISSED))
    events = [THREAD_EVENTS[entry.kind](code_id=version.code_id, **entry.details) for entry in entries]
    bells = [doorbell_of(session, event) for event in reversed(events)]
    return [bell for bell in bells if bell is not None and bell.version_id == version_id]


def _lines(code: CodeOfPractice, thread: Thread, event: ThreadEvent) -> list[tuple[Demand, ...]]:
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
    if comment.position == 1:  # whoever saw it then must see it go
        return [(after,), (before,)]
    return [(opening, after), (opening, before)]


def _reading(code: CodeOfPractice, comment: Comment, state: CommentState | None = None) -> Demand:
    context = context_of_comment(code, comment)
    if state is not None and context.comment is not None:
        context = replace(context, comment=replace(context.comment, state=state))
    return Permission.COMMENT_READ, context
