"""Comparisons: choosing two versions, and the redline of two versions or of two rounds."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.request.messages import message_of
from drafting.services.anchors.queries import reanchored_from
from drafting.services.codes.queries import code_by_slug, context_of_code
from drafting.services.comments.round_figures import figures_of
from drafting.services.comments.threads import comment_refusal
from drafting.services.comparison.comparisons import (
    comparison_of,
    has_failed,
    is_compared,
    request_comparison,
)
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.rounds.scheduling import latest_round, round_by_number
from drafting.services.versions.queries import (
    context_of_version,
    published_versions,
    version_by_number,
)
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session
from drafting.web.comparison.redline_filters import Filters
from drafting.web.comparison.redlines import RedlineRequest, redline_of
from drafting.web.versions.reading import up_to_date_with

bp = Blueprint("comparisons", __name__, url_prefix="/codes/<slug>")
VIEWS = ("inline", "sides")
DRAFT = "draft"  # chosen in place of a version: the working drafts


@bp.get("/compare")
@asks(Permission.CODE_READ)
def choose(slug: str) -> ResponseReturnValue:
    """The form with two lists sends its choice here; without one, the two newest are compared."""
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        versions = published_versions(db, code)
    numbers = [one.number for one in versions]
    if request.args.get("new") == DRAFT and request.args.get("old", type=int) in numbers:
        return redirect(url_for("draft_comparisons.show", slug=slug, number=request.args["old"]))
    chosen = sorted(
        number
        for number in set(numbers)
        if str(number) in {request.args.get("old"), request.args.get("new")}
    )
    if len(chosen) == 1 and request.args.get("old") == request.args.get("new"):
        flash(_("Choose two different versions."))
    pair = chosen if len(chosen) == 2 else sorted(numbers[:2])  # noqa: PLR2004 - a comparison has two sides
    if len(pair) < 2:  # noqa: PLR2004 - as above
        return render_template("comparison/none.html", code=code, versions=versions)
    return redirect(
        url_for(
            "comparisons.show", slug=slug, old=pair[0], new=pair[1], view=request.args.get("view")
        )
    )


@bp.get("/versions/<key:old>/compare/<key:new>")
@asks(Permission.VERSION_READ)
def show(slug: str, old: int, new: int) -> ResponseReturnValue:
    if old >= new:
        return redirect(url_for("comparisons.choose", slug=slug, old=new, new=old))
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        versions = [version_by_number(db, identity(), code, number) for number in (old, new)]
        return _page(db, code, versions[0], versions[1])


@bp.post("/versions/<key:old>/compare/<key:new>")
@asks(Permission.VERSION_READ)
def compute(slug: str, old: int, new: int) -> ResponseReturnValue:
    """Ask the worker for a comparison that is not there, as after an improvement of the engine."""
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        before, after = (
            version_by_number(db, identity(), code, number) for number in sorted((old, new))
        )
        request_comparison(db, identity(), code, before, after)
    return redirect(url_for("comparisons.show", slug=slug, old=min(old, new), new=max(old, new)))


@bp.get("/versions/<key:old>/compare/<key:new>/work")
@asks(Permission.VERSION_READ)
def work(slug: str, old: int, new: int) -> ResponseReturnValue:
    """Whether the comparison is there, or will not be: what its page waits for."""
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        before, after = (version_by_number(db, identity(), code, number) for number in (old, new))
        is_ready = is_compared(db, before, after)
        return {"ready": is_ready, "failed": not is_ready and has_failed(db, before, after)}


@bp.get("/rounds/<key:old>/compare/<key:new>")
@asks(Permission.VERSION_READ)
def rounds(slug: str, old: int, new: int) -> ResponseReturnValue:
    """Two rounds: what was said in each, by whom, and what became of the text between them."""
    if old >= new:
        return redirect(
            url_for("comparisons.rounds", slug=slug, old=new, new=old)
            if old > new
            else url_for("rounds.index", slug=slug)
        )
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        pair = [round_by_number(db, identity(), code, number) for number in (old, new)]
        figures = [figures_of(db, identity(), code, one) for one in pair]
        before, after = sorted((one.version for one in pair), key=lambda version: version.number)
        earlier = [one for one in pair if one.version.number < after.number]
        carried = {one.id: reanchored_from(db, identity(), code, one, after) for one in earlier}
        return _page(db, code, before, after, rounds=pair, figures=figures, carried=carried)


def _page(
    db: Session, code: CodeOfPractice, old: Version, new: Version, **more: object
) -> ResponseReturnValue:
    view = request.args.get("view", "")
    given = {"code": code, "old": old, "new": new, "versions": published_versions(db, code), **more}
    if old.id == new.id:
        return render_template("comparison/same_text.html", **given)
    try:
        comparison = comparison_of(db, old, new)
    except ComparisonNotReadyError:
        return render_template("comparison/waiting.html", **given)
    except ComparisonFailedError as error:
        return render_template("comparison/waiting.html", failure=message_of(error), **given)
    wanted = RedlineRequest(
        request.args.get("page", type=int),
        request.args.get("at", type=int),
        "paper" in request.args,
    )
    filters = Filters.asked(request.args)
    redline = redline_of(
        db,
        identity(),
        code,
        old=old,
        new=new,
        comparison=comparison,
        filters=filters,
        wanted=wanted,
    )
    given["may_comment"] = [
        side
        for side, one in (("old", old), ("new", new))
        if comment_refusal(db, identity(), code, one) is None
    ]
    given["since"], given["round"] = up_to_date_with(db, identity(), code), latest_round(db, new)
    given["edit"] = request.args.get("edit", type=int)
    given["may_revise"] = may(identity(), Permission.CHANGE_REVISE, context_of_code(code))
    given["may_mark"] = may(identity(), Permission.READING_MARK, context_of_version(code, new))
    return render_template(
        "comparison/show.html", redline=redline, view=view if view in VIEWS else VIEWS[0], **given
    )
