"""A comment's way from its author to the public, and back: each step asked of the table and of the permission map."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from drafting import clock
from drafting.domain.comments import AUTHOR_STEPS, SECRETARIAT_STEPS, CommentState
from drafting.domain.events import CommentMoved
from drafting.domain.rounds import RoundState
from drafting.errors import DraftingError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.code_queries import context_of_code
from drafting.services.comment_visibility import context_of_comment
from drafting.services.errors import CommentStepError, ThreadNotFoundError
from drafting.services.fields import checked_choice
from drafting.services.identities import still
from drafting.services.recording import record
from drafting.services.rounds import latest_round, state_of
from drafting.services.thread_queries import VisibleThread, hold_thread
from drafting.services.threads import RANK, closed_error
from drafting.storage.models import CodeOfPractice, Comment, Round, Thread


def move_comment(
    session: Session, actor: Identity, code: CodeOfPractice, seen: VisibleThread, comment_id: int, *, state: str
) -> Comment:
    """Share, file, take back or publish one comment that the actor sees.

    Raises CommentStepError where the table has no such step, or where others have built on the comment.
    """
    actor = still(session, actor)
    hold_thread(session, seen.thread)
    comment = next((one for one in seen.thread.comments if one.id == comment_id), None)
    if comment is None or comment_id not in {one.id for one in seen.comments}:
        raise ThreadNotFoundError
    wanted = checked_choice(CommentState, state, field="state")
    if wanted is comment.state:
        return comment
    _require_step(actor, code, comment, wanted, latest_round(session, seen.thread.version))
    _move(session, actor, comment, wanted)
    for one in seen.thread.comments:
        if comment.position == 1 and RANK[one.state] > RANK[wanted]:  # no reply stays further out than what it replies to
            _move(session, actor, one, wanted)
    return comment


def publish_comments(session: Session, actor: Identity, code: CodeOfPractice, round_: Round) -> int:
    """Publish every filed comment of a round; says how many."""
    actor = still(session, actor)
    require(actor, Permission.ROUND_CHANGE, context_of_code(code))
    query = select(Comment).join(Thread).where(Thread.round_id == round_.id, Comment.state == CommentState.FILED)
    query = query.options(selectinload(Comment.thread)).with_for_update().execution_options(populate_existing=True)
    comments = session.scalars(query).all()
    for comment in comments:
        _move(session, actor, comment, CommentState.PUBLISHED)
    return len(comments)


def steps_of(actor: Identity, code: CodeOfPractice, comment: Comment, round_: Round | None) -> list[CommentState]:
    """Where the actor may take a comment now; `round_` is the latest on its version."""
    return [state for state in CommentState if state is not comment.state and _may_step(actor, code, comment, state, round_)]


def _may_step(actor: Identity, code: CodeOfPractice, comment: Comment, wanted: CommentState, round_: Round | None) -> bool:
    try:
        _require_step(actor, code, comment, wanted, round_)
    except DraftingError:
        return False
    return True


def _require_step(actor: Identity, code: CodeOfPractice, comment: Comment, wanted: CommentState, round_: Round | None) -> None:
    context, opening = context_of_comment(code, comment), comment.thread.comments[0]
    publishes = wanted in SECRETARIAT_STEPS[comment.state] and may(actor, Permission.COMMENT_PUBLISH, context)
    if not publishes:
        _require_change(actor, context, round_)
    goes = publishes or (wanted in AUTHOR_STEPS[comment.state] and not _is_built_on(comment, wanted))
    if not goes or (comment is not opening and RANK[wanted] > RANK[opening.state]):
        raise CommentStepError(before=comment.state.value, after=wanted.value)


def _require_change(actor: Identity, context: Context, round_: Round | None) -> None:
    is_open = round_ is not None and state_of(round_) is RoundState.OPEN
    if not may(actor, Permission.COMMENT_CHANGE, replace(context, round_is_open=is_open)):
        if may(actor, Permission.COMMENT_CHANGE, replace(context, round_is_open=True)):
            raise closed_error(round_)
        require(actor, Permission.COMMENT_CHANGE, context)


def _is_built_on(comment: Comment, wanted: CommentState) -> bool:
    """Others have replied to it, or the chairs have begun to answer: it can no longer be taken back."""
    if RANK[wanted] > RANK[comment.state] or comment.position != 1:
        return False
    others = any(one.account_id != comment.account_id for one in comment.thread.comments)
    return others or bool(comment.thread.dispositions)


def _move(session: Session, actor: Identity, comment: Comment, wanted: CommentState) -> None:
    before, now = comment.state, clock.now()
    comment.state = wanted
    comment.filed_at = (comment.filed_at or now) if RANK[wanted] >= RANK[CommentState.FILED] else None
    comment.published_at = now if wanted is CommentState.PUBLISHED else None
    moved = CommentMoved(
        code_id=comment.thread.code_id,
        thread_id=comment.thread_id,
        comment_id=comment.id,
        before=before.value,
        after=wanted.value,
    )
    record(session, actor, moved)
