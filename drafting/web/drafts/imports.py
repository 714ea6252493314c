"""Importing Markdown, uploaded or pasted: as new chapters, or into the draft of a chapter."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.services.drafts import importing
from drafting.services.versions.queries import texts_of_chapter
from drafting.web.drafts import uploads
from drafting.web.view import (
    Permission,
    asks,
    chapter,
    code,
    db,
    end_reading,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("imports", __name__, url_prefix="/codes/<slug>")


@bp.get("/import")
@asks(Permission.CHAPTER_CHANGE)
def new() -> ResponseReturnValue:
    return forms.render("drafts/imports/new.html", code=code(Permission.CHAPTER_CHANGE))


@bp.post("/import")
@asks(Permission.CHAPTER_CHANGE)
@forms.on_error(new, field=uploads.field_of)
def create() -> ResponseReturnValue:
    title = code(Permission.CHAPTER_CHANGE).title
    text = importing.checked_markdown(uploads.source())
    end_reading()  # before the splitting, which may take seconds
    found = importing.chapters_of(text, uploads.split_at(), otherwise=uploads.title() or title)
    with transaction() as session:
        made = importing.import_chapters(session, identity(), code(), found)
    return redirect_to(
        "chapters.index",
        ngettext("%(num)s chapter is imported.", "%(num)s chapters are imported.", len(made)),
    )


@bp.get("/chapters/<key:chapter_id>/import")
@asks(Permission.DRAFT_WRITE)
def into(chapter_id: int) -> ResponseReturnValue:
    shown = chapter(chapter_id, Permission.DRAFT_WRITE)
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
@forms.on_error(into, field=uploads.field_of)
def replace(chapter_id: int) -> ResponseReturnValue:
    draft_id = chapter(chapter_id, Permission.DRAFT_WRITE).working_draft.id
    text = importing.checked_markdown(uploads.source())
    update = importing.forward_edit(db(), draft_id, text)
    if update is None:
        return redirect_to(
            "drafts.edit", _("The draft already has this text."), chapter_id=chapter_id
        )
    with transaction() as session:
        importing.record_forward_edit(session, identity(), draft_id=draft_id, update=update)
    message = _("The text is imported into the draft. What others typed during the import is kept.")
    return redirect_to("drafts.edit", message, chapter_id=chapter_id)
