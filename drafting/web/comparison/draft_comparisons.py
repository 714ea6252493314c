"""The comparison of a version with the working drafts: of which moment it is, a newer one, and
what the worker is at.
"""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.comparison.draft_comparisons import (
    draft_comparison_of,
    is_draft_compared,
    job_status_of,
    request_draft_comparison,
    require_comparing,
)
from drafting.services.versions.queries import published_versions, version_by_number
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session
from drafting.web.comparison.draft_redlines import draft_as_version, draft_redline_of
from drafting.web.comparison.redline_filters import Filters
from drafting.web.comparison.redlines import RedlineRequest

bp = Blueprint(
    "draft_comparisons", __name__, url_prefix="/codes/<slug>/versions/<key:number>/compare/draft"
)
VIEWS = ("inline", "sides")


@bp.get("")
@asks(Permission.DRAFT_COMPARE)
def show(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code, version = _compared(db, slug, number)
        found = draft_comparison_of(db, identity(), code, version)
        filters = Filters.asked(request.args)
        wanted = RedlineRequest(
            request.args.get("page", type=int), is_paper="paper" in request.args
        )
        given = {
            "code": code,
            "old": version,
            "new": draft_as_version(code),
            "versions": published_versions(db, code),
            "found": found,
            "work": job_status_of(db, code, version),
            "here": url_for("draft_comparisons.show", slug=slug, number=number),
            "view": _view(),
            "query": _query(filters),
        }
        if found is None:
            return render_template("comparison/draft_waiting.html", **given)
        redline = draft_redline_of(
            db, identity(), code, old=version, found=found, filters=filters, wanted=wanted
        )
        return render_template("comparison/draft.html", redline=redline, **given)


@bp.post("")
@asks(Permission.DRAFT_COMPARE)
def compute(slug: str, number: int) -> ResponseReturnValue:
    """Ask the worker to compare with the drafts of now; what was asked of the page is asked
    again.
    """
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        request_draft_comparison(
            db, identity(), code, version_by_number(db, identity(), code, number)
        )
    asked = urlencode(_query(Filters.asked(request.args)), doseq=True)
    return redirect(f"{url_for('draft_comparisons.show', slug=slug, number=number)}?{asked}")


@bp.get("/work")
@asks(Permission.DRAFT_COMPARE)
def work(slug: str, number: int) -> ResponseReturnValue:
    """Whether the worker is done: what the pages wait for."""
    with app_context().database.reading() as db:
        code, version = _compared(db, slug, number)
        stands = job_status_of(db, code, version)
        return {
            "ready": not stands.is_running and is_draft_compared(db, code, version),
            "failed": stands.has_failed,
        }


def _compared(db: Session, slug: str, number: int) -> tuple[CodeOfPractice, Version]:
    code = code_by_slug(db, identity(), slug)
    version = version_by_number(db, identity(), code, number)
    require_comparing(identity(), code, version)
    return code, version


def _view() -> str:
    asked = request.args.get("view", "")
    return asked if asked in VIEWS else VIEWS[0]


def _query(filters: Filters) -> dict[str, object]:
    """What was asked of the page, as it stands in its address."""
    return {**filters.as_query(), "view": _view()}
