"""The chairs' answers, and what is published for a whole round at once."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.errors import DraftingError
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_int, form_text
from drafting.request.identity import asks, identity
from drafting.services.answers.deciding import publish_answer, publish_answers, record_answer
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import thread_by_number
from drafting.services.comments.transitions import publish_comments
from drafting.services.rounds.scheduling import round_by_number
from drafting.web.comments.panels import Refused
from drafting.web.comments.threads import done, thread_page

bp = Blueprint("answers", __name__, url_prefix="/codes/<slug>")


@bp.post("/threads/<key:thread_number>/answer")
@asks(Permission.ANSWER_RECORD)
def record(slug: str, thread_number: int) -> ResponseReturnValue:
    revision = form_int("revision") or 0
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            seen = thread_by_number(db, identity(), code, thread_number)
            record_answer(
                db,
                identity(),
                code,
                seen,
                kind=form_text("kind"),
                reason=form_text("reason"),
                revision=revision,
            )
    except DraftingError as error:
        return thread_page(slug, thread_number, Refused(error, f"answer-{thread_number}"))
    return done(slug, thread_number, _("The answer is recorded. It is not public yet."))


@bp.post("/threads/<key:thread_number>/answer/publish")
@asks(Permission.ANSWER_PUBLISH)
def publish(slug: str, thread_number: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            seen = thread_by_number(db, identity(), code, thread_number)
            publish_answer(db, identity(), code, seen, revision=form_int("revision") or 0)
    except DraftingError as error:
        return thread_page(slug, thread_number, Refused(error, f"publish-{thread_number}"))
    return done(slug, thread_number, _("The answer is published."))


@bp.post("/rounds/<key:round_number>/answers/publish")
@asks(Permission.ANSWER_PUBLISH)
def publish_all(slug: str, round_number: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        count = publish_answers(
            db, identity(), code, round_by_number(db, identity(), code, round_number)
        )
    flash(ngettext("%(num)s answer is published.", "%(num)s answers are published.", count))
    return redirect(url_for("rounds.show", slug=slug, round_number=round_number))


@bp.post("/rounds/<key:round_number>/comments/publish")
@asks(Permission.COMMENT_PUBLISH)
def publish_all_comments(slug: str, round_number: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        count = publish_comments(
            db, identity(), code, round_by_number(db, identity(), code, round_number)
        )
    flash(ngettext("%(num)s comment is published.", "%(num)s comments are published.", count))
    return redirect(url_for("rounds.show", slug=slug, round_number=round_number))
