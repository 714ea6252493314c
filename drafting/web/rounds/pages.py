"""Rounds: the list, one round, opening, extending and closing it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.rounds import scheduling
from drafting.web import instants
from drafting.web.rounds import contexts
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


@bp.get("")
@asks(Permission.CODE_READ)
def index() -> ResponseReturnValue:
    rounds = scheduling.rounds_of(db(), identity(), code())
    return forms.render("rounds/index.html", code=code(), rounds=rounds)


@bp.get("/new")
@asks(Permission.ROUND_CHANGE)
def new() -> ResponseReturnValue:
    context = contexts.new_round(code(Permission.ROUND_CHANGE))
    return forms.render("rounds/new.html", **context)


@bp.post("/new")
@asks(Permission.ROUND_CHANGE)
@forms.on_error(new)
def create() -> ResponseReturnValue:
    closes_at, opens_at = instants.form_instant("closes_at"), instants.form_schedule("opens_at")
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
    return redirect_to("rounds.show", _("The round is saved."), round_number=round_.number)


@bp.get("/<key:round_number>")
@asks(Permission.VERSION_READ)
def show(round_number: int) -> ResponseReturnValue:
    round_ = scheduling.round_by_number(db(), identity(), code(), round_number)
    return forms.render("rounds/show.html", **contexts.shown_round(code(), round_))


def _show_to_secretariat(round_number: int) -> ResponseReturnValue:
    code(Permission.ROUND_CHANGE)
    return show(round_number)


@bp.post("/<key:round_number>/extend")
@asks(Permission.ROUND_CHANGE)
@forms.on_error(_show_to_secretariat)
def extend(round_number: int) -> ResponseReturnValue:
    closes_at = instants.form_instant("closes_at")
    with transaction() as session:
        round_ = scheduling.round_by_number(session, identity(), code(), round_number)
        scheduling.extend_round(session, identity(), code(), round_, closes_at=closes_at)
    return redirect_to("rounds.show", _("The closing time is changed."), round_number=round_number)


@bp.post("/<key:round_number>/close")
@asks(Permission.ROUND_CHANGE)
@forms.on_error(_show_to_secretariat)
def close(round_number: int) -> ResponseReturnValue:
    with transaction() as session:
        round_ = scheduling.round_by_number(session, identity(), code(), round_number)
        scheduling.close_round(session, identity(), code(), round_)
    return redirect_to(
        "rounds.show",
        _("The round is closed. No more comments are accepted."),
        round_number=round_number,
    )
