"""Threads and their comments: begun at a clause or at words of it, replied to, shared, filed, published.

Whether a round is open is asked inside the transaction that writes, by the server's clock.
"""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.comments import CommentState
from drafting.domain.events import CommentAdded
from drafting.domain.limits import MAX_COMMENT_CHARACTERS, MAX_QUOTE_CHARACTERS
from drafting.domain.rounds import RoundState
from drafting.domain.selectors import TextQuoteSelector, find_quote
from drafting.errors import DraftingError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.services.comment_visibility import may_read
from drafting.services.errors import (
    ChoiceInvalidError,
    CommentStepError,
    FieldMissingError,
    FieldTooLongError,
    NoRoundOpenError,
    QuoteNotFoundError,
    RoundClosedError,
    ThreadNotFoundError,
)
from drafting.services.fields import checked_choice, checked_language, checked_text
from drafting.services.identities import still
from drafting.services.recording import record
from drafting.services.rounds import latest_round, state_of
from drafting.services.thread_queries import VisibleThread, hold_thread
from drafting.services.version_queries import clause_by_eid, context_of_version
from drafting.storage.models import CodeOfPractice, Comment, Membership, Round, Thread, Version, VersionClause

RANK = {state: rank for rank, state in enumerate(CommentState)}


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody writes: the words, how far they go at once, and their language ("" for the version's)."""

    text: str
    state: str = CommentState.UNFILED
    language: str = ""


def start_thread(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    *,
    given: Given,
    eid: str | None = None,
    quote: TextQuoteSelector | None = None,
) -> Thread:
    """Begin a thread on a clause, on words of it, or (no `eid`) on the version as a whole.

    Raises RoundClosedError or NoRoundOpenError, ClauseNotFoundError, QuoteNotFoundError, or what is wrong with a field.
    """
    actor = still(session, actor)
    round_ = _round_taking_comments(session, actor, code, version)
    clause = clause_by_eid(session, version, eid) if eid else None
    number = _next_number(session, code)
    thread = Thread(
        code_id=code.id,
        number=number,
        version=version,
        clause=clause,
        round=round_,
        created_at=clock.now(),
        **_anchor(clause, quote),
    )
    session.add(thread)
    _add_comment(session, actor, code, thread, given=given, furthest=CommentState.FILED)
    return thread


def reply(session: Session, actor: Identity, code: CodeOfPractice, seen: VisibleThread, *, given: Given) -> Comment:
    """Answer in a thread that the actor sees; a reply never goes further than the comment that opened it."""
    actor, thread = still(session, actor), seen.thread
    _round_taking_comments(session, actor, code, thread.version)
    hold_thread(session, thread)
    opening = thread.comments[0]
    if not may_read(actor, code, opening):  # taken back, or the right is gone, since the thread was looked at
        raise ThreadNotFoundError
    furthest = min(opening.state, CommentState.FILED, key=RANK.__getitem__)
    return _add_comment(session, actor, code, thread, given=given, furthest=furthest)


def _round_taking_comments(session: Session, actor: Identity, code: CodeOfPractice, version: Version) -> Round | None:
    """The open round that a comment of the actor belongs to; those who draft may speak outside of rounds, in none."""
    round_ = latest_round(session, version)
    is_open = round_ is not None and state_of(round_) is RoundState.OPEN
    context = replace(context_of_version(code, version), round_is_open=is_open)
    require(actor, Permission.VERSION_READ, context)
    is_late = not may(actor, Permission.COMMENT_ADD, context)
    if is_late and may(actor, Permission.COMMENT_ADD, replace(context, round_is_open=True)):
        raise closed_error(round_)
    require(actor, Permission.COMMENT_ADD, context)
    return round_ if is_open else None


def comment_refusal(session: Session, actor: Identity, code: CodeOfPractice, version: Version) -> DraftingError | None:
    """Why the actor may not comment on this version now; None if it is possible."""
    try:
        _round_taking_comments(session, actor, code, version)
    except DraftingError as error:
        return error
    return None


def closed_error(round_: Round | None) -> RoundClosedError | NoRoundOpenError:
    """Why comments are not taken: the round is over, or there is none."""
    if round_ is None or state_of(round_) is RoundState.PLANNED:
        return NoRoundOpenError()
    return RoundClosedError(number=round_.number, closed_at=round_.closes_at)


def _next_number(session: Session, code: CodeOfPractice) -> int:
    session.refresh(code, ["thread_count"], with_for_update=True)
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
    return {
        "exact": clause.text[start:end],
        "prefix": clause.text[max(0, start - 32) : start],
        "suffix": clause.text[end : end + 32],
        "start": start,
        "end": end,
    }


def _add_comment(
    session: Session, actor: Identity, code: CodeOfPractice, thread: Thread, *, given: Given, furthest: CommentState
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
    now = clock.now()
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
    record(session, actor, CommentAdded(code_id=code.id, thread_id=thread.id, comment_id=comment.id))
    return comment


def _membership(session: Session, actor: Identity, code: CodeOfPractice) -> Membership:
    query = select(Membership).where(Membership.code_id == code.id, Membership.account_id == actor.account_id)
    return session.scalars(query).one()
