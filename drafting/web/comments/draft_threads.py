"""The comments on a chapter beside its working draft: where each one that was made on the newest
version stands now.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.anchors.draft_threads import threads_in_draft
from drafting.services.codes.queries import readable_chapter
from drafting.services.comparison.draft_comparisons import (
    ask_for_draft_comparison,
    draft_comparison_of,
    work_on,
)
from drafting.services.versions.queries import context_of_version, newest_published

bp = Blueprint(
    "draft_threads", __name__, url_prefix="/codes/<slug>/chapters/<key:chapter_id>/draft/threads"
)


@bp.get("")
@asks(Permission.DRAFT_READ)
def index(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        chapter = readable_chapter(db, identity(), slug, chapter_id)
        code = chapter.code
        newest = newest_published(db, code)
        if newest is None or not may(
            identity(), Permission.DRAFT_COMPARE, context_of_version(code, newest)
        ):
            return render_template("drafts/no_threads.html", code=code, chapter=chapter)
        found, work = draft_comparison_of(db, identity(), code, newest), work_on(db, code, newest)
        threads = (
            threads_in_draft(db, identity(), code, newest, found=found, chapter_id=chapter.id)
            if found
            else []
        )
        given = {
            "code": code,
            "chapter": chapter,
            "old": newest,
            "found": found,
            "work": work,
            "threads": threads,
        }
        return render_template("drafts/threads.html", **given)


@bp.post("")
@asks(Permission.DRAFT_READ)
def renew(slug: str, chapter_id: int) -> ResponseReturnValue:
    """Have them looked for in the draft of now."""
    with app_context().database.transaction() as db:
        code = readable_chapter(db, identity(), slug, chapter_id).code
        newest = newest_published(db, code)
        if newest is not None:
            ask_for_draft_comparison(db, identity(), code, newest)
    return redirect(url_for("draft_threads.index", slug=slug, chapter_id=chapter_id))
