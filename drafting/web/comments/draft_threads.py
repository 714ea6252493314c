"""The comments on a chapter beside its working draft: where each one that was made on the newest
version stands now.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from drafting.policy.permission_map import may
from drafting.services.anchors.draft_threads import threads_in_draft
from drafting.services.comparison import draft_comparisons
from drafting.services.versions import queries
from drafting.web.view import (
    Permission,
    asks,
    chapter,
    code,
    db,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint(
    "draft_threads", __name__, url_prefix="/codes/<slug>/chapters/<key:chapter_id>/draft/threads"
)


@bp.get("")
@asks(Permission.DRAFT_READ)
def index(chapter_id: int) -> ResponseReturnValue:
    shown = {"code": code(), "chapter": chapter(chapter_id)}
    newest = queries.newest_published(db(), code())
    if newest is None or not may(
        identity(), Permission.DRAFT_COMPARE, queries.context_of_version(code(), newest)
    ):
        return render_template("drafts/no_threads.html", **shown)
    found = draft_comparisons.draft_comparison_of(db(), identity(), code(), newest)
    work = draft_comparisons.job_status_of(db(), code(), newest)
    threads = (
        threads_in_draft(db(), identity(), code(), newest, found=found, chapter_id=chapter_id)
        if found
        else []
    )
    return render_template(
        "drafts/threads.html", old=newest, found=found, work=work, threads=threads, **shown
    )


@bp.post("")
@asks(Permission.DRAFT_READ)
def renew(chapter_id: int) -> ResponseReturnValue:
    """Ask the worker to look for them in the draft as it is now."""
    with transaction() as session:
        newest = queries.newest_published(session, chapter(chapter_id).code)
        if newest is not None:
            draft_comparisons.request_draft_comparison(session, identity(), code(), newest)
    return redirect_to("draft_threads.index", chapter_id=chapter_id)
