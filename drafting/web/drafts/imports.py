"""Importing Markdown by upload or by pasting: as new chapters, or into the working draft of a
chapter.
"""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.domain.markdown.splitting import SplitAt
from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug, context_of, readable_chapter
from drafting.services.drafts.importing import (
    chapters_of,
    checked_markdown,
    forward_edit,
    import_chapters,
    record_forward_edit,
)
from drafting.services.versions.queries import texts_of_chapter

bp = Blueprint("imports", __name__, url_prefix="/codes/<slug>")


@bp.get("/import")
@asks(Permission.CHAPTER_CHANGE)
def new(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.CHAPTER_CHANGE, Context(code_id=code.id))
        return render_template("drafts/imports/new.html", code=code, problem=None, typed={})


@bp.post("/import")
@asks(Permission.CHAPTER_CHANGE)
def create(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    try:
        source, name = _given()
        split_at = form_text("split_at") if form_text("split_at") in {"h1", "h2"} else None
        found = chapters_of(
            checked_markdown(source), cast("SplitAt | None", split_at), otherwise=name or code.title
        )
        with app_context().database.transaction() as db:
            made = import_chapters(db, identity(), code_by_slug(db, identity(), slug), found)
    except DraftingError as error:
        return render_form_error("drafts/imports/new.html", error, field=_field(error), code=code)
    flash(ngettext("%(num)s chapter is imported.", "%(num)s chapters are imported.", len(made)))
    return redirect(url_for("chapters.index", slug=slug))


@bp.get("/chapters/<key:chapter_id>/import")
@asks(Permission.DRAFT_WRITE)
def into(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        chapter = readable_chapter(db, identity(), slug, chapter_id)
        require(identity(), Permission.DRAFT_WRITE, context_of(chapter))
        earlier = texts_of_chapter(db, identity(), chapter.code, chapter_id)
        taken = {str(version.number): text for version, text in earlier}.get(
            request.args.get("version", ""), ""
        )
        given = {"markdown": taken}
        return render_template(
            "drafts/imports/into.html",
            chapter=chapter,
            code=chapter.code,
            earlier=earlier,
            problem=None,
            typed=given,
        )


@bp.post("/chapters/<key:chapter_id>/import")
@asks(Permission.DRAFT_WRITE)
def replace(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        chapter = readable_chapter(db, identity(), slug, chapter_id)
        require(identity(), Permission.DRAFT_WRITE, context_of(chapter))
        draft_id = chapter.working_draft.id
    try:
        text = checked_markdown(_given()[0])
        with app_context().database.reading() as db:
            update = forward_edit(db, draft_id, text)
        if update is not None:
            with app_context().database.transaction() as db:
                record_forward_edit(db, identity(), draft_id=draft_id, update=update)
    except DraftingError as error:
        with app_context().database.reading() as db:
            chapter = readable_chapter(db, identity(), slug, chapter_id)
            return render_form_error(
                "drafts/imports/into.html",
                error,
                field=_field(error),
                code=chapter.code,
                chapter=chapter,
                earlier=(),
            )
    flash(
        _("The text is worked into the draft; what others typed meanwhile is kept.")
        if update
        else _("Nothing to change.")
    )
    return redirect(url_for("drafts.edit", slug=slug, chapter_id=chapter_id))


def _field(error: DraftingError) -> str | None:
    """What is wrong with a file is said at the file."""
    field: str | None = getattr(error, "field", None)
    file = request.files.get("file")
    return "file" if field == "markdown" and file is not None and file.filename else field


def _given() -> tuple[bytes, str]:
    """The bytes of the file, or of the pasted text when no file was chosen; and the file's name
    without its ending.
    """
    file = request.files.get("file")
    if file is not None and file.filename:
        return file.read(), file.filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return form_text("markdown").encode("utf-8", "surrogatepass"), ""
