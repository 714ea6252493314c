"""The secretariat's page of working groups."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.working_groups import create_working_group, rename_working_group

bp = Blueprint("working_groups", __name__, url_prefix="/codes/<slug>/working-groups")


@bp.get("")
@asks(Permission.WORKING_GROUP_CHANGE)
def index(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.WORKING_GROUP_CHANGE, Context(code_id=code.id))
        return render_template(
            "people/working_groups/index.html", code=code, problem=None, typed={}
        )


@bp.post("")
@asks(Permission.WORKING_GROUP_CHANGE)
def create(slug: str) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            create_working_group(
                db, identity(), code_by_slug(db, identity(), slug), name=form_text("name")
            )
    except DraftingError as error:
        return _again(slug, error, "create")
    flash(_("The working group is added. Give it chapters, and members."))
    return redirect(url_for("working_groups.index", slug=slug))


@bp.post("/<key:working_group_id>/rename")
@asks(Permission.WORKING_GROUP_CHANGE)
def rename(slug: str, working_group_id: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            rename_working_group(db, identity(), code, working_group_id, name=form_text("name"))
    except DraftingError as error:
        return _again(slug, error, f"rename-{working_group_id}")
    flash(_("The name is changed."))
    return redirect(url_for("working_groups.index", slug=slug))


def _again(slug: str, error: DraftingError, form: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.WORKING_GROUP_CHANGE, Context(code_id=code.id))
        return render_form_error("people/working_groups/index.html", error, form=form, code=code)
