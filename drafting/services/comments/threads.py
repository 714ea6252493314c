"""Threads and their comments: started at a clause or at words of it, and replied to.

Whether a round is open is decided inside the writing transaction, by the server's clock.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.anchors.selectors import TextQuoteSelector, describe, find_quote
from drafting.domain.consultation.comments import CommentState
from drafting.domain.events.comments import CommentAdded
from drafting.domain.limits import MAX_COMMENT_CHARACTERS, MAX_QUOTE_CHARACTERS
from drafting.errors import DraftingError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.comments.errors import (
    CommentStepError,
    QuoteNotFoundError,
    ThreadNotFoundError,
)
from drafting.services.comments.queries import VisibleThread, hold_thread
from drafting.services.comments.visibility import may_read
from drafting.services.errors import ChoiceInvalidError, FieldMissingError, FieldTooLongError
from drafting.services.fields import checked_choice, checked_language, checked_text
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.rounds.scheduling import hold_round, is_open, latest_round, require_in
from drafting.services.versions.queries import clause_by_eid, context_of_version
from drafting.services.versions.version_jobs import enqueue_later_reanchoring
from drafting.storage.models import (
    CodeOfPractice,
    Comment,
    Membership,
    Round,
    Thread,
    Version,
    VersionClause,
)

RANK = {state: rank for rank, state in enumerate(CommentState)}


@dataclass(frozen=True, slots=True)
class CommentInput:
    """What an author enters: the text, its state, and its language ("" for the version's)."""

    text: str
    state: str = CommentState.UNFILED
    language: str = ""


def start_thread(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    *,
    given: CommentInput,
    eid: str | None = None,
    quote: TextQuoteSelector | None = None,
) -> Thread:
    """Begin a thread on a clause, on words of it, or (no `eid`) on the version as a whole.

    Raises RoundClosedError or NoRoundOpenError, ClauseNotFoundError, QuoteNotFoundError, or what
    is wrong with a field.
    """
    actor = reload_identity(session, actor)
    number = _next_number(session, code)
    round_ = latest_round(session, version, hold=True)
    now = clock.now()  # behind the locks: who waited for them past the deadline is late
    _require_new(actor, code, version, round_, now)
    clause = clause_by_eid(session, version, eid) if eid else None
    thread = Thread(
        code_id=code.id,
        number=number,
        version=version,
        clause=clause,
        round=round_ if is_open(round_, now) else None,
        created_at=now,
        **_anchor(clause, quote),
    )
    session.add(thread)
    _add_comment(session, actor, code, thread, given=given, furthest=CommentState.FILED, now=now)
    enqueue_later_reanchoring(session, version)
    return thread


def reply(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    seen: VisibleThread,
    *,
    given: CommentInput,
) -> Comment:
    """Reply in a thread that the actor sees; a reply never goes further than the comment that
    opened it.

    It reaches those whom the thread's round names, so a stakeholder replies while that one is
    open: else RoundClosedError.
    """
    actor, thread = reload_identity(session, actor), seen.thread
    hold_thread(session, thread)
    hold_round(session, thread.round)
    now = clock.now()
    _require_reply(actor, code, thread, now)
    opening = thread.comments[0]
    if not may_read(
        actor, code, opening
    ):  # taken back, or the right is gone, since the thread was looked at
        raise ThreadNotFoundError
    furthest = min(opening.state, CommentState.FILED, key=RANK.__getitem__)
    return _add_comment(session, actor, code, thread, given=given, furthest=furthest, now=now)


def _require_new(
    actor: Identity, code: CodeOfPractice, version: Version, round_: Round | None, now: datetime
) -> None:
    """Those who draft may start threads outside of rounds too; `round_` is the latest on the
    version.
    """
    context = context_of_version(code, version)
    require(actor, Permission.VERSION_READ, context)
    require_in(actor, Permission.COMMENT_ADD, context, round_, now)


def _require_reply(actor: Identity, code: CodeOfPractice, thread: Thread, now: datetime) -> None:
    """The thread's own round decides, whichever other is open; those who draft may always reply."""
    _require_new(actor, code, thread.version, thread.round, now)


def comment_refusal(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> DraftingError | None:
    """Why the actor may not start a thread on this version now; None if it is possible."""
    try:
        _require_new(actor, code, version, latest_round(session, version), clock.now())
    except DraftingError as error:
        return error
    return None


def may_reply(actor: Identity, code: CodeOfPractice, thread: Thread) -> bool:
    """Whether the actor may reply now in a thread that they see."""
    try:
        _require_reply(actor, code, thread, clock.now())
    except DraftingError:
        return False
    return True


def _next_number(session: Session, code: CodeOfPractice) -> int:
    session.refresh(
        code, ["thread_count"], with_for_update={"key_share": True}
    )  # rows may still refer to it
    code.thread_count += 1
    return code.thread_count


def _anchor(clause: VersionClause | None, quote: TextQuoteSelector | None) -> dict[str, object]:
    """The columns of a thread that say which words of the clause it is about."""
    if clause is None or quote is None or not quote.exact.strip():
        return {}
    for part in (quote.exact, quote.prefix, quote.suffix):
        if len(part) > MAX_QUOTE_CHARACTERS:
            raise FieldTooLongError("quote", MAX_QUOTE_CHARACTERS)
    found = find_quote(clause.text, quote)
    if found is None:
        raise QuoteNotFoundError(quote=quote.exact)
    start, end = found
    kept = describe(clause.text, start, end)
    return {
        "exact": kept.exact,
        "prefix": kept.prefix,
        "suffix": kept.suffix,
        "start": start,
        "end": end,
    }


def _add_comment(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    thread: Thread,
    *,
    given: CommentInput,
    furthest: CommentState,
    now: datetime,
) -> Comment:
    text = checked_text(given.text, field="text", most=MAX_COMMENT_CHARACTERS)
    if not text:
        raise FieldMissingError("text")
    state = checked_choice(CommentState, given.state, field="state")
    if state is CommentState.PUBLISHED:
        raise ChoiceInvalidError("state")
    if RANK[state] > RANK[furthest]:
        raise CommentStepError(before=furthest.value, after=state.value)
    mine = _membership(session, actor, code)
    comment = Comment(
        position=len(thread.comments) + 1,
        account_id=mine.account_id,
        role=mine.role,
        stakeholder_group_id=mine.stakeholder_group_id,
        organisation_id=mine.organisation_id,
        is_organisation_confirmed=mine.is_organisation_confirmed,
        state=state,
        language=checked_language(given.language or thread.version.language),
        text=text,
        created_at=now,
        filed_at=now if state is CommentState.FILED else None,
    )
    thread.comments.append(comment)
    session.flush()
    record(
        session, actor, CommentAdded(code_id=code.id, thread_id=thread.id, comment_id=comment.id)
    )
    return comment


def _membership(session: Session, actor: Identity, code: CodeOfPractice) -> Membership:
    query = select(Membership).where(
        Membership.code_id == code.id, Membership.account_id == actor.account_id
    )
    return session.scalars(query).one()
