"""Threads: the list with its filters, one thread, and the forms that begin, continue and give
out comments.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.errors import DraftingError
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_text
from drafting.request.identity import asks, identity
from drafting.services.anchors.queries import lost_in
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import PAGE, thread_by_number, thread_count, threads_of
from drafting.services.comments.threads import Given, reply, start_thread
from drafting.services.comments.transitions import move_comment
from drafting.services.rounds.scheduling import rounds_of
from drafting.services.versions.queries import clause_by_eid, version_by_number, versions_of
from drafting.storage.models import Thread, VersionClause
from drafting.web.comments.panels import Refused, panel_answer, panel_of, wants_fragment
from drafting.web.comments.thread_filters import (
    clause_from_query,
    filter_from_query,
    query_fields,
    query_int,
)

bp = Blueprint("threads", __name__, url_prefix="/codes/<slug>")


@bp.get("/threads")
@asks(Permission.CODE_READ)
def index(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        versions, rounds = versions_of(db, identity(), code), rounds_of(db, identity(), code)
        clause = clause_from_query(db, versions)
        wanted = filter_from_query(versions, rounds, clause)
        threads = threads_of(db, identity(), code, wanted, after=query_int("after") or 0)
        return render_template(
            "comments/threads/index.html",
            code=code,
            threads=threads,
            count=thread_count(db, identity(), code, wanted),
            clause=clause,
            versions=versions,
            rounds=rounds,
            states=list(CommentState),
            more=threads[-1].thread.number if len(threads) == PAGE else None,
            asked=query_fields(),
            lost=thread_count(db, identity(), code, lost_in(versions[0])) if versions else 0,
        )


@bp.get("/threads/<key:thread_number>")
@asks(Permission.COMMENT_READ)
def show(slug: str, thread_number: int) -> ResponseReturnValue:
    return thread_page(slug, thread_number)


@bp.post("/versions/<key:number>/clauses/<eid>/threads")
@asks(Permission.COMMENT_ADD)
def start(slug: str, number: int, eid: str) -> ResponseReturnValue:
    return _start(slug, number, eid)


@bp.post("/versions/<key:number>/threads")
@asks(Permission.COMMENT_ADD)
def start_general(slug: str, number: int) -> ResponseReturnValue:
    return _start(slug, number, None)


@bp.post("/threads/<key:thread_number>/replies")
@asks(Permission.COMMENT_ADD)
def reply_in(slug: str, thread_number: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            seen = thread_by_number(db, identity(), code, thread_number)
            reply(db, identity(), code, seen, given=_given())
    except DraftingError as error:
        return thread_page(slug, thread_number, Refused(error, f"reply-{thread_number}"))
    return done(slug, thread_number, _("Your reply is saved."))


@bp.post("/threads/<key:thread_number>/comments/<key:comment_id>/state")
@asks(Permission.COMMENT_READ)
def move(slug: str, thread_number: int, comment_id: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            seen = thread_by_number(db, identity(), code, thread_number)
            move_comment(db, identity(), code, seen, comment_id, state=form_text("state"))
    except DraftingError as error:
        return thread_page(slug, thread_number, Refused(error, f"state-{thread_number}"))
    return done(slug, thread_number, _("Changed."))


def _start(slug: str, number: int, eid: str | None) -> ResponseReturnValue:
    quote = TextQuoteSelector(form_text("quote"), form_text("prefix"), form_text("suffix"))
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            version = version_by_number(db, identity(), code, number)
            made = start_thread(db, identity(), code, version, given=_given(), eid=eid, quote=quote)
            thread_number = made.number
    except DraftingError as error:
        return _refused_start(slug, number, eid, Refused(error, "new"))
    return done(slug, thread_number, _("Your comment is saved."))


def _refused_start(
    slug: str, number: int, eid: str | None, refused: Refused
) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        clause = clause_by_eid(db, version, eid) if eid else None
        template = "comments/clauses/show.html" if clause else "comments/clauses/general.html"
        return panel_answer(
            template, panel_of(db, identity(), code, version, clause, refused=refused), refused
        )


def done(slug: str, thread_number: int, sentence: str) -> ResponseReturnValue:
    """After a form of a thread was taken: its place on the clause's page, or for a script the
    panel anew.
    """
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        seen = thread_by_number(db, identity(), code, thread_number)
        thread = seen.thread
        if wants_fragment() and form_text("on") == "thread":
            return thread_page(slug, thread_number)
        if wants_fragment():
            return panel_answer(
                "", panel_of(db, identity(), code, thread.version, thread.clause, also=seen)
            )
        flash(sentence)
        return redirect(place_of(slug, thread, thread.clause))


def place_of(slug: str, thread: Thread, clause: VersionClause | None) -> str:
    """Where a thread stands: on the page of its clause, or of the version as a whole, or on its
    own.
    """
    anchor = f"thread-{thread.number}"
    if form_text("on") == "thread":
        return url_for("threads.show", slug=slug, thread_number=thread.number)
    if clause is None:
        return url_for("clauses.general", slug=slug, number=thread.version.number, _anchor=anchor)
    return url_for(
        "clauses.show", slug=slug, number=thread.version.number, eid=clause.eid, _anchor=anchor
    )


def thread_page(
    slug: str, thread_number: int, refused: Refused | None = None
) -> ResponseReturnValue:
    """One thread, with the form that was refused."""
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        seen = thread_by_number(db, identity(), code, thread_number)
        is_whole = wants_fragment() and form_text("on") != "thread" and request.method == "POST"
        shown = {"also" if is_whole else "only": seen}
        thread = seen.thread
        context = panel_of(
            db, identity(), code, thread.version, thread.clause, refused=refused, **shown
        )
        return panel_answer("comments/threads/show.html", context, refused)


def _given() -> Given:
    return Given(
        text=form_text("text"),
        state=form_text("state") or CommentState.UNFILED,
        language=form_text("language"),
    )
