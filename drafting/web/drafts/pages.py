"""The page on which a working draft is edited together, and its Markdown as a file."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from drafting.services.coediting.queries import draft_text
from drafting.services.versions.queries import newest_published
from drafting.web import view
from drafting.web.view import Permission, asks, db

bp = Blueprint("drafts", __name__, url_prefix="/codes/<slug>/chapters/<key:chapter_id>")


@bp.get("/draft")
@asks(Permission.DRAFT_READ)
def edit(chapter_id: int) -> ResponseReturnValue:
    chapter = view.chapter(chapter_id)
    newest = newest_published(db(), chapter.code)
    return render_template("drafts/edit.html", code=chapter.code, chapter=chapter, newest=newest)


@bp.get("/draft.md")
@asks(Permission.DRAFT_READ)
def markdown(chapter_id: int) -> ResponseReturnValue:
    """The committed text, as a download."""
    chapter = view.chapter(chapter_id)
    name = f"{chapter.code.slug}-chapter-{chapter.position}.md"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = draft_text(db(), chapter.working_draft.id)
    return Response(text, content_type="text/markdown; charset=utf-8", headers=headers)
