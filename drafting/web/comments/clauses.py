"""One clause on a page of its own: its words, how to cite it, and the comments on it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from drafting.services.versions.queries import clause_by_eid
from drafting.web.comments.panels import panel_of, render_page_or_panel
from drafting.web.view import Permission, asks, db, version

bp = Blueprint("clauses", __name__, url_prefix="/codes/<slug>/versions/<key:number>")


@bp.get("/clauses/<eid>")
@asks(Permission.VERSION_READ)
def show(number: int, eid: str) -> ResponseReturnValue:
    shown = version(number)
    context = panel_of(shown, clause_by_eid(db(), shown, eid))
    return render_page_or_panel("comments/clauses/show.html", context)


@bp.get("/general")
@asks(Permission.VERSION_READ)
def general(number: int) -> ResponseReturnValue:
    """The comments on the version as a whole."""
    return render_page_or_panel("comments/clauses/general.html", panel_of(version(number), None))
