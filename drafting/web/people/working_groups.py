"""The secretariat's page of working groups."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.people.working_groups import create_working_group, rename_working_group
from drafting.web.view import (
    Permission,
    asks,
    code,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("working_groups", __name__, url_prefix="/codes/<slug>/working-groups")


@bp.get("")
@asks(Permission.WORKING_GROUP_CHANGE)
def index() -> ResponseReturnValue:
    return forms.render(
        "people/working_groups/index.html", code=code(Permission.WORKING_GROUP_CHANGE)
    )


@bp.post("")
@asks(Permission.WORKING_GROUP_CHANGE)
@forms.on_error(index, form="create")
def create() -> ResponseReturnValue:
    with transaction() as session:
        create_working_group(session, identity(), code(), name=forms.text("name"))
    return redirect_to(
        "working_groups.index",
        _("The working group is added. Now assign chapters and members to it."),
    )


@bp.post("/<key:working_group_id>/rename")
@asks(Permission.WORKING_GROUP_CHANGE)
@forms.on_error(index, form="rename-{working_group_id}")
def rename(working_group_id: int) -> ResponseReturnValue:
    with transaction() as session:
        name = forms.text("name")
        rename_working_group(session, identity(), code(), working_group_id, name=name)
    return redirect_to("working_groups.index", _("The name is changed."))
