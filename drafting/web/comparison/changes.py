"""One numbered change on a page of its own, where editors revise it and decide its succession."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.comparison.redline import change_label
from drafting.services.comparison.changes import change_by_number, revise_change
from drafting.services.comparison.comparisons import is_compared
from drafting.services.comparison.successions import decide_change
from drafting.web.comparison.change_page import render_change
from drafting.web.comparison.redline_request import RedlineRequest
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
    wants_fragment,
)

bp = Blueprint(
    "changes",
    __name__,
    url_prefix="/codes/<slug>/versions/<key:old>/compare/<key:new>/changes/<key:number>",
)


@bp.get("")
@asks(Permission.VERSION_READ)
def show(old: int, new: int, number: int) -> ResponseReturnValue:
    """The page of a change; until the comparison is computed, the page that computes it."""
    if not is_compared(db(), version(old), version(new)):
        return redirect_to("comparisons.show", old=old, new=new, _anchor=change_label(number))
    return render_change(old, new, number)


@bp.post("")
@asks(Permission.CHANGE_REVISE)
@forms.on_error(render_change, form="revise")
def revise(old: int, new: int, number: int) -> ResponseReturnValue:
    with transaction() as session:
        change = change_by_number(session, version(old), version(new), number)
        revise_change(
            session,
            identity(),
            code(),
            change,
            summary=forms.text("summary"),
            significance=forms.text("significance"),
            revision=forms.integer("revision") or 0,
        )
    if wants_fragment():
        return render_change(old, new, number)
    message = _("Saved. If the summary is empty, the generated one is shown.")
    if "back" not in request.args:
        return redirect_to("changes.show", message, old=old, new=new, number=number)
    query = {**RedlineRequest.from_query(request.args).as_query(), "at": number}
    anchor = change_label(number)
    return redirect_to("comparisons.show", message, old=old, new=new, _anchor=anchor, **query)


@bp.post("/succession")
@asks(Permission.SUCCESSION_DECIDE)
@forms.on_error(render_change, form="succession")
def decide(old: int, new: int, number: int) -> ResponseReturnValue:
    """Say which clause became which; the comparison is then computed again."""
    choice, eid = forms.text("what"), forms.text("eid")
    with transaction() as session:
        change = change_by_number(session, version(old), version(new), number)
        decide_change(session, identity(), code(), change, choice=choice, eid=eid)
    message = _("Saved. The comparison is being computed again. Changes keep their numbers.")
    return redirect_to("comparisons.show", message, old=old, new=new)
