"""The start page, and each code of practice's front page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.codes.creating import change_code, create_code
from drafting.services.codes.queries import code_by_slug, codes_of, context_of_code
from drafting.web.codes.front_page import front_page_of

bp = Blueprint("codes", __name__)


@bp.get("/")
@asks(Permission.PUBLIC)
def index() -> ResponseReturnValue:
    with app_context().database.reading() as db:
        codes = codes_of(db, identity())
        return render_template("codes/index.html", codes=codes)


@bp.get("/codes/new")
@asks(Permission.CODE_CREATE)
def new() -> ResponseReturnValue:
    require(identity(), Permission.CODE_CREATE)
    return render_template("codes/new.html", problem=None, typed={})


@bp.post("/codes/new")
@asks(Permission.CODE_CREATE)
def create() -> ResponseReturnValue:
    require(identity(), Permission.CODE_CREATE)
    try:
        with app_context().database.transaction() as db:
            slug = create_code(
                db,
                identity(),
                slug=form_text("slug").strip(),
                title=form_text("title"),
                summary=form_text("summary"),
            ).slug
    except DraftingError as error:
        return render_form_error("codes/new.html", error)
    flash(_("The code of practice is begun. Import a first text, or add chapters one by one."))
    return redirect(url_for("chapters.index", slug=slug))


@bp.get("/codes/<slug>")
@asks(Permission.CODE_READ)
def show(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        return render_template(
            "codes/show.html", **front_page_of(db, identity(), code_by_slug(db, identity(), slug))
        )


@bp.get("/codes/<slug>/edit")
@asks(Permission.CODE_CHANGE)
def edit(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.CODE_CHANGE, context_of_code(code))
        return render_template("codes/edit.html", code=code, problem=None, typed={})


@bp.post("/codes/<slug>/edit")
@asks(Permission.CODE_CHANGE)
def change(slug: str) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            require(identity(), Permission.CODE_CHANGE, context_of_code(code))
            change_code(db, identity(), code, **_given())
    except DraftingError as error:
        with app_context().database.reading() as db:
            code = code_by_slug(db, identity(), slug)
            require(identity(), Permission.CODE_CHANGE, context_of_code(code))
            return render_form_error("codes/edit.html", error, code=code)
    flash(_("Changed."))
    return redirect(url_for("codes.show", slug=slug))


def _given() -> dict[str, Any]:
    return {
        "title": form_text("title"),
        "summary": form_text("summary"),
        "is_public": form_text("is_public") == "1",
    }
