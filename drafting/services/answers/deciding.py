"""The chairs' answers: recorded in private, one revision after another, published when they are
ready.
"""

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, aliased

from drafting import clock
from drafting.domain.consultation.dispositions import NEEDS_NO_REASON, DispositionKind
from drafting.domain.events.answers import AnswerPublished, AnswerRecorded, AnswersPublished
from drafting.domain.limits import MAX_REASON_CHARACTERS
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.answers.errors import (
    AnswerChangedError,
    AnswerMissingError,
    NothingToAnswerError,
    ReasonMissingError,
)
from drafting.services.codes.queries import context_of_code
from drafting.services.comments.bulk import changed_rows, hold_threads
from drafting.services.comments.queries import VisibleThread, hold_thread
from drafting.services.comments.visibility import VISIBLE_STATES
from drafting.services.fields import checked_choice, checked_text
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.storage.models import CodeOfPractice, Disposition, Round, Thread


def record_answer(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    seen: VisibleThread,
    *,
    kind: str,
    reason: str,
    revision: int,
) -> Disposition:
    """Add a revision of the answer to a thread; it stays private until it is published.

    `revision` is the one that the chair had before them (0: none). Raises AnswerChangedError if
    there is a newer one.
    """
    actor, thread = reload_identity(session, actor), seen.thread
    require(actor, Permission.ANSWER_RECORD, context_of_code(code))
    hold_thread(session, thread)
    if thread.comments[0].state not in VISIBLE_STATES:
        raise NothingToAnswerError
    last = thread.dispositions[-1] if thread.dispositions else None
    if last is not None and last.revision != revision:
        raise AnswerChangedError(kind=last.kind, reason=last.reason, revision=last.revision)
    chosen = checked_choice(DispositionKind, kind, field="kind")
    why = checked_text(reason, field="reason", most=MAX_REASON_CHARACTERS)
    if not why and chosen not in NEEDS_NO_REASON:
        raise ReasonMissingError
    answer = Disposition(
        revision=(last.revision if last else 0) + 1,
        kind=chosen,
        reason=why,
        account_id=actor.account_id,
        recorded_at=clock.now(),
    )
    thread.dispositions.append(answer)
    session.flush()
    record(
        session,
        actor,
        AnswerRecorded(code_id=code.id, thread_id=thread.id, revision=answer.revision),
    )
    return answer


def publish_answer(
    session: Session, actor: Identity, code: CodeOfPractice, seen: VisibleThread, *, revision: int
) -> None:
    """Make the prepared answer public, if it is still the one that was looked at."""
    actor, thread = reload_identity(session, actor), seen.thread
    require(actor, Permission.ANSWER_PUBLISH, context_of_code(code))
    hold_thread(session, thread)
    last = thread.dispositions[-1] if thread.dispositions else None
    if last is None or last.published_at is not None:
        raise AnswerMissingError
    if last.revision != revision:
        raise AnswerChangedError(kind=last.kind, reason=last.reason, revision=last.revision)
    last.published_at = clock.now()
    record(
        session,
        actor,
        AnswerPublished(code_id=code.id, thread_id=thread.id, revision=last.revision),
    )


def publish_answers(session: Session, actor: Identity, code: CodeOfPractice, round_: Round) -> int:
    """Publish every prepared answer to a thread of the round; says how many. Answers loaded
    before do not show it.
    """
    actor = reload_identity(session, actor)
    require(actor, Permission.ANSWER_PUBLISH, context_of_code(code))
    hold_threads(session, round_)
    prepared = _prepared(round_).with_only_columns(Disposition.id)
    count = changed_rows(
        session,
        update(Disposition).where(Disposition.id.in_(prepared)).values(published_at=clock.now()),
    )
    if count:
        record(session, actor, AnswersPublished(code_id=code.id, round_id=round_.id, count=count))
    return count


def prepared_count(session: Session, round_: Round) -> int:
    """How many answers in the round wait to be published."""
    return session.scalars(select(func.count()).select_from(_prepared(round_).subquery())).one()


def _prepared(round_: Round) -> Select[Disposition]:
    other = aliased(Disposition)
    last = (
        select(func.max(other.revision))
        .where(other.thread_id == Disposition.thread_id)
        .scalar_subquery()
    )
    query = (
        select(Disposition)
        .join(Thread, Thread.id == Disposition.thread_id)
        .where(Thread.round_id == round_.id)
    )
    return query.where(Disposition.revision == last, Disposition.published_at.is_(None))
