"""Rounds: the list, one round, opening, extending and closing it."""

from datetime import timedelta

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting import clock
from drafting.policy.permission_map import may
from drafting.services.answers.deciding import prepared_count
from drafting.services.codes.queries import context_of_code
from drafting.services.comments.round_figures import figures_of
from drafting.services.comments.transitions import may_publish_comments
from drafting.services.rounds import scheduling
from drafting.services.versions.queries import published_versions
from drafting.web.instants import form_instant, form_schedule, format_datetime_local
from drafting.web.versions.reading import is_asked_to_comment
from drafting.web.view import (
    Permission,
    asks,
    code,
    db,
    forms,
    identity,
    redirect_to,
    transaction,
    version,
)

bp = Blueprint("rounds", __name__, url_prefix="/codes/<slug>/rounds")
USUAL_LENGTH = timedelta(days=21)


@bp.get("")
@asks(Permission.CODE_READ)
def index() -> ResponseReturnValue:
    rounds = scheduling.rounds_of(db(), identity(), code())
    return render_template("rounds/index.html", code=code(), rounds=rounds)


@bp.get("/new")
@asks(Permission.ROUND_CHANGE)
def new() -> ResponseReturnValue:
    shown = code(Permission.ROUND_CHANGE)
    rounds = scheduling.rounds_of(db(), identity(), shown)
    return forms.render(
        "rounds/new.html",
        code=shown,
        choices=[(str(one.number), one.label) for one in published_versions(db(), shown)],
        suggested=format_datetime_local(clock.now() + USUAL_LENGTH),
        number=max((one.number for one in rounds), default=0) + 1,
    )


@bp.post("/new")
@asks(Permission.ROUND_CHANGE)
@forms.on_error(new)
def create() -> ResponseReturnValue:
    closes_at, opens_at = form_instant("closes_at"), form_schedule("opens_at")
    with transaction() as session:
        round_ = scheduling.plan_round(
            session,
            identity(),
            code(),
            version(forms.integer("version") or 0),
            title=forms.text("title"),
            audience=forms.text("audience"),
            questions=forms.text("questions").split("\n\n"),
            opens_at=opens_at,
            closes_at=closes_at,
        )
    flash(_("The round is set."))
    return redirect_to("rounds.show", round_number=round_.number)


@bp.get("/<key:round_number>")
@asks(Permission.VERSION_READ)
def show(round_number: int) -> ResponseReturnValue:
    round_ = scheduling.round_by_number(db(), identity(), code(), round_number)
    others = scheduling.rounds_of(db(), identity(), code())
    may_publish = may(identity(), Permission.ANSWER_PUBLISH, context_of_code(code()))
    return forms.render(
        "rounds/show.html",
        code=code(),
        round=round_,
        figures=figures_of(db(), identity(), code(), round_),
        prepared=prepared_count(db(), round_) if may_publish else 0,
        is_asked=is_asked_to_comment(db(), identity(), code(), round_.version),
        may_publish_comments=may_publish_comments(identity(), code(), round_),
        closes_field=format_datetime_local(round_.closes_at),
        others=[one for one in others if one.number < round_number],
    )


def _show_to_secretariat(round_number: int) -> ResponseReturnValue:
    code(Permission.ROUND_CHANGE)
    return show(round_number)


@bp.post("/<key:round_number>/extend")
@asks(Permission.ROUND_CHANGE)
@forms.on_error(_show_to_secretariat)
def extend(round_number: int) -> ResponseReturnValue:
    closes_at = form_instant("closes_at")
    with transaction() as session:
        round_ = scheduling.round_by_number(session, identity(), code(), round_number)
        scheduling.extend_round(session, identity(), code(), round_, closes_at=closes_at)
    flash(_("The closing time is changed."))
    return redirect_to("rounds.show", round_number=round_number)


@bp.post("/<key:round_number>/close")
@asks(Permission.ROUND_CHANGE)
@forms.on_error(_show_to_secretariat)
def close(round_number: int) -> ResponseReturnValue:
    with transaction() as session:
        round_ = scheduling.round_by_number(session, identity(), code(), round_number)
        scheduling.close_round(session, identity(), code(), round_)
    flash(_("The round is closed. Comments are no longer taken."))
    return redirect_to("rounds.show", round_number=round_number)
