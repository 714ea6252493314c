"""Threads: the list, one of them, and beginning one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.api.arguments import (
    asked_number,
    asked_text,
    limit,
    member_object,
    member_text,
    sent_object,
)
from drafting.api.documents import address, thread_document
from drafting.api.door import bp
from drafting.api.problems import ArgumentError
from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.anchors.queries import newest_anchor, newest_anchors
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import ThreadFilter, thread_by_number, threads_of
from drafting.services.comments.threads import CommentInput, start_thread
from drafting.services.rounds.scheduling import round_by_number
from drafting.services.versions.queries import clause_by_eid, version_by_number
from drafting.storage.models import CodeOfPractice, Thread
from drafting.storage.unit_of_work import Session

PAGE, MOST = 50, 200  # threads
MEMBERS = frozenset({"clause", "text", "state", "language", "quote"})
QUOTE_MEMBERS = frozenset({"exact", "prefix", "suffix"})


@bp.get("/codes/<slug>/threads")
@asks(Permission.CODE_READ)
def threads(slug: str) -> ResponseReturnValue:
    version, eid, round_ = asked_number("version"), asked_text("clause"), asked_number("round")
    if eid is not None and version is None:
        raise ArgumentError(
            "clause", _("Give the version too: an eid names a clause of one version.")
        )
    after, most = asked_number("after", otherwise=0) or 0, limit(otherwise=PAGE, most=MOST)
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        wanted = _narrowed(db, code, version, eid, round_)
        page = threads_of(db, identity(), code, wanted, after=after, most=most + 1)
        kept = page[:most]
        now = newest_anchors(db, identity(), code, Thread.id.in_([seen.thread.id for seen in kept]))
        place = {"slug": slug, "limit": most, "version": version, "clause": eid, "round": round_}
        return {
            "threads": [thread_document(code, seen, now.get(seen.thread.id)) for seen in kept],
            "next": address("api.threads", after=kept[-1].thread.number, **place)
            if len(page) > most
            else None,
        }


@bp.get("/codes/<slug>/threads/<key:thread_number>")
@asks(Permission.COMMENT_READ)
def thread(slug: str, thread_number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        seen = thread_by_number(db, identity(), code, thread_number)
        return thread_document(code, seen, newest_anchor(db, identity(), code, seen.thread))


@bp.post("/codes/<slug>/versions/<key:number>/threads")
@asks(Permission.COMMENT_ADD)
def start(slug: str, number: int) -> ResponseReturnValue:
    body = sent_object(MEMBERS)
    eid, given, quote = _clause(body), _given(body), _quote(body)
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        made = start_thread(db, identity(), code, version, given=given, eid=eid, quote=quote).number
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        document = thread_document(code, thread_by_number(db, identity(), code, made))
    return (
        document,
        HTTPStatus.CREATED,
        {"Location": address("api.thread", slug=slug, thread_number=made)},
    )


def _narrowed(
    db: Session, code: CodeOfPractice, number: int | None, eid: str | None, round_: int | None
) -> ThreadFilter:
    version = None if number is None else version_by_number(db, identity(), code, number)
    return ThreadFilter(
        version_id=version.id if version else None,
        clause_id=clause_by_eid(db, version, eid).id if version and eid is not None else None,
        round_id=None if round_ is None else round_by_number(db, identity(), code, round_).id,
    )


def _clause(body: Mapping[str, Any]) -> str | None:
    eid = member_text(body, "clause")
    if (
        not eid and body.get("clause") is not None
    ):  # an empty address must not turn into "the version as a whole"
        raise ArgumentError(
            "clause", _("Give the eid of a clause, or leave it out for the version as a whole.")
        )
    return eid or None


def _given(body: Mapping[str, Any]) -> CommentInput:
    state = member_text(body, "state", CommentState.UNFILED)
    return CommentInput(
        text=member_text(body, "text"), state=state, language=member_text(body, "language")
    )


def _quote(body: Mapping[str, Any]) -> TextQuoteSelector | None:
    quote = member_object(body, "quote", QUOTE_MEMBERS)
    return (
        TextQuoteSelector(*(member_text(quote, name) for name in ("exact", "prefix", "suffix")))
        if quote
        else None
    )
