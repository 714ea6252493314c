"""The secretariat's page of chapters: add, rename, order, give to a working group, set aside and
put back.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.request.app_context import app_context
from drafting.request.forms import form_int, form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import chapter_of, code_by_slug
from drafting.services.drafts.chapters import (
    chapters_in_use,
    create_chapter,
    give_chapter,
    move_chapter,
    put_chapter_back,
    rename_chapter,
    set_chapter_aside,
)

bp = Blueprint("chapters", __name__, url_prefix="/codes/<slug>/chapters")


@bp.get("")
@asks(Permission.CHAPTER_CHANGE)
def index(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.CHAPTER_CHANGE, Context(code_id=code.id))
        return render_template(
            "drafts/chapters/index.html",
            code=code,
            chapters=chapters_in_use(code),
            problem=None,
            typed={},
        )


@bp.post("")
@asks(Permission.CHAPTER_CHANGE)
def create(slug: str) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            create_chapter(
                db,
                identity(),
                code,
                title=form_text("title"),
                working_group_id=form_int("working_group"),
            )
    except DraftingError as error:
        return _again(slug, error, "create")
    flash(_("The chapter is added."))
    return _back(slug)


@bp.post("/<key:chapter_id>/rename")
@asks(Permission.CHAPTER_CHANGE)
def rename(slug: str, chapter_id: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            chapter = chapter_of(code_by_slug(db, identity(), slug), chapter_id)
            rename_chapter(db, identity(), chapter, title=form_text("title"))
    except DraftingError as error:
        return _again(slug, error, f"rename-{chapter_id}")
    flash(_("The title is changed."))
    return _back(slug, chapter_id)


@bp.post("/<key:chapter_id>/move")
@asks(Permission.CHAPTER_CHANGE)
def move(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        move_chapter(
            db,
            identity(),
            code,
            chapter_of(code, chapter_id),
            by=-1 if form_text("direction") == "up" else 1,
        )
    return _back(slug, chapter_id)


@bp.post("/<key:chapter_id>/working-group")
@asks(Permission.CHAPTER_CHANGE)
def give(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        chapter = chapter_of(code, chapter_id)
        give_chapter(db, identity(), code, chapter, working_group_id=form_int("working_group"))
    flash(_("The working group of the chapter is changed."))
    return _back(slug, chapter_id)


@bp.post("/<key:chapter_id>/set-aside")
@asks(Permission.CHAPTER_CHANGE)
def set_aside(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        set_chapter_aside(db, identity(), code, chapter_of(code, chapter_id))
    flash(_("The chapter is set aside. Its text is kept; you can put it back below."))
    return _back(slug)


@bp.post("/<key:chapter_id>/put-back")
@asks(Permission.CHAPTER_CHANGE)
def put_back(slug: str, chapter_id: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        put_chapter_back(db, identity(), code, chapter_of(code, chapter_id))
    flash(_("The chapter is back, at the end."))
    return _back(slug, chapter_id)


def _back(slug: str, chapter_id: int | None = None) -> ResponseReturnValue:
    return redirect(
        url_for(
            "chapters.index", slug=slug, _anchor=f"chapter-{chapter_id}" if chapter_id else None
        )
    )


def _again(slug: str, error: DraftingError, form: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.CHAPTER_CHANGE, Context(code_id=code.id))
        return render_form_error(
            "drafts/chapters/index.html",
            error,
            form=form,
            code=code,
            chapters=chapters_in_use(code),
        )
