"""The secretariat's page of chapters: add, rename, order, give to a working group, set aside and
put back.
"""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.codes.queries import chapter_of
from drafting.services.drafts import chapters
from drafting.web.view import (
    Permission,
    asks,
    code,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("chapters", __name__, url_prefix="/codes/<slug>/chapters")


@bp.get("")
@asks(Permission.CHAPTER_CHANGE)
def index() -> ResponseReturnValue:
    shown = code(Permission.CHAPTER_CHANGE)
    in_use = chapters.chapters_in_use(shown)
    return forms.render("drafts/chapters/index.html", code=shown, chapters=in_use)


@bp.post("")
@asks(Permission.CHAPTER_CHANGE)
@forms.on_error(index, form="create")
def create() -> ResponseReturnValue:
    with transaction() as session:
        title, working_group_id = forms.text("title"), forms.integer("working_group")
        chapters.create_chapter(
            session, identity(), code(), title=title, working_group_id=working_group_id
        )
    return redirect_to("chapters.index", _("The chapter is added."))


@bp.post("/<key:chapter_id>/rename")
@asks(Permission.CHAPTER_CHANGE)
@forms.on_error(index, form="rename-{chapter_id}")
def rename(chapter_id: int) -> ResponseReturnValue:
    with transaction() as session:
        chapter = chapter_of(code(), chapter_id)
        chapters.rename_chapter(session, identity(), chapter, title=forms.text("title"))
    return _redirect_to_chapter(chapter_id, _("The title is changed."))


@bp.post("/<key:chapter_id>/move")
@asks(Permission.CHAPTER_CHANGE)
def move(chapter_id: int) -> ResponseReturnValue:
    by = -1 if forms.text("direction") == "up" else 1
    with transaction() as session:
        chapter = chapter_of(code(), chapter_id)
        chapters.move_chapter(session, identity(), code(), chapter, by=by)
    return _redirect_to_chapter(chapter_id)


@bp.post("/<key:chapter_id>/working-group")
@asks(Permission.CHAPTER_CHANGE)
def give(chapter_id: int) -> ResponseReturnValue:
    group_id = forms.integer("working_group")
    with transaction() as session:
        chapter = chapter_of(code(), chapter_id)
        chapters.assign_chapter(session, identity(), code(), chapter, working_group_id=group_id)
    return _redirect_to_chapter(chapter_id, _("The working group of the chapter is changed."))


@bp.post("/<key:chapter_id>/set-aside")
@asks(Permission.CHAPTER_CHANGE)
def set_aside(chapter_id: int) -> ResponseReturnValue:
    with transaction() as session:
        chapters.set_chapter_aside(session, identity(), code(), chapter_of(code(), chapter_id))
    return redirect_to(
        "chapters.index",
        _("The chapter is set aside. Its text is kept; you can put it back below."),
    )


@bp.post("/<key:chapter_id>/put-back")
@asks(Permission.CHAPTER_CHANGE)
def put_back(chapter_id: int) -> ResponseReturnValue:
    with transaction() as session:
        chapters.put_chapter_back(session, identity(), code(), chapter_of(code(), chapter_id))
    return _redirect_to_chapter(chapter_id, _("The chapter is back, at the end of the list."))


def _redirect_to_chapter(chapter_id: int, message: str | None = None) -> ResponseReturnValue:
    return redirect_to("chapters.index", message, _anchor=f"chapter-{chapter_id}")
