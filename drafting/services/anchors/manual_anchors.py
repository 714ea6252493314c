"""Puts a thread by hand onto a clause of a later version, and takes that back.

The worker never overrides what an editor decided.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.anchors.selectors import TextQuoteSelector, find_quote
from drafting.domain.events.comments import ThreadReattached
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.services.comments.errors import QuoteNotFoundError, ThreadNotFoundError
from drafting.services.comments.queries import VisibleThread
from drafting.services.comments.visibility import context_of_comment, may_read
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.versions.queries import clause_by_eid, may_see
from drafting.services.versions.version_jobs import (
    enqueue_later_reanchoring,
    enqueue_reanchoring,
)
from drafting.storage.models import CodeOfPractice, ThreadAnchor, Version, VersionClause


def reattach(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    seen: VisibleThread,
    version: Version,
    *,
    eid: str,
    quote: TextQuoteSelector | None = None,
) -> VersionClause:
    """Put a thread of an earlier version onto a clause of this one, or onto words of it.

    Raises ClauseNotFoundError, QuoteNotFoundError if the clause does not have the words, and
    ThreadNotFoundError if the thread is not known in this version.
    """
    actor = _authorised(session, actor, code, seen, version)
    anchor, clause = _locked_anchor(session, seen, version), clause_by_eid(session, version, eid)
    place = _place(clause, quote)
    anchor.clause, anchor.confidence = clause, 1.0
    anchor.status = AnchorStatus.SHIFTED if place else AnchorStatus.FUZZY
    anchor.start, anchor.end = place or (None, None)
    anchor.exact = clause.text[anchor.start : anchor.end] if place else None
    anchor.decided_by, anchor.carried_at = actor.account_id, clock.now()
    _record(session, actor, code, anchor, clause)
    enqueue_later_reanchoring(session, version)
    return clause


def take_back(
    session: Session, actor: Identity, code: CodeOfPractice, seen: VisibleThread, version: Version
) -> None:
    """Undo it: the thread has no place until the worker has re-anchored it."""
    actor = _authorised(session, actor, code, seen, version)
    anchor = _locked_anchor(session, seen, version)
    if anchor.decided_by is None:
        return
    anchor.status, anchor.confidence, anchor.decided_by = AnchorStatus.ORPHAN, 0.0, None
    anchor.start = anchor.end = anchor.exact = None
    anchor.carried_at = clock.now()
    _record(session, actor, code, anchor, None)
    enqueue_reanchoring(session, version)
    enqueue_later_reanchoring(session, version)


def may_reattach(actor: Identity, code: CodeOfPractice, seen: VisibleThread) -> bool:
    """Whether the actor may put this thread somewhere."""
    return may(actor, Permission.ANCHOR_DECIDE, context_of_comment(code, seen.opening))


def _authorised(
    session: Session, actor: Identity, code: CodeOfPractice, seen: VisibleThread, version: Version
) -> Identity:
    actor = reload_identity(session, actor)
    if not may_read(actor, code, seen.opening) or not may_see(actor, code, version):
        raise ThreadNotFoundError
    require(actor, Permission.ANCHOR_DECIDE, context_of_comment(code, seen.opening))
    return actor


def _locked_anchor(session: Session, seen: VisibleThread, version: Version) -> ThreadAnchor:
    query = select(ThreadAnchor).where(
        ThreadAnchor.thread_id == seen.thread.id, ThreadAnchor.version_id == version.id
    )
    anchor = session.scalars(query.with_for_update()).one_or_none()
    if anchor is None:
        raise ThreadNotFoundError
    return anchor


def _place(clause: VersionClause, quote: TextQuoteSelector | None) -> tuple[int, int] | None:
    if quote is None or not quote.exact.strip():
        return None
    found = find_quote(clause.text, quote)
    if found is None:
        raise QuoteNotFoundError(quote=quote.exact)
    return found


def _record(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    anchor: ThreadAnchor,
    clause: VersionClause | None,
) -> None:
    clause_id = clause.id if clause else None
    event = ThreadReattached(
        code_id=code.id,
        thread_id=anchor.thread_id,
        version_id=anchor.version_id,
        clause_id=clause_id,
    )
    record(session, actor, event)
