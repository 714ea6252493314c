"""The chairs' answers, and what is published for a whole round at once."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.services.answers import deciding
from drafting.services.comments.transitions import publish_comments
from drafting.services.rounds.scheduling import round_by_number
from drafting.web.comments import threads
from drafting.web.view import (
    Permission,
    asks,
    code,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("answers", __name__, url_prefix="/codes/<slug>")


@bp.post("/threads/<key:thread_number>/answer")
@asks(Permission.ANSWER_RECORD)
@forms.on_error(threads.show, form="answer-{thread_number}")
def record(thread_number: int) -> ResponseReturnValue:
    kind, reason, revision = (
        forms.text("kind"),
        forms.text("reason"),
        forms.integer("revision") or 0,
    )
    with transaction() as session:
        seen = threads.visible_thread(thread_number)
        deciding.record_answer(
            session, identity(), code(), seen, kind=kind, reason=reason, revision=revision
        )
    return threads.after_saving(seen.thread, _("The answer is recorded. It is not public yet."))


@bp.post("/threads/<key:thread_number>/answer/publish")
@asks(Permission.ANSWER_PUBLISH)
@forms.on_error(threads.show, form="publish-{thread_number}")
def publish(thread_number: int) -> ResponseReturnValue:
    revision = forms.integer("revision") or 0
    with transaction() as session:
        seen = threads.visible_thread(thread_number)
        deciding.publish_answer(session, identity(), code(), seen, revision=revision)
    return threads.after_saving(seen.thread, _("The answer is published."))


@bp.post("/rounds/<key:round_number>/answers/publish")
@asks(Permission.ANSWER_PUBLISH)
def publish_all(round_number: int) -> ResponseReturnValue:
    with transaction() as session:
        round_ = round_by_number(session, identity(), code(), round_number)
        count = deciding.publish_answers(session, identity(), code(), round_)
    return redirect_to(
        "rounds.show",
        ngettext("%(num)s answer is published.", "%(num)s answers are published.", count),
        round_number=round_number,
    )


@bp.post("/rounds/<key:round_number>/comments/publish")
@asks(Permission.COMMENT_PUBLISH)
def publish_all_comments(round_number: int) -> ResponseReturnValue:
    with transaction() as session:
        round_ = round_by_number(session, identity(), code(), round_number)
        count = publish_comments(session, identity(), code(), round_)
    return redirect_to(
        "rounds.show",
        ngettext("%(num)s comment is published.", "%(num)s comments are published.", count),
        round_number=round_number,
    )
