"""Imports Markdown by upload or by pasting: as new chapters, or into the working draft of a chapter."""

from typing import cast

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.domain.markdown.splitting import SplitAt
from drafting.errors import DraftingError
from drafting.services.drafts import importing
from drafting.services.versions.queries import texts_of_chapter
from drafting.storage.models import Chapter
from drafting.web.view import (
    Permission,
    asks,
    chapter,
    code,
    db,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("imports", __name__, url_prefix="/codes/<slug>")


def _field_of(error: DraftingError) -> str | None:
    """What is wrong with a file is said at the file."""
    field = forms.field_of(error)
    return "file" if field == "markdown" and _file_name() else field


@bp.get("/import")
@asks(Permission.CHAPTER_CHANGE)
def new() -> ResponseReturnValue:
    return forms.render("drafts/imports/new.html", code=code(Permission.CHAPTER_CHANGE))


@bp.post("/import")
@asks(Permission.CHAPTER_CHANGE)
@forms.on_error(new, field=_field_of)
def create() -> ResponseReturnValue:
    title = code(Permission.CHAPTER_CHANGE).title
    text = importing.checked_markdown(_source())
    split_at = forms.text("split_at") if forms.text("split_at") in {"h1", "h2"} else None
    found = importing.chapters_of(
        text, cast("SplitAt | None", split_at), otherwise=_title_of_file() or title
    )
    with transaction() as session:
        made = importing.import_chapters(session, identity(), code(), found)
    flash(ngettext("%(num)s chapter is imported.", "%(num)s chapters are imported.", len(made)))
    return redirect_to("chapters.index")


@bp.get("/chapters/<key:chapter_id>/import")
@asks(Permission.DRAFT_WRITE)
def into(chapter_id: int) -> ResponseReturnValue:
    shown = _writable_chapter(chapter_id)
    earlier = texts_of_chapter(db(), identity(), shown.code, chapter_id)
    texts = {str(version.number): text for version, text in earlier}
    return forms.render(
        "drafts/imports/into.html",
        chapter=shown,
        code=shown.code,
        earlier=earlier,
        initial={"markdown": texts.get(request.args.get("version", ""), "")},
    )


@bp.post("/chapters/<key:chapter_id>/import")
@asks(Permission.DRAFT_WRITE)
@forms.on_error(into, field=_field_of)
def replace(chapter_id: int) -> ResponseReturnValue:
    draft_id = _writable_chapter(chapter_id).working_draft.id
    text = importing.checked_markdown(_source())
    update = importing.forward_edit(db(), draft_id, text)
    if update is None:
        flash(_("Nothing to change."))
    else:
        with transaction() as session:
            importing.record_forward_edit(session, identity(), draft_id=draft_id, update=update)
        flash(_("The text is worked into the draft; what others typed meanwhile is kept."))
    return redirect_to("drafts.edit", chapter_id=chapter_id)


def _writable_chapter(chapter_id: int) -> Chapter:
    chapter(chapter_id)  # may be read: else it does not exist for the actor
    return chapter(chapter_id, Permission.DRAFT_WRITE)


def _source() -> bytes:
    """The bytes of the file, or of the pasted text when no file was chosen."""
    if _file_name():
        content: bytes = request.files["file"].read()
        return content
    return forms.text("markdown").encode("utf-8", "surrogatepass")


def _title_of_file() -> str:
    return _file_name().rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _file_name() -> str:
    file = request.files.get("file")
    return file.filename or "" if file is not None else ""
