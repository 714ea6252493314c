"""Comparisons: choosing two versions, and the redline of two versions or of two rounds."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.comparison.comparisons import has_failed, is_compared, request_comparison
from drafting.services.versions.queries import published_versions
from drafting.web.comparison.redline_page import render_redline, render_rounds
from drafting.web.view import (
    Permission,
    asks,
    code,
    db,
    identity,
    redirect_to,
    transaction,
    version,
)

bp = Blueprint("comparisons", __name__, url_prefix="/codes/<slug>")
DRAFT = "draft"  # chosen in place of a version: the working drafts


@bp.get("/compare")
@asks(Permission.CODE_READ)
def choose() -> ResponseReturnValue:
    """The form with two lists sends its choice here; without one, the two newest are compared."""
    versions = published_versions(db(), code())
    numbers = [one.number for one in versions]
    old, new = request.args.get("old"), request.args.get("new")
    if new == DRAFT and request.args.get("old", type=int) in numbers:
        return redirect_to("draft_comparisons.show", number=old)
    chosen = sorted(number for number in numbers if str(number) in {old, new})
    if chosen and old == new:
        flash(_("Choose two different versions."))
    match chosen if len(chosen) > 1 else sorted(numbers[:2]):
        case [first, last]:
            view = request.args.get("view")
            return redirect_to("comparisons.show", old=first, new=last, view=view)
    return render_template("comparison/none.html", code=code(), versions=versions)


@bp.get("/versions/<key:old>/compare/<key:new>")
@asks(Permission.VERSION_READ)
def show(old: int, new: int) -> ResponseReturnValue:
    if old >= new:
        return redirect_to("comparisons.choose", old=new, new=old)
    return render_redline(version(old), version(new))


@bp.post("/versions/<key:old>/compare/<key:new>")
@asks(Permission.VERSION_READ)
def compute(old: int, new: int) -> ResponseReturnValue:
    """Ask the worker for a comparison that is missing, as after a new engine."""
    old, new = sorted((old, new))
    with transaction() as session:
        request_comparison(session, identity(), code(), version(old), version(new))
    return redirect_to("comparisons.show", old=old, new=new)


@bp.get("/versions/<key:old>/compare/<key:new>/work")
@asks(Permission.VERSION_READ)
def work(old: int, new: int) -> ResponseReturnValue:
    """Whether the comparison is computed, or failed: what its page waits for."""
    before, after = version(old), version(new)
    is_ready = is_compared(db(), before, after)
    return {"ready": is_ready, "failed": not is_ready and has_failed(db(), before, after)}


@bp.get("/rounds/<key:old>/compare/<key:new>")
@asks(Permission.VERSION_READ)
def rounds(old: int, new: int) -> ResponseReturnValue:
    """Two rounds: who commented in each, and how the text changed between them."""
    if old == new:
        return redirect_to("rounds.index")
    if old > new:
        return redirect_to("comparisons.rounds", old=new, new=old)
    return render_rounds(old, new)
