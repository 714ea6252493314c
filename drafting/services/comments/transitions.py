"""The states of a comment, from its author to the public and back: each step needs the table and
the permission map.
"""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.consultation.comments import AUTHOR_STEPS, SECRETARIAT_STEPS, CommentState
from drafting.domain.events.comments import CommentMoved, CommentsPublished
from drafting.errors import DraftingError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.services.comments.bulk import changed_rows, hold_threads
from drafting.services.comments.errors import CommentStepError, ThreadNotFoundError
from drafting.services.comments.queries import VisibleThread, hold_thread
from drafting.services.comments.threads import RANK
from drafting.services.comments.visibility import context_of_comment, context_of_filed, may_read
from drafting.services.fields import checked_choice
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.rounds.scheduling import hold_round, require_in
from drafting.storage.models import CodeOfPractice, Comment, Round, Thread


def move_comment(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    seen: VisibleThread,
    comment_id: int,
    *,
    state: str,
) -> Comment:
    """Share, file, take back or publish one comment that the actor sees.

    Raises CommentStepError where the table has no such step, or where others have built on the
    comment; RoundClosedError to a stakeholder when the round is over in which the thread was
    begun, whatever later one is open.
    """
    actor = reload_identity(session, actor)
    hold_thread(session, seen.thread)
    hold_round(session, seen.thread.round)
    now = clock.now()  # behind the locks: who waited for them past the deadline is late
    comment = next((one for one in seen.thread.comments if one.id == comment_id), None)
    if comment is None or comment_id not in {one.id for one in seen.comments}:
        raise ThreadNotFoundError
    wanted = checked_choice(CommentState, state, field="state")
    if wanted is comment.state:
        return comment
    _require_step(actor, code, comment, wanted, now)
    _move(session, actor, comment, wanted, now)
    for one in seen.thread.comments:
        if (
            comment.position == 1 and RANK[one.state] > RANK[wanted]
        ):  # no reply stays further out than what it replies to
            _move(session, actor, one, wanted, now)
    return comment


def publish_comments(session: Session, actor: Identity, code: CodeOfPractice, round_: Round) -> int:
    """Publish every filed comment of a round; returns how many. Loaded comments do not show it."""
    actor, now = reload_identity(session, actor), clock.now()
    require(actor, Permission.COMMENT_PUBLISH, context_of_filed(code, round_))
    hold_threads(session, round_)
    filed = (
        Comment.thread_id.in_(select(Thread.id).where(Thread.round_id == round_.id)),
        Comment.state == CommentState.FILED,
    )
    change = {
        "state": CommentState.PUBLISHED,
        "published_at": now,
        "filed_at": func.coalesce(Comment.filed_at, now),
    }
    count = changed_rows(session, update(Comment).where(*filed).values(change))
    if count:
        record(session, actor, CommentsPublished(code_id=code.id, round_id=round_.id, count=count))
    return count


def may_publish_comments(actor: Identity, code: CodeOfPractice, round_: Round) -> bool:
    """Whether the actor may publish what was filed in a round."""
    return may(actor, Permission.COMMENT_PUBLISH, context_of_filed(code, round_))


def steps_of(actor: Identity, code: CodeOfPractice, comment: Comment) -> list[CommentState]:
    """The states to which the actor may move a comment now."""
    now = clock.now()
    return [
        state
        for state in CommentState
        if state is not comment.state and _may_step(actor, code, comment, state, now)
    ]


def _may_step(
    actor: Identity, code: CodeOfPractice, comment: Comment, wanted: CommentState, now: datetime
) -> bool:
    try:
        _require_step(actor, code, comment, wanted, now)
    except DraftingError:
        return False
    return True


def _require_step(
    actor: Identity, code: CodeOfPractice, comment: Comment, wanted: CommentState, now: datetime
) -> None:
    context, opening = context_of_comment(code, comment), comment.thread.comments[0]
    publishes = wanted in SECRETARIAT_STEPS[comment.state] and may(
        actor, Permission.COMMENT_PUBLISH, context
    )
    if not publishes:
        require_in(actor, Permission.COMMENT_CHANGE, context, comment.thread.round, now)
    goes = publishes or (
        wanted in AUTHOR_STEPS[comment.state] and not _is_built_on(actor, code, comment, wanted)
    )
    if not goes or (comment is not opening and RANK[wanted] > RANK[opening.state]):
        raise CommentStepError(before=comment.state.value, after=wanted.value)


def _is_built_on(
    author: Identity, code: CodeOfPractice, comment: Comment, wanted: CommentState
) -> bool:
    """Others have replied where the author reads it, or the chairs have begun to answer: it can
    no longer be taken back.

    A reply that its author keeps private does not hold it, nor is betrayed by it. An answer that
    is only prepared does, knowingly, and so lets itself be felt: the chairs must not lose what
    they answer.
    """
    if RANK[wanted] > RANK[comment.state] or comment.position != 1:
        return False
    others = any(
        one.account_id != comment.account_id and may_read(author, code, one)
        for one in comment.thread.comments
    )
    return others or bool(comment.thread.dispositions)


def _move(
    session: Session, actor: Identity, comment: Comment, wanted: CommentState, now: datetime
) -> None:
    before = comment.state
    comment.state = wanted
    comment.filed_at = (
        (comment.filed_at or now) if RANK[wanted] >= RANK[CommentState.FILED] else None
    )
    comment.published_at = now if wanted is CommentState.PUBLISHED else None
    moved = CommentMoved(
        code_id=comment.thread.code_id,
        thread_id=comment.thread_id,
        comment_id=comment.id,
        before=before.value,
        after=wanted.value,
    )
    record(session, actor, moved)
