"""Threads: the list, one thread, and the forms that add, share, hand in and publish comments."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.services.comments.queries import VisibleThread, thread_by_number
from drafting.services.comments.threads import CommentInput, reply, start_thread
from drafting.services.comments.transitions import move_comment
from drafting.storage.models import Thread
from drafting.web.comments import clauses
from drafting.web.comments.panels import panel_of, render_page_or_panel, render_panel
from drafting.web.comments.thread_list import thread_list
from drafting.web.view import (
    Permission,
    asks,
    code,
    db,
    forms,
    identity,
    transaction,
    version,
    wants_fragment,
)

bp = Blueprint("threads", __name__, url_prefix="/codes/<slug>")


@bp.get("/threads")
@asks(Permission.CODE_READ)
def index() -> ResponseReturnValue:
    return render_template("comments/threads/index.html", **thread_list(code()))


@bp.get("/threads/<key:thread_number>")
@asks(Permission.COMMENT_READ)
def show(thread_number: int) -> ResponseReturnValue:
    """One thread; for a script that sent a refused form from a clause's panel, that panel."""
    seen = visible_thread(thread_number)
    is_from_panel = wants_fragment() and request.method == "POST" and not _is_from_thread_page()
    context = _panel_of_thread(seen, is_alone=not is_from_panel)
    return render_page_or_panel("comments/threads/show.html", context)


def visible_thread(thread_number: int) -> VisibleThread:
    """A thread of the code of this URL; raises ThreadNotFoundError if the actor may not read it."""
    return thread_by_number(db(), identity(), code(), thread_number)


@bp.post("/versions/<key:number>/clauses/<eid>/threads")
@asks(Permission.COMMENT_ADD)
@forms.on_error(clauses.show, form="new")
def start(number: int, eid: str) -> ResponseReturnValue:
    return _start(number, eid)


@bp.post("/versions/<key:number>/threads")
@asks(Permission.COMMENT_ADD)
@forms.on_error(clauses.general, form="new")
def start_general(number: int) -> ResponseReturnValue:
    return _start(number, None)


@bp.post("/threads/<key:thread_number>/replies")
@asks(Permission.COMMENT_ADD)
@forms.on_error(show, form="reply-{thread_number}")
def reply_in(thread_number: int) -> ResponseReturnValue:
    with transaction() as session:
        seen = visible_thread(thread_number)
        reply(session, identity(), code(), seen, given=_given())
    return after_saving(seen.thread, _("Your reply is saved."))


@bp.post("/threads/<key:thread_number>/comments/<key:comment_id>/state")
@asks(Permission.COMMENT_READ)
@forms.on_error(show, form="state-{thread_number}")
def move(thread_number: int, comment_id: int) -> ResponseReturnValue:
    with transaction() as session:
        seen = visible_thread(thread_number)
        move_comment(session, identity(), code(), seen, comment_id, state=forms.text("state"))
    return after_saving(seen.thread, _("Saved."))


def _start(number: int, eid: str | None) -> ResponseReturnValue:
    quote = TextQuoteSelector(forms.text("quote"), forms.text("prefix"), forms.text("suffix"))
    with transaction() as session:
        thread = start_thread(
            session, identity(), code(), version(number), given=_given(), eid=eid, quote=quote
        )
    return after_saving(thread, _("Your comment is saved."))


def after_saving(thread: Thread, message: str) -> ResponseReturnValue:
    """Redirect to the thread's place; for a script, render the panel with what was saved."""
    if not wants_fragment():
        flash(message)
        return redirect(place_of(thread))
    seen = visible_thread(thread.number)
    return render_panel(_panel_of_thread(seen, is_alone=_is_from_thread_page()))


def place_of(thread: Thread) -> str:
    """The URL of a thread: on the page of its clause, of the version as a whole, or on its own."""
    anchor, number = f"thread-{thread.number}", thread.version.number
    if _is_from_thread_page():
        return url_for("threads.show", thread_number=thread.number)
    if thread.clause is None:
        return url_for("clauses.general", number=number, _anchor=anchor)
    return url_for("clauses.show", number=number, eid=thread.clause.eid, _anchor=anchor)


def _panel_of_thread(seen: VisibleThread, *, is_alone: bool) -> dict[str, object]:
    only, also = (seen, None) if is_alone else (None, seen)
    return panel_of(seen.thread.version, seen.thread.clause, only=only, also=also)


def _is_from_thread_page() -> bool:
    return forms.text("on") == "thread"


def _given() -> CommentInput:
    state = forms.text("state") or CommentState.UNFILED
    return CommentInput(text=forms.text("text"), state=state, language=forms.text("language"))
