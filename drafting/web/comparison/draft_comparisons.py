"""The comparison of a version with the working drafts: of which moment it is, and a newer one."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from drafting.services.comparison import draft_comparisons
from drafting.services.versions.queries import published_versions
from drafting.storage.models import Version
from drafting.web.comparison.draft_redlines import draft_as_version, draft_redline_of
from drafting.web.comparison.redline_request import RedlineRequest
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

bp = Blueprint(
    "draft_comparisons", __name__, url_prefix="/codes/<slug>/versions/<key:number>/compare/draft"
)


@bp.get("")
@asks(Permission.DRAFT_COMPARE)
def show(number: int) -> ResponseReturnValue:
    old, wanted = _compared(number), RedlineRequest.from_query(request.args)
    found = draft_comparisons.draft_comparison_of(db(), identity(), code(), old)
    context = {
        "code": code(),
        "old": old,
        "new": draft_as_version(),
        "versions": published_versions(db(), code()),
        "found": found,
        "work": draft_comparisons.job_status_of(db(), code(), old),
        "here": url_for("draft_comparisons.show", number=number),
        "view": wanted.view,
        "query": wanted.as_query(),
    }
    if found is None:
        return render_template("comparison/draft_waiting.html", **context)
    redline = draft_redline_of(old, found, wanted)
    return render_template("comparison/draft.html", redline=redline, **context)


@bp.post("")
@asks(Permission.DRAFT_COMPARE)
def compute(number: int) -> ResponseReturnValue:
    """Ask the worker to compare with the present drafts; the query of the page is kept."""
    with transaction() as session:
        draft_comparisons.request_draft_comparison(session, identity(), code(), version(number))
    query = RedlineRequest.from_query(request.args).as_query()
    return redirect_to("draft_comparisons.show", number=number, **query)


@bp.get("/work")
@asks(Permission.DRAFT_COMPARE)
def work(number: int) -> ResponseReturnValue:
    """Whether the worker is done: what the pages wait for."""
    old = _compared(number)
    status = draft_comparisons.job_status_of(db(), code(), old)
    is_compared = draft_comparisons.is_draft_compared(db(), code(), old)
    return {"ready": not status.is_running and is_compared, "failed": status.has_failed}


def _compared(number: int) -> Version:
    found = version(number)
    draft_comparisons.require_comparing(identity(), code(), found)
    return found
