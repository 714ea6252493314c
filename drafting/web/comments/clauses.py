"""One clause on a page of its own: its words, how to cite it, what is said about it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.versions.queries import clause_by_eid, version_by_number
from drafting.web.comments.panels import panel_answer, panel_of

bp = Blueprint("clauses", __name__, url_prefix="/codes/<slug>/versions/<key:number>")


@bp.get("/clauses/<eid>")
@asks(Permission.VERSION_READ)
def show(slug: str, number: int, eid: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        return panel_answer(
            "comments/clauses/show.html",
            panel_of(db, identity(), code, version, clause_by_eid(db, version, eid)),
        )


@bp.get("/general")
@asks(Permission.VERSION_READ)
def general(slug: str, number: int) -> ResponseReturnValue:
    """What is said about the version as a whole."""
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        return panel_answer(
            "comments/clauses/general.html", panel_of(db, identity(), code, version, None)
        )
