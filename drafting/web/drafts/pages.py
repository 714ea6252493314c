"""The page on which a working draft is edited together, and its Markdown as a file."""

from io import BytesIO

from flask import Blueprint, render_template, send_file
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
    text = BytesIO(draft_text(db(), chapter.working_draft.id).encode())
    return send_file(text, "text/markdown", as_attachment=True, download_name=name)
