"""The page on which a working draft is edited together, and its Markdown as a file."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import readable_chapter
from drafting.services.coediting.queries import draft_text
from drafting.services.versions.queries import newest_published

bp = Blueprint("drafts", __name__, url_prefix="/codes/<slug>/chapters/<key:chapter_id>")


@bp.get("/draft")
@asks(Permission.DRAFT_READ)
def edit(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        chapter = readable_chapter(db, identity(), slug, chapter_id)
        newest = newest_published(db, chapter.code)
        return render_template(
            "drafts/edit.html", code=chapter.code, chapter=chapter, newest=newest
        )


@bp.get("/draft.md")
@asks(Permission.DRAFT_READ)
def markdown(slug: str, chapter_id: int) -> ResponseReturnValue:
    """The committed text, as a download."""
    with app_context().database.reading() as db:
        chapter = readable_chapter(db, identity(), slug, chapter_id)
        text = draft_text(db, chapter.working_draft.id)
    headers = {
        "Content-Disposition": f'attachment; filename="{slug}-chapter-{chapter.position}.md"'
    }
    return Response(text, content_type="text/markdown; charset=utf-8", headers=headers)
