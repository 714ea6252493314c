"""The start page, and each code of practice's front page."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.codes import creating, queries
from drafting.web.codes.front_page import front_page_of
from drafting.web.view import (
    Permission,
    asks,
    code,
    db,
    forms,
    identity,
    redirect_to,
    require,
    transaction,
)

bp = Blueprint("codes", __name__)


@bp.get("/")
@asks(Permission.PUBLIC)
def index() -> ResponseReturnValue:
    return forms.render("codes/index.html", codes=queries.codes_of(db(), identity()))


@bp.get("/codes/new")
@asks(Permission.CODE_CREATE)
def new() -> ResponseReturnValue:
    require(identity(), Permission.CODE_CREATE)
    return forms.render("codes/new.html")


@bp.post("/codes/new")
@asks(Permission.CODE_CREATE)
@forms.on_error(new)
def create() -> ResponseReturnValue:
    require(identity(), Permission.CODE_CREATE)
    slug, title, summary = forms.text("slug").strip(), forms.text("title"), forms.text("summary")
    with transaction() as session:
        creating.create_code(session, identity(), slug=slug, title=title, summary=summary)
    return redirect_to(
        "chapters.index",
        _("The code of practice is created. Import a first text, or add chapters one by one."),
        slug=slug,
    )


@bp.get("/codes/<slug>")
@asks(Permission.CODE_READ)
def show() -> ResponseReturnValue:
    return forms.render("codes/show.html", **front_page_of(db(), identity(), code()))


@bp.get("/codes/<slug>/edit")
@asks(Permission.CODE_CHANGE)
def edit() -> ResponseReturnValue:
    return forms.render("codes/edit.html", code=code(Permission.CODE_CHANGE))


@bp.post("/codes/<slug>/edit")
@asks(Permission.CODE_CHANGE)
@forms.on_error(edit)
def change() -> ResponseReturnValue:
    title, summary, is_public = (forms.text(name) for name in ("title", "summary", "is_public"))
    with transaction() as session:
        changed = code(Permission.CODE_CHANGE)
        creating.change_code(
            session, identity(), changed, title=title, summary=summary, is_public=is_public == "1"
        )
    return redirect_to("codes.show", _("Saved."))
