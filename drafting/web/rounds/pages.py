"""Rounds: the list, one round, opening, extending and closing it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting import clock
from drafting.errors import DraftingError
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_int, form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.answers.deciding import prepared_count
from drafting.services.codes.queries import code_by_slug, context_of_code
from drafting.services.comments.round_figures import figures_of
from drafting.services.comments.transitions import may_publish_comments
from drafting.services.rounds.scheduling import (
    close_round,
    extend_round,
    plan_round,
    round_by_number,
    rounds_of,
)
from drafting.services.versions.queries import published_versions, version_by_number
from drafting.storage.models import CodeOfPractice, Round
from drafting.storage.unit_of_work import Session
from drafting.web.instants import form_instant, form_schedule, format_datetime_local
from drafting.web.versions.reading import is_asked_to_comment

bp = Blueprint("rounds", __name__, url_prefix="/codes/<slug>/rounds")
USUAL_LENGTH = timedelta(days=21)


@bp.get("")
@asks(Permission.CODE_READ)
def index(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        return render_template(
            "rounds/index.html", code=code, rounds=rounds_of(db, identity(), code)
        )


@bp.get("/new")
@asks(Permission.ROUND_CHANGE)
def new(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.ROUND_CHANGE, context_of_code(code))
        return render_template("rounds/new.html", problem=None, typed={}, **_form(db, code))


@bp.post("/new")
@asks(Permission.ROUND_CHANGE)
def create(slug: str) -> ResponseReturnValue:
    try:
        closes_at = form_instant("closes_at")
        opens_at = form_schedule("opens_at")
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            version = version_by_number(db, identity(), code, form_int("version") or 0)
            questions = form_text("questions").split("\n\n")
            fields = {"title": form_text("title"), "audience": form_text("audience")}
            times = {"opens_at": opens_at, "closes_at": closes_at}
            made = plan_round(db, identity(), code, version, questions=questions, **fields, **times)  # type: ignore[arg-type]
            number = made.number
    except DraftingError as error:
        with app_context().database.reading() as db:
            code = code_by_slug(db, identity(), slug)
            require(identity(), Permission.ROUND_CHANGE, context_of_code(code))
            return render_form_error("rounds/new.html", error, **_form(db, code))
    flash(_("The round is set."))
    return redirect(url_for("rounds.show", slug=slug, round_number=number))


@bp.get("/<key:round_number>")
@asks(Permission.VERSION_READ)
def show(slug: str, round_number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        round_ = round_by_number(db, identity(), code, round_number)
        return render_template(
            "rounds/show.html", problem=None, typed={}, **_page(db, code, round_)
        )


@bp.post("/<key:round_number>/extend")
@asks(Permission.ROUND_CHANGE)
def extend(slug: str, round_number: int) -> ResponseReturnValue:
    try:
        closes_at = form_instant("closes_at")
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            extend_round(
                db,
                identity(),
                code,
                round_by_number(db, identity(), code, round_number),
                closes_at=closes_at,
            )
    except DraftingError as error:
        return _again(slug, round_number, error)
    flash(_("The closing time is changed."))
    return redirect(url_for("rounds.show", slug=slug, round_number=round_number))


@bp.post("/<key:round_number>/close")
@asks(Permission.ROUND_CHANGE)
def close(slug: str, round_number: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            close_round(db, identity(), code, round_by_number(db, identity(), code, round_number))
    except DraftingError as error:
        return _again(slug, round_number, error)
    flash(_("The round is closed. Comments are no longer taken."))
    return redirect(url_for("rounds.show", slug=slug, round_number=round_number))


def _form(db: Session, code: CodeOfPractice) -> dict[str, Any]:
    return {
        "code": code,
        "choices": [(str(one.number), one.label) for one in published_versions(db, code)],
        "suggested": format_datetime_local(clock.now() + USUAL_LENGTH),
        "number": max((one.number for one in rounds_of(db, identity(), code)), default=0) + 1,
    }


def _page(db: Session, code: CodeOfPractice, round_: Round) -> dict[str, Any]:
    may_publish = may(identity(), Permission.ANSWER_PUBLISH, context_of_code(code))
    return {
        "code": code,
        "round": round_,
        "figures": figures_of(db, identity(), code, round_),
        "prepared": prepared_count(db, round_) if may_publish else 0,
        "is_asked": is_asked_to_comment(db, identity(), code, round_.version),
        "may_publish_comments": may_publish_comments(identity(), code, round_),
        "closes_field": format_datetime_local(round_.closes_at),
        "others": [one for one in rounds_of(db, identity(), code) if one.number < round_.number],
    }


def _again(slug: str, round_number: int, error: DraftingError) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.ROUND_CHANGE, context_of_code(code))
        round_ = round_by_number(db, identity(), code, round_number)
        return render_form_error("rounds/show.html", error, **_page(db, code, round_))
